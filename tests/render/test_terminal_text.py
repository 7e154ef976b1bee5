"""What reaches a terminal: harmless characters, colour where it is wanted, messages."""

from __future__ import annotations

import io
import os
import re
import unicodedata
from typing import Final, TextIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.panel import Panel
from rich.table import Column, Table
from rich.text import Text

from wp8.render.console import Screen
from wp8.render.terminal import (
    Color,
    columns,
    joined,
    marked,
    printable,
    report,
    styled,
    use_color,
    write,
)


@given(st.text())
@example("\x1b[31m\x9b\x7f\u202e\u2028\r\n\t\0")
def test_printable_text_has_the_length_of_the_text(text: str) -> None:
    assert len(printable(text)) == len(text)


@given(st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Lu", "Zs"])))
def test_printable_text_is_one_line_without_controls(text: str) -> None:
    shown = printable(text)

    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in shown)
    assert not any(unicodedata.bidirectional(c) in BIDI_CONTROLS for c in shown)


ACTING = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x202E)} - {"\n"}
BIDI_CONTROLS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M", "Zs"])))
def test_what_is_harmless_is_left_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_a_control_character_is_shown_by_its_picture() -> None:
    assert printable("a\x1b[0m\x07\0b") == "a␛[0m␇␀b"


def test_cells_are_parted_by_a_bar_and_lines_by_a_blank() -> None:
    assert printable("name\tpost\nnext") == "name|post next"


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "the plan"),
        ([(0, 3)], "[the] plan"),
        ([(0, 3), (4, 8)], "[the] [plan]"),
        ([(0, 4), (4, 8)], "[the ][plan]"),
        ([(0, 8)], "[the plan]"),
    ],
)
def test_spans_stand_between_the_marks(spans: list[tuple[int, int]], expected: str) -> None:
    assert "".join(marked("the plan", spans, ("[", "]"))) == expected


@given(st.text(), st.lists(st.integers(0, 40), max_size=8))
def test_without_its_marks_a_marked_text_is_the_text(text: str, places: list[int]) -> None:
    places = sorted({min(place, len(text)) for place in places})
    spans = list(zip(places[::2], places[1::2], strict=False))

    assert "".join(marked(text, spans, ("", ""))) == text


class Stream(io.StringIO):
    """A stream that says of itself whether it is a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        """Return whether this is a terminal."""
        return self.terminal


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "colored"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_decided_by_flag_then_environment_then_terminal(
    monkeypatch: pytest.MonkeyPatch,
    choice: Color,
    environment: dict[str, str],
    *,
    terminal: bool,
    colored: bool,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream: TextIO = Stream(terminal=terminal)

    assert use_color(choice, stream) == colored


@pytest.mark.parametrize("terminal", [True, False])
def test_nothing_acts_in_what_is_written_but_the_styles(
    monkeypatch: pytest.MonkeyPatch, *, terminal: bool
) -> None:
    stream = Stream(terminal=terminal)
    monkeypatch.setattr("sys.stdout", stream)

    write(["a\tb\x1b\r\n", styled("c\x1b\r", ("\x1b[1m", "\x1b[0m")), "\n"])

    assert stream.getvalue() == "a\tb␛\r\n\x1b[1mc␛␍\x1b[0m\n"


def test_what_is_made_of_gated_text_has_to_pass_the_gate_again() -> None:
    strong = styled("a", ("\x1b[1m", "\x1b[0m"))

    assert joined((strong,)) == "\x1b[1ma\x1b[0m"
    assert joined((f"{strong}", strong.upper())) == "␛[1ma␛[0m␛[1MA␛[0M"


def test_nothing_acts_in_a_view_but_its_styles() -> None:
    stream = io.StringIO()
    screen = Screen(file=stream, force_terminal=True, color_system="standard", width=40)
    table = Table(Column("\x9bhead"), title="\x1b]0;t\x07")
    table.add_row(Text("\x1b[31m\u202e", style="bold"))

    screen.print(table, Panel("\x1b[2J"), "\x1b[H\x9d")

    assert set(re.sub(r"\x1b\[[013;]*m", "", stream.getvalue())) & ACTING == set()


def test_a_message_is_a_line_with_its_detail_and_its_hint_below(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report("what\nhappened\x1b", "the next\x07 step", "  query\x1b\n  ^\n")

    assert capsys.readouterr() == (
        "",
        "wp8: what happened␛\n  query␛\n  ^\n     the next␇ step\n",
    )


class Window(io.StringIO):
    """A terminal to write to."""

    def isatty(self) -> bool:
        """Say that a person reads it."""
        return True

    def fileno(self) -> int:
        """Return a number, of which nothing is asked."""
        return 2


def test_a_message_on_a_terminal_breaks_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window()
    monkeypatch.setattr("sys.stderr", window)
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((40, 24)))
    report("40 of 1,553 rows 조선로동당; --limit 1553 shows all")
    report("40 rows", "wp8 frequency --limit 1553 --kind paragraph")
    report("40 rows of a list", "to see all of those that there are: wp8 frequency --limit 1553")

    assert window.getvalue().splitlines() == [
        "wp8: 40 of 1,553 rows 조선로동당;",
        "     --limit 1553 shows all",
        "wp8: 40 rows",
        "     wp8 frequency --limit 1553 --kind paragraph",
        "wp8: 40 rows of a list",
        "     to see all of those that there are:",
        "     wp8 frequency --limit 1553",
    ]


WORDS: Final = st.text(st.sampled_from("ab和로") | st.just("\u0301"), min_size=1, max_size=12)


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1)), min_size=1), st.integers(20, 60))
def test_rows_in_a_window_break_between_words_below_each_other(
    rows: list[tuple[str, list[str]]], width: int
) -> None:
    shown = [*columns([(first, " ".join(words)) for first, words in rows], width)]
    wide = [line for line in shown if cell_len(line.strip("\n")) > width]
    starts = {len(line) - len(line.lstrip()) for line in shown if line.startswith(" ")}

    assert " ".join(shown).split() == [w for first, words in rows for w in (first, *words)]
    assert [line for line in wide if len(line.split()) > 2] == []
    assert len(starts) <= 1
