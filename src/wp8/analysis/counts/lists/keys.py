"""Items and n-grams as bytes in the order of their forms, and what is counted by these."""

from __future__ import annotations

from array import array
from itertools import chain
from struct import unpack
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.counts.lists.runs import NUMBER, in_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.analysis.counts.population import Population
    from wp8.query.fields.groups import Groups

    # How often a group has something, and how often all: group, frequency, in all, key, in bytes.
    InGroup = tuple[bytes, bytes, bytes, bytes]

NOTHING: Final = bytes(NUMBER)
# What stands for an open item.
OPEN: Final = "*"


class Forms:
    """The forms of items, in order: the rank of each is a number from 1.

    The key of an n-gram has the ranks of its items, and nothing where a longer one has more. As
    bytes, keys are in the order of the n-grams, as a blank comes before all that an item can have.
    """

    def __init__(self, *items: Sequence[str]) -> None:
        self._lists = [[OPEN], *{id(own): own for own in items}.values()]
        every = [*chain.from_iterable(self._lists)]
        self._forms = [""]
        self._ranks = array("I", [0]) * len(every)
        for place in sorted(range(len(every)), key=every.__getitem__):
            if every[place] != self._forms[-1]:
                self._forms.append(every[place])
            self._ranks[place] = len(self._forms) - 1

    def __len__(self) -> int:
        return len(self._forms)

    @property
    def open(self) -> bytes:
        """The rank of an open item, in bytes."""
        return in_bytes(self._ranks[:1])[0]

    def ranks(self, items: Sequence[str]) -> array[int]:
        """Return the ranks of the items in one of the lists that there are."""
        start = 0
        for own in self._lists:
            if own is items:
                break
            start += len(own)
        return self._ranks[start : start + len(items)]

    def of(self, key: bytes) -> str:
        """Return the n-gram with a key."""
        return " ".join([self._forms[rank] for rank in _ranks_in(key) if rank])

    def named(self, *ranks: Sequence[int]) -> Iterator[str]:
        """Yield the n-grams whose first items have these ranks, whose second those, and so on."""
        firsts, *others = (map(self._forms.__getitem__, own) for own in ranks)
        if not others:
            return firsts
        return (gram.rstrip(" ") for gram in map(" ".join, zip(firsts, *others, strict=True)))


def _ranks_in(key: bytes) -> tuple[int, ...]:
    return unpack(f">{len(key) // NUMBER}I", key)


class Often(NamedTuple):
    """What occurs more than once: its key, its frequency, and its occurrences."""

    key: bytes
    number: int
    occurrences: Sequence[bytes] = ()


class Part(NamedTuple):
    """What occurs more than once, and what occurs once: its one occurrence; both in order.

    An occurrence begins with the key of what occurs.
    """

    often: list[Often]
    once: list[bytes]


class Grouped(NamedTuple):
    """The groups of records: which there are, their numbers of words, those of each record."""

    names: Sequence[str]
    sizes: Sequence[int]
    of_records: Sequence[Sequence[str]]

    @classmethod
    def of(cls, population: Population, groups: Groups) -> Grouped:
        """Return the groups of the records of a population."""
        heads = population.heads
        named = groups.of_records(heads.documents, heads.sections)
        names = groups.in_order(name for own in named for name in own)
        sizes = dict.fromkeys(names, 0)
        for own, size in zip(named, population.sizes, strict=True):
            for name in own:
                sizes[name] += size
        return cls(names, [*sizes.values()], named)
