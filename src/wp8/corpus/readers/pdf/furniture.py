"""What stands on the pages of a PDF around the text: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class PageLine(NamedTuple):
    """A line of a page: its text, where it begins, ends and stands, and its size of type."""

    text: str
    left: float
    right: float
    foot: float
    size: float


_FIGURES: Final = re.compile(r"[0-9]{1,9}")
# How many lines of a page, from above and from below, may be furniture.
_OUTERMOST: Final = 2
# How far, in sizes of type, it stands from the text.
_GAP: Final = 1.6
# On fewer pages, what is the same may be so by chance.
_FEWEST_PAGES: Final = 3
# Heads of left and right pages differ, and those of chapters: each need not be on every page.
_LEAST_SHARE: Final = 0.4


def without_furniture(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """Return the lines of `pages` without those that are certainly no part of the text.

    Such a line is among the outermost of its page, apart from the others, and stands at one
    height, in the same words, on two pages of five, three at least. Its figures are the same on
    all or grow with the pages.
    """
    size = usual_size(pages)
    groups: dict[tuple[object, ...], list[tuple[int, PageLine]]] = defaultdict(list)
    for page, lines in enumerate(pages):
        for line in _outermost(lines):
            words = _FIGURES.sub("#", line.text.strip())
            height = round(line.foot / 2)
            figures = [int(figure) for figure in _FIGURES.findall(line.text)]
            # One figure at most is the page's; by it the line is the same, or by all as they are.
            # Large type that grows with the pages is that of chapters.
            for turned in range(-1, len(figures) if line.size <= size else 0):
                same = [n - page * (place == turned) for place, n in enumerate(figures)]
                groups[words, height, turned, *same].append((page, line))
    fewest = max(_FEWEST_PAGES, _LEAST_SHARE * len(pages))
    removed = {found for group in groups.values() if len(group) >= fewest for found in group}
    return [
        [line for line in lines if (page, line) not in removed] for page, lines in enumerate(pages)
    ]


def usual_size(pages: Iterable[Sequence[PageLine]]) -> float:
    """Return the size of type in which most of `pages` is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _outermost(lines: Sequence[PageLine]) -> set[PageLine]:
    """Return the first and the last lines of a page that a gap sets apart from the others."""
    upwards = sorted(lines, key=lambda line: line.foot)
    return {line for ordered in (upwards, upwards[::-1]) for line in _set_apart(ordered)}


def _set_apart(lines: Sequence[PageLine]) -> Sequence[PageLine]:
    for number in range(min(_OUTERMOST, len(lines)), 0, -1):
        gap = abs(lines[number].foot - lines[number - 1].foot) if number < len(lines) else 0
        if number == len(lines) or gap > _GAP * max(lines[number].size, lines[number - 1].size):
            return lines[:number]
    return ()
