"""Postings in bytes: where a term stands, as two arrays of numbers of the least width.

Of each occurrence, in order: the number of its record, and its position there. Before them stand
the widths of both.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, overload

if TYPE_CHECKING:
    from collections.abc import Callable

# The length of what stands before the arrays.
HEAD: Final = 2

# So many numbers are read at once where one is sought.
_STRETCH: Final = 512
# The narrowest array that holds numbers below these.
_WIDTHS: Final = ((1 << 8, "B"), (1 << 16, "H"), (1 << 32, "I"))
_SIZES: Final = {"B": 1, "H": 2, "I": 4}


class StoredNumbers(Sequence[int]):
    """Numbers of one width in a file, each read when it is asked for.

    `read` gives the bytes from a place on, so many; the numbers begin at `start`.
    """

    def __init__(
        self, read: Callable[[int, int], bytes], width: str, start: int, number: int
    ) -> None:
        self._read = read
        self._width = width
        self._start = start
        self._number = number

    def __len__(self) -> int:
        """Return how many there are."""
        return self._number

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> array[int]: ...
    def __getitem__(self, place: int | slice) -> int | array[int]:
        """Return the number at a place, or those of a slice without a step."""
        asked = place if isinstance(place, slice) else slice(place, place + 1)
        first, end, _ = asked.indices(self._number)
        size = _SIZES[self._width]
        content = self._read(self._start + size * first, size * (end - first))
        found = from_little(self._width, content)
        return found if isinstance(place, slice) else found[0]


class Postings(NamedTuple):
    """Where one term stands: the records and positions of its occurrences, in order."""

    records: array[int] | StoredNumbers
    places: array[int] | StoredNumbers

    def positions(self, record: int) -> Sequence[int]:
        """Return the positions in a record, ascending."""
        start = _place(self.records, record, 0, len(self.records))
        some = self.records[start : start + _STRETCH]
        end = start + bisect_right(some, record)
        if end == start + _STRETCH:
            end = _place(self.records, record + 1, end, len(self.records))
        return self.places[start:end] if end > start else ()


def _place(numbers: array[int] | StoredNumbers, wanted: int, low: int, high: int) -> int:
    """Return where the first from `low` to `high` stands that is not below `wanted`."""
    while high - low > _STRETCH:
        middle = (low + high) // 2
        if numbers[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low + bisect_left(numbers[low:high], wanted)


NONE: Final = Postings(array("B"), array("B"))


def occurrence(record: int, position: int) -> int:
    """Return a position in a record as one number; they are in the order of both."""
    return record << 32 | position


def unpack(packed: bytes) -> Postings:
    """Return the postings in these bytes."""
    records, places = array(chr(packed[0])), array(chr(packed[1]))
    size = (len(packed) - HEAD) // (records.itemsize + places.itemsize)
    end = HEAD + size * records.itemsize
    return Postings(
        from_little(records.typecode, packed[HEAD:end]), from_little(places.typecode, packed[end:])
    )


def stored(read: Callable[[int, int], bytes], start: int, end: int) -> Postings:
    """Return the postings whose bytes stand from `start` to `end`, read where they are asked for.

    `read` gives the bytes from a place on, so many.
    """
    if start == end:
        return NONE
    widths = read(start, HEAD).decode()
    of_record, of_place = map(_SIZES.__getitem__, widths)
    number = (end - start - HEAD) // (of_record + of_place)
    begins = start + HEAD, start + HEAD + number * of_record
    return Postings(
        *(StoredNumbers(read, w, at, number) for w, at in zip(widths, begins, strict=True))
    )


def width_of(most: int) -> str:
    """Return the width of the narrowest array that holds the numbers up to one."""
    return next((code for limit, code in _WIDTHS if most < limit), "Q")


def narrowed(numbers: array[int]) -> bytes:
    """Return the bytes of an array of the least width that holds all, after one that names it."""
    width = width_of(max(numbers, default=0))
    return width.encode() + to_little(array(width, numbers))


def widened(content: bytes) -> array[int]:
    """Return the array that `narrowed` made bytes of, of that width."""
    return from_little(chr(content[0]), content[1:])


def to_little(numbers: array[int]) -> bytes:
    """Return the bytes of an array, the low ones first on every machine."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()


def from_little(width: str, content: bytes) -> array[int]:
    """Return the array of numbers of a width that `to_little` made bytes of."""
    numbers = array(width)
    numbers.frombytes(content)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
