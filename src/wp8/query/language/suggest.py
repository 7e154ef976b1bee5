"""What somebody may have meant: the nearest of the words that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def nearest(
    word: str,
    known: Iterable[str],
    *,
    frequency: Callable[[str], int] = lambda _: 0,
    limit: int = 3,
) -> list[str]:
    """Return at most `limit` of the `known` words that are near `word`, the nearest first.

    Near is within one edit for each three letters (optimal string alignment: a swap of neighbours
    is one edit). Of equally near words the more frequent comes first.
    """
    from rapidfuzz.distance import OSA

    most = max(1, len(word) // 3)
    found = []
    for other in known:
        distance = OSA.distance(word, other, score_cutoff=most)
        if 0 < distance <= most:
            found.append((distance, -frequency(other), other))
    return [other for _, _, other in sorted(found)[:limit]]
