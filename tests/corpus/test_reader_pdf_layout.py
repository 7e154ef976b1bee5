"""PDFs: what is told by where letters stand and how they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sources import pdf, pdf_file

from wp8.corpus.readers.pdf import Pages, read, reading
from wp8.corpus.readers.pdf.notes import without_own_mark
from wp8.corpus.readers.pdf.page.geometry import Piece
from wp8.corpus.readers.pdf.page.tables import ruled_tables
from wp8.corpus.readers.pdf.page.text import Words
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from wp8.corpus.readers.block import Block

Line = tuple[float, float, float, str]
WIDE = "the words of a line that reaches the right edge of its column"
PICTURE = "q 200 0 0 200 50 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"


def blocks(lines: list[Line], drawn: str = "") -> list[Block]:
    return list(read(pdf([lines], drawn=drawn)))


def texts(lines: list[Line], drawn: str = "") -> list[str]:
    return [block.text for block in blocks(lines, drawn)]


def column(left: float, top: float, *lines: str, pitch: float = 12) -> list[Line]:
    return [(left, top - pitch * place, 10, text) for place, text in enumerate(lines)]


def bold(left: float, foot: float, text: str, size: float = 10) -> str:
    return f"BT /F2 {size} Tf {left} {foot} Td ({text}) Tj ET\n"


def ruled(across: list[float], upwards: list[float]) -> str:
    """Return the lines of a grid."""
    lines = [(x, upwards[0], x, upwards[-1]) for x in across]
    lines += [(across[0], y, across[-1], y) for y in upwards]
    return "".join(f"{x} {y} m {to_x} {to_y} l S\n" for x, y, to_x, to_y in lines)


def test_a_raised_mark_cites_the_note_at_the_foot_of_its_page() -> None:
    lines = [
        *column(50, 700, WIDE, WIDE, "The price of rice"),
        (127.3, 680, 6, "7"),
        (131, 676, 10, "fell, and that of salt"),
        (229, 680, 6, "8"),
        (232, 676, 10, "."),
        (50, 80, 6, "7"),
        (54, 77, 8, "A first note, which goes on"),
        (50, 68, 8, "in a second line."),
        (50, 61, 6, "8"),
        (54, 58, 8, "Another."),
    ]

    text, *notes = blocks(lines)

    assert text.text == f"{WIDE} {WIDE} The price of rice fell, and that of salt."
    assert [(mark, text.text[:at].rsplit(" ", 1)[1]) for mark, at in text.marks] == [
        (7, "rice"),
        (8, "salt"),
    ]
    assert [(note.kind, note.number, note.text) for note in notes] == [
        ("note", 7, "A first note, which goes on in a second line."),
        ("note", 8, "Another."),
    ]


def test_a_list_in_a_note_is_its_own_and_the_note_goes_on_at_the_foot_of_the_next_column() -> None:
    left = [
        *column(50, 700, *(f"left {n} {WIDE[:34]}" for n in "abcd"), "Rice"),
        (71, 656, 6, "1"),
        (50, 630, 8, r"1\) A note of two:"),
        (50, 620, 8, r"1\) by sea, and"),
    ]
    right = [
        *column(320, 700, *(f"right {n} {WIDE[:34]}" for n in "abcd"), "and its end."),
        (320, 630, 8, "by land, which"),
        (320, 620, 8, "is longer."),
    ]

    *_, note = blocks([*left, *right])

    assert note.kind == "note"
    assert note.text == "A note of two: 1) by sea, and by land, which is longer."


def test_a_figure_that_a_font_draws_raised_is_a_mark_but_no_power_of_a_unit() -> None:
    shown = ((700, r"The price of rice\271 fell on 5 km\262, and that of salt\262."),)
    notes = ((58, r"\271A first note."), (46, r"\262Another."))
    drawn = "".join(
        f"BT /F3 {size} Tf 50 {foot} Td ({text}) Tj ET\n"
        for size, lines in ((10, shown), (8, notes))
        for foot, text in lines
    )

    text, *others = blocks(column(50, 724, f"{WIDE}.", f"{WIDE}."), drawn)

    assert text.text == f"{WIDE}. {WIDE}. The price of rice fell on 5 km\u00b2, and that of salt."
    assert [text.text[:at].rsplit(" ", 1)[1] for _, at in text.marks] == ["rice", "salt"]
    assert [(note.number, note.text) for note in others] == [(1, "A first note."), (2, "Another.")]


def test_notes_that_begin_anew_on_each_page_are_counted_through() -> None:
    first, second = (
        [
            *column(50, 700, f"Page {n}, {WIDE}", f"and a word {n}"),
            (106, 692, 6, "1"),
            (50, 61, 6, "1"),
            (54, 58, 8, "Its note."),
        ]
        for n in "ab"
    )

    found = list(read(pdf([first, second])))

    assert [block.number for block in found if block.kind == "note"] == [1, 2]
    assert [block.marks[0][0] for block in found if block.marks] == [1, 2]


def test_the_marks_of_notes_are_named_as_left_out() -> None:
    lines: list[Line] = [
        *column(50, 700, WIDE, WIDE, "The price"),
        (94, 680, 6, "7"),
        (50, 80, 6, "7"),
        (54, 77, 8, "A note."),
    ]

    found = reading(pdf([lines])).left_out
    assert [each[:3] for each in found] == [("note mark", 1, "7"), ("note mark", 1, "7")]


def test_a_note_that_begins_with_no_mark_keeps_its_first_letter() -> None:
    assert without_own_mark("atomic physics", "") == "atomic physics"
    assert without_own_mark("a) By post.", "a") == without_own_mark("aBy post.", "a") == "By post."


def test_a_raised_figure_without_a_note_stands_apart_from_its_word() -> None:
    lines: list[Line] = [
        (50, 700, 10, "The wages rose"),
        (119, 704, 6, "12"),
        (128, 700, 10, "and fell."),
    ]

    assert texts(lines) == ["The wages rose 12 and fell."]


def test_notes_at_the_end_of_a_text_are_cited_by_its_raised_figures() -> None:
    text = [
        *column(50, 700, WIDE, "Rice"),
        (71.5, 692, 6, "1"),
        (76, 688, 10, "and salt"),
        (115.5, 692, 6, "2"),
        (120, 688, 10, "and iron"),
        (159, 692, 6, "3"),
        (50, 650, 10, "Notes"),
        (50, 620, 10, "1. On rice."),
        (50, 605, 10, "2. On salt."),
        (50, 590, 10, "3. On iron."),
    ]

    first, *others = blocks(text)

    assert first.text == f"{WIDE} Rice and salt and iron"
    assert [number for number, _ in first.marks] == [1, 2, 3]
    assert [(each.number, each.text) for each in others if each.kind == "note"] == [
        (1, "On rice."),
        (2, "On salt."),
        (3, "On iron."),
    ]


def test_a_list_of_literature_in_small_type_is_no_notes() -> None:
    lines = [
        *column(50, 700, WIDE, WIDE, WIDE, "As a word"),
        (95, 668, 6, "2"),
        (99, 664, 10, "says."),
        (50, 100, 8, "1. Adams, On rice."),
        (50, 90, 8, "2. Brown, On salt."),
    ]

    assert [block.kind for block in blocks(lines)] == ["paragraph"] * 3


def test_lines_are_read_from_top_to_bottom_whatever_their_order_in_the_file() -> None:
    lines = column(50, 700, "One two three four five", "six seven eight nine", "and ten.")

    assert texts(lines[::-1]) == ["One two three four five six seven eight nine and ten."]


def test_short_examples_beside_each_other_are_read_one_after_the_other() -> None:
    lines = [
        *column(50, 700, WIDE, "this is how one writes:"),
        *column(50, 650, "Rice was sold in the", "towns of the south", "of it."),
        *column(320, 656, "Rice was sold again in", "the towns of the south."),
        *column(50, 600, "Then it goes on."),
    ]

    assert texts(lines) == [
        f"{WIDE} this is how one writes:",
        "Rice was sold in the towns of the south of it.",
        "Rice was sold again in the towns of the south.",
        "Then it goes on.",
    ]


def test_dots_of_a_drawing_beside_a_column_do_not_reach_into_it() -> None:
    left = column(50, 640, *(f"left {n} {WIDE[:34]}" for n in "abcd"), "and its end.")
    right = column(320, 640, *(f"right {n} {WIDE[:34]}" for n in "abcd"), "and its end.")
    right[1] = (400.0, 628.0, 10.0, ". . . . .")

    assert texts([*left, *right])[0] == " ".join(text for *_, text in left)


def test_columns_that_the_file_has_line_by_line_are_read_one_after_the_other() -> None:
    left = column(50, 640, *(f"left {n} {WIDE[:34]}" for n in "abcd"), "and its end.")
    right = column(320, 635, *(f"right {n} {WIDE[:34]}" for n in "abcd"), "and its end.")
    by_line = [line for pair in zip(left, right, strict=True) for line in pair]
    title = (130.0, 700.0, 18.0, "A title over both of the columns")

    assert texts([title, *by_line]) == [
        "A title over both of the columns",
        " ".join(text for *_, text in left),
        " ".join(text for *_, text in right),
    ]


def test_rows_of_cells_that_stand_below_each_other_are_a_table() -> None:
    rows = [("Iron", "1,200"), ("Steel", "3,400"), ("Coal", ""), ("Rice", "7,800")]
    lines = [
        (left, 700.0 - 14 * n, 10.0, cell)
        for n, row in enumerate(rows)
        for left, cell in zip((50.0, 300.0), row, strict=True)
    ]
    drawn = bold(50, 714, "Good") + bold(300, 714, "Tons")

    assert [(block.kind, block.number, block.text) for block in blocks(lines, drawn)] == [
        ("table_caption", 0, "Good\tTons"),
        ("table_row", 1, "Iron\t1,200"),
        ("table_row", 2, "Steel\t3,400"),
        ("table_row", 3, "Coal\t"),
        ("table_row", 4, "Rice\t7,800"),
    ]


def test_a_cell_of_two_lines_is_one_and_a_narrow_gap_parts_cells_that_others_part() -> None:
    lines: list[Line] = [
        *((50, 700 - 20 * n, 10, good) for n, good in enumerate(("Iron", "Steel", "Rice"))),
        (50, 649, 10, "and salt"),
        *((200, 700 - 20 * n, 10, port) for n, port in enumerate(("North", "West", "South"))),
        (200, 669, 10, "coast"),
        *((300, 700 - 20 * n, 10, tons) for n, tons in enumerate(("1,200", "3,400", "7,800"))),
        (50, 629, 10, "Aluminium and the like:"),
        (163.5, 629, 10, "East"),
        (300, 629, 10, "60"),
    ]

    assert texts(lines) == [
        "Iron\tNorth\t1,200",
        "Steel\tWest coast\t3,400",
        "Rice and salt\tSouth\t7,800",
        "Aluminium and the like:\tEast\t60",
    ]


@pytest.mark.parametrize("third", [200.0, 128.0])
def test_columns_that_stand_near_are_some_if_white_parts_them_in_all_rows(third: float) -> None:
    rows = (("Goods", "Ports", "Tons"), ("Irons", "North", "1,200"), ("Salts", "South", "3,400"))
    lines = [
        (left, 700.0 - 14 * n, 10.0, cell)
        for n, row in enumerate(rows)
        for left, cell in zip((50.0, 89.0, third), row, strict=True)
    ]

    assert texts(lines) == ["\t".join(row) for row in rows]


def test_bullets_and_what_follows_them_are_paragraphs() -> None:
    drawn = "".join(
        f"BT /F1 10 Tf 60 {foot} Td (\\267 one of {foot}) Tj ET\n" for foot in (688, 676)
    )
    lines = [(50.0, 700.0, 10.0, "The plan has:"), (50.0, 664.0, 10.0, "Then it goes on.")]

    assert texts(lines, drawn) == [
        "The plan has:",
        "• one of 688",
        "• one of 676",
        "Then it goes on.",
    ]


def test_bullets_that_are_drawn_begin_items() -> None:
    lines = [
        *column(50, 700, "The plan has:"),
        *column(65, 688, "iron and", "steel", f"coal {WIDE}"),
        *column(50, 652, "Then it goes on."),
    ]
    points = "".join(f"54 {foot + 2} 3.5 3.5 re f\n" for foot in (688, 676, 664))

    assert texts(lines, points) == [
        "The plan has:",
        "• iron and",
        "• steel",
        f"• coal {WIDE}",
        "Then it goes on.",
    ]


def test_entries_with_hanging_indents_are_paragraphs() -> None:
    entries = [
        (50.0, f"Adams, A. (2000). {WIDE[:40]}"),
        (70, f"{WIDE[:45]} of the"),
        (70, "North."),
        (50, f"Brown, B. (2001). {WIDE[:41]}"),
        (70, "Journal, 12."),
        (50, f"Clark, C. (2002). {WIDE[:42]}"),
        (70, "Press."),
    ]
    lines = [(left, 700.0 - 12 * n, 10.0, text) for n, (left, text) in enumerate(entries)]

    assert [text[:5] for text in texts(lines)] == ["Adams", "Brown", "Clark"]


def test_a_date_at_the_end_of_a_line_is_no_item() -> None:
    lines = column(50, 700, f"{WIDE} on 2020.", "3.11. and then", f"1. {WIDE}.", "2. Another.")

    assert texts(lines) == [f"{WIDE} on 2020. 3.11. and then", f"1. {WIDE}.", "2. Another."]


def test_a_bold_line_of_the_size_of_the_text_is_a_heading() -> None:
    lines = column(50, 688, f"Now {WIDE}", "and the end.")

    heading, paragraph = blocks(lines, bold(50, 700, "The Plan of 1947"))

    assert (heading.kind, heading.text) == ("heading", "The Plan of 1947")
    assert (paragraph.kind, paragraph.section) == ("paragraph", "The Plan of 1947")


def test_a_heading_in_the_middle_is_not_the_one_below_it_at_the_left() -> None:
    drawn = bold(170, 720, "Method") + bold(50, 706, "The People") + bold(50, 692, "and the Mines")
    lines = column(50, 670, f"Now {WIDE}", "and the end.")

    assert texts(lines, drawn)[:2] == ["Method", "The People and the Mines"]


def test_the_points_of_a_drawing_are_no_paragraphs_and_named() -> None:
    lines = [*column(50, 700, WIDE, "and its end."), (90, 500, 10, "*"), (130, 480, 10, "* *")]

    read_ = reading(pdf([lines]))

    assert [block.text for block in read_.blocks] == [f"{WIDE} and its end."]
    assert [each.text for each in read_.left_out] == ["*", "* *"]


def test_an_entry_of_the_outline_is_a_heading() -> None:
    lines = [
        *column(50, 700, WIDE, WIDE, WIDE, "One."),
        *column(50, 640, "2. On Rice"),
        *column(50, 610, WIDE, "Two."),
    ]
    entry = "/First << /Title (On rice) /Dest [5 0 R /Fit] >>"
    outlined = pdf([lines], catalog=f"/Outlines << /Type /Outlines /Count 1 {entry} >>")

    assert [block.text for block in read(outlined) if block.kind == "heading"] == ["2. On Rice"]


def test_nested_entries_of_an_outline_are_headings_wherever_they_stand() -> None:
    lines = column(
        50, 700, "On rice", "On salt", "There was none.", "On iron", "Nor was there any."
    )
    goal = "/Dest [5 0 R /Fit]"
    inner = f"/First << /Title (On salt) {goal} /First << /Title (3. On iron) {goal} >> >>"
    entry = f"/First << /Title (On rice) {goal} {inner} >>"
    outlined = pdf([lines], catalog=f"/Outlines << /Type /Outlines /Count 1 {entry} >>")

    assert [(block.kind, block.text) for block in read(outlined)] == [
        ("heading", "On rice"),
        ("heading", "On salt"),
        ("paragraph", "There was none."),
        ("heading", "On iron"),
        ("paragraph", "Nor was there any."),
    ]


def test_an_outline_in_a_loop_of_many_entries_that_lead_nowhere_harms_nothing() -> None:
    shown = "BT /F1 10 Tf 50 700 Td (On rice) Tj ET"
    nowhere = [f"<< /Title (Entry {n}) /Next {n + 1} 0 R >>" for n in range(7, 4_000)]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
        "/Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        "<< /Type /Outlines /First 7 0 R >>",
        *nowhere,
        "<< /Title (On rice) /Dest [3 0 R /Fit] /First 7 0 R /Next 7 0 R >>",
        "<< >>",
    ]

    assert [(block.kind, block.text) for block in read(pdf_file(objects))] == [
        ("heading", "On rice")
    ]


def test_ruled_cells_are_rows_and_a_bold_row_is_the_head() -> None:
    drawn = (
        ruled([50, 150, 250], [640, 660, 680, 700]) + bold(55, 685, "Good") + bold(155, 685, "Tons")
    )
    lines = [
        (55.0, 667.0, 8.0, "Iron"),
        (155.0, 667.0, 8.0, "1,200"),
        (55.0, 650.0, 8.0, "Steel and"),
        (55.0, 642.0, 8.0, "coal"),
        (50.0, 600.0, 10.0, "The text goes on."),
    ]

    found = [(block.kind, block.number, block.text) for block in blocks(lines, drawn)]

    assert found == [
        ("table_caption", 0, "Good\tTons"),
        ("table_row", 1, "Iron\t1,200"),
        ("table_row", 2, "Steel and coal\t"),
        ("paragraph", None, "The text goes on."),
    ]


def test_a_ground_that_is_filled_is_no_line_and_a_column_without_text_is_none() -> None:
    grounds = "".join(f"0.9 g 56 {y} 90 11 re f\n" for y in (639, 649, 665)) + "0 g\n"
    drawn = grounds + ruled([50, 150, 155, 250], [636, 660, 680, 700])
    lines = [
        (55.0, 687.0, 8.0, "Good"),
        (160.0, 687.0, 8.0, "Tons"),
        (55.0, 667.0, 8.0, "Iron"),
        (160.0, 667.0, 8.0, "1,200"),
        (60.0, 651.0, 8.0, "Steel and"),
        (60.0, 641.0, 8.0, "coal"),
        (160.0, 646.0, 8.0, "3,400"),
    ]

    assert texts(lines, drawn) == ["Good\tTons", "Iron\t1,200", "Steel and coal\t3,400"]


def test_the_columns_of_a_table_are_read_as_its_words_are() -> None:
    words = (("\u0627\u0631\u0632", 110), ("\u0645\u0644\u062d", 60))
    pieces = [
        Piece(word, left, left + 20.0, foot, 8.0, False, False)
        for foot in (665.0, 645.0)
        for word, left in words
    ]
    rules = [
        *((x, 640.0, x, 680.0) for x in (50.0, 100.0, 150.0)),
        *((50.0, y, 150.0, y) for y in (640.0, 660.0, 680.0)),
    ]

    ((*_, table),), _ = ruled_tables(pieces, rules)

    assert table.rows == [[word for word, _ in words]] * 2


def test_between_two_rules_figures_are_rows_and_so_are_lines_that_have_all_cells() -> None:
    drawn = ruled([50, 150, 250], [600, 640, 676, 700])
    rows = [
        (685.0, "Good", "Tons"),
        (665.0, "Iron of the", "1,200"),
        (655.0, "south", ""),
        (645.0, "Steel", "3,400"),
        (627.0, "Coal", "north"),
        (617.0, "Salt", "south"),
        (607.0, "Rice", "west"),
    ]
    lines = [
        (left, foot, 8.0, cell)
        for foot, *cells in rows
        for left, cell in zip((55.0, 155.0), cells, strict=True)
        if cell
    ]

    assert texts(lines, drawn) == [
        "Good\tTons",
        "Iron of the south\t1,200",
        "Steel\t3,400",
        "Coal\tnorth",
        "Salt\tsouth",
        "Rice\twest",
    ]


def test_line_numbers_in_the_margin_are_left_out_and_named() -> None:
    text = column(80, 700, WIDE, f"of a text {WIDE}", "and its end.")
    numbers = [(50.0, foot, 10.0, str(n)) for n, foot in ((5, 700.0), (10, 688.0), (15, 676.0))]

    read_ = reading(pdf([[*numbers, *text]]))

    assert [block.text for block in read_.blocks] == [f"{WIDE} of a text {WIDE} and its end."]
    assert sorted(each[:3] for each in read_.left_out) == [
        ("line number", 1, "10"),
        ("line number", 1, "15"),
        ("line number", 1, "5"),
    ]


@pytest.mark.parametrize("matrix", ["0 0 0 0 50 700", "1 0 0 1 1e30 700", "1e30 0 0 1e30 50 700"])
def test_text_without_a_size_or_a_place_harms_no_other(matrix: str) -> None:
    drawn = f"BT /F1 10 Tf {matrix} Tm (Far away.) Tj ET"

    assert texts([(50, 600, 10, "Near.")], drawn) == ["Near."]


def test_what_one_page_has_twice_is_no_head() -> None:
    assert " ".join(texts([(50, 780, 2, "La la."), (50, 779, 2, "La la.")])) == "La la. La la."


def test_a_number_sign_at_the_edge_of_pages_is_no_number() -> None:
    pages = [[(50.0, 780.0, 10.0, "#"), (50.0, 700.0, 10.0, f"Text {n}.")] for n in "abc"]

    assert [block.text for block in read(pdf(pages))] == ["Text a.", "Text b.", "Text c."]


def test_what_is_drawn_twice_is_there_once() -> None:
    lines = column(50, 700, *(f"{n} {WIDE}" for n in "abcdefgh"))
    again = [(left + 0.2, foot, size, text) for left, foot, size, text in lines]

    read_ = reading(pdf([[*lines, *again]]))

    assert [block.text for block in read_.blocks] == [" ".join(text for *_, text in lines)]
    assert {(each.kind, each.page) for each in read_.left_out} == {("drawn twice", 1)}


def test_who_listens_hears_of_each_page(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[int, int]] = []
    listening = [lambda done, of: heard.append((done, of))]
    monkeypatch.setattr("wp8.corpus.readers.pdf.PAGES_READ", listening)

    list(read(pdf([[(50, 700, 10, "A page.")]] * 3)))

    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_an_accent_that_is_drawn_over_a_letter_is_its_own() -> None:
    # TeX draws it first, in the middle of the letter.
    drawn = "BT /F1 10 Tf 50 700 Td (F) Tj 7.2 0 Td (\\310) Tj -1.1 0 Td (ur das) Tj ET"

    assert texts([], drawn) == ["Für das"]


def test_an_initial_begins_the_first_of_the_lines_that_it_is_as_high_as() -> None:
    lines: list[Line] = [
        (50, 688, 26, "T"),
        (66.5, 700, 10, f"here were once {WIDE[:40]}"),
        (66.5, 688, 10, f"three mines, {WIDE[:42]}"),
        (50, 676, 10, f"and {WIDE[:52]}"),
        (50, 664, 10, "in the north."),
    ]

    assert texts(lines) == [
        f"There were once {WIDE[:40]} three mines, {WIDE[:42]} and {WIDE[:52]} in the north."
    ]


def test_lines_of_a_script_without_blanks_are_joined_without_one() -> None:
    assert Words().joined(["詩は用いられ", "るもの。"]) == "詩は用いられるもの。"
    assert Words().joined(["시와 노래를", "쓴다."]) == "시와 노래를 쓴다."
    assert (
        Words().joined(["THE SO-", "LUTION of self-", "reliance"]) == "THE SOLUTION of selfreliance"
    )


def downward(*lines: tuple[float, float, str]) -> bytes:
    """Return a PDF of lines (left, top, text) that are read downwards, in no font of its own."""
    shown = "\n".join(
        f"BT /F1 10 Tf {left} {top} Td <{text.encode('utf-16-be').hex()}> Tj ET"
        for left, top, text in lines
    )
    font = "/Type /Font /BaseFont /Mincho"
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >>"
    return pdf_file(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
            f"<< {font} /Subtype /Type0 /Encoding /UniJIS-UTF16-V /DescendantFonts [4 0 R] >>",
            f"<< {font} /Subtype /CIDFontType0 {system} /DW 1000 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
            "/Resources << /Font << /F1 3 0 R >> >> /Contents 6 0 R >>",
            f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
            "<< >>",
        ]
    )


def test_lines_that_are_read_downwards_are_read_from_right_to_left() -> None:
    # A sign that PDFium has itself: without one of a width, it passes over a line.
    lines = downward((480, 700, "に売aられた。"), (500, 700, "米と塩aは北の港"))

    assert [block.text for block in read(lines)] == ["米と塩aは北の港に売aられた。"]


def test_lines_whose_letters_cannot_be_had_are_named() -> None:
    # As PDFium has letters of a font that no machine has: with no width. It has `a` itself.
    place, narrowed = b"480 700 Td", b"0.00001 0 0 1 480 700 Tm"
    lines = downward((500, 700, "米と塩aは北の港"), (480, 700, "に売られた。")).replace(
        place, narrowed
    )

    assert list(Pages(lines).doubts()) == [
        "1 line could not be read: the file does not have their letters"
    ]


def test_a_page_that_is_turned_is_read_as_it_stands() -> None:
    lines = "".join(
        f"BT /F1 10 Tf 0 1 -1 0 {100 + 12 * n} 50 Tm ({text}) Tj ET\n"
        for n, text in enumerate((WIDE, "and its end."))
    )

    assert texts([], lines) == [f"{WIDE} and its end."]


def test_a_paragraph_goes_on_below_a_picture_and_its_caption() -> None:
    lines = [
        *column(50, 700, WIDE, f"{WIDE} of the"),
        *column(50, 500, "Figure 1. A mine."),
        *column(50, 450, f"north and {WIDE}", "and its end."),
    ]

    assert texts(lines) == [
        f"{WIDE} {WIDE} of the north and {WIDE} and its end.",
        "Figure 1. A mine.",
    ]


def test_the_lines_of_a_table_of_contents_are_of_their_own_kind() -> None:
    lines = column(50, 700, "1. On rice . . . . . . . . 5", "2. On salt . . . . . . . . 12")

    assert [(block.kind, block.text) for block in blocks(lines)] == [
        ("contents_line", "1. On rice 5"),
        ("contents_line", "2. On salt 12"),
    ]


def test_a_file_without_text_is_named_as_what_it_is() -> None:
    field = "/Annots [<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [9 9 99 99] >>]"

    with pytest.raises(UnreadableError, match="holds only pictures") as pictures:
        list(read(pdf([[]], drawn=PICTURE)))
    with pytest.raises(UnreadableError, match="holds only fields of a form"):
        list(read(pdf([[]], page=field)))

    assert pictures.value.hint == "ocrmypdf in.pdf out.pdf"


def test_the_text_that_was_recognized_in_pictures_is_used_and_marked() -> None:
    drawn = f"{PICTURE}\nBT 3 Tr /F1 10 Tf 50 700 Td (Recognized words.) Tj ET"
    source = pdf([[]], drawn=drawn)

    assert [block.text for block in read(source)] == ["Recognized words."]
    assert list(Pages(source).doubts()) == [
        "its text was recognized in pictures (OCR): look at the pages before you quote"
    ]


def test_letters_that_do_not_fit_the_language_are_named() -> None:
    lines = [(50.0, 700.0, 10.0, "Letters of another script.")]

    assert list(Pages(pdf([lines], catalog="/Lang (ru-RU)")).doubts()) == [
        "its letters are Latin, not Cyrillic: is it what you see?"
    ]
    assert list(Pages(pdf([lines], catalog="/Lang (de)")).doubts()) == []


# Each is read by a process of its own.
@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.integers(20, 500),
            st.integers(20, 780),
            st.sampled_from((6, 10, 14)),
            st.text("abcdefgh", min_size=1, max_size=6),
        ),
        max_size=40,
        unique_by=lambda line: (line[0] // 60, line[1] // 20),
    )
)
def test_no_word_is_lost_wherever_it_stands(lines: list[Line]) -> None:
    if not lines:
        return
    read_ = reading(pdf([lines]))
    found = "".join(
        [*(block.text for block in read_.blocks), *(each.text for each in read_.left_out)]
    )

    assert sorted(filter(str.isalpha, found)) == sorted("".join(text for *_, text in lines))
