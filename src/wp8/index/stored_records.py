"""The records of an index by their numbers in reading order, wherever they are stored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Sequence

    from wp8.model import Record

# To find so many ids one by one costs about as much as a table of all.
_MANY: Final = 30


class StoredRecords(ABC):
    """Records that are known by their numbers, from 0."""

    @property
    @abstractmethod
    def ids(self) -> list[str]:
        """The ids in reading order."""

    @property
    @abstractmethod
    def kinds(self) -> Sequence[str]:
        """The kind of each record."""

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

    @abstractmethod
    def number(self, id_: str) -> int:
        """Return the number of a record, found without a table of all; KeyError if it lacks it."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each record by its id."""
        return {id_: number for number, id_ in enumerate(self.ids)}

    @cached_property
    def mean_length(self) -> float:
        """The mean number of tokens of a record."""
        return sum(self.lengths) / max(1, len(self.lengths))

    def named(self, ids: Iterable[str]) -> list[Record]:
        """Return the records with these ids, in that order; KeyError names a missing one."""
        asked = list(ids)
        number = self.number if len(asked) < _MANY else self.numbers.__getitem__
        return [self.record(number(id_)) for id_ in asked]
