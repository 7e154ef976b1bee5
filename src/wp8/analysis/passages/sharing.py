"""Which texts may have wording in common with those of some documents, told by words in a row."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, compress, count, pairwise, product, zip_longest
from typing import TYPE_CHECKING, Final

from wp8.analysis.passages.alignment import content
from wp8.analysis.passages.quoted import Quoted
from wp8.analysis.passages.seeds import SEED, in_twos
from wp8.model import those_at
from wp8.query.tree import And, Phrase
from wp8.words.tokens import HYPHEN, token_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence, Set

    from wp8.model import Record, RunningWords
    from wp8.query.backend import Backend

    Norms = tuple[str, ...]

# Texts whose words are asked for at a time.
_READ: Final = 1 << 15
# The least words of a slogan.
_LEAST: Final = 2


def sharing(
    backend: Backend,
    ids: Sequence[str],
    documents: Iterable[str],
    stage: Callable[[str, Sequence[int]], Iterable[int]],
    *,
    with_slogans: bool,
) -> Sequence[str]:
    """Return those of `ids` that are of `documents` or may have wording in common with these.

    These have a seed of theirs or, `with_slogans`, the words of one of fewer words that
    stands in one of them.
    """
    wanted = tuple(f"{document}:" for document in documents)
    own = [number for number, id_ in enumerate(ids) if id_.startswith(wanted)]
    sought = _Sought(backend.running(those_at(own, ids), "norm"))
    found = {*own}
    slogans: set[Norms] = set()
    for begin in stage("Looking for words in a row", range(0, len(ids), _READ)):
        part = ids[begin : begin + _READ]
        running = backend.running(part, "norm")
        starts = [*accumulate(running.counts, initial=0)]
        found.update(map(begin.__add__, sought.with_seeds(running, starts)))
        if with_slogans:
            quoted = Quoted(backend, part, len(running.numbers))
            told, asked = sought.slogans(running, quoted)
            slogans |= told
            texts = sorted({bisect_right(starts, place) - 1 for place in asked})
            records = backend.records(those_at(texts, part))
            for start, record in zip(map(starts.__getitem__, texts), records, strict=True):
                for first, end in _short_slogans(record):
                    slogans |= sought.slogan(running, start + first, start + end)
    sharing: set[str] = set()
    for slogan in slogans:
        words = [Phrase((tuple((token,) for token in (norm, HYPHEN + norm)),)) for norm in slogan]
        sharing.update(backend.search(And(tuple(words)), order="document").ids)
    having = [number for number, id_ in enumerate(ids) if id_ in sharing and number not in found]
    # Of those with all words of a slogan few have them in a row.
    for begin in range(0, len(having), _READ):
        texts = having[begin : begin + _READ]
        running = backend.running(those_at(texts, ids), "norm")
        starts = [*accumulate(running.counts, initial=0)]
        found.update(map(texts.__getitem__, sought.with_slogans(running, starts, slogans)))
    return those_at(sorted(found), ids)


class _Sought:
    """The words in a row of some texts, each by a number of its own; all other words are 0."""

    def __init__(self, running: RunningWords) -> None:
        self._known: dict[str, int] = {}
        for number in {*running.numbers}:
            norm = running.forms[number].lstrip(HYPHEN)
            self._known.setdefault(norm, len(self._known) + 1)
        self._forms: Sequence[str] = ()
        self._own: Sequence[int] = ()
        own = [*map(self._numbers(running.forms).__getitem__, running.numbers)]
        self._two = {*pairwise(own)}
        self._seeds = {*zip(own, own[1:], own[2:], own[3:], strict=False)}
        told = {number for norm, number in self._known.items() if content((norm,))}
        self._telling = {two for two in self._two if not told.isdisjoint(two)}
        few = self._two.union(zip(own, own[1:], own[2:], strict=False))
        self._slogans = {row for row in few if not told.isdisjoint(row)}

    def _numbers(self, forms: Sequence[str]) -> Sequence[int]:
        """Return the own number of each of some forms; those of the last call are known."""
        if forms is not self._forms:
            self._own = [self._known.get(form.lstrip(HYPHEN), 0) for form in forms]
            self._forms = forms
            self.__dict__.pop("_pairs", None)
        return self._own

    @cached_property
    def _pairs(self) -> Set[int]:
        """The pairs of words of the texts, as forms, each as one number."""
        return self._as_forms(self._two)

    def _as_forms(self, twos: Iterable[Sequence[int]]) -> Set[int]:
        """Return pairs of words as those of the forms of the last call, each as one number."""
        written: dict[int, list[int]] = {number: [] for number in self._known.values()}
        for form, number in compress(enumerate(self._own), self._own):
            written[number].append(form)
        pairs = array("I")
        for one, other in twos:
            for two in product(written[one], written[other]):
                pairs.extend(two)
        return {*memoryview(pairs).cast("B").cast("Q")}

    def with_seeds(self, running: RunningWords, starts: Sequence[int]) -> Iterator[int]:
        """Yield which of the texts that begin at `starts` have a seed, perhaps repeated.

        Of the four words of a seed two stand at a place that is even and the one after it.
        """
        own = self._numbers(running.forms).__getitem__
        for place in self._begins(running.numbers):
            if (*map(own, running.numbers[place : place + SEED]),) in self._seeds:
                text = bisect_right(starts, place) - 1
                if place + SEED <= starts[text + 1]:
                    yield text

    def _begins(self, numbers: array[int]) -> Iterator[int]:
        """Yield where a seed may begin: where two pairs of the texts follow each other."""
        evens, odds = in_twos(numbers)
        pairs = self._pairs
        halves = [*compress(count(), map(pairs.__contains__, evens))]
        for half, after in zip_longest(halves, halves[1:]):
            if after == half + 1:
                yield 2 * half
            if half and odds[half - 1] in pairs and half < len(odds) and odds[half] in pairs:
                yield 2 * half - 1

    def with_slogans(
        self, running: RunningWords, starts: Sequence[int], slogans: Iterable[Norms]
    ) -> Iterator[int]:
        """Yield which of the texts that begin at `starts` have a slogan, perhaps repeated."""
        rows = {(*map(self._known.__getitem__, slogan),) for slogan in slogans}
        own = self._numbers(running.forms).__getitem__
        pairs = self._as_forms({row[:2] for row in rows})
        for first, twos in enumerate(in_twos(running.numbers)):
            for place in compress(count(first, 2), map(pairs.__contains__, twos)):
                text = bisect_right(starts, place) - 1
                end = min(place + SEED - 1, starts[text + 1])
                row = (*map(own, running.numbers[place:end]),)
                if row[:_LEAST] in rows or row in rows:
                    yield text

    def slogans(self, running: RunningWords, quoted: Quoted) -> tuple[set[Norms], list[int]]:
        """Return which slogans of few words may be of the texts, and where to ask for more.

        That is where quoted matter begins in which other may stand.
        """
        own = self._numbers(running.forms).__getitem__
        told: set[Norms] = set()
        asked = []
        for start, end in quoted.stretches():
            if end - start < SEED:
                told |= self.slogan(running, start, end)
            if end - start > _LEAST:
                row = map(own, running.numbers[start:end])
                if not self._telling.isdisjoint(pairwise(row)):
                    asked.append((start, end))
        return told, [start for start, end in asked if quoted.may_have_others(start, end)]

    def slogan(self, running: RunningWords, start: int, end: int) -> set[Norms]:
        """Return the words of a stretch if two or three, one of content, stand so in the texts."""
        numbers = running.numbers[start:end]
        row = (*map(self._numbers(running.forms).__getitem__, numbers),)
        if row not in self._slogans:
            return set()
        return {tuple(running.forms[number].lstrip(HYPHEN) for number in numbers)}


def _short_slogans(record: Record) -> Iterator[tuple[int, int]]:
    """Yield from which token to which each slogan of a record goes that may have few words."""
    text = record.text
    slogans = [(start, end) for kind, start, end in record.quotes if kind == "slogan"]
    if slogans := [span for span in slogans if _may_be_short(text[slice(*span)])]:
        spans = token_spans(text)
        starts, ends = ([span[side] for span in spans] for side in (0, 1))
        for start, end in slogans:
            yield bisect_left(starts, start), bisect_right(ends, end)


def _may_be_short(quoted: str) -> bool:
    """Return whether there may be fewer words than make a seed; plain ones are a token each."""
    words = quoted.split()
    return len(words) < SEED or not (quoted.isascii() and "".join(words).isalpha())
