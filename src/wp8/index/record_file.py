"""Records in files, read: their texts in compressed blocks, what ranking asks of them in arrays.

records     compressed blocks, one after the other: a line of JSON for each record, its values
            without the last that are what they are by default
blocks      the number of the first record of each block; where each begins, and where the last
            ends: 64-bit numbers
ids         the ids, a line each, compressed
documents   a line for each stretch of records of one document: the first's number, its name
kinds       a byte for each record: the place of its kind in `KINDS`
sections    compressed: the number of the section of each, in 32 bits, the lowest of which says
            whether its text has cells; then the sections by their numbers, a line each, escaped
lengths     the number of all tokens, in 64 bits, then that of each record, narrowed
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final

from wp8.index.packed import from_little, widened
from wp8.index.stored_records import Kinds, Lines, SectionedRecords

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from wp8.index.store.pages import Files

# The bytes of a number that many are counted with.
TOTAL: Final = 8
# Blocks that are kept once they are read: a page of hits is asked for its ids, then its texts.
_KEPT: Final = 16


class RecordReader(SectionedRecords):
    """Reads records from the files of a folder."""

    def __init__(self, files: Files) -> None:
        super().__init__()
        self._read = files.read
        self._cached: dict[int, Sequence[bytes]] = {}

    @cached_property
    def ids(self) -> Lines:
        """The ids in reading order."""
        return Lines(b"\n" + zlib.decompress(self._read("ids")))

    @cached_property
    def kinds(self) -> Kinds:
        """The kind of each record."""
        return Kinds(self._read("kinds"))

    @cached_property
    def sections(self) -> tuple[array[int], list[str]]:
        """Twice the number of the section of each, one more if it has cells; and the names."""
        content = zlib.decompress(self._read("sections"))
        end = 4 * len(self.kinds.codes)
        names = [line.decode("unicode_escape") for line in content[end:].splitlines()]
        return from_little("I", content[:end]), names

    @cached_property
    def lengths(self) -> array[int]:
        """The number of tokens of each record."""
        return widened(self._read("lengths")[TOTAL:])

    @cached_property
    def mean_length(self) -> float:
        """The mean number of tokens of a record."""
        total = int.from_bytes(self._read("lengths", 0, TOTAL), "little")
        return total / max(1, len(self.kinds.codes))

    @cached_property
    def _blocks(self) -> tuple[array[int], array[int]]:
        """The number of the first record of each block; where each begins, and the last ends."""
        numbers = from_little("Q", self._read("blocks"))
        number = len(numbers) // 2
        return numbers[:number], numbers[number:]

    @cached_property
    def documents(self) -> tuple[list[int], list[str]]:
        """Where records of another document than before begin, and the documents' names."""
        stretches = self._read("documents").decode().split()
        return list(map(int, stretches[::2])), stretches[1::2]

    def number(self, id_: str) -> int:
        """Return the number of a record, found without a table of all; KeyError if it lacks it."""
        return self.ids.place(id_)

    def line(self, number: int) -> bytes:
        """Return the line of a record by its number."""
        firsts, starts = self._blocks
        block = bisect_right(firsts, number) - 1
        lines = self._cached.get(block)
        if lines is None:
            if len(self._cached) >= _KEPT:
                self._cached.clear()
            start, end = starts[block : block + 2]
            lines = zlib.decompress(self._read("records", start, end - start)).split(b"\n")
            self._cached[block] = lines
        return lines[number - firsts[block]]
