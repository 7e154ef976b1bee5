"""The corpus as TEI: valid, and nothing lost."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tei_reader import NAMESPACE, XML_ID, from_tei, record_id

from wp8.corpus.document import Document
from wp8.corpus.item import fields as csl
from wp8.corpus.manifest import load_corpus
from wp8.corpus.names import SectionIds
from wp8.corpus.quotations import quotations
from wp8.corpus.readers import finder, reader
from wp8.corpus.readers.block import Block
from wp8.corpus.records import numbered, read_records
from wp8.corpus.titles import of_document
from wp8.export.tei.document import tei, tei_of_each
from wp8.export.tei.markup import legal
from wp8.index.scan.backend import MemoryBackend
from wp8.model import KINDS, Quote, Record
from wp8.query.address import Addresses

TESTS = Path(__file__).parents[1]
CORPUS = {"name": "tiny", "digest": "sha256:0"}
PREFIXES = {"tei": NAMESPACE}


def corpus_in(name: str) -> tuple[Sequence[Document], list[Record]]:
    """Return the documents and the records of a corpus folder of this project."""
    corpus = load_corpus(TESTS.parent / name)
    return corpus.documents, read_records(corpus)


Lemma = Callable[[str], str]


def written(
    documents: Sequence[Document], records: list[Record], lemma: Lemma | None = None
) -> bytes:
    """Return records as TEI."""
    return "".join(tei(documents, records, CORPUS, version="1.2.3", lemma=lemma)).encode()


def document(**fields: object) -> Document:
    """Return a document `a` in English, with some of its fields as given."""
    values: dict[str, Any] = {"id": "a", "file": "a.txt", "layout": "text", "title": "A", **fields}
    return Document(**values)


def record(text: str, id_: str = "a:1", kind: str = "paragraph", **fields: object) -> Record:
    """Return a record of document `a`, with some of its fields as given."""
    number = int("".join(filter(str.isdigit, id_.rpartition(".")[2] or id_)))
    values: dict[str, Any] = {
        "id": id_,
        "document": "a",
        "kind": kind,
        "section": "",
        "number": number,
        "number_in_section": number if kind == "paragraph" else None,
        "text": text,
        "file": "a.txt",
        "lines": (4, 6),
        "quotes": quotations(text),
        "section_id": fields.get("section", ""),
        **fields,
    }
    return Record(**values)


def line(xml: bytes, id_: str) -> str:
    """Return the line on which a record is written."""
    return next(found for found in xml.decode().split("\n") if f'xml:id="{id_}"' in found)


def one_line(*records: Record, id_: str = "a.1", language: str = "en") -> str:
    """Return the line of one of `records`, without what names it."""
    return line(written((document(language=language),), list(records)), id_).replace(
        f' n="{id_[-1]}" xml:id="{id_}" source="a.txt#line=3,6"', ""
    )


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    with lzma.open(TESTS / "schemas" / "tei_all-4.3.0.rng.xz") as file:
        return etree.RelaxNG(etree.parse(file))


def errors(schema: etree.RelaxNG, xml: bytes) -> list[str]:
    """Return what is wrong with `xml` by the schema."""
    schema.validate(etree.fromstring(xml))
    return [f"{error.line}: {error.message}" for error in schema.error_log]


@pytest.mark.slow
@pytest.mark.parametrize("lemma", [None, str])
@pytest.mark.parametrize("name", ["corpus", "tests/mini_corpus"])
def test_a_corpus_is_valid_tei(name: str, lemma: Lemma | None, schema: etree.RelaxNG) -> None:
    assert errors(schema, written(*corpus_in(name), lemma)) == []


@pytest.mark.parametrize("lemma", [None, str])
@pytest.mark.parametrize("name", ["corpus", "tests/mini_corpus"])
def test_every_field_of_every_record_comes_back(name: str, lemma: Lemma | None) -> None:
    documents, records = corpus_in(name)

    assert from_tei(written(documents, records, lemma)) == records


def references(
    declared: etree._Element, nodes: list[etree._Element], prefix: str = ""
) -> list[tuple[str, etree._Element]]:
    """Return every reference that a citeStructure makes below `nodes`, and what it is of."""
    found = []
    for node in nodes:
        matched = node.xpath(declared.get("match"), namespaces=PREFIXES)
        for position, match in enumerate(matched, start=1):
            use = declared.get("use")
            value = position if use == "position()" else match.xpath(f"string({use})")
            reference = f"{prefix}{declared.get('delim', '')}{value}"
            found.append((reference, match))
            for inner in declared.iterfind(f"{{{NAMESPACE}}}citeStructure"):
                found += references(inner, [match], reference)
    return found


def ids_in(node: etree._Element) -> set[str]:
    """Return the ids of the records that stand in `node`, itself one of them."""
    return {record_id(e.get(XML_ID)) for e in node.iter() if e.get("source") and e.get(XML_ID)}


@pytest.mark.parametrize("name", ["corpus", "tests/mini_corpus"])
def test_the_references_that_are_declared_are_the_addresses_of_wp8(name: str) -> None:
    documents, records = corpus_in(name)
    root = etree.fromstring(written(documents, records))
    addresses = Addresses(MemoryBackend(records))

    declared = root.find(f".//{{{NAMESPACE}}}refsDecl/{{{NAMESPACE}}}citeStructure")
    found = references(declared, [root])

    assert {reference for reference, _ in found} >= {record.id for record in records}
    if name == "corpus":
        others = {"speech", "speech:part3", "paper:II", "paper:II.3", "paper:t1"}
        assert others <= {reference for reference, _ in found}
    for reference, node in found:
        named = set(addresses.resolve(reference))
        if node.get("source"):
            assert named == {record_id(node.get(XML_ID))}
        else:
            assert named <= ids_in(node)


def test_the_declaration_obeys_the_rules_that_only_schematron_tells() -> None:
    root = etree.fromstring(written((document(),), [record("Text.")]))
    structures = list(root.iter(f"{{{NAMESPACE}}}citeStructure"))
    outer = [s for s in structures if s.getparent().tag == f"{{{NAMESPACE}}}refsDecl"]
    inner = [s for s in structures if s not in outer]

    assert (len(outer), len(inner)) == (1, 9)
    assert all(s.get("match").startswith("/") for s in outer)
    assert not any(s.get("match").startswith("/") for s in inner)
    assert all(s.get("delim") for s in inner)


def test_a_paragraph_is_a_line_with_its_number_its_id_and_its_lines() -> None:
    xml = written((document(language="en"),), [record("A < b & c.", "a:12", file="a b/ü.txt")])

    assert line(xml, "a.12") == (
        '<p n="12" xml:id="a.12" source="a%20b/%C3%BC.txt#line=3,6">'
        '<s n="1">A &lt; b &amp; c.</s></p>'
    )


def test_a_paragraph_with_a_name_is_a_speech(schema: etree.RelaxNG) -> None:
    speech = record("Who is <there>?", speaker="ANNA & co.")

    xml = written((document(),), [speech])

    assert b"<sp><speaker>ANNA &amp; co.</speaker><p n=" in xml
    assert read_back(xml) == {"a:1": of_the_text(speech)}
    assert errors(schema, xml) == []


def test_a_note_stands_where_its_mark_stood() -> None:
    caller = record("It was said, and read.", notes=("a:n7",))
    note = record("There.", "a:n7", "note", cited_by="a:1", cited_at=11)

    assert one_line(caller, note) == (
        '<p><s n="1">It was said<note place="bottom" n="7" xml:id="a.n7" '
        'source="a.txt#line=3,6"><s n="1">There.</s></note>, and read.</s></p>'
    )


def test_a_note_that_is_called_again_stands_once_and_is_pointed_to() -> None:
    records = [
        record("One.", notes=("a:n1",)),
        record("There.", "a:n1", "note", cited_by="a:1", cited_at=4),
        record("Two, three.", "a:2", notes=("a:n1", "a:n2")),
        record("Here.", "a:n2", "note", cited_by="a:2", cited_at=3),
    ]

    xml = written((document(),), records)

    assert 'Two<ptr type="note" target="#a.n1"/><note' in line(xml, "a.2")
    assert xml.count(b">There.<") == 1
    assert from_tei(xml) == records


def test_a_note_of_another_section_stands_in_its_own_and_is_pointed_to(
    schema: etree.RelaxNG,
) -> None:
    records = [
        record("One, two.", section="I", notes=("a:n1",)),
        record("There.", "a:n1", "note", section="Notes", cited_by="a:1", cited_at=3),
        record("Nobody calls this.", "a:n2", "note", section="Notes"),
    ]

    xml = written((document(),), records)

    assert 'One<ptr type="note" target="#a.n1"/>, two.' in line(xml, "a.1")
    assert from_tei(xml) == records
    assert errors(schema, xml) == []


def test_quoted_matter_is_an_element_inside_its_marks() -> None:
    text = "“It is “new” and it is read by all who can read it.” 《News》"

    assert one_line(record(text)) == (
        '<p><s n="1">“<quote>It is “<q type="slogan">new</q>” and it is read by all who can read '
        'it.</quote>”</s> <s n="2">《<title>News</title>》</s></p>'
    )


def test_a_sentence_that_quoted_matter_cuts_is_in_parts() -> None:
    text = "He wrote: “This is a passage of several words. It ends here.” They read."

    assert one_line(record(text)) == (
        '<p><s n="1" part="I">He wrote: “</s><quote><s n="1" part="F">This is a passage of several '
        'words.</s> <s n="2" part="I">It ends here.</s></quote><s n="2" part="F">”</s> '
        '<s n="3">They read.</s></p>'
    )


def test_a_word_is_an_element_with_its_lemma_and_a_sign_is_another() -> None:
    read = record("He read “News” of 당: 1 000 self-made ones …", language="en")
    lemmas = {"read": "READ", "self-made": "self-make", "ones": "one"}
    xml = written((document(language="en"),), [read], lambda norm: lemmas.get(norm, norm))

    assert line(xml, "a.1").partition(">")[2] == (
        '<s n="1"><w lemma="he">He</w> <w lemma="READ">read</w> <pc>“</pc><q type="slogan">'
        '<w lemma="news">News</w></q><pc>”</pc> <w lemma="of">of</w> <w lemma="당" xml:lang="ko">당'
        '</w><pc>:</pc> <w lemma="1000">1 000</w> <w lemma="self-make">self-made</w> '
        '<w lemma="one">ones</w> <pc>…</pc></s></p>'
    )


def test_a_note_stands_in_no_word_and_no_sign(schema: etree.RelaxNG) -> None:
    records = [
        record("said ...", notes=("a:n1", "a:n2"), language="en"),
        record("One", "a:n1", "note", cited_by="a:1", cited_at=2, language="en"),
        record("Two", "a:n2", "note", cited_by="a:1", cited_at=6, language="en"),
    ]
    xml = written((document(language="en"),), records, str)

    assert re.sub("<note.*?</note>", "*", line(xml, "a.1")).partition(">")[2] == (
        '<s n="1"><w lemma="said" part="I">sa</w>*<w lemma="said" part="F">id</w> '
        '<pc part="I">.</pc>*<pc part="F">..</pc></s></p>'
    )
    assert errors(schema, xml) == []
    assert from_tei(xml) == records


def test_a_heading_has_words_and_no_sentences() -> None:
    heading = record("A. Words", "a:h1", "heading")
    xml = written((document(language="en"),), [heading], str)

    assert line(xml, "a.h1").partition(">")[2] == (
        '<w lemma="a">A</w><pc>.</pc> <w lemma="words">Words</w></head>'
    )


def test_hangul_is_foreign_in_english_and_a_note_in_hangul_is_korean() -> None:
    caller = record("They read 로동신문, 제 8 차대회 and 당.", notes=("a:n1",))
    note = record("《로동신문》 2021.", "a:n1", "note", cited_by="a:1", cited_at=9)

    assert one_line(caller, note) == (
        '<p><s n="1">They read<note place="bottom" n="1" xml:id="a.n1" source="a.txt#line=3,6" '
        'xml:lang="ko"><s n="1">《<title>로동신문</title>》 2021.</s></note> '
        '<foreign xml:lang="ko">로동신문, 제 8 차대회</foreign> and '
        '<foreign xml:lang="ko">당</foreign>.</s></p>'
    )


def test_hangul_is_not_foreign_in_korean() -> None:
    assert one_line(record("당 and 국가"), language="ko-KP") == ('<p><s n="1">당 and 국가</s></p>')


def test_an_english_note_in_a_korean_paragraph_is_english_again() -> None:
    caller = record("당.", notes=("a:n1",))
    note = record("The Party.", "a:n1", "note", cited_by="a:1", cited_at=1)

    assert one_line(caller, note).startswith(
        '<p xml:lang="ko"><s n="1">당<note place="bottom" n="1"'
    )
    assert 'xml:lang="en"><s n="1">The Party.</s></note>.</s></p>' in one_line(caller, note)


def test_a_group_is_a_cell_that_spans_its_rows(schema: etree.RelaxNG) -> None:
    fields = [("G", "X", "first"), ("G", "Y", ""), ("H", "Z", "third")]
    texts = ["G\tX\tfirst", "Y", "H\tZ\tthird"]
    rows = [
        record(text, f"a:t1.{place}", "table_row", group=group, name=name, position=position)
        for place, (text, (group, name, position)) in enumerate(zip(texts, fields, strict=True), 1)
    ]
    records = [
        record("Table 1", "a:c1", "table_caption"),
        record("Name\tPosition", "a:t1.0", "table_caption"),
        *rows,
        record("Source: there", "a:r1", "source_note"),
    ]

    xml = written((document(),), records)

    assert [line(xml, f"a.t1.{place}").partition('6">')[2] for place in range(4)] == [
        '<cell role="label"></cell><cell>Name</cell><cell>Position</cell></row>',
        '<cell role="group" rows="2">G</cell><cell role="name">X</cell>'
        '<cell role="position">first</cell></row>',
        '<cell role="name">Y</cell><cell role="position"></cell></row>',
        '<cell role="group">H</cell><cell role="name">Z</cell>'
        '<cell role="position">third</cell></row>',
    ]
    assert from_tei(xml) == records
    assert errors(schema, xml) == []


def test_a_quotation_over_two_cells_is_two_parts_that_point_at_each_other() -> None:
    quotes = (Quote("slogan", 1, 5),)
    row = record("“a\tbc”", "a:t1.1", "table_row", name="“a", position="bc”", quotes=quotes)

    xml = written((document(),), [row])

    assert '“<q type="slogan" xml:id="a.t1.1.q1.1" next="#a.t1.1.q1.2">a</q>' in xml.decode()
    assert from_tei(xml) == [row]


def test_an_imprint_may_have_quoted_matter(schema: etree.RelaxNG) -> None:
    imprint = record(
        "“It was printed by those who had written it.” 당", "a:i1", "imprint", language="en"
    )

    xml = written((document(language="en"),), [imprint])

    assert "<seg>“<quote>It was printed by those who had written it.</quote>” " in xml.decode()
    assert from_tei(xml) == [imprint]
    assert errors(schema, xml) == []


def test_a_control_character_is_replaced_and_a_carriage_return_is_kept() -> None:
    xml = written((document(),), [record("a\x1bb\rc\ud800\x00")])

    assert from_tei(xml)[0].text == "a\ufffdb\rc\ufffd\ufffd"


def test_a_header_says_what_the_manifest_states_and_no_more() -> None:
    stated = document(
        stated={
            "author": "B",
            "issued": "1921-02",
            "publisher": "D",
            "publisher-place": "E",
            "source": "G",
        },
        affiliation="C",
        date_in_words="F",
        language="en",
        rights="H & I",
        title_supplied=True,
    )
    root = etree.fromstring(written((stated, document(id="b", title="Z")), [record("당")]))
    headers = root.findall(f"{{{NAMESPACE}}}TEI/{{{NAMESPACE}}}teiHeader")

    described = [json.loads(header.findtext(f"{{{NAMESPACE}}}xenoData")) for header in headers]
    assert described[1] == {"title": "Z"}
    assert (described[0]["title_supplied"], described[0]["item"]["source"]) == (True, "G")
    assert [[t for t in h.itertext() if t.strip() and t[0] != "{"] for h in headers] == [
        "A|B|C|tiny|a|H & I|A|B|C|D|E|F|1921-02|a.txt|G|en|ko".split("|"),
        "Z|tiny|b|Z|a.txt".split("|"),
    ]
    assert [len(list(h.iter(f"{{{NAMESPACE}}}supplied"))) for h in headers] == [2, 0]


def test_a_header_has_all_persons_what_the_work_stands_in_and_its_span(
    schema: etree.RelaxNG,
) -> None:
    chapter = document(
        affiliation="A School",
        stated={
            "type": "chapter",
            "author": ["Roe, Ann", {"name": "Kim Jong Un", "family": "Kim"}],
            "editor": "The Quay, Ltd",
            "translator": "van Fox, Cy, Jr",
            "container-title": "A Book of Seas",
            "volume": 2,
            "page": "12-34",
            "DOI": "10.5555/x",
            "publisher-place": "Ghent",
            "issued": "c. 1914/1918",
        },
    )
    xml = written((chapter,), [record("a")])

    head, _, _ = xml.decode().partition("</sourceDesc>\n</fileDesc>\n<profile")
    assert head.partition("<bibl>\n")[2].partition("</bibl>")[0] == (
        "<title>A</title>\n"
        "<author><persName><forename>Ann</forename> <surname>Roe</surname></persName></author>\n"
        "<author><persName><surname>Kim</surname> <forename>Jong Un</forename></persName>"
        "</author>\n"
        "<editor><name>The Quay, Ltd</name></editor>\n"
        '<editor role="translator"><persName><forename>Cy</forename> <nameLink>van</nameLink> '
        "<surname>Fox</surname> <genName>Jr</genName></persName></editor>\n"
        '<title level="m">A Book of Seas</title>\n'
        '<pubPlace>Ghent</pubPlace>\n<date from="1914" to="1918">c. 1914–c. 1918</date>\n'
        '<biblScope unit="volume">2</biblScope>\n<biblScope unit="page">12-34</biblScope>\n'
        '<idno type="DOI">10.5555/x</idno>\n<note>A School</note>\n'
        '<idno type="file">a.txt</idno>\n'
    )
    assert errors(schema, xml) == []


@pytest.mark.parametrize(
    ("stated", "when"),
    [
        ("1921-02-28", "1921-02-28"),
        ("1921-02", "1921-02"),
        ("1921", "1921"),
        ("1921-02-30", None),
        ("1921-13", None),
        ("0000", None),
        ("spring 1921", None),
        ("١٩٢١", None),
    ],
)
def test_a_date_that_is_one_is_a_date_for_machines(stated: str, when: str | None) -> None:
    root = etree.fromstring(written((document(stated={"issued": stated}),), []))

    (date,) = root.iter(f"{{{NAMESPACE}}}date")
    assert (date.text, date.get("when")) == (stated, when)


def test_a_language_that_is_no_tag_is_stated_in_words(schema: etree.RelaxNG) -> None:
    xml = written((document(language="English & Korean"),), [record("Text.")])

    assert b"<langUsage><p>English &amp; Korean</p></langUsage>" in xml
    assert b'<TEI xml:id="a" xml:lang="und">' in xml
    assert errors(schema, xml) == []


def test_a_title_page_ends_with_its_imprint() -> None:
    records = [
        record("b", "a:b1", "title"),
        record("A", "a:b2", "title"),
        record("1921", "a:b3", "title"),
        record("There", "a:i1", "imprint"),
        record("A", "a:b4", "title"),
        record("Text."),
        record("Printed.", "a:e1", "colophon"),
    ]

    root = etree.fromstring(written((document(stated={"author": "B"}),), records))
    front, _, back = root.find(f".//{{{NAMESPACE}}}text")

    assert [[etree.QName(part).localname for part in page] for page in front] == [
        ["docAuthor", "titlePart", "titlePart", "docImprint"],
        ["titlePart"],
    ]
    assert [part.get("type") for part in front[0]] == [None, "main", "desc", None]
    assert [(part.tag, part.get("type")) for part in back] == [(f"{{{NAMESPACE}}}div", "colophon")]


def test_a_salutation_after_text_opens_a_division_of_its_own(schema: etree.RelaxNG) -> None:
    records = [
        record("Dear you,", "a:s1", "salutation", section="I"),
        record("One.", section="I"),
        record("Dear you,", "a:s2", "salutation", section="I"),
        record("Two.", "a:2", section="I"),
    ]

    xml = written((document(),), records)

    assert [found[:8] for found in xml.decode().partition("<body>\n")[2].split("\n")[:9]] == [
        '<div typ', "<opener>", "<p n=\"1\"", "<div>", "<opener>", "<p n=\"2\"", "</div>", "</div>",
        "</body>",
    ]  # fmt: skip
    assert from_tei(xml) == records
    assert errors(schema, xml) == []


# What an XML writer can trip over, and the marks that wp8 reads as quotation marks.
PIECES = [
    *"<>&'\"“”‘’《》「」. ",
    "]]>",
    "&amp;",
    "<!--",
    "</p>",
    "A word",
    "로동",
    "신문",
    "e\u0301",
]
SPACES = ["\t", "\n", "\r", "\r\n", "\x0b", "\x85", "\u2028", "\x00", "\ufffe", "\ud800"]
TEXTS = st.lists(st.sampled_from([*PIECES, *SPACES]) | st.characters(), max_size=12).map("".join)
CELLS = TEXTS.map(lambda text: text.replace("\t", " "))
FULL_CELLS = CELLS.filter(bool)
SECTIONS = st.just("") | TEXTS
PAGES = st.none() | st.tuples(st.integers(0, 999), st.integers(0, 999))
SPEAKERS = st.none() | TEXTS.filter(bool)


class Made:
    """Records of one document as a reader could make them, of texts that hypothesis draws."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.records: list[Record] = []
        self._draw = draw
        self._numbers: Counter[str] = Counter()
        self._paragraphs: Counter[str] = Counter()

    def add(self, kind: str, section: str, text: str, **fields: object) -> None:
        """Add a record, and the notes that it calls for the first time."""
        self._numbers[kind] += 1
        self._paragraphs[section] += kind == "paragraph"
        offsets = sorted(self._draw(st.lists(st.integers(0, len(text)), max_size=2)))
        old = self._draw(st.lists(st.integers(1, self._numbers["note"] or 1), max_size=1))
        known = [f"a:n{number}" for number in old if self._numbers["note"]]
        new = [f"a:n{self._numbers['note'] + place}" for place in range(1, len(offsets) + 1)]
        values: dict[str, Any] = {
            "id_": f"a:{KINDS[kind]}{self._numbers[kind]}",
            "kind": kind,
            "section": section,
            "number_in_section": self._paragraphs[section] if kind == "paragraph" else None,
            "notes": tuple(self._draw(st.permutations(known + new[:1]))) + tuple(new[1:]),
            "quotes": quotations(text, self._draw(st.sampled_from("“x"))),
            "pages": self._draw(PAGES),
            "speaker": self._draw(SPEAKERS) if kind == "paragraph" else None,
            **fields,
        }
        caller = record(text, **values)
        self.records.append(caller)
        for note, offset in zip(new, offsets, strict=True):
            self._numbers["note"] += 1
            # No reader tears a table apart.
            elsewhere = section if ":t" in caller.id else "Notes"
            own = self._draw(st.sampled_from([section, section, elsewhere]))
            place = {"cited_by": caller.id, "cited_at": offset, "pages": self._draw(PAGES)}
            self.records.append(record(self._draw(TEXTS), note, "note", section=own, **place))

    def add_table(self, section: str) -> None:
        """Add a header and rows, some of them under a group, some of other shapes."""
        self._numbers["table"] += 1
        table = f"a:t{self._numbers['table']}"
        header = "\t".join(self._draw(st.lists(FULL_CELLS, min_size=1, max_size=3)))
        self.add("table_caption", section, header, id_=f"{table}.0")
        self._numbers["table_caption"] -= 1
        group = None
        for place in range(1, self._draw(st.integers(1, 5))):
            own, name, position = self._draw(st.tuples(*[st.just("") | CELLS] * 3))
            cells = [cell for cell in (own, name, position) if cell] or ["x"]
            fields: dict[str, object] = {}
            if cells != ["x"]:
                group = own or group
                fields = {"group": group, "name": name, "position": position}
            self.add("table_row", section, "\t".join(cells), id_=f"{table}.{place}", **fields)


@st.composite
def made_records(draw: st.DrawFn) -> list[Record]:
    """Return the records of one document."""
    made = Made(draw)
    kinds = st.lists(
        st.sampled_from([*(set(KINDS) - {"note", "table_row", "reading"}), "table"]), max_size=6
    )
    for section in draw(st.lists(SECTIONS, max_size=4)):
        for kind in draw(kinds):
            if kind == "table":
                made.add_table(section)
            else:
                made.add(kind, section, draw(TEXTS))
    return made.records


def as_xml_has_it(record: Record) -> Record:
    """Return `record` with U+FFFD for what XML cannot have."""
    texts = ("section", "text", "group", "name", "position", "speaker")
    found = {name: getattr(record, name) for name in texts}
    changes: dict[str, Any] = {name: text and legal(text) for name, text in found.items()}
    return replace(record, **changes)


@given(
    made_records(),
    st.sampled_from(["en", "ko-KP", "", "English"]),
    TEXTS,
    st.sampled_from([None, str]),
)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_records_come_back_and_are_valid(
    schema: etree.RelaxNG,
    records: list[Record],
    language: str,
    stated: str,
    lemma: Lemma | None,
) -> None:
    described = document(
        language=language, rights=stated, stated=dict.fromkeys(("author", "source"), stated)
    )

    own = [replace(record, language=language) for record in records]

    xml = written((described,), own, lemma)

    tag = language.replace("English", "")
    expected = [replace(as_xml_has_it(record), language=tag) for record in own]
    # Which section is which, and the numbers within it, follow from the order of the records.
    derived: dict[str, Any] = {"section_id": "", "number_in_section": None}
    found = [replace(record, **derived) for record in from_tei(xml)]
    assert sorted(found, key=repr) == sorted((replace(r, **derived) for r in expected), key=repr)
    assert errors(schema, xml) == []
    assert read_back(xml) == {record.id: of_the_text(record) for record in sectioned(expected)}


def sectioned(records: Iterable[Record]) -> Iterator[Record]:
    """Yield records with the ids of sections, and the numbers within, that their order makes."""
    sections = SectionIds()
    paragraphs: Counter[str] = Counter()
    for each in records:
        section = sections.of(Block(each.kind, each.text, each.lines, each.section))
        is_paragraph = each.kind == "paragraph"
        paragraphs[section] += is_paragraph
        number = paragraphs[section] if is_paragraph else None
        yield replace(each, section_id=section, number_in_section=number)


def read_back(xml: bytes) -> dict[str, Record]:
    """Return what the layout `tei` reads, by the ids, but for what the file says of itself."""
    records = numbered(document(), list(reader("tei")(xml)), Path("a.xml"))
    return {record.id: of_the_text(record) for record in records}


def of_the_text(record: Record) -> Record:
    return replace(record, file="", lines=(0, 0), quotes=(), language="")


@given(TEXTS)
def test_quoted_matter_nests(text: str) -> None:
    quotes = quotations(text, "“")

    for outer, inner in combinations(quotes, 2):
        assert inner.end <= outer.end or outer.end <= inner.start


@pytest.mark.parametrize(
    ("author", "persons"),
    [
        ("The Union", "<name>The Union</name>"),
        (
            "van der Berg, Jan",
            "<persName><forename>Jan</forename> <nameLink>van der</nameLink> "
            "<surname>Berg</surname></persName>",
        ),
        (
            "King, Martin, Jr.",
            "<persName><forename>Martin</forename> <surname>King</surname> "
            "<genName>Jr.</genName></persName>",
        ),
        (
            {"name": "김정은", "family": "김"},
            "<persName><surname>김</surname><forename>정은</forename></persName>",
        ),
    ],
)
def test_a_person_has_the_parts_of_the_name_as_it_is_written(author: object, persons: str) -> None:
    xml = written((replace(document(), stated={"author": author}),), [record("a")]).decode()

    assert xml.count(f"<author>{persons}</author>") == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["corpus", "tests/mini_corpus"])
def test_a_document_alone_is_valid_and_counts_without_a_prefix(
    name: str, schema: etree.RelaxNG
) -> None:
    documents, records = corpus_in(name)
    each = dict(tei_of_each(documents, records, {"name": "x", "digest": "y"}, version="1"))

    assert list(each) == [document.id for document in documents]
    for id_, pieces in each.items():
        xml = "".join(pieces).encode()
        assert errors(schema, xml) == []
        root = etree.fromstring(xml)
        numbers, ids = root.iterfind(f".//{{{NAMESPACE}}}refsDecl/{{{NAMESPACE}}}citeStructure")
        for declared in (numbers, ids):
            # What knows no prefix takes names without one for those of TEI.
            match = re.sub(r"(?<=/)(?=\w)", "tei:", declared.get("match"))
            declared.set("match", match)
        own = [record.id for record in records if record.document == id_]
        counted = [one.partition(":")[2] for one in own if one.partition(":")[2].isdecimal()]
        assert [reference for reference, _ in references(numbers, [root])] == counted
        assert {record_id(reference) for reference, _ in references(ids, [root])} == set(own)


WORDS = st.text("aÉбж김한<&\"'-", min_size=1, max_size=8)
LINES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PERSONS = st.one_of(
    st.sampled_from(["Roe, Ann", "van Fox, Cy, Jr", "The Quay, Ltd", "Ann Roe", "김정은"]),
    st.sampled_from([{"name": "Kim Jong Un", "family": "Kim"}, {"literal": "Roe, Ann"}]),
    st.fixed_dictionaries({"name": LINES, "family": WORDS}),
    st.fixed_dictionaries(
        {"family": LINES},
        optional={
            **dict.fromkeys(("given", "suffix", "dropping-particle"), LINES),
            **dict.fromkeys(("comma-suffix", "static-ordering"), st.just(value=True)),
        },
    ),
)
DATES = st.sampled_from(
    ["1914/..", "../1918", "1848~", "192X", "2021-01", "1921-21", "-0043", "c. 1901", 1921, "soon"]
) | st.sampled_from([{"literal": "1914"}, {"date-parts": [[1914, 5], [1918]], "circa": True}])
VALUES = {
    csl.TYPE: st.sampled_from(csl.WORK_TYPES),
    csl.NAMES: PERSONS | st.lists(PERSONS, min_size=1, max_size=3),
    csl.DATE: DATES,
    csl.NUMBER: LINES | st.integers(0, 99),
    csl.TEXT: LINES,
    csl.TEXTS: st.lists(LINES, min_size=1, max_size=3),
}
FIELDS = {field: VALUES[kind] for field, kind in csl.FIELDS.items() if field != "language"}
# What a source calls its key is the key of no corpus.
STATED = st.fixed_dictionaries(
    {}, optional={name: field for name, field in FIELDS.items() if name != "citation-key"}
)
SAID = ("title", "title_supplied", "affiliation", "rights", "date_in_words", "language")


@given(STATED, st.fixed_dictionaries({"title": LINES}, optional=dict.fromkeys(SAID[2:5], LINES)))
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_all_that_is_said_of_a_document_comes_back(
    schema: etree.RelaxNG, stated: dict[str, Any], said: dict[str, str]
) -> None:
    described = document(stated=stated, language="ko-KP", title_supplied=len(stated) > 2, **said)

    xml = written((described,), [])
    found = document(**of_document(finder("tei")(xml)))

    assert found.item == described.item
    assert found.date == described.date
    assert [getattr(found, key) for key in SAID] == [getattr(described, key) for key in SAID]
    assert errors(schema, xml) == []


@pytest.mark.parametrize(
    "described",
    ["[]", "{", "[" * 5_000, '{"item": 3}', '{"item": {"type": "quay", "issued": {"raw": "x"}}}'],
)
def test_what_wp8_did_not_write_of_a_document_is_not_believed(described: str) -> None:
    xml = written((document(stated={"author": "Roe, Ann"}),), [])
    changed = re.sub(b"(?<=<xenoData type=.csl-json.>).*(?=</xeno)", described.encode(), xml)

    found = of_document(finder("tei")(changed))

    whole = {"author": [{"given": "Ann", "family": "Roe"}]}
    assert found["stated"] == ({} if "quay" in described else whole)
