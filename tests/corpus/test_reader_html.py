"""Web pages and electronic books: what a browser shows of them, and what is set apart."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from made_sources import zipped

from wp8.corpus.document import Corpus, Document
from wp8.corpus.readers import reader
from wp8.corpus.readers.html.tree import parsed
from wp8.corpus.receipts.sources import written
from wp8.corpus.records import read_document
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

    from wp8.corpus.readers.block import Block

CONTAINER = '<?xml version="1.0"?><container><rootfile full-path="O/b.opf"/></container>'
SHORT = {"paragraph": "", "heading": "h ", "note": "n ", "table_row": "t ", "contents_line": "l "}


def page(body: str | bytes) -> list[Block]:
    return list(reader("html")(body if isinstance(body, bytes) else body.encode()))


def book(*chapters: str | bytes, **more: str) -> bytes:
    """Return a book of chapters named c0.xhtml and so on; the last is not linear."""
    items = "".join(f'<item id="i{n}" href="c{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters) - 1))
    last = f'<itemref idref="i{len(chapters) - 1}" linear="no"/>'
    package = f'<?xml version="1.0"?><package>{items}<spine>{spine}{last}</spine></package>'
    parts: dict[str, bytes | str] = {f"O/c{n}.xhtml": text for n, text in enumerate(chapters)}
    return zipped({"META-INF/container.xml": CONTAINER, "O/b.opf": package, **parts, **more})


def shown(blocks: list[Block]) -> list[str]:
    return [SHORT.get(block.kind, f"{block.kind} ") + block.text for block in blocks]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<header><h1>Head</h1></header><main><p>Body.</p></main><aside>After.</aside>",
            ["h Head", "Body.", "After."],
        ),
        (
            "<p>Seen<noscript>n</noscript><template><p>t</template><p hidden>h</p>"
            "<p style='color:red; display : none'>s</p><script>if (a<b) '</p>'</script>"
            "<dialog>d</dialog><select><option>o</select><p>too",
            ["Seen", "too"],
        ),
        ("<title>T</title><p>one<p>two<ul><li>a<li>b</ul>c", ["one", "two", "a", "b", "c"]),
        ("<dl><dt>a<dd>b<dt>c</dl><h2>d<h3>e</h3>", ["a", "b", "c", "h d", "h e"]),
        ("<table><tr><td>a<td>b<tbody><tr><td>c<td>d</table>", ["t a\tb", "t c\td"]),
        ("<table><form><tr><td>a<td>b</form></table>", ["t a\tb"]),
        ("<table>stray<tr><td>a<td>b</table>", ["stray", "t a\tb"]),
        (
            "<table><colgroup><col></colgroup><tr><th>a<th>b<th>c<tr><td>1<td>2<td>3</table>",
            ["table_caption a\tb\tc", "t 1\t2\t3"],
        ),
        ("<table><tr><td><h2>a</h2><p>b<p>c</table>", ["h a", "b", "c"]),
        ("<table><tr><td>menu<td><p>a<p>b</table>", ["menu", "a", "b"]),
        ("<table><tr><td>a<td><table><tr><td>b<td>c</table></table>", ["a", "t b\tc"]),
        ("<table role=presentation><tr><td>a<td>b</table>", ["a", "b"]),
        ("a<br>b<br> <br>c", ["a b", "c"]),
        ("<pre>a\nb\n\nc</pre>", ["a b", "c"]),
        ("<p>a &lt;b&gt; < c<!-- d --> e<![CDATA[f]]>", ["a <b> < c e"]),
        ('<p title="a>b">c<p class="d"">e<p a=\'"\'>f', ["c", "e", "f"]),
        ("<b><p>a</b> b</p>c<i>d", ["a b", "cd"]),
        ("<nav><h2>Go</h2><ul><li>there</ul></nav>here", ["l Go", "l there", "here"]),
        (
            "<p><ruby>山<rp>(<rt>やま<rp>)</ruby>路<ruby>京<rt>きょう</ruby>へ",
            ["山路京へ", "reading やま\tきょう"],
        ),
        ("<q>a <q>b</q></q>", ["“a ‘b’”"]),
        ('<p>ship<a href="n.xhtml#n7" epub:type="noteref">7</a>.', ["ship 7."]),
    ],
)
def test_a_page_is_read_as_a_browser_shows_it(body: str, expected: list[str]) -> None:
    assert shown(page(body)) == expected


@pytest.mark.parametrize(
    ("source", "text", "said"),
    [
        ("é".encode(), "é", []),
        (b'<meta charset="euc-kr">' + "똠방".encode("cp949"), "똠방", []),
        (b"<meta http-equiv=a content='b; charset=gb2312'>" + "镕".encode("gbk"), "镕", []),
        (b'<?xml version="1.0" encoding="koi8-r"?>' + "Да".encode("koi8-r"), "Да", []),
        (b"<!--" + b"x" * 5_000 + b"--><meta charset=latin1>\x93q\x94", "“q”", []),
        (b"<meta charset=utf-16>" + "é".encode(), "é", []),
        ("<p>é".encode("utf-16"), "é", []),
        ("<p>é".encode("utf-16-le"), "é", []),
        (b"<meta charset=iso-2022-jp>" + "日".encode("iso2022_jp"), "日", []),
        (b"<meta charset=nonesuch>a", "a", []),
        (
            b"caf\xe9",
            "café",
            ["is not UTF-8 and declares no encoding that there is: read as windows-1252"],
        ),
        (
            "<meta charset=utf-8>é \ufffd ".encode() + b"\xb0 a",
            "é \ufffd \ufffd a",
            ["has 1 broken byte for utf-8, shown as \ufffd"],
        ),
        (
            b"<meta charset=windows-1252>a\x81b\x81\xe9",
            "a\ufffdb\ufffdé",
            ["has 2 broken bytes for windows-1252, shown as \ufffd"],
        ),
    ],
)
def test_a_page_is_utf_8_or_what_it_declares_or_windows_1252(
    source: bytes, text: str, said: list[str]
) -> None:
    assert [block.text for block in page(source)] == [text]
    assert list(written("html", source).remarks) == said


NOTE = '<aside epub:type="footnote" id="n"><p>1. A <i>note</i>.</p><p>More.</p></aside>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f'a<a epub:type="noteref" href="#n">1</a>. b{NOTE}c', ["a. b", "n A note. More.", "c"]),
        (f"<p>a</p>{NOTE}b", ["a", "n 1. A note. More.", "b"]),
        (
            "<p>a<a id=r1 href='#f1'>[1]</a> b<a id=r2 href='#f2'>[2]</a></p><h2>Notes</h2>"
            "<p><a id=f1 href='#r1'>[1]</a> One.</p><p>[<a id=f2 href='#r2'>2</a>] Two.</p>",
            ["a b", "n One.", "n Two.", "h Notes"],
        ),
        (
            "<p>a<sup id=r><a href='#f'>*</a></sup> b<a href='#f'>*</a><ol><li id=f>"
            "<a href='#r'>^</a> One, see <a href='#r'>that passage</a>.</ol>",
            ["a b", "n One, see that passage."],
        ),
        ("<p><a id=t href='#c'>I</a><p id=c><a href='#t'>I</a> Chapter.", ["I", "I Chapter."]),
        ("<p>See <a href='#x'>2</a>.<p id=x>A paragraph.", ["See 2.", "A paragraph."]),
        (
            "<aside role=doc-footnote id=a>x<a href='#b'>1</a></aside>"
            "<aside role=doc-footnote id=b>y<a href='#a'>1</a></aside>",
            ["n x", "n y"],
        ),
    ],
)
def test_notes_stand_at_their_marks_and_none_is_lost(body: str, expected: list[str]) -> None:
    assert sorted(shown(page(body))) == sorted(expected)


def test_a_note_knows_its_mark_if_it_has_one(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(
        f"<p>a<a role=doc-noteref href=#n>1</a> b<a role=doc-noteref href=#n>1</a></p>{NOTE}"
        "<p role=doc-footnote>Alone.</p>"
    )
    document = Document("x", "x", "html", "X")

    found = read_document(Corpus("x", tmp_path, (document,), ""), document)

    assert [(r.id, r.cited_by, r.cited_at) for r in found] == [
        ("x:1", None, None),
        ("x:n1", "x:1", 1),
        ("x:n2", None, None),
    ]
    assert found[0].notes == ("x:n1",)


def test_a_note_may_cite_another() -> None:
    first, second = page(
        "<p>a<a role=doc-noteref href=#n>1</a><div role=doc-footnote id=n><p>1. See"
        "<a role=doc-noteref href=#m>2</a>. </p></div><p role=doc-footnote id=m>Second.</p>"
    )[1:]

    assert (first.text, first.marks, second.text) == ("See.", ((2, len("See")),), "Second.")


def test_project_gutenberg_s_head_licence_and_page_marks_are_set_apart() -> None:
    source = (
        "<h2>The Project Gutenberg eBook of X</h2><p>*** START OF THE PROJECT GUTENBERG EBOOK X ***"
        "<h1>X</h1><p>One <span class=pagenum>[Pg 7]</span>two<span class=pagenum><a id=Page_8>[8]"
        "</a></span> three.<p>Four.<p>*** END OF THE PROJECT GUTENBERG EBOOK X ***<h2>Licence</h2>"
    )

    assert [(b.kind, b.text, b.section, b.pages) for b in page(source)] == [
        ("colophon", "The Project Gutenberg eBook of X", "", None),
        ("colophon", "*** START OF THE PROJECT GUTENBERG EBOOK X ***", "", None),
        ("heading", "X", "X", None),
        ("paragraph", "One two three.", "X", (7, 8)),
        ("paragraph", "Four.", "X", (8, 8)),
        ("colophon", "*** END OF THE PROJECT GUTENBERG EBOOK X ***", "", (8, 8)),
        ("colophon", "Licence", "", (8, 8)),
    ]


def test_a_book_is_read_along_its_spine_with_notes_from_other_files() -> None:
    source = book(
        "<?xml version='1.0'?><title/><nav><p>Contents line</p></nav><a id='x'/><p>Prose"
        "<a epub:type='noteref' href='c2.xhtml#n'>1</a> goes on.</p>",
        b"<?xml version='1.0' encoding='iso-8859-1'?><p>caf\xe9</p>",
        "<h2>Notes</h2><div epub:type='rearnote' id='n'><p>1. A note.</p></div><p>Aside.</p>",
    )

    assert shown(list(reader("epub")(source))) == [
        *("l Contents line", "Prose goes on.", "n A note.", "café", "h Notes", "Aside.")
    ]
    assert list(written("epub", source).remarks) == []


def test_a_chapter_that_is_missing_is_named_and_one_is_found_however_its_name_is_made() -> None:
    package = (
        '<?xml version="1.0"?><package><item id="a" href="caf%C3%A9.xhtml"/>'
        '<item id="b" href="gone.xhtml"/><itemref idref="a"/><itemref idref="b"/></package>'
    )
    decomposed = normalize("NFD", "O/café.xhtml")
    source = zipped(
        {"META-INF/container.xml": CONTAINER, "O/b.opf": package, decomposed: "<p>Here."}
    )

    assert shown(list(reader("epub")(source))) == ["Here."]
    assert list(written("epub", source).remarks) == ["lacks 1 chapter: O/gone.xhtml"]


def test_an_encrypted_book_is_refused() -> None:
    encryption = '<?xml version="1.0"?><x><CipherReference URI="O/c0.xhtml"/></x>'
    source = book("<p>a", **{"META-INF/encryption.xml": encryption})

    with pytest.raises(UnreadableError, match=r"^is encrypted$"):
        reader("epub")(source)


def test_a_page_break_without_its_end_tag_holds_no_more_than_its_number() -> None:
    source = (
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>"
        "<span role='doc-pagebreak' id='p7'/><h2>Of the heading</h2><p>And of the text.</p>"
        "<span class='pagenum'>8</span><p>The next page.</p></body></html>"
    )

    expected = ["h Of the heading", "And of the text.", "The next page."]
    assert shown(page(source)) == expected
    # Read as HTML, in which a slash ends nothing.
    assert shown(page(source.removeprefix("<?xml version='1.0'?>"))) == expected


def test_a_page_of_more_elements_than_any_book_has_is_refused() -> None:
    assert parsed("<b>" * 5, most=5)[1] == 5
    with pytest.raises(UnreadableError, match=r"^has more than 5 elements$"):
        parsed("<b>" * 6, most=5)
