"""Which texts may have wording in common with those of some documents, told by words in a row."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, compress, count, pairwise, zip_longest
from typing import TYPE_CHECKING, Final

from wp8.analysis.passages.alignment import content
from wp8.analysis.passages.seeds import SEED
from wp8.analysis.passages.tokenized import tokenized
from wp8.query.tree import And, Phrase
from wp8.words.tokens import HYPHEN, QUOTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.model import Record, RunningWords
    from wp8.query.backend import Backend

# What stands in quoted matter.
_IN_QUOTES: Final = Phrase((((QUOTED,),),))
# Texts whose words are asked for at a time.
_READ: Final = 1 << 15
_ITEM: Final = array("I").itemsize


def sharing(
    backend: Backend,
    ids: Sequence[str],
    documents: Iterable[str],
    quoted: Quoted | None,
    stage: Callable[[str, Sequence[int]], Iterable[int]],
) -> list[str]:
    """Return those of `ids` that are of `documents` or may have wording in common with these.

    These have a seed of theirs or, if it is said what is `quoted`, the words of a slogan of fewer
    words that stands in one of them.
    """
    wanted = {*documents}
    own = [id_ for id_ in ids if id_.partition(":")[0] in wanted]
    sought = _Sought(backend.running(own, "norm"))
    found = {*own}
    asked: list[str] = []
    for start in stage("Looking for words in a row", range(0, len(ids), _READ)):
        part = ids[start : start + _READ]
        running = backend.running(part, "norm")
        numbers = sought.numbered(running)
        starts = [*accumulate(running.counts, initial=0)]
        found.update(map(part.__getitem__, sought.with_seeds(numbers, starts)))
        if quoted:
            stretches = zip(part, pairwise(starts), backend.heads(part).have_cells, strict=True)
            for id_, (first, end), has_cells in stretches:
                if id_ in quoted and sought.has_pair(
                    numbers[first:end], None if has_cells else quoted.places(id_)
                ):
                    asked.append(id_)
    for row in {row for record in backend.records(asked) for row in _slogans(record)}:
        if sought.has(row):
            words = [Phrase((tuple((token,) for token in (norm, HYPHEN + norm)),)) for norm in row]
            found.update(backend.search(And(tuple(words)), order="document").ids)
    return [id_ for id_ in ids if id_ in found]


class Quoted:
    """Which records have quoted matter, and where."""

    def __init__(self, backend: Backend) -> None:
        self._numbers: dict[str, int] = {}
        self._places = array("I")
        self._ends = array("I", (0,))
        for number, (id_, stretches) in enumerate(backend.occurrences(_IN_QUOTES)):
            self._numbers[id_] = number
            self._places.extend([start for start, _ in stretches])
            self._ends.append(len(self._places))

    def __contains__(self, id_: str) -> bool:
        """Return whether a record has quoted matter."""
        return id_ in self._numbers

    def places(self, id_: str) -> Sequence[int]:
        """Return the positions of the tokens of a record that stand in quoted matter."""
        number = self._numbers[id_]
        return self._places[self._ends[number] : self._ends[number + 1]]


class _Sought:
    """The words in a row of some texts, each by a number of its own; all other words are 0."""

    def __init__(self, running: RunningWords) -> None:
        self._known: dict[str, int] = {}
        self._forms: Sequence[str] = ()
        self._own = array("I")
        for number in {*running.numbers}:
            norm = running.forms[number].lstrip(HYPHEN)
            self._known.setdefault(norm, len(self._known) + 1)
        row = self.numbered(running)
        self._pairs = {pair for pairs in _in_pairs(row) for pair in pairs}
        self._seeds = {*zip(row, row[1:], row[2:], row[3:], strict=False)}
        told = {number for norm, number in self._known.items() if content((norm,))}
        self._telling = {two for two in pairwise(row) if not told.isdisjoint(two)}
        self._rows = {*pairwise(row), *zip(row, row[1:], row[2:], strict=False)}

    def numbered(self, running: RunningWords) -> array[int]:
        """Return the numbers of the tokens of texts."""
        if running.forms is not self._forms:
            known = self._known.get
            self._own = array("I", (known(form.lstrip(HYPHEN), 0) for form in running.forms))
            self._forms = running.forms
        return array("I", map(self._own.__getitem__, running.numbers))

    def with_seeds(self, numbers: array[int], starts: Sequence[int]) -> Iterator[int]:
        """Yield which of the texts that begin at `starts` have a seed, perhaps repeated.

        Of the four words of a seed two stand at a place that is even and the one after it.
        """
        for place in self._begins(numbers):
            if (*numbers[place : place + SEED],) in self._seeds:
                text = bisect_right(starts, place) - 1
                if place + SEED <= starts[text + 1]:
                    yield text

    def _begins(self, numbers: array[int]) -> Iterator[int]:
        """Yield where a seed may begin: where two pairs of the texts follow each other."""
        evens, odds = _in_pairs(numbers)
        pairs = self._pairs
        halves = [*compress(count(), map(pairs.__contains__, evens))]
        for half, after in zip_longest(halves, halves[1:]):
            if after == half + 1:
                yield 2 * half
            if half and odds[half - 1] in pairs and half < len(odds) and odds[half] in pairs:
                yield 2 * half - 1

    def has_pair(self, row: Sequence[int], places: Sequence[int] | None) -> bool:
        """Return whether two words of a row stand so in the texts, and one of them has content.

        They stand at two of `places` in a row, if these are known.
        """
        if places is None:
            return not self._telling.isdisjoint(pairwise(row))
        return any(
            after == place + 1 and (row[place], row[after]) in self._telling
            for place, after in pairwise(places)
        )

    def has(self, norms: Iterable[str]) -> bool:
        """Return whether two or three words in a row stand so in the texts."""
        return tuple(self._known.get(norm, 0) for norm in norms) in self._rows


def _in_pairs(numbers: array[int]) -> list[Sequence[int]]:
    """Return each two numbers at an even place and the next as one, and those at an odd one."""
    row = memoryview(numbers.tobytes())
    ends = (_ITEM * (len(numbers) - (len(numbers) - first) % 2) for first in range(2))
    parts = (row[_ITEM * first : end] for first, end in enumerate(ends))
    return [part.cast("Q") if part else () for part in parts]


def _slogans(record: Record) -> Iterator[tuple[str, ...]]:
    """Yield the words of each slogan of a record that has fewer than make a seed."""
    text = record.text
    slogans = [(start, end) for kind, start, end in record.quotes if kind == "slogan"]
    if slogans := [span for span in slogans if _may_be_short(text[slice(*span)])]:
        _, norms, spans = tokenized(record)
        starts, ends = ([span[side] for span in spans] for side in (0, 1))
        for start, end in slogans:
            row = (*norms[bisect_left(starts, start) : bisect_right(ends, end)],)
            if 1 < len(row) < SEED:
                yield row


def _may_be_short(quoted: str) -> bool:
    """Return whether there may be fewer words than make a seed; plain ones are a token each."""
    words = quoted.split()
    return len(words) < SEED or not (quoted.isascii() and "".join(words).isalpha())
