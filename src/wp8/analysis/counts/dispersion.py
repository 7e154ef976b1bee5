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
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from wp8.analysis.counts.columns import Figures
    from wp8.analysis.counts.population import Occurrences, Population
    from wp8.model import Heads

USUAL: Final = (
    *("form", "frequency", "range", "parts"),
    *("dp", "dp_norm", "juilland_d", "arf"),
)
# The part that each record is in, or is.
PARTS: Final[Mapping[str, Callable[[Heads], Iterable[Hashable]]]] = {
    "paragraph": lambda heads: range(len(heads.ids)),
    "section": lambda heads: zip(heads.documents, heads.sections, strict=True),
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
    items: Mapping[str, Occurrences],
    *,
    parts: str = "paragraph",
    part_of: Sequence[Hashable] | None = None,
    measures: Sequence[str] = (),
) -> Measured:
    """Return how each of `items` is spread over the parts of `population`, which `PARTS` names.

    Or `part_of` has the part that each record is in. The order of items is kept, or else that of
    the first of `measures`, which are added to the usual ones.

    Raises:
        UnknownNameError: There is no such measure.
    """
    columns = Columns(DISPERSION, USUAL, measures)

    def parts_in_order() -> Iterable[Hashable]:
        return PARTS[parts](population.heads) if part_of is None else part_of

    rows = [
        columns.row((item, *_figures(population, parts_in_order(), found, columns)))
        for item, found in items.items()
    ]
    return Measured(columns.ranked(rows), columns)


def _figures(
    population: Population, part_of: Iterable[Hashable], found: Occurrences, columns: Columns
) -> Figures:
    """Return what a row has besides its item."""
    place: dict[Hashable, int] = {}
    sizes, frequencies = array("Q"), array("Q")
    numbers = population.numbers_by_record(found)
    for part, size, number in zip(part_of, population.sizes, numbers, strict=True):
        if size:
            at = place.setdefault(part, len(sizes))
            if at == len(sizes):
                sizes.append(0)
                frequencies.append(0)
            sizes[at] += size
            frequencies[at] += number
    known = {
        "sizes": sizes,
        "frequencies": frequencies,
        "positions": _positions(found),
        "size": population.size,
    }
    return columns.figures({"frequency": len(found.starts), "parts": len(sizes)}, known)


def places(population: Population, item: str, found: Occurrences) -> Iterator[Places]:
    """Yield where `item` occurs in each document of `population`, in reading order."""
    positions = _positions(found)
    sizes: Counter[str] = Counter()
    for document, size in zip(population.heads.documents, population.sizes, strict=True):
        sizes[document] += size
    start = 0
    for document, size in sizes.items():
        end = start + size
        own = positions[bisect_left(positions, start) : bisect_left(positions, end)]
        yield Places(item, document, size, array("I", map(start.__rsub__, own)))
        start = end


def _positions(found: Occurrences) -> array[int]:
    """Return the numbers of the running words at which something occurs.

    A running word may have it twice: `plan*` and plan-planner.
    """
    return array("I", (place for place, _ in groupby(found.starts)))
