"""Entries that other programs read: BibTeX, biblatex, RIS, CSL-JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import fastjsonschema
import pypandoc
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from shipped_loci import CORPUS, locus

from wp8.citation.bibliography import BIBLIOGRAPHIES, bibliography
from wp8.citation.item import citation, item, keys
from wp8.citation.latex import BIBLATEX, biblatex, bibtex, escaped
from wp8.citation.ris import ris
from wp8.citation.styles import OF_CSL, STYLES, cite
from wp8.citation.text import one_line
from wp8.corpus.document import Document
from wp8.corpus.item.fields import FIELDS, OTHER_NAMES, WORK_TYPES
from wp8.errors import CorpusError

SCHEMAS = Path(__file__).with_name("csl_schema")
DATA = "https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json"
DATA_SCHEMA: dict[str, Any] = json.loads((SCHEMAS / "csl-data.json").read_text())
CITATION_SCHEMA: dict[str, Any] = json.loads((SCHEMAS / "csl-citation.json").read_text())
is_data = fastjsonschema.compile(DATA_SCHEMA)
is_citation = fastjsonschema.compile(CITATION_SCHEMA, handlers={"https": lambda _: DATA_SCHEMA})

# What acts in TeX, in BibTeX or in RIS, and what does not.
TEXTS = st.text(
    st.one_of(st.sampled_from("&%$#_{}~^\\\"'@,=*-<> \n\r\t\x85\u2028가é"), st.characters())
)
UNESCAPED = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{mark}": mark for mark in "&%$#_"},
}


def document(title: str = "T", **stated: object) -> Document:
    """Return a document with a title, of which the manifest states this."""
    return Document(id="a", file="a.txt", layout="text", title=title, stated=stated)


def unescaped(text: str) -> str:
    """Return what TeX prints for `text`."""
    printed, place = "", 0
    while place < len(text):
        command = next((c for c in UNESCAPED if text.startswith(c, place)), text[place])
        printed += UNESCAPED.get(command, command)
        place += len(command)
    return printed


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=c#d",
        "HTTP://example.org",
        "ftp://example.org/a",
        "file:///a.md",
        "doi:10.1000/1",
        "urn:isbn:0-486-27557-4",
        "example.org/a:b",
        "//example.org",
    ],
)
def test_an_address_that_leads_to_a_text_stands_in_every_entry(url: str) -> None:
    stated = document(URL=url)

    assert item(stated, "k")["URL"] == url
    assert f"UR  - {url}\r\n" in ris(stated, "k")
    for entry in (bibtex(stated, "k"), biblatex(stated, "k")):
        assert f"  url = {{{url}}},\n" in entry


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)//https://example.org",
        "java\tscr\nipt:alert(1)",
        "java\x01script\u202e:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        ":x",
    ],
)
def test_an_address_that_a_program_might_run_stands_in_no_entry(url: str) -> None:
    stated = document(URL=url)

    assert "URL" not in item(stated, "k")
    assert ris(stated, "k") == ris(document(), "k")
    assert bibtex(stated, "k") == bibtex(document(), "k")
    assert biblatex(stated, "k") == biblatex(document(), "k")


def test_the_documents_in_bibtex() -> None:
    assert "".join(bibliography("bibtex", CORPUS.documents)) == (
        "@misc{kim2021,\n"
        "  author = {Kim, Jong Un},\n"
        "  title = {Concluding speech at the {Eighth} {Congress} of the {Workers'} {Party} of "
        "{Korea}},\n"
        "  howpublished = {Foreign Languages Publishing House},\n"
        "  address = {DPR Korea},\n"
        "  year = {2021},\n"
        "  month = jan,\n"
        "  day = {12},\n"
        "  language = {en},\n"
        "}\n"
        "\n"
        "@misc{li-nd,\n"
        "  author = {Li, Chengri},\n"
        "  title = {{[Analysis of the Eighth Congress of the Workers' Party of Korea]}},\n"
        "  language = {en},\n"
        "}\n"
    )


def test_the_documents_in_biblatex_count_paragraphs() -> None:
    assert "".join(bibliography("biblatex", CORPUS.documents)) == (
        "@unpublished{kim2021,\n"
        "  author = {Kim, Jong Un},\n"
        "  title = {Concluding speech at the {Eighth} {Congress} of the {Workers'} {Party} of "
        "{Korea}},\n"
        "  howpublished = {Foreign Languages Publishing House},\n"
        "  location = {DPR Korea},\n"
        "  date = {2021-01-12},\n"
        "  eventdate = {2021-01-12},\n"
        "  langid = {english},\n"
        "  pagination = {paragraph},\n"
        "}\n"
        "\n"
        "@misc{li-nd,\n"
        "  author = {Li, Chengri},\n"
        "  title = {{[Analysis of the Eighth Congress of the Workers' Party of Korea]}},\n"
        "  langid = {english},\n"
        "  pagination = {paragraph},\n"
        "}\n"
    )


def test_the_documents_in_ris() -> None:
    assert "".join(bibliography("ris", CORPUS.documents)) == (
        "TY  - SLIDE\r\n"
        "ID  - kim2021\r\n"
        "AU  - Kim, Jong Un\r\n"
        "TI  - Concluding Speech at the Eighth Congress of the Workers' Party of Korea\r\n"
        "PY  - 2021\r\n"
        "DA  - 2021/01/12/\r\n"
        "PB  - Foreign Languages Publishing House\r\n"
        "CY  - DPR Korea\r\n"
        "DP  - Markdown made from the PDF of the printed pamphlet. The page breaks stand in it as "
        "blank lines, the title three times.\r\n"
        "LA  - en\r\n"
        "ER  - \r\n"
        "TY  - MANSCPT\r\n"
        "ID  - li-nd\r\n"
        "AU  - Li, Chengri\r\n"
        "TI  - [Analysis of the Eighth Congress of the Workers' Party of Korea]\r\n"
        "DP  - Plain text made from a Word file. It has neither a title nor a date, and names no "
        "journal; its last line names the author.\r\n"
        "LA  - en\r\n"
        "M2  - type: document\r\n"
        "ER  - \r\n"
    )


def test_the_documents_in_csl_json() -> None:
    speech, paper = json.loads("".join(bibliography("csl-json", CORPUS.documents)))
    custom = [entry.pop("custom")["wp8"] for entry in (speech, paper)]
    sources = [entry.pop("source") for entry in (speech, paper)]

    assert speech == {
        "id": "kim2021",
        "citation-key": "kim2021",
        "type": "speech",
        "title": "Concluding speech at the Eighth Congress of the Workers' Party of Korea",
        "author": [{"family": "Kim", "given": "Jong Un"}],
        "issued": {"date-parts": [[2021, 1, 12]]},
        "publisher": "Foreign Languages Publishing House",
        "publisher-place": "DPR Korea",
        "language": "en",
    }
    assert paper == {
        "id": "li-nd",
        "citation-key": "li-nd",
        "type": "document",
        "title": "[Analysis of the Eighth Congress of the Workers' Party of Korea]",
        "author": [{"family": "Li", "given": "Chengri"}],
        "language": "en",
    }
    assert sources == [entry["source"] for entry in custom]
    assert custom[0]["issued"] == "January Juche 110 (2021)"
    assert custom[1]["title_supplied"] is True


def test_items_and_citations_are_what_the_schemas_of_csl_want() -> None:
    is_data([item(stated, stated.id) for stated in CORPUS.documents])
    for address in ("speech:12-14", "speech:part3", "paper:n7", "paper:t1.5", "paper:a1", "paper"):
        cited = {"citationID": address, "citationItems": [citation(locus(address))]}
        is_citation({"schema": CITATION_SCHEMA["$id"], **cited})


def test_a_citation_in_csl_json_says_whose_the_numbers_are() -> None:
    assert citation(locus("speech:12-14")) == {
        "id": "kim2021",
        "label": "paragraph",
        "locator": "12-14",
        "suffix": " (wp8 numbering)",
    }
    assert citation(locus("paper:n7")) == {"id": "li-nd", "label": "note", "locator": "7"}


def test_the_types_of_the_manifest_are_those_of_csl() -> None:
    assert list(WORK_TYPES) == DATA_SCHEMA["items"]["properties"]["type"]["enum"]


def kind_in_the_schema(field: dict[str, Any]) -> str:
    """Return the kind of a field of the schema, as the register calls it."""
    of = field.get("items", field).get("$ref", "").rpartition("/")[2]
    kinds = {"name-variable": "names", "date-variable": "date", "": ""}
    is_number = field.get("type") == ["string", "number"]
    texts = {"array": "texts", "string": "type" if "enum" in field else "text"}
    return kinds[of] or ("number" if is_number else texts[field["type"]])


def test_the_register_has_every_field_of_the_schema_and_its_kind() -> None:
    fields = DATA_SCHEMA["items"]["properties"]

    assert dict(FIELDS) == {
        name: kind_in_the_schema(field)
        for name, field in fields.items()
        if name not in ("id", "custom")
    }
    assert set(OTHER_NAMES.values()) <= FIELDS.keys()


# A work with all that the entries have a place for.
EDITED: Final[dict[str, Any]] = {
    "type": "chapter",
    "author": ["Roe, Ann", {"name": "Kim Jong Un", "family": "Kim"}, "The Union"],
    "editor": ["van der Berg, Jan", "Poe, Bo"],
    "translator": "Fox, Cy",
    "container-title": "A Book of Seas",
    "collection-title": "Seas",
    "collection-number": 7,
    "volume": 2,
    "page": "12–34",
    "publisher": "A Press",
    "publisher-place": "Ghent",
    "issued": "1914/1918",
    "DOI": "10.5555/x",
    "ISBN": "978-0",
}


def test_several_persons_a_container_and_pages_in_csl_json() -> None:
    made = item(document("The Chapter", **EDITED), "k")

    assert made["author"] == [
        {"family": "Roe", "given": "Ann"},
        {"family": "Kim", "given": "Jong Un"},
        {"literal": "The Union"},
    ]
    assert made["editor"][0] == {
        "family": "Berg",
        "given": "Jan",
        "non-dropping-particle": "van der",
    }
    assert made["issued"] == {"date-parts": [[1914], [1918]]}
    assert (made["container-title"], made["page"], made["DOI"]) == (
        *("A Book of Seas", "12–34", "10.5555/x"),
    )
    is_data([made])


def test_several_persons_a_container_and_pages_in_biblatex_and_bibtex() -> None:
    work = document("The Chapter", **EDITED)

    assert biblatex(work, "k") == (
        "@incollection{k,\n"
        "  author = {Roe, Ann and Kim, Jong Un and {The Union}},\n"
        "  editor = {van der Berg, Jan and Poe, Bo},\n"
        "  translator = {Fox, Cy},\n"
        "  title = {{The Chapter}},\n"
        "  booktitle = {{A Book of Seas}},\n"
        "  publisher = {A Press},\n"
        "  location = {Ghent},\n"
        "  date = {1914/1918},\n"
        "  number = {7},\n"
        "  pages = {12--34},\n"
        "  volume = {2},\n"
        "  series = {Seas},\n"
        "  doi = {10.5555/x},\n"
        "  isbn = {978-0},\n"
        "}\n"
    )
    assert "  year = {1914--1918},\n" in bibtex(work, "k")
    assert "  editor = {van der Berg, Jan and Poe, Bo},\n" in bibtex(work, "k")


def test_several_persons_a_container_and_pages_in_ris() -> None:
    assert ris(document("The Chapter", **EDITED), "k", "para. 3") == (
        "TY  - CHAP\r\n"
        "ID  - k\r\n"
        "AU  - Roe, Ann\r\n"
        "AU  - Kim, Jong Un\r\n"
        "AU  - The Union\r\n"
        "ED  - van der Berg, Jan\r\n"
        "ED  - Poe, Bo\r\n"
        "A4  - Fox, Cy\r\n"
        "TI  - The Chapter\r\n"
        "PY  - 1914\r\n"
        "N1  - 1914–1918\r\n"
        "T2  - A Book of Seas\r\n"
        "T3  - Seas\r\n"
        "VL  - 2\r\n"
        "PB  - A Press\r\n"
        "CY  - Ghent\r\n"
        "SN  - 978-0\r\n"
        "DO  - 10.5555/x\r\n"
        "SV  - 7\r\n"
        "SP  - 12\r\n"
        "EP  - 34\r\n"
        "N1  - para. 3\r\n"
        "ER  - \r\n"
    )


@pytest.mark.parametrize(
    ("said", "in_biblatex", "in_bibtex", "in_ris"),
    [
        ("c. 1848", "date = {1848~}", "year = {c. 1848}", "PY  - 1848|N1  - c. 1848"),
        ("1848?", "date = {1848?}", "year = {1848?}", "PY  - 1848|N1  - 1848?"),
        ("1920-05", "date = {1920-05}", "month = may", "PY  - 1920|DA  - 1920/05//"),
        ("spring 1921", "date = {1921-21}", "year = {spring 1921}", "PY  - 1921|N1  - spring 1921"),
        ("1920s", "date = {192X}", "year = {1920s}", "N1  - 1920s"),
        ("1914/..", "date = {1914/..}", "year = {1914--}", "PY  - 1914|N1  - 1914–"),
        ("on 5/4", "year = {on 5/4}", "year = {on 5/4}", "N1  - on 5/4"),
    ],
)
def test_a_date_of_any_kind_is_in_every_entry(
    said: str, in_biblatex: str, in_bibtex: str, in_ris: str
) -> None:
    dated = document(issued=said)

    assert f"  {in_biblatex},\n" in biblatex(dated, "k")
    assert f"  {in_bibtex},\n" in bibtex(dated, "k")
    lines = ris(dated, "k").split("\r\n")
    assert [line for line in lines if line[:2] in ("PY", "DA", "N1")] == in_ris.split("|")


@pytest.mark.parametrize("kind", WORK_TYPES)
def test_no_kind_of_work_is_called_generic_in_ris(kind: str) -> None:
    assert "TY  - GEN" not in ris(document(type=kind), "k")


@pytest.mark.parametrize(
    ("author", "family", "whole", "in_bibtex"),
    [
        ("Kim Jong Un", "Kim", "Kim Jong Un", "{Kim, Jong Un}"),
        ("Anna B. Writer", "Writer", "Anna B. Writer", "{Writer, Anna B.}"),
        ("Anna B. Writer", "", "Anna B. Writer", "{{Anna B. Writer}}"),
        ("Anna B. Writer", "B.", "Anna B. Writer", "{{Anna B. Writer}}"),
        ("Writer, Anna B.", "", "Anna B. Writer", "{Writer, Anna B.}"),
        ("van der Berg, Jan", "", "Jan van der Berg", "{van der Berg, Jan}"),
        ("Humboldt, Alexander von", "", "Alexander von Humboldt", "{von Humboldt, Alexander}"),
        ("King, Martin Luther, Jr.", "", "Martin Luther King Jr.", "{King, Jr., Martin Luther}"),
        ("Smith and Sons", "Smith", "Smith and Sons", "{Smith, {and Sons}}"),
        ("김정은", "김", "김정은", "{{김정은}}"),
    ],
)
def test_a_name_is_split_where_the_manifest_says(
    author: str, family: str, whole: str, in_bibtex: str
) -> None:
    stated = document(author={"name": author, "family": family})

    assert stated.author == whole
    assert f"  author = {in_bibtex},\n" in bibtex(stated, "k")


KEYED: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "a": ({"author": "Müller", "issued": "1999-12"}, "muller1999-a"),
    "b": ({"author": ["MULLER, A", "B"], "issued": "1999/2001"}, "muller1999-b"),
    "c": ({"author": "김정은", "issued": "c. 2021"}, "c2021"),
    "d": ({"issued": "in the spring"}, "d-nd"),
    "e": ({"editor": "van der Berg, Jan", "issued": "1999"}, "vanderberg1999-e"),
    "f": ({"author": "Łukasiewicz, Jan"}, "lukasiewicz-nd-f"),
    "g": ({"author": "Roe, Ann", "citation-key": "Roe:1921"}, "Roe:1921"),
    "h": ({"author": "Roe, Ann", "citation-key": "no key"}, "roe-nd-h"),
}


@given(st.permutations(sorted(KEYED)), st.integers(1, len(KEYED)))
def test_a_key_is_of_its_document_whatever_stands_beside_it(order: list[str], number: int) -> None:
    stated = [
        Document(id=id_, file="a", layout="text", title="T", stated=KEYED[id_][0])
        for id_ in order[:number]
    ]

    assert keys(stated) == {id_: KEYED[id_][1] for id_ in order[:number]}


def test_two_documents_that_would_have_one_key_are_named() -> None:
    one = Document("m", "a", "text", "T", stated={"author": "Kim", "issued": "2021"})
    other = Document("n", "a", "text", "T", stated={"citation-key": "kim2021-m"})

    with pytest.raises(CorpusError) as caught:
        keys([one, other])
    assert caught.value.message == "documents 'm' and 'n' would both be cited as 'kim2021-m'"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de-AT", "langid = {naustrian}"),
        ("deu", "langid = {ngerman}"),
        ("zh-Hant-TW", "langid = {chinese-traditional}"),
        ("pt_BR", "langid = {brazilian}"),
        ("ru", "langid = {russian}"),
        ("ja", "langid = {japanese}"),
        ("sw", "langid = {swahili}"),
        ("tlh", "language = {tlh}"),
        ("Scots & Norn", "language = {Scots \\& Norn}"),
    ],
)
def test_a_language_has_the_name_that_babel_knows(language: str, line: str) -> None:
    stated = Document("a", "a", "text", "T", language=language)

    assert f"  {line},\n" in biblatex(stated, "k")
    assert f"LA  - {language}\r\n" in ris(stated, "k")
    assert item(stated, "k")["language"] == language


@given(TEXTS)
def test_any_title_survives_bibtex(title: str) -> None:
    for write in (bibtex, biblatex):
        entry = parse_string(write(document(title=title or "T"), "k"), "bibtex").entries["k"]

        # The parser sets each run of blanks as one blank, as TeX does.
        assert unescaped(entry.fields.get("title", "{}")[1:-1]) == one_line(title or "T")


@given(TEXTS)
def test_any_title_in_sentence_case_survives_bibtex(title: str) -> None:
    stated = Document("a", "a.txt", "text", "T", stated={"title": f"A {title}"})
    entry = parse_string(bibtex(stated, "k"), "bibtex").entries["k"]

    words = entry.fields["title"].split(" ")
    bare = [
        unescaped(w.removeprefix("{").removesuffix("}")) if w[:1] == "{" else unescaped(w)
        for w in words
    ]
    assert " ".join(bare) == one_line(f"A {title}")


@given(TEXTS)
def test_any_author_survives_bibtex(author: str) -> None:
    said = {"literal": f"A{author}"}
    entry = parse_string(bibtex(document(author=said), "k"), "bibtex").entries["k"]

    (person,) = entry.persons["author"]
    assert unescaped(str(person)[1:-1]) == one_line(f"A{author}")


@given(TEXTS, TEXTS)
def test_any_title_and_author_survive_ris(title: str, author: str) -> None:
    stated = document(title=f"T{title}", author={"literal": f"A{author}"})
    (entry,) = rispy.loads(ris(stated, "k"))

    assert entry["title"] == one_line(f"T{title}")
    assert entry["authors"] == [one_line(f"A{author}").replace("*", "").rstrip()]


@given(st.dictionaries(st.sampled_from(sorted(FIELDS.keys() - {"type", "categories"})), TEXTS))
def test_any_manifest_makes_items_that_the_schema_wants(stated: dict[str, str]) -> None:
    is_data([item(Document("a", "a.txt", "text", "T", stated=stated), "k")])


def test_every_line_of_ris_has_a_tag_of_six_characters() -> None:
    lines = "".join(bibliography("ris", CORPUS.documents)).split("\r\n")

    assert lines.pop() == ""
    assert all(line[2:6] == "  - " and line[:2].isalnum() for line in lines)


def test_what_acts_in_tex_is_escaped() -> None:
    assert escaped("a & b_c {d} 50% #1 $x^2$ ~ \\") == (
        r"a \& b\_c \textbraceleft{}d\textbraceright{} 50\% \#1 \$x\textasciicircum{}2\$ "
        r"\textasciitilde{} \textbackslash{}"
    )


def test_there_are_four_formats() -> None:
    assert BIBLIOGRAPHIES == ("csl-json", "bibtex", "biblatex", "ris")


def test_every_kind_of_work_has_an_entry_in_biblatex() -> None:
    assert set(BIBLATEX) == set(WORK_TYPES)


@pytest.mark.parametrize(
    ("work", "lines"),
    [
        (
            {"type": "speech", "event-title": "A Day", "event-place": "Ghent", "genre": "Lecture"},
            ["T2  - A Day", "M3  - Lecture", "M2  - event-place: Ghent"],
        ),
        (
            # Of a book, pages in their place would be their number.
            {"type": "book", "publisher-place": "Ghent", "page": "12-34"},
            ["CY  - Ghent", "M2  - page: 12-34"],
        ),
        # The genre of an article in its place would be a DOI.
        ({"type": "article-journal", "genre": "Essay"}, ["M2  - genre: Essay"]),
        (
            {"type": "report", "number": "7", "collection-title": "Papers"},
            ["T2  - Papers", "SN  - 7"],
        ),
        (
            {"type": "paper-conference", "container-title": "Acts", "event-title": "A Day",
             "publisher-place": "Ghent"},
            ["C1  - Ghent", "C3  - Acts", "T2  - A Day"],
        ),
        (
            {"type": "personal_communication", "recipient": "Poe, Bo", "accessed": "2021-05-04"},
            ["A2  - Poe, Bo", "Y2  - 2021/05/04/"],
        ),
        (
            {"type": "book", "number-of-pages": 12, "original-date": "1914/1918",
             "illustrator": ["Poe, Bo", "The Union"], "keyword": "sea, salt", "note": "Bound."},
            ["KW  - sea", "KW  - salt", "M2  - Bound.", "SP  - 12",
             "M2  - original-date: 1914/1918", "M2  - illustrator: Poe || Bo",
             "M2  - illustrator: The Union"],
        ),
    ],
)  # fmt: skip
def test_a_field_has_the_tag_in_ris_from_which_zotero_takes_it(
    work: dict[str, Any], lines: list[str]
) -> None:
    _, _, *own, _, _ = ris(document("T", **work), "k").split("\r\n")

    assert [line for line in own if line != "TI  - T"] == lines


def test_a_supplied_title_stands_in_brackets_in_every_entry() -> None:
    stated = Document("a", "a.txt", "text", "A diary", title_supplied=True)

    assert item(stated, "k")["title"] == "[A diary]"
    assert "TI  - [A diary]\r\n" in ris(stated, "k")
    for entry in (bibtex(stated, "k"), biblatex(stated, "k")):
        assert "  title = {{[A diary]}},\n" in entry


@pytest.mark.slow
@pytest.mark.parametrize("style", OF_CSL)
def test_pandoc_makes_of_an_export_for_a_style_what_is_cited(style: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("".join(bibliography("csl-json", CORPUS.documents, style)))
    text = "[@kim2021]\n\n[@li-nd]\n"
    options = [f"--csl={OF_CSL[style].sheet.file}", f"--bibliography={tmp_path / 'a.json'}"]
    options += ["--citeproc", "--wrap=none", "--metadata=lang:en-US", "--reference-links"]
    printed = pypandoc.convert_text(text, "plain", format="markdown", extra_args=options)

    loci = [(address, locus(address)) for address in ("speech", "paper")]
    for cited in cite(loci, {style: STYLES[style]}):
        assert cited.text.removesuffix(".") in " ".join(printed.replace("_", "").split())
