"""Measures of lexical diversity, over items in running order: words, lemmas, their numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def ttr(*, items: Sequence[object]) -> float:
    """Return the type-token ratio, distinct items by items, from 0 to 1; no items have 0.

    It falls as a text grows (Johnson 1944): compare texts of one length, or `sttr` and `mattr`.
    """
    return len(set(items)) / len(items) if items else 0.0


def sttr(*, items: Sequence[object], segment: int = 1000) -> float | None:
    """Return the mean type-token ratio of consecutive segments of `segment` items, 0 to 1.

    It is WordSmith's standardized TTR, the MSTTR of Johnson (1944). The rest after the last
    whole segment is dropped. A text without a whole segment gives None; WordSmith gives 0, and
    quanteda takes a shorter segment.

    Raises:
        ValueError: `segment` is below 1.
    """
    if segment < 1:
        raise ValueError("a segment has no item")
    count = len(items) // segment
    starts = range(0, count * segment, segment)
    types = sum(len(set(items[start : start + segment])) for start in starts)
    return types / (count * segment) if count else None


def mattr(*, items: Sequence[object], window: int = 500) -> float | None:
    """Return the mean type-token ratio of all windows of `window` items, 0 to 1.

    Windows start at every item that has a whole one (Covington & McFall 2010). A text without
    a whole window gives None.

    Raises:
        ValueError: `window` is below 1.
    """
    if window < 1:
        raise ValueError("a window has no item")
    if len(items) < window:
        return None
    seen = Counter(items[:window])
    types = len(seen)
    for leaving, entering in zip(items, items[window:], strict=False):
        seen[entering] += 1
        seen[leaving] -= 1
        if not seen[leaving]:
            del seen[leaving]
        types += len(seen)
    return types / ((len(items) - window + 1) * window)
