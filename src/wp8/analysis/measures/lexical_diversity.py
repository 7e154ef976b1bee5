"""Measures of lexical diversity, over items in running order: words, lemmas, their numbers."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


def ttr(*, items: Sequence[Hashable], types: int | None = None) -> float:
    """Return the type-token ratio, distinct items by items, from 0 to 1; no items have 0.

    It falls as a text grows (Johnson 1944): compare texts of one length, or `sttr` and `mattr`.
    `types` is the number of distinct items, where it is known.
    """
    if not items:
        return 0.0
    return (len(set(items)) if types is None else types) / len(items)


def sttr(*, items: Sequence[Hashable], segment: int = 1000) -> float | None:
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


def mattr(*, items: Sequence[Hashable], window: int = 500) -> float | None:
    """Return the mean type-token ratio of all windows of `window` items, 0 to 1.

    Windows start at every item that has a whole one (Covington & McFall 2010). A text without
    a whole window gives None.

    Raises:
        ValueError: `window` is below 1.
    """
    if window < 1:
        raise ValueError("a window has no item")
    return mattr_by(recurrences=recurrences(items=items, window=window), window=window)


def recurrences(*, items: Sequence[Hashable], window: int) -> array[int]:
    """Return how many items ago each item stood before: `window` if it is as many or more."""
    last: Any
    if isinstance(items, array):
        # Of small numbers a list is faster than a dictionary.
        last = [-window] * (max(items, default=0) + 1)
    else:
        last = dict.fromkeys(items, -window)
    found = array("I")
    note = found.append
    for place, item in enumerate(items):
        distance = place - last[item]
        last[item] = place
        note(distance if distance < window else window)
    return found


def mattr_by(*, recurrences: Sequence[int], window: int) -> float | None:
    """Return `mattr` of items by their `recurrences`, or of a part of them by that part.

    A type is counted where it first stands in a window: an item that stood d items ago does so in
    min(d, window) windows, in fewer near the ends.
    """
    last = len(recurrences) - window
    if last < 0:
        return None
    edges = (*range(min(window, last + 1)), *range(last + 1, len(recurrences)))
    types: int = sum(recurrences[window : last + 1]) + sum(
        max(0, min(place, last) - place + min(recurrences[place], place + 1)) for place in edges
    )
    return types / ((last + 1) * window)
