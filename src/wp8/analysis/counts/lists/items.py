"""The single items of a population, which are counted by their numbers."""

from __future__ import annotations

from array import array
from collections import Counter
from functools import cached_property
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Final

from wp8.analysis.counts.lists.keys import Often, Part
from wp8.analysis.counts.lists.runs import MOST, NUMBER, in_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wp8.analysis.counts.lists.keys import Forms, Grouped, InGroup
    from wp8.analysis.counts.population import Population

# So many items are looked at together.
_TOGETHER: Final = 1 << 13


class Items:
    """The items of a population."""

    width = NUMBER

    def __init__(self, population: Population, forms: Forms) -> None:
        self._population = population
        self._ranks = forms.ranks(population.items)
        # The item of each rank, of which another population may have one.
        self._items = array("I", [MOST]) * len(forms)
        for item, rank in enumerate(self._ranks):
            self._items[rank] = item

    def parts(self, least: int) -> Iterator[Part]:
        """Yield what occurs so often or more, in parts."""
        numbers = self._population.frequencies
        for start in range(0, len(self._items), _TOGETHER):
            around = range(start, min(start + _TOGETHER, len(self._items)))
            ranks = [rank for rank in around if self._items[rank] < MOST]
            own = [numbers[self._items[rank]] for rank in ranks]
            counts = [*zip(in_bytes(ranks), own, strict=True)]
            yield Part(
                [Often(key, number) for key, number in counts if number >= max(2, least)],
                [key for key, number in counts if number == 1 >= least],
            )

    def having(self, often: Often) -> tuple[int, int]:
        """Return in how many documents something is, and in how many records."""
        texts, records = self._spread
        item = self._items[int.from_bytes(often.key, "big")]
        return texts[item], records[item]

    def in_groups(self, parts: Iterable[Part], grouped: Grouped) -> Iterator[Iterable[InGroup]]:
        """Yield for what is in `parts` how often each group has it that does."""
        numbers = self._population.frequencies
        is_listed = bytearray(len(numbers))
        for often, once in parts:
            for key in (*(each.key for each in often), *once):
                is_listed[self._items[int.from_bytes(key, "big")]] = 1
        each_group = self._population.each(grouped.of_records, lambda _: grouped.names)
        for group, (_, part) in zip(in_bytes(range(len(grouped.names))), each_group, strict=True):
            own = (each for each in Counter(part.words).items() if is_listed[each[0]])
            while some := [*islice(own, _TOGETHER)]:
                items = [item for item, _ in some]
                times = in_bytes([MOST - number for _, number in some])
                whole = in_bytes([MOST - numbers[item] for item in items])
                keys = in_bytes(map(self._ranks.__getitem__, items))
                yield zip([group] * len(some), times, whole, keys, strict=True)

    @cached_property
    def _spread(self) -> tuple[array[int], array[int]]:
        """In how many documents each item is, and in how many records."""
        population = self._population
        texts, records = (array("I", [0]) * len(population.items) for _ in range(2))
        # Those of a document are near each other, where all would be all over the memory.
        for _, part in population.each_document():
            own = (part.words[start:end] for start, end in pairwise(part.borders))
            for item, number in Counter(chain.from_iterable(map(set, own))).items():
                texts[item] += 1
                records[item] += number
        return texts, records
