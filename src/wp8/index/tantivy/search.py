"""What tantivy finds for one query: occurrences, candidates, records as `matching` reads them."""

from __future__ import annotations

import os
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, cast

import tantivy
from tantivy import Occur, Query

from wp8.index.store.trust import damage
from wp8.index.tantivy.token_strings import FACET, FIGURES
from wp8.query.tree import Words, is_of_one_slot, token_row
from wp8.words.tokens import ACRONYM_MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from wp8.index.tantivy.token_strings import TokenStrings
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Phrase, Slot

# The fields of the index: the characters of a record's terms, each once; those of tokens that are
# repeated there, each with figures; the record's number.
TERMS: Final = "terms"
REPEATED: Final = "repeated"
NUMBER: Final = "number"
_ASCENDING: Final = tantivy.Order.Asc
_FEW: Final = 1000
# A set of so many terms is found sooner by the dictionary than term by term.
_MANY: Final = 2000
# A token is counted in the strings of so many records as soon as tantivy finds one that has it.
_AS_SOON: Final = 2


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

    def counts(self, tokens: Iterable[str]) -> tuple[dict[int, int], list[int]]:
        """Return how often one of `tokens` stands in each record, and which have to be counted.

        These have one of them more often than the index can tell.
        """
        count = self._searcher.doc_freq
        characters = [character for token in tokens if (character := self._character(token))]
        found = [self._term(TERMS, character) for character in characters]
        often: list[Query] = []
        for character in characters:
            for figure in FIGURES:
                if not count(REPEATED, character + figure):
                    break
                repeated = self._term(REPEATED, character + figure)
                (often if figure == FIGURES[-1] else found).append(repeated)
        # What a record scores is how many of the queries it answers.
        ones = _any_of([Query.const_score_query(query, 1.0) for query in found])
        with self._damage_named:
            hits = self._hits(ones)
            found_at = self._searcher.fast_field_values(NUMBER, [place for _, place in hits])
        numbers = cast("list[int]", found_at)
        counts = dict(zip(numbers, map(int, map(itemgetter(0), hits)), strict=True))
        numbers.sort()
        in_order = dict(zip(numbers, map(counts.__getitem__, numbers), strict=True))
        return in_order, self.records(_any_of(often)) if often else []

    def records(self, query: Query) -> list[int]:
        """Return the numbers of the records that answer `query`, ascending."""
        with self._damage_named:
            return [number for number, _ in self._hits(query, NUMBER)]

    def _hits(self, query: Query, order: str | None = None) -> list[Any]:
        """Return what tantivy gives of all records that answer `query`."""
        hits = self._searcher.search(query, _FEW, False, order, 0, _ASCENDING).hits
        # Room for all would take most searches longer than to search.
        if len(hits) == _FEW:
            most = self._searcher.num_docs
            hits = self._searcher.search(query, most, False, order, 0, _ASCENDING).hits
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
            return self._in_a_row(row, among)
        tokens = {token for (token,) in row[0]}
        if among is not None and _AS_SOON * len(among) < sum(map(self._terms.frequency, tokens)):
            return self._counts((tokens,), sorted(among))
        counts, uncounted = self._terms.counts(tokens)
        often = self._strings.counts((tokens,), uncounted)
        counts.update(zip(uncounted, often, strict=True))
        return counts

    def _in_a_row(self, row: Sequence[Slot], among: Set[int] | None = None) -> dict[int, int]:
        """Return how often one token of each slot of `row` follows the other, by record."""
        found = _all_of([self._slot_query(slot) for slot in dict.fromkeys(row)])
        numbers = self._terms.records(found)
        if among is not None:
            numbers = [number for number in numbers if number in among]
        # An acronym's mark stands in no row.
        norms = [[token.removeprefix(ACRONYM_MARK) for (token,) in slot] for slot in row]
        return self._counts(norms, numbers)

    def _counts(self, row: Sequence[Iterable[str]], numbers: Sequence[int]) -> dict[int, int]:
        """Return how often tokens follow each other in each of the records where they do."""
        counts = self._strings.counts(row, numbers)
        return {number: count for number, count in zip(numbers, counts, strict=True) if count}

    def stretches(self, phrase: Phrase) -> Iterator[tuple[int, Sequence[Stretch]]] | None:
        """Return the records that have a phrase of one slot, with its stretches.

        None where one of several tokens may stand.
        """
        if not is_of_one_slot(phrase) or self._with_rows(phrase.slots[0]):
            return None
        slot = phrase.slots[0]
        tokens = list(dict.fromkeys(t[0] for t in slot if len(t) == 1))

        def places(number: int) -> Iterable[int]:
            row = self._strings.row(number)
            if isinstance(slot, Words):
                return row.places(slot.tokens)
            return sorted({*chain.from_iterable(map(row.positions, tokens))})

        numbers = self._terms.records(self._terms.any_of(tokens))
        return ((n, [(place, place + 1) for place in places(n)]) for n in numbers)

    def _with_rows(self, slot: Slot) -> bool:
        """Return whether tokens of an alternative that has several follow each other anywhere."""
        rows = [token_row(((tokens,),)) for tokens in slot if len(tokens) > 1]
        return any(map(self._in_a_row, rows))

    def candidates(self, phrase: Phrase) -> Sequence[int]:
        """Return the records that may have `phrase`, in reading order: all that do, or more."""
        if phrase.distance is None and (row := token_row(phrase.slots)):
            return list(self._in_a_row(row))
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
