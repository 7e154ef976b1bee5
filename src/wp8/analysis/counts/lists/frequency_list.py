"""Lists of all words or n-grams with their frequencies."""

from __future__ import annotations

from functools import partial
from heapq import nlargest
from itertools import chain, compress
from operator import attrgetter
from struct import pack
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.analysis.counts.frequency import per_thousand_of
from wp8.analysis.counts.lists.items import Items
from wp8.analysis.counts.lists.keys import Forms
from wp8.analysis.counts.lists.listing import ALL
from wp8.analysis.counts.lists.ngrams import Grams
from wp8.analysis.counts.lists.runs import MOST, NUMBER, Filed, Runs
from wp8.results import ByColumn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.analysis.counts.lists.keys import Often, Part
    from wp8.analysis.counts.lists.listing import Listing
    from wp8.analysis.counts.population import Population

    Counted = Items | Grams

# After every key.
_END: Final = (b"\xff", 0)
# Of what is sorted, the greatest numbers come first.
number_in: Final = MOST.__sub__


class Frequency(NamedTuple):
    """How often an item or n-gram occurs in all, in how many documents, and in how many records.

    `texts` is the number of documents that have it, `range` that of records.
    """

    form: str
    frequency: int
    per_thousand: float
    texts: int
    range: int


class First(NamedTuple):
    """The first rows of a list, and how many it has."""

    rows: Sequence[Frequency]
    total: int


class List:
    """The items or n-grams of a population that are listed, which are counted once."""

    def __init__(self, population: Population, listing: Listing, texts: int | None = None) -> None:
        """Choose them; with `texts`, only those that so many documents have."""
        self.forms = Forms(population.items)
        self.counted = counted_in(population, listing, self.forms)
        self.size = population.size
        self._listing = listing
        self._texts = texts

    @property
    def places(self) -> range:
        """The fields of a row that have the key, if one number comes before."""
        return range(1, 1 + self.counted.width // NUMBER)

    def parts(self) -> Iterator[Part]:
        """Yield what is listed, in parts.

        Raises:
            QueryError: If the listing has a pattern that is none.
        """
        width = self.counted.width
        for part in self.counted.parts(self._listing.least):
            often, once = part
            if self._texts is not None:
                often = [e for e in often if self.counted.having(e)[0] == self._texts]
                once = once if self._texts == 1 else []
            if self._listing.is_chosen:
                names = [self.forms.of(each.key) for each in often]
                rare = [self.forms.of(gram[:width]) for gram in once]
                kept = {*self._listing.kept(chain(names, rare))}
                often = [*compress(often, map(kept.__contains__, names))]
                once = [*compress(once, map(kept.__contains__, rare))]
            yield part._replace(often=often, once=once)


def counted_in(population: Population, listing: Listing, forms: Forms) -> Counted:
    """Return the items of a population, or its n-grams."""
    if listing.is_of_items:
        return Items(population, forms)
    return Grams(population, listing, forms)


def numbers_in(
    population: Population, listing: Listing, forms: Forms
) -> Iterator[tuple[bytes, int]]:
    """Yield the key of every item or n-gram with its frequency, in order."""
    counted = counted_in(population, listing, forms)
    for often, once in counted.parts(1):
        own = [(each.key, each.number) for each in often]
        yield from sorted([*own, *((gram[: counted.width], 1) for gram in once)])


def joined(
    one: Iterator[tuple[bytes, int]], other: Iterator[tuple[bytes, int]]
) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Yield each key of two that are in order, with its numbers in both."""
    mine, its = next(one, _END), next(other, _END)
    while (key := min(mine[0], its[0])) != _END[0]:
        is_mine, is_its = mine[0] == key, its[0] == key
        yield key, (mine[1] if is_mine else 0, its[1] if is_its else 0)
        mine = next(one, _END) if is_mine else mine
        its = next(other, _END) if is_its else its


class Rows:
    """The rows of a list, of which the first `limit` are kept: sorted as they are listed."""

    def __init__(self, counted: Counted, limit: int | None = None) -> None:
        self.total = 0
        self._counted = counted
        self._limit = limit
        # The frequencies of the first, from high to low.
        self._first: list[int] = []
        self._runs = Runs(counted.width + 3 * NUMBER)

    def add(self, part: Part) -> None:
        """Take what is listed."""
        often, once = part
        self.total += len(often) + len(once)
        if self._limit is not None:
            often = self._among_first(often)
            once = once[: self._limit - len(self._first)]
            self._first += [1] * len(once)
        width = self._counted.width
        begins, ends = pack(">I", number_in(1)), pack(">II", 1, 1)
        self._runs.add(begins + gram[:width] + ends for gram in once)
        having = self._counted.having
        self._runs.add(
            pack(">I", number_in(each.number)) + each.key + pack(">II", *having(each))
            for each in often
        )

    def in_order(self) -> Iterator[bytes]:
        """Yield them, the most frequent first: frequency, key, documents, records."""
        return self._runs.in_order()

    def _among_first(self, often: Sequence[Often]) -> list[Often]:
        """Return what may be among the first, and note how often that is."""
        limit = self._limit or 0
        least = self._first[-1] if limit and len(self._first) == limit else 0
        chosen = nlargest(limit, (e for e in often if e.number > least), attrgetter("number"))
        self._first = nlargest(limit, (*self._first, *(each.number for each in chosen)))
        return chosen


def columns_of(filed: Filed, forms: Forms, places: Sequence[int], size: int) -> list[Sequence[Any]]:
    """Return the columns of a list of texts with `size` words."""
    after = places[-1] + 1
    share = partial(per_thousand_of, size=size)
    return [
        filed.column(forms.named, *places),
        filed.column(partial(map, number_in), 0),
        filed.column(lambda numbers: map(share, map(number_in, numbers)), 0),
        filed.column(iter, after),
        filed.column(iter, after + 1),
    ]


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
    own = List(population, listing, texts)
    found = Rows(own.counted, limit)
    for part in own.parts():
        found.add(part)
    filed = Filed(own.places[-1] + 3, found.in_order())
    rows = ByColumn(columns_of(filed, own.forms, own.places, own.size), Frequency._make)
    return First(rows if limit is None else rows[:limit], found.total)
