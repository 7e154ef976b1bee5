"""The lines of a PDF's pages, put together to headings and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import Block, ends_sentence, first_letter
from wp8.corpus.readers.pdf.furniture import PageLine, usual_size, without_furniture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# In the line's own size of type:
_INDENT: Final = 0.7
_SHORT: Final = 4.0
_PITCH: Final = 1.2
_WIDEST_PITCH: Final = 4.0
# As a factor of what is usual:
_WIDE_PITCH: Final = 1.3
_OTHER_SIZE: Final = 0.07
_HEADING_SIZE: Final = 1.12
_LONGEST_HEADING: Final = 200
# PDFium has \x02 or \ufffe where a hyphen ends a line.
_LAST_WORD: Final = re.compile(r"(\w+)[\x02\ufffe\xad\u2010-]$")
_ARTEFACTS: Final = {0x02: "-", 0xFFFE: "-", 0x09: " "}
_WORD: Final = re.compile(r"\w+(?:[-\u2010]\w+)*")
_FIRST_WORD: Final = re.compile(r"\w+")


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together, and the pages that they stand on."""

    lines: list[PageLine] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    @property
    def size(self) -> float:
        return self.lines[-1].size


@dataclass(slots=True)
class _Column:
    """The lines of one page that follow each other downwards."""

    page: int
    lines: list[PageLine]

    @property
    def left(self) -> float:
        return Counter(round(line.left) for line in self.lines).most_common(1)[0][0]

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)


def page_blocks(pages: Sequence[Sequence[PageLine]]) -> Iterator[Block]:
    """Yield the headings and paragraphs of `pages`, each with its first and last page."""
    kept = without_furniture(pages)
    words = Counter(word for page in kept for line in page for word in _words(line.text))
    size = usual_size(kept)
    section = ""
    for place, paragraph in enumerate(_paragraphs(kept), start=1):
        text = _joined((line.text.strip() for line in paragraph.lines), words)
        is_large = paragraph.size > size * _HEADING_SIZE
        kind = "heading" if is_large and len(text) <= _LONGEST_HEADING else "paragraph"
        section = text if kind == "heading" else section
        extent = paragraph.pages[0], paragraph.pages[-1]
        yield Block(kind, text, (place, place), section, pages=extent)


def _paragraphs(pages: Sequence[Sequence[PageLine]]) -> list[_Paragraph]:
    columns = [column for number, page in enumerate(pages, 1) for column in _columns(number, page)]
    pitch = _usual_pitch(columns)
    found: list[_Paragraph] = []
    above: _Column | None = None
    for column in columns:
        left, right = column.left, column.right
        last: PageLine | None = None
        for line in column.lines:
            if last is None:
                paragraph = _cut_off(found, line, above, left)
            else:
                paragraph = None if _opens(line, last, pitch, (left, right)) else found[-1]
            if paragraph is None:
                found.append(paragraph := _Paragraph())
            paragraph.lines.append(line)
            paragraph.pages.append(column.page)
            last = line if paragraph is found[-1] else None
        above = column
    return found


def _columns(number: int, page: Sequence[PageLine]) -> Iterator[_Column]:
    column = _Column(number, [])
    for line in page:
        if column.lines and line.foot > column.lines[-1].foot + line.size / 2:
            yield column
            column = _Column(number, [])
        column.lines.append(line)
    if column.lines:
        yield column


def _usual_pitch(columns: Iterable[_Column]) -> float:
    """Return how far apart lines of one size stand, in that size."""
    pitches = [
        (above.foot - below.foot) / below.size
        for column in columns
        for above, below in zip(column.lines, column.lines[1:], strict=False)
        if _is_like(above, below) and 0 < above.foot - below.foot < _WIDEST_PITCH * below.size
        # Else the pitch may be that of paragraphs of one line.
        if not ends_sentence(above.text.strip())
    ]
    return median(pitches) if pitches else _PITCH


def _opens(line: PageLine, last: PageLine, pitch: float, edges: tuple[float, float]) -> bool:
    """Return whether `line` opens a paragraph below `last`."""
    left, right = edges
    if not _is_like(line, last) or last.foot - line.foot > pitch * _WIDE_PITCH * line.size:
        return True
    if abs(last.foot - line.foot) < line.size / 2:
        return False
    is_aligned = abs(line.left - last.left) < _INDENT * line.size
    if not is_aligned and abs(line.left - left) > _INDENT * line.size:
        return True
    # The last line of a paragraph is short, where there are no indents.
    return ends_sentence(last.text.strip()) and right - last.right > _SHORT * line.size


def _cut_off(
    found: Sequence[_Paragraph], line: PageLine, above: _Column | None, left: float
) -> _Paragraph | None:
    """Return the paragraph that the end of the column `above` cut off and `line` goes on with.

    Between its halves there may be footnotes, in smaller type.
    """
    for half in reversed(found):
        last = half.lines[-1]
        if _is_like(last, line):
            break
        if above is None or last.size > line.size or last not in above.lines:
            return None
    else:
        return None
    text = last.text.strip()
    if above is None or ends_sentence(text):
        return None
    is_full = above.right - last.right < _SHORT * line.size
    goes_on = is_full and line.left - left < _INDENT * line.size
    is_lower = first_letter(line.text.strip()).islower()
    return half if is_lower or goes_on else None


def _is_like(one: PageLine, other: PageLine) -> bool:
    return abs(one.size - other.size) <= _OTHER_SIZE * max(one.size, other.size)


def _joined(lines: Iterable[str], words: Counter[str]) -> str:
    """Return `lines` as one, words that were hyphened at their ends whole again."""
    text = ""
    for line in lines:
        first, last = _FIRST_WORD.match(line), _LAST_WORD.search(text)
        if not (first and last):
            text = f"{text} {line}" if text else line
            continue
        head, tail = last[1].casefold(), first[0].casefold()
        has_hyphen = words[f"{head}-{tail}"] > words[head + tail]
        text = f"{text[:-1]}{'-' if has_hyphen or not first[0][0].islower() else ''}{line}"
    return text.translate(_ARTEFACTS)


def _words(text: str) -> list[str]:
    return [word.casefold().replace("\u2010", "-") for word in _WORD.findall(text)]
