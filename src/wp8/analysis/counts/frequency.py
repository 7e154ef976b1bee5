"""How often words, lemmas and n-grams occur, in all and in each part."""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property, partial
from heapq import heappush, heapreplace
from itertools import chain, combinations, islice, pairwise, repeat
from operator import add, attrgetter, eq
from struct import unpack
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.analysis.counts.population import ngrams
from wp8.results import ByColumn, Stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.analysis.counts.population import Population
    from wp8.model import Heads
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

    def patterns(self) -> Iterator[Sequence[int | None]]:
        """Yield how far the items of an n-gram are from the first; None is an open one.

        Those of n-grams of items in a row are in that of the longest.
        """
        if self.is_of_rows:
            yield range(self.lengths[-1])
            return
        for length in self.lengths:
            if self.skip:
                for others in combinations(range(1, length + self.skip), length - 1):
                    yield (0, *others)
            else:
                for gap in range(1, length - 1):
                    yield [None if at == gap else at for at in range(length)]

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
# The bytes of a number in what is sorted.
_NUMBER: Final = 4
_NOTHING: Final = bytes(_NUMBER)
# What stands for an open item.
_OPEN: Final = "*"
# So many n-grams are sorted at once.
_SORTED: Final = 1 << 16
# Of each part, so many are looked at to say where it begins.
_LOOKED_AT: Final = 64
_ALIKE: Final = re.compile(b"\x01+")
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
    """Rows that come in the order of their forms, of which the first `limit` are kept."""

    def __init__(self, limit: int | None) -> None:
        self.total = 0
        self._limit = limit
        # The frequencies of the first, a heap.
        self._first: list[int] = []
        self._often: list[tuple[str, int, int, int]] = []
        self._seldom: dict[int, _Seldom] = {}

    def lacking(self, frequency: int) -> int | None:
        """Return how many rows of a frequency are wanted yet, at least one if any; None if all."""
        if self._limit is None:
            return None
        is_among = self._limit and len(self._first) == self._limit and frequency > self._first[0]
        return 1 if is_among else self._limit - len(self._first)

    def add(self, row: tuple[str, int, int, int]) -> None:
        """Take a row that is wanted: form, frequency, documents, records."""
        form, frequency, texts, records = row
        self._note(frequency)
        if frequency >= _OFTEN:
            self._often.append(row)
        else:
            seldom = self._of(frequency)
            seldom.add([form])
            seldom.texts.append(texts)
            seldom.records.append(records)

    def add_once(self, forms: Iterable[str]) -> None:
        """Take forms of rows that occur once, and are in one document and one record."""
        wanted = [*islice(forms, self.lacking(1))]
        for _ in wanted:
            self._note(1)
        self._of(1).add(wanted)

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

    def _note(self, frequency: int) -> None:
        if self._limit is not None:
            (heappush if len(self._first) < self._limit else heapreplace)(self._first, frequency)

    def _of(self, frequency: int) -> _Seldom:
        if frequency not in self._seldom:
            self._seldom[frequency] = _Seldom()
        return self._seldom[frequency]


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
    found = _Rows(limit)
    counted = _Items(population) if listing.is_of_items else _Grams(population, listing)
    for part in counted.parts(listing.least):
        often, once = _listed(part, counted, listing, texts)
        found.total += len(often) + len(once)
        for each in often:
            if found.lacking(each.number) != 0:
                found.add((counted.form(each.key), each.number, *counted.having(each)))
        if once and found.lacking(1) != 0:
            found.add_once(map(counted.form, once))
    return found.first(population.size)


def _listed(part: _Part, counted: _Items | _Grams, listing: Listing, texts: int | None) -> _Part:
    """Return what of a part is listed."""
    often, once = part
    if texts is not None:
        often = [each for each in often if counted.having(each)[0] == texts]
        once = once if texts == 1 else []
    if listing.is_chosen:
        keys = chain((each.key for each in often), once)
        kept = {*listing.kept(map(counted.form, keys))}
        often = [each for each in often if counted.form(each.key) in kept]
        once = [key for key in once if counted.form(key) in kept]
    return often, once


class _Counted(NamedTuple):
    """What occurs more than once: its key, its frequency, and what it is counted by."""

    key: Any
    number: int
    grams: Sequence[bytes] = ()


# What occurs more than once, and the keys of what occurs once; both in the order of their forms.
_Part = tuple[list[_Counted], list[Any]]


class _Items:
    """The items of a population, whose keys are their numbers."""

    def __init__(self, population: Population) -> None:
        self._population = population
        self.form = population.items.__getitem__

    def parts(self, least: int) -> Iterator[_Part]:
        """Yield the items that occur so often or more, in parts."""
        numbers = self._population.frequencies
        in_order = array("I", sorted(range(len(numbers)), key=self.form))
        for start in range(0, len(in_order), _SORTED):
            own = [(item, numbers[item]) for item in in_order[start : start + _SORTED]]
            once = [item for item, number in own if number == 1] if least == 1 else []
            yield [_Counted(*each) for each in own if each[1] >= max(2, least)], once

    def having(self, counted: _Counted) -> tuple[int, int]:
        """Return in how many documents an item is, and in how many records."""
        texts, records = self._spread
        return texts[counted.key], records[counted.key]

    @cached_property
    def _spread(self) -> tuple[array[int], array[int]]:
        """In how many documents each item is, and in how many records."""
        population = self._population
        texts, records = (array("I", [0]) * len(population.items) for _ in range(2))
        # Those of a document are near each other, where all would be all over the memory.
        for _, part in population.each_document():
            own = (part.words[start:end] for start, end in pairwise(part.borders))
            for item, number in Counter(chain.from_iterable(map(set, own))).items():
                texts[item] += 1
                records[item] += number
        return texts, records


class _Grams:
    """The n-grams of a population, whose keys are the ranks of their items, in bytes.

    As bytes, they are in the order of their forms, as a blank comes before all that an item can
    have. Those in a row are kept at the greatest length alone: shorter ones begin there.
    """

    def __init__(self, population: Population, listing: Listing) -> None:
        self._words = population.words
        self._sequences = population.sequences
        self._borders = population.borders
        known: dict[str, int] = {}
        self._documents = [known.setdefault(d, len(known)) for d in population.heads.documents]
        names = [*population.items, _OPEN]
        in_order = array("I", sorted(range(len(names)), key=names.__getitem__))
        self._forms = ["", *map(names.__getitem__, in_order)]
        self._ranks = array("I", bytes(_NUMBER * len(names)))
        for rank, item in enumerate(in_order, start=1):
            self._ranks[item] = rank
        (self._open,) = _in_bytes(self._ranks[-1:])
        self._listing = listing
        self._patterns = [*listing.patterns()]
        self._lengths = listing.lengths if listing.is_of_rows else listing.lengths[-1:]
        self._width = _NUMBER * listing.lengths[-1]

    def parts(self, least: int) -> Iterator[_Part]:
        """Yield the n-grams that occur so often or more, in parts."""
        for grams in self._sorted():
            often: list[_Counted] = []
            once: list[bytes] = []
            for length in self._lengths:
                end = _NUMBER * length
                own = grams
                if self._listing.is_of_rows:
                    own = [gram for gram in grams if gram[end - _NUMBER : end] != _NOTHING]
                keys = [gram[:end] for gram in own]
                done = 0
                for run in _ALIKE.finditer(bytes(map(eq, keys, islice(keys, 1, None)))):
                    once += keys[done : run.start()]
                    done = run.end() + 1
                    alike = self._apart(keys[run.start()], own[run.start() : done])
                    if len(alike) == 1:
                        once.append(keys[run.start()])
                    elif len(alike) >= least:
                        often.append(_Counted(keys[run.start()], len(alike), alike))
                once += keys[done:]
            often.sort(key=attrgetter("key"))
            once.sort()
            yield often, once if least == 1 else []

    def form(self, key: bytes) -> str:
        """Return the n-gram with a key."""
        return " ".join([self._forms[rank] for rank in _ranks_in(key) if rank])

    def having(self, counted: _Counted) -> tuple[int, int]:
        """Return in how many documents an n-gram is, and in how many records."""
        records = {bisect_right(self._borders, _place(gram)) for gram in counted.grams}
        return len({self._documents[record - 1] for record in records}), len(records)

    def _apart(self, key: bytes, alike: Sequence[bytes]) -> Sequence[bytes]:
        """Return those of the occurrences of an n-gram that are not within the one before."""
        may_overlap = self._listing.gap or key.find(key[:_NUMBER], _NUMBER) >= 0
        if self._listing.skip or not may_overlap:
            return alike
        length = sum(map(bool, _ranks_in(key)))
        kept: list[bytes] = []
        for gram in sorted(alike, key=_place):
            if not kept or _place(gram) >= _place(kept[-1]) + length:
                kept.append(gram)
        return kept

    def _sorted(self) -> Iterator[list[bytes]]:
        """Yield the keys of all n-grams, each with its place, in order, in parts.

        What begins alike is in one. They wait in a file, in runs that are sorted.
        """
        from tempfile import SpooledTemporaryFile

        size = self._width + _NUMBER
        borders = self._part_borders()
        with SpooledTemporaryFile(_SORTED) as file:
            runs = []
            for run in self._runs():
                begun = file.tell()
                ends = (*map(partial(bisect_left, run), borders), len(run))
                runs.append(array("Q", [begun + size * number for number in (0, *ends)]))
                file.write(b"".join(run))
            for part in range(len(borders) + 1):
                grams: list[bytes] = []
                for starts in runs:
                    file.seek(starts[part])
                    content = file.read(starts[part + 1] - starts[part])
                    grams += [content[at : at + size] for at in range(0, len(content), size)]
                grams.sort()
                yield grams

    def _runs(self) -> Iterator[list[bytes]]:
        """Yield the keys of all n-grams, each with its place, in runs that are sorted."""
        run: list[bytes] = []
        end = 0
        for sequence in self._sequences():
            start, end = end, end + len(sequence)
            places = _in_bytes(range(start, end))
            for keys in self._keys(sequence):
                run += map(add, keys, places)
            if len(run) >= _SORTED:
                run.sort()
                yield run
                run = []
        run.sort()
        yield run

    def _keys(self, sequence: Sequence[int]) -> Iterator[Iterable[bytes]]:
        """Yield for each pattern the keys of what begins at each item of a sequence."""
        ranks = _in_bytes(map(self._ranks.__getitem__, sequence))
        if self._listing.is_of_rows:
            ranks += [_NOTHING] * (self._listing.lengths[-1] - 1)
        for pattern in self._patterns:
            columns = [repeat(self._open) if at is None else ranks[at:] for at in pattern]
            columns += [repeat(_NOTHING)] * (self._listing.lengths[-1] - len(pattern))
            yield map(b"".join, zip(*columns, strict=False))

    def _part_borders(self) -> Sequence[bytes]:
        """Return where parts of about one size begin, but for the first: what some n-grams tell."""
        words = self._words
        number = len(words) * len(self._patterns) // _SORTED
        if not number:
            return ()
        step = 1 + len(words) // (_LOOKED_AT * (number + 1))
        span = self._listing.lengths[-1] + self._listing.skip
        begins = _NUMBER * self._lengths[0]
        looked_at = sorted(
            key[:begins]
            for place in range(0, len(words), step)
            for keys in self._keys(words[place : place + span])
            for key in islice(keys, 1)
        )
        return looked_at[_LOOKED_AT::_LOOKED_AT]


def _in_bytes(numbers: Iterable[int]) -> list[bytes]:
    """Return numbers in bytes that are in the same order."""
    found = array("I", numbers)
    if sys.byteorder == "little":
        found.byteswap()
    content = found.tobytes()
    return [content[at : at + _NUMBER] for at in range(0, len(content), _NUMBER)]


def _ranks_in(key: bytes) -> tuple[int, ...]:
    return unpack(f">{len(key) // _NUMBER}I", key)


def _place(gram: bytes) -> int:
    return int.from_bytes(gram[-_NUMBER:], "big")


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
    population: Population, occurrences: Mapping[str, Sequence[int]]
) -> Iterator[PartFrequency]:
    """Yield for each item its frequency in the whole, in each document and in each section.

    `occurrences` has for each item the number of its occurrences in each record.
    """
    sizes = _by_part(population.heads, population.sizes)
    for item, by_record in occurrences.items():
        frequencies = _by_part(population.heads, by_record)
        for (document, section), size in sizes.items():
            number = frequencies[document, section]
            yield PartFrequency(
                item, document, section, number, size, per_thousand_of(number, size)
            )


def group_frequencies(
    population: Population, occurrences: Mapping[str, Sequence[int]], groups: Groups
) -> Iterator[GroupFrequency]:
    """Yield for each item its frequency in the whole, which has no name, and in each group.

    `occurrences` has for each item the number of its occurrences in each record.
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
    for item, by_record in occurrences.items():
        frequencies: Counter[str] = Counter()
        texts: dict[str, set[str]] = {name: set() for name in order}
        for own, document, number in zip(named, heads.documents, by_record, strict=True):
            for name in ("", *own) if number else ():
                frequencies[name] += number
                texts[name].add(document)
        for name in order:
            number, size = frequencies[name], sizes[name]
            share = per_thousand_of(number, size)
            of = len(texts[name]), len(documents[name])
            yield GroupFrequency(item, name, number, size, share, *of)


def _by_part(heads: Heads, numbers: Iterable[int]) -> Counter[tuple[str, str]]:
    """Return the sums of numbers of records in all, each document and each section, in order."""
    of_section: Counter[tuple[str, str]] = Counter()
    for document, section, number in zip(heads.documents, heads.sections, numbers, strict=True):
        of_section[document, section] += number
    found = Counter({("", ""): of_section.total()})
    for (document, section), number in of_section.items():
        found[document, ""] += number
        if section:
            found[document, section] += number
    return found


def per_thousand_of(number: int, size: int) -> float:
    """Return a number of words as one in a thousand of `size` words; 0 of no words."""
    return 1000 * number / size if size else 0.0
