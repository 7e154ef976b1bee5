"""How often words, lemmas and n-grams occur, in all and in each part."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from wp8.analysis.counts.population import ngrams

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from wp8.analysis.counts.population import Population


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


def frequency_list(
    population: Population, *, lengths: Sequence[int] = (1,), without: Set[str] = frozenset()
) -> list[Frequency]:
    """Return every item or n-gram with its frequencies, the most frequent first.

    Args:
        population: The words that are counted.
        lengths: The lengths of the n-grams; 1 for single words.
        without: Items that are left out; an n-gram that has one of them is left out whole.
    """
    whole, texts, records = (Counter[str]() for _ in range(3))
    for part in population.by_document().values():
        own = [*_by_record(part, lengths)]
        distinct = [*map(set, own)]
        whole.update(chain.from_iterable(own))
        records.update(chain.from_iterable(distinct))
        texts.update(set().union(*distinct))
    kept = (gram for gram in whole if without.isdisjoint(gram.split(" "))) if without else whole
    ordered = sorted(sorted(kept), key=whole.__getitem__, reverse=True)
    size = population.size
    per_thousand = {n: _per_thousand(n, size) for n in {*whole.values()}}
    return [
        Frequency(gram, (n := whole[gram]), per_thousand[n], texts[gram], records[gram])
        for gram in ordered
    ]


def forms_in(population: Population, lengths: Sequence[int]) -> set[str]:
    """Return the items, or the n-grams of these lengths, that occur."""
    return set(chain.from_iterable(_by_record(population, lengths)))


def _by_record(population: Population, lengths: Sequence[int]) -> Iterator[list[str]]:
    """Yield the items of each record, or its n-grams of these lengths, each as often as it is."""
    item = population.items.__getitem__
    for sequences in population.by_record():
        own = [[*map(item, sequence)] for sequence in sequences]
        yield [*chain.from_iterable(ngrams(each, n) for n in lengths for each in own)]


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


def _per_thousand(number: int, size: int) -> float:
    return 1000 * number / size if size else 0.0
