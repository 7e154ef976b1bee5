"""What a backend answers with: a page of ids, and the counts of all answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wp8.query.matching import Match

Order = Literal["relevance", "document"]


class Page(NamedTuple):
    """The ids of the records that answer a query, in order, with their scores.

    `total` and `counts` are of all answers, not only of this page: `counts` has for each document
    its number of hits and of occurrences, in reading order.
    """

    ids: Sequence[str]
    scores: Sequence[float]
    total: int
    counts: Mapping[str, tuple[int, int]]


def page(
    answers: Sequence[tuple[str, float, Match]], *, limit: int | None, offset: int, order: Order
) -> Page:
    """Return the page of `answers`, which are in reading order: (id, score, match).

    By relevance the best score comes first, and equal scores stand in reading order.
    """
    counts: dict[str, tuple[int, int]] = {}
    for id_, _, found in answers:
        document = id_.partition(":")[0]
        hits, occurrences = counts.get(document, (0, 0))
        counts[document] = (hits + 1, occurrences + len(found.stretches))
    if order == "relevance":
        answers = sorted(answers, key=lambda answer: -answer[1])
    shown = answers[offset:] if limit is None else answers[offset : offset + limit]
    return Page(
        [id_ for id_, _, _ in shown], [score for _, score, _ in shown], len(answers), counts
    )
