"""Which texts may have wording in common with those of some documents, told by words in a row."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from itertools import accumulate, compress, count, pairwise, product, zip_longest
from typing import TYPE_CHECKING, Final

from wp8.analysis.passages.alignment import content
from wp8.analysis.passages.quoted import SHORTEST_SLOGAN, Quoted, between
from wp8.analysis.passages.seeds import MOST_PLACES_OF_CHOSEN, SEED, in_twos
from wp8.model import those_at
from wp8.query.tree import And, Phrase
from wp8.words.tokens import HYPHEN, token_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set

    from wp8.model import Record, RunningWords
    from wp8.query.backend import Backend

    Span = tuple[int, int]
    # The words of a slogan by their numbers.
    Row = tuple[int, ...]

# Texts whose words are asked for at a time.
_READ: Final = 1 << 15


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
    own = {number for number, id_ in enumerate(ids) if id_.startswith(wanted)}
    sought = _Sought(backend.running(those_at(sorted(own), ids), "norm"))
    found = {*own}
    # The texts in which each stands as a slogan.
    slogans: defaultdict[Row, set[int]] = defaultdict(set)
    for begin in stage("Looking for words in a row", range(0, len(ids), _READ)):
        part = ids[begin : begin + _READ]
        running = backend.running(part, "norm")
        starts = [*accumulate(running.counts, initial=0)]
        found.update(map(begin.__add__, sought.with_seeds(running, starts)))
        if with_slogans:
            quoted = Quoted(backend, part, starts)
            for slogan, text in sought.slogans(running, quoted):
                slogans[slogan].add(begin + text)
    sharing: set[str] = set()
    for slogan in slogans:
        words = [Phrase((written,)) for written in sought.written(slogan)]
        sharing.update(backend.search(And(tuple(words)), order="document").ids)
    having = [number for number, id_ in enumerate(ids) if id_ in sharing]
    places: Counter[Row] = Counter()
    standing: defaultdict[Row, set[int]] = defaultdict(set)
    # Of those with all words of a slogan few have them in a row.
    for begin in range(0, len(having), _READ):
        texts = having[begin : begin + _READ]
        running = backend.running(those_at(texts, ids), "norm")
        starts = [*accumulate(running.counts, initial=0)]
        for slogan, text in sought.places(running, starts, slogans.keys()):
            places[slogan] += 1
            standing[slogan].add(texts[text])
    for slogan, texts_ in slogans.items():
        found |= texts_
        # A slogan of other texts is paired with its places in the own, unless these are very many.
        if not own.isdisjoint(texts_) or places[slogan] > MOST_PLACES_OF_CHOSEN:
            found |= standing[slogan]
    return those_at(sorted(found), ids)


class _Sought:
    """The words in a row of some texts, each by a number of its own; all other words are 0."""

    def __init__(self, running: RunningWords) -> None:
        self._known: dict[str, int] = {}
        for number in {*running.numbers}:
            norm = running.forms[number].lstrip(HYPHEN)
            self._known.setdefault(norm, len(self._known) + 1)
        self._norms = ["", *self._known]
        self._forms: Sequence[str] = ()
        self._own: Sequence[int] = ()
        self._pairs: Set[int] = frozenset()
        self._telling_pairs: Set[int] = frozenset()
        self._two: Set[Row] = frozenset()
        self._telling: Set[Row] = frozenset()
        own = [*map(self._numbers(running.forms).__getitem__, running.numbers)]
        self._two = {*pairwise(own)}
        self._seeds = {*zip(own, own[1:], own[2:], own[3:], strict=False)}
        told = {number for norm, number in self._known.items() if content((norm,))}
        few = self._two.union(zip(own, own[1:], own[2:], strict=False))
        self._slogans = {row for row in few if not told.isdisjoint(row)}
        self._telling = self._two & self._slogans
        self._pairs, self._telling_pairs = map(self._as_forms, (self._two, self._telling))

    def _numbers(self, forms: Sequence[str]) -> Sequence[int]:
        """Return the own number of each of some forms; those of the last call are known."""
        if forms is not self._forms:
            self._own = [self._known.get(form.lstrip(HYPHEN), 0) for form in forms]
            self._forms = forms
            self._pairs = self._as_forms(self._two)
            self._telling_pairs = self._as_forms(self._telling)
        return self._own

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
        """Yield which of the texts that begin at `starts` have a seed, ascending."""
        own = self._numbers(running.forms).__getitem__
        told = 0
        for place in self._begins(running.numbers):
            # Of a text that has one no more is asked.
            if place >= told and (*map(own, running.numbers[place : place + SEED]),) in self._seeds:
                text = bisect_right(starts, place) - 1
                if place + SEED <= starts[text + 1]:
                    told = starts[text + 1]
                    yield text

    def _begins(self, numbers: array[int]) -> Iterator[int]:
        """Yield where a seed may begin: where pairs of the own texts follow each other.

        Of its four words two stand at a place that is even and the one after it.
        """
        evens, odds = in_twos(numbers)
        pairs = self._pairs
        halves = [*compress(count(), map(pairs.__contains__, evens))]
        for half, after in zip_longest(halves, halves[1:]):
            if half and odds[half - 1] in pairs and half < len(odds) and odds[half] in pairs:
                yield 2 * half - 1
            if after == half + 1:
                yield 2 * half

    def slogans(self, running: RunningWords, quoted: Quoted) -> Iterator[tuple[Row, int]]:
        """Yield which slogans of few words are of the texts, with the number of the text of each.

        Of texts that may have one inside other quoted matter the records are read.
        """
        spans = self._paired(running.numbers, [*quoted.stretches()])
        for start, end in spans:
            if slogan := self._slogan(running, start, end):
                yield slogan, quoted.text(start)
        inside: dict[int, None] = {}
        for edges in quoted.edges([span for span in spans if span[1] - span[0] > SHORTEST_SLOGAN]):
            if any(self._slogan(running, *span) for span in between(edges)):
                inside[quoted.text(edges[0])] = None
        for text, record in quoted.records([*inside]):
            begin = quoted.starts[text]
            for start, end in _short_slogans(record):
                if slogan := self._slogan(running, begin + start, begin + end):
                    yield slogan, text

    def _paired(self, numbers: array[int], spans: Sequence[Span]) -> list[Span]:
        """Return those of `spans` in which two words follow each other as in the own texts.

        One of them is no function word, as one of a slogan is none.
        """
        inside = array("I")
        for start, end in spans:
            inside += numbers[start:end]
        row = bytearray(len(inside))
        for first, twos in enumerate(in_twos(inside)):
            are_own = bytes(map(self._telling_pairs.__contains__, twos))
            row[first : first + 2 * len(are_own) : 2] = are_own
        ends = accumulate(end - start for start, end in spans)
        return [
            (start, end)
            for (start, end), last in zip(spans, ends, strict=True)
            if row.find(1, last - (end - start), last - 1) >= 0
        ]

    def _slogan(self, running: RunningWords, start: int, end: int) -> Row:
        """Return a stretch if two or three words, one of content, stand so in the own texts."""
        row = (*map(self._own.__getitem__, running.numbers[start : min(end, start + SEED)]),)
        return row if row in self._slogans else ()

    def written(self, slogan: Row) -> Iterator[tuple[tuple[str, ...], ...]]:
        """Yield of each word of a slogan which tokens it may be."""
        return (((norm,), (HYPHEN + norm,)) for norm in map(self._norms.__getitem__, slogan))

    def places(
        self, running: RunningWords, starts: Sequence[int], slogans: Collection[Row]
    ) -> Iterator[tuple[Row, int]]:
        """Yield each place of some slogans with the number of its text, which begin at `starts`."""
        own = self._numbers(running.forms).__getitem__
        pairs = self._as_forms({slogan[:2] for slogan in slogans})
        for first, twos in enumerate(in_twos(running.numbers)):
            for place in compress(count(first, 2), map(pairs.__contains__, twos)):
                text = bisect_right(starts, place) - 1
                end = min(place + SEED - 1, starts[text + 1])
                row = (*map(own, running.numbers[place:end]),)
                for slogan in {row[:SHORTEST_SLOGAN], row}.intersection(slogans):
                    yield slogan, text


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
