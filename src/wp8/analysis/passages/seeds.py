"""Words in a row that texts have in common, found in all texts as one row of numbers.

A seed is so many tokens in a row. All that may stand twice are found by a table of hashes, then
told apart part by part; so it takes as long as there are tokens, and the room of a few numbers
for each.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, chain, combinations, compress, count, groupby, islice, pairwise
from struct import Struct
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.passages.alignment import content, weight
from wp8.words.tokens import HYPHEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence, Set

    from wp8.model import RunningWords
    from wp8.query.backend import Backend

    Span = tuple[int, int]

# Words in a row that make two passages worth comparing.
SEED: Final = 4
# A seed that stands in so many different texts is a stock phrase: its words tell nothing.
STOCK: Final = 4
# What stands in more places is laid along the next of them alone, if it is one of so many. Of
# chosen documents more places are laid along each.
MOST_PLACES: Final = 16
MOST_PLACES_OF_CHOSEN: Final = 250
_NEXT: Final = 16
_ITEM: Final = array("I").itemsize
_SEED: Final = Struct(f"{SEED * _ITEM}s")
# The borders between texts are the numbers below this.
_BORDERS: Final = 1 << 32
# Texts whose words are asked for, and tokens that are hashed, at a time.
_READ: Final = 1 << 15
_BLOCK: Final = 1 << 14
# Seeds that are told apart at a time, about.
_PART: Final = 1 << 17
# Places among which those where a seed begins are counted.
_COUNTED: Final = 1 << 8
# The kinds of seeds: those that stand in one text, or where nobody asks; those that tell
# something; stock phrases; and both once more, of very many places.
ALONE, TELLING, STOCKED, TELLING_MANY, STOCKED_MANY = range(5)


class Scope(NamedTuple):
    """Which pairs of texts are compared: of one document or of two, with a text in each of some."""

    within: bool
    documents: Sequence[str] = ()


class Texts:
    """The tokens of texts by numbers, a border of its own after each text.

    `numbers` has them in one row, where text n begins at `starts[n]`; `norms` are the tokens by
    their numbers. A number in a name (COVID-19) is a number.
    """

    def __init__(self, backend: Backend, ids: Sequence[str]) -> None:
        self.ids = ids
        self.numbers = array("I")
        self.starts = array("I", (0,))
        known: dict[str, int] = {}
        borders = count(_BORDERS - len(ids))
        for part in range(0, len(ids), _READ):
            for row in _rows(backend.running(ids[part : part + _READ], "norm"), known):
                self.numbers += row
                self.numbers.append(next(borders))
                self.starts.append(len(self.numbers))
        self.norms = list(known)
        self._bytes = memoryview(self.numbers).cast("B")
        places: dict[str, int] = {}
        self.documents = array(
            "I", (places.setdefault(id_.partition(":")[0], len(places)) for id_ in ids)
        )
        self.names = list(places)
        self.weights = [*map(weight, self.norms)]
        self.are_content = bytes(bool(content((norm,))) for norm in self.norms)

    def text(self, place: int) -> int:
        """Return the number of the text in which a token stands."""
        return bisect_right(self.starts, place) - 1

    def span(self, text: int) -> tuple[int, int]:
        """Return where a text begins and ends."""
        return self.starts[text], self.starts[text + 1] - 1

    def have_border(self, start: int, length: int) -> bool:
        """Return whether there is a border between two texts in a stretch."""
        return max(self.numbers[start : start + length]) >= _BORDERS - len(self.ids)

    def row(self, start: int, end: int) -> bytes:
        """Return the tokens of a stretch as they can be compared."""
        return bytes(self._bytes[_ITEM * start : _ITEM * end])

    def has(self, row: bytes, place: int) -> bool:
        """Return whether a row of tokens stands at a place."""
        return place >= 0 and self.row(place, place + len(row) // _ITEM) == row

    def places_of(self, rows: Iterable[bytes]) -> dict[bytes, array[int]]:
        """Return where each of some rows of two tokens or more stands, ascending."""
        places: dict[bytes, array[int]] = {row: array("I") for row in rows}
        # The word of a row that was met last is the rarest, mostly: two with it are looked for.
        around: dict[int, dict[Span, set[bytes]]] = {}
        for row in places:
            words = memoryview(row).cast("I")
            inside = max(range(len(words) - 1), key=lambda at: max(words[at : at + 2]))
            (two,) = memoryview(row[_ITEM * inside : _ITEM * (inside + 2)]).cast("Q")
            spans = around.setdefault(two, {})
            spans.setdefault((inside, len(words) - inside), set()).add(row)
        for first, pairs in enumerate(in_twos(self.numbers)):
            for half in compress(count(), map(around.__contains__, pairs)):
                place = 2 * half + first
                for (before, after), wanted in around[pairs[half]].items():
                    row = self.row(place - before, place + after)
                    if row in wanted:
                        places[row].append(place - before)
        return {row: array("I", sorted(found)) for row, found in places.items()}

    def are_compared(self, one: int, other: int, *, within: bool) -> bool:
        """Return whether two different texts are of one document, or of two."""
        return one != other and (self.documents[one] == self.documents[other]) is within

    @cached_property
    def sames(self) -> array[int]:
        """The number of the first text that has the same tokens as each."""
        firsts: dict[int, int] = {}
        hashes = (hash(self.row(*self.span(text))) for text in range(len(self.ids)))
        return array("I", (firsts.setdefault(each, text) for text, each in enumerate(hashes)))

    def hashes(self, start: int = 0, end: int | None = None) -> Iterator[int]:
        """Yield a hash of each seed of a stretch, or of all; of those over a border, too."""
        last = (len(self.numbers) if end is None else end) - SEED + 1
        blocks = (
            self.numbers[at : min(at + _BLOCK, last) + SEED - 1].tolist()
            for at in range(start, last, _BLOCK)
        )
        rows = (zip(row, row[1:], row[2:], row[3:], strict=False) for row in blocks)
        return map(hash, chain.from_iterable(rows))


def in_twos(numbers: array[int]) -> Iterator[Sequence[int]]:
    """Yield each two numbers at an even place and the next as one, and those at an odd one."""
    row = memoryview(numbers).cast("B")
    for first in range(2):
        end = len(numbers) - (len(numbers) - first) % 2
        yield row[_ITEM * first : _ITEM * end].cast("Q") if first < end else ()


def _rows(running: RunningWords, known: dict[str, int]) -> Iterator[array[int]]:
    """Yield the tokens of each of some texts, by their numbers in `known`, which grows."""
    own = array("I", bytes(_ITEM * len(running.forms)))
    for number in {*running.numbers}:
        own[number] = known.setdefault(running.forms[number].lstrip(HYPHEN), len(known))
    tokens = array("I", map(own.__getitem__, running.numbers))
    for start, end in pairwise(accumulate(running.counts, initial=0)):
        yield tokens[start:end]


class Seeds:
    """The seeds that texts which are compared have in common, each with its places."""

    def __init__(
        self,
        texts: Texts,
        scope: Scope,
        stage: Callable[[str, Sequence[int]], Iterable[int]],
    ) -> None:
        self._texts = texts
        self._within = scope.within
        self._wanted = {texts.names.index(name) for name in scope.documents}
        self.most_places = MOST_PLACES_OF_CHOSEN if self._wanted else MOST_PLACES
        self._places = array("I")
        self._ends = array("I", (0,))
        self._kinds = bytearray((ALONE,))
        parts = self._repeated()
        begun = bytearray(len(texts.numbers))
        for number in stage("Telling words in a row apart", range(len(parts))):
            self._tell_apart(parts[number], begun)
            parts[number] = array("I")
        # Where each seed begins, ascending, and its number.
        self._starts = array("I", compress(count(), begun))
        self._numbers = array("I", bytes(_ITEM * len(self._starts)))
        # How many begin before each stretch: a few that are counted are told sooner than bisected.
        stretches = range(0, len(begun), _COUNTED)
        before = [*accumulate((begun.count(1, at, at + _COUNTED) for at in stretches), initial=0)]
        for number, (low, high) in enumerate(pairwise(self._ends), 1):
            for place in self._places[low:high]:
                stretch = place // _COUNTED
                rank = before[stretch] + begun.count(1, stretch * _COUNTED, place)
                self._numbers[rank] = number

    def stock(self, start: int, end: int) -> Iterator[int]:
        """Yield where in a stretch, at each place of which a seed begins, one is a stock phrase."""
        low = bisect_left(self._starts, start)
        kinds = map(self._kinds.__getitem__, self._numbers[low : low + end - start])
        return compress(count(start), map((STOCKED, STOCKED_MANY).__contains__, kinds))

    def telling(self, start: int, end: int) -> Sequence[int]:
        """Return where in a stretch a seed begins that tells something, ascending."""
        inside = slice(bisect_left(self._starts, start), bisect_left(self._starts, end))
        kinds = map(self._kinds.__getitem__, self._numbers[inside])
        told = map((TELLING, TELLING_MANY).__contains__, kinds)
        return [*compress(self._starts[inside], told)]

    def have_many(self, *, stock: bool) -> bool:
        """Return whether a seed of a kind has so many places that each is paired with the next."""
        return (STOCKED_MANY if stock else TELLING_MANY) in self._kinds

    def are_in(self, start: int, end: int) -> bool:
        """Return whether a seed of a stretch stands in texts that are compared."""
        return bisect_left(self._starts, start) < bisect_left(self._starts, end - SEED + 1)

    def are_all_of(self, start: int, end: int) -> bool:
        """Return whether all seeds of a stretch stand in texts that are compared."""
        number = end - SEED + 1 - start
        last = bisect_left(self._starts, start) + number - 1
        return number <= 0 or self._starts[last : last + 1] == array("I", (end - SEED,))

    def in_both(
        self, one: tuple[int, int], other: tuple[int, int]
    ) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield where in one stretch a seed begins that is in another, and where it is there."""
        own, their = (
            slice(*(bisect_left(self._starts, edge) for edge in span)) for span in (one, other)
        )
        numbers, others = self._numbers[own], self._numbers[their]
        places: dict[int, list[int]] = {number: [] for number in numbers}
        shared = map(places.__contains__, others)
        for place, number in compress(zip(self._starts[their], others, strict=True), shared):
            places[number].append(place)
        for place, number in zip(self._starts[own], numbers, strict=True):
            if found := places[number]:
                yield place, found

    def rarest(self, start: int, end: int) -> tuple[int, Sequence[int]]:
        """Return which seed of a stretch has the fewest places, and these, ascending.

        All of them stand in texts that are compared.
        """
        low = bisect_left(self._starts, start)
        numbers = self._numbers[low : low + end - SEED + 1 - start]
        number = min(numbers, key=lambda number: self._ends[number] - self._ends[number - 1])
        return start + numbers.index(number), self._of(number)

    def of_kind(self, *, stock: bool) -> Iterator[Sequence[int]]:
        """Yield where each seed of a kind stands, ascending."""
        kinds = (STOCKED, STOCKED_MANY) if stock else (TELLING, TELLING_MANY)
        return (self._of(number) for number, kind in enumerate(self._kinds) if kind in kinds)

    def in_pairs(self, places: Sequence[int], texts: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the numbers of each two of `places`, in `texts`, that are laid along each other."""
        documents = self._texts.documents
        if len(places) <= self.most_places:
            # One of two is of those that are chosen, if some are.
            is_own = [documents[text] in self._wanted for text in texts]
            own = [*compress(count(), is_own)]
            pairs = (
                sorted((one, other))
                for one in own
                for other in range(len(texts))
                if one < other or not is_own[other]
            )
            for one, other in pairs if own else combinations(range(len(places)), 2):
                if self._are_compared(texts[one], texts[other]):
                    yield one, other
            return
        own = [n for n, text in enumerate(texts) if documents[text] in self._wanted]
        for one, text in enumerate(texts):
            first, end = one + 1, min(one + 1 + _NEXT, len(texts))
            is_other = self._wanted and documents[text] not in self._wanted
            inside = slice(*(bisect_left(own, edge) for edge in (first, end)))
            for other in own[inside] if is_other else range(first, end):
                if self._are_compared(text, texts[other]):
                    yield one, other
                    break

    @cached_property
    def _chosen(self) -> Sequence[Span]:
        """Where each run of texts of the chosen documents begins and ends, ascending."""
        texts = self._texts
        documents = enumerate(texts.documents)
        runs = groupby(documents, key=lambda each: each[1] in self._wanted)
        numbers = ([number for number, _ in run] for is_own, run in runs if is_own)
        return [(texts.starts[run[0]], texts.starts[run[-1] + 1]) for run in numbers]

    def may_share_slogan(self, start: int, end: int) -> bool:
        """Return whether a slogan inside a stretch may stand in a text that is compared.

        One of fewer words than a seed; of those that are, `are_in` tells. One of function words
        alone is none.
        """
        texts = self._texts
        if not any(map(texts.are_content.__getitem__, texts.numbers[start:end])):
            return False
        if not self._wanted or texts.documents[texts.text(start)] in self._wanted:
            return True
        return not self._telling_twos.isdisjoint(pairwise(texts.numbers[start:end]))

    @cached_property
    def _telling_twos(self) -> Set[tuple[int, int]]:
        """The two words in a row of the chosen documents, one of them a content word."""
        texts = self._texts
        rows = (texts.numbers[slice(*span)] for span in self._chosen)
        told = texts.are_content
        # Borders are no words of a text, and stand in no other.
        borders = _BORDERS - len(texts.ids)
        return {
            (one, other)
            for row in rows
            for one, other in {*pairwise(row)}
            if max(one, other) < borders and (told[one] or told[other])
        }

    def partners(self, place: int, places: Sequence[int]) -> Iterator[int]:
        """Yield those of ascending `places` that are in texts compared with the text of `place`.

        Of very many places, the next one alone.
        """
        texts = self._texts
        own = texts.text(place)
        is_many = len(places) > self.most_places
        if is_many:
            after = bisect_right(places, place)
            places = places[after : after + _NEXT]
        if self._wanted and texts.documents[own] not in self._wanted:
            spans = ((bisect_left(places, edge) for edge in span) for span in self._chosen)
            places = [*chain.from_iterable(places[slice(*span)] for span in spans)]
        found = (other for other in places if self._are_compared(own, texts.text(other)))
        return islice(found, 1) if is_many else found

    def _of(self, number: int) -> Sequence[int]:
        """Return where a seed stands."""
        return self._places[self._ends[number - 1] : self._ends[number]]

    def _are_compared(self, one: int, other: int) -> bool:
        documents = self._texts.documents
        return self._texts.are_compared(one, other, within=self._within) and (
            not self._wanted or self._wanted <= {documents[one], documents[other]}
        )

    def _repeated(self) -> list[array[int]]:
        """Return where seeds stand that may be in two texts, in parts; a seed is in one part."""
        texts = self._texts
        parts = [array("I") for _ in range(1 + len(texts.numbers) // _PART)]
        number = len(parts)
        adds = [part.append for part in parts]
        firsts = texts.numbers
        for place in compress(count(), self._may_be_shared()):
            adds[(firsts[place] + firsts[place + SEED - 1]) % number](place)
        return parts

    def _may_be_shared(self) -> Iterator[int]:
        """Yield of each seed whether it may be in two texts that are compared."""
        texts = self._texts
        if self._wanted:
            wanted = compress(count(), map(self._wanted.__contains__, texts.documents))
            own = set(chain.from_iterable(texts.hashes(*texts.span(text)) for text in wanted))
            return map(own.__contains__, texts.hashes())
        # A table twice as long as there are seeds takes few for another.
        mask = (1 << (2 * len(texts.numbers)).bit_length()) - 1
        cells = bytearray(mask + 1)
        for each in texts.hashes():
            cell = each & mask
            cells[cell] = 2 if cells[cell] else 1
        return map((2).__eq__, map(cells.__getitem__, map(mask.__and__, texts.hashes())))

    def _tell_apart(self, part: Sequence[int], begun: bytearray) -> None:
        """Take the seeds of a part that stand in two texts which are compared; say where."""
        row, numbers = _SEED.unpack_from, self._texts.numbers
        places_of: dict[tuple[bytes], list[int]] = {}
        for place in part:
            places_of.setdefault(row(numbers, _ITEM * place), []).append(place)
        for places in places_of.values():
            if len(places) > 1 and self.are_shared(places):
                is_stock = len(places) >= STOCK and self._are_stock(places)
                kind = STOCKED if is_stock else TELLING
                if len(places) > self.most_places:
                    kind = STOCKED_MANY if is_stock else TELLING_MANY
                self._kinds.append(kind)
                self._places.extend(places)
                self._ends.append(len(self._places))
                for place in places:
                    begun[place] = 1

    def are_shared(self, places: Sequence[int]) -> bool:
        """Return whether of ascending places two are in texts that are compared."""
        if not places:
            return False
        text, documents = self._texts.text, self._texts.documents
        if self._wanted and not self._wanted <= {documents[text(place)] for place in places}:
            return False
        if not self._within:
            return documents[text(places[0])] != documents[text(places[-1])]
        return any(
            one != other and documents[one] == documents[other]
            for one, other in pairwise(map(text, places))
        )

    def _are_stock(self, places: Iterable[int]) -> bool:
        # The same note, given twice, makes no stock phrase.
        texts = self._texts
        different: set[int] = set()
        for place in places:
            different.add(texts.sames[texts.text(place)])
            if len(different) >= STOCK:
                return True
        return False
