"""From a query tree and what an engine finds to a page of answers.

Whether a record answers, and where, is decided by `matching`, record by record. What is done here
is to look at few of them: only candidates, and where an engine can count by itself, none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import reduce
from heapq import nsmallest
from operator import and_, neg, or_
from typing import TYPE_CHECKING

from wp8.query.matching import match
from wp8.query.page import Order, Page
from wp8.query.ranking import Ranking
from wp8.query.tree import Filter, Group, Not, Or, Phrase, narrowing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
    from typing import Protocol

    from wp8.index.stored_records import StoredRecords
    from wp8.query.backend import Vocabulary
    from wp8.query.record_view import Stretch, View
    from wp8.query.tree import Node

    class Query(Protocol):
        """What an engine finds for one query; records are known by their numbers."""

        def counted(self, phrase: Phrase) -> Mapping[int, int] | None:
            """Return the number of occurrences by record, in reading order.

            None where only `matching` can tell what is an occurrence.
            """

        def stretches(self, phrase: Phrase) -> Iterator[tuple[int, Sequence[Stretch]]] | None:
            """Return the records that have a phrase with its stretches, in reading order.

            None where only `matching` can tell what is an occurrence.
            """

        def with_facet(self, facet: str) -> Set[int]:
            """Return the records that have `facet`."""

        def candidates(self, tree: Node) -> Iterable[int]:
            """Return the records that may match, in reading order: all that do, perhaps more.

            In `tree`, which is `narrowing`, are phrases and filters under And and Or alone.
            """

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
    if not _asks_for_words(tree):
        passed = sorted(_filtered(tree, query, frozenset(range(len(records.lengths)))))
        equals = [(-0.0, number) for number in passed]
        end = None if limit is None else offset + limit
        return _page(equals[offset:end], dict.fromkeys(passed, 0), records)
    found: dict[int, int] = {}
    scores: list[float] = []
    for number in _candidates(tree, query, records):
        matched = match(tree, query.view(number))
        if matched is not None:
            kind, length = records.kinds[number], records.lengths[number]
            scores.append(ranking.score(matched, kind=kind, length=length))
            found[number] = len(matched.stretches)
    shown = _shown(list(found), scores, offset, limit, order)
    return _page(shown, found, records)


def occurrences(
    tree: Node, query: Query, records: StoredRecords
) -> Iterator[tuple[str, Sequence[Stretch]]]:
    """Yield the ids of the records in which `tree` has a place, with its stretches there."""
    if isinstance(tree, Phrase) and (known := query.stretches(tree)) is not None:
        for number, stretches in known:
            yield records.ids[number], stretches
        return
    for number in _candidates(tree, query, records):
        found = match(tree, query.view(number))
        if found is not None and found.stretches:
            yield records.ids[number], found.stretches


def _candidates(tree: Node, query: Query, records: StoredRecords) -> Iterable[int]:
    """Return the records that may match, in reading order."""
    narrower = narrowing(tree)
    return range(len(records.lengths)) if narrower is None else query.candidates(narrower)


def _asks_for_words(tree: Node) -> bool:
    if isinstance(tree, Group):
        return any(map(_asks_for_words, tree.children))
    return _asks_for_words(tree.child) if isinstance(tree, Not) else not isinstance(tree, Filter)


def _filtered(tree: Node, query: Query, every: Set[int]) -> Set[int]:
    """Return which of `every` record answer a tree of filters alone."""
    if isinstance(tree, Not):
        return every - _filtered(tree.child, query, every)
    if isinstance(tree, Group):
        found = [_filtered(child, query, every) for child in tree.children]
        return reduce(or_ if isinstance(tree, Or) else and_, found)
    facets = tree.facets if isinstance(tree, Filter) else ()
    return set().union(*map(query.with_facet, facets))


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
