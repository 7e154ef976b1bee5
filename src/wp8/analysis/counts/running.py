"""From an index to the running words that are counted; of texts, only those with cells are read."""

from __future__ import annotations

from array import array
from functools import cache, cached_property
from itertools import accumulate, count, pairwise
from typing import TYPE_CHECKING

from wp8.analysis.counts.population import (
    Arrangement,
    counted,
    in_reading_order,
    read_words,
)
from wp8.model import RunningWords
from wp8.query.tree import Phrase
from wp8.words.tokens import JOINTS, QUOTE_BEGINS, QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wp8.analysis.counts.population import Item, Population
    from wp8.model import Heads
    from wp8.query.backend import Backend
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Layer
    from wp8.words.tokens import Unit


def counted_words(
    ids: Sequence[str], item: Item, layer: Layer | None, backend: Backend, unit: Unit = "word"
) -> Population:
    """Return the running words of the records with these ids, or those of one layer.

    `wp8.analysis.counts.population.population` reads the same from the texts of the records.
    """
    heads, running = backend.heads(ids), backend.running(ids, unit)
    whole = _Whole(heads, running.counts, backend, unit)
    if not layer:
        return counted(heads, running, item, whole.arrangement)
    layered = _Layer(whole, layer)
    return counted(heads, layered.words(running), item, layered.arrangement, layer)


class _Marked:
    """The positions of the tokens of records that have a mark, in one array for all."""

    def __init__(self, records: int, found: Iterable[tuple[int, Sequence[Stretch]]]) -> None:
        self._places = array("I")
        self._starts, self._ends = (array("I", [0]) * records for _ in range(2))
        for record, stretches in found:
            self._starts[record] = len(self._places)
            self._places.extend([start for start, _ in stretches])
            self._ends[record] = len(self._places)

    def of(self, record: int) -> array[int]:
        """Return those of a record, ascending."""
        return self._places[self._starts[record] : self._ends[record]]


class _Whole:
    """How the running words of records stand, by the marks of tokens in an index."""

    def __init__(
        self,
        heads: Heads,
        counts: Sequence[int],
        backend: Backend,
        unit: Unit,
    ) -> None:
        self.have_cells = heads.have_cells
        self._heads = heads
        self._counts = counts
        self._backend = backend
        self._unit = unit

    def marked(self, *marks: str) -> _Marked:
        """Return the positions of the tokens with one of `marks`."""
        found = self._backend.occurrences(Phrase((tuple((mark,) for mark in marks),)))
        return _Marked(len(self.have_cells), in_reading_order(self._heads, found))

    @cached_property
    def _joined(self) -> _Marked:
        """The positions of tokens that are joined."""
        return self.marked(*JOINTS)

    def arrangement(self, record: int) -> Arrangement:
        """Return how the words of a record stand."""
        if self.have_cells[record]:
            return self.read(record)[1]
        size = self._counts[record]
        if self._unit == "token":
            return _plain(size)
        joined = {*self._joined.of(record)}
        if not joined:
            return _plain(size)
        end = size + len(joined)
        starts = [position for position in range(end) if position not in joined]
        return Arrangement(starts, [*starts[1:], end])

    def read(self, record: int, layer: Layer | None = None) -> tuple[list[str], Arrangement]:
        """Return the norms of the words of a record, and how they stand, as its text has them."""
        (found,) = self._backend.records((self._heads.ids[record],))
        return read_words(found, layer, self._unit)


@cache
def _plain(size: int) -> Arrangement:
    """Return how so many words stand that are a token each."""
    return Arrangement(range(size), range(1, size + 1))


class _Layer:
    """The words of one layer, and how they stand."""

    def __init__(self, whole: _Whole, layer: Layer) -> None:
        self._whole = whole
        self._layer = layer
        self._quoted = whole.marked(QUOTED)
        self._begun = whole.marked(QUOTE_BEGINS) if layer == "only" else None

    def words(self, running: RunningWords) -> RunningWords:
        """Return those of the running words that are in the layer, in the place of all."""
        forms, numbers, _ = running
        counts = array("I")
        number_of = dict(zip(forms, count())) if any(self._whole.have_cells) else {}
        end = 0
        for record, (start, after) in enumerate(pairwise(accumulate(running.counts, initial=0))):
            own = numbers[start:after]
            if self._whole.have_cells[record]:
                norms, _ = self._whole.read(record, self._layer)
                own = array("I", map(number_of.__getitem__, norms))
            elif self._quoted.of(record):
                own = array("I", map(own.__getitem__, self._kept(record)))
            elif self._layer == "only":
                del own[:]
            counts.append(len(own))
            # Of a large corpus there is no room for both.
            numbers[end : end + len(own)] = own
            end += len(own)
        del numbers[end:]
        return RunningWords(forms, numbers, counts)

    def arrangement(self, record: int) -> Arrangement:
        """Return how the words of a record that are in the layer stand."""
        if self._whole.have_cells[record]:
            return self._whole.read(record, self._layer)[1]
        starts, ends, _ = self._whole.arrangement(record)
        kept = self._kept(record)
        begun = {*self._begun.of(record)} if self._begun else ()
        breaks = [
            here
            for here, (place, following) in enumerate(pairwise(kept), start=1)
            if following > place + 1 or starts[following] in begun
        ]
        return Arrangement([starts[p] for p in kept], [ends[p] for p in kept], breaks)

    def _kept(self, record: int) -> list[int]:
        """Return the places of the words of a record that are in the layer."""
        quoted = {*self._quoted.of(record)}
        starts = self._whole.arrangement(record).starts
        is_quoted = self._layer == "only"
        return [place for place, start in enumerate(starts) if (start in quoted) is is_quoted]
