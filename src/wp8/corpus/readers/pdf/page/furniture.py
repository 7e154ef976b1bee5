"""What stands on the pages of a PDF around the text: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.pdf.page.lines import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from wp8.corpus.readers.pdf.page.rows import Row

    # The words, the height, which figure is the page's, the figures less the page.
    _Likeness = tuple[str, int, int | None, tuple[int, ...]]

# In the place of a figure; no text has it.
_FIGURE: Final = "\0"
_FIGURES: Final = re.compile(r"[0-9]{1,9}")
_ROMAN: Final = re.compile(r"[ivxlc]+|[IVXLC]+")
_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# How many rows of a page, from above and from below, may be furniture.
_OUTERMOST: Final = 2
# How far, in sizes of type, it stands from the text.
_GAP: Final = 1.6
# As a factor of the usual size.
_LARGE: Final = 1.2
_FEWEST_PAGES: Final = 2
# Of two pages, each may have a number that is something else.
_FEWEST_COUNTED: Final = 3
# Heads of left and right pages differ, and those of chapters: each need not be on every page.
_LEAST_SHARE: Final = 0.4
# In points: so much may the same row stand higher or lower on another page.
_HEIGHT: Final = 2
# Times that, if its words are those of a head.
_OFF: Final = 4


class _Outer(NamedTuple):
    """One of the outermost rows of a page."""

    page: int
    row: int
    words: str
    height: int
    size: float
    figures: tuple[int, ...]
    shown: tuple[str, ...]


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
        # Of pages, from 0; known when it has been asked what is furniture.
        self.numbers: dict[int, str] = {}

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
            shown = tuple(_FIGURES.findall(text))
            figures = tuple(map(int, shown))
            # Blanks are guessed from white, which differs.
            words = "".join(_FIGURES.sub(_FIGURE, text).split())
            if _ROMAN.fullmatch(text):
                figures, shown, words = (_roman(text.lower()),), (text,), _FIGURE
            height = round(line.foot / _HEIGHT)
            self._outer.append(_Outer(self._pages, place, words, height, line.size, figures, shown))
        self._pages += 1

    def look_at_turned(self, text: str) -> None:
        """Take account of what stands in another direction on a page."""
        self._turned[_FIGURES.sub(_FIGURE, text)] += 1

    def is_turned(self, text: str) -> bool:
        """Return whether what stands in another direction is on as many pages as a head."""
        return self._turned[_FIGURES.sub(_FIGURE, text)] >= self._fewest

    @property
    def _fewest(self) -> float:
        return max(_FEWEST_PAGES, _LEAST_SHARE * self._pages)

    def found(self) -> dict[int, set[int]]:
        """Return which rows of which pages are furniture, both from 0."""
        groups: dict[_Likeness, list[_Outer]] = defaultdict(list)
        for outer in self._outer:
            for key in self._likeness(outer):
                groups[key].append(outer)
        fewest = self._fewest
        sure = {
            outer
            for (words, *_), group in groups.items()
            if _pages(group) >= (fewest if words else max(fewest, _FEWEST_COUNTED))
            for outer in group
        }
        heights = {outer.height for outer in sure}
        starts = {outer.figures[0] - outer.page for outer in sure if outer.words == _FIGURE}
        likely = {
            outer
            for (words, *_), group in groups.items()
            if _pages(group) >= (_FEWEST_PAGES if words else _FEWEST_COUNTED)
            for outer in group
            if outer.height in heights
        }
        named = {(outer.words, outer.height) for outer in sure if outer.words != _FIGURE}
        likely |= {
            outer
            for outer in self._outer
            if any((outer.words, outer.height + off) in named for off in range(-_OFF, _OFF + 1))
        }
        numbers = {
            outer
            for outer in self._outer
            if outer.words == _FIGURE and outer.figures[0] - outer.page in starts
        }
        counted = {
            figures[turned]
            for (_, _, turned, figures), group in groups.items()
            if turned is not None and _pages(group) >= _FEWEST_COUNTED
            if group[0] in sure or group[0] in likely
        }
        self.numbers = _numbers(sure | likely | numbers, counted)
        removed: dict[int, set[int]] = defaultdict(set)
        for outer in sure | likely | numbers:
            removed[outer.page].add(outer.row)
        return removed

    def _likeness(self, outer: _Outer) -> Iterator[_Likeness]:
        """Yield what an outermost row has in common with those that it is the same as."""
        usual = self._letters.most_common(1)[0][0]
        figures = outer.figures
        yield outer.words, outer.height, None, figures
        # Large type that grows with the pages is that of chapters.
        if outer.size > _LARGE * usual:
            return
        # One figure at most is the page's; by it the row is the same.
        for turned in range(len(figures)):
            same = (n - outer.page * (place == turned) for place, n in enumerate(figures))
            yield outer.words, outer.height, turned, tuple(same)
        # The words beside a page's number may be those of its chapter.
        if outer.words.startswith(_FIGURE):
            yield "", outer.height, 0, (figures[0] - outer.page,)
        if outer.words.endswith(_FIGURE):
            yield "", outer.height, 0, (figures[-1] - outer.page,)


def _numbers(rows: Iterable[_Outer], starts: AbstractSet[int]) -> dict[int, str]:
    """Return what is printed on pages as their number, which grows from one of `starts` on."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        for figure, shown in zip(row.figures, row.shown, strict=True):
            # With zeros before it, it is one of a printer's job.
            if figure - row.page in starts and not shown.startswith("0"):
                found[row.page].add(shown)
    return {page: shown.pop() for page, shown in found.items() if len(shown) == 1}


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
