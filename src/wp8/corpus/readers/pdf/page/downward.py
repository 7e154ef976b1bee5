"""Lines that are read downwards, the right one first: turned, they read as others."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.pdf.page.geometry import turn
from wp8.corpus.readers.pdf.page.lines import is_unspaced
from wp8.corpus.readers.pdf.page.pieces import upright

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wp8.corpus.readers.pdf.page.geometry import Point
    from wp8.corpus.readers.pdf.page.pieces import Glyph

# By so many degrees.
_TURNED: Final = 270
# In sizes of type: how far one sign stands below the other, and how little beside it.
_STEP: Final = (0.4, 2.2)
_BESIDE: Final = 0.25


class Character(NamedTuple):
    """A sign of a page: its glyph, its angle, whether it has no ink; and what it is drawn in."""

    glyph: Glyph
    angle: int
    is_invisible: bool
    origin: Point
    box: tuple[float, float, float, float]


def with_downward(characters: Iterable[Character | None]) -> Iterator[Character | None]:
    """Yield `characters`, those of lines that are read downwards as if they were turned."""
    found = list(characters)
    is_down = [False] * len(found)
    for place, (above, below) in enumerate(pairwise(found)):
        if above and below and _is_below(above, below, is_down[place]):
            is_down[place] = is_down[place + 1] = True
    for each, turned in zip(found, is_down, strict=True):
        yield _turned(each) if each and turned else each


def _is_below(above: Character, below: Character, goes_on: bool) -> bool:
    """Return whether a line goes downwards from one sign to the other, of which one is Han."""
    if above.angle or below.angle:
        return False
    if not (goes_on or is_unspaced(above.glyph.text) or is_unspaced(below.glyph.text)):
        return False
    size = above.glyph.size
    beside, down = (one - other for one, other in zip(above.origin, below.origin, strict=True))
    return abs(beside) < _BESIDE * size and _STEP[0] * size < down < _STEP[1] * size


def _turned(each: Character) -> Character:
    glyph = upright(each.glyph._replace(foot=turn(each.origin, _TURNED)[1]), each.box, _TURNED)
    return each._replace(glyph=glyph, angle=_TURNED)
