"""Entries that other programs read: BibTeX, biblatex, RIS, CSL-JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from shipped_loci import CORPUS, locus

from wp8.citation.bibliography import BIBLIOGRAPHIES, bibliography
from wp8.citation.item import citation, item, keys, names
from wp8.citation.latex import biblatex, bibtex, escaped
from wp8.citation.ris import ris
from wp8.citation.text import one_line
from wp8.corpus.document import WORK_TYPES, Document

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


def document(**stated: str) -> Document:
    """Return a document of which the manifest states this."""
    return Document(id="a", file="a.txt", layout="text", **({"title": "T"} | stated))  # type: ignore[arg-type]


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
    stated = document(url=url)

    assert item(stated, "k")["URL"] == url
    assert f"UR  - {url}\r\n" in ris(stated)
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
    stated = document(url=url)

    assert "URL" not in item(stated, "k")
    assert ris(stated) == ris(document())
    assert bibtex(stated, "k") == bibtex(document(), "k")
    assert biblatex(stated, "k") == biblatex(document(), "k")


def test_the_documents_in_bibtex() -> None:
    assert "".join(bibliography("bibtex", CORPUS.documents)) == (
        "@misc{kim2021,\n"
        "  author = {{Kim Jong Un}},\n"
        "  title = {Concluding speech at the {Eighth} {Congress} of the {Workers'} {Party} of "
        "{Korea}},\n"
        "  howpublished = {Foreign Languages Publishing House},\n"
        "  address = {DPR Korea},\n"
        "  year = {2021},\n"
        "  month = jan,\n"
        "  day = {12},\n"
        "}\n"
        "\n"
        "@misc{li-nd,\n"
        "  author = {{Li Chengri}},\n"
        "  title = {{[Analysis of the Eighth Congress of the Workers' Party of Korea]}},\n"
        "  year = {n.d.},\n"
        "}\n"
    )


def test_the_documents_in_biblatex_count_paragraphs() -> None:
    assert "".join(bibliography("biblatex", CORPUS.documents)) == (
        "@unpublished{kim2021,\n"
        "  author = {{Kim Jong Un}},\n"
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
        "  author = {{Li Chengri}},\n"
        "  title = {{[Analysis of the Eighth Congress of the Workers' Party of Korea]}},\n"
        "  langid = {english},\n"
        "  pagination = {paragraph},\n"
        "}\n"
    )


def test_the_documents_in_ris() -> None:
    assert "".join(bibliography("ris", CORPUS.documents)) == (
        "TY  - GEN\r\n"
        "AU  - Kim, Jong Un\r\n"
        "TI  - Concluding Speech at the Eighth Congress of the Workers' Party of Korea\r\n"
        "PY  - 2021\r\n"
        "DA  - 2021/01/12\r\n"
        "PB  - Foreign Languages Publishing House\r\n"
        "CY  - DPR Korea\r\n"
        "LA  - en\r\n"
        "ER  - \r\n"
        "TY  - GEN\r\n"
        "AU  - Li, Chengri\r\n"
        "TI  - [Analysis of the Eighth Congress of the Workers' Party of Korea]\r\n"
        "LA  - en\r\n"
        "ER  - \r\n"
    )


def test_the_documents_in_csl_json() -> None:
    speech, paper = json.loads("".join(bibliography("csl-json", CORPUS.documents)))
    custom = [entry.pop("custom")["wp8"] for entry in (speech, paper)]

    assert speech == {
        "id": "kim2021",
        "type": "speech",
        "title": "Concluding speech at the Eighth Congress of the Workers' Party of Korea",
        "author": [{"family": "Kim", "given": "Jong Un", "static-ordering": True}],
        "issued": {"date-parts": [[2021, 1, 12]]},
        "event-date": {"date-parts": [[2021, 1, 12]]},
        "publisher": "Foreign Languages Publishing House",
        "publisher-place": "DPR Korea",
        "language": "en",
    }
    assert paper == {
        "id": "li-nd",
        "type": "document",
        "genre": "Analysis of the Eighth Congress of the Workers' Party of Korea",
        "author": [{"family": "Li", "given": "Chengri", "static-ordering": True}],
        "language": "en",
    }
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


@pytest.mark.parametrize(
    ("author", "family", "split", "in_bibtex"),
    [
        ("Kim Jong Un", "Kim", ("Kim", "Jong Un"), "{{Kim Jong Un}}"),
        ("Anna B. Writer", "Writer", ("Writer", "Anna B."), "{Writer, Anna B.}"),
        ("Anna B. Writer", "", ("Anna B. Writer", ""), "{{Anna B. Writer}}"),
        ("Anna B. Writer", "B.", ("Anna B. Writer", ""), "{{Anna B. Writer}}"),
        ("Smith and Sons", "Smith", ("Smith", "and Sons"), "{{Smith and Sons}}"),
    ],
)
def test_a_name_is_split_where_the_manifest_says(
    author: str, family: str, split: tuple[str, str], in_bibtex: str
) -> None:
    stated = document(author=author, family_name=family)

    assert names(stated) == split
    assert f"  author = {in_bibtex},\n" in bibtex(stated, "k")


def test_keys_are_of_family_name_and_year_and_differ() -> None:
    stated = [
        Document(id=id_, file="a", layout="text", title="T", author=author, date=date)
        for id_, author, date in (
            ("a", "Müller", "1999-12"),
            ("b", "MULLER", "1999"),
            ("c", "김정은", "2021"),
            ("d", "", ""),
        )
    ]

    assert list(keys(stated).values()) == ["muller1999", "muller1999b", "c2021", "d-nd"]


@given(TEXTS)
def test_any_title_survives_bibtex(title: str) -> None:
    for write in (bibtex, biblatex):
        entry = parse_string(write(document(title=title or "T"), "k"), "bibtex").entries["k"]

        # The parser sets each run of blanks as one blank, as TeX does.
        assert unescaped(entry.fields.get("title", "{}")[1:-1]) == one_line(title or "T")


@given(TEXTS)
def test_any_title_in_sentence_case_survives_bibtex(title: str) -> None:
    stated = document(title_in_sentence_case=f"A {title}")
    entry = parse_string(bibtex(stated, "k"), "bibtex").entries["k"]

    words = entry.fields["title"].split(" ")
    bare = [
        unescaped(w.removeprefix("{").removesuffix("}")) if w[:1] == "{" else unescaped(w)
        for w in words
    ]
    assert " ".join(bare) == one_line(f"A {title}")


@given(TEXTS)
def test_any_author_survives_bibtex(author: str) -> None:
    entry = parse_string(bibtex(document(author=f"A{author}"), "k"), "bibtex").entries["k"]

    (person,) = entry.persons["author"]
    assert unescaped(str(person)[1:-1]) == one_line(f"A{author}")


@given(TEXTS, TEXTS)
def test_any_title_and_author_survive_ris(title: str, author: str) -> None:
    stated = document(title=f"T{title}", author=f"A{author}")
    (entry,) = rispy.loads(ris(stated))

    assert entry["title"] == one_line(f"T{title}")
    assert entry["authors"] == [one_line(f"A{author}").replace("*", "").rstrip()]


@given(TEXTS, TEXTS, TEXTS)
def test_any_manifest_makes_items_that_the_schema_wants(title: str, author: str, date: str) -> None:
    is_data([item(document(title=title, author=author, date=date), "k")])


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
