"""What stands on the pages of a PDF around the text: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.pdf.page.lines import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.corpus.readers.pdf.page.rows import Row

_FIGURES: Final = re.compile(r"[0-9]{1,9}")
_ROMAN: Final = re.compile(r"[ivxlc]+|[IVXLC]+")
_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# How many rows of a page, from above and from below, may be furniture.
_OUTERMOST: Final = 2
# How far, in sizes of type, it stands from the text.
_GAP: Final = 1.6
_FEWEST_PAGES: Final = 2
# Heads of left and right pages differ, and those of chapters: each need not be on every page.
_LEAST_SHARE: Final = 0.4
# In points: so much may the same row stand higher or lower on another page.
_HEIGHT: Final = 2


class _Outer(NamedTuple):
    """One of the outermost rows of a page."""

    page: int
    row: int
    words: str
    height: int
    size: float
    figures: tuple[int, ...]


class Furniture:
    """Looks at all pages, then knows which of their rows are heads, feet and page numbers.

    Such a row is among the outermost of its page, apart from the others, and stands at one height,
    in the same words, on two pages of five, two at least. Its figures are the same on all or grow
    with the pages. Where such rows stand, another that is there on two pages is one, too, and so
    is a page number by itself that grows with those of other pages.
    """

    def __init__(self) -> None:
        self._outer: list[_Outer] = []
        self._turned: Counter[str] = Counter()
        self._pages = 0
        self._letters: Counter[float] = Counter()

    def look(self, rows: Sequence[Row]) -> None:
        """Take account of the rows of one more page."""
        for row in rows:
            for segment in row:
                self._letters[segment.size] += sum(len(piece.text) for piece in segment.pieces)
        for place in _outermost(rows):
            line = line_of(rows[place])
            text = line.text.strip()
            # What begins with a raised mark is a note; what has no text, a table.
            if not text or (line.raised and line.raised[0][0] == 0):
                continue
            figures = tuple(int(figure) for figure in _FIGURES.findall(text))
            words = _FIGURES.sub("#", text)
            if _ROMAN.fullmatch(text):
                figures, words = (_roman(text.lower()),), "#"
            height = round(line.foot / _HEIGHT)
            self._outer.append(_Outer(self._pages, place, words, height, line.size, figures))
        self._pages += 1

    def look_at_turned(self, text: str) -> None:
        """Take account of what stands in another direction on a page."""
        self._turned[_FIGURES.sub("#", text)] += 1

    def is_turned(self, text: str) -> bool:
        """Return whether what stands in another direction is on as many pages as a head."""
        return self._turned[_FIGURES.sub("#", text)] >= self._fewest

    @property
    def _fewest(self) -> float:
        return max(_FEWEST_PAGES, _LEAST_SHARE * self._pages)

    def found(self) -> dict[int, set[int]]:
        """Return which rows of which pages are furniture, both from 0."""
        groups: dict[tuple[object, ...], list[_Outer]] = defaultdict(list)
        for outer in self._outer:
            for key in self._likeness(outer):
                groups[key].append(outer)
        fewest = self._fewest
        sure = {outer for group in groups.values() if _pages(group) >= fewest for outer in group}
        heights = {outer.height for outer in sure}
        starts = {outer.figures[0] - outer.page for outer in sure if outer.words == "#"}
        likely = {
            outer
            for group in groups.values()
            if _pages(group) >= _FEWEST_PAGES
            for outer in group
            if outer.height in heights
        }
        numbers = {
            outer
            for outer in self._outer
            if outer.words == "#" and outer.figures[0] - outer.page in starts
        }
        removed: dict[int, set[int]] = defaultdict(set)
        for outer in sure | likely | numbers:
            removed[outer.page].add(outer.row)
        return removed

    def _likeness(self, outer: _Outer) -> Iterator[tuple[object, ...]]:
        """Yield what an outermost row has in common with those that it is the same as."""
        usual = self._letters.most_common(1)[0][0]
        figures = outer.figures
        # One figure at most is the page's; by it the row is the same, or by all as they are.
        # Large type that grows with the pages is that of chapters.
        for turned in range(-1, len(figures) if outer.size <= usual else 0):
            same = (n - outer.page * (place == turned) for place, n in enumerate(figures))
            yield (outer.words, outer.height, turned, *same)


def _pages(group: Sequence[_Outer]) -> int:
    return len({outer.page for outer in group})


def _outermost(rows: Sequence[Row]) -> set[int]:
    """Return the first and the last rows of a page that a gap sets apart from the others."""
    places = range(len(rows))
    return {place for ordered in (places, places[::-1]) for place in _set_apart(rows, ordered)}


def _set_apart(rows: Sequence[Row], ordered: Sequence[int]) -> Sequence[int]:
    for number in range(min(_OUTERMOST, len(ordered)), 0, -1):
        if number == len(ordered):
            return ordered[:number]
        one, other = rows[ordered[number - 1]][0], rows[ordered[number]][0]
        if abs(one.foot - other.foot) > _GAP * max(one.size, other.size):
            return ordered[:number]
    return ()


def _roman(text: str) -> int:
    values = [_VALUES[letter] for letter in text]
    return sum(
        -value if value < max(values[place + 1 :], default=0) else value
        for place, value in enumerate(values)
    )
