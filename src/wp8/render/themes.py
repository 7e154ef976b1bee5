"""How each kind of thing looks that is shown: the one table of styles, a column for each theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# The first has the colours of the terminal itself and is the default. Two have the fixed ones of
# the 256, which a terminal without 24 bits has too; the last has none.
THEMES: Final = ("ansi", "light", "dark", "mono")
DEFAULT: Final = THEMES[0]

# What is looked for, and the name of what has it.
HIT: Final = "hit"
ID: Final = "id"
HEADING: Final = "heading"
# What is said of a thing: where it stands, how often, from where; and neighbours of what was found.
QUIET: Final = "quiet"
# A form of a word or name; where a note is called; what a user wrote beside a passage.
FORM: Final = "form"
CALL: Final = "call"
NOTE: Final = "note"
# What is as it should be, and what is not; the two sides of a difference.
RIGHT: Final = "right"
WARNING: Final = "warning"
DELETED: Final = "deleted"
INSERTED: Final = "inserted"
# The words by which lines are sorted, from the first key on; a figure that is drawn.
KEYS: Final = ("key1", "key2", "key3")
BAR: Final = "bar"

# Each role in each of the themes, in the words of Rich: attributes, and at most one colour. Of the
# 16, red, magenta, green and cyan are readable on dark and on light; bold makes the last two pale.
STYLES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    HIT: (
        "bold underline red",
        "bold underline color(160)",
        "bold underline color(209)",
        "bold underline",
    ),
    ID: ("bold magenta", "bold color(90)", "bold color(183)", "bold"),
    HEADING: ("bold", "bold", "bold", "bold"),
    QUIET: ("dim", "color(241)", "color(247)", "dim"),
    FORM: ("cyan", "color(24)", "color(80)", "bold"),
    CALL: ("cyan", "color(24)", "color(80)", "bold"),
    NOTE: ("italic", "italic color(24)", "italic color(80)", "italic"),
    RIGHT: ("green", "color(22)", "color(114)", "italic"),
    WARNING: ("bold red", "bold color(160)", "bold color(209)", "bold"),
    DELETED: ("strike red", "strike color(160)", "strike color(210)", "strike"),
    INSERTED: ("underline green", "underline color(22)", "underline color(114)", "underline"),
    KEYS[0]: ("green", "color(22)", "color(114)", "underline"),
    KEYS[1]: ("cyan", "color(24)", "color(80)", "italic"),
    KEYS[2]: ("magenta", "color(90)", "color(183)", "underline italic"),
    BAR: ("red", "color(160)", "color(209)", "bold"),
}
# What ends the sequence of any.
END: Final = "\x1b[0m"
_ATTRIBUTES: Final = {"bold": 1, "dim": 2, "italic": 3, "underline": 4, "strike": 9}
_COLORS: Final = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


def style(role: str, theme: str) -> str:
    """Return how a role looks in a theme, in the words of Rich."""
    return STYLES[role][THEMES.index(theme)]


def sequence(role: str, theme: str) -> str:
    """Return the same as the sequence that a terminal is told by."""
    return f"\x1b[{';'.join(map(_code, style(role, theme).split()))}m"


def _code(word: str) -> str:
    if word in _ATTRIBUTES:
        return str(_ATTRIBUTES[word])
    if word in _COLORS:
        return str(30 + _COLORS.index(word))
    return f"38;5;{word.removeprefix('color(').removesuffix(')')}"
