"""Short columns beside each other whose lines stand at other heights: each is read by itself."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.corpus.readers.pdf.page.geometry import Line

# In sizes of type: lines of one column stand farther apart than the first, and nearer than the
# second.
_NEAR: Final = 0.8
_FAR: Final = 1.7
# A gutter; between the parts of a formula there is less.
_WHITE: Final = 1.0
# One line may be a part of a formula.
_FEWEST: Final = 2
# Longer columns have a gutter.
_MOST: Final = 40
# Of letters: what is shorter is a sign of a formula.
_SHORTEST: Final = 6


def unbraided(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield `lines`, those of columns that stand beside each other one column after the other."""
    place = 0
    while place < len(lines):
        strands = _strands(lines, place)
        for strand in strands:
            yield from strand
        place += sum(map(len, strands))


def _strands(lines: Sequence[Line], first: int) -> list[list[Line]]:
    """Return the columns that begin with a line, from left to right; it may be the only one."""
    strands = [[lines[first]]]
    for above, line in pairwise(lines[first : first + _MOST]):
        beside = [strand for strand in strands if _is_over(strand, line)]
        pitch = above.foot - line.foot
        if len(beside) == 1 and (
            len(strands) > 1 and beside[0][-1].foot - line.foot < _FAR * line.size
        ):
            beside[0].append(line)
        elif not beside and pitch < _NEAR * line.size and _are_columns(strands, line):
            strands.append([line])
        else:
            break
    if min(map(len, strands)) < _FEWEST:
        return [[lines[first]]]
    return sorted(strands, key=lambda strand: strand[0].left)


def _is_over(strand: Sequence[Line], line: Line) -> bool:
    return any(line.left < other.right and other.left < line.right for other in strand[-1:])


def _are_columns(strands: Sequence[Sequence[Line]], line: Line) -> bool:
    """Return whether `line` may begin a column beside others."""
    lines = [line, *(strand[0] for strand in strands)]
    has_white = all(
        max(line.left - other.right, other.left - line.right) > _WHITE * line.size
        for other in lines[1:]
    )
    return has_white and all(len(each.text) >= _SHORTEST and not each.table for each in lines)
