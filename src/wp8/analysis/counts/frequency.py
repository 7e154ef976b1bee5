"""How often words, lemmas and n-grams occur, in all and in each part."""

from __future__ import annotations

from array import array
from collections import Counter
from functools import partial
from heapq import nlargest, nsmallest
from itertools import chain, combinations, compress, count, groupby, islice, pairwise
from operator import eq, itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.analysis.counts.population import ngrams
from wp8.results import ByColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.analysis.counts.population import Population
    from wp8.query.fields.groups import Groups


class Frequency(NamedTuple):
    """How often an item or n-gram occurs in all, in how many documents, and in how many records.

    `texts` is the number of documents that have it, `range` that of records.
    """

    form: str
    frequency: int
    per_thousand: float
    texts: int
    range: int


class PartFrequency(NamedTuple):
    """How often an item occurs in one part: the whole, a document or a section of it."""

    form: str
    document: str
    section: str
    frequency: int
    words: int
    per_thousand: float


class GroupFrequency(NamedTuple):
    """How often an item occurs in one group of records, or in all, and in how many documents.

    `texts` is the number of documents that have it, of `documents` in the group.
    """

    form: str
    group: str
    frequency: int
    words: int
    per_thousand: float
    texts: int
    documents: int


def is_by_groups(columns: Sequence[str]) -> bool:
    """Return whether these are the columns of a table of items in groups of records."""
    return tuple(columns[: len(GroupFrequency._fields)]) == GroupFrequency._fields


class Listing(NamedTuple):
    """Which items, or n-grams of items, a list has.

    `lengths` are those of the n-grams; 1 is single items. With `gap`, one item within each is left
    open, as in `the * of`; with `skip`, so many others may stand among its items. It has no item of
    `without`, the pattern `match` matches it, and it occurs `least` times.
    """

    lengths: Sequence[int] = (1,)
    gap: bool = False
    skip: int = 0
    match: str = ""
    least: int = 1
    without: frozenset[str] = frozenset()

    @property
    def is_of_items(self) -> bool:
        """Whether its n-grams are single items."""
        return [*self.lengths] == [1]

    def grams(self, items: Sequence[str]) -> Iterator[Iterable[str]]:
        """Yield the n-grams of items that follow each other, each as often as it occurs."""
        for length in self.lengths:
            if self.skip:
                for others in combinations(range(1, length + self.skip), length - 1):
                    yield map(" ".join, zip(*(items[n:] for n in (0, *others)), strict=False))
            else:
                for gap in range(1, length - 1) if self.gap else (None,):
                    yield ngrams(items, length, gap)

    @property
    def is_chosen(self) -> bool:
        """Whether it depends on its items whether an n-gram is listed."""
        return bool(self.without or self.match)

    @property
    def is_of_rows(self) -> bool:
        """Whether its n-grams are several items in a row, all of them."""
        return not (self.is_of_items or self.gap or self.skip)

    def kept(self, grams: Iterable[str]) -> Iterable[str]:
        """Return those of n-grams that have the items that are asked for, and none of the others.

        Raises:
            QueryError: If `match` is no pattern.
        """
        if self.without:
            grams = (gram for gram in grams if self.without.isdisjoint(gram.split(" ")))
        if self.match:
            from wp8.query.language.patterns import matching

            grams = matching(self.match, grams)
        return grams


ALL: Final = Listing()
# Of no more words, n-grams are counted sooner as texts than as numbers.
FEW: Final = 50_000
# No n-gram is longer.
_ROOMS: Final = bytes(range(9, 0, -1))
# Most n-grams occur once: so that not all are held at once, a part is counted after the other.
_PARTS: Final = 4


class First(NamedTuple):
    """The first rows of a list, and how many it has."""

    rows: Sequence[Frequency]
    total: int


class _Once(NamedTuple):
    """The n-grams of one length that occur once: how many, and what gives them, in any order."""

    number: int
    forms: Callable[[], Iterable[str]]


class _Grams(NamedTuple):
    """The n-grams of one length that are repeated, by numbers from 1.

    `numbers` has at each place the number of that which begins there, or 0. By number,
    `frequencies` has how often each occurs, `places` where one of them begins. `singles` are 1
    where one begins that is not repeated.
    """

    length: int
    numbers: array[int]
    frequencies: Sequence[int]
    places: Sequence[int]
    singles: bytes


def frequency_list(
    population: Population, listing: Listing = ALL, texts: int | None = None
) -> Sequence[Frequency]:
    """Return every item or n-gram that is listed with its frequencies, the most frequent first.

    With `texts`, only those that so many documents have.

    Raises:
        QueryError: If the listing has a pattern that is none.
    """
    return first_of(population, listing, texts=texts).rows


def first_of(
    population: Population, listing: Listing, limit: int | None = None, texts: int | None = None
) -> First:
    """Return the first rows of such a list, at most `limit`, and how many it has.

    Raises:
        QueryError: If the listing has a pattern that is none.
    """
    often: list[tuple[str, int, int, int]] = []
    rare: list[_Once] = []
    total = 0
    is_long = population.size > FEW and listing.is_of_rows
    counted = _by_number if is_long else _by_form
    for found, number, once in counted(population, listing, limit, texts):
        often += found
        rare.append(once)
        total += number + once.number
    often.sort()
    often.sort(key=itemgetter(1), reverse=True)
    often = often[:limit]
    lacking = None if limit is None else limit - len(often)
    single: list[str] = []
    if lacking != 0:
        others = chain.from_iterable(once.forms() for once in rare)
        single = sorted(others) if lacking is None else nsmallest(lacking, others)
    size = population.size
    # What occurs once, as most n-grams do, is in one document and one record.
    ones = [1] * len(single)
    forms, numbers, in_texts, in_records = zip(*often, strict=True) if often else ((),) * 4
    shares = [per_thousand_of(number, size) for number in numbers]
    columns = (
        [*forms, *single],
        [*numbers, *ones],
        [*shares, *[per_thousand_of(1, size)] * len(ones)],
        [*in_texts, *ones],
        [*in_records, *ones],
    )
    return First(ByColumn(columns, Frequency._make), total)


def _by_number(
    population: Population, listing: Listing, limit: int | None, texts: int | None
) -> Iterator[tuple[list[tuple[str, int, int, int]], int, _Once]]:
    """Yield for each length what is listed of its n-grams of items in a row.

    That are those that occur more than once, as form, frequency, documents and records, at most
    `limit`; how many they are; and those that occur once.
    """
    borders = population.borders
    documents: dict[str, list[slice]] = {}
    for document, own in groupby(enumerate(population.heads.documents), itemgetter(1)):
        first, *_, last = (place for each in own for place in (each[0], each[0] + 1))
        documents.setdefault(document, []).append(slice(borders[first], borders[last]))
    for grams in _repeated(population, listing):
        form = partial(_form, population, grams)
        numbers = [n for n, often in enumerate(grams.frequencies) if often >= max(2, listing.least)]
        in_texts: Mapping[int, int] = {}
        if texts is not None:
            in_texts = _having({*numbers}, grams, documents.values())
            numbers = [n for n in numbers if in_texts[n] == texts]
        if listing.is_chosen:
            known = {form(n): n for n in numbers}
            numbers = [*map(known.__getitem__, listing.kept(known))]
        total = len(numbers)
        if limit is not None and limit < total:
            bound = nlargest(limit + 1, map(grams.frequencies.__getitem__, numbers))[-1]
            numbers = [n for n in numbers if grams.frequencies[n] >= bound]
        found = sorted((-grams.frequencies[n], form(n), n) for n in numbers)[:limit]
        chosen = {n for *_, n in found}
        in_texts = in_texts or _having(chosen, grams, documents.values())
        in_records = _having(chosen, grams, ((slice(*own),) for own in pairwise(borders)))
        rows = [(form, -often, in_texts[n], in_records[n]) for often, form, n in found]
        yield rows, total, _once(population, listing, grams, texts)


def _once(population: Population, listing: Listing, grams: _Grams, texts: int | None) -> _Once:
    """Return the n-grams of one length that are listed and occur once."""
    if listing.least > 1 or texts not in (None, 1):
        return _Once(0, tuple)

    def forms() -> Iterable[str]:
        items = [*map(population.items.__getitem__, population.words)]
        rows = zip(*(islice(items, n, None) for n in range(grams.length)), strict=False)
        # Of two that overlap only the first counts, which may be the only one.
        alone = (n for n, often in enumerate(grams.frequencies) if often == 1)
        return chain(
            map(" ".join, compress(rows, grams.singles)),
            map(partial(_form, population, grams), alone),
        )

    if listing.is_chosen:
        kept = [*listing.kept(forms())]
        return _Once(len(kept), lambda: kept)
    return _Once(grams.singles.count(1) + grams.frequencies.count(1), forms)


def _form(population: Population, grams: _Grams, number: int) -> str:
    first = grams.places[number]
    words = population.words[first : first + grams.length]
    return " ".join([population.items[word] for word in words])


def _having(chosen: set[int], grams: _Grams, parts: Iterable[Iterable[slice]]) -> Counter[int]:
    """Return how many parts have each of the chosen n-grams."""
    numbers = ((grams.numbers[stretch] for stretch in part) for part in parts)
    return Counter(
        chain.from_iterable(chosen.intersection(chain.from_iterable(own)) for own in numbers)
    )


def _repeated(population: Population, listing: Listing) -> Iterator[_Grams]:
    """Yield the repeated n-grams of each length that is listed, the shortest first.

    An n-gram is no more frequent than its beginning and its end, so each length is counted at the
    places alone where both are frequent enough.
    """
    words = population.words
    size = len(population.items)
    rooms = b"".join(map(_room, population.sequences()))
    near = sorted(
        (place, distance)
        for distance in range(1, listing.lengths[-1])
        for place in compress(count(distance), map(eq, words[distance:], words))
    )
    numbers = words
    for length in range(1, listing.lengths[-1] + 1):
        places: Sequence[int] = range(len(words))
        keys = words
        if length > 1:
            following = zip(numbers, numbers[1:], rooms, strict=False)
            are_both = (here and there and room >= length for here, there, room in following)
            places = array("I", compress(count(), are_both))
            last = length - 1
            keys = array("Q", (numbers[p] * size + words[p + last] for p in places))
        least = max(2, listing.least)
        counts: dict[int, int] = {}
        parts = 1 if length == 1 else _PARTS
        for part in range(parts):
            own = Counter(keys if parts == 1 else (key for key in keys if key % parts == part))
            counts.update((key, often) for key, often in own.items() if often >= least)
            own.clear()
        frequencies = [0, *counts.values()]
        number_of = counts
        number_of.update(zip(counts, count(1)))
        found_at = array("I", bytes(4 * len(frequencies)))
        numbers = array("I", bytes(4 * len(words)))
        for place, number in zip(places, map(number_of.get, keys), strict=True):
            if number:
                numbers[place] = number
                found_at[number] = place
        if length not in listing.lengths:
            continue
        within: set[int] = set()
        for place, distance in near:
            number, before = numbers[place], place - distance
            is_again = distance < length and number and number == numbers[before]
            if is_again and within.isdisjoint((place, before)):
                within.add(place)
                frequencies[number] -= 1
        singles = b""
        if listing.least == 1:
            singles = bytes(
                room >= length and not number for room, number in zip(rooms, numbers, strict=True)
            )
        yield _Grams(length, numbers, frequencies, found_at, singles)


def _room(sequence: Sequence[int]) -> bytes:
    """Return for each item how many there are to the end of its sequence, with it; at most 9."""
    length = len(sequence)
    return _ROOMS.rjust(length, _ROOMS[:1])[max(0, len(_ROOMS) - length) :]


def _by_form(
    population: Population, listing: Listing, _: int | None, texts: int | None
) -> Iterator[tuple[list[tuple[str, int, int, int]], int, _Once]]:
    """Yield the same of the n-grams of all lengths at once, whatever they are made of."""
    whole, elsewhere, again = (
        _named(each, population, listing) for each in _spread(population, listing)
    )
    counted: Iterable[str] = whole
    if listing.least > 1:
        counted = [gram for gram, number in whole.items() if number >= listing.least]
    if texts is not None:
        counted = [gram for gram in counted if 1 + elsewhere.get(gram, 0) == texts]
    kept = [*listing.kept(counted)]
    once = [gram for gram in kept if whole[gram] == 1]
    often = [
        (gram, whole[gram], 1 + elsewhere.get(gram, 0), whole[gram] - again.get(gram, 0))
        for gram in kept
        if whole[gram] > 1
    ]
    yield often, len(often), _Once(len(once), lambda: once)


def _spread(population: Population, listing: Listing) -> Iterator[Counter[Any]]:
    """Yield how often each item or n-gram occurs, and two counts of those that are repeated.

    That is in how many documents beside the first that has it, and how often in a record that has
    it already. Most n-grams occur once, and are in the first count alone.
    """
    whole, elsewhere, again = (Counter[Any]() for _ in range(3))
    for part in population.by_document().values():
        found = []
        for grams in _by_record(part, listing):
            if len({*grams}) < len(grams):
                again.update({gram: n - 1 for gram, n in Counter(grams).items() if n > 1})
            found.append(grams)
        elsewhere.update(whole.keys() & chain.from_iterable(found))
        whole.update(chain.from_iterable(found))
    yield from (whole, elsewhere, again)


def counts_of(population: Population, listing: Listing) -> Counter[str]:
    """Return how often each item or n-gram occurs, listed or not."""
    counts = Counter(chain.from_iterable(_by_record(population, listing)))
    return _named(counts, population, listing)


def _by_record(population: Population, listing: Listing) -> Iterator[Sequence[Any]]:
    """Yield the numbers of the items of each record, or its n-grams, each as often as it is."""
    if listing.is_of_items:
        yield from (population.words[start:end] for start, end in pairwise(population.borders))
        return
    item = population.items.__getitem__
    for sequences in population.by_record():
        own = ([*map(item, sequence)] for sequence in sequences)
        yield [*chain.from_iterable(chain.from_iterable(map(listing.grams, own)))]


def _named(counts: Counter[Any], population: Population, listing: Listing) -> Counter[str]:
    """Return counts by the items themselves, or by n-grams."""
    if not listing.is_of_items:
        return counts
    return Counter({population.items[number]: count for number, count in counts.items()})


def part_frequencies(
    population: Population, occurrences: Mapping[str, Mapping[str, int]]
) -> Iterator[PartFrequency]:
    """Yield for each item its frequency in the whole, in each document and in each section.

    `occurrences` has for each item the number of its occurrences by record id.
    """
    heads = population.heads
    sections = list(zip(heads.documents, heads.sections, strict=True))
    section_of = dict(zip(heads.ids, sections, strict=True))
    sizes = _by_part(zip(sections, population.sizes, strict=True))
    for item, by_record in occurrences.items():
        frequencies = _by_part((section_of[id_], number) for id_, number in by_record.items())
        for (document, section), size in sizes.items():
            number = frequencies[document, section]
            yield PartFrequency(
                item, document, section, number, size, per_thousand_of(number, size)
            )


def group_frequencies(
    population: Population, occurrences: Mapping[str, Mapping[str, int]], groups: Groups
) -> Iterator[GroupFrequency]:
    """Yield for each item its frequency in the whole, which has no name, and in each group.

    `occurrences` has for each item the number of its occurrences by record id.
    """
    heads = population.heads
    named = groups.of_records(heads.documents, heads.sections)
    order = ["", *groups.in_order(name for own in named for name in own)]
    sizes: Counter[str] = Counter()
    documents: dict[str, set[str]] = {name: set() for name in order}
    for own, document, size in zip(named, heads.documents, population.sizes, strict=True):
        for name in ("", *own):
            sizes[name] += size
            documents[name].add(document)
    known = dict(zip(heads.ids, zip(named, heads.documents, strict=True), strict=True))
    for item, by_record in occurrences.items():
        frequencies: Counter[str] = Counter()
        texts: dict[str, set[str]] = {name: set() for name in order}
        for id_, number in by_record.items():
            own, document = known[id_]
            for name in ("", *own):
                frequencies[name] += number
                texts[name].update([document] * bool(number))
        for name in order:
            number, size = frequencies[name], sizes[name]
            share = per_thousand_of(number, size)
            of = len(texts[name]), len(documents[name])
            yield GroupFrequency(item, name, number, size, share, *of)


def _by_part(numbers: Iterable[tuple[tuple[str, str], int]]) -> Counter[tuple[str, str]]:
    """Return the sums of numbers in all, in each document and in each section, in order."""
    of_section: Counter[tuple[str, str]] = Counter()
    for part, number in numbers:
        of_section[part] += number
    found = Counter({("", ""): of_section.total()})
    for (document, section), number in of_section.items():
        found[document, ""] += number
        if section:
            found[document, section] += number
    return found


def per_thousand_of(number: int, size: int) -> float:
    """Return a number of words as one in a thousand of `size` words; 0 of no words."""
    return 1000 * number / size if size else 0.0
