"""What one query finds in postings: occurrences, candidates, records as `matching` reads them."""

from __future__ import annotations

from collections import Counter
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from wp8.query.matching import match
from wp8.query.tree import Filter, Group, Or, Phrase, is_grounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Protocol

    from wp8.index.packed import Postings
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Node, Slot

    class Dictionary(Protocol):
        """The terms and facets of an index."""

        def term(self, term: str) -> Postings:
            """Return where `term` stands."""

        def facet(self, facet: str) -> Postings:
            """Return which records have `facet`."""


# To look up one occurrence among many costs about as much as to pass over so many.
_MANY: Final = 20


class PostingsQuery:
    """The postings that one query needs, each read once."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._terms: dict[str, Postings] = {}
        self._facets: dict[str, frozenset[int]] = {}

    def postings(self, term: str) -> Postings:
        """Return where `term` stands."""
        if term not in self._terms:
            self._terms[term] = self._dictionary.term(term)
        return self._terms[term]

    def with_facet(self, facet: str) -> frozenset[int]:
        """Return the numbers of the records that have `facet`."""
        if facet not in self._facets:
            self._facets[facet] = frozenset(self._dictionary.facet(facet).records)
        return self._facets[facet]

    def counted(self, phrase: Phrase) -> Mapping[int, int] | None:
        """Return the number of occurrences by record, of a phrase of one slot.

        Where one of several tokens may stand, `matching` counts.
        """
        if not _is_of_one_slot(phrase):
            return None
        (slot,) = phrase.slots
        found = [self.postings(tokens[0]).records for tokens in slot if len(tokens) == 1]
        counts = Counter(chain.from_iterable(found))
        for number in self._with_rows(slot):
            if matched := match(phrase, self.view(number)):
                counts[number] = len(matched.stretches)
        return counts if len(found) == len(slot) == 1 else dict(sorted(counts.items()))

    def stretches(self, phrase: Phrase) -> Iterator[tuple[int, Sequence[Stretch]]] | None:
        """Return the records that have a phrase of one slot, with its stretches.

        None where one of several tokens may stand.
        """
        if not _is_of_one_slot(phrase) or self._with_rows(phrase.slots[0]):
            return None
        tokens = dict.fromkeys(tokens[0] for tokens in phrase.slots[0] if len(tokens) == 1)
        found = list(map(self.postings, tokens))
        pairs = chain.from_iterable(zip(each.records, each.places, strict=True) for each in found)
        ordered = pairs if len(found) == 1 else sorted(pairs)
        return (
            (number, [(place, place + 1) for _, place in own])
            for number, own in groupby(ordered, itemgetter(0))
        )

    def _with_rows(self, slot: Slot) -> set[int]:
        """Return the records where tokens of an alternative that has several follow each other."""
        rows = (list(map(self.postings, tokens)) for tokens in slot if len(tokens) > 1)
        return set().union(*map(_in_a_row, rows))

    def candidates(self, tree: Node) -> Sequence[int]:
        """Return the records that may match, in reading order: all that do, perhaps more."""
        return sorted(_candidates(tree, self))

    def view(self, number: int) -> _View:
        """Return a record as `matching` reads it."""
        return _View(self, number)


class _View:
    """A record of the index as `matching` reads it."""

    def __init__(self, query: PostingsQuery, number: int) -> None:
        self._query = query
        self._number = number
        self.facets = self

    def positions(self, term: str) -> Sequence[int]:
        return self._query.postings(term).positions(self._number)

    def __contains__(self, facet: object) -> bool:
        return self._number in self._query.with_facet(str(facet))


def _is_of_one_slot(phrase: Phrase) -> bool:
    """Return whether the occurrences of a phrase are those of one slot, wherever it stands."""
    plain = phrase.distance is None and phrase.joints is None and phrase.layer is None
    return plain and len(phrase.slots) == 1


def _candidates(tree: Node, query: PostingsQuery) -> set[int]:
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


def _with_slot(slot: Slot, query: PostingsQuery) -> set[int]:
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
