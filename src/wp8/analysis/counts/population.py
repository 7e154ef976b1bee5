"""What is counted: the running words of chosen records."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate, chain, compress, count, groupby, pairwise
from operator import sub
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.model import Heads, RunningWords
from wp8.words.tokens import APOSTROPHE, HYPHEN, tokenize, units

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from wp8.model import Record
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Layer
    from wp8.words.tokens import Unit

    # Gives the item that a running word counts as, by the word's norm.
    Item = Callable[[str], str]


# Running words that are made items together.
_AT_ONCE: Final = 1 << 16


class Arrangement(NamedTuple):
    """How the counted words of a record stand in it.

    `starts` and `ends` have the position of the first token of each, and the one after its last.
    `breaks` are the places of those that do not follow the one before: the border of two cells is
    between them, or what is in another layer.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    breaks: Sequence[int] = ()

    def places(self, stretches: Iterable[Stretch]) -> list[tuple[int, int]]:
        """Return the half-open places of the words in stretches of positions."""
        if isinstance(self.starts, range):
            return list(stretches)
        return [(bisect_right(self.ends, a), bisect_left(self.starts, b)) for a, b in stretches]

    def counted(self, stretches: Sequence[Stretch]) -> list[Stretch]:
        """Return those of the stretches that begin and end in words that are counted."""
        return [
            (start, end)
            for (start, end), (first, last) in zip(stretches, self.places(stretches), strict=True)
            if first < last and self.starts[first] <= start and end <= self.ends[last - 1]
        ]


class Population:
    """The running words of chosen records, in reading order, by what they count as.

    `words` has the number of each word's item in `items`, one record after the other; `borders`
    has where the words of each record begin there, and where the last's end. `arrangement` says
    how those of a record stand. With a `layer`, the words are those of it alone: in quotation
    marks, or not.
    """

    def __init__(
        self,
        heads: Heads,
        words: array[int],
        borders: Sequence[int],
        items: Sequence[str],
        arrangement: Callable[[str], Arrangement],
        layer: Layer | None = None,
    ) -> None:
        self.heads = heads
        self.words = words
        self.borders = borders
        self.items = items
        self.arrangement = arrangement
        self.layer = layer

    @property
    def size(self) -> int:
        """The number of running words."""
        return len(self.words)

    @cached_property
    def sizes(self) -> list[int]:
        """The number of running words of each record."""
        return list(map(sub, self.borders[1:], self.borders))

    @cached_property
    def frequencies(self) -> list[int]:
        """The frequency of every item by its number; of one that does not occur it is 0."""
        found = [0] * len(self.items)
        for item in self.words:
            found[item] += 1
        return found

    def types(self) -> Iterator[str]:
        """Yield every item that occurs."""
        return compress(self.items, self.frequencies)

    def each_document(self) -> Iterator[tuple[str, Population]]:
        """Yield the part of each document that has records, in reading order."""
        return self.each((document,) for document in self.heads.documents)

    def each(
        self,
        groups: Iterable[Sequence[str]],
        in_order: Callable[[Iterable[str]], Iterable[str]] = iter,
    ) -> Iterator[tuple[str, Population]]:
        """Yield the part of each group, where `groups` has those that each record is in.

        They come as they are met, or `in_order`, one after the other: all take as much memory as
        the whole.
        """
        parts: dict[str, list[range]] = {}
        start = 0
        for names, records in groupby(groups):
            end = start + sum(1 for _ in records)
            for name in names:
                parts.setdefault(name, []).append(range(start, end))
            start = end
        return ((name, self._part(parts[name])) for name in in_order(parts))

    def of(self, ids: Container[str]) -> Population:
        """Return the part that has the records with these ids."""
        stretches = []
        start = 0
        for is_chosen, records in groupby(map(ids.__contains__, self.heads.ids)):
            end = start + sum(1 for _ in records)
            if is_chosen:
                stretches.append(range(start, end))
            start = end
        return self._part(stretches)

    def _part(self, stretches: Iterable[range]) -> Population:
        """Return the part that has these stretches of records."""
        columns: list[list[Any]] = [[] for _ in self.heads]
        found = array("I")
        sizes: list[int] = []
        for stretch in stretches:
            records = slice(stretch.start, stretch.stop)
            found += self.words[self.borders[stretch.start] : self.borders[stretch.stop]]
            sizes += self.sizes[records]
            for column, whole in zip(columns, self.heads, strict=True):
                column.extend(whole[records])
        borders = array("I", accumulate(sizes, initial=0))
        heads = Heads(*columns)
        return Population(heads, found, borders, self.items, self.arrangement, self.layer)

    def by_record(self) -> Iterator[list[array[int]]]:
        """Yield for each record the numbers of its items, in stretches that follow each other."""
        marked = self.heads.have_cells
        for id_, is_marked, start, end in zip(
            self.heads.ids, marked, self.borders, self.borders[1:], strict=False
        ):
            breaks = self.arrangement(id_).breaks if is_marked or self.layer else ()
            around = pairwise((start, *(start + place for place in breaks), end))
            yield [self.words[first:last] for first, last in around]

    def sequences(self) -> Iterator[array[int]]:
        """Yield the numbers of the items of each stretch of words that follow each other."""
        return chain.from_iterable(self.by_record())

    def frequencies_of(self, row: Iterable[str]) -> dict[str, int]:
        """Return how often words in a row count as the items of `row`, by record id."""
        records = Counter(map(partial(bisect_right, self.borders), self._places([*row])))
        return {self.heads.ids[record - 1]: number for record, number in records.items()}

    def stretches_of(self, row: Iterable[str]) -> Mapping[str, Sequence[Stretch]]:
        """Return the stretches of positions of words in a row that count as `row`, by record id.

        Nothing but signs stands between them. From left to right, each begins after the one before.
        """
        items = [*row]
        return _Stretches(self, array("I", self._places(items)), len(items))

    def _places(self, row: Sequence[str]) -> Iterator[int]:
        """Yield where words in a row begin that count as `row`."""
        number_of = {item: number for number, item in enumerate(self.items) if item in row}
        if len(number_of) < len(set(row)):
            return iter(())
        first, *others = map(number_of.__getitem__, row)
        places = compress(count(), map(first.__eq__, self.words))
        return self._rows(array("I", (first, *others)), places) if others else places

    def _rows(self, row: array[int], places: Iterable[int]) -> Iterator[int]:
        """Yield those of `places` at which `row` stands, without those within one before."""
        free = 0
        for place in places:
            end = place + len(row)
            if place >= free and self.words[place:end] == row and self._follow(place, end):
                yield place
                free = end

    def _follow(self, place: int, end: int) -> bool:
        """Return whether the words from `place` to `end` follow each other in one record."""
        record = bisect_right(self.borders, place)
        if end > self.borders[record]:
            return False
        if not (self.layer or self.heads.have_cells[record - 1]):
            return True
        first = self.borders[record - 1]
        breaks = self.arrangement(self.heads.ids[record - 1]).breaks
        return not any(place < first + after < end for after in breaks)


class _Stretches(Mapping[str, Sequence["Stretch"]]):
    """Where rows of so many words stand, which begin at `places`: told record by record."""

    def __init__(self, population: Population, places: array[int], length: int) -> None:
        self._population = population
        self._places = places
        self._length = length
        self._records = {}
        for record, _ in groupby(places, partial(bisect_right, population.borders)):
            self._records[population.heads.ids[record - 1]] = record - 1

    def __getitem__(self, id_: str) -> Sequence[Stretch]:
        """Return the stretches of positions in a record."""
        record = self._records[id_]
        first, end = self._population.borders[record : record + 2]
        starts, ends, _ = self._population.arrangement(id_)
        begun = bisect_left(self._places, first)
        own = self._places[begun : bisect_left(self._places, end, begun)]
        last = first - self._length + 1
        return [(starts[place - first], ends[place - last]) for place in own]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the records that have some."""
        return iter(self._records)

    def __len__(self) -> int:
        """Return how many records have some."""
        return len(self._records)


def population(
    records: Iterable[Record], item: Item, layer: Layer | None = None, unit: Unit = "word"
) -> Population:
    """Return the running words of `records`, or those of one layer, read from their texts."""
    chosen = list(records)
    arrangements: dict[str, Arrangement] = {}
    forms: dict[str, int] = {}
    numbers, counts = array("I"), array("I")
    for record in chosen:
        norms, arrangements[record.id] = read_words(record, layer, unit)
        numbers.extend([forms.setdefault(norm, len(forms)) for norm in norms])
        counts.append(len(norms))
    running = RunningWords(list(forms), numbers, counts)
    return counted(Heads.of(chosen), running, item, arrangements.__getitem__, layer)


def counted(
    heads: Heads,
    running: RunningWords,
    item: Item,
    arrangement: Callable[[str], Arrangement],
    layer: Layer | None = None,
) -> Population:
    """Return running words as a population, each counted as `item` says."""
    borders = array("I", accumulate(running.counts, initial=0))
    numbers, items = running.numbers, running.forms
    if item is not form:
        named = [*map(item, items)]
        items = []
        table = array("I", [0]) * len(named)
        for norm in sorted(range(len(named)), key=named.__getitem__):
            if not items or items[-1] != named[norm]:
                items.append(named[norm])
            table[norm] = len(items) - 1
        # In their place: of a large corpus there is no room for both.
        for start in range(0, len(numbers), _AT_ONCE):
            own = slice(start, start + _AT_ONCE)
            numbers[own] = array("I", map(table.__getitem__, numbers[own]))
    return Population(heads, numbers, borders, items, arrangement, layer)


def read_words(
    record: Record, layer: Layer | None, unit: Unit = "word"
) -> tuple[list[str], Arrangement]:
    """Return the norms of a record's running words, of one layer or of all, and how they stand."""
    spans = record.quoted
    found = [
        (place, word)
        for place, word in enumerate(units(tokenize(record.text), unit))
        if not layer or _is_in(word.tokens[0].start, spans) is (layer == "only")
    ]
    begun = [start for start, _ in spans] if layer == "only" else []
    breaks = []
    for here, ((place, word), (following_place, following)) in enumerate(pairwise(found), start=1):
        between = range(word.tokens[-1].end, following.tokens[0].start + 1)
        is_apart = following.position > word.position + len(word.tokens)
        if following_place > place + 1 or is_apart or any(map(between.__contains__, begun)):
            breaks.append(here)
    starts = [word.position for _, word in found]
    ends = [word.tokens[-1].position + 1 for _, word in found]
    return [word.norm for _, word in found], Arrangement(starts, ends, breaks)


def _is_in(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def form(norm: str) -> str:
    """Return what a word counts as by its form: its norm."""
    return norm


def lemma_by(lemma: Callable[[str], str]) -> Item:
    """Return what a word counts as by its lemma, without a possessive 's.

    Of a compound with a hyphen a plural at its end counts as its singular (co-ops, co-op), and
    nothing else of it changes. `lemma` gives the lemma of a token.
    """
    from wp8.words.lexemes import is_plural

    def item(norm: str) -> str:
        if norm.isascii() and norm.isalnum():
            return lemma(norm)
        tokens = list(tokenize(norm, shouted=False))
        if len(tokens) <= 1 and not (tokens and tokens[0].acronym):
            return lemma(norm)
        if tokens[-1].joint == APOSTROPHE and tokens[-1].norm == "s":
            tokens.pop()
        last = tokens[-1]
        # With its points or without, an acronym is one.
        form = last.norm.upper() if last.acronym else norm[last.start : last.end]
        if last is tokens[0]:
            return lemma(form)
        has_plural = last.joint == HYPHEN and is_plural(form, lemma(form))
        return norm[: last.start] + (lemma(form) if has_plural else form)

    return item
