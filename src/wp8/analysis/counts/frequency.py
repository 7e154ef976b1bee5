"""How often words, lemmas and n-grams occur, in all and in each part."""

from __future__ import annotations

from collections import Counter
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.counts.population import ngrams

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from wp8.analysis.counts.population import Population


# A table with columns for more documents is read by nobody.
MOST_DOCUMENTS: Final = 20


class Share(NamedTuple):
    """A frequency, and what it is in a thousand running words."""

    frequency: int
    per_thousand: float


class Shares(NamedTuple):
    """How often something occurs in all, and in each document by its name, of not too many."""

    whole: Share
    documents: dict[str, Share]


class Frequency(NamedTuple):
    """An item and how often it occurs; items that occur equally often have the same shares."""

    form: str
    shares: Shares

    @property
    def frequency(self) -> int:
        """How often it occurs in all."""
        return self.shares.whole.frequency


class Counts(NamedTuple):
    """The frequencies of items or n-grams in each document, and the documents' sizes.

    One without a name is all of them.
    """

    documents: Mapping[str, Counter[str]]
    sizes: Mapping[str, int]


class PartFrequency(NamedTuple):
    """How often an item occurs in one part: the whole, a document or a section of it."""

    form: str
    document: str
    section: str
    frequency: int
    words: int
    per_thousand: float


def frequency_list(
    population: Population, *, lengths: Sequence[int] = (1,), without: Set[str] = frozenset()
) -> list[Frequency]:
    """Return every item or n-gram with its frequencies, the most frequent first.

    Args:
        population: The words that are counted.
        lengths: The lengths of the n-grams; 1 for single words.
        without: Items that are left out; an n-gram that has one of them is left out whole.
    """
    if len(set(population.heads.documents)) > MOST_DOCUMENTS:
        counts = Counts({"": _counted(population, lengths)}, {"": population.size})
    else:
        counts = count(population, lengths)
    return listed(counts, set().union(*counts.documents.values()), without)


def count(population: Population, lengths: Sequence[int]) -> Counts:
    """Count the items, or the n-grams of these lengths, of each document."""
    parts = population.by_document()
    return Counts(
        {name: _counted(part, lengths) for name, part in parts.items()},
        {name: part.size for name, part in parts.items()},
    )


def _counted(part: Population, lengths: Sequence[int]) -> Counter[str]:
    longer = [length for length in lengths if length > 1]
    item = part.items.__getitem__
    sequences = (list(map(item, sequence)) for sequence in (part.sequences() if longer else ()))
    grams = (ngrams(sequence, length) for sequence in sequences for length in longer)
    found = Counter(chain.from_iterable(grams))
    if 1 in lengths:
        found.update(part.counts())
    return found


def listed(counts: Counts, grams: Iterable[str], without: Set[str]) -> list[Frequency]:
    """Return the rows of `grams` that have no item of `without`, the most frequent first."""
    if without:
        grams = (gram for gram in grams if without.isdisjoint(gram.split(" ")))
    ordered = sorted(grams)
    if len(counts.documents) > MOST_DOCUMENTS:
        total = Counter(
            {gram: sum(own[gram] for own in counts.documents.values()) for gram in ordered}
        )
        counts = Counts({"": total}, {"": sum(counts.sizes.values())})
    columns = (map(own.get, ordered, repeat(0)) for own in counts.documents.values())
    # Most of many n-grams occur once: few shares differ.
    shares = _SharesOf(counts.sizes)
    rows = map(Frequency, ordered, map(shares.__getitem__, zip(*columns, strict=True)))
    return sorted(rows, key=lambda row: row.shares.whole.frequency, reverse=True)


class _SharesOf(dict[tuple[int, ...], Shares]):
    """The shares of what occurs so often in each of the documents of these sizes."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        super().__init__()
        self._sizes = sizes

    def __missing__(self, numbers: tuple[int, ...]) -> Shares:
        shares = self[numbers] = _shares(numbers, self._sizes)
        return shares


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
            yield PartFrequency(item, document, section, number, size, _per_thousand(number, size))


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


def _shares(numbers: Sequence[int], sizes: Mapping[str, int]) -> Shares:
    """Return the shares of what occurs so often in each of the documents of these sizes."""
    total, size = sum(numbers), sum(sizes.values())
    documents = {
        name: Share(number, _per_thousand(number, sizes[name]))
        for name, number in zip(sizes, numbers, strict=True)
        if name
    }
    return Shares(Share(total, _per_thousand(total, size)), documents)


def _per_thousand(number: int, size: int) -> float:
    return 1000 * number / size if size else 0.0
