"""Where words stand, as bars of characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from wp8.analysis.counts.dispersion import Places as Strip
from wp8.render.barcode import barcode_lines

PARTY = Strip("조선로동당", "speech", 2500, [0, 1, 2, 3, 1250, 1251, 2499])
PLAN = Strip("plan", "speech", 2500, range(0, 2500, 250))
ABSENT = Strip("absent", "paper", 100, [])


def lines(*strips: Strip, width: int = 40, ascii: bool = False) -> list[str]:
    """Return the lines for `strips` without their ends."""
    return "".join(barcode_lines(strips, width=width, ascii=ascii)).split("\n")


def test_bars_stand_below_each_other_under_their_document() -> None:
    assert lines(PARTY, ABSENT, PLAN, width=40) == [
        "speech, 2,500 words",
        "  조선로동당 █···········┃··········│  7",
        "  plan       │·│·│··│·│··│·│·│··│·│·· 10",
        "             0                  2,500",
        "",
        "paper, 100 words",
        "  absent     ························  0",
        "             0                    100",
        "",
        "in each cell: · none  │ 1  ┃ 2-3  █ 4+",
        "",
    ]


def test_a_wider_terminal_has_longer_bars() -> None:
    assert lines(PARTY, PLAN, width=80) == [
        "speech, 2,500 words",
        "  조선로동당 █·······························┃······························│  7",
        "  plan       │·····│·····│······│·····│······│·····│·····│······│·····│······ 10",
        "             0                                                          2,500",
        "",
        "in each cell: · none  │ 1  ┃ 2-3  █ 4+",
        "",
    ]


def test_a_terminal_without_utf_8_gets_bars_of_ascii() -> None:
    strip = Strip("responsibility", "paper", 48, [0, 0, 0, 0, 2, 3, 47])

    assert lines(strip, width=40, ascii=True) == [
        "paper, 48 words",
        "  responsibility",
        "   #||...............................| 7",
        "   0                                48",
        "",
        "in each cell: . none  | 1  H 2-3  # 4+",
        "",
    ]


def test_a_long_label_stands_above_its_bar() -> None:
    shown = lines(
        Strip("우리식 사회주의 건설", "paper", 100, [0]), Strip("plan", "paper", 100, [99])
    )

    assert shown[1:4] == [
        "  우리식 사회주의 건설",
        f"       │{'·' * 30} 1",
        f"  plan {'·' * 30}│ 1",
    ]


def test_of_many_documents_those_with_most_are_drawn_and_the_others_counted() -> None:
    strips = [Strip("plan", f"letter{n}", 100, range(n)) for n in range(1, 8)]

    shown = lines(*strips)
    assert [line for line in shown if line.startswith("letter")] == [
        f"letter{n}, 100 words" for n in (7, 6, 5, 4, 3)
    ]
    assert shown[-4:] == [
        "2 more documents with 3 occurrences: --svg FILE draws all",
        "",
        "in each cell: · none  │ 1  ┃ 2-3  █ 4+",
        "",
    ]


def test_a_document_shorter_than_its_bar_has_each_word_in_a_cell_of_its_own() -> None:
    assert lines(Strip("a", "paper", 2, [0, 1]), width=12)[:2] == [
        "paper, 2 words",
        "  a │··│·· 2",
    ]


def test_a_document_may_have_one_word_or_none() -> None:
    shown = lines(Strip("a", "one", 1, [0]), Strip("a", "none", 0, []))

    assert "one, 1 word" in shown
    assert "none, 0 words" in shown


def test_nothing_in_a_label_acts_on_a_terminal() -> None:
    assert lines(Strip("a\x1b[0m", "b\n", 1, []))[:2] == ["b , 1 word", f"  a␛[0m {'·' * 30} 0"]


def test_no_strips_are_no_lines() -> None:
    assert list(barcode_lines([], width=40)) == []


WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40)


@st.composite
def drawn_strips(draw: st.DrawFn) -> list[Strip]:
    """Return strips of two documents, whose occurrences are in order."""
    sizes = {"speech": draw(st.integers(1, 10**6)), "paper": draw(st.integers(1, 300))}
    strips = []
    for word in draw(st.lists(WORDS | st.just("조선로동당"), min_size=1, max_size=4)):
        document = draw(st.sampled_from(sorted(sizes)))
        positions = draw(st.lists(st.integers(0, sizes[document] - 1), max_size=50, unique=True))
        strips.append(Strip(word, document, sizes[document], sorted(positions)))
    return strips


@given(drawn_strips(), st.integers(40, 300), st.booleans())
def test_a_line_that_is_wider_than_the_terminal_is_words(
    strips: list[Strip], width: int, ascii: bool
) -> None:
    words = {f"  {strip.word}" for strip in strips}

    shown = lines(*strips, width=width, ascii=ascii)
    assert {line for line in shown if cell_len(line) > width} <= words


def bar_of(strip: Strip, width: int) -> str:
    """Return the bar of a strip that stands alone."""
    line = lines(strip, width=width)[1]
    return line.removesuffix(f" {len(strip.positions):,}").rpartition(" ")[2]


@given(drawn_strips(), st.integers(40, 300))
@example([PARTY], 40)
def test_a_cell_shows_how_many_occurrences_are_in_its_stretch(
    strips: list[Strip], width: int
) -> None:
    strip = strips[0]._replace(word="word")
    bar = bar_of(strip, width)
    inside = [
        sum(start * strip.size <= place * len(bar) < (start + 1) * strip.size for place in places)
        for start, places in enumerate([strip.positions] * len(bar))
    ]

    assert sum(inside) == len(strip.positions)
    assert bar == "".join(
        "·" if n == 0 else "│" if n == 1 else "┃" if n < 4 else "█" for n in inside
    )


@given(drawn_strips(), st.integers(40, 300))
def test_the_first_and_the_last_occurrence_are_the_ends_of_what_is_marked(
    strips: list[Strip], width: int
) -> None:
    strip = strips[0]._replace(word="word")
    bar = bar_of(strip, width)
    marked = [cell for cell, mark in enumerate(bar) if mark != "·"]

    assert (marked[:1], marked[-1:]) == (
        [place * len(bar) // strip.size for place in strip.positions[:1]],
        [place * len(bar) // strip.size for place in strip.positions[-1:]],
    )


@pytest.mark.parametrize("width", [40, 80, 300])
def test_all_bars_start_and_end_in_the_same_columns(width: int) -> None:
    shown = lines(PARTY, PLAN, ABSENT, width=width)
    bars = [line for line in shown if line.startswith("  ") and "·" in line]

    assert len(bars) == 3
    assert {cell_len(re.split("[·│┃█]", line)[0]) for line in bars} == {13}
    assert {cell_len(line) for line in bars} == {width}
