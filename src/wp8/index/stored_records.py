"""The records of an index by their numbers in reading order, wherever they are stored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, partial
from io import BytesIO
from itertools import accumulate, chain, pairwise, repeat
from operator import and_, rshift
from typing import TYPE_CHECKING, Any, Final

from wp8.model import KINDS, Heads, Named, record_of
from wp8.results import Remade

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from _typeshed import SupportsGetItem

    from wp8.model import Record

KIND_NAMES: Final = tuple(KINDS)
# To find so many ids one by one costs about as much as a table of all.
_MANY: Final = 30
# The numbers of so many are kept: who was told the ids may ask for the records.
ON_A_PAGE: Final = 1000
# Of numbers in order, the lines of so many are made at once, if they stand no further apart.
_AT_ONCE: Final = 1 << 10
_APART: Final = 8
# Of documents with one in so many records a table is made when one is needed, and is not kept.
_PART: Final = 8
# Lines of records that are read at once.
_LINES: Final = 64


class Lines(Sequence[str]):
    """The lines of `content`, which begins with the end of a line; each is made when asked for."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - a line, or some
        if isinstance(place, int) and place >= 0:
            return self._line(place)
        asked = range(len(self))[place]
        return self._line(asked) if isinstance(asked, int) else [*self.at(asked)]

    def __iter__(self) -> Iterator[str]:
        return self.at(range(len(self)))

    def at(self, places: Sequence[int]) -> Iterator[str]:
        """Yield the lines at some places."""
        parts = (places[at : at + _AT_ONCE] for at in range(0, len(places), _AT_ONCE))
        return chain.from_iterable(map(self._some, parts))

    def _some(self, places: Sequence[int]) -> Iterable[str]:
        first, end = min(places), max(places) + 1
        if end - first > _APART * len(places) or len(places) == 1:
            return map(self._line, places)
        lines = self.between(first, end).decode().split("\n")
        return lines[:-1] if isinstance(places, range) else [lines[at - first] for at in places]

    def _line(self, place: int) -> str:
        starts = self._starts
        return self.content[starts[place] : starts[place + 1] - 1].decode()

    def between(self, first: int, end: int) -> bytes:
        """Return the bytes of the lines from one to another."""
        return self.content[self._starts[first] : self._starts[end]]

    def place(self, line: str) -> int:
        """Return the place of a line, found without a table of all; KeyError if it is not there."""
        found = self.content.find(f"\n{line}\n".encode())
        if found < 0 or "\n" in line:
            raise KeyError(line)
        return self.content.count(b"\n", 0, found)

    @cached_property
    def _starts(self) -> array[int]:
        """Where each line begins, and where the last ends."""
        return array("I", accumulate(map(len, BytesIO(self.content))))


class Ids(Named):
    """Ids of records, of which no other is made than who goes over them is given."""

    names: Lines

    def __iter__(self) -> Iterator[str]:
        return self.names.at(self.numbers)


class Kinds:
    """The kinds of records, a byte each: the place of the kind in `KIND_NAMES`."""

    def __init__(self, codes: bytes) -> None:
        self.codes = codes

    def __getitem__(self, number: int) -> str:
        """Return the kind of a record; most are never asked for."""
        return KIND_NAMES[self.codes[number]]


def _records(lines: Sequence[bytes]) -> Iterator[Record]:
    """Yield the records of lines, a few of which are read at a time."""
    import json

    for start in range(0, len(lines), _LINES):
        some = b"[%b]" % b",".join(lines[start : start + _LINES])
        yield from map(record_of, json.loads(some.decode(errors="surrogatepass")))


def runs(numbers: Sequence[int]) -> Iterator[range]:
    """Yield the stretches of numbers of which each is one more than that before."""
    if isinstance(numbers, range) and numbers and numbers.step == 1:
        yield numbers
        return
    first = None
    for number, following in pairwise(chain(numbers, (-1,))):
        first = number if first is None else first
        if following != number + 1:
            yield range(first, number + 1)
            first = None


class StoredRecords(ABC):
    """Records that are known by their numbers, from 0."""

    def __init__(self) -> None:
        self._found: dict[str, int] = {}

    @property
    @abstractmethod
    def ids(self) -> Sequence[str]:
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
            ids = [*self.chosen(numbers)]
        else:
            ids = [self.record(number).id for number in numbers]
        if len(self._found) + len(numbers) <= ON_A_PAGE:
            self._found.update(zip(ids, numbers, strict=True))
        return ids

    def chosen(self, numbers: Sequence[int]) -> Named:
        """Return the ids of records; whoever is asked for these records knows their numbers."""
        return Named(numbers, self.ids)

    @abstractmethod
    def number(self, id_: str) -> int:
        """Return the number of a record, found without a table of all; KeyError if it lacks it."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each record by its id."""
        return {id_: number for number, id_ in enumerate(self.ids)}

    def numbers_of(self, ids: Iterable[str]) -> Sequence[int]:
        """Return the numbers of records; of those that are `chosen` they are known."""
        if isinstance(ids, Named) and ids.names is self.ids:
            return ids.numbers
        asked = list(ids)
        is_told = len(asked) <= ON_A_PAGE and self._found.keys() >= {*asked}
        known = self._found if is_told else self._numbers_in({i.partition(":")[0] for i in asked})
        return array("I", map(known.__getitem__, asked))

    def _numbers_in(self, documents: Iterable[str]) -> Mapping[str, int]:
        """Return the numbers of the records of some documents by their ids, or those of all."""
        own = [*chain.from_iterable(self._stretches.get(name, ()) for name in documents)]
        if _PART * sum(map(len, own)) > len(self.lengths):
            return self.numbers
        return {id_: n for each in own for id_, n in zip(self.chosen(each), each, strict=True)}

    @cached_property
    def _stretches(self) -> dict[str, list[range]]:
        """The numbers of the records of each document."""
        found: dict[str, list[range]] = {}
        starts, names = self.documents
        for name, start, end in zip(names, starts, (*starts[1:], len(self.lengths)), strict=True):
            found.setdefault(name, []).append(range(start, end))
        return found

    @cached_property
    def mean_length(self) -> float:
        """The mean number of tokens of a record."""
        return sum(self.lengths) / max(1, len(self.lengths))

    def heads(self, ids: Iterable[str]) -> Heads:
        """Return what counting asks of the records with these ids, in that order."""
        return Heads.of(self.named(ids))

    def named(self, ids: Iterable[str]) -> Sequence[Record]:
        """Return the records with these ids, in that order; KeyError names a missing one."""
        asked = ids if isinstance(ids, Named) else list(ids)
        if len(asked) >= _MANY:
            return self._at(self.numbers_of(asked))
        found = self._found
        return [self.record(found[i] if i in found else self.number(i)) for i in asked]

    def _at(self, numbers: Sequence[int]) -> Sequence[Record]:
        """Return the records with these numbers."""
        return [*map(self.record, numbers)]


class SectionedRecords(StoredRecords):
    """Records that stand in lines of JSON, and whose heads are known without them."""

    @abstractmethod
    def line(self, number: int) -> bytes:
        """Return the line of a record by its number."""

    def record(self, number: int) -> Record:
        """Return a record by its number."""
        (record,) = _records([self.line(number)])
        return record

    def _at(self, numbers: Sequence[int]) -> Sequence[Record]:
        """Return the records with these numbers: their lines, which take less than half as much."""
        lines = [b""] * len(numbers)
        # In reading order each block is unpacked once.
        for place in sorted(range(len(numbers)), key=numbers.__getitem__):
            lines[place] = self.line(numbers[place])
        return Remade(len(lines), partial(_records, lines))

    @property
    @abstractmethod
    def ids(self) -> Lines:
        """The ids in reading order."""

    def chosen(self, numbers: Sequence[int]) -> Ids:
        """Return the ids of records."""
        return Ids(numbers, self.ids)

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
        asked = ids if isinstance(ids, Named) else list(ids)
        numbers = self.numbers_of(asked)
        starts, documents = self.documents
        sections, names = self.sections
        own = array("I", map(sections.__getitem__, numbers))
        return Heads(
            asked,
            Named(array("I", map(partial(bisect_right, starts[1:]), numbers)), documents),
            Named(bytes(map(self.kinds.codes.__getitem__, numbers)), KIND_NAMES),
            Named(array("I", map(rshift, own, repeat(1))), names),
            bytes(map(and_, own, repeat(1))),
        )
