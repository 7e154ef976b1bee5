"""Which records of which segment an index has, in reading order.

A segment is an index of its own that nothing changes any more. A changed document is written into
a new one, and what stands of it in an old one is passed over.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

T = TypeVar("T")

# Records that are told together.
_AT_ONCE: Final = 1 << 14


class Slice(NamedTuple):
    """So many records of a segment, from its record `first` on."""

    segment: int
    first: int
    number: int


class Slices:
    """The numbers of the records of an index, and of the same in their segments."""

    def __init__(self, slices: Iterable[Slice]) -> None:
        self.rows = list(_joined(slices))
        self.starts = list(accumulate((row.number for row in self.rows), initial=0))

    def __len__(self) -> int:
        """Return the number of records."""
        return self.starts[-1]

    def place(self, number: int) -> tuple[int, int]:
        """Return the segment of a record, and its number there."""
        row = bisect_right(self.starts, number) - 1
        segment, first, _ = self.rows[row]
        return segment, first + number - self.starts[row]

    def ranges(self, records: range) -> Iterator[tuple[int, range]]:
        """Yield the segments that records in a row are in, and their numbers there, some each."""
        start = records.start
        while start < records.stop:
            segment, first = self.place(start)
            end = self.starts[bisect_right(self.starts, start)]
            number = min(end - start, records.stop - start, _AT_ONCE)
            yield segment, range(first, first + number)
            start += number

    def number(self, segment: int, local: int) -> int | None:
        """Return the number of a segment's record; None if it is passed over."""
        for start, row in zip(self.starts, self.rows, strict=False):
            if row.segment == segment and 0 <= local - row.first < row.number:
                return start + local - row.first
        return None

    def found(self, parts: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, slice]]:
        """Yield in reading order where what is found stands that is not passed over.

        `parts` has for each segment the numbers of the records found there, ascending. It is the
        segment, what is to be added to the numbers, and where these stand among those found.
        """
        for start, (segment, first, number) in zip(self.starts, self.rows, strict=False):
            low = bisect_left(parts[segment], first)
            high = bisect_left(parts[segment], first + number, low)
            yield segment, start - first, slice(low, high)

    def split(self, numbers: Iterable[int]) -> list[set[int]]:
        """Return for each segment the numbers there of records."""
        ordered = sorted(numbers)
        parts: list[set[int]] = [set() for _ in range(1 + max(row.segment for row in self.rows))]
        for start, (segment, first, number) in zip(self.starts, self.rows, strict=False):
            low = bisect_left(ordered, start)
            high = bisect_left(ordered, start + number, low)
            parts[segment].update(map((first - start).__add__, ordered[low:high]))
        return parts

    def sliced(self, parts: Sequence[Sequence[T]]) -> Iterator[Sequence[T]]:
        """Yield the part of each slice, from what each segment has for each of its records."""
        for segment, first, number in self.rows:
            yield parts[segment][first : first + number]

    def passed_over(self, segment: int, size: int) -> Iterator[tuple[int, int]]:
        """Yield from where to where records of a segment of `size` records are passed over."""
        end = 0
        for _, first, number in sorted(row for row in self.rows if row.segment == segment):
            if end < first:
                yield end, first
            end = first + number
        if end < size:
            yield end, size


def number_between(numbers: Sequence[int], low: int, high: int) -> int:
    """Return how many different of `numbers`, which are ascending, are from `low` to `high`."""
    start = bisect_left(numbers, low)
    return len(set(numbers[start : bisect_left(numbers, high, start)]))


def _joined(slices: Iterable[Slice]) -> Iterator[Slice]:
    """Yield slices, those as one that follow each other in their segment."""
    segment = first = end = 0
    for own, start, number in slices:
        if (own, start) != (segment, end):
            if end > first:
                yield Slice(segment, first, end - first)
            segment, first = own, start
            end = start
        end += number
    if end > first:
        yield Slice(segment, first, end - first)
