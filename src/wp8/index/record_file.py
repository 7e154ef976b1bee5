"""Records in files, read: their texts in compressed blocks, what ranking asks of them in arrays.

records     blocks of lines of JSON, compressed, one after the other
blocks      where each block begins, and where the last ends: 64-bit numbers
ids         the ids, a line each
documents   a line for each stretch of records of one document: the first's number, its name
kinds       a byte for each record: the place of its kind in `KINDS`
lengths     the number of tokens of each: 32-bit numbers
"""

from __future__ import annotations

import zlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from wp8.index.packed import from_little
from wp8.model import KINDS, Quote, Record

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Sequence

    from wp8.index.pages import Files

# Records in a block.
BLOCK: Final = 32
# To find so many ids one by one costs about as much as a table of all.
_MANY: Final = 30
_KINDS: Final = tuple(KINDS)


class RecordReader:
    """Reads records from the files of a folder."""

    def __init__(self, files: Files) -> None:
        self._read = files.read
        self._cached: tuple[int, list[str]] = (-1, [])

    @cached_property
    def ids(self) -> list[str]:
        """The ids in reading order."""
        return self._lines.decode().split("\n")[1:-1]

    @cached_property
    def _lines(self) -> bytes:
        """The ids, each between ends of lines."""
        return b"\n" + self._read("ids")

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each record, from 0, by its id."""
        return {id_: number for number, id_ in enumerate(self.ids)}

    @cached_property
    def kinds(self) -> Sequence[str]:
        """The kind of each record."""
        return list(map(_KINDS.__getitem__, self._read("kinds")))

    @cached_property
    def lengths(self) -> array[int]:
        """The number of tokens of each record."""
        return from_little("I", self._read("lengths"))

    @cached_property
    def _blocks(self) -> array[int]:
        return from_little("Q", self._read("blocks"))

    @cached_property
    def documents(self) -> tuple[list[int], list[str]]:
        """Where records of another document than before begin, and the documents' names."""
        stretches = [line.split(" ") for line in self._read("documents").decode().splitlines()]
        return [int(start) for start, _ in stretches], [name for _, name in stretches]

    @cached_property
    def mean_length(self) -> float:
        """The mean number of tokens of a record."""
        return sum(self.lengths) / max(1, len(self.lengths))

    def named(self, ids: Iterable[str]) -> list[Record]:
        """Return the records with these ids, in that order; KeyError names a missing one."""
        asked = list(ids)
        number = self._number if len(asked) < _MANY else self.numbers.__getitem__
        return [self.record(number(id_)) for id_ in asked]

    def _number(self, id_: str) -> int:
        """Return the number of a record without a table of all."""
        line = f"\n{id_}\n".encode()
        place = self._lines.find(line)
        if place < 0 or "\n" in id_:
            raise KeyError(id_)
        return self._lines.count(b"\n", 0, place)

    def record(self, number: int) -> Record:
        """Return a record by its number."""
        block, place = divmod(number, BLOCK)
        if self._cached[0] != block:
            start, end = self._blocks[block], self._blocks[block + 1]
            lines = zlib.decompress(self._read("records", start, end - start)).decode()
            self._cached = (block, lines.split("\n"))
        return _record(self._cached[1][place])


NAMES: Final = (
    "id document kind section number number_in_section text file lines notes cited_by cited_at "
    "group name position quotes pages"
).split()


def _record(line: str) -> Record:
    import json

    fields: dict[str, Any] = dict(zip(NAMES, json.loads(line), strict=True))
    fields["lines"] = tuple(fields["lines"])
    fields["notes"] = tuple(fields["notes"])
    fields["quotes"] = tuple(Quote(*quote) for quote in fields["quotes"])
    fields["pages"] = fields["pages"] and tuple(fields["pages"])
    return Record(**fields)
