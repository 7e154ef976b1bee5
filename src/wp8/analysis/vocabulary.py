"""How rich the vocabulary of each document is, and what documents share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wp8.analysis import measures
from wp8.analysis.frequency import frequency_list

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from wp8.analysis.frequency import Frequency
    from wp8.analysis.population import Population
    from wp8.model import Record


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
    documents = population.documents()
    parts = [("", population)] if len(documents) > 1 else []
    parts += [(name, population.where(_in(name))) for name in documents]
    found = []
    for name, part in parts:
        items = [item for sequence in part.sequences() for item in sequence]
        counts = part.counts()
        found.append(
            Richness(
                name,
                len(items),
                len(counts),
                sum(number == 1 for number in counts.values()),
                measures.ttr(items=items),
                measures.sttr(items=items, segment=segment),
                measures.mattr(items=items, window=window),
            )
        )
    return found


def shared(
    population: Population, *, lengths: Iterable[int], without: Container[str] = ()
) -> list[Frequency]:
    """Return the items and n-grams that every document has, the most frequent first."""
    rows = frequency_list(population, lengths=lengths, without=without)
    return [row for row in rows if all(share.frequency for share in row.documents.values())]


def unique(
    population: Population,
    document: str,
    *,
    lengths: Iterable[int],
    without: Container[str] = (),
) -> list[Frequency]:
    """Return the items and n-grams that only `document` has, the most frequent first."""
    rows = frequency_list(population, lengths=lengths, without=without)
    return [
        row
        for row in rows
        if document in row.documents and row.documents[document].frequency == row.frequency
    ]


def _in(document: str) -> Callable[[Record], bool]:
    return lambda record: record.document == document
