"""What tantivy finds for one query: occurrences, candidates, records as `matching` reads them."""

from __future__ import annotations

import os
from array import array
from dataclasses import replace
from functools import partial
from itertools import chain
from math import prod
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import tantivy
from tantivy import Occur, Query

from wp8.index.algebra import Leaves
from wp8.index.store.trust import damage
from wp8.index.tantivy.near import near
from wp8.index.tantivy.token_strings import FACET, FIGURES
from wp8.query.tree import WITHIN, Filter, Phrase, Words, is_of_one_slot, token_row
from wp8.words.tokens import ACRONYM_MARK, GOES_ON, JOINTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from wp8.index.algebra import Nearness, Table
    from wp8.index.tantivy.token_strings import TokenStrings
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Alternative, Slot

# The fields of the index: the characters of a record's terms, each once; those of tokens that are
# repeated there, each with figures; the record's number.
TERMS: Final = "terms"
REPEATED: Final = "repeated"
NUMBER: Final = "number"
_ASCENDING: Final = tantivy.Order.Asc
_FEW: Final = 1000
# A set of so many terms is found sooner by the dictionary than term by term.
_MANY: Final = 2000
# A token is counted in the string of a record as soon as tantivy finds so many that have it.
_AS_SOON: Final = 16
# So many whole numbers a score of tantivy's can tell, which has 24 bits.
_MOST_SCORES: Final = 1 << 24
# A token that stands so often in a record may stand there more often.
_OFTEN: Final = int(FIGURES[-1])


class Narrowed(NamedTuple):
    """Terms that narrow what is found: one of each of some sets is there, none of others is."""

    within: Sequence[Set[str]] = ()
    without: Set[str] = frozenset()


class Terms:
    """The terms of an index, and the queries that tantivy makes of them."""

    def __init__(self, folder: str, strings: TokenStrings) -> None:
        self._character = strings.character
        self._damage_named = _DamageNamed(folder)
        with self._damage_named:
            index = _opened(folder)
            self._schema = index.schema
            self._searcher = index.searcher()

    def has(self, term: str) -> bool:
        """Return whether a text has `term`."""
        return self._character(term) is not None

    def frequency(self, term: str) -> int:
        """Return the number of records that have `term`."""
        character = self._character(term)
        return self._searcher.doc_freq(TERMS, character) if character else 0

    def spread(self, terms: Iterable[str]) -> int:
        """Return the number of records that have one of `terms`."""
        with self._damage_named:
            found: Any = self._searcher.search(self.any_of(terms), 1)
        return int(found.count)

    def any_of(self, terms: Iterable[str]) -> Query:
        """Return the query for the records that have one of `terms`."""
        known = [character for term in terms if (character := self._character(term))]
        if len(known) > _MANY:
            return Query.term_set_query(self._schema, TERMS, known)
        return _any_of([self._term(TERMS, character) for character in known])

    def all_of(self, terms: Iterable[str]) -> Query:
        """Return the query for the records that have all of `terms`."""
        return _all_of([self.any_of((term,)) for term in dict.fromkeys(terms)])

    def counts(
        self, leaves: Sequence[Iterable[str]], narrowed: Narrowed, *, all_of: bool
    ) -> tuple[list[int], list[list[int]]]:
        """Return the records that have one of the tokens of a leaf, or with `all_of` of each leaf.

        And how often they have each leaf, in a column: a token
        that a record has more often than the index can tell counts as often as `FIGURES` go.
        """
        queries: list[Query] = []
        places: list[tuple[int, int]] = []
        rooms: list[int] = []
        weight = 1
        for tokens in leaves:
            found, frequency = self._counting(tokens)
            # What a record scores has a digit for each leaf: how many of its queries it answers.
            scored = [Query.const_score_query(query, float(weight)) for query in found]
            queries.append(_any_of(scored))
            rooms.append(frequency)
            places.append((weight, len(found) + 1))
            weight *= len(found) + 1
        query = self._narrowed((_all_of if all_of else _any_of)(queries), narrowed)
        with self._damage_named:
            hits = self._hits(query, room=min(rooms) if all_of else sum(rooms))
            found_at = self._searcher.fast_field_values(NUMBER, [place for _, place in hits])
        numbers = cast("list[int]", found_at)
        scores = dict(zip(numbers, map(itemgetter(0), hits), strict=True))
        numbers.sort()
        in_order = list(map(scores.__getitem__, numbers))
        different = set(in_order)
        columns = []
        for weight, base in places:
            digits = {score: int(score) // weight % base for score in different}
            columns.append(list(map(digits.__getitem__, in_order)))
        return numbers, columns

    def answering(
        self, leaves: Sequence[Iterable[str]], narrowed: Narrowed, *, all_of: bool
    ) -> list[int]:
        """Return the records of `counts`, ascending."""
        queries = list(map(self.any_of, leaves))
        return self.records(self._narrowed((_all_of if all_of else _any_of)(queries), narrowed))

    def _narrowed(self, query: Query, narrowed: Narrowed) -> Query:
        """Return `query` for records narrowed so; what they score by it is the same."""
        if not any(narrowed):
            return query
        within = [Query.const_score_query(self.any_of(terms), 0.0) for terms in narrowed.within]
        asked = [(Occur.Must, each) for each in (query, *within)]
        if narrowed.without:
            asked.append((Occur.MustNot, self.any_of(narrowed.without)))
        return Query.boolean_query(asked)

    def digits(self, tokens: Iterable[str]) -> int:
        """Return how many different counts of a leaf the index can tell."""
        return len(self._counting(tokens)[0]) + 1

    def _counting(self, tokens: Iterable[str]) -> tuple[list[Query], int]:
        """Return queries of which a record answers as many as it has tokens, and for how many."""
        count = self._searcher.doc_freq
        characters = [character for token in tokens if (character := self._character(token))]
        found = [self._term(TERMS, character) for character in characters]
        for character in characters:
            for figure in FIGURES:
                if not count(REPEATED, character + figure):
                    break
                found.append(self._term(REPEATED, character + figure))
        return found, sum(count(TERMS, character) for character in characters)

    def records(self, query: Query) -> list[int]:
        """Return the numbers of the records that answer `query`, ascending."""
        with self._damage_named:
            return [number for number, _ in self._hits(query, NUMBER)]

    def _hits(self, query: Query, order: str | None = None, room: int = _FEW) -> list[Any]:
        """Return what tantivy gives of all records that answer `query`; most need no more `room`.

        Room for all would take most searches longer than to search.
        """
        most = max(1, min(room, self._searcher.num_docs))
        hits = self._searcher.search(query, most, False, order, 0, _ASCENDING).hits
        if len(hits) == most < self._searcher.num_docs:
            return self._hits(query, order, self._searcher.num_docs)
        return hits

    def _term(self, field: str, characters: str) -> Query:
        return Query.term_query(self._schema, field, characters, "basic")


def _opened(folder: str) -> tantivy.Index:
    """Return the index in `folder`; tantivy locks a file there: in a fixed folder, one of links."""
    if os.access(folder, os.W_OK):
        return _open(folder)
    from tempfile import TemporaryDirectory

    # The open files outlive their links; tantivy may still make a lock file among them.
    with TemporaryDirectory(prefix="wp8-", ignore_cleanup_errors=True) as links:
        for name in os.listdir(folder):
            if not name.endswith(".lock"):
                os.symlink(os.path.join(folder, name), os.path.join(links, name))
        return _open(links)


def _open(folder: str) -> tantivy.Index:
    index = tantivy.Index.open(folder)
    index.config_reader("manual")
    return index


class _DamageNamed:
    """Raises what tantivy raises in a `with`, panics too, as damage of the index."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Raise the damage, but for what is none."""
        # A panic is a BaseException.
        if error is not None and not isinstance(error, KeyboardInterrupt | OSError):
            raise damage(self._folder, f"tantivy: {error}") from error


class Search:
    """What one query finds."""

    def __init__(self, terms: Terms, strings: TokenStrings) -> None:
        self._terms = terms
        self._strings = strings
        self._facets: dict[str, frozenset[int]] = {}

    def counted(self, phrase: Phrase, among: Set[int] | None = None) -> Mapping[int, int] | None:
        """Return the number of occurrences by record, in reading order.

        With `among`, what is told of other records may be left out. None where a count of
        characters does not tell it: where a token may stand for several, or no sign between some.
        """
        is_told = phrase.is_plain and not phrase.asks_for_signs and not _has_marks(phrase)
        row = token_row(phrase.slots) if is_told else ()
        if not row:
            return None
        if len(row) > 1:
            return dict(self._in_a_row(row, among))
        tokens = {token for (token,) in row[0]}
        if among is not None and self._is_few(among, row[0]):
            return dict(self._counts((tokens,), sorted(among)))
        table = self.table(Leaves((phrase,)))
        return table and dict(zip(table[0], table[1][0], strict=True))

    def _is_few(self, among: Set[int], tokens: Iterable[Alternative]) -> bool:
        """Return whether to count in the strings of records takes less than to find the tokens."""
        frequencies = (self._terms.frequency(token) for (token,) in {*tokens})
        return _AS_SOON * len(among) < sum(frequencies)

    def table(self, leaves: Leaves) -> Table | None:
        """Return the records that answer some leaves, ascending, and how often they have each.

        None where leaves have to be asked for one by one.
        """
        counted, narrowed = self._tokens_of(leaves)
        if not counted or prod(map(self._terms.digits, counted)) > _MOST_SCORES:
            return None
        numbers, columns = self._terms.counts(counted, narrowed, all_of=leaves.all_of)
        for tokens, column in zip(counted, columns, strict=True):
            if max(column, default=0) >= _OFTEN:
                often = [place for place, count in enumerate(column) if count >= _OFTEN]
                told = self._strings.counts((tokens,), [numbers[place] for place in often])
                for place, count in zip(often, told, strict=True):
                    column[place] = count
        return numbers, columns

    def answering(self, leaves: Leaves) -> list[int] | None:
        """Return the records that answer some leaves, ascending; None as of `table`."""
        counted, narrowed = self._tokens_of(leaves)
        return self._terms.answering(counted, narrowed, all_of=leaves.all_of) if counted else None

    def _tokens_of(self, leaves: Leaves) -> tuple[Sequence[Set[str]], Narrowed]:
        """Return the tokens of each leaf, and the terms that narrow; none where not all do."""
        counted = list(map(_tokens, leaves.counted))
        without = list(map(_terms, leaves.without))
        if not all((*counted, *without)):
            return (), Narrowed()
        return counted, Narrowed(list(map(_terms, leaves.within)), set().union(*without))

    def _in_a_row(
        self, row: Sequence[Slot], among: Set[int] | None = None
    ) -> Iterator[tuple[int, int]]:
        """Yield the records where one token of each slot of `row` follows the other; how often."""
        if among is not None and self._is_few(among, chain.from_iterable(row)):
            numbers = sorted(among)
        else:
            numbers = self._terms.records(_all_of(list(map(self._slot_query, dict.fromkeys(row)))))
            if among is not None:
                numbers = list(filter(among.__contains__, numbers))
        # An acronym's mark stands in no row.
        norms = [[token.removeprefix(ACRONYM_MARK) for (token,) in slot] for slot in row]
        return self._counts(norms, numbers)

    def _counts(
        self, row: Sequence[Iterable[str]], numbers: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        """Yield each of the records where tokens follow each other, and how often they do."""
        counts = self._strings.counts(row, numbers)
        return (pair for pair in zip(numbers, counts, strict=True) if pair[1])

    def stretches(self, phrase: Phrase) -> Iterator[tuple[int, Sequence[Stretch]]] | None:
        """Return the records that have a phrase of one slot, with its stretches.

        None where one of several tokens may stand.
        """
        if not is_of_one_slot(phrase):
            return None
        slot = phrase.slots[0]
        tokens = list(dict.fromkeys(t[0] for t in slot if len(t) == 1))
        if not tokens or self._with_rows(slot):
            return None

        def places(number: int) -> Iterable[int]:
            row = self._strings.row(number)
            if isinstance(slot, Words):
                return row.places(slot.tokens)
            return sorted({*chain.from_iterable(map(row.positions, tokens))})

        numbers: Sequence[int]
        if set(JOINTS).issuperset(tokens):
            # Nearly every record has one: what tantivy gives of all would take much room.
            joined = (self._strings.marks(token).records for token in tokens)
            numbers = array("I", sorted(set().union(*joined)))
        else:
            numbers = self._terms.records(self._terms.any_of(tokens))
        return ((n, [(place, place + 1) for place in places(n)]) for n in numbers)

    def _with_rows(self, slot: Slot) -> bool:
        """Return whether tokens of an alternative that has several follow each other anywhere."""
        rows = [token_row(((tokens,),)) for tokens in slot if len(tokens) > 1]
        return any(True for row in rows for _ in self._in_a_row(row))

    def near(
        self, phrase: Phrase, among: Set[int] | None = None
    ) -> Iterator[tuple[int, Nearness | None]] | None:
        """Return the records with all slots of a phrase near each other; None if it asks for more.

        Or where a token may stand in two of the slots, or for several.
        """
        tokens = [_tokens(Phrase((slot,))) for slot in phrase.slots]
        is_told = replace(phrase, distance=None).is_plain and all(tokens)
        are_apart = sum(map(len, tokens)) == len(set().union(*tokens))
        if phrase.distance is None or not (is_told and are_apart):
            return None
        slots = {
            character: place
            for place, own in enumerate(tokens)
            for character in self._strings.characters(frozenset(own))
        }
        numbers = self._having_all(phrase)
        found = list(numbers if among is None else filter(among.__contains__, numbers))
        return near(self._strings, slots, phrase.distance, found)

    def candidates(self, phrase: Phrase) -> Iterable[int]:
        """Return the records that may have `phrase`, in reading order: all that do, or more."""
        if phrase.borders is not None and phrase.borders[0] in (GOES_ON, WITHIN):
            return filter(partial(self._goes_on, phrase.slots[0]), self._having_all(phrase))
        return self._having_all(phrase)

    def _goes_on(self, slot: Slot, number: int) -> bool:
        """Return whether an alternative of `slot` begins where a name may go on, in a record."""
        if not self._strings.marked(GOES_ON, number):
            return False
        row = self._strings.row(number)
        begun = set(row.positions(GOES_ON))
        return not all(begun.isdisjoint(row.positions(tokens[0])) for tokens in slot)

    def _having_all(self, phrase: Phrase) -> Iterable[int]:
        """Return the records that have all tokens of a phrase; of a row, where they stand in it."""
        if phrase.distance is None and (row := token_row(phrase.slots)):
            return (number for number, _ in self._in_a_row(row))
        return self._terms.records(_all_of([self._slot_query(slot) for slot in phrase.slots]))

    def view(self, number: int) -> _View:
        """Return a record as `matching` reads it."""
        return _View(self, self._strings, number)

    def with_facet(self, facet: str) -> frozenset[int]:
        """Return the numbers of the records that have `facet`."""
        if facet not in self._facets:
            query = self._terms.any_of((FACET + facet,))
            self._facets[facet] = frozenset(self._terms.records(query))
        return self._facets[facet]

    def _slot_query(self, slot: Slot) -> Query:
        single = [tokens[0] for tokens in slot if len(tokens) == 1]
        rows = [self._terms.all_of(tokens) for tokens in slot if len(tokens) > 1]
        return _any_of([self._terms.any_of(single), *rows])


class _View:
    """A record of the index as `matching` reads it."""

    def __init__(self, search: Search, strings: TokenStrings, number: int) -> None:
        self._search = search
        self._number = number
        row = strings.row(number)
        self.positions, self.places = row.positions, row.places
        self.facets = self

    def __contains__(self, facet: object) -> bool:
        return self._number in self._search.with_facet(str(facet))


def _terms(leaf: Phrase | Filter) -> Set[str]:
    """Return the terms each of which a leaf asks for; none of a phrase as of `_tokens`."""
    return {FACET + facet for facet in leaf.facets} if isinstance(leaf, Filter) else _tokens(leaf)


def _tokens(phrase: Phrase) -> Set[str]:
    """Return the tokens each of which is an occurrence of a phrase; none if there are others."""
    if not is_of_one_slot(phrase) or _has_marks(phrase):
        return frozenset()
    slot = phrase.slots[0]
    is_told = all(len(tokens) == 1 for tokens in slot)
    return {token for (token,) in slot} if is_told else frozenset()


def _has_marks(phrase: Phrase) -> bool:
    """Return whether a phrase asks for an acronym."""
    alternatives = (tokens for slot in phrase.slots for tokens in slot)
    return any(token[0] == ACRONYM_MARK for tokens in alternatives for token in tokens)


def _all_of(queries: Sequence[Query]) -> Query:
    return _joined(Occur.Must, queries)


def _any_of(queries: Sequence[Query]) -> Query:
    return _joined(Occur.Should, queries)


def _joined(occur: Occur, queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(occur, q) for q in queries])
