"""From a query tree and what an engine finds to a page of answers.

Whether a record answers, and where, is decided by `matching`, record by record. What is done here
is to look at few of them: only candidates, and where an engine can count by itself, none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from heapq import nsmallest
from operator import neg
from typing import TYPE_CHECKING

from wp8.index.page import Order, Page
from wp8.matching import match
from wp8.query.tree import Phrase
from wp8.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Protocol

    from wp8.index.backend import Vocabulary
    from wp8.index.stored_records import StoredRecords
    from wp8.query.tree import Node
    from wp8.record_view import View

    class Query(Protocol):
        """What an engine finds for one query; records are known by their numbers."""

        def counted(self, phrase: Phrase) -> Mapping[int, int] | None:
            """Return the number of occurrences by record, in reading order.

            None where only `matching` can tell what is an occurrence.
            """

        def candidates(self, tree: Node) -> Iterable[int]:
            """Return the records that may match, in reading order: all that do, perhaps more."""

        def view(self, number: int) -> View:
            """Return a record as `matching` reads it."""


def answer(
    tree: Node,
    query: Query,
    records: StoredRecords,
    vocabulary: Vocabulary,
    limit: int | None,
    offset: int,
    order: Order,
) -> Page:
    """Return the page of the records that answer `tree`."""
    ranking = Ranking(vocabulary, records=len(records.lengths), mean_length=records.mean_length)
    if isinstance(tree, Phrase) and (occurrences := query.counted(tree)) is not None:
        return _page_of(tree, occurrences, records, ranking, (offset, limit, order))
    found: dict[int, int] = {}
    scores: list[float] = []
    for number in query.candidates(tree):
        matched = match(tree, query.view(number))
        if matched is not None:
            kind, length = records.kinds[number], records.lengths[number]
            scores.append(ranking.score(matched, kind=kind, length=length))
            found[number] = len(matched.stretches)
    shown = _shown(list(found), scores, offset, limit, order)
    return _page(shown, found, records)


def _page_of(
    phrase: Phrase,
    occurrences: Mapping[int, int],
    records: StoredRecords,
    ranking: Ranking,
    window: tuple[int, int | None, Order],
) -> Page:
    """Return the page of records that have so many occurrences of a phrase."""
    offset, limit, order = window
    numbers = list(occurrences)
    if order == "relevance":
        scores = ranking.scores(phrase, occurrences, records.kinds, records.lengths)
        shown = _shown(numbers, scores, offset, limit, order)
    else:
        own = numbers[offset : None if limit is None else offset + limit]
        counts = {number: occurrences[number] for number in own}
        scores = ranking.scores(phrase, counts, records.kinds, records.lengths)
        shown = _shown(own, scores, 0, None, order)
    return _page(shown, occurrences, records)


def _shown(
    numbers: Sequence[int], scores: Sequence[float], offset: int, limit: int | None, order: Order
) -> list[tuple[float, int]]:
    """Return the negative scores and the numbers of the records on a page, in order."""
    end = len(numbers) if limit is None else offset + limit
    found = zip(map(neg, scores), numbers, strict=True)
    return nsmallest(end, found)[offset:] if order == "relevance" else list(found)[offset:end]


def _page(
    shown: Sequence[tuple[float, int]], occurrences: Mapping[int, int], records: StoredRecords
) -> Page:
    """Return the page of the records `shown`, of all that have `occurrences`."""
    return Page(
        records.ids_of([number for _, number in shown]),
        [-score for score, _ in shown],
        len(occurrences),
        _by_document(occurrences, records),
    )


def _by_document(
    occurrences: Mapping[int, int], records: StoredRecords
) -> dict[str, tuple[int, int]]:
    """Return for each document with a hit its number of hits and of occurrences."""
    numbers, counts = list(occurrences), list(occurrences.values())
    starts, names = records.documents
    found: dict[str, tuple[int, int]] = {}
    place = 0
    while place < len(numbers):
        stretch = bisect_right(starts, numbers[place])
        end = bisect_left(numbers, starts[stretch], place) if stretch < len(starts) else None
        hits, number = found.get(names[stretch - 1], (0, 0))
        own = counts[place:end]
        found[names[stretch - 1]] = (hits + len(own), number + sum(own))
        place += len(own)
    return found
