"""From an index to the running words that are counted; of texts, only those with cells are read."""

from __future__ import annotations

from array import array
from functools import cache, cached_property
from itertools import accumulate, pairwise
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
    from collections.abc import Iterator, Sequence

    from wp8.analysis.counts.population import Item, Population
    from wp8.model import Heads
    from wp8.query.backend import Backend
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

    def marked(self, *marks: str) -> Iterator[tuple[int, array[int]]]:
        """Yield the positions of the tokens with one of `marks`, by the number of the record."""
        tree = Phrase((tuple((mark,) for mark in marks),))
        for record, stretches in in_reading_order(self._heads, self._backend.occurrences(tree)):
            yield record, array("I", [start for start, _ in stretches])

    @cached_property
    def _joined(self) -> tuple[array[int], array[int], array[int]]:
        """The positions of tokens that are joined; where those of a record begin, and end."""
        places = array("I")
        starts, ends = (array("I", [0]) * len(self.have_cells) for _ in range(2))
        for record, own in self.marked(*JOINTS):
            starts[record] = len(places)
            places += own
            ends[record] = len(places)
        return places, starts, ends

    def arrangement(self, record: int) -> Arrangement:
        """Return how the words of a record stand."""
        if self.have_cells[record]:
            return self.read(record)[1]
        size = self._counts[record]
        if self._unit == "token":
            return _plain(size)
        places, begun, ended = self._joined
        joined = {*places[begun[record] : ended[record]]}
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
        self._quoted = dict(whole.marked(QUOTED))
        self._begun = dict(whole.marked(QUOTE_BEGINS)) if layer == "only" else {}

    def words(self, running: RunningWords) -> RunningWords:
        """Return those of the running words that are in the layer."""
        found, counts = array("I"), array("I")
        number = {form: number for number, form in enumerate(running.forms)}
        borders = accumulate(running.counts, initial=0)
        for record, (start, end) in enumerate(pairwise(borders)):
            before = len(found)
            if self._whole.have_cells[record]:
                found.extend(map(number.__getitem__, self._whole.read(record, self._layer)[0]))
            elif record in self._quoted:
                found.extend(running.numbers[start + place] for place in self._kept(record))
            elif self._layer == "without":
                found += running.numbers[start:end]
            counts.append(len(found) - before)
        return RunningWords(running.forms, found, counts)

    def arrangement(self, record: int) -> Arrangement:
        """Return how the words of a record that are in the layer stand."""
        if self._whole.have_cells[record]:
            return self._whole.read(record, self._layer)[1]
        starts, ends, _ = self._whole.arrangement(record)
        kept = self._kept(record)
        begun = {*self._begun.get(record, ())}
        breaks = [
            here
            for here, (place, following) in enumerate(pairwise(kept), start=1)
            if following > place + 1 or starts[following] in begun
        ]
        return Arrangement([starts[p] for p in kept], [ends[p] for p in kept], breaks)

    def _kept(self, record: int) -> list[int]:
        """Return the places of the words of a record that are in the layer."""
        quoted = {*self._quoted.get(record, ())}
        starts = self._whole.arrangement(record).starts
        is_quoted = self._layer == "only"
        return [place for place, start in enumerate(starts) if (start in quoted) is is_quoted]
