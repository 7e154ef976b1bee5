"""What Word writes and pandoc passes over: it is read once, where it stands, if it is shown."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sources import WORD, W, docx, pandoc, zipped

from wp8.corpus.readers.docx import read
from wp8.corpus.readers.docx.plain import plain
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def plainly(text: str) -> str:
    return paragraph(run(text))


def vml(*blocks: str) -> str:
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return (
        f"<w:pict><v:group><v:shape><v:textbox>{content}</v:textbox></v:shape></v:group></w:pict>"
    )


def drawn(*blocks: str) -> str:
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return f"<w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing>"


def box(*blocks: str) -> str:
    """Return a text box as Word writes it, once for new programs and once for old."""
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawn(*blocks)}</mc:Choice>'
        f"<mc:Fallback>{vml(*blocks)}</mc:Fallback></mc:AlternateContent>"
    )


def field(instruction: str, *shown: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>{instruction}</w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{"".join(shown)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


PAGE = field("<w:instrText>PAGE</w:instrText>", run("3"))


def cell(*blocks: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def table(*rows: str, columns: int = 0) -> str:
    grid = "<w:gridCol/>" * columns
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def notes(*texts: str) -> str:
    inner = "".join(
        f'<w:footnote w:id="{number}">{text}</w:footnote>' for number, text in enumerate(texts)
    )
    return f"<w:footnotes {WORD}>{inner}</w:footnotes>"


def texts(source: bytes) -> list[str]:
    return [block.text for block in read(source)]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (f'<w:fldSimple w:instr="REF x">{run("5.1.4")}</w:fldSimple>', "5.1.4"),
        (f'<w:hyperlink><w:fldSimple w:instr="REF x">{run("5")}</w:fldSimple></w:hyperlink>', "5"),
        (f'<w:customXml w:element="x">{run("tagged")}</w:customXml>', "tagged"),
        (f'<w:dir w:val="rtl">{run("a")}</w:dir><w:bdo w:val="rtl">{run("b")}</w:bdo>', "ab"),
        (f"<w:smartTag>{run('Pyongyang')}</w:smartTag>", "Pyongyang"),
        (f"<w:sdt><w:sdtContent>{run('(Smith)')}</w:sdtContent></w:sdt>", "(Smith)"),
        (f"<w:ins>{run('added')}</w:ins><w:moveTo>{run(' here')}</w:moveTo>", "added here"),
        (f"<w:del>{run('out')}</w:del><w:moveFrom>{run('away')}</w:moveFrom>{run('in')}", "in"),
        ("<w:r><w:delText>out</w:delText><w:t>in</w:t></w:r>", "in"),
        (
            "<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t><w:ptab/><w:t>c</w:t><w:tab/><w:t>d</w:t></w:r>",
            "a b c d",
        ),
        (
            "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>",
            "a\u2011b\xadc",
        ),
        ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/><w:t>!</w:t></w:r>', "☺!"),
        ('<w:r><w:sym w:font="Calibri" w:char="00E9"/></w:r>', "é"),
        ('<w:r><w:sym w:font="My Signs" w:char="F041"/><w:sym w:char="D800"/></w:r>', "\uf041"),
        (
            '<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:new/></mc:Choice><mc:Fallback>'
            "<w:t>☕</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "☕",
        ),
        (
            f"<w:r><w:rPr><w:vanish/></w:rPr><w:noBreakHyphen/><w:ruby><w:rubyBase>{run('not')}"
            f"</w:rubyBase></w:ruby></w:r>{run('seen')}",
            "seen",
        ),
        (
            run("seen") + run("not", "<w:vanish/>") + run(" too", '<w:vanish w:val="0"/>'),
            "seen too",
        ),
    ],
)
def test_what_a_line_shows_is_read(line: str, text: str) -> None:
    assert texts(docx(paragraph(run("| "), line, run(" |")))) == [f"| {text} |"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (field("<w:instrText>SEQ Figure</w:instrText>", run("7")), "Figure 7: Steel"),
        (field(f"<w:t>IF</w:t></w:r>{PAGE}<w:r>", run("7")), "Figure 7: Steel"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar'
            ' w:fldCharType="separate"/><w:t>7</w:t><w:fldChar w:fldCharType="end"/></w:r>',
            "Figure 7: Steel",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:t>XE</w:t>'
            '<w:fldChar w:fldCharType="end"/></w:r>',
            "Figure : Steel",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
            '<w:listEntry w:val="6"/><w:listEntry w:val="7"/></w:ddList></w:ffData></w:fldChar>'
            '<w:instrText>FORMDROPDOWN</w:instrText><w:fldChar w:fldCharType="end"/></w:r>',
            "Figure 7: Steel",
        ),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("7"), "Figure 7: Steel"),
        ('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("7"), "Figure 7: Steel"),
    ],
)
def test_a_field_shows_its_result_and_not_its_instruction(line: str, text: str) -> None:
    body = paragraph(run("Figure "), line, run(": Steel"), properties='<w:pStyle w:val="Caption"/>')
    names = '<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>'

    styles = {"word/styles.xml": f"<w:styles {WORD}>{names}</w:styles>"}
    assert texts(docx(body + table(row(cell(plainly("x")))), **styles)) == [text, "x"]


@pytest.mark.parametrize("alone", [box, vml, drawn])
def test_a_text_box_follows_the_paragraph_that_anchors_it(alone: Callable[..., str]) -> None:
    def boxed(*blocks: str) -> str:
        return f"<w:r>{alone(*blocks)}</w:r>"

    inner = boxed(paragraph(run("box"), boxed(plainly("inmost"))), plainly("more"))
    reference = '<w:r><w:t>it</w:t><w:footnoteReference w:id="1"/><w:t>,</w:t></w:r>'
    body = paragraph(inner, run("Anchors "), reference, run(" on."), boxed(plainly("second")))

    source = docx(body, **{"word/footnotes.xml": notes("", plainly("A note."))})
    anchor, note, *boxes = read(source)

    assert (anchor.text, anchor.marks, note.text) == ("Anchors it, on.", ((1, 10),), "A note.")
    assert [block.text for block in boxes] == ["box", "inmost", "more", "second"]


def test_a_text_box_in_a_cell_or_a_note_stays_in_it() -> None:
    content = paragraph(f"<w:r>{box(plainly('box'))}</w:r>", run("words"))
    body = table(row(cell(content), cell(plainly("two"))))
    reference = paragraph(run("Cited"), '<w:r><w:footnoteReference w:id="0"/></w:r>')

    assert texts(docx(body + reference, **{"word/footnotes.xml": notes(content)})) == [
        "words box\ttwo",
        "Cited",
        "words box",
    ]


def test_a_text_box_that_is_hidden_or_deleted_is_left_out() -> None:
    hidden = f"<w:r><w:rPr><w:vanish/></w:rPr>{box(plainly('hidden'))}</w:r>"
    deleted = f"<w:del><w:r>{box(plainly('deleted'))}</w:r></w:del>"

    assert texts(docx(paragraph(run("seen"), hidden, deleted))) == ["seen"]


DRAWING = "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_parts(body: str, parts: dict[str, bytes | str]) -> bytes:
    """Return a document that refers to each of `parts` by an id: `part0`, `part1`."""
    relations = "".join(
        f'<Relationship Id="part{number}" Type="{RELATION}/any" Target="{name}"/>'
        for number, name in enumerate(parts)
    )
    whole = {f"word/{name}": content for name, content in parts.items()}
    whole["word/_rels/document.xml.rels"] = f'<Relationships xmlns="x">{relations}</Relationships>'
    return docx(f'<w:sdt xmlns:r="{RELATION}">{body}</w:sdt>', "", **whole)


def test_what_is_drawn_in_a_part_of_its_own_follows_its_paragraph() -> None:
    line = "<a:p><a:r><a:t>{}</a:t></a:r><a:r><a:t> {}</a:t></a:r></a:p>"
    diagram = f"<d {DRAWING}>{line.format('the', 'sea')}<a:p/>{line.format('the', 'land')}</d>"
    chart = f"<c {DRAWING}><title>{line.format('coal', 'in tons')}</title></c>"
    drawings = (
        '<d:relIds xmlns:d="diagram" r:dm="part0"/><c:chart xmlns:c="chart" r:id="part1"/>'
        '<c:chart xmlns:c="chart" r:id="part2"/><v:textpath string="in a curve"/>'
    )
    body = paragraph(run("one"), f"<w:r><w:drawing>{drawings}</w:drawing></w:r>", run(" two"))

    source = with_parts(body, {"diagrams/data.xml": diagram, "charts/chart.xml": chart})

    assert texts(source) == ["one two", "the sea", "the land", "coal in tons", "in a curve"]


def test_a_document_within_stands_where_it_is_and_none_within_that() -> None:
    message = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>mail</p>\r\n--b--\r\n"
    )
    parts: dict[str, bytes | str] = {
        "a.html": "<h1>head</h1><table><tr><td>a<td>b</table>",
        "b.docx": with_parts(plainly("word") + '<w:altChunk r:id="part0"/>', {"c.txt": "lost"}),
        "c.rtf": r"{\rtf1 rich\par}",
        "d.txt": "one\n\ntwo",
        "e.mht": message,
        "f.bin": "none",
    }
    chunks = "".join(f'<w:altChunk r:id="part{number}"/>' for number in range(len(parts) + 1))

    source = with_parts(f"{plainly('first')}{chunks}{plainly('last')}", parts)

    expected = ["first", "head", "a\tb", "word", "rich", "one", "two", "mail", "last"]
    assert texts(source) == expected


def test_the_lines_of_a_table_of_contents_are_told_by_their_style() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>'
        for id_, name in (("A", "toc 1"), ("B", "Table of Figures"), ("C", "tocsin"))
    )
    lines = "".join(
        paragraph(
            run(id_), "<w:r><w:tab/></w:r>", run("9"), properties=f'<w:pStyle w:val="{id_}"/>'
        )
        for id_ in "ABC"
    )

    source = docx(lines, "", **{"word/styles.xml": f"<w:styles {WORD}>{styles}</w:styles>"})

    assert [(block.kind, block.text) for block in read(source)] == [
        ("contents_line", "A 9"),
        ("contents_line", "B 9"),
        ("paragraph", "C 9"),
    ]


def test_more_documents_within_than_any_has_are_refused() -> None:
    source = with_parts('<w:altChunk r:id="part0"/>' * 101, {"a.txt": "word"})

    with pytest.raises(UnreadableError, match="more than 100 documents"):
        texts(source)


def test_rows_are_as_wide_as_the_widest_whatever_the_grid_says() -> None:
    last = cell(plainly("last"))
    body = table(
        row(cell(plainly("wide"), properties='<w:gridSpan w:val="2"/>'), cell(plainly("c"))),
        row(cell(plainly("tall"), properties='<w:vMerge w:val="restart"/>'), cell(plainly("b"))),
        row(cell(paragraph(), properties="<w:vMerge/>"), cell(plainly("d")), cell(plainly("e"))),
        row(cell(plainly("late")), properties='<w:gridBefore w:val="1"/>'),
        row(cell(plainly("gone")), properties="<w:del/>"),
        row(cell(plainly("unseen")), properties="<w:hidden/>"),
        f"<w:sdt><w:sdtContent>{row(f'<w:customXml>{last}</w:customXml>')}</w:sdtContent></w:sdt>",
        columns=1,
    )

    assert texts(docx(body)) == ["wide\t\tc", "tall\tb\t", "\td\te", "\tlate\t", "last\t\t"]


def test_a_span_that_no_table_has_is_cut() -> None:
    wide = cell(plainly("x"), properties='<w:gridSpan w:val="2000000000"/>')

    assert texts(docx(table(row(wide), row(cell(plainly("y")))))) == [
        "x" + "\t" * 62,
        "y" + "\t" * 62,
    ]


def test_a_table_of_too_many_empty_places_is_refused() -> None:
    body = table(row(cell() * 1001), row(cell()) * 1000)

    with pytest.raises(UnreadableError, match="has a table of more than 1,000,000 cells"):
        texts(docx(body))


@pytest.mark.parametrize(
    ("first", "second", "read_as"),
    [
        ("<w:rPr><w:del/></w:rPr>", "", ["Split paragraph."]),
        ('<w:framePr w:dropCap="drop"/>', "", ["Splitparagraph."]),
        ('<w:pStyle w:val="T"/>', '<w:pStyle w:val="T"/>', ["Split paragraph."]),
        ('<w:framePr w:w="9"/>', "", ["Split", "paragraph."]),
    ],
)
def test_a_paragraph_goes_on_where_its_end_is_none(
    first: str, second: str, read_as: list[str]
) -> None:
    body = paragraph(run("Split"), properties=first) + paragraph(
        run("paragraph."), properties=second
    )
    name = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    styles = {"word/styles.xml": f"<w:styles {WORD}>{name}</w:styles>"}

    assert texts(docx(body, **styles)) == read_as
    # Nothing is lost where nothing follows.
    assert texts(docx(table(row(cell(paragraph(run("Split"), properties=first)))))) == ["Split"]


def test_titles_apart_from_each_other_are_all_kept() -> None:
    names = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="{n}"/></w:style>'
        for n in ("Title", "Author")
    )
    body = "".join(
        paragraph(run(text), properties=f'<w:pStyle w:val="{style}"/>')
        for style, text in (("Title", "One"), ("Author", "N. N."), ("Title", "Two"))
    )

    source = docx(body, **{"word/styles.xml": f"<w:styles {WORD}>{names}</w:styles>"})
    assert [(block.kind, block.text) for block in read(source)] == [
        ("title", "One"),
        ("imprint", "N. N."),
        ("paragraph", "Two"),
    ]


def test_text_is_hidden_by_its_style_by_those_it_is_based_on_and_by_the_default() -> None:
    def style(kind: str, name: str, said: str, based: str = "", default: str = "0") -> str:
        return (
            f'<w:style w:type="{kind}" w:styleId="{name}" w:default="{default}">'
            f'<w:basedOn w:val="{based}"/><w:rPr>{said}</w:rPr></w:style>'
        )

    off = '<w:vanish w:val="false"/>'
    styles = (
        style("paragraph", "Base", "<w:vanish/>", default="1")
        + style("paragraph", "Heir", "", "Base")
        + style("paragraph", "Seen", off, "Base")
        + style("paragraph", "Loop", "", "Loop")
        + style("character", "Dark", "<w:vanish/>")
        + style("character", "Bright", off)
    )
    body = "".join(
        paragraph(
            run(f"{name} plain"),
            run(f"{name} dark", '<w:rStyle w:val="Dark"/>'),
            run(f"{name} bright", '<w:rStyle w:val="Bright"/>'),
            properties=f'<w:pStyle w:val="{name}"/>' if name != "None" else "",
        )
        for name in ("None", "Base", "Heir", "Seen", "Loop")
    )

    source = docx(body, **{"word/styles.xml": f"<w:styles {WORD}>{styles}</w:styles>"})
    assert texts(source) == [
        "None bright",
        "Base bright",
        "Heir bright",
        "Seen plainSeen bright",
        "Loop plainLoop bright",
    ]


def formula(name: str, **parts: str) -> str:
    inner = "".join(f"<m:{part}>{text}</m:{part}>" for part, text in parts.items())
    return f"<m:{name}>{inner}</m:{name}>"


def math(text: str) -> str:
    return f"<m:r><m:rPr/><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (formula("f", num=math("a+b"), den=math("2")), "(a+b)/2"),
        (formula("sSup", e=math("x"), sup=math("n-1")), "x^(n-1)"),
        (formula("sSubSup", e=math("x"), sub=math("0"), sup=math("2")), "x_0^2"),
        (formula("rad", deg="", e=math("2")), "√2"),
        (formula("sSub", e=math("x"), sub=math("t")) + math("y"), "x_t y"),
        (
            f"<m:box><m:e>{formula('sSub', e=math('x'), sub=math('t'))}</m:e></m:box>{math('y')}",
            "x_t y",
        ),
        (formula("func", fName=math("sin"), e=math("x")), "sin x"),
        (
            '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
            f"<m:sub>{math('i')}</m:sub><m:sup>{math('n')}</m:sup><m:e>{math('x+y')}</m:e></m:nary>",
            "∑_i^n x+y",
        ),
        (
            '<m:d><m:dPr><m:begChr m:val="["/><m:sepChr m:val=","/><m:endChr m:val=")"/></m:dPr>'
            f"<m:e>{math('0')}</m:e><m:e>{math('1')}</m:e></m:d>",
            "[0,1)",
        ),
        (f"<m:m><m:mr><m:e>{math('a')}</m:e><m:e>{math('b')}</m:e></m:mr></m:m>", "a b"),
        (f"<m:acc><m:e>{math('v')}</m:e></m:acc><w:del>{math('w')}</w:del>", "v"),
    ],
)
def test_a_formula_is_a_line_of_its_letters_and_signs(content: str, text: str) -> None:
    body = paragraph(run("As "), f"<m:oMath>{content}</m:oMath>", run(".")) + (
        f"<m:oMathPara><m:oMath>{content}</m:oMath></m:oMathPara>"
    )

    assert texts(docx(body)) == [f"As {text}.", text]


def test_blocks_in_containers_are_blocks() -> None:
    inner = plainly("One.") + plainly("Two.")
    nested = f"<w:sdt><w:sdtContent><w:customXml>{inner}</w:customXml></w:sdtContent></w:sdt>"

    assert texts(docx(f"<w:ins>{nested}</w:ins>" + plainly("End."))) == [
        "One.",
        "Two.",
        "End.",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [(W, STRICT), (r"\bw(?=[:=])", "word"), ("word/footnotes.xml", "word/notes/1.xml")],
)
def test_a_part_is_known_by_its_relation_and_an_element_by_its_namespace(
    old: str, new: str
) -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    target = re.sub(old, new, "word/footnotes.xml")
    body = paragraph(run("Cited"), '<w:r><w:footnoteReference w:id="0"/></w:r>')
    with ZipFile(BytesIO(docx(body))) as archive:
        made = {name: archive.read(name).decode() for name in archive.namelist()}
    own = {"word/document.xml", target}
    made[target] = notes(plainly("A note."))
    parts: dict[str, bytes | str] = {
        name: re.sub(old, new, text) if name in own else text for name, text in made.items()
    }
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships><Relationship Type="{relation}" Target="/{target}"/></Relationships>'
    )

    assert texts(zipped(parts)) == ["Cited", "A note."]


def test_what_pandoc_knows_already_is_read_as_before() -> None:
    source = pandoc("docx")
    as_it_was = [(b.kind, b.text, b.marks) for b in read(source)]

    assert [(b.kind, b.text, b.marks) for b in read(plain(source))] == as_it_was
    assert len(as_it_was) == 13


def test_a_document_without_its_part_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableError, match=r"has no 'word/document\.xml'"):
        texts(zipped({"docProps/core.xml": "<x/>"}))


@pytest.mark.parametrize("deep", [150, 300])
def test_what_is_nested_deeper_than_any_text_is_refused(deep: int) -> None:
    some = deep // 3
    box_, row_ = "<w:p><w:r><w:txbxContent>", "<w:tbl><w:tr><w:tc>"
    nested = [
        "<w:sdt>" * deep + plainly("x") + "</w:sdt>" * deep,
        "<w:p>" + "<w:ins>" * deep + run("x") + "</w:ins>" * deep + "</w:p>",
        "<m:oMath>" + "<m:e>" * deep + math("x") + "</m:e>" * deep + "</m:oMath>",
        box_ * some + plainly("x") + "</w:txbxContent></w:r></w:p>" * some,
        row_ * some + plainly("x") + "</w:tc></w:tr></w:tbl>" * some,
    ]
    for body in nested:
        if deep == 150:
            assert texts(docx(body)) == ["x"]
        else:
            with pytest.raises(UnreadableError, match="too deeply within each other"):
                texts(docx(body))


def test_a_part_of_more_markup_than_any_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wp8.corpus.readers.archive._MOST_ELEMENTS", 6)

    assert texts(docx()) == ["Word."]
    with pytest.raises(UnreadableError, match=r"has too much markup in 'word/document\.xml'"):
        texts(docx(plainly("x") * 2))


WORDS = st.text("abcdefgh", min_size=1, max_size=3)
SHOWN = ("w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:dir", "w:fldSimple", "w:hyperlink")
LEFT_OUT = ("w:del", "w:moveFrom", "w:sdtPr", "w:rt")
# A line: its XML, the words that it shows, and those of the boxes that it anchors.
Line = tuple[str, list[str], list[str]]


def joined(lines: Iterable[Line]) -> Line:
    parts = list(lines)
    shown, boxed = ([word for part in parts for word in part[at]] for at in (1, 2))
    return "".join(part[0] for part in parts), shown, boxed


def within(name: str, line: Line) -> Line:
    return (f"<{name}>{line[0]}</{name}>", *((line[1], line[2]) if name in SHOWN else ([], [])))


def in_box(line: Line) -> Line:
    return f"<w:r>{box(paragraph(line[0]))}</w:r>", [], line[1] + line[2]


LINES: st.SearchStrategy[Line] = st.recursive(
    WORDS.map(lambda word: (run(word), [word], [])),
    lambda inner: (
        st.lists(inner, max_size=3).map(joined)
        | st.builds(within, st.sampled_from(SHOWN + LEFT_OUT), inner)
        | inner.map(in_box)
        | inner.map(lambda line: (field("<w:t>code</w:t>", line[0]), line[1], line[2]))
    ),
    max_leaves=8,
)


@given(st.lists(LINES, max_size=4), st.booleans())
def test_each_word_that_is_shown_stands_once_and_in_order(
    lines: list[Line], in_cells: bool
) -> None:
    body = "".join(paragraph(xml) for xml, *_ in lines)
    source = docx(table(row(cell(body))) if in_cells else body)

    with ZipFile(BytesIO(plain(source))) as archive:
        made = archive.read("word/document.xml").decode()

    found = re.findall("<w:t>(.*?)</w:t>", made)
    assert found == [word for _, shown, boxed in lines for word in shown + boxed]
