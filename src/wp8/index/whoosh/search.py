"""What one query finds in a Whoosh index: occurrences, candidates, views of records."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from wp8.index.whoosh.vocabulary import field_of
from wp8.query.matching import match
from wp8.query.tree import Filter, Group, Or, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.index.whoosh.terms import Postings, Terms
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Node, Slot


class Search:
    """The postings that one query needs, each read once."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._postings: dict[str, Postings] = {}
        self._facets: dict[str, frozenset[int]] = {}

    def postings(self, term: str) -> Postings:
        """Return where `term` stands."""
        if term not in self._postings:
            self._postings[term] = self._terms.postings(field_of(term), term)
        return self._postings[term]

    def with_facet(self, facet: str) -> frozenset[int]:
        """Return the numbers of the records that have `facet`."""
        if facet not in self._facets:
            field, _, value = facet.partition(":")
            self._facets[facet] = frozenset(self._terms.postings(field, value).records)
        return self._facets[facet]

    def counted(self, phrase: Phrase) -> Mapping[int, int] | None:
        """Return the number of occurrences by record, of a phrase of one slot, in reading order.

        Where one of several tokens may stand, `matching` counts.
        """
        if not _is_of_one_slot(phrase):
            return None
        (slot,) = phrase.slots
        counts: dict[int, int] = {}
        for token in _single(slot):
            found = self.postings(token)
            for number, count in zip(found.records, found.counts(), strict=True):
                counts[number] = counts.get(number, 0) + count
        for number in self._with_rows(slot):
            if matched := match(phrase, self.view(number)):
                counts[number] = len(matched.stretches)
        return dict(sorted(counts.items()))

    def stretches(self, phrase: Phrase) -> Iterator[tuple[int, Sequence[Stretch]]] | None:
        """Return the records that have a phrase of one slot, with its stretches.

        None where one of several tokens may stand.
        """
        if not _is_of_one_slot(phrase) or self._with_rows(phrase.slots[0]):
            return None
        found = list(map(self.postings, _single(phrase.slots[0])))
        numbers = sorted(set().union(*(postings.records for postings in found)))
        return ((number, _stretches(found, number)) for number in numbers)

    def candidates(self, tree: Node) -> Sequence[int]:
        """Return the records that may match, in reading order: all that do, perhaps more."""
        return sorted(self._candidates(tree))

    def view(self, number: int) -> _View:
        """Return a record as `matching` reads it."""
        return _View(self, number)

    def _candidates(self, tree: Node) -> set[int]:
        if isinstance(tree, Phrase):
            if tree.distance is None and _is_of_tokens_in_a_row(tree):
                return _in_a_row([self.postings(slot[0][0]) for slot in tree.slots])
            return _all_of([self._with_slot(slot) for slot in tree.slots])
        if isinstance(tree, Filter):
            return set().union(*map(self.with_facet, tree.facets))
        if isinstance(tree, Group):
            found = list(map(self._candidates, tree.children))
            return set().union(*found) if isinstance(tree, Or) else _all_of(found)
        raise TypeError(f"a {type(tree).__name__} has no candidates")

    def _with_slot(self, slot: Slot) -> set[int]:
        """Return the records that have all tokens of one of the alternatives."""
        found: set[int] = set()
        for tokens in slot:
            found.update(_all_of([set(self.postings(token).records) for token in tokens]))
        return found

    def _with_rows(self, slot: Slot) -> set[int]:
        """Return the records where tokens of an alternative that has several follow each other."""
        rows = (list(map(self.postings, tokens)) for tokens in slot if len(tokens) > 1)
        return set().union(*map(_in_a_row, rows))


class _View:
    """A record of the index as `matching` reads it."""

    def __init__(self, search: Search, number: int) -> None:
        self._search = search
        self._number = number
        self.facets = self

    def positions(self, term: str) -> Sequence[int]:
        return self._search.postings(term).positions(self._number)

    def __contains__(self, facet: object) -> bool:
        return self._number in self._search.with_facet(str(facet))


def _is_of_one_slot(phrase: Phrase) -> bool:
    """Return whether the occurrences of a phrase are those of one slot, wherever it stands."""
    return phrase.is_plain and len(phrase.slots) == 1


def _is_of_tokens_in_a_row(phrase: Phrase) -> bool:
    return len(phrase.slots) > 1 and all(
        len(slot) == 1 and len(slot[0]) == 1 for slot in phrase.slots
    )


def _single(slot: Slot) -> Sequence[str]:
    """Return the tokens that may stand alone in a slot, each once."""
    return list(dict.fromkeys(tokens[0] for tokens in slot if len(tokens) == 1))


def _stretches(found: Sequence[Postings], number: int) -> list[Stretch]:
    """Return where one of several tokens stands in a record, in order."""
    places = chain.from_iterable(postings.positions(number) for postings in found)
    return [(place, place + 1) for place in sorted(places)]


def _all_of(found: Sequence[set[int]]) -> set[int]:
    return set.intersection(*sorted(found, key=len))


def _in_a_row(row: Sequence[Postings]) -> set[int]:
    """Return the records where the tokens with these postings follow each other.

    From the rarest on: of the others only what stands beside it is looked at.
    """
    first, *others = sorted(enumerate(row), key=lambda each: len(each[1].records))
    start, rarest = first
    found = set(rarest.records).intersection(*(postings.records for _, postings in others))
    places = [(number, at) for number in found for at in rarest.positions(number)]
    for place, postings in others:
        step = place - start
        places = [(n, at) for n, at in places if at + step in postings.positions(n)]
    return {number for number, _ in places}
