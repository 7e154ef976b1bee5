"""What a text in Open Document has in it: fields, indexes, boxes, hidden and deleted text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_sources import zipped

from wp8.corpus.readers import reader
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from wp8.corpus.readers.block import Block

NAMES = {
    **{"office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style"},
    **{"svg": "svg-compatible", "fo": "xsl-fo-compatible"},
}
SPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in NAMES.items()
)
LINKS = ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def odt(body: str, styles: str = "", common: str = "", **parts: str) -> bytes:
    """Return a text with this body, its own styles and those that others share with it."""
    root = f"<office:document-content{SPACES}{LINKS}>"
    return zipped(
        {
            "content.xml": f"{root}<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles{SPACES}><office:styles>{common}"
            "</office:styles></office:document-styles>",
            **parts,
        }
    )


def blocks(body: str, styles: str = "", common: str = "", **parts: str) -> list[Block]:
    return list(reader("odt")(odt(body, styles, common, **parts)))


def texts(body: str, styles: str = "", common: str = "", **parts: str) -> list[str]:
    return [block.text for block in blocks(body, styles, common, **parts)]


@pytest.mark.parametrize(
    "field",
    [
        "<text:date>1 May</text:date>",
        "<text:author-name>1 May</text:author-name>",
        "<text:user-field-get>1 May</text:user-field-get>",
        "<text:sequence>1 May</text:sequence>",
        "<text:bookmark-ref>1 May</text:bookmark-ref>",
        "<text:note-ref>1 May</text:note-ref>",
        "<text:placeholder>1 May</text:placeholder>",
        "<text:database-display>1 May</text:database-display>",
        "<text:a><text:span>1<text:s/></text:span>May</text:a>",
        "<text:meta>1<text:tab/>May</text:meta>",
        "<text:meta-field>1 <text:bookmark-start/>May<text:bookmark-end/></text:meta-field>",
        "<text:hidden-text text:is-hidden='false'>1 May</text:hidden-text>",
        "<text:unheard-of>1<text:line-break/>May</text:unheard-of>",
    ],
)
@pytest.mark.parametrize("kind", ["p", "h"])
def test_a_field_is_what_it_shows(field: str, kind: str) -> None:
    assert texts(f"<text:{kind}>On {field}, they met.</text:{kind}>") == ["On 1 May, they met."]


HIDDEN = (
    "<style:style style:name='H' style:family='{0}' style:parent-style-name='B'/>"
    "<style:style style:name='B' style:family='{0}'>"
    "<style:text-properties text:display='none'/></style:style>"
)
OTHER = (
    "<style:style style:name='H' style:family='paragraph'>"
    "<style:text-properties text:display='true'/></style:style>"
)


@pytest.mark.parametrize(
    "left_out",
    [
        "<office:annotation><dc:creator>x</dc:creator><text:p>gone</text:p></office:annotation>",
        "<text:hidden-text text:is-hidden='true'>gone</text:hidden-text>",
        "<text:script>gone</text:script>",
        "<text:span text:style-name='H'>gone</text:span>",
        "<draw:frame><svg:title>gone</svg:title><draw:image/></draw:frame>",
    ],
)
def test_within_a_paragraph_what_is_not_shown_is_left_out(left_out: str) -> None:
    body = f"<text:p text:style-name='H'>Kept {left_out}whole.</text:p>"

    assert texts(body, OTHER, HIDDEN.format("text")) == ["Kept whole."]


@pytest.mark.parametrize(
    "left_out",
    [
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>",
        "<text:p text:style-name='H'>gone</text:p>",
        "<text:p>gone<text:hidden-paragraph text:is-hidden='true'/></text:p>",
        "<text:section text:display='none'><text:p>gone</text:p></text:section>",
        "<office:forms><text:p>gone</text:p></office:forms>",
        "<text:sequence-decls><text:sequence-decl/></text:sequence-decls>",
        "<text:p/>",
    ],
)
def test_paragraphs_that_are_not_shown_are_left_out(left_out: str) -> None:
    body = f"{left_out}<text:p>Kept.</text:p>"

    assert texts(body, HIDDEN.format("paragraph")) == ["Kept."]


@pytest.mark.parametrize(
    ("kind", "of_record"),
    [
        ("table-of-content", "contents_line"),
        ("illustration-index", "contents_line"),
        ("bibliography", "paragraph"),
        ("alphabetical-index", "paragraph"),
    ],
)
def test_an_index_is_its_lines_and_not_its_models(kind: str, of_record: str) -> None:
    body = (
        f"<text:{kind}><text:{kind}-source><text:index-title-template>gone"
        f"</text:index-title-template></text:{kind}-source><text:index-body><text:index-title>"
        f"<text:p>Head</text:p></text:index-title><text:p>Line<text:tab/>9</text:p>"
        f"</text:index-body></text:{kind}>"
    )

    assert [(block.kind, block.text) for block in blocks(f"{body}<text:p>End.</text:p>")] == [
        (of_record, "Head"),
        (of_record, "Line 9"),
        ("paragraph", "End."),
    ]


@pytest.mark.parametrize(
    "within",
    [
        "<text:list><text:list-header>{}</text:list-header></text:list>",
        "<text:list><text:list-item><text:number>1.</text:number>{}</text:list-item></text:list>",
        "<text:numbered-paragraph><text:number>1.</text:number>{}</text:numbered-paragraph>",
        "<text:section><text:section>{}</text:section></text:section>",
        "<text:page-sequence/>{}",
    ],
)
def test_what_holds_headings_and_paragraphs_takes_none_away(within: str) -> None:
    found = blocks(within.format("<text:h>Head</text:h><text:p>Words.</text:p>"))

    assert [(block.kind, block.text) for block in found] == [
        ("heading", "Head"),
        ("paragraph", "Words."),
    ]


BOX = "<draw:frame><draw:text-box>{}</draw:text-box><svg:desc>gone</svg:desc></draw:frame>"


@pytest.mark.parametrize(
    "box",
    [
        BOX.format("<text:h>In it.</text:h>"),
        BOX.format(
            "<text:list><text:list-item><text:p>In it.</text:p></text:list-item></text:list>"
        ),
        "<draw:custom-shape><text:p>In it.</text:p></draw:custom-shape>",
        "<draw:g><draw:rect><text:p>In <text:span>it.</text:span></text:p></draw:rect></draw:g>",
        f"<draw:a>{BOX.format('<text:p>In it.</text:p>')}</draw:a>",
        f"<text:span>{BOX.format('<text:p>In it.</text:p>')}</text:span>",
    ],
)
def test_a_box_follows_the_paragraph_that_anchors_it(box: str) -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Note.</text:p></text:note-body></text:note>"
    )

    found = blocks(f"<text:p>Be{box}fore{note}.</text:p>{box}<text:p>Next.</text:p>")

    assert [(block.kind, block.text, block.marks) for block in found] == [
        ("paragraph", "Before.", ((1, len("Before")),)),
        ("note", "Note.", ()),
        ("paragraph", "In it.", ()),
        ("paragraph", "In it.", ()),
        ("paragraph", "Next.", ()),
    ]


def test_a_caption_of_a_picture_is_a_paragraph_of_its_own() -> None:
    picture = "<draw:frame><draw:image xlink:href='a.png'/></draw:frame>"
    caption = f"{picture}Figure <text:sequence>1</text:sequence>: Output"

    assert texts(f"<text:p>See: {BOX.format(f'<text:p>{caption}</text:p>')}</text:p>") == [
        "See:",
        "Figure 1: Output",
    ]


def test_a_table_has_its_head_caption_spans_and_the_tables_within() -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(text: str, spans: str = "") -> str:
        return f"<table:table-cell {spans}><text:p>{text}</text:p><text:p/></table:table-cell>"

    inner = (
        f"<table:table-cell><text:h>b</text:h><table:table>{row(cell('c'), cell('d'))}"
        "</table:table></table:table-cell>"
    )
    tall = cell(" a ", "table:number-rows-spanned='99999'")
    rows = row(tall, inner) + row("<table:covered-table-cell/>", cell("e"))
    body = (
        f"<table:table><table:table-column/><table:table-header-rows>{row(cell('x'), cell('y'))}"
        f"</table:table-header-rows><table:table-rows>{rows}</table:table-rows></table:table>"
        "<text:p text:style-name='P'>Table 1: Of letters</text:p>"
    )
    style = "<style:style style:name='P' style:family='paragraph' style:parent-style-name='Table'/>"

    found = [(block.kind, block.number, block.text) for block in blocks(body, style)]

    assert found == [
        ("table_caption", None, "Table 1: Of letters"),
        ("table_caption", 0, "x\ty"),
        ("table_row", 1, "a\tb c d"),
        ("table_row", 2, "\te"),
    ]


@pytest.mark.parametrize(
    ("properties", "is_quoted"),
    [
        ("fo:margin-left='1cm'", True),
        ("fo:margin-left='0.5in' fo:text-indent='0.2in'", True),
        ("fo:margin-left='4.9mm'", False),
        ("fo:margin-left='1cm' fo:text-indent='-1cm'", False),
        ("fo:margin-left='x'", False),
        ("", True),
    ],
)
def test_a_paragraph_that_is_set_in_is_a_quotation(properties: str, is_quoted: bool) -> None:
    style = (
        "<style:style style:name='{}' style:family='paragraph' style:parent-style-name='{}'>"
        "<style:paragraph-properties {}/></style:style>"
    )
    own = style.format("P", "Quotations", properties)
    common = style.format("Quotations", "P", "fo:margin-left='9mm'")
    paragraph = "<text:p text:style-name='P'>Words.</text:p>"
    listed = f"<text:list><text:list-item>{paragraph}</text:list-item></text:list>"
    if properties == "fo:margin-left='x'":
        common = ""

    found = blocks(paragraph + listed, own, common)

    assert [block.quotation is not None for block in found] == [is_quoted, False]


def test_a_formula_is_its_letters_and_signs() -> None:
    math = (
        '<!DOCTYPE math PUBLIC "-//x//" "math.dtd"><math xmlns="http://www.w3.org/1998/Math/MathML">'
        "<semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow>"
        '<annotation encoding="StarMath 5.0">E = m c^2</annotation></semantics></math>'
    )
    drawn = "<draw:frame><draw:object xlink:href='./{}'/></draw:frame>"
    body = (
        f"<text:p>So {drawn.format('One')} and {drawn.format('No')}.</text:p>{drawn.format('One')}"
    )

    boxed = BOX.format(f"<text:p>Boxed {drawn.format('One')}.</text:p>")
    parts = {"One/content.xml": math}

    assert texts(body, **parts) == ["So E = m c 2 and .", "E = m c 2"]
    assert texts(f"<text:p>So {boxed}</text:p>", **parts) == ["So", "Boxed E = m c 2."]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"content.xml": "<a"}, "is damaged, in 'content.xml'"),
        ({"content.xml": "<a/>"}, "is no text of Open Document"),
        ({"styles.xml": "<a/>"}, "has no 'content.xml'"),
        (
            {"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "x"},
            "is encrypted",
        ),
        ({"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "declares entities"),
        ({"content.xml": "<?xml version='1.0' encoding='x-y'?><a/>"}, "is damaged, in 'content"),
    ],
)
def test_what_is_no_text_is_refused(parts: dict[str, bytes | str], said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        reader("odt")(zipped(parts))

    assert caught.value.message.startswith(said)


def test_what_is_too_deep_is_refused() -> None:
    deep = "<text:section>" * 20_000 + "<text:p>x</text:p>" + "</text:section>" * 20_000

    with pytest.raises(UnreadableError, match="too deeply within each other"):
        texts(deep)


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wp8.corpus.readers.odt._LARGEST_PART", 999)

    with pytest.raises(UnreadableError, match=r"has more than 999 bytes in 'content\.xml'"):
        texts("<text:p>x</text:p>" * 100)
