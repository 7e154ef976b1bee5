"""Measures of lexical diversity, over items in running order: words, lemmas, their numbers."""

from __future__ import annotations

from array import array
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from wp8.analysis.measures.family import Family, UndefinedError

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

# From here on a number takes four bytes, and two below.
_WIDE: Final = 1 << 16
DIVERSITY: Final = Family("diversity", "items", "types", "segment", "window", "recurrences")


@DIVERSITY.measure(
    heading="TTR",
    formula="types / tokens",
    source="Johnson 1944",
)
def ttr(*, items: Sequence[Hashable], types: int | None = None) -> float:
    """Return the type-token ratio, distinct items by items, from 0 to 1.

    It falls as a text grows (Johnson 1944): compare texts of one length, or `sttr` and `mattr`.
    `types` is the number of distinct items, where it is known.

    Raises:
        UndefinedError: The text has no item.
    """
    if not items:
        raise UndefinedError("the text has no item")
    return (len(set(items)) if types is None else types) / len(items)


@DIVERSITY.measure(
    heading="STTR",
    formula="mean TTR of consecutive segments, the remainder dropped",
    source="Johnson 1944, there MSTTR",
)
def sttr(*, items: Sequence[Hashable], segment: int = 1000) -> float:
    """Return the mean type-token ratio of consecutive segments of `segment` items, 0 to 1.

    It is WordSmith's standardized TTR, the MSTTR of Johnson (1944). The rest after the last
    whole segment is dropped. For a text without a whole one WordSmith gives 0, and quanteda takes
    a shorter segment.

    Raises:
        UndefinedError: The text has no whole segment.
        ValueError: `segment` is below 1.
    """
    if segment < 1:
        raise ValueError("a segment has no item")
    count = len(items) // segment
    if not count:
        raise UndefinedError("the text has no whole segment")
    starts = range(0, count * segment, segment)
    types = sum(len(set(items[start : start + segment])) for start in starts)
    return types / (count * segment)


@DIVERSITY.measure(
    heading="MATTR",
    formula="mean TTR of all windows",
    source="Covington & McFall 2010",
)
def mattr(
    *, items: Sequence[Hashable], window: int = 500, recurrences: Sequence[int] | None = None
) -> float:
    """Return the mean type-token ratio of all windows of `window` items, 0 to 1.

    Windows start at every item that has a whole one (Covington & McFall 2010). `recurrences` are
    those of `recurrences_in`, where they are known; of a part of a text, that part of them.

    Raises:
        UndefinedError: The text has no whole window.
        ValueError: `window` is below 1.
    """
    if window < 1:
        raise ValueError("a window has no item")
    last = len(items) - window
    if last < 0:
        raise UndefinedError("the text has no whole window")
    if recurrences is None:
        recurrences = recurrences_in(items, window)
    # A type is counted where it first stands in a window: an item that stood d items ago does so
    # in min(d, window) windows, in fewer near the ends.
    edges = (*range(min(window, last + 1)), *range(last + 1, len(items)))
    types: int = sum(islice(recurrences, window, last + 1)) + sum(
        max(0, min(place, last) - place + min(recurrences[place], place + 1)) for place in edges
    )
    return types / ((last + 1) * window)


def recurrences_in(items: Sequence[Hashable], window: int) -> array[int]:
    """Return how many items ago each item stood before: `window` if it is as many or more."""
    # Of small numbers an array is smaller than a dictionary, and as fast.
    last: Any
    if isinstance(items, array):
        last = array("q", [-window]) * (max(items, default=0) + 1)
    else:
        last = dict.fromkeys(items, -window)
    found = array("H" if window < _WIDE else "I")
    note = found.append
    for place, item in enumerate(items):
        distance = place - last[item]
        last[item] = place
        note(distance if distance < window else window)
    return found
