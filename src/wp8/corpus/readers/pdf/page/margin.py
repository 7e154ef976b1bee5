"""The numbers of lines that stand in the margin of a page."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.corpus.readers.pdf.page.geometry import Piece

_FEWEST: Final = 3
# Lines of a page that are all numbered; the rows of a table may be, too.
_FEWEST_OF_EACH: Final = 12
# In points: figures of a column end or begin so near to each other.
_ALIGNED: Final = 2
_MOST_FIGURES: Final = 5
# In sizes of type.
_WHITE: Final = 0.3


def line_numbers(pieces: Sequence[Piece]) -> set[Piece]:
    """Return the pieces of a page that are numbers of its lines.

    They stand below each other with nothing else above or below them, outside of the text, and
    grow by one step.
    """
    numbers = [piece for piece in pieces if _is_number(piece)]
    others = [piece for piece in pieces if not _is_number(piece)]
    if not others:
        return set()
    text = min(piece.left for piece in others), max(piece.right for piece in others)
    found: set[Piece] = set()
    for edge in ("left", "right"):
        columns: dict[int, list[Piece]] = defaultdict(list)
        for piece in numbers:
            columns[round(getattr(piece, edge) / _ALIGNED)].append(piece)
        for near, column in columns.items():
            group = sorted([*column, *columns.get(near + 1, [])], key=lambda piece: -piece.foot)
            if len(group) >= _FEWEST and _count(group) and _is_outside(group, text):
                found.update(group)
    return found


def _is_number(piece: Piece) -> bool:
    return len(piece.text) <= _MOST_FIGURES and piece.text.isascii() and piece.text.isdigit()


def _count(group: Sequence[Piece]) -> bool:
    numbers = [int(piece.text) for piece in group]
    steps = {later - number for number, later in pairwise(numbers)}
    step = next(iter(steps))
    return len(steps) == 1 and (step > 1 or (step == 1 and len(group) >= _FEWEST_OF_EACH))


def _is_outside(group: Sequence[Piece], text: tuple[float, float]) -> bool:
    """Return whether `group` stands to one side of all text, which reaches from left to right."""
    white = _WHITE * group[0].size
    is_left = max(piece.right for piece in group) + white <= text[0]
    return is_left or min(piece.left for piece in group) - white >= text[1]
