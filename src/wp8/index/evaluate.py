"""From a query tree and what an engine finds to a page of answers.

Whether a record answers, and where, is decided by `matching`, record by record. What is done here
is to look at few of them: only candidates, and where an engine can count by itself, none.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import partial
from heapq import nsmallest
from itertools import accumulate, compress, islice, repeat
from operator import add, neg, sub
from typing import TYPE_CHECKING, Final

from wp8.index.algebra import Algebra, leaves_apart
from wp8.index.stored_records import ON_A_PAGE
from wp8.query.matching import match
from wp8.query.page import Order, Page, page
from wp8.query.ranking import Ranking, bonus
from wp8.query.record_view import IndexedView
from wp8.query.tree import (
    And,
    Filter,
    Phrase,
    Run,
    as_typed,
    asks_for_sentences,
    without_sentences,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from wp8.index.algebra import Query
    from wp8.index.stored_records import StoredRecords
    from wp8.model import Record
    from wp8.query.backend import Vocabulary
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Node

# Records with occurrences whose ids are told at once, at most.
_AT_ONCE: Final = 256


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
    if isinstance(tree, Filter) and (kinds_asked := _kinds(tree)):
        end = None if limit is None else offset + limit
        return _of_kinds(kinds_asked, records, slice(offset, end))
    size = len(records.lengths)
    ranking = Ranking(vocabulary, records=size, mean_length=records.mean_length)
    if asks_for_sentences(tree):
        from wp8.index.text_backend import answers

        texts = _texts(tree, query, records, ranking)
        return page(answers(tree, texts, ranking), limit=limit, offset=offset, order=order)
    together: dict[int, int] = {}
    leaves = leaves_apart(tree)
    table = query.table(leaves) if leaves else None
    if leaves and table:
        found, columns = table
        occurrences = list(map(sum, zip(*columns, strict=True))) if columns[1:] else columns[0]
    else:
        algebra = Algebra(tree, query, ranking.rarity, size)
        counts = algebra.occurrences()
        for number in algebra.uncertain:
            matched = algebra.match(number)
            counts[number] = len(matched.stretches) if matched else 0
            if matched and matched.together:
                together[number] = matched.together
        found, occurrences = list(counts), list(counts.values())
    end = len(found) if limit is None else offset + limit
    # By relevance every record may be on the page, but on one of none.
    is_ranked = order == "relevance" and offset < end
    asked = slice(None) if is_ranked else slice(offset, end)
    numbers = found[asked]
    kinds = records.kinds_of(numbers)
    if leaves and table:
        pairs = zip(leaves.counted, columns, strict=True)
        own = ((leaf, column[asked]) for leaf, column in pairs)
        lengths = list(map(records.lengths.__getitem__, numbers))
        scores = ranking.scores_of_columns(own, kinds, lengths)
    else:
        frequencies = algebra.frequencies(None if is_ranked else set(numbers))
        scores = ranking.scores(frequencies, numbers, kinds, records.lengths)
    more: dict[int, float] = {}
    if (typed := as_typed(tree)) is not tree and numbers:
        more = dict.fromkeys(_answering(typed, query, ranking, size), bonus(0, is_typed=True))
    more.update({n: bonus(together[n], is_typed=n in more) for n in together})
    if more:
        scores = list(map(add, map(more.get, numbers, repeat(0.0)), scores))
    scored = zip(map(neg, scores), numbers, strict=True)
    if not is_ranked:
        shown = list(scored)
    else:
        best = nsmallest(end, scored) if end < len(numbers) else sorted(scored)
        shown = best[offset:]
    return Page(
        _ids([number for _, number in shown], records),
        [-score for score, _ in shown],
        len(found),
        _by_document(found, occurrences, records),
    )


def _kinds(tree: Filter) -> set[str]:
    """Return the kinds that a filter asks for; none if it asks for more than kinds."""
    named = [facet.partition(":") for facet in tree.facets]
    return {kind for _, _, kind in named} if {name for name, _, _ in named} == {"kind"} else set()


def _of_kinds(kinds: Container[str], records: StoredRecords, asked: slice) -> Page:
    """Return a page of the records of some kinds, which no engine need be asked for."""
    every = range(len(records.lengths))
    found = array("I", compress(every, map(kinds.__contains__, records.kinds_of(every))))
    ids = _ids(found[asked], records)
    return Page(ids, [0.0] * len(ids), len(found), _by_document(found, bytes(len(found)), records))


def _ids(numbers: Sequence[int], records: StoredRecords) -> Sequence[str]:
    """Return the ids of records; those of many are made when somebody goes over them."""
    if len(numbers) > ON_A_PAGE:
        return records.chosen(array("I", numbers))
    return records.ids_of(numbers)


def occurrences(
    tree: Node, query: Query, records: StoredRecords, vocabulary: Vocabulary
) -> Iterator[tuple[str, Sequence[Stretch]]]:
    """Yield the ids of the records in which `tree` has a place, with its stretches there."""
    if isinstance(tree, Phrase):
        known = query.stretches(tree)
        found = iter(_matched(tree, query) if known is None else known)
        # Who asks may want no more than the first.
        size = 1
        while some := list(islice(found, size)):
            ids = records.ids_of([number for number, _ in some])
            yield from zip(ids, (stretches for _, stretches in some), strict=True)
            size = min(2 * size, _AT_ONCE)
        return
    ranking = Ranking(vocabulary, records=len(records.lengths), mean_length=records.mean_length)
    if asks_for_sentences(tree):
        for record, view in _texts(tree, query, records, ranking):
            if (matched := match(tree, view)) is not None and matched.stretches:
                yield record.id, matched.stretches
        return
    algebra = Algebra(tree, query, ranking.rarity, len(records.lengths))
    for number in sorted(algebra.records):
        matched = algebra.match(number)
        if matched is not None and matched.stretches:
            yield records.ids[number], matched.stretches


def _answering(tree: Node, query: Query, ranking: Ranking, size: int) -> Iterable[int]:
    """Return the records that answer `tree`."""
    # Those of a run have its parts, together or not.
    leaves = leaves_apart(And(tree.children) if isinstance(tree, Run) else tree)
    known = query.answering(leaves) if leaves else None
    return Algebra(tree, query, ranking.rarity, size).records if known is None else known


def _matched(phrase: Phrase, query: Query) -> Iterator[tuple[int, Sequence[Stretch]]]:
    """Yield the records that have a phrase with its stretches, each as it is found."""
    for number in query.candidates(phrase):
        if matched := match(phrase, query.view(number)):
            yield number, matched.stretches


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


def _by_document(
    numbers: Sequence[int], occurrences: Sequence[int], records: StoredRecords
) -> dict[str, tuple[int, int]]:
    """Return for each document with a hit its number of hits and of occurrences."""
    starts, names = records.documents
    # In a corpus of many documents, few hits are in few.
    if len(numbers) < len(starts):
        own = sorted({*map(partial(bisect_right, starts), numbers)})
        names = [names[place - 1] for place in own]
        starts = [starts[place - 1] for place in own]
    begun = [*map(partial(bisect_left, numbers), starts), len(numbers)]
    sums = array("Q", accumulate(occurrences, initial=0))
    summed = list(map(sums.__getitem__, begun))
    hits = map(sub, begun[1:], begun)
    counts = map(sub, summed[1:], summed)
    found: dict[str, tuple[int, int]] = {}
    for name, number, count in zip(names, hits, counts, strict=True):
        if number:
            before = found.get(name, (0, 0))
            found[name] = (before[0] + number, before[1] + count)
    return found
