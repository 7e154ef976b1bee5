"""How evenly words are spread over the paragraphs."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.counts.columns import Columns, Measured
from wp8.analysis.measures.dispersion import DISPERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.analysis.counts.columns import Figures
    from wp8.analysis.counts.population import Population
    from wp8.query.record_view import Stretch


USUAL: Final = (
    *("form", "frequency", "range", "parts"),
    *("dp", "dp_norm", "juilland_d", "arf"),
)


class Places(NamedTuple):
    """Where a word occurs in a document of `size` running words: their numbers from 0."""

    word: str
    document: str
    size: int
    positions: Sequence[int]


def dispersion(
    population: Population,
    items: Mapping[str, Mapping[str, Sequence[Stretch]]],
    *,
    measures: Sequence[str] = (),
) -> Measured:
    """Return how each of `items` is spread over the passages of `population`, its parts.

    Items have their stretches by record id. Their order is kept, or else that of the first of
    `measures`, which are added to the usual ones.

    Raises:
        UnknownNameError: There is no such measure.
    """
    columns = Columns(DISPERSION, USUAL, measures)
    rows = [
        columns.row((item, *_figures(population, stretches, columns)))
        for item, stretches in items.items()
    ]
    return Measured(columns.ranked(rows), columns)


def _figures(
    population: Population, stretches: Mapping[str, Sequence[Stretch]], columns: Columns
) -> Figures:
    """Return what a row has besides its item."""
    parts_of = zip(population.heads.ids, population.sizes, strict=True)
    own = [(size, len(stretches.get(id_, ()))) for id_, size in parts_of if size]
    sizes, frequencies = [size for size, _ in own], [number for _, number in own]
    known = {
        "sizes": sizes,
        "frequencies": frequencies,
        # A running word may have an item twice: `plan*` and plan-planner.
        "positions": sorted(set(_places(population, stretches))),
        "size": population.size,
    }
    return columns.figures({"frequency": sum(frequencies), "parts": len(sizes)}, known)


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
