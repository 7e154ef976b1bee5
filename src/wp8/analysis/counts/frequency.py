"""How often items occur in all, and in each part."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.analysis.counts.population import Population
    from wp8.model import Heads
    from wp8.query.fields.groups import Groups


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
