"""How often words, lemmas and n-grams occur, in all and in each part."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from wp8.analysis.population import ngrams

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from wp8.analysis.population import Population
    from wp8.model import Record


class Share(NamedTuple):
    """A frequency, and what it is in a thousand running words."""

    frequency: int
    per_thousand: float


class Frequency(NamedTuple):
    """How often an item occurs, in all and in each document."""

    item: str
    frequency: int
    per_thousand: float
    documents: Mapping[str, Share]


class PartFrequency(NamedTuple):
    """How often an item occurs in one part: the whole, a document or a section of it."""

    item: str
    document: str
    section: str
    frequency: int
    words: int
    per_thousand: float


def frequency_list(
    population: Population, *, lengths: Iterable[int] = (1,), without: Container[str] = ()
) -> list[Frequency]:
    """Return every item or n-gram with its frequencies, the most frequent first.

    Args:
        population: The words that are counted.
        lengths: The lengths of the n-grams; 1 for single words.
        without: Items that are left out; an n-gram that has one of them is left out whole.
    """
    sizes = {name: population.where(_in(name)).size for name in population.documents()}
    size = population.size
    counts: dict[str, Counter[str]] = {}
    for document in sizes:
        for items in population.where(_in(document)).sequences():
            for length in lengths:
                for gram in ngrams(items, length):
                    counts.setdefault(gram, Counter())[document] += 1
    found = [
        Frequency(gram, sum(by.values()), _per_thousand(sum(by.values()), size), _shares(by, sizes))
        for gram, by in counts.items()
        if not any(item in without for item in gram.split(" "))
    ]
    return sorted(found, key=lambda row: (-row.frequency, row.item))


def part_frequencies(
    population: Population, occurrences: Mapping[str, Mapping[str, int]]
) -> Iterator[PartFrequency]:
    """Yield for each item its frequency in the whole, in each document and in each section.

    `occurrences` has for each item the number of its occurrences by record id.
    """
    parts = [("", "")]
    for passage in population.passages:
        record = passage.record
        parts += [(record.document, ""), (record.document, record.section)]
    for item, by_record in occurrences.items():
        for document, section in dict.fromkeys(parts):
            part = [
                passage
                for passage in population.passages
                if document in ("", passage.record.document)
                and section in ("", passage.record.section)
            ]
            size = sum(len(passage.words) for passage in part)
            number = sum(by_record.get(passage.record.id, 0) for passage in part)
            yield PartFrequency(item, document, section, number, size, _per_thousand(number, size))


def _in(document: str) -> Callable[[Record], bool]:
    return lambda record: record.document == document


def _shares(by: Mapping[str, int], sizes: Mapping[str, int]) -> dict[str, Share]:
    return {
        name: Share(by.get(name, 0), _per_thousand(by.get(name, 0), size))
        for name, size in sizes.items()
    }


def _per_thousand(number: int, size: int) -> float:
    return 1000 * number / size if size else 0.0
