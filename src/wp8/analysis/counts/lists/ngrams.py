"""The n-grams of a population, whose occurrences are sorted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property, partial
from itertools import chain, islice, repeat
from operator import attrgetter, eq
from typing import TYPE_CHECKING, Final

from wp8.analysis.counts.lists.keys import NOTHING, Often, Part
from wp8.analysis.counts.lists.runs import MOST, NUMBER, Runs, cut, in_bytes, packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.analysis.counts.lists.keys import Forms, Grouped, InGroup
    from wp8.analysis.counts.lists.listing import Listing
    from wp8.analysis.counts.population import Population

_ALIKE: Final = re.compile(b"\x01+")
_ONCE: Final = (MOST - 1).to_bytes(NUMBER, "big")


class Grams:
    """The n-grams of a population: an occurrence is a key, and the place of its first item.

    Those in a row are kept at the greatest length alone: shorter ones begin there.
    """

    def __init__(self, population: Population, listing: Listing, forms: Forms) -> None:
        self._population = population
        self._listing = listing
        self._ranks = forms.ranks(population.items)
        self._open = forms.open
        self._patterns = [*listing.patterns()]
        self._lengths = listing.lengths if listing.is_of_rows else listing.lengths[-1:]
        self.width = NUMBER * listing.lengths[-1]

    def parts(self, least: int) -> Iterator[Part]:
        """Yield what occurs so often or more, in parts."""
        for grams in self._sorted().parts(NUMBER * self._lengths[0]):
            found = Part([], [])
            for length in self._lengths:
                self._count(grams, length, least, found)
            if len(self._lengths) > 1:
                found.often.sort(key=attrgetter("key"))
                found.once.sort()
            yield found

    def having(self, often: Often) -> tuple[int, int]:
        """Return in how many documents something is, and in how many records."""
        records = {*self._records(often.occurrences)}
        return len({*map(self._documents.__getitem__, records)}), len(records)

    def in_groups(self, parts: Iterable[Part], grouped: Grouped) -> Iterator[Iterable[InGroup]]:
        """Yield for what is in `parts` how often each group has it that does."""
        number_of = dict(zip(grouped.names, in_bytes(range(len(grouped.names))), strict=True))
        known = {own: [*map(number_of.__getitem__, own)] for own in map(tuple, grouped.of_records)}
        groups = [known[tuple(own)] for own in grouped.of_records]
        for often, once in parts:
            yield [
                (group, _ONCE, _ONCE, gram[: self.width])
                for gram, record in zip(once, self._records(once), strict=True)
                for group in groups[record]
            ]
            for key, number, occurrences in often:
                whole = (MOST - number).to_bytes(NUMBER, "big")
                own = map(groups.__getitem__, self._records(occurrences))
                for group, times in Counter(chain.from_iterable(own)).items():
                    yield ((group, (MOST - times).to_bytes(NUMBER, "big"), whole, key),)

    @cached_property
    def _documents(self) -> list[int]:
        """The document of each record."""
        known: dict[str, int] = {}
        return [known.setdefault(d, len(known)) for d in self._population.heads.documents]

    def _records(self, grams: Iterable[bytes]) -> Iterator[int]:
        """Yield the record of each of the n-grams."""
        record_after = partial(bisect_right, self._population.borders)
        return (record_after(_place(gram)) - 1 for gram in grams)

    def _sorted(self) -> Runs:
        """Return the occurrences of all n-grams."""
        found = Runs(self.width + NUMBER)
        end = 0
        for sequence in self._population.sequences():
            start, end = end, end + len(sequence)
            found.add(self._occurrences(sequence, start))
        return found

    def _occurrences(self, sequence: Sequence[int], start: int) -> Iterable[bytes]:
        """Return what begins at each item of a sequence, which begins at `start`."""
        ranks = packed(map(self._ranks.__getitem__, sequence))
        places = packed(range(start, start + len(sequence)))
        longest, width = self._listing.lengths[-1], self.width
        if self._listing.is_of_rows:
            begun = range(0, len(ranks) - NUMBER * (self._lengths[0] - 1), NUMBER)
            ranks += NOTHING * (longest - self._lengths[0])
            return [ranks[at : at + width] + places[at : at + NUMBER] for at in begun]
        items, after = cut(ranks, NUMBER), cut(places, NUMBER)
        return chain.from_iterable(
            map(
                b"".join,
                zip(
                    *(repeat(self._open) if at is None else items[at:] for at in pattern),
                    *[repeat(NOTHING)] * (longest - len(pattern)),
                    after,
                    strict=False,
                ),
            )
            for pattern in self._patterns
        )

    def _count(self, grams: list[bytes], length: int, least: int, found: Part) -> None:
        """Put the n-grams of a length to those that are found; longer ones begin with them."""
        end = NUMBER * length
        nothing = bytes(self.width - end)
        if length > self._lengths[0]:
            grams = [gram for gram in grams if gram[end - NUMBER : end] != NOTHING]
        keys = [gram[:end] for gram in grams]
        once: list[bytes] = []
        done = 0
        for run in _ALIKE.finditer(bytes(map(eq, keys, islice(keys, 1, None)))):
            start = run.start()
            once += grams[done:start]
            done = run.end() + 1
            alike = self._apart(keys[start], grams[start:done])
            if len(alike) == 1:
                once += alike
            elif len(alike) >= least:
                found.often.append(Often(keys[start] + nothing, len(alike), alike))
        once += grams[done:]
        if least == 1:
            cut = (gram[:end] + nothing + gram[-NUMBER:] for gram in once)
            found.once.extend(cut if nothing else once)

    def _apart(self, key: bytes, alike: Sequence[bytes]) -> Sequence[bytes]:
        """Return those of the occurrences of an n-gram that are not within the one before."""
        may_overlap = self._listing.gap or key.find(key[:NUMBER], NUMBER) >= 0
        if self._listing.skip or not may_overlap:
            return alike
        length = -(-len(key.rstrip(b"\0")) // NUMBER)
        kept: list[bytes] = []
        for gram in sorted(alike, key=_place):
            if not kept or _place(gram) >= _place(kept[-1]) + length:
                kept.append(gram)
        return kept


def _place(gram: bytes) -> int:
    return int.from_bytes(gram[-NUMBER:], "big")
