"""How evenly words are spread over the paragraphs."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from wp8.analysis.measures import dispersion as measures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.analysis.counts.population import Population
    from wp8.query.record_view import Stretch


class Dispersion(NamedTuple):
    """How an item is spread: in how many parts it occurs, and how evenly.

    A measure is None where it is not defined, as for a word that does not occur.
    """

    form: str
    frequency: int
    range: int
    parts: int
    dp: float | None
    dp_norm: float | None
    juilland_d: float | None
    arf: float | None


class Places(NamedTuple):
    """Where a word occurs in a document of `size` running words: their numbers from 0."""

    word: str
    document: str
    size: int
    positions: Sequence[int]


def dispersion(
    population: Population, item: str, stretches: Mapping[str, Sequence[Stretch]]
) -> Dispersion:
    """Return how `item` is spread over the passages of `population`, its parts.

    `stretches` are those of the item by record id. Sources: dispersion_measures.py.
    """
    parts_of = zip(population.heads.ids, population.sizes, strict=True)
    own = [(size, len(stretches.get(id_, ()))) for id_, size in parts_of if size]
    sizes, counts = [size for size, _ in own], [number for _, number in own]
    total = sum(counts)
    if not total:
        return Dispersion(item, 0, 0, len(sizes), None, None, None, None)
    parts = {"sizes": sizes, "frequencies": counts}
    several = len(sizes) > 1
    return Dispersion(
        item,
        total,
        measures.range_(frequencies=counts),
        len(sizes),
        measures.dp(**parts),
        measures.dp_norm(**parts) if several else None,
        measures.juilland_d(**parts) if several else None,
        measures.arf(positions=_places(population, stretches), size=population.size),
    )


def places(
    population: Population, item: str, stretches: Mapping[str, Sequence[Stretch]]
) -> Iterator[Places]:
    """Yield where `item` occurs in each document of `population`, in reading order."""
    found = _places(population, stretches)
    start = 0
    for document, part in population.by_document().items():
        end = start + part.size
        own = found[bisect_left(found, start) : bisect_left(found, end)]
        yield Places(item, document, part.size, tuple(place - start for place in own))
        start = end


def _places(population: Population, stretches: Mapping[str, Sequence[Stretch]]) -> list[int]:
    """Return the numbers of the running words at which the stretches begin."""
    found = []
    for id_, before in zip(population.heads.ids, population.borders, strict=False):
        if own := stretches.get(id_):
            places = population.arrangement(id_).places(own)
            found += [before + first for first, _ in places]
    return found
