"""An index of several segments, each in a folder of its own, read as one.

Its own files are SLICES, a line for each slice of records in reading order (the segment, the
first of them there, their number), and the vocabulary of all that is not passed over.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import chain, count, groupby, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeVar

from wp8.index.segments.slices import Slice, Slices, number_between
from wp8.index.store.pages import Files
from wp8.index.stored_backend import SegmentBackend
from wp8.index.stored_records import Kinds, Lines, SectionedRecords
from wp8.index.stored_vocabulary import StoredVocabulary
from wp8.model import RunningWords, renumber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

    from wp8.index.algebra import Leaves, Nearness, Query, Table
    from wp8.index.engine import SegmentEngine
    from wp8.query.record_view import Stretch, View
    from wp8.query.tree import Phrase
    from wp8.words.tokens import Norms

SLICES: Final = "SLICES"

T = TypeVar("T")


def is_segmented(folder: str) -> bool:
    """Return whether the index in `folder` has segments."""
    return os.path.exists(os.path.join(folder, SLICES))


def segment_folder(folder: str, segment: int) -> str:
    """Return the folder of a segment of the index in `folder`."""
    return os.path.join(folder, str(segment))


def write_slices(folder: str, slices: Iterable[Slice]) -> None:
    """Write which records an index has into `folder`."""
    lines = (f"{each.segment} {each.first} {each.number}\n" for each in Slices(slices).rows)
    with open(os.path.join(folder, SLICES), "x", encoding="ascii") as file:
        file.writelines(lines)


def opened(folder: str, engine: SegmentEngine) -> SegmentBackend:
    """Return the index in `folder`, of one segment or several."""
    return SegmentedBackend(folder, engine.open) if is_segmented(folder) else engine.open(folder)


class SegmentedBackend(SegmentBackend):
    """An opened index of several segments; `open_segment` opens one in its folder."""

    def __init__(self, folder: str, open_segment: Callable[[str], SegmentBackend]) -> None:
        self._files = files = Files(folder)
        self.segments: list[SegmentBackend] = []
        try:
            lines = files.read(SLICES).decode().splitlines()
            self._slices = Slices(Slice(*map(int, line.split(" "))) for line in lines)
            for number in range(1 + max(row.segment for row in self._slices.rows)):
                self.segments.append(open_segment(segment_folder(folder, number)))
            self.vocabulary = StoredVocabulary(files.read, self._has, self._frequency)
        except BaseException:
            self.close()
            raise
        self.stored = _Records([segment.stored for segment in self.segments], self._slices)
        self.stored_words = _Words(self.segments, self._slices)

    def query(self) -> Query:
        """Return what finds records for one query."""
        return _Query([segment.query() for segment in self.segments], self._slices)

    def having(self, term: str) -> Sequence[int]:
        """Return the numbers of the records that have `term`, ascending, perhaps repeated."""
        return _numbers([segment.having(term) for segment in self.segments], self._slices)

    def close(self) -> None:
        """Let go of the index's files."""
        for segment in self.segments:
            segment.close()
        self._files.close()

    @cached_property
    def _passed_over(self) -> list[list[tuple[int, int]]]:
        """From where to where records of each segment are passed over."""
        sizes = (len(segment.stored.lengths) for segment in self.segments)
        return [list(self._slices.passed_over(*segment)) for segment in enumerate(sizes)]

    def _has(self, term: str) -> bool:
        for segment, ranges in zip(self.segments, self._passed_over, strict=True):
            # As most words, it stands in more records than are passed over.
            if segment.vocabulary.frequency(term) > sum(high - low for low, high in ranges):
                return True
        return any(term in s.vocabulary for s in self.segments) and self._frequency(term) > 0

    def _frequency(self, term: str) -> int:
        """Return the number of records that have `term`."""
        frequency = 0
        for segment, ranges in zip(self.segments, self._passed_over, strict=True):
            frequency += segment.vocabulary.frequency(term)
            numbers = segment.having(term) if ranges else ()
            frequency -= sum(number_between(numbers, low, high) for low, high in ranges)
        return frequency


class _Records(SectionedRecords):
    """The records of all segments that are not passed over, in reading order."""

    def __init__(self, segments: Sequence[SectionedRecords], slices: Slices) -> None:
        super().__init__()
        self._segments = segments
        self._slices = slices

    @cached_property
    def ids(self) -> Lines:
        lines = (
            self._segments[segment].ids.between(first, first + number)
            for segment, first, number in self._slices.rows
        )
        return Lines(b"\n" + b"".join(lines))

    @cached_property
    def kinds(self) -> Kinds:
        codes = [segment.kinds.codes for segment in self._segments]
        return Kinds(b"".join(map(bytes, self._slices.sliced(codes))))

    @cached_property
    def lengths(self) -> array[int]:
        lengths = [segment.lengths for segment in self._segments]
        return array("I", chain.from_iterable(self._slices.sliced(lengths)))

    @cached_property
    def documents(self) -> tuple[list[int], list[str]]:
        starts: list[int] = []
        names: list[str] = []
        for start, (segment, first, number) in zip(
            self._slices.starts, self._slices.rows, strict=False
        ):
            own, their = self._segments[segment].documents
            low, high = bisect_right(own, first) - 1, bisect_left(own, first + number)
            starts.append(start)
            starts += [start - first + place for place in own[low + 1 : high]]
            names += their[low:high]
        return starts, names

    @cached_property
    def sections(self) -> tuple[array[int], list[str]]:
        known: dict[str, int] = {}
        renumbered = []
        for numbers, names in (segment.sections for segment in self._segments):
            own = [known.setdefault(name, len(known)) for name in names]
            renumbered.append(array("I", (own[n >> 1] << 1 | n & 1 for n in numbers)))
        parts = self._slices.sliced(renumbered)
        return array("I", chain.from_iterable(parts)), list(known)

    def line(self, number: int) -> bytes:
        segment, local = self._slices.place(number)
        return self._segments[segment].line(local)

    def number(self, id_: str) -> int:
        for segment, records in enumerate(self._segments):
            try:
                number = self._slices.number(segment, records.number(id_))
            except KeyError:
                continue
            if number is not None:
                return number
        raise KeyError(id_)


class _Words:
    """The running words of those records."""

    def __init__(self, segments: Sequence[SegmentBackend], slices: Slices) -> None:
        self._segments = segments
        self._slices = slices

    def marked(self, records: Iterable[range], mark: str) -> array[int]:
        """Return where in the row of the tokens of `records` those with a mark stand."""
        found = array("I")
        done = 0
        for segment, own in chain.from_iterable(map(self._slices.ranges, records)):
            part = self._segments[segment]
            found.extend(map(done.__add__, part.stored_words.marked((own,), mark)))
            done += sum(part.stored.lengths[own.start : own.stop])
        return found

    def running(self, records: Iterable[range], norms: Norms = "word") -> RunningWords:
        """Return the running words of `records`, or what `norms` says."""
        words, counts = array("I"), array("I")
        forms_of: dict[int, Sequence[str]] = {}
        places: dict[int, list[range]] = {}
        stretches = chain.from_iterable(map(self._slices.ranges, records))
        for segment, own in groupby(stretches, key=itemgetter(0)):
            start = len(words)
            part = self._segments[segment].stored_words.running(
                (stretch for _, stretch in own), norms
            )
            words += part.numbers
            counts.extend(part.counts)
            forms_of[segment] = part.forms
            places.setdefault(segment, []).append(range(start, len(words)))
        if not forms_of:
            return RunningWords([], words, counts)
        # The most forms keep their numbers.
        forms = forms_of.pop(max(forms_of, key=lambda segment: len(forms_of[segment])))
        if forms_of:
            others = dict.fromkeys(chain.from_iterable(forms_of.values()))
            forms = [*forms]
            numbers = {form: number for number, form in enumerate(forms) if form in others}
            new = [form for form in others if form not in numbers]
            numbers |= zip(new, count(len(forms)))
            forms += new
        for segment, their in forms_of.items():
            table = array("I", map(numbers.__getitem__, their))
            for stretch in places[segment]:
                renumber(words, table, stretch)
        return RunningWords(forms, words, counts)


class _Query:
    """What one query finds in all segments."""

    def __init__(self, queries: Sequence[Query], slices: Slices) -> None:
        self._queries = queries
        self._slices = slices

    def counted(self, phrase: Phrase, among: Set[int] | None = None) -> Mapping[int, int] | None:
        """Return the number of occurrences by record; None if only `matching` can tell it."""
        among_own = repeat(None) if among is None else self._slices.split(among)
        found = [
            query.counted(phrase, own) for query, own in zip(self._queries, among_own, strict=False)
        ]
        parts = [part for part in found if part is not None]
        if len(parts) < len(found):
            return None
        counts = [list(part.values()) for part in parts]
        numbers = [list(part) for part in parts]
        joined: dict[int, int] = {}
        for segment, shift, own in self._slices.found(numbers):
            shifted = map(shift.__add__, numbers[segment][own])
            joined.update(zip(shifted, counts[segment][own], strict=True))
        return joined

    def table(self, leaves: Leaves) -> Table | None:
        """Return the records that answer some leaves, and how often they have each."""
        found = [query.table(leaves) for query in self._queries]
        parts = [part for part in found if part is not None]
        if len(parts) < len(found):
            return None
        numbers: list[int] = []
        columns: list[list[int]] = [[] for _ in leaves.counted]
        for segment, shift, own in self._slices.found([part[0] for part in parts]):
            numbers.extend(map(shift.__add__, parts[segment][0][own]))
            for column, counts in zip(columns, parts[segment][1], strict=True):
                column.extend(counts[own])
        return numbers, columns

    def answering(self, leaves: Leaves) -> list[int] | None:
        """Return the records that answer some leaves."""
        found = [query.answering(leaves) for query in self._queries]
        parts = [part for part in found if part is not None]
        return _numbers(parts, self._slices) if len(parts) == len(found) else None

    def stretches(self, phrase: Phrase) -> Iterator[tuple[int, Sequence[Stretch]]] | None:
        """Return the records that have a phrase, with its stretches."""
        return self._told([query.stretches(phrase) for query in self._queries])

    def near(
        self, phrase: Phrase, among: Set[int] | None = None
    ) -> Iterator[tuple[int, Nearness | None]] | None:
        """Return the records with all slots of a phrase near each other."""
        own = repeat(None) if among is None else self._slices.split(among)
        return self._told(
            [q.near(phrase, each) for q, each in zip(self._queries, own, strict=False)]
        )

    def _told(
        self, found: Iterable[Iterable[tuple[int, T]] | None]
    ) -> Iterator[tuple[int, T]] | None:
        """Return what is told of the records of each segment; None if one tells nothing."""
        parts = [None if part is None else list(part) for part in found]
        told = [part for part in parts if part is not None]
        if len(told) < len(parts):
            return None
        numbers = [[number for number, _ in part] for part in told]
        return (
            (number + shift, each)
            for segment, shift, own in self._slices.found(numbers)
            for number, each in told[segment][own]
        )

    def with_facet(self, facet: str) -> Set[int]:
        """Return the records that have `facet`."""
        return set(_numbers([sorted(q.with_facet(facet)) for q in self._queries], self._slices))

    def candidates(self, phrase: Phrase) -> Sequence[int]:
        """Return the records that may have `phrase`, in reading order."""
        return _numbers([list(query.candidates(phrase)) for query in self._queries], self._slices)

    def view(self, number: int) -> View:
        """Return a record as `matching` reads it."""
        segment, local = self._slices.place(number)
        return self._queries[segment].view(local)


def _numbers(parts: Sequence[Sequence[int]], slices: Slices) -> list[int]:
    """Return the numbers of what is found in each segment, but for what is passed over."""
    numbers: list[int] = []
    for segment, shift, own in slices.found(parts):
        numbers.extend(map(shift.__add__, parts[segment][own]))
    return numbers
