"""How often words, lemmas and n-grams occur, in all and in each part."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections import Counter
from functools import partial
from heapq import nsmallest
from itertools import chain, combinations, compress, count, islice, pairwise, repeat
from operator import itemgetter, ne, sub
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.analysis.counts.population import ngrams
from wp8.results import ByColumn, Stretches

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
# Not all places are sorted at once.
_PARTS: Final = 64
# The bytes of a rank.
_RANK: Final = 4
# What occurs so often is little, and is held; forms of the rest wait in files.
_OFTEN: Final = 16


class First(NamedTuple):
    """The first rows of a list, and how many it has."""

    rows: Sequence[Frequency]
    total: int


class _Seldom:
    """Rows of one frequency, in the order of their forms, which are lines of a file."""

    def __init__(self) -> None:
        from tempfile import TemporaryFile

        self.number = 0
        self.texts, self.records = array("I"), array("I")
        # It has no name, and is gone as soon as nobody reads it any more.
        self._file = TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="\n")  # noqa: SIM115

    def __del__(self) -> None:
        self._file.close()

    def add(self, forms: Sequence[str]) -> None:
        """Take further forms."""
        self._file.writelines(f"{form}\n" for form in forms)
        self.number += len(forms)

    def forms(self) -> Iterator[str]:
        """Yield the forms."""
        self._file.seek(0)
        for line in self._file:
            yield line[:-1]


class _Rows:
    """Rows that come in the order of their forms; of each frequency the first `limit` are kept."""

    def __init__(self, limit: int | None) -> None:
        self.total = 0
        self._limit = limit
        self._often: list[tuple[str, int, int, int]] = []
        self._seldom: dict[int, _Seldom] = {}

    def add(self, rows: Iterable[tuple[str, int, int, int]]) -> None:
        """Take rows of what is repeated: form, frequency, documents, records."""
        for row in rows:
            self.total += 1
            form, frequency, texts, records = row
            if frequency >= _OFTEN:
                self._often.append(row)
            elif self._lacking(frequency) != 0:
                seldom = self._of(frequency)
                seldom.add([form])
                seldom.texts.append(texts)
                seldom.records.append(records)

    def add_once(self, number: int, forms: Callable[[], Iterable[str]]) -> None:
        """Take so many rows of what occurs once, and is in one document and one record."""
        self.total += number
        lacking = self._lacking(1)
        if number and lacking != 0:
            self._of(1).add([*islice(forms(), lacking)])

    def first(self, size: int) -> First:
        """Return the first rows; the texts have `size` words."""
        self._often.sort(key=lambda row: -row[1])
        often = [*zip(*self._often, strict=True)] if self._often else [()] * 4
        columns: list[list[tuple[int, Callable[[], Iterable[Any]]]]] = [
            [(len(cells), partial(iter, cells))] for cells in often
        ]
        for frequency in sorted(self._seldom, reverse=True):
            own = self._seldom[frequency]
            one = partial(repeat, 1, own.number)
            cells: tuple[Callable[[], Iterable[Any]], ...] = (
                own.forms,
                partial(repeat, frequency, own.number),
                one if frequency == 1 else partial(iter, own.texts),
                one if frequency == 1 else partial(iter, own.records),
            )
            for column, each in zip(columns, cells, strict=True):
                column.append((own.number, each))
        forms, numbers, texts, records = map(Stretches, columns)
        share = partial(per_thousand_of, size=size)
        shares = Stretches([(len(numbers), lambda: map(share, numbers))])
        rows = ByColumn((forms, numbers, shares, texts, records), Frequency._make)
        return First(rows if self._limit is None else rows[: self._limit], self.total)

    def _of(self, frequency: int) -> _Seldom:
        if frequency not in self._seldom:
            self._seldom[frequency] = _Seldom()
        return self._seldom[frequency]

    def _lacking(self, frequency: int) -> int | None:
        """Return how many rows of a frequency are still wanted; None if all are."""
        if self._limit is None:
            return None
        kept = self._seldom.get(frequency)
        return self._limit - (kept.number if kept else 0)


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
    is_long = population.size > FEW and listing.is_of_rows
    return (_by_place if is_long else _by_form)(population, listing, limit, texts)


def _by_place(
    population: Population, listing: Listing, limit: int | None, texts: int | None
) -> First:
    """Return the rows of n-grams of items in a row, by the places where they begin, sorted."""
    found = _Rows(limit)
    grams = _Grams(population, listing.lengths[-1])
    has_once = listing.least == 1 and texts in (None, 1)
    for places in grams.parts():
        often: list[tuple[str, int, int, int]] = []
        once: dict[int, list[int]] = {length: [] for length in listing.lengths}
        for length in listing.lengths:
            for alike in grams.groups(places, length):
                if len(alike) == 1:
                    once[length] += alike
                elif len(alike) >= listing.least:
                    in_texts, in_records = grams.having(alike)
                    if texts in (None, in_texts):
                        row = grams.form(alike[0], length), len(alike), in_texts, in_records
                        often.append(row)
        often.sort()
        if listing.is_chosen:
            chosen = {*listing.kept(form for form, *_ in often)}
            often = [row for row in often if row[0] in chosen]
        found.add(often)
        if not has_once:
            continue
        forms = partial(grams.forms, once)
        number = sum(map(len, once.values()))
        if listing.is_chosen:
            kept = [*listing.kept(forms())]
            forms, number = partial(list, kept), len(kept)
        found.add_once(number, forms)
    return found.first(population.size)


class _Grams:
    """The n-grams of items in a row, of at most `longest`, in the order of their texts.

    A blank comes before all that an item can have: so that is the order of their items.
    """

    def __init__(self, population: Population, longest: int) -> None:
        self._words = words = population.words
        self._items = items = population.items
        self._frequencies = population.frequencies
        self._borders = population.borders
        known: dict[str, int] = {}
        self._documents = [known.setdefault(d, len(known)) for d in population.heads.documents]
        self._in_order = sorted(range(len(items)), key=items.__getitem__)
        ranks = array("I", bytes(_RANK * len(items)))
        for rank, item in enumerate(self._in_order):
            ranks[item] = rank
        coded = array("I", map(ranks.__getitem__, words))
        if sys.byteorder == "little":
            coded.byteswap()
        # As bytes, numbers are compared as texts are.
        self._coded = coded.tobytes()
        self._rooms = b"".join(map(_room, population.sequences()))
        self._longest = longest

    def parts(self) -> Iterator[list[int]]:
        """Yield places in the order of what begins there, in parts: what begins alike in one."""
        coded, rooms, longest = self._coded, self._rooms, self._longest
        most = 1 + len(self._words) // _PARTS
        part_of = bytearray(len(self._items))
        part = taken = 0
        for item in self._in_order:
            number = self._frequencies[item]
            if taken and taken + number > most:
                part += 1
                taken = 0
            taken += number
            part_of[item] = part
        parts = bytes(map(part_of.__getitem__, self._words))

        def begins(place: int) -> bytes:
            return coded[_RANK * place : _RANK * (place + min(rooms[place], longest))]

        for number in range(part + 1):
            flags = parts.translate(bytes(number == each for each in range(256)))
            yield sorted(compress(count(), flags), key=begins)

    def groups(self, places: Iterable[int], length: int) -> Iterator[Sequence[int]]:
        """Yield for each n-gram of a length where it begins, without those within one before."""
        coded, rooms = self._coded, self._rooms
        own = [place for place in places if rooms[place] >= length]
        keys = [coded[_RANK * place : _RANK * (place + length)] for place in own]
        starts = compress(count(1), map(ne, keys, islice(keys, 1, None)))
        for start, end in pairwise((0, *starts, len(own))):
            alike = own[start:end]
            if end - start > 1:
                alike.sort()
                if any(map(length.__gt__, map(sub, alike[1:], alike))):
                    alike = _apart(alike, length)
            if alike:
                yield alike

    def form(self, place: int, length: int) -> str:
        """Return the n-gram that begins at a place."""
        items = self._items
        return " ".join([items[word] for word in self._words[place : place + length]])

    def forms(self, places: Mapping[int, Iterable[int]]) -> list[str]:
        """Return the n-grams that begin at places, which are by the length of these, in order."""
        return sorted(self.form(place, length) for length in places for place in places[length])

    def having(self, places: Iterable[int]) -> tuple[int, int]:
        """Return in how many documents places are, and in how many records."""
        records = {*map(partial(bisect_right, self._borders), places)}
        return len({self._documents[record - 1] for record in records}), len(records)


def _apart(places: Sequence[int], length: int) -> list[int]:
    """Return those of ascending places that are not within `length` of the one before."""
    kept: list[int] = []
    for place in places:
        if not kept or place >= kept[-1] + length:
            kept.append(place)
    return kept


def _room(sequence: Sequence[int]) -> bytes:
    """Return for each item how many there are to the end of its sequence, with it; at most 9."""
    length = len(sequence)
    return _ROOMS.rjust(length, _ROOMS[:1])[max(0, len(_ROOMS) - length) :]


def _by_form(
    population: Population, listing: Listing, limit: int | None, texts: int | None
) -> First:
    """Return the rows of n-grams of all lengths, whatever they are made of."""
    whole, elsewhere, again = (
        _named(each, population, listing) for each in _spread(population, listing)
    )
    counted: Iterable[str] = whole
    if listing.least > 1:
        counted = [gram for gram, number in whole.items() if number >= listing.least]
    if texts is not None:
        counted = [gram for gram in counted if 1 + elsewhere.get(gram, 0) == texts]
    kept = [*listing.kept(counted)]
    often = sorted(
        (gram, whole[gram], 1 + elsewhere.get(gram, 0), whole[gram] - again.get(gram, 0))
        for gram in kept
        if whole[gram] > 1
    )
    often.sort(key=itemgetter(1), reverse=True)
    often = often[:limit]
    once = [gram for gram in kept if whole[gram] == 1]
    lacking = None if limit is None else limit - len(often)
    single = sorted(once) if lacking is None else nsmallest(lacking, once)
    # What occurs once, as most n-grams do, is in one document and one record.
    ones = [1] * len(single)
    forms, numbers, in_texts, in_records = zip(*often, strict=True) if often else ((),) * 4
    shares = [per_thousand_of(number, population.size) for number in numbers]
    columns = (
        [*forms, *single],
        [*numbers, *ones],
        [*shares, *[per_thousand_of(1, population.size)] * len(ones)],
        [*in_texts, *ones],
        [*in_records, *ones],
    )
    return First(ByColumn(columns, Frequency._make), len(kept))


def _spread(population: Population, listing: Listing) -> Iterator[Counter[Any]]:
    """Yield how often each item or n-gram occurs, and two counts of those that are repeated.

    That is in how many documents beside the first that has it, and how often in a record that has
    it already. Most n-grams occur once, and are in the first count alone.
    """
    whole, elsewhere, again = (Counter[Any]() for _ in range(3))
    for _, part in population.each([(name,) for name in population.heads.documents]):
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
