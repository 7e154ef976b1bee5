"""Postings in bytes: where a term stands, as two arrays of numbers of the least width.

Of each occurrence, in order: the number of its record, and its position there. Before them stand
the widths of both, and in how many records the term is.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The length of what stands before the arrays.
HEAD: Final = 6

# The narrowest array that holds numbers below these.
_WIDTHS: Final = ((1 << 8, "B"), (1 << 16, "H"), (1 << 32, "I"))


class Postings(NamedTuple):
    """Where one term stands: the records and positions of its occurrences, in order."""

    records: array[int]
    places: array[int]

    def positions(self, record: int) -> Sequence[int]:
        """Return the positions in a record, ascending."""
        records = self.records
        start = bisect_left(records, record)
        if start == len(records) or records[start] != record:
            return ()
        return self.places[start : bisect_right(records, record, start)]


NONE: Final = Postings(array("B"), array("B"))


def pack(postings: Postings) -> bytes:
    """Return postings as bytes."""
    records, places = map(_narrow, (postings.records, postings.places))
    widths = f"{records.typecode}{places.typecode}".encode()
    number = len(set(records)).to_bytes(4, "little")
    return b"".join((widths, number, to_little(records), to_little(places)))


def unpack(packed: bytes) -> Postings:
    """Return the postings that `pack` made bytes of."""
    records, places = array(chr(packed[0])), array(chr(packed[1]))
    size = (len(packed) - HEAD) // (records.itemsize + places.itemsize)
    end = HEAD + size * records.itemsize
    return Postings(
        from_little(records.typecode, packed[HEAD:end]), from_little(places.typecode, packed[end:])
    )


def records_in(head: bytes) -> int:
    """Return in how many records the term is whose postings begin with `head`."""
    return int.from_bytes(head[2:HEAD], "little")


def _narrow(numbers: array[int]) -> array[int]:
    most = max(numbers, default=0)
    width = next(code for limit, code in _WIDTHS if most < limit)
    return array(width, numbers)


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


class Collector:
    """Collects the postings of records as they come."""

    def __init__(self) -> None:
        self.postings: dict[str, Postings] = {}

    def add(self, record: int, terms: Iterable[tuple[str, int]]) -> None:
        """Add the terms of a record, the next in order, with their positions."""
        postings = self.postings
        for term, position in terms:
            if term in postings:
                records, places = postings[term]
                records.append(record)
                places.append(position)
            else:
                postings[term] = Postings(array("I", (record,)), array("I", (position,)))
