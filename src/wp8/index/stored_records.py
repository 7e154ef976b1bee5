"""The records of an index by their numbers in reading order, wherever they are stored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from functools import cached_property
from itertools import chain, repeat, starmap
from operator import sub
from typing import TYPE_CHECKING, Final

from wp8.model import KINDS, Heads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from _typeshed import SupportsGetItem

    from wp8.model import Record

KIND_NAMES: Final = tuple(KINDS)
# To find so many ids one by one costs about as much as a table of all.
_MANY: Final = 30
# The numbers of so many are kept: who was told the ids may ask for the records.
_ON_A_PAGE: Final = 1000


class Kinds:
    """The kinds of records, a byte each: the place of the kind in `KIND_NAMES`."""

    def __init__(self, codes: bytes) -> None:
        self.codes = codes

    def __getitem__(self, number: int) -> str:
        """Return the kind of a record; most are never asked for."""
        return KIND_NAMES[self.codes[number]]


class StoredRecords(ABC):
    """Records that are known by their numbers, from 0."""

    def __init__(self) -> None:
        self._found: dict[str, int] = {}

    @property
    @abstractmethod
    def ids(self) -> list[str]:
        """The ids in reading order."""

    @property
    @abstractmethod
    def kinds(self) -> SupportsGetItem[int, str]:
        """The kind of each record."""

    def kinds_of(self, numbers: Iterable[int]) -> Iterator[str]:
        """Yield the kinds of records."""
        return map(self.kinds.__getitem__, numbers)

    @property
    @abstractmethod
    def lengths(self) -> array[int]:
        """The number of tokens of each record."""

    @property
    @abstractmethod
    def documents(self) -> tuple[list[int], list[str]]:
        """Where records of another document than before begin, and the documents' names."""

    @abstractmethod
    def record(self, number: int) -> Record:
        """Return a record by its number."""

    def ids_of(self, numbers: Sequence[int]) -> list[str]:
        """Return the ids of records; few are found without reading all."""
        if len(numbers) + len(self._found) >= _MANY:
            ids = list(map(self.ids.__getitem__, numbers))
        else:
            ids = [self.record(number).id for number in numbers]
        if len(self._found) + len(numbers) <= _ON_A_PAGE:
            self._found.update(zip(ids, numbers, strict=True))
        return ids

    @abstractmethod
    def number(self, id_: str) -> int:
        """Return the number of a record, found without a table of all; KeyError if it lacks it."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each record by its id."""
        return {id_: number for number, id_ in enumerate(self.ids)}

    def numbers_of(self, ids: Sequence[str]) -> Iterable[int]:
        """Return the numbers of records; those that follow each other are known without a table."""
        first = self.number(ids[0]) if ids else 0
        if self.ids[first : first + len(ids)] == ids:
            return range(first, first + len(ids))
        return map(self.numbers.__getitem__, ids)

    @cached_property
    def mean_length(self) -> float:
        """The mean number of tokens of a record."""
        return sum(self.lengths) / max(1, len(self.lengths))

    def heads(self, ids: Iterable[str]) -> Heads:
        """Return what counting asks of the records with these ids, in that order."""
        return Heads.of(self.named(ids))

    def named(self, ids: Iterable[str]) -> list[Record]:
        """Return the records with these ids, in that order; KeyError names a missing one."""
        asked = list(ids)
        if len(asked) >= _MANY:
            known = self._found if self._found.keys() >= set(asked) else self.numbers
            numbers = list(map(known.__getitem__, asked))
            # In reading order each block is unpacked once.
            records = {number: self.record(number) for number in sorted(set(numbers))}
            return list(map(records.__getitem__, numbers))
        found = self._found
        return [self.record(found[i] if i in found else self.number(i)) for i in asked]


class SectionedRecords(StoredRecords):
    """Records whose heads are known without their texts."""

    @property
    @abstractmethod
    def kinds(self) -> Kinds:
        """The kind of each record."""

    def kinds_of(self, numbers: Iterable[int]) -> Iterator[str]:
        """Yield the kinds of records."""
        return map(KIND_NAMES.__getitem__, map(self.kinds.codes.__getitem__, numbers))

    @property
    @abstractmethod
    def sections(self) -> tuple[array[int], list[str]]:
        """Twice the number of the section of each record, one more if its text has cells; names.

        The names of the sections stand in the places of their numbers.
        """

    def heads(self, ids: Iterable[str]) -> Heads:
        """Return what counting asks of the records with these ids, in that order."""
        asked = list(ids)
        numbers = array("I", self.numbers_of(asked))
        starts, documents = self.documents
        ends = [*starts[1:], len(self.ids)]
        runs = zip(documents, map(sub, ends, starts), strict=True)
        document_of = [*chain.from_iterable(starmap(repeat, runs))]
        sections, names = self.sections
        own = array("I", map(sections.__getitem__, numbers))
        codes = self.kinds.codes
        return Heads(
            asked,
            list(map(document_of.__getitem__, numbers)),
            [KIND_NAMES[codes[number]] for number in numbers],
            [names[section >> 1] for section in own],
            [section & 1 == 1 for section in own],
        )
