"""The lines of a column, cut to paragraphs: by white, indents, short lines, marks, type."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import CALL, ends_sentence, first_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.corpus.readers.pdf.page.geometry import Line

# In the line's own size of type:
INDENT: Final = 0.6
_ROOM: Final = 0.6
_PITCH: Final = 1.2
_WIDEST_PITCH: Final = 4.0
_CENTRED: Final = 0.6
# A line that stands above the one before it has nothing to do with it.
_BESIDE: Final = -0.5
# As factors of what is usual. A formula in a line makes it stand farther off.
_WIDE_PITCH: Final = 1.3
_WIDE_PITCH_OF_SENTENCE: Final = 1.7
_OTHER_SIZE: Final = 0.07
_FEWEST_LINES: Final = 4
_LAST: Final = 4
# The last are those of Wingdings and Symbol.
_BULLET: Final = re.compile("[•‣\u2043◦▪▫■□●○◆◇►▶▸✓➢➤\uf0b7\uf0a7\uf0d8\uf0fc]")
_NUMBERED: Final = re.compile(
    r"(?:\[[^\]\s]{1,12}\](?![.,;:)])|\(?(?:[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\([0-9a-zA-Z]{1,3}\))"
    r" ?(?=\S)|[–—*·∙-] (?=\S)"
)
# A date that a line end cuts is no number of an item.
_DAY: Final = re.compile(r"[0-9]\.$")
_MONTH: Final = re.compile(r"[0-9]{1,2}\.\s?[0-9]")
# What leads from a title of a table of contents to the number of its page.
_LEADER: Final = " .·…"
_FEWEST_DOTS: Final = 4
_PAGE: Final = re.compile(r"[0-9]{1,5}|[ivxlc]{1,8}|[IVXLC]{1,8}")


@dataclass(slots=True)
class Column:
    """The lines of one page that follow each other downwards."""

    page: int
    lines: list[Line]
    is_aside: bool = False
    left: float = 0.0
    right: float = 0.0

    def __post_init__(self) -> None:
        """Find where most of its lines begin, and where the longest end."""
        self.left = Counter(round(line.left) for line in self.lines).most_common(1)[0][0]
        self.right = max(line.right for line in self.lines)


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and the pages that they stand on.

    One that `is_aside` stands between the parts of the text: a table, a caption, what is turned.
    One that `is_first` begins its column; one that `is_full` ends where the column does.
    """

    lines: list[Line] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    is_aside: bool = False
    is_first: bool = False
    is_indented: bool = False
    is_full: bool = False
    is_item: bool = False
    is_heading: bool = False

    @property
    def size(self) -> float:
        """The size of its type."""
        return self.lines[-1].size

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.is_bold for line in self.lines)

    @property
    def has_words(self) -> bool:
        """Whether there is more in it than signs."""
        return any(line.table or any(map(str.isalnum, line.text)) for line in self.lines)


def marks_item(text: str) -> bool:
    """Return whether `text` begins as an item of a list does."""
    return bool(_BULLET.match(text) or _NUMBERED.match(text))


def without_leader(text: str) -> str:
    """Return a line of a table of contents without what leads to the number, others as they are."""
    title, _, number = text.rpartition(" ")
    number = number.lstrip(_LEADER)
    bare = title.rstrip(_LEADER) if number else ""
    dots = text[len(bare) : len(text) - len(number)].replace(" ", "")
    is_leader = bare and len(dots) >= _FEWEST_DOTS and _PAGE.fullmatch(number)
    return f"{bare} {number}" if is_leader else text


def is_like(one: Line, other: Line) -> bool:
    """Return whether two lines are set in one type."""
    return one.is_bold == other.is_bold and _is_of_size(one, other)


def _is_of_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _OTHER_SIZE * max(one.size, other.size)


def usual_pitch(columns: Iterable[Column]) -> float:
    """Return how far apart lines of one size stand, in that size."""
    pitches = [
        (above.foot - below.foot) / below.size
        for column in columns
        for above, below in zip(column.lines, column.lines[1:], strict=False)
        if is_like(above, below) and 0 < above.foot - below.foot < _WIDEST_PITCH * below.size
        # Else the pitch may be that of paragraphs of one line.
        if not ends_sentence(above.text.strip())
    ]
    return median(pitches) if pitches else _PITCH


def widened(columns: Iterable[Column]) -> Iterator[Column]:
    """Yield `columns`, one of few lines as wide as the last of more that begins where it does."""
    long: list[Column] = []
    for column in columns:
        if len(column.lines) >= _FEWEST_LINES:
            long = [column, *long[:_LAST]]
        for other in long:
            if abs(other.left - column.left) < INDENT * column.lines[0].size:
                column.right = max(column.right, other.right)
                break
        yield column


def cut(column: Column, pitch: float) -> Iterator[Paragraph]:
    """Yield the paragraphs of a column; `pitch` is the usual one, in sizes of type."""
    is_first = True
    for stretch in _stretches(column.lines, pitch):
        for lines in _Stretch(stretch, column).paragraphs():
            paragraph = Paragraph(lines, [column.page] * len(lines), column.is_aside, is_first)
            first, last = lines[0], lines[-1]
            paragraph.is_aside = column.is_aside or first.table is not None
            paragraph.is_indented = first.left - column.left > INDENT * first.size
            paragraph.is_full = column.right - last.right < 2 * last.size
            paragraph.is_item = marks_item(first.text)
            yield paragraph
            is_first = False


def _stretches(lines: Sequence[Line], pitch: float) -> Iterator[list[Line]]:
    """Yield the lines between white, tables and changes of type."""
    stretch: list[Line] = []
    for line in lines:
        if stretch and _is_set_apart(stretch[-1], line, pitch):
            yield stretch
            stretch = []
        stretch.append(line)
    if stretch:
        yield stretch


def _is_set_apart(above: Line, below: Line, pitch: float) -> bool:
    if above.table or below.table or above.is_title or below.is_title:
        return True
    if not _is_of_size(above, below):
        return True
    gap = (above.foot - below.foot) / below.size
    goes_on = not ends_sentence(_bare(above)) and first_letter(_bare(below)).islower()
    # A line of a sentence may be bold, and so is a heading.
    if above.is_bold != below.is_bold and not goes_on:
        return True
    return gap > pitch * (_WIDE_PITCH_OF_SENTENCE if goes_on else _WIDE_PITCH) or gap < _BESIDE


def _bare(line: Line) -> str:
    return line.text.replace(CALL, "").strip()


class _Stretch:
    """Lines of one type, one below the other."""

    def __init__(self, lines: list[Line], column: Column) -> None:
        self._lines = lines
        self._size = lines[0].size
        self._left = min(line.left for line in lines)
        is_long = len(lines) >= _FEWEST_LINES
        self._right = max(line.right for line in lines) if is_long else column.right
        self._hangs = self._is_hanging()

    def paragraphs(self) -> Iterator[list[Line]]:
        """Yield the lines of each paragraph."""
        if self._is_centred():
            yield self._lines
            return
        paragraph = self._lines[:1]
        for above, below in zip(self._lines, self._lines[1:], strict=False):
            if self._opens(paragraph, above, below):
                yield paragraph
                paragraph = []
            paragraph.append(below)
        yield paragraph

    def _opens(self, paragraph: list[Line], above: Line, below: Line) -> bool:
        """Return whether `below` begins a paragraph after the lines of `paragraph`."""
        text, before = _bare(below), _bare(above)
        is_ended = ends_sentence(before)
        is_broken = self._is_broken(above, below)
        is_numbered = _NUMBERED.match(text) and not (_DAY.search(before) and _MONTH.match(text))
        if _BULLET.match(text) or (is_numbered and (is_ended or is_broken)):
            return True
        if without_leader(before) != before:
            return True
        indent = INDENT * self._size
        opening = _bare(paragraph[0])
        if marks_item(opening):
            if below.left > paragraph[0].left + indent:
                return is_broken and is_ended and below.left > paragraph[-1].left + indent
            return not first_letter(text).islower() and (is_broken or bool(_BULLET.match(opening)))
        if self._hangs:
            return is_broken and is_ended if self._is_in(below) else is_broken or is_ended
        off = below.left - above.left
        begins = is_ended or not first_letter(text).islower()
        if off > indent:
            return True
        if off < -indent:
            # The first line of a paragraph is set in, or what was quoted has ended.
            return above is not paragraph[0] or (is_broken and begins)
        return is_broken and begins

    def _is_broken(self, above: Line, below: Line) -> bool:
        """Return whether `above` ends where the first word of `below` had had room."""
        return self._right - above.right > below.first + _ROOM * self._size

    def _is_in(self, line: Line) -> bool:
        return line.left - self._left > INDENT * self._size

    def _is_hanging(self) -> bool:
        """Return whether the first lines of paragraphs stand out, and not in."""
        # A stretch begins with a paragraph, if it does not begin the column.
        votes = -int(self._is_in(self._lines[0]))
        for above, below in zip(self._lines, self._lines[1:], strict=False):
            if self._is_in(above) != self._is_in(below):
                # A line that is not full ends a paragraph: the next shows how one begins.
                is_first_in = self._is_in(below) == self._is_broken(above, below)
                votes += -1 if is_first_in else 1
        return votes > 0

    def _is_centred(self) -> bool:
        """Return whether all lines have one middle and begin at different places."""
        middles = [(line.left + line.right) / 2 for line in self._lines]
        lefts = [line.left for line in self._lines]
        slack = _CENTRED * self._size
        return max(middles) - min(middles) < slack and max(lefts) - min(lefts) > slack
