"""The lines of a concordance, and the colours of the words by which they are sorted."""

from __future__ import annotations

from typing import Final

import pytest
from rich.text import Text
from test_any_window import LOOK, STAMP, on_screen
from test_views import rendered

from wp8.analysis.counts.table import Concordance
from wp8.render.concordance import concordance_view

# The numbers of green, cyan and magenta.
COLORS: Final = {2: "1", 6: "2", 5: "3"}
LINE: Final = ("a:1", "Of the ship, well-made ", "plans", ", then of boats")


def table(line: tuple[str, ...], sort: str, window: object = 10) -> Concordance:
    """Return a concordance of one line."""
    parameters = {"window": window, "sort": sort}
    columns = ("id", "left", "node", "right")
    return Concordance("concordance", columns, [line], parameters, {}, stamp=STAMP)


def colored(view: Concordance, width: int = 80) -> dict[str, str]:
    """Return what has the colour of a key on the screen, but below the lines, by its number."""
    shown = Text.from_ansi(rendered(concordance_view(view, LOOK), width=width, colored=True))
    lines = shown.plain.partition("sorted by")[0]
    found = {}
    for start, end, style in shown.spans:
        color = getattr(style, "color", None)
        if color and color.number in COLORS and start > 0 and end <= len(lines):
            found[COLORS[color.number]] = lines[start:end]
    return found


@pytest.mark.parametrize("window", [10, "sentence"])
@pytest.mark.parametrize(
    ("sort", "words"),
    [
        ("R1,L1", {"1": "then", "2": "well-made"}),
        ("L2,frequency,R3,R2", {"1": "ship", "2": "boats", "3": "of"}),
        ("document", {}),
    ],
)
def test_a_word_by_which_lines_are_sorted_has_the_colour_of_its_key(
    sort: str, words: dict[str, str], window: object
) -> None:
    assert colored(table(LINE, sort, window)) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("a:1", "well-", "made", "-up plans are"), {"1": "plans"}),
        (("a:1", "", "made", ""), {}),
        (("a:1", "和平中央 ", "委員會", " 조선로동당"), {"1": "조선로동당", "2": "和平中央"}),
    ],
)
def test_no_word_that_the_node_is_a_part_of_is_a_key(
    line: tuple[str, ...], words: dict[str, str]
) -> None:
    assert colored(table(line, "R1,L1")) == words


def test_what_is_cut_off_takes_its_colour_with_it() -> None:
    long = ("a:1", "Of the ship " + "made " * 30, "plans", " and boats " * 30)

    assert colored(table(long, "R1,L1,R2"), width=40) == {"1": "and", "2": "made", "3": "boats"}


def test_the_keys_are_named_below_the_lines_if_there_are_some() -> None:
    assert "\nsorted by R1, L1\n" in on_screen(concordance_view(table(LINE, "R1,L1"), LOOK), 80)
    assert "sorted" not in on_screen(concordance_view(table(LINE, "frequency"), LOOK), 80)
