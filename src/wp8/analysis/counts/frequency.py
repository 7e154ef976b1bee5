"""How often words, lemmas and n-grams occur, in all and in each part."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.analysis.counts.population import ngrams
from wp8.results import ByColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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

    def kept(self, counts: Mapping[str, int]) -> list[str]:
        """Return the n-grams that are listed, as they are counted.

        Raises:
            QueryError: If `match` is no pattern.
        """
        grams: Iterable[str] = counts
        if self.least > 1:
            grams = [gram for gram, number in counts.items() if number >= self.least]
        if self.without:
            grams = (gram for gram in grams if self.without.isdisjoint(gram.split(" ")))
        if self.match:
            from wp8.query.language.patterns import matching

            grams = matching(self.match, grams)
        return [*grams]


ALL: Final = Listing()


def frequency_list(
    population: Population, listing: Listing = ALL, texts: int | None = None
) -> Sequence[Frequency]:
    """Return every item or n-gram that is listed with its frequencies, the most frequent first.

    With `texts`, only those that so many documents have.

    Raises:
        QueryError: If the listing has a pattern that is none.
    """
    whole, elsewhere, again = _spread(population, listing)
    if texts is not None:
        whole = Counter({g: n for g, n in whole.items() if 1 + elsewhere.get(g, 0) == texts})
    counts, documents, repeated = (
        _named(each, population, listing) for each in (whole, elsewhere, again)
    )
    forms = sorted(sorted(listing.kept(counts)), key=counts.__getitem__, reverse=True)
    numbers = [*map(counts.__getitem__, forms)]
    # What occurs once, as most n-grams do, is in one document and one record.
    once = numbers.count(1)
    often = forms[: len(forms) - once]
    size = population.size
    columns = (
        *(forms, numbers),
        [
            *(per_thousand_of(counts[form], size) for form in often),
            *[per_thousand_of(1, size)] * once,
        ],
        [*(1 + documents.get(form, 0) for form in often), *[1] * once],
        [*(counts[form] - repeated.get(form, 0) for form in often), *[1] * once],
    )
    return ByColumn(columns, Frequency._make)


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
