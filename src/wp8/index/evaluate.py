"""From a query tree and the postings of its terms to a page of answers.

Whether a record answers, and where, is decided by `matching`, record by record. What is done here
is to look at few of them: only candidates, and where every hit of a query is one token, none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from heapq import nsmallest
from itertools import chain
from operator import neg
from typing import TYPE_CHECKING, Final

from wp8.index.page import Order, Page, page
from wp8.matching import match
from wp8.query.tree import Filter, Group, Or, Phrase, is_grounded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Protocol

    from wp8.index.packed import Postings
    from wp8.index.record_file import RecordReader
    from wp8.query.tree import Node, Slot
    from wp8.ranking import Ranking

    class Query(Protocol):
        """The postings that a query asks for."""

        def postings(self, term: str) -> Postings:
            """Return where `term` stands."""

        def with_facet(self, facet: str) -> frozenset[int]:
            """Return the numbers of the records that have `facet`."""


def answer(
    tree: Node,
    query: Query,
    records: RecordReader,
    ranking: Ranking,
    limit: int | None,
    offset: int,
    order: Order,
) -> Page:
    """Return the page of the records that answer `tree`."""
    if isinstance(tree, Phrase) and _is_of_single_tokens(tree):
        occurrences = _occurrences(tree.slots[0], query)
        return _page_of(tree, occurrences, records, ranking, (offset, limit, order))
    answers = []
    for number in sorted(_candidates(tree, query)):
        found = match(tree, _View(query, number))
        if found is not None:
            kind, length = records.kinds[number], records.lengths[number]
            score = ranking.score(found, kind=kind, length=length)
            answers.append((records.ids[number], score, found))
    return page(answers, limit=limit, offset=offset, order=order)


# To look up one occurrence among many costs about as much as to pass over so many.
_MANY: Final = 20


class _View:
    """A record of the index as `matching` reads it."""

    def __init__(self, query: Query, number: int) -> None:
        self._query = query
        self._number = number
        self.facets = self

    def positions(self, term: str) -> Sequence[int]:
        return self._query.postings(term).positions(self._number)

    def __contains__(self, facet: object) -> bool:
        return self._number in self._query.with_facet(str(facet))


# One token a hit


def _is_of_single_tokens(phrase: Phrase) -> bool:
    """Return whether every occurrence of a phrase is one token, wherever it stands."""
    plain = phrase.distance is None and phrase.joints is None and phrase.layer is None
    return plain and len(phrase.slots) == 1 and all(len(tokens) == 1 for tokens in phrase.slots[0])


def _occurrences(slot: Slot, query: Query) -> Mapping[int, int]:
    """Return the number of occurrences by record, in reading order."""
    found = [query.postings(token).records for (token,) in slot]
    counts = Counter(chain.from_iterable(found))
    return counts if len(found) == 1 else dict(sorted(counts.items()))


def _page_of(
    phrase: Phrase,
    occurrences: Mapping[int, int],
    records: RecordReader,
    ranking: Ranking,
    window: tuple[int, int | None, Order],
) -> Page:
    """Return the page of records that have so many occurrences of a phrase."""
    offset, limit, order = window
    numbers = list(occurrences)
    end = len(numbers) if limit is None else offset + limit
    if order == "relevance":
        scores = ranking.scores(phrase, occurrences, records.kinds, records.lengths)
        best = nsmallest(end, zip(map(neg, scores), numbers, strict=True))[offset:]
        shown = [number for _, number in best]
        of_shown = [-score for score, _ in best]
    else:
        shown = numbers[offset:end]
        counts = {number: occurrences[number] for number in shown}
        of_shown = ranking.scores(phrase, counts, records.kinds, records.lengths)
    return Page(
        [records.ids[number] for number in shown],
        of_shown,
        len(numbers),
        _by_document(occurrences, records),
    )


def _by_document(
    occurrences: Mapping[int, int], records: RecordReader
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


# Candidates


def _candidates(tree: Node, query: Query) -> set[int]:
    """Return the numbers of the records that may match: all that do, and perhaps more."""
    if isinstance(tree, Phrase):
        if tree.distance is None and _is_of_tokens_in_a_row(tree):
            return _in_a_row([query.postings(slot[0][0]) for slot in tree.slots])
        return _all_of([_with_slot(slot, query) for slot in tree.slots])
    if isinstance(tree, Filter):
        return set().union(*map(query.with_facet, tree.facets))
    if isinstance(tree, Group):
        # An exclusion narrows what its neighbours find; `match` sees to it.
        found = [_candidates(child, query) for child in tree.children if is_grounded(child)]
        return set().union(*found) if isinstance(tree, Or) else _all_of(found)
    raise TypeError(f"a {type(tree).__name__} has no candidates")


def _all_of(found: Sequence[set[int]]) -> set[int]:
    return set.intersection(*sorted(found, key=len))


def _with_slot(slot: Slot, query: Query) -> set[int]:
    """Return the records that have all tokens of one of the alternatives."""
    found: set[int] = set()
    for tokens in slot:
        found.update(_all_of([set(query.postings(token).records) for token in tokens]))
    return found


def _is_of_tokens_in_a_row(phrase: Phrase) -> bool:
    return len(phrase.slots) > 1 and all(
        len(slot) == 1 and len(slot[0]) == 1 for slot in phrase.slots
    )


def _in_a_row(row: Sequence[Postings]) -> set[int]:
    """Return the records where the tokens with these postings follow each other.

    From the rarest on: of the others only what stands beside it is looked at.
    """
    order = sorted(range(len(row)), key=lambda place: len(row[place].records))
    first = order[0]
    places = list(zip(row[first].records, row[first].places, strict=True))
    for place in order[1:]:
        offset = place - first
        has = _membership(row[place], len(places))
        places = [(record, at) for record, at in places if has(record, at + offset)]
    return {record for record, _ in places}


def _membership(postings: Postings, number: int) -> Callable[[int, int], bool]:
    """Return what tells whether a token stands at a position of a record, asked `number` times."""
    if len(postings.records) > _MANY * number:
        return lambda record, place: place in postings.positions(record)
    places = set(zip(postings.records, postings.places, strict=True))
    return lambda record, place: (record, place) in places
