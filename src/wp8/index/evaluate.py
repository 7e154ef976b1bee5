"""From a query tree and what an engine finds to a page of answers.

Whether a record answers, and where, is decided by `matching`, record by record. What is done here
is to look at few of them: only candidates, and where an engine can count by itself, none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from heapq import nsmallest
from itertools import islice
from operator import neg
from typing import TYPE_CHECKING

from wp8.index.algebra import Algebra
from wp8.query.matching import match
from wp8.query.page import Order, Page, page
from wp8.query.ranking import Ranking, bonus
from wp8.query.record_view import IndexedView
from wp8.query.tree import Phrase, as_typed, asks_for_sentences, without_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.index.algebra import Query
    from wp8.index.stored_records import StoredRecords
    from wp8.model import Record
    from wp8.query.backend import Vocabulary
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Node


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
    if asks_for_sentences(tree):
        from wp8.index.text_backend import answers

        texts = _texts(tree, query, records, ranking)
        return page(answers(tree, texts, ranking), limit=limit, offset=offset, order=order)
    found = Algebra(tree, query, ranking.rarity, len(records.lengths))
    occurrences = found.occurrences()
    together: dict[int, int] = {}
    for number in found.uncertain:
        matched = found.match(number)
        occurrences[number] = len(matched.stretches) if matched else 0
        if matched and matched.together:
            together[number] = matched.together
    end = len(occurrences) if limit is None else offset + limit
    # By relevance every record may be on the page, but on one of none.
    is_ranked = order == "relevance" and offset < end
    numbers = list(occurrences if is_ranked else islice(occurrences, offset, end))
    leaves = found.frequencies(None if is_ranked else set(numbers))
    scores = ranking.scores(leaves, numbers, records.kinds_of(numbers), records.lengths)
    more: dict[int, float] = {}
    if (typed := as_typed(tree)) is not tree and numbers:
        as_written = Algebra(typed, query, ranking.rarity, len(records.lengths)).records
        more = dict.fromkeys(as_written, bonus(0, is_typed=True))
    more.update({n: bonus(together[n], is_typed=n in more) for n in together})
    if more:
        scores = [more.get(n, 0.0) + score for n, score in zip(numbers, scores, strict=True)]
    scored = zip(map(neg, scores), numbers, strict=True)
    if not is_ranked:
        return _page(list(scored), occurrences, records)
    best = nsmallest(end, scored) if end < len(numbers) else sorted(scored)
    return _page(best[offset:], occurrences, records)


def occurrences(
    tree: Node, query: Query, records: StoredRecords, vocabulary: Vocabulary
) -> Iterator[tuple[str, Sequence[Stretch]]]:
    """Yield the ids of the records in which `tree` has a place, with its stretches there."""
    if isinstance(tree, Phrase) and (known := query.stretches(tree)) is not None:
        for number, stretches in known:
            yield records.ids[number], stretches
        return
    ranking = Ranking(vocabulary, records=len(records.lengths), mean_length=records.mean_length)
    if asks_for_sentences(tree):
        for record, view in _texts(tree, query, records, ranking):
            if (matched := match(tree, view)) is not None and matched.stretches:
                yield record.id, matched.stretches
        return
    found = Algebra(tree, query, ranking.rarity, len(records.lengths))
    for number in sorted(found.records):
        matched = found.match(number)
        if matched is not None and matched.stretches:
            yield records.ids[number], matched.stretches


def _texts(
    tree: Node, query: Query, records: StoredRecords, ranking: Ranking
) -> Iterator[tuple[Record, IndexedView]]:
    """Yield the records that may answer a tree that asks for sentences, as it sees them."""
    size = len(records.lengths)
    wider = without_sentences(tree)
    numbers = Algebra(wider, query, ranking.rarity, size).records if wider else range(size)
    for number in sorted(numbers):
        record = records.record(number)
        yield record, IndexedView(query.view(number), record, records.lengths[number])


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
