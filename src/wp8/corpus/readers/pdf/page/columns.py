"""The columns of a page: what stands on both sides of a gutter is read one after the other.

A gutter is a strip of white with text to its left and right that no line crosses. The tallest one
is looked for; what is above it comes before, and what is below it after, both sides. Each of
these parts may have gutters of its own.
"""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.corpus.readers.pdf.page.rows import Row, Segment

# In sizes of type: gutters of journals are one em wide and more.
_GUTTER: Final = 0.85
_NARROWEST: Final = 8.0
_FEWEST_ROWS: Final = 3
_FEWEST_OF_KNOWN: Final = 2
# A gutter of so many rows is one of the pages, and shorter ones at its place are, too.
_LONG: Final = 10
# Rows of a table stand on one line, and have few letters; so may lines, but not both.
_FEWEST_LETTERS: Final = 16
_FEWEST_LETTERS_OFF_LINE: Final = 8
_ON_LINE: Final = 0.7
# No page is cut more often, or has more to cut: a hostile one may.
_DEEPEST: Final = 40
_MOST_SEGMENTS: Final = 4_000
# Cells of a table do not fill their columns, and terms of a list stand far apart.
_FILLED: Final = 0.5
_DENSE: Final = 0.5
_NEARER: Final = 1.2


class Gutter(NamedTuple):
    """White from `left` to `right`, over the rows from `first` to before `end`."""

    left: float
    right: float
    first: int
    end: int


class Columns:
    """Finds columns, and knows from earlier pages where gutters were."""

    def __init__(self) -> None:
        self._known: list[tuple[float, float]] = []
        self.most = 1

    def of(self, rows: list[Row], beside: int = 1, depth: int = 0) -> Iterator[list[Row]]:
        """Yield the columns of `rows` in the order in which they are read."""
        self.most = max(self.most, beside)
        is_page = depth < _DEEPEST and sum(map(len, rows)) < _MOST_SEGMENTS
        gutter = self._tallest(rows, self._known if beside == 1 else []) if is_page else None
        if gutter is None:
            if rows:
                yield rows
            return
        gutter = _without_last_line_above(rows, gutter)
        if gutter.end - gutter.first >= _LONG and beside == 1:
            self._known = [*self._known[-9:], (gutter.left, gutter.right)]
        yield from self.of(rows[: gutter.first], beside, depth + 1)
        for side in _sides(rows, gutter):
            yield from self.of(side, beside + 1, depth + 1)
        yield from self.of(rows[gutter.end :], beside, depth + 1)

    def _tallest(self, rows: list[Row], known: list[tuple[float, float]]) -> Gutter | None:
        found: Gutter | None = None
        seen: list[Gutter] = []
        for place, left, right in _whites(rows):
            middle = (left + right) / 2
            if any(g.first <= place < g.end and g.left < middle < g.right for g in seen):
                continue
            gutter = _grown(rows, place, left, right)
            seen.append(gutter)
            if found is None or _height(rows, gutter) > _height(rows, found):
                middle = (gutter.left + gutter.right) / 2
                is_known = any(left < middle < right for left, right in known)
                sides = _sides(rows, gutter)
                shared = sum(map(len, sides)) - (gutter.end - gutter.first)
                is_on_line = shared > _ON_LINE * min(map(len, sides))
                fewest = _FEWEST_LETTERS if is_on_line else _FEWEST_LETTERS_OFF_LINE
                if all(_is_column(side, fewest, is_known=is_known) for side in sides):
                    found = gutter
        return found


def _whites(rows: Sequence[Row]) -> Iterator[tuple[int, float, float]]:
    """Yield what may be a part of a gutter: the row, and where white begins and ends.

    It is white between what stands in one row, or in two, for columns need not have one pitch.
    """
    for place, row in enumerate(rows):
        for near in (row, [*row, *rows[place + 1]] if place + 1 < len(rows) else []):
            end = math.inf
            for segment in sorted(near, key=lambda segment: segment.left):
                if segment.left - end >= _GUTTER * segment.size:
                    yield place, end, segment.left
                end = max(end, segment.right) if end < math.inf else segment.right


def _grown(rows: list[Row], place: int, left: float, right: float) -> Gutter:
    """Return the gutter that reaches from a row as far up and down as there is white."""
    first, end = place, place + 1
    size = median(segment.size for segment in rows[place])
    while first > 0 and (white := _within(rows[first - 1], left, right, size)):
        (left, right), first = white, first - 1
    while end < len(rows) and (white := _within(rows[end], left, right, size)):
        (left, right), end = white, end + 1
    return Gutter(left, right, first, end)


def _without_last_line_above(rows: list[Row], gutter: Gutter) -> Gutter:
    """Return `gutter` without a short line on its left that stands nearer to what is above it."""
    first = gutter.first
    if not 0 < first < gutter.end - 1 or _end(rows[first]) > gutter.left + 1:
        return gutter
    above = rows[first - 1][0].foot - rows[first][0].foot
    below = rows[first][0].foot - rows[first + 1][0].foot
    return gutter._replace(first=first + (above * _NEARER < below))


def _within(row: Row, left: float, right: float, size: float) -> tuple[float, float] | None:
    """Return the white that `row` leaves between `left` and `right`, if it is enough."""
    for segment in row:
        begins, ends = segment.left, segment.right
        if ends <= left or begins >= right:
            continue
        if begins - left > right - ends:
            right = begins
        else:
            left = ends
        if right - left < _GUTTER * size:
            return None
    return left, right


def _height(rows: list[Row], gutter: Gutter) -> float:
    return rows[gutter.first][0].foot - rows[gutter.end - 1][0].foot


def _sides(rows: list[Row], gutter: Gutter) -> tuple[list[Row], list[Row]]:
    middle = (gutter.left + gutter.right) / 2
    within = rows[gutter.first : gutter.end]
    lefts = ([each for each in row if each.left < middle] for row in within)
    rights = ([each for each in row if each.left >= middle] for row in within)
    return [row for row in lefts if row], [row for row in rights if row]


def _is_column(side: list[Row], fewest_letters: int, *, is_known: bool) -> bool:
    if len(side) < (_FEWEST_OF_KNOWN if is_known else _FEWEST_ROWS):
        return False
    if is_known:
        return True
    size = median(segment.size for row in side for segment in row)
    left = min(row[0].left for row in side)
    width = max(_end(row) for row in side) - left
    filled = sum(_end(row) - row[0].left for row in side) / len(side) / (width or 1)
    pitches = [one[0].foot - two[0].foot for one, two in pairwise(side)]
    dense = median(pitches) * len(pitches) / (sum(pitches) or 1)
    letters = sum(len(piece.text) for row in side for each in row for piece in each.pieces)
    return (
        width >= _NARROWEST * size
        and filled >= _FILLED
        and dense >= _DENSE
        and letters >= fewest_letters * len(side)
    )


def _end(row: Sequence[Segment]) -> float:
    return max(segment.right for segment in row)
