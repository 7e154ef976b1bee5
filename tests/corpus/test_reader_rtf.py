"""What Rich Text Format has in it: letters by code page, hidden text, tables, headings."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.corpus.readers import finder, reader
from wp8.corpus.readers.rtf import code_pages

if TYPE_CHECKING:
    from wp8.corpus.readers.block import Block


def blocks(body: str, head: str = r"\ansi\ansicpg1252") -> list[Block]:
    return list(reader("rtf")(rf"{{\rtf1{head} {body}}}".encode("latin-1")))


def texts(body: str, head: str = r"\ansi\ansicpg1252") -> list[str]:
    return [block.text for block in blocks(body, head)]


def escaped(text: str, codec: str) -> str:
    return "".join(f"\\'{octet:02x}" for octet in text.encode(codec))


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        (128, "cp932", "東京の党大会 ソ表"),
        (129, "cp949", "조선로동당 똠방각하"),
        (134, "gbk", "朝鮮勞動黨 镕基"),
        (136, "cp950", "黨大會"),
        (161, "cp1253", "Κόμμα"),
        (163, "cp1258", "Đảng".replace("ả", "a")),
        (177, "cp1255", "שלום"),
        (178, "cp1256", "السلام"),
        (186, "cp1257", "žodžių"),
        (204, "cp1251", "Партия"),
        (222, "cp874", "พรรค"),
        (238, "cp1250", "Příliš"),
        (77, "mac_roman", "naïve"),
    ],
)
def test_letters_are_those_of_the_font(charset: int, codec: str, text: str) -> None:
    fonts = rf"{{\fonttbl{{\f0\fcharset0 Arial;}}{{\f1\fnil\fcharset{charset} Other;}}}}"

    assert texts(rf"{fonts}caf\'e9 {{\f1 {escaped(text, codec)}}} \'e9\par") == [f"café {text} é"]


@pytest.mark.parametrize(
    ("head", "codec", "text"),
    [
        (r"\ansi\ansicpg1251", "cp1251", "Партия"),
        (r"\ansi\ansicpg949", "cp949", "조선로동당"),
        (r"\ansi\ansicpg936", "gbk", "朝鮮勞動黨"),
        (r"\mac", "mac_roman", "naïve"),
        (r"\pca", "cp850", "naïve"),
        (r"\ansi\ansicpg65001", "utf-8", "조선로동당"),
        (r"\ansi\ansicpg99999", "cp1252", "naïve"),
        (r"\ansi", "cp1252", "“naïve”"),
    ],
)
@pytest.mark.parametrize("fonts", ["", r"{\fonttbl{\f0\fcharset0 A;}}", r"{\fonttbl{\f0 A;}}"])
def test_letters_are_those_of_the_document(head: str, codec: str, text: str, fonts: str) -> None:
    assert texts(rf"{fonts}\f0 {escaped(text, codec)}\par", head) == [text]


def test_a_letter_of_two_bytes_may_be_half_an_escape() -> None:
    # The second byte of 表 is a backslash, that of ア a letter.
    assert texts(r"\'95\\\'83A", r"\ansi\ansicpg932") == ["表ア"]


def test_a_font_that_names_a_code_page_has_it() -> None:
    assert texts(r"{\fonttbl{\f3\fcharset0\cpg1251 A;}}\f3 \'cf\plain \'e9") == ["Пé"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\u44032?\u-21503 ?", "가각"),
        (r"\uc0\u44032\u44033 a", "가각a"),
        (r"\uc2\u44032\'b0\'a1 b{\uc1\u44033?c}", "가 b각c"),
        (r"\u8211\endash x", "–x"),
        (r"\u44032\u44033?", "가각"),
        (r"\u8211\b Words", "–Words"),
        (r"\u8211{}-x", "–-x"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"\u-10179\'3f\u-8704\'3f", "\U0001f600"),
        (r"a\u-10179?b", "a\ufffdb"),
        ("조선".encode().decode("latin-1"), "조선"),
        (r"{\upr{old}{\*\ud{\u44032?}}}", "가"),
        (r"a\~b\_c\-d\{e\}\\f\emdash\lquote g", "a\xa0b\u2011c\xadd{e}\\f—‘g"),
        (r"a\line b\tab c", "a b c"),
    ],
)
def test_signs_of_unicode_come_once(body: str, text: str) -> None:
    assert texts(body + r"\par") == [text]


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1))
def test_any_text_in_units_of_unicode_is_read_as_it_is(text: str) -> None:
    halves = text.encode("utf-16-le")
    units = [int.from_bytes(halves[n : n + 2], "little") for n in range(0, len(halves), 2)]
    body = "".join(rf"\u{unit - 0x10000 if unit > 0x7FFF else unit}?" for unit in units)

    assert texts(body + r"\par") == [text]


@pytest.mark.parametrize(
    "body",
    [
        r"{\v gone}",
        r"\v gone\v0 ",
        r"{\deleted gone}",
        r"{\pard\v gone\par}",
        r"{\*\unknown gone}",
        r"{\header gone\par}",
        r"{\*\annotation gone}",
        r"{\pict\bin5 }}{{\ ffd8}",
        r"{\listtext 1.\tab}",
        r"{\field{\*\fldinst HYPERLINK gone}{\fldrslt }}",
        r"{\info{\title gone}}",
        r"{\shp{\*\shpinst{\sp{\sn gone}{\sv gone}}}{\shprslt gone}}",
    ],
)
def test_what_is_no_text_or_not_shown_is_left_out(body: str) -> None:
    assert texts(rf"Kept {body}whole.\par") == ["Kept whole."]


def test_what_was_inserted_and_what_a_field_shows_is_text() -> None:
    field = r"{\field{\*\fldinst{REF x}}{\fldrslt{Table 9}}}"

    assert texts(rf"See {field}, {{\revised as}} {{\*\moMath{{\mr x}}}}\par") == [
        "See Table 9, as x"
    ]


def test_headings_are_told_by_style_or_level() -> None:
    styles = (
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 Titre 1;}{\s2\sbasedon0 heading 2;}"
        r"{\s3\sbasedon2 Mine;}{\*\cs4 heading 3;}}"
    )
    body = (
        r"\pard\s1 One\par\pard\s2 Two\par\pard\s3 Three\par\pard\s4 Four\par"
        r"\pard\outlinelevel3 Five\par\pard\outlinelevel9 Six\par\pard Seven\par"
    )

    found = [(block.kind, block.text, block.section) for block in blocks(styles + body)]

    assert found == [
        ("heading", "One", "One"),
        ("heading", "Two", "Two"),
        ("heading", "Three", "Three"),
        ("paragraph", "Four", "Three"),
        ("heading", "Five", "Five"),
        ("paragraph", "Six", "Five"),
        ("paragraph", "Seven", "Five"),
    ]


def test_a_table_has_its_head_cells_and_the_tables_within() -> None:
    body = (
        r"\trowd\trhdr\cellx1\cellx2\pard\intbl  head \cell other {\footnote Of it.}\cell\row"
        r"\trowd\cellx1\cellx2\pard\intbl one\par two\cell \pard\intbl before\par"
        r"\pard\intbl\itap2 in a\nestcell in b\nestcell{\*\nesttableprops\trowd\nestrow}"
        r"{\nonesttables\par}\pard\intbl after\cell\row\pard Below.\par"
    )

    found = [(block.kind, block.number, block.text) for block in blocks(body)]

    assert found == [
        ("table_caption", 0, "head\tother"),
        ("table_row", 1, "one two\tbefore in a in b after"),
        ("note", 1, "Of it."),
        ("paragraph", None, "Below."),
    ]


def test_a_cell_may_begin_with_a_table_of_any_depth() -> None:
    inner = r"\pard\intbl\itap9 a\nestcell b\nestcell{\*\nesttableprops\nestrow}"

    assert texts(rf"{inner}\pard\intbl\cell\row\pard c") == ["a b", "c"]
    assert texts(rf"{inner}\pard\intbl x\cell y") == ["a b x\ty"]
    assert texts(inner) == ["a\tb"]


def test_tables_with_a_paragraph_between_are_two() -> None:
    row = r"\trowd\cellx1\pard\intbl a\cell\row"

    assert [block.table for block in blocks(rf"{row}{row}\pard\par {row}")] == [1, 1, 2]


def test_a_box_follows_the_paragraph_that_anchors_it() -> None:
    box = r"{\shp{\*\shpinst{\shptxt\pard\s1 In the box.\par}}{\shprslt{\*\do gone}}}"
    styles = r"{\stylesheet{\s1\outlinelevel0 heading 1;}}"
    old = r"{\*\do{\dptxbxtext\pard In the old box.\par}}"

    found = blocks(rf"{styles}Be{box}fore{{\footnote Note.}}.\par Next.{old}\par")

    assert [(block.kind, block.text) for block in found] == [
        ("paragraph", "Before."),
        ("note", "Note."),
        ("paragraph", "In the box."),
        ("paragraph", "Next."),
        ("paragraph", "In the old box."),
    ]


def test_boxes_within_each_other_without_end_keep_their_words() -> None:
    found = texts(r"{\shptxt a" * 60 + "}" * 60 + r"b\par")

    assert "".join(found).replace(" ", "") == "b" + "a" * 60


@pytest.mark.parametrize("end", ["", "}", "}}} more", r"\par"])
def test_what_is_cut_off_or_goes_on_is_read_as_far_as_it_goes(end: str) -> None:
    source = rb"{\rtf1 {\b Words\'e" + end.encode()

    assert next(reader("rtf")(source)).text.startswith("Words")


@pytest.mark.parametrize(
    ("title", "codec", "page"), [("조선로동당", "cp949", 949), ("Партия", "cp1251", 1251)]
)
def test_a_title_is_in_the_code_page_of_its_document(title: str, codec: str, page: int) -> None:
    source = rf"{{\rtf1\ansi\ansicpg{page}{{\info{{\title {escaped(title, codec)}}}}}}}"

    assert finder("rtf")(source.encode())["title"] == title


def test_every_code_page_that_has_a_name_is_one() -> None:
    found = [code_pages.of_charset(n) for n in range(256)]

    assert sum(map(bool, found)) == 26
    assert [code_pages.of_number(n) for n in (1251, 936, 0)] == ["cp1251", "gbk", ""]
    assert all(codecs.lookup(name) for name in code_pages.OF_WORDS.values())
