"""What one query finds in a Whoosh index: occurrences, candidates, views of records."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from wp8.index.whoosh.vocabulary import field_of
from wp8.query.tree import is_of_one_slot, token_row
from wp8.words.tokens import is_word_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from wp8.index.algebra import Leaves
    from wp8.index.whoosh.terms import Postings, Terms
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Phrase, Slot


class Search:
    """The postings that one query needs, each read once."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._postings: dict[str, Postings] = {}
        self._facets: dict[str, frozenset[int]] = {}
        self._places: dict[frozenset[str], Mapping[int, list[int]]] = {}

    def postings(self, term: str) -> Postings:
        """Return where `term` stands."""
        if term not in self._postings:
            self._postings[term] = self._terms.postings(field_of(term), term)
        return self._postings[term]

    def places(self, words: frozenset[str]) -> Mapping[int, Sequence[int]]:
        """Return where one of `words` stands, by record."""
        if words not in self._places:
            found: dict[int, list[int]] = {}
            for postings in map(self.postings, words):
                for number in postings.records:
                    found.setdefault(number, []).extend(postings.positions(number))
            self._places[words] = {number: sorted({*own}) for number, own in found.items()}
        return self._places[words]

    def with_facet(self, facet: str) -> frozenset[int]:
        """Return the numbers of the records that have `facet`."""
        if facet not in self._facets:
            field, _, value = facet.partition(":")
            self._facets[facet] = frozenset(self._terms.postings(field, value).records)
        return self._facets[facet]

    def counted(self, phrase: Phrase, among: Set[int] | None = None) -> Mapping[int, int] | None:
        """Return the number of occurrences by record, in reading order.

        With `among`, what is told of other records may be left out. None where a token may stand
        in the place of several.
        """
        row = token_row(phrase.slots) if phrase.is_plain and not phrase.asks_for_signs else ()
        if not row:
            return None
        if len(row) > 1:
            return _counts(self._in_a_row(row, among), len(row))
        tokens = _single(row[0])
        if len(tokens) > 1 and not all(map(is_word_term, tokens)):
            # A mark stands where a word does.
            return None
        first, *others = [self.postings(token).counts(among) for token in tokens] or [{}]
        for counts in others:
            for number, count in counts.items():
                first[number] = first.get(number, 0) + count
        return dict(sorted(first.items())) if others else first

    def table(self, _: Leaves) -> None:
        """Return None: postings are read one by one."""

    def answering(self, _: Leaves) -> None:
        """Return None: postings are read one by one."""

    def near(self, _: Phrase, __: Set[int] | None = None) -> None:
        """Return None: only `matching` tells of few records."""

    def stretches(self, phrase: Phrase) -> Iterator[tuple[int, Sequence[Stretch]]] | None:
        """Return the records that have a phrase of one slot, with its stretches.

        None where one of several tokens may stand.
        """
        if not is_of_one_slot(phrase) or self._with_rows(phrase.slots[0]):
            return None
        found = list(map(self.postings, _single(phrase.slots[0])))
        numbers = sorted(set().union(*(postings.records for postings in found)))
        return ((number, _stretches(found, number)) for number in numbers)

    def candidates(self, phrase: Phrase) -> Sequence[int]:
        """Return the records that may have `phrase`, in reading order: all that do, or more."""
        if phrase.distance is None and (row := token_row(phrase.slots)):
            return sorted({number for number, _ in self._in_a_row(row)})
        found: Set[int] | None = None
        for slot in sorted(phrase.slots, key=self._frequency):
            with_slot = self._with_slot(slot)
            found = with_slot if found is None else found & with_slot
            if not found:
                break
        return sorted(found or ())

    def view(self, number: int) -> _View:
        """Return a record as `matching` reads it."""
        return _View(self, number)

    def _frequency(self, slot: Slot) -> int:
        """Return how many records have a slot, at most."""
        records = self._terms.records
        return sum(min(records(field_of(token), token) for token in tokens) for tokens in slot)

    def _with_slot(self, slot: Slot) -> set[int]:
        """Return the records that have all tokens of one of the alternatives."""
        found: set[int] = set()
        for tokens in slot:
            of_each = (set(self.postings(token).records) for token in tokens)
            found |= set.intersection(*of_each)
        return found

    def _with_rows(self, slot: Slot) -> bool:
        """Return whether tokens of an alternative that has several follow each other anywhere."""
        rows = (token_row(((tokens,),)) for tokens in slot if len(tokens) > 1)
        return any(map(self._in_a_row, rows))

    def _in_a_row(
        self, row: Sequence[Slot], among: Set[int] | None = None
    ) -> Sequence[tuple[int, int]]:
        """Return the records where one token of each slot of `row` follows the other, and where.

        From the rarest on: of the others only what stands beside it is looked at.
        """
        first, *others = sorted(range(len(row)), key=lambda place: self._frequency(row[place]))
        found = [
            (number, at - first)
            for postings in map(self.postings, _single(row[first]))
            for number in postings.records
            if among is None or number in among
            for at in postings.positions(number)
        ]
        for place in others:
            if not found:
                break
            postings = list(map(self.postings, _single(row[place])))
            found = [
                (number, start)
                for number, start in found
                if any(start + place in each.positions(number) for each in postings)
            ]
        return sorted(set(found))


class _View:
    """A record of the index as `matching` reads it."""

    def __init__(self, search: Search, number: int) -> None:
        self._search = search
        self._number = number
        self.facets = self

    def positions(self, term: str) -> Sequence[int]:
        return self._search.postings(term).positions(self._number)

    def places(self, words: frozenset[str]) -> Sequence[int]:
        return self._search.places(words).get(self._number, ())

    def __contains__(self, facet: object) -> bool:
        return self._number in self._search.with_facet(str(facet))


def _single(slot: Slot) -> Sequence[str]:
    """Return the tokens that may stand alone in a slot, each once."""
    return list(dict.fromkeys(tokens[0] for tokens in slot if len(tokens) == 1))


def _stretches(found: Sequence[Postings], number: int) -> list[Stretch]:
    """Return where one of several tokens stands in a record, in order."""
    places = chain.from_iterable(postings.positions(number) for postings in found)
    return [(place, place + 1) for place in sorted(set(places))]


def _counts(found: Iterable[tuple[int, int]], length: int) -> dict[int, int]:
    """Return how often a row of so many tokens stands in each record, none upon another."""
    counts: dict[int, int] = {}
    end = (-1, 0)
    for number, start in found:
        if (number, start) >= end:
            counts[number] = counts.get(number, 0) + 1
            end = (number, start + length)
    return counts
