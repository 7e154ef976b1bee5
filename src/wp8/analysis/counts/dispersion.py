"""How evenly words are spread over paragraphs, sections or documents."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.counts.columns import Columns, Measured
from wp8.analysis.measures.dispersion import DISPERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from wp8.analysis.counts.columns import Figures
    from wp8.analysis.counts.population import Population
    from wp8.model import Heads
    from wp8.query.record_view import Stretch


USUAL: Final = (
    *("form", "frequency", "range", "parts"),
    *("dp", "dp_norm", "juilland_d", "arf"),
)
# The part that each record is in, or is.
PARTS: Final[Mapping[str, Callable[[Heads], Sequence[Hashable]]]] = {
    "paragraph": lambda heads: heads.ids,
    "section": lambda heads: list(zip(heads.documents, heads.sections, strict=True)),
    "document": lambda heads: heads.documents,
}


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
    parts: str = "paragraph",
    part_of: Sequence[Hashable] | None = None,
    measures: Sequence[str] = (),
) -> Measured:
    """Return how each of `items` is spread over the parts of `population`, which `PARTS` names.

    Or `part_of` has the part that each record is in. Items have their stretches by record id. Their
    order is kept, or else that of the first of `measures`, which are added to the usual ones.

    Raises:
        UnknownNameError: There is no such measure.
    """
    columns = Columns(DISPERSION, USUAL, measures)
    part_of = PARTS[parts](population.heads) if part_of is None else part_of
    rows = [
        columns.row((item, *_figures(population, part_of, stretches, columns)))
        for item, stretches in items.items()
    ]
    return Measured(columns.ranked(rows), columns)


def _figures(
    population: Population,
    part_of: Sequence[Hashable],
    stretches: Mapping[str, Sequence[Stretch]],
    columns: Columns,
) -> Figures:
    """Return what a row has besides its item."""
    sizes: Counter[Hashable] = Counter()
    frequencies: Counter[Hashable] = Counter()
    for part, id_, size in zip(part_of, population.heads.ids, population.sizes, strict=True):
        if size:
            sizes[part] += size
            frequencies[part] += len(stretches.get(id_, ()))
    known = {
        "sizes": list(sizes.values()),
        "frequencies": list(frequencies.values()),
        # A running word may have an item twice: `plan*` and plan-planner.
        "positions": array("I", (place for place, _ in groupby(_places(population, stretches)))),
        "size": population.size,
    }
    return columns.figures({"frequency": frequencies.total(), "parts": len(sizes)}, known)


def places(
    population: Population, item: str, stretches: Mapping[str, Sequence[Stretch]]
) -> Iterator[Places]:
    """Yield where `item` occurs in each document of `population`, in reading order."""
    found = _places(population, stretches)
    sizes: Counter[str] = Counter()
    for document, size in zip(population.heads.documents, population.sizes, strict=True):
        sizes[document] += size
    start = 0
    for document, size in sizes.items():
        end = start + size
        own = found[bisect_left(found, start) : bisect_left(found, end)]
        yield Places(item, document, size, tuple(place - start for place in own))
        start = end


def _places(population: Population, stretches: Mapping[str, Sequence[Stretch]]) -> array[int]:
    """Return the numbers of the running words at which the stretches begin, in order."""
    found = array("I")
    for id_, before in zip(population.heads.ids, population.borders, strict=False):
        if own := stretches.get(id_):
            places = population.arrangement(id_).places(own)
            found.extend(sorted(before + first for first, _ in places))
    return found
