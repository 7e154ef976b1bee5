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

    Near is within a third of its length in edits, and two at least (optimal string alignment: a
    swap of neighbours is one edit). Of equally near words the more frequent comes first.
    """
    from rapidfuzz.distance import OSA

    most = max(2, len(word) // 3) if len(word) > 3 else 1  # noqa: PLR2004 - short words: one edit
    found = []
    for other in known:
        distance = OSA.distance(word, other, score_cutoff=most)
        if 0 < distance <= most:
            found.append((distance, -frequency(other), other))
    return [other for _, _, other in sorted(found)[:limit]]
