"""Receipts: every word of a source is in its records, or is said to be missing, and why."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sources import SOURCE, docx, pandoc, pdf

from wp8.corpus.document import Document
from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers import LAYOUTS, block, reader
from wp8.corpus.readers.pdf.process import answers
from wp8.corpus.receipts import comparison
from wp8.corpus.receipts.comparison import difference
from wp8.corpus.receipts.receipt import receipt
from wp8.corpus.receipts.words import beginning, words
from wp8.corpus.receipts.written import END, JOINT, MARK
from wp8.corpus.records import read_receipts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from random import Random

    from wp8.corpus.readers.block import Block
    from wp8.corpus.receipts.receipt import Passage, Receipt
    from wp8.errors import CorpusError

PAGES: Final = [
    [
        (50.0, 700.0, 10.0, "The first of the pages has a line,"),
        (50.0, 688.0, 10.0, "and one that goes on."),
    ],
    [(50.0, 700.0, 10.0, "Another page is here.")],
]
# A source of each layout.
SOURCES: Final[dict[str, Callable[[], bytes | str]]] = {
    "csv": lambda: 'id,text,author\na,The first of the rows.,Poe\nb,"Another, with more.",Lee\n',
    "docbook": lambda: (
        "<article><section><title>Harbour</title><para>Old <emphasis>ships</emphasis>"
        "<footnote><para>Of wood.</para></footnote>.</para><para>Salt.</para></section></article>"
    ),
    "docx": lambda: pandoc("docx"),
    "docx-text": lambda: "A line[footnoteRef:1] of it.[1:  The note.]\n\tone\n\ttwo\nMore text.\n",
    "epub": lambda: pandoc("epub"),
    "fb2": lambda: (
        "<FictionBook xmlns='http://www.gribuser.ru/xml/fictionbook/2.0'><body>"
        "<section><title><p>"
        "Harbour</p></title><p>Old <emphasis>ships</emphasis>"
        "<a xmlns:l='http://www.w3.org/1999/xlink' l:href='#n' type='note'>[1]</a>.</p>"
        "<p>Salt.</p></section></body><body name='notes'><section id='n'><title><p>1</p></title>"
        "<p>Of wood.</p></section></body><binary id='b'>AAAA</binary></FictionBook>"
    ),
    "html": lambda: pandoc("html"),
    "ipynb": lambda: pandoc("ipynb").decode(),
    "jats": lambda: (
        "<article><body><sec><title>Harbour</title><p>Old <italic>ships</italic>"
        "<xref ref-type='fn' rid='f'>1</xref>.</p><p>Salt.</p></sec></body><back><fn-group>"
        "<fn id='f'><label>1</label><p>Of wood.</p></fn></fn-group></back></article>"
    ),
    "jsonl": lambda: '{"text": "The first of the rows."}\n{"n": 1, "text": "Another one."}\n',
    "markdown": lambda: SOURCE,
    "odt": lambda: pandoc("odt"),
    "paged-markdown": lambda: "# Title *of* it\n\nThe text is set in\n\nlines of _words_.\n",
    "pdf": lambda: pdf(PAGES),
    "rtf": lambda: pandoc("rtf"),
    "tei": lambda: pandoc("tei"),
    "text": lambda: "The first paragraph\nhas lines.\n\nThe second one.\n",
    "tsv": lambda: 'text\tid\nThe "first" of the rows.\ta\nAnother" one.\tb\n',
}
# What pandoc alone can tell from its markup for certain.
COARSE: Final = {
    "asciidoc": "= Harbour\n\nOld _ships_.\n",
    "latex": "Old \\emph{ships}.\n",
    "mediawiki": "Old ''ships''.\n",
    "org": "Old /ships/.\n",
    "rst": "Old *ships*.\n",
    "typst": "Old _ships_.\n",
}
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Of no source.
NEW: Final = "zyxwv"


@cache
def source(layout: str) -> bytes | str:
    return SOURCES[layout]()


@cache
def read(layout: str) -> list[Block]:
    return list(reader(layout)(source(layout)))


def taken(layout: str, given: bytes | str, blocks: Sequence[Block]) -> Receipt:
    ids = [f"d:{place}" for place in range(len(blocks))]
    return receipt(Document("d", "file", layout, "Title"), given, blocks, ids)


def said(passages: Sequence[Passage]) -> list[tuple[int, str]]:
    return [(each.words, each.text) for each in passages]


def test_there_is_a_source_of_every_layout() -> None:
    assert {*SOURCES, *COARSE} == set(LAYOUTS)


@pytest.mark.parametrize("layout", SOURCES)
def test_what_is_read_as_it_is_written_is_clean(layout: str) -> None:
    found = taken(layout, source(layout), read(layout))

    assert found.unexplained == []
    assert found.is_clean
    assert found.line == ""


@pytest.mark.parametrize("layout", COARSE)
def test_a_receipt_that_is_coarse_says_so_to_who_asks_for_it(layout: str) -> None:
    given = COARSE[layout]
    found = taken(layout, given, list(reader(layout)(given)))

    assert found.is_clean
    assert found.line == ""
    assert found.whole == (
        "every word is in its records; words compared wherever they stand, of the source those of "
        "4 letters and more"
    )


@pytest.mark.parametrize("layout", SOURCES)
@settings(max_examples=25)
@given(data=st.data())
def test_a_word_that_is_dropped_doubled_or_put_in_is_named(
    layout: str, data: st.DataObject
) -> None:
    blocks = read(layout)
    whole = [word for block in blocks for word in words(block.text)]
    places = [
        (number, place)
        for number, block in enumerate(blocks)
        for place, word in enumerate(words(block.text))
        if whole.count(word) == 1
    ]
    number, place = data.draw(st.sampled_from(places))
    own = words(blocks[number].text)
    what = data.draw(st.sampled_from(["lost", "doubled", "out of nothing"]))
    new = {"lost": [], "doubled": [own[place]] * 2, "out of nothing": [own[place], NEW]}[what]
    changed = [*own[:place], *new, *own[place + 1 :]]
    blocks = [
        *blocks[:number],
        replace(blocks[number], text=" ".join(changed)),
        *blocks[number + 1 :],
    ]
    found = taken(layout, source(layout), blocks)

    word = NEW if what == "out of nothing" else own[place]
    assert {name: said(passages) for name, passages in found.passages.items()} == {
        "lost": [],
        "doubled": [],
        "out of nothing": [],
        what: [(1, word)],
    }


def with_chunk(body: str, name: str, chunk: bytes) -> bytes:
    """Return a Word document with another document at its end."""
    relation = f"<Relationship Id='x' Type='{RELATIONS}/aFChunk' Target='{name}'/>"
    parts: dict[str, bytes | str] = {
        "word/_rels/document.xml.rels": f"<Relationships xmlns='x'>{relation}</Relationships>",
        f"word/{name}": chunk,
    }
    return docx(f"{body}<w:altChunk xmlns:r='{RELATIONS}' r:id='x'/>", "", **parts)


def test_a_document_within_one_of_word_that_nothing_can_read_is_named() -> None:
    given = with_chunk("<w:p><w:r><w:t>a</w:t></w:r></w:p>", "b.bin", b"\xd0\xcf\x11\xe0\0unread")
    found = taken("docx", given, list(reader("docx")(given)))

    assert found.is_clean
    assert found.line == "holds 1 document not read: word/b.bin"


def test_letters_in_the_fonts_of_signs_are_those_that_they_look_like() -> None:
    signs = "".join(
        f"<w:r><w:sym w:font='{font}' w:char='{code}'/></w:r>"
        for font, code in (
            *(("Symbol", "F061"), ("Symbol", "F0B2"), ("Symbol", "F0A1"), ("Symbol", "F044")),
            *(("Wingdings", "F05C"), ("Webdings", "F061"), ("Wingdings 2", "F031")),
        )
    )
    given = docx(f"<w:p>{signs}</w:p>")
    found = taken("docx", given, list(reader("docx")(given)))

    assert found.unexplained == []


def rtf(body: str) -> bytes:
    return rf"{{\rtf1\ansi\ansicpg1252 {body}}}".encode("latin-1")


@pytest.mark.parametrize(
    ("layout", "given", "left_out"),
    [
        (
            "html",
            b"<title>t</title><p>a<a href=#n>1</a></p><p hidden>two words</p><script>x</script>"
            b"<ruby>\xe5\xb1\xb1<rt>\xe3\x82\x84</rt></ruby><img alt='of it'><p id=n>1. note",
            {
                **{"metadata": 1, "hidden text": 2, "scripts": 1},
                "alternative text": 2,
            },
        ),
        (
            "docx",
            docx(
                "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>a</w:t></w:r>"
                "<w:del><w:r><w:delText>deleted text</w:delText></w:r></w:del>"
                "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText>"
                "<w:fldChar w:fldCharType='separate'/><w:t> 7</w:t>"
                "<w:fldChar w:fldCharType='end'/></w:r></w:p>"
            ),
            {"hidden text": 1, "deleted text": 2, "instructions of fields": 1},
        ),
        (
            "docx",
            with_chunk(
                "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:pict><v:textpath string='in a curve' "
                "xmlns:v='urn:schemas-microsoft-com:vml'/></w:pict></w:r></w:p>",
                "b.docx",
                with_chunk("<w:p><w:r><w:t>within</w:t></w:r></w:p>", "c.html", b"<p>within that"),
            ),
            {"embedded documents": 2},
        ),
        (
            "rtf",
            rtf(r"{\header of a page}a {\v hidden }b {\deleted gone}{\*\unknown x}\par c"),
            {"page heads": 3, "hidden text": 1, "deleted text": 1},
        ),
        (
            "markdown",
            "---\ntitle: T\n---\nA [link](http://a.b) <b>is</b> <!-- no --> `it`.\n\n1. a\n2. b\n",
            {
                "metadata": 2,
                "targets of links": 3,
                "markup": 2,
                "comments": 1,
                "numbers of items": 2,
            },
        ),
        (
            "markdown",
            "::: {.note}\nA title\n:::\n\n```{figure} a.png\n:alt: no\nThe *caption*.\n```\n\n"
            "- [x] {ref}`shown <target>` [a text]{.class} {{< include it.md >}}\n\n"
            "{% comment %}\nnot this\n{% endcomment %}\n\nE = $m_c$ ^block-id\n",
            {"markup": 13, "targets of links": 1, "comments": 2},
        ),
        (
            "markdown",
            '{\n"title": "T"\n}\n+------+------+\n| one  | two  |\n| goes | goes |\n| on   | too  |'
            "\n+------+------+\n\nو[[#فصل|كتاب]]، x<sub>1</sub>y [a][b]s\n\n[b]: <{{% url %}}>\n",
            {"metadata": 2, "targets of links": 4, "markup": 2},
        ),
        (
            "markdown",
            "Code ` ```{{c}} ` or ` ````d` and\n([a](http://b.c)), `` `e` ``, `f`.\n",
            {"targets of links": 3},
        ),
        # What opens code ends none.
        ("markdown", "```\na\n```one\nb\n```\n\nText.\n\n```two\nc\n```\n", {"markup": 1}),
        ("docx-text", "A[bookmark: here] line.", {"targets of links": 2}),
        (
            "tei",
            b"<TEI><teiHeader>of it</teiHeader><text><body><sp><speaker>Poe.</speaker><p><fw>3</fw>"
            b"a<choice><sic>b</sic><corr>c</corr></choice> in<lb break='no'/>\nland"
            b"<app><rdg>ship</rdg><lem>boat</lem></app><note>n m</note> b<gap><desc>x</desc></gap>"
            b"<del>d <del>e</del></del><figure><figDesc>A map</figDesc></figure></p></sp></body>"
            b"</text></TEI>",
            {
                **{"metadata": 3, "names of speakers": 1, "page heads": 1},
                **{"readings not chosen": 2, "deleted text": 2, "alternative text": 2},
            },
        ),
        ("csv", "id,text\na,b c\nd,e\n", {"metadata": 2}),
    ],
)
def test_what_is_left_out_on_purpose_is_counted_by_kind(
    layout: str, given: bytes | str, left_out: dict[str, int]
) -> None:
    found = taken(layout, given, list(reader(layout)(given)))

    assert found.unexplained == []
    assert dict(found.left_out) == left_out


def test_a_head_that_a_pdf_repeats_is_counted_and_a_hyphen_at_a_line_s_end_is_none() -> None:
    pages = [
        [
            (50.0, 780.0, 8.0, f"The head {number}"),
            (50.0, 700.0, 10.0, f"Text {word} that goes be-"),
            (50.0, 688.0, 10.0, f"yond its line {word}."),
        ]
        for number, word in enumerate(("one", "two", "three"), start=1)
    ]
    given = pdf(pages)
    found = taken("pdf", given, list(reader("pdf")(given)))

    assert found.unexplained == []
    assert dict(found.left_out) == {"page heads": 9}


def test_what_is_not_certain_of_a_pdf_is_said() -> None:
    given = pdf([[(50.0, 700.0, 10.0, "Latin letters.")]], catalog="/Lang (ru-RU)")
    found = taken("pdf", given, list(reader("pdf")(given)))

    assert found.line == "its letters are Latin, not Cyrillic: is it what you see?"


def test_a_pdf_is_read_once_for_its_text_and_its_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def heard(source: bytes, what: str) -> Iterator[bytes]:
        asked.append(what)
        return answers(source, what)

    monkeypatch.setattr("wp8.corpus.readers.pdf.answers", heard)
    given = pdf([[(50.0, 700.0, 10.0, "Read once, and never again.")]])

    assert taken("pdf", given, list(reader("pdf")(given))).is_clean
    assert asked == ["pages"]


def test_where_the_order_of_a_file_says_nothing_words_are_those_of_any_pieces() -> None:
    pieces = [("ex", ""), ("", JOINT), ("far word", ""), ("", JOINT), ("ample", "")]

    assert not any(difference(pieces, ["word far", "example"], is_ordered=False)[:3])
    assert difference(pieces, ["word", "example"], is_ordered=False).lost == [(0, ["far"])]
    assert difference(pieces, ["far word examplar"], is_ordered=False).unfounded


PARAGRAPHS: Final = st.lists(
    st.lists(st.sampled_from("a b c d e f g h i j k l".split()), min_size=1).map(" ".join),
    min_size=1,
)


@given(PARAGRAPHS, st.randoms(use_true_random=False))
def test_paragraphs_that_were_moved_are_all_there(paragraphs: list[str], random: Random) -> None:
    moved = random.sample(paragraphs, len(paragraphs))
    found = difference([(END.join(paragraphs), "")], moved)

    assert not any(found[:3])


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_is_lost_less_what_is_too_much_is_the_difference_of_the_words(
    one: list[str], other: list[str]
) -> None:
    found = difference([(END.join(one), "")], other)
    lost = Counter(word for _, run in found.lost for word in run)
    more = Counter(word for _, run in (*found.doubled, *found.unfounded) for word in run)
    own, others = (Counter(" ".join(each).split()) for each in (one, other))

    assert own - lost == others - more
    assert lost <= own
    assert more <= others


def test_a_word_lost_and_another_doubled_are_two_faults() -> None:
    paragraphs = ["one two three four five", "six seven eight nine ten", "one"]
    read = ["one two three five", "six seven eight nine ten", "one", "four"]
    found = difference([(END.join(paragraphs), "")], read)

    assert list(found.lost) == [(0, ["four"])]
    assert list(found.doubled) == [(3, ["four"])]


def test_a_paragraph_is_found_by_its_words_and_not_by_its_signs() -> None:
    paragraphs = ["## Licence", "To be named.", "Licence", "Name"]
    found = difference([(END.join(paragraphs), "")], ["Licence", "To be named.", "Licence\tName"])

    assert not any(found[:3])


def test_what_may_part_a_word_and_what_may_be_kept_are_no_faults() -> None:
    pieces = [("un", ""), ("*", JOINT), ("seen", ""), ("7", MARK), (" end", "")]

    for text in ("unseen end", "un seen end", "unseen7 end", "un seen 7 end"):
        found = difference(pieces, [text])
        assert not any(found[:3])
        assert found.left_out == ({} if "7" in text else {MARK: 1})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's 1.5, “so” they—say…", ["It", "s", "1", "5", "so", "they", "say"]),
        ("cafe\u0301 so\xadft", ["café", "soft"]),
        ("漢字と가나 कि", ["漢", "字", "と", "가나", "कि"]),
        ("→ ■ \ue000", []),
    ],
)
def test_a_word_stands_between_blanks_and_signs(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_message_shows_the_beginning() -> None:
    assert beginning(list("漢字")) == "漢字"
    assert beginning("a b c d e f g h i".split()) == "a b c d e f g h …"


def test_a_document_that_is_a_part_of_a_file_has_a_receipt_of_its_part(tmp_path: Path) -> None:
    tei = "<TEI xml:id='{0}'><text><body><p>In {0}.<del>not {0}</del></p></body></text></TEI>"
    corpus = "".join(map(tei.format, ("one", "two")))
    (tmp_path / "e.xml").write_text(f"<teiCorpus><teiHeader/>{corpus}</teiCorpus>")
    (tmp_path / "t.csv").write_text("id;said;by\nthree;In three;x\nfour;In four;y z\n")
    (tmp_path / "corpus.toml").write_text(
        'name = "c"\n[[document]]\nfiles = "e.xml"\nlayout = "tei"\n'
        '[[document]]\nfiles = "t.csv"\nlayout = "csv"\ntext_column = "said"\n'
    )
    read = load_corpus(tmp_path)
    errors: list[CorpusError] = []
    receipts = read_receipts(read, read.documents, errors.append)

    assert errors == []
    assert [(r.document, r.unexplained, dict(r.left_out)) for r in receipts] == [
        ("one", [], {"deleted text": 2}),
        ("two", [], {"deleted text": 2}),
        ("three", [], {"metadata": 2}),
        ("four", [], {"metadata": 3}),
    ]


@pytest.mark.parametrize(
    ("layout", "given"),
    [
        ("docbook", "<article><para>caf&eacute;s &mdash; &amp; more</para></article>"),
        ("tei", b"<!DOCTYPE TEI SYSTEM 'x'><TEI><text><p>caf&eacute;s &amp; more</p></text></TEI>"),
        (
            "tei",
            '<?xml version="1.0" encoding="cp1251"?><TEI><text><p>Соль</p></text></TEI>'.encode(
                "cp1251"
            ),
        ),
    ],
)
def test_what_is_xml_is_understood_with_its_entities_and_its_encoding(
    layout: str, given: bytes | str
) -> None:
    found = taken(layout, given, list(reader(layout)(given)))

    assert found.whole == "every word is in its records"


def test_a_notebook_of_an_older_format_is_not_compared() -> None:
    cell = '{"cell_type": "markdown", "metadata": {}, "source": ["A *word*."]}'
    sheet = f'{{"metadata": {{}}, "cells": [{cell}]}}'
    given = f'{{"nbformat": 3, "nbformat_minor": 0, "metadata": {{}}, "worksheets": [{sheet}]}}'
    found = taken("ipynb", given, list(reader("ipynb")(given)))

    assert found.whole == "not compared: pandoc reads it"


def test_a_part_that_no_reader_needs_may_be_damaged() -> None:
    given = docx(**{"word/header1.xml": "<w:hdr", "word/comments.xml": "<?xml version='9'?>"})
    found = taken("docx", given, list(reader("docx")(given)))

    assert found.is_clean
    assert found.line == ""


def test_what_became_of_a_text_takes_no_list_of_its_words() -> None:
    """Of each word a list would have as many bytes as ten of its letters or more."""
    lines = ["to be or not to be " * 10] * 1_000
    pieces = [(f"{line}\n", "") for line in lines]

    tracemalloc.start()
    try:
        found = difference(pieces, lines)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert not any(found)
    assert most < 10 * sum(map(len, lines))


TEXTS = st.text("ab é\n\t\x0c\u2028\x1f", max_size=20)


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4), st.integers(1, 5))
def test_texts_are_even_where_they_have_the_same_words(
    one: list[str], other: list[str], part: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparison, "_PART", part)
        first, second = map(comparison._even, (one, other))

    assert first.size == len("".join("".join(one).split()))
    assert (first == second) == ("".join(one).split() == "".join(other).split())


def test_the_words_of_a_long_text_are_not_all_held() -> None:
    text = "word " * 200_000
    tracemalloc.start()
    comparison._even([text])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 2 * len(text)


@given(TEXTS, st.integers(1, 5))
def test_the_lines_of_a_text_are_numbered_in_parts(text: str, part: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block, "_PART", part)
        lines = list(block.numbered_lines(text))

    assert lines == list(enumerate(text.split("\n"), start=1))
