"""How rich the vocabulary of each document is, and what documents share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from wp8.analysis.counts.frequency import count, listed
from wp8.analysis.measures import lexical_diversity as measures

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from wp8.analysis.counts.frequency import Frequency
    from wp8.analysis.counts.population import Population


class Richness(NamedTuple):
    """The types and tokens of a part, and the ratios of them.

    `sttr` and `mattr` are None where the part is shorter than their segment or window.
    """

    document: str
    tokens: int
    types: int
    hapaxes: int
    ttr: float | None
    sttr: float | None
    mattr: float | None


def richness(population: Population, *, segment: int, window: int) -> list[Richness]:
    """Return the richness of the whole population and of each document (measures.py)."""
    documents = population.by_document()
    recurrences = measures.recurrences(items=population.words, window=window)
    found = []
    start = 0
    for name, part in documents.items():
        own = recurrences[start : start + part.size]
        found.append(_richness(name, part.words, part.frequencies, own, segment, window))
        start += part.size
    if len(documents) <= 1:
        return found
    whole: Counter[int] = Counter()
    for part in documents.values():
        whole.update(part.frequencies)
    return [_richness("", population.words, whole, recurrences, segment, window), *found]


def _richness(
    name: str,
    items: Sequence[int],
    counts: Counter[int],
    recurrences: Sequence[int],
    segment: int,
    window: int,
) -> Richness:
    return Richness(
        name,
        len(items),
        len(counts),
        sum(number == 1 for number in counts.values()),
        measures.ttr(items=items, types=len(counts)),
        measures.sttr(items=items, segment=segment),
        measures.mattr_by(recurrences=recurrences, window=window),
    )


def shared(
    population: Population, *, lengths: Sequence[int], without: Set[str] = frozenset()
) -> list[Frequency]:
    """Return the items and n-grams that every document has, the most frequent first."""
    counts = count(population, lengths)
    own = (set(found) for found in counts.documents.values())
    return listed(counts, set.intersection(*own) if counts.documents else (), without)


def unique(
    population: Population,
    document: str,
    *,
    lengths: Sequence[int],
    without: Set[str] = frozenset(),
) -> list[Frequency]:
    """Return the items and n-grams that only `document` has, the most frequent first."""
    counts = count(population, lengths)
    others = (found for name, found in counts.documents.items() if name != document)
    return listed(counts, set(counts.documents.get(document, ())).difference(*others), without)
