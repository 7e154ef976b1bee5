"""What word processors write: the records of it, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_sources import docx, pandoc, zipped

from wp8.corpus.document import Corpus, Document
from wp8.corpus.readers import finder
from wp8.corpus.readers.block import Found
from wp8.corpus.records import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from wp8.model import Record

# id, text, section, place, notes: what all formats make of the body.
BODY = [
    ("1", "To my friend, with “care”.", "", ("n1",)),
    ("n1", "A note of one and two paragraphs.", "", ()),
    ("h1", "One", "One", ()),
    ("2", "The quoted paragraph.", "One", ()),
    ("3", "first item", "One", ()),
    ("4", "second item", "One", ()),
    ("t1.0", "head\tother", "One", ()),
    ("t1.1", "a\tb", "One", ("n2",)),
    ("t1.2", "\td", "One", ()),
    ("n2", "In a cell.", "One", ()),
    ("5", "End.", "One", ()),
]


def records(tmp_path: Path, layout: str, source: bytes) -> list[Record]:
    (tmp_path / "source").write_bytes(source)
    document = Document("x", "source", layout, "X")
    return read_document(Corpus("x", tmp_path, (document,), ""), document)


def shown(found: list[Record]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    def bare(id_: str) -> str:
        return id_.removeprefix("x:")

    return [(bare(r.id), r.text, r.section, tuple(map(bare, r.notes))) for r in found]


def test_a_word_document_has_its_title_notes_and_table(tmp_path: Path) -> None:
    found = records(tmp_path, "docx", pandoc("docx"))

    titles = [("b1", "The Letter", "", ()), ("i1", "A. Writer", "", ())]
    assert shown(found) == [*titles, *BODY]
    assert [r.kind for r in found[:2]] == ["title", "imprint"]
    assert [r.lines for r in found] == [(n, n) for n in range(1, len(found) + 1)]
    notes = {r.number: (r.cited_by, r.cited_at) for r in found if r.kind == "note"}
    assert notes == {1: ("x:1", len("To my friend")), 2: ("x:t1.1", len("a\tb"))}
    assert all(r.pages is None for r in found)


def test_an_open_document_reads_as_the_word_document_does(tmp_path: Path) -> None:
    found = shown(records(tmp_path, "odt", pandoc("odt")))

    # Its writer makes paragraphs of the title and the author.
    assert [text for _, text, *_ in found] == ["The Letter", "A. Writer", *(b[1] for b in BODY)]


def test_a_web_page_reads_as_the_word_document_does(tmp_path: Path) -> None:
    page = pandoc("html")
    body = b"<body>" + page[page.index(b"</header>") + len(b"</header>") :]

    assert shown(records(tmp_path, "html", body)) == BODY


def test_a_book_has_its_chapters_in_order(tmp_path: Path) -> None:
    found = records(tmp_path, "epub", pandoc("epub"))

    front = [("title", "The Letter"), ("imprint", "A. Writer"), ("heading", "The Letter")]
    assert [(record.kind, record.text) for record in found[:3]] == front
    assert [record.text for record in found[3:]] == [text for _, text, *_ in BODY]


def test_rich_text_keeps_the_notes_that_libreoffice_writes(tmp_path: Path) -> None:
    source = (
        rb"{\rtf1\ansi One{\super \chftn{\*\footnote\chftn\pard A note.}} word \'e9\u44032?.\par"
        rb" Two{\footnote\pard Another.}.\par}"
    )

    assert shown(records(tmp_path, "rtf", source)) == [
        ("1", "One word é가.", "", ("n1",)),
        ("n1", "A note.", "", ()),
        ("2", "Two.", "", ("n2",)),
        ("n2", "Another.", "", ()),
    ]


def test_a_web_page_is_read_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    page = (
        '<html lang="ko"><head><meta charset="euc-kr"><title>제목</title></head><p>조선로동당</p>'
    )

    assert [r.text for r in records(tmp_path, "html", page.encode("euc-kr"))] == ["조선로동당"]
    assert finder("html")(page.encode("euc-kr")) == Found(title="제목", language="ko")


def test_tabs_and_line_ends_in_code_do_not_part_cells(tmp_path: Path) -> None:
    page = b"<pre>a\tb\nc</pre><table><tr><td><code>x\ty</code></td><td>z</td></tr></table>"

    assert [r.text for r in records(tmp_path, "html", page)] == ["a b c", "x y\tz"]


@pytest.mark.parametrize(
    ("layout", "source"),
    [
        ("rtf", rb"{\rtf1{\info{\title A\u0?b\'00c}} a\u0?b\'00c}"),
        ("html", b"<h1>A\0bc</h1><p>a&#0;b\0c<code>&#0;</code></p>"),
    ],
)
def test_nul_is_in_no_text_and_in_no_title(tmp_path: Path, layout: str, source: bytes) -> None:
    assert records(tmp_path, layout, source)[-1].text == "abc"
    assert finder(layout)(source)["title"] == "Abc"


@pytest.mark.parametrize(
    ("layout", "source", "found"),
    [
        ("docx", docx(), Found(title="Core & title", author="Core Author", language="ko")),
        ("docx", zipped({"word/document.xml": ""}), Found()),
        ("docx", zipped({"docProps/core.xml": "<a>" * 99}), Found()),
        ("epub", zipped({"META-INF/container.xml": "<a full-path='no.opf'/>"}), Found()),
        (
            "html",
            b"<title>A &amp; B</title><meta name=author content='N. N.'>",
            Found(title="A & B", author="N. N."),
        ),
        ("html", b"<h1>Only a heading</h1>", Found(title="Only a heading")),
        (
            "rtf",
            rb"{\rtf1{\info{\title Caf\'e9 \u-21504?}{\author X}{\creatim\yr1921\mo1\dy2}}}",
            Found(title="Café 가", author="X"),
        ),
    ],
)
def test_a_source_says_of_itself_what_its_format_has_a_place_for(
    layout: str, source: bytes, found: Found
) -> None:
    assert finder(layout)(source) == found


def test_a_cell_that_covers_others_leaves_their_places_empty(tmp_path: Path) -> None:
    page = (
        "<table><tr><td rowspan=2>a</td><td>b</td><td>c</td></tr><tr><td colspan=2>d</td></tr>"
        "<tr><td>e</td><td>f</td><td rowspan=99>g</td></tr><tr><td>h</td><td>i</td></tr></table>"
    )

    rows = [record.text for record in records(tmp_path, "html", page.encode())]

    assert rows == ["a\tb\tc", "\td\t", "e\tf\tg", "h\ti\t"]


def test_no_letter_is_lost_and_none_is_there_twice(tmp_path: Path) -> None:
    body = (
        "<h2>a</h2><div>b<p>c <q>d</q></p></div><dl><dt>e</dt><dd>f</dd></dl>"
        "<figure><p>g</p><figcaption>h</figcaption></figure><ol><li>i<ul><li>j</li></ul>k</li></ol>"
        "<table><caption>l</caption><thead><tr><th>m</th></tr></thead><tbody><tr><td>n<p>o</p></td>"
        "</tr></tbody><tfoot><tr><td>p</td></tr></tfoot></table><p>q<sub>r</sub><br>s<code>t</code>"
        "<a href=x>u</a></p><blockquote><p>v</p></blockquote>w"
    )

    text = "".join(record.text for record in records(tmp_path, "html", body.encode()))

    assert [char for char in text if char.isalpha()] == list("abcdefghijklmnopqrstuvw")
