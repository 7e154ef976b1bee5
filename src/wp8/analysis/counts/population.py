"""What is counted: the running words of chosen records."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, partial
from itertools import accumulate, chain, compress, count, groupby, islice, pairwise, repeat
from operator import ne, not_, sub
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar, overload

from wp8.model import Heads, RunningWords, renumber
from wp8.words.tokens import APOSTROPHE, HYPHEN, tokenize, units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from wp8.model import Record
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Layer
    from wp8.words.tokens import Unit

    # Gives the item that a running word counts as, by the word's norm.
    Item = Callable[[str], str]
    Words: TypeAlias = "array[int] | Chosen"

# Of words that somebody goes over, so many are copied at a time.
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


class Occurrences(NamedTuple):
    """Where something stands among the running words of a population, from left to right.

    `starts` has the number of the first word of each occurrence, `ends` the one after its last.
    """

    starts: array[int]
    ends: array[int]

    def within(self, start: int, end: int) -> list[Stretch]:
        """Return the places of those that begin between two words, counted from the first."""
        own = slice(bisect_left(self.starts, start), bisect_left(self.starts, end))
        pairs = zip(self.starts[own], self.ends[own], strict=True)
        return [(first - start, last - start) for first, last in pairs]


class Chosen(Sequence[int]):
    """The words in some `stretches` of others, one after the other, without a copy of them."""

    def __init__(self, words: Words, stretches: Sequence[range]) -> None:
        self._words = words
        self._stretches = stretches
        self._ends = array("I", accumulate(map(len, stretches)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @classmethod
    def of(cls, words: Words, stretches: Sequence[range]) -> Words:
        """Return the words in some stretches; of a single one a copy, which is soonest read."""
        if len(stretches) == 1:
            return words[stretches[0].start : stretches[0].stop]
        return cls(words, stretches)

    def __iter__(self) -> Iterator[int]:
        parts = (
            each[at : at + _AT_ONCE]
            for each in self._stretches
            for at in range(0, len(each), _AT_ONCE)
        )
        return chain.from_iterable(self._words[part.start : part.stop] for part in parts)

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> array[int]: ...

    def __getitem__(self, place: int | slice) -> int | array[int]:
        """Return the word at a place, or an array of those between two."""
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, end, _ = place.indices(len(self))
        found = array("I")
        for number in range(bisect_right(self._ends, start), len(self._stretches)):
            stretch = self._stretches[number]
            before = self._ends[number] - len(stretch)
            if before >= end:
                break
            own = stretch[max(0, start - before) : end - before]
            found.extend(self._words[own.start : own.stop])
        return found


class Population:
    """The running words of chosen records, in reading order, by what they count as.

    `words` has the number of each word's item in `items`, one record after the other; `borders`
    has where the words of each record begin there, and where the last's end. With a `layer`, the
    words are those of it alone: in quotation marks, or not.

    Of a part, `records` has the numbers of its records in the whole; `arranged` says of one of the
    whole how its words stand.
    """

    def __init__(
        self,
        heads: Heads,
        words: Words,
        borders: Sequence[int],
        items: Sequence[str],
        arranged: Callable[[int], Arrangement],
        layer: Layer | None = None,
        records: Sequence[int] | None = None,
    ) -> None:
        self.heads = heads
        self.words = words
        self.borders = borders
        self.items = items
        self.layer = layer
        self._arranged = arranged
        self._records = range(len(borders) - 1) if records is None else records

    def arrangement(self, record: int) -> Arrangement:
        """Return how the words of a record stand, which is known by its number."""
        return self._arranged(self._records[record])

    @property
    def size(self) -> int:
        """The number of running words."""
        return len(self.words)

    @cached_property
    def sizes(self) -> array[int]:
        """The number of running words of each record."""
        return array("I", map(sub, self.borders[1:], self.borders))

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
        parts = _by_document(self.heads)
        return ((document, self._part(own)) for document, own in parts.items())

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

    def of(self, ids: Iterable[str]) -> Population:
        """Return the part that has the records with these ids, soonest if in reading order."""
        are_chosen = bytearray(len(self.sizes))
        for record, _ in in_reading_order(self.heads, zip(ids, repeat(None))):
            are_chosen[record] = 1
        return self._where(are_chosen)

    def without(self, part: Population) -> Population:
        """Return the part that has the records which another part has not."""
        return self._where(bytes(map(not_, self._are_in(part))))

    def common(self, part: Population) -> int:
        """Return how many records another part has too."""
        return sum(self._are_in(part))

    def _are_in(self, part: Population) -> Iterator[int]:
        """Yield of each record whether another part of the same whole has it, as 1 or 0."""
        has = bytearray(1 + max((*self._records[-1:], *part._records[-1:]), default=0))
        for record in part._records:
            has[record] = 1
        return map(has.__getitem__, self._records)

    def _where(self, are_chosen: Sequence[int]) -> Population:
        """Return the part that has the records which are chosen."""
        return self._part([stretch for is_chosen, stretch in _alike(are_chosen) if is_chosen])

    def _part(self, stretches: Sequence[range]) -> Population:
        """Return the part that has these stretches of records."""
        places = array("I", chain.from_iterable(stretches))
        own = [range(self.borders[each.start], self.borders[each.stop]) for each in stretches]
        (row,) = stretches if len(stretches) == 1 else (places,)
        words = self.words if sum(map(len, own)) == self.size else Chosen.of(self.words, own)
        borders = array("I", accumulate(map(self.sizes.__getitem__, places), initial=0))
        records = array("I", map(self._records.__getitem__, places))
        heads = self.heads.at(row)
        return Population(heads, words, borders, self.items, self._arranged, self.layer, records)

    def breaks(self, record: int) -> Sequence[int]:
        """Return the breaks between the words of a record."""
        is_marked = self.layer or self.heads.have_cells[record]
        return self.arrangement(record).breaks if is_marked else ()

    def by_record(self) -> Iterator[list[array[int]]]:
        """Yield for each record the numbers of its items, in stretches that follow each other."""
        for record, (start, end) in enumerate(pairwise(self.borders)):
            around = pairwise((start, *(start + place for place in self.breaks(record)), end))
            yield [self.words[first:last] for first, last in around]

    def sequences(self) -> Iterator[array[int]]:
        """Yield the numbers of the items of each stretch of words that follow each other."""
        return chain.from_iterable(self.by_record())

    def occurrences_of(self, row: Iterable[str]) -> Occurrences:
        """Return where words in a row count as the items of `row`.

        Nothing but signs stands between them. From left to right, each begins after the one before.
        """
        items = [*row]
        starts = array("I", self._places(items))
        return Occurrences(starts, array("I", map(len(items).__add__, starts)))

    def occurrences_at(self, found: Iterable[tuple[str, Sequence[Stretch]]]) -> Occurrences:
        """Return where stretches of positions stand, which come by record id, in reading order."""
        starts, ends = array("I"), array("I")
        for record, stretches in self.counted(found):
            before = self.borders[record]
            for start, end in sorted(self.arrangement(record).places(stretches)):
                starts.append(before + start)
                ends.append(before + end)
        return Occurrences(starts, ends)

    def counted(
        self, found: Iterable[tuple[str, Sequence[Stretch]]]
    ) -> Iterator[tuple[int, Sequence[Stretch]]]:
        """Yield the numbers of the records with those of the stretches that are of counted words.

        They come by record id, in reading order.
        """
        for record, stretches in in_reading_order(self.heads, found):
            own = self.arrangement(record).counted(stretches) if self.layer else stretches
            if own:
                yield record, own

    def numbers_at(self, found: Iterable[tuple[str, Sequence[Stretch]]]) -> array[int]:
        """Return how many stretches of positions each record has; they come as above."""
        numbers = array("I", [0]) * len(self.sizes)
        for record, stretches in self.counted(found):
            numbers[record] = len(stretches)
        return numbers

    def numbers_by_record(self, occurrences: Occurrences) -> array[int]:
        """Return how many occurrences each record has."""
        begun = array("I", map(partial(bisect_left, occurrences.starts), self.borders))
        return array("I", map(sub, begun[1:], begun))

    def stretches(self, occurrences: Occurrences) -> Iterator[tuple[str, list[Stretch]]]:
        """Yield the ids of the records that have occurrences, with their stretches of positions."""
        for record, number in enumerate(self.numbers_by_record(occurrences)):
            if number:
                starts, ends, _ = self.arrangement(record)
                own = occurrences.within(*self.borders[record : record + 2])
                yield self.heads.ids[record], [(starts[a], ends[b - 1]) for a, b in own]

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
        first = self.borders[record - 1]
        return not any(place < first + after < end for after in self.breaks(record - 1))


T = TypeVar("T")


def _alike(values: Sequence[T]) -> Iterator[tuple[T, range]]:
    """Yield where values stand that are the same as the one before, and each of them once."""
    borders = compress(count(1), map(ne, values, islice(values, 1, None)))
    for start, end in pairwise(chain((0,), borders, (len(values),) * bool(values))):
        yield values[start], range(start, end)


def _by_document(heads: Heads) -> dict[str, list[range]]:
    """Return where the records of each document stand."""
    found: dict[str, list[range]] = {}
    for document, stretch in _alike(heads.documents):
        found.setdefault(document, []).append(stretch)
    return found


def in_reading_order(heads: Heads, found: Iterable[tuple[str, T]]) -> Iterator[tuple[int, T]]:
    """Yield the numbers of records with what is found of them, which comes in reading order.

    It comes by record id; what is of others than `heads` has is left out.
    """
    own = _by_document(heads)
    # So no table of all ids is needed.
    for document, parts in groupby(found, lambda each: each[0].partition(":")[0]):
        number_of = {
            id_: number
            for stretch in own.get(document, ())
            for number, id_ in zip(stretch, heads.ids[stretch.start : stretch.stop], strict=True)
        }
        for id_, each in parts:
            if (number := number_of.get(id_)) is not None:
                yield number, each


def population(
    records: Iterable[Record], item: Item, layer: Layer | None = None, unit: Unit = "word"
) -> Population:
    """Return the running words of `records`, or those of one layer, read from their texts."""
    chosen = list(records)
    arrangements: list[Arrangement] = []
    forms: dict[str, int] = {}
    numbers, counts = array("I"), array("I")
    for record in chosen:
        norms, arrangement = read_words(record, layer, unit)
        arrangements.append(arrangement)
        numbers.extend([forms.setdefault(norm, len(forms)) for norm in norms])
        counts.append(len(norms))
    running = RunningWords(list(forms), numbers, counts)
    return counted(Heads.of(chosen), running, item, arrangements.__getitem__, layer)


def counted(
    heads: Heads,
    running: RunningWords,
    item: Item,
    arrangement: Callable[[int], Arrangement],
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
        renumber(numbers, table, range(len(numbers)))
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
