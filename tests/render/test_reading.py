"""What `wp8 show` shows on a terminal: a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_any_window import TEXTS, WIDTHS, missing, on_screen
from test_views import LOOK

from wp8.model import Record
from wp8.render.reading.page import records_view
from wp8.results import Records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Runner


def record(own: str, text: str, **fields: object) -> Record:
    """Return a record of this text: the `own` part of its id says its kind and its number."""
    letters = own.rstrip(".0123456789")
    kinds = {"h": "heading", "n": "note", "t": "table_row", "c": "table_caption", "b": "title"}
    number = int(own.rpartition(".")[2].lstrip(letters))
    values: dict[str, Any] = {
        "id": f"a:{own}",
        "document": "a",
        "kind": kinds.get(letters, "paragraph"),
        "section": "II",
        "section_id": "II",
        "number": number,
        "number_in_section": number,
        "text": text,
        "file": "a.txt",
        "lines": (1, 1),
        **fields,
    }
    return Record(**values)


def page(*records: Record, width: int = 60) -> Sequence[str]:
    """Return the lines of a page of these records."""
    screen = on_screen(records_view(Records(records), LOOK), width)
    return [line.rstrip() for line in screen.splitlines()]


HEADING = record("h1", "II. The boats")
CALLING = record("2", "The boat is late. It came.", notes=("a:n9", "a:n10"))
NOTES = [
    record("n9", "A note.", cited_by="a:2", cited_at=17),
    record("n10", "Another.", cited_by="a:2", cited_at=26),
]


def test_a_page_has_the_title_once_and_calls_its_notes_where_they_are_called() -> None:
    assert page(HEADING, CALLING, *NOTES, record("3", "So it is.")) == [
        "[A] text",
        "",
        "a:h1   II. The boats",
        "",
        "a:2    The boat is late.⁹ It came.¹⁰",
        "",
        "a:n9   ⁹ A note.",
        "a:n10  ¹⁰ Another.",
        "",
        "a:3    So it is.",
    ]


@pytest.mark.parametrize(
    ("notes", "text"),
    [
        ((NOTES[0],), "The boat is late.⁹ It came."),
        ((NOTES[0], record("n10", "B", cited_by="a:2", cited_at=17)), "The boat is late.⁹,¹⁰ It"),
        ((record("n9", "Of another.", cited_by="a:1", cited_at=3),), "The boat is late. It came.⁹"),
        ((), "The boat is late. It came."),
    ],
)
def test_only_notes_on_the_page_are_called(notes: tuple[Record, ...], text: str) -> None:
    assert (
        page(CALLING, *notes, record("1", "It is."))[3].partition("  ")[2].strip().startswith(text)
    )


def test_where_a_record_stands_is_said_where_it_does_not_follow() -> None:
    records = [
        record("2", "Two."),
        record("3", "Three."),
        record("5", "Five."),
        record("6", "Six.", section="III", section_id="III"),
        record("n4", "Four.", cited_by="a:9"),
    ]

    assert [line.strip() for line in page(*records) if line.startswith("  ")] == [
        "Section II, paragraph 2",
        "Section II, paragraph 5",
        "Section III, paragraph 6",
        "note to a:9",
    ]


def test_a_page_of_the_source_is_named_where_it_begins() -> None:
    pages = [(3, 3), (3, 3), (3, 4), (4, 4)]
    records = [record(f"{n}", "Text.", pages=on) for n, on in enumerate(pages, start=1)]

    assert [line.strip() for line in page(*records) if line.startswith("  ")] == [
        "Section II, paragraph 1 · p. 3",
        "pp. 3–4",
        "p. 4",
    ]


@pytest.mark.parametrize("first", [record("b1", "[A] text"), record("h1", "[a] Text")])
def test_a_title_that_the_text_has_is_not_there_twice(first: Record) -> None:
    assert page(first, record("1", "It is."))[0].split("  ")[1:] == [first.text]


ROWS = [
    record("c1", "Boats"),
    record("t1.0", "name\tcrew", kind="table_caption"),
    record("t1.1", "Early\tAnna\t12", notes=("a:n1",), group="Early", name="Anna", position="12"),
    record("n1", "Of wood.", cited_by="a:t1.1", cited_at=10),
    record("t1.2", "Berta\t1,300", group="Early", name="Berta", position="1,300"),
    record("t1.3", "7", group="Early", name="", position="7"),
]


def test_a_table_is_a_table_and_its_notes_are_below_it() -> None:
    assert page(*ROWS)[3:] == [
        "a:c1    Boats",
        "a:t1.0         name    crew",
        "───────────────────────────",
        "a:t1.1  Early  Anna¹     12",
        "a:t1.2         Berta  1,300",
        "a:t1.3                    7",
        "",
        "a:n1    ¹ Of wood.",
    ]


@pytest.mark.parametrize(
    ("texts", "last"),
    [(["1\t2\t3", "4"], "a:t1.2  4"), (["a\tb", ""], "a:t1.2"), (["one"], "a:t1.1  one")],
)
def test_a_row_may_lack_cells(texts: Sequence[str], last: str) -> None:
    rows = [record(f"t1.{n}", text) for n, text in enumerate(texts, start=1)]

    assert page(*rows)[-1] == last


@pytest.mark.parametrize(
    ("text", "last"),
    [("Early\tAnna", "a:t1.1  Early  Anna"), ("Anna", "a:t1.1  Anna"), ("", "a:t1.1")],
)
def test_a_row_may_have_no_position(text: str, last: str) -> None:
    row = record("t1.1", text, name=text.rpartition("\t")[2], position="")

    assert page(row)[-1] == last


@settings(max_examples=40)
@given(TEXTS, st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=4), WIDTHS)
def test_a_page_of_any_texts_has_every_word(
    text: str, table: Sequence[Sequence[str]], width: int
) -> None:
    rows = [record(f"t1.{n}", "\t".join(cells)) for n, cells in enumerate(table, start=1)]
    records = [record("1", text), *rows, record("2", text, speaker="ANNA")]
    screen = on_screen(records_view(Records(records), LOOK), width)

    assert missing([text, text, *(each for cells in table for each in cells)], screen) == []


def test_the_lines_of_a_title_stand_below_each_other() -> None:
    records = [record("b1", "OF BOATS"), record("b2", "By Anna"), record("1", "It is.")]

    assert [line[6:] for line in page(*records)] == [
        "OF BOATS",
        "By Anna",
        "",
        "It is.",
    ]


def test_long_ids_stand_above_their_texts() -> None:
    long = record("2", "It is.", id="the-whole-of-the-letters:2")

    assert page(long, width=40)[3:] == ["the-whole-of-the-letters:2", "  It is."]


def test_a_speaker_is_before_what_they_say() -> None:
    assert (
        page(record("1", "Who’s there?", speaker="BERNARDO"))[-1] == "a:1  BERNARDO: Who’s there?"
    )


def test_calls_and_the_labels_of_notes_have_a_colour(run_wp8: Runner) -> None:
    screen = run_wp8.on_terminal("show", "paper:12", "--no-pager", width=60).text

    assert screen.count("\x1b[36m⁹\x1b[0m") == screen.count("\x1b[36m⁹ \x1b[0m") == 1
