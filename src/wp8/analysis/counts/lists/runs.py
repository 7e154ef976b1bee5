"""Rows of numbers in files: sorted there, and read by column."""

from __future__ import annotations

import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain, islice, pairwise
from struct import iter_unpack
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from wp8.files import no_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# The bytes of a number.
NUMBER: Final = 4
MOST: Final = 0xFFFFFFFF
# So many rows are sorted at once.
AT_ONCE: Final = 1 << 15
# Of a run, so many are read together.
_BLOCK: Final = 1 << 7
# So many rows are read together by whoever goes over their columns.
_TOGETHER: Final = 1 << 11
# What is smaller is not put into a file.
_SMALL: Final = 1 << 20


def packed(numbers: Iterable[int]) -> bytes:
    """Return numbers one after the other in bytes that are in the same order."""
    return _turned(array("I", numbers)).tobytes()


def in_bytes(numbers: Iterable[int]) -> list[bytes]:
    """Return each of the numbers in bytes that are in the same order."""
    return cut(packed(numbers), NUMBER)


def cut(content: bytes, width: int) -> list[bytes]:
    """Return the rows of one width that a content has."""
    return [*chain.from_iterable(iter_unpack(f"{width}s", content))]


def _turned(numbers: array[int]) -> array[int]:
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


class _Waiting:
    """Bytes that wait, if they are many in a file, until they are read, by whomever at once."""

    def __init__(self) -> None:
        self.size = 0
        self._file = SpooledTemporaryFile(_SMALL)  # noqa: SIM115 - closed when nobody reads it
        self._lock = Lock()

    def __del__(self) -> None:
        self._file.close()

    def add(self, content: bytes) -> None:
        """Take further bytes.

        Raises:
            Wp8Error: There is no room for them.
        """
        try:
            self._file.write(content)
            self._file.flush()
        except OSError as error:
            raise no_room(error) from error
        self.size += len(content)

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from one place to another."""
        # A process that was forked reads at the same place of a file as the one it comes from.
        if self.size > _SMALL and sys.platform != "win32":
            return os.pread(self._file.fileno(), end - start, start)
        with self._lock:
            self._file.seek(start)
            return self._file.read(end - start)


class Runs:
    """Rows of one width that are sorted in runs, which wait in a file."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._pending: list[bytes] = []
        self._waiting = _Waiting()
        # Of each run the first row of each block, and where the blocks begin.
        self._runs: list[tuple[list[bytes], Sequence[int]]] = []

    def add(self, rows: Iterable[bytes]) -> None:
        """Take further rows."""
        coming = iter(rows)
        while block := [*islice(coming, AT_ONCE - len(self._pending))]:
            self._pending += block
            if len(self._pending) == AT_ONCE:
                self._write()

    def parts(self, alike: int | None = None) -> Iterator[list[bytes]]:
        """Yield all rows in order, in parts; those with as many bytes `alike` are in one."""
        if not self._runs:
            self._pending.sort()
            yield self._pending
            return
        self._write()
        firsts = sorted(row[:alike] for run, _ in self._runs for row in run)
        borders = firsts[AT_ONCE // _BLOCK :: AT_ONCE // _BLOCK or 1]
        read = [0] * len(self._runs)
        rows: list[bytes] = []
        for border in dict.fromkeys(borders):
            rows += self._blocks(read, border)
            rows.sort()
            cut = bisect_left(rows, border)
            yield rows[:cut]
            del rows[:cut]
        rows += self._blocks(read)
        rows.sort()
        yield rows

    def in_order(self) -> Iterator[bytes]:
        """Yield all rows in order."""
        return chain.from_iterable(self.parts())

    def _blocks(self, read: list[int], border: bytes | None = None) -> list[bytes]:
        """Return the rows of the blocks that begin before a border, and are not `read` yet."""
        found = []
        for number, (firsts, places) in enumerate(self._runs):
            begun = read[number]
            end = len(firsts) if border is None else bisect_left(firsts, border, begun)
            if end > begun:
                read[number] = end
                found.append(self._waiting.read(places[begun], places[end]))
        return cut(b"".join(found), self._width)

    def _write(self) -> None:
        rows, self._pending = self._pending, []
        rows.sort()
        begun = self._waiting.size
        self._waiting.add(b"".join(rows))
        step = self._width * _BLOCK
        end = self._waiting.size
        self._runs.append((rows[::_BLOCK], [*range(begun, end, step), end]))


class Filed:
    """Rows of so many numbers, which wait in a file until somebody goes over them."""

    def __init__(self, fields: int, rows: Iterable[bytes]) -> None:
        self._fields = fields
        self._width = NUMBER * fields
        self._waiting = _Waiting()
        coming = iter(rows)
        while block := [*islice(coming, _TOGETHER)]:
            self._waiting.add(b"".join(block))
        self._length = self._waiting.size // self._width

    def __len__(self) -> int:
        return self._length

    def rows(self) -> Iterator[list[bytes]]:
        """Yield the rows, many at once."""
        for start, end in self.blocks(0, len(self)):
            yield cut(self._read(start, end), self._width)

    def numbers(self, start: int, end: int, fields: Iterable[int]) -> Iterator[array[int]]:
        """Yield the numbers in some fields of the rows from `start` to `end`."""
        block = _turned(array("I", self._read(start, end)))
        return (block[field :: self._fields] for field in fields)

    def blocks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield from where to where rows are read together."""
        return pairwise([*range(start, end, _TOGETHER), end]) if start < end else iter(())

    def column(self, cells: Callable[..., Iterable[Any]], *fields: int) -> Column:
        """Return what `cells` makes of the numbers in some fields."""
        return Column(self, cells, fields)

    def _read(self, start: int, end: int) -> bytes:
        return self._waiting.read(start * self._width, end * self._width)


class Column(Sequence[Any]):
    """Cells that are made of numbers in a file whenever somebody goes over them."""

    def __init__(
        self, rows: Filed, cells: Callable[..., Iterable[Any]], fields: Sequence[int]
    ) -> None:
        self._rows = rows
        self._cells = cells
        self._fields = fields

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._between(0, len(self))

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - a cell, or a list of cells
        places = range(len(self))[place]
        if isinstance(places, int):
            return next(self._between(places, places + 1))
        if not places:
            return []
        first, last = sorted((places[0], places[-1]))
        return [*self._between(first, last + 1)][:: places.step]

    def _between(self, start: int, end: int) -> Iterator[Any]:
        blocks = (self._rows.numbers(*at, self._fields) for at in self._rows.blocks(start, end))
        return chain.from_iterable(self._cells(*numbers) for numbers in blocks)

    def __reduce__(self) -> tuple[Any, ...]:
        return list, ([*self],)
