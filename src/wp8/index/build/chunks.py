"""The tokens of many texts as rows of numbers: what stands between two blanks is tokenized once.

A token knows what is beyond a blank in two cases only: figures in groups (10 000), and capitals
beside others, whose words may be no acronyms. A text with either, or with table cells, is tokenized
as a whole. What a token is marked with for the one before it is found where two chunks meet. Many
texts are taken at once, and so are the chunks of them that are new: by loops in C.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import (
    accumulate,
    chain,
    compress,
    count,
    groupby,
    islice,
    pairwise,
    repeat,
    tee,
)
from operator import attrgetter, getitem, itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.index.build.chunk_words import BLANK, SIZE, alike, core_of, is_plain, is_whole
from wp8.index.build.edges import COMMON, END, START, of_tokens, of_word, with_signs
from wp8.index.forms import is_raised, raising
from wp8.model import CELL_SEPARATOR
from wp8.words.tokens import (
    ACRONYM_MARK,
    APART,
    BEGINNERS,
    DOTTED,
    FUNCTION_WORDS,
    GOES_ON,
    PARTICLES,
    QUOTE_BEGINS,
    QUOTED,
    going_on,
    tokenize,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from wp8.index.build.edges import Told
    from wp8.index.forms import Raised
    from wp8.words.tokens import Token

    # A token without its place: its norm, joint and acronym, whether it is raised, its sign, and
    # whether it goes on; the last two as far as its chunk tells.
    Kind = tuple[str, str, str, bool, str, bool]
    _Marks = defaultdict[str, array[int]]

# So many chunks are remembered.
_MOST: Final = 1 << 15
# A longer text might be all of chunks that are nowhere else.
_LONGEST: Final = 1 << 16
# Tokens of a text that are held at once, and characters of chunks that are tokenized at once.
_TOKENS: Final = 1 << 13
_CHARACTERS: Final = 1 << 16
# No chunk of a text: where it ends.
_END: Final = BLANK
# Stands between chunks that are tokenized at once: nothing knows what is beyond it.
_WALL: Final = "\n;\n"
# No token begins with one; and none ends with one but an acronym, which has a stop before.
_SIGNS: Final = ".,;"
_STOP: Final = "."


class _Spans(NamedTuple):
    """Where the tokens of a text begin and end, and their positions."""

    starts: array[int]
    ends: array[int]
    positions: array[int]


class Row(NamedTuple):
    """The tokens of a text, by the numbers of their kinds.

    `positions` are those of the tokens, `raised` what `Capitals` takes, `marks` what `index_terms`
    has beside norms: terms, each with the place of its token.
    """

    kinds: array[int]
    positions: Sequence[int]
    raised: Sequence[Raised]
    marks: Sequence[tuple[str, int]]


class Rows(NamedTuple):
    """The tokens of texts, one text after the other, by the numbers of their kinds.

    `starts` has the place of the first token of each text, and the number of all; `marks` the
    places of the tokens with each mark, in order; `positions` those of the tokens of a text where
    they are not its places, by the number of the text; `raised` what `Capitals` takes of each text.
    """

    kinds: array[int]
    starts: Sequence[int]
    marks: Mapping[str, Sequence[int]]
    positions: Mapping[int, Sequence[int]]
    raised: Sequence[Sequence[Raised]]

    def each(self) -> Iterator[Row]:
        """Yield the row of each text."""
        marks: list[list[tuple[str, int]]] = [[] for _ in self.raised]
        for term, places in self.marks.items():
            for place in places:
                number = bisect_right(self.starts, place) - 1
                marks[number].append((term, place - self.starts[number]))
        for number, (start, end) in enumerate(pairwise(self.starts)):
            positions = self.positions.get(number, range(end - start))
            yield Row(self.kinds[start:end], positions, self.raised[number], marks[number])


class Chunks(dict[str, int]):
    """The numbers of the chunks of texts that were met, and their tokens' kinds.

    `norms`, `common` and `marked` have, by the number of a kind, its norm, this unless it is
    raised, and its marks within a chunk.
    """

    def __init__(self) -> None:
        super().__init__()
        self.norms: list[str] = []
        self.common: list[str] = []
        self.marked: list[Sequence[str]] = []
        self._kind_numbers: dict[Kind, bytes] = {}
        # Of the chunks by their numbers: their kinds, in bytes, and how many; what is raised there;
        # the numbers of their edges.
        self._kinds: list[bytes] = []
        self._sizes: list[int] = []
        self._raised: list[Sequence[Raised]] = []
        self._edges: list[int] = []
        self._add([_END], [b""], [0], [()], [END])

    def is_full(self) -> bool:
        """Return whether it has as much as it should."""
        return len(self) > _MOST

    def rows(self, texts: Sequence[str], quoted: Sequence[Sequence[tuple[int, int]]]) -> Rows:
        """Return the tokens of texts; `quoted` has the quoted matter of each, in order, apart."""
        seen = ["" if is_whole(text) or len(text) > _LONGEST else alike(text) for text in texts]
        split = [[*text.split(BLANK), _END] for text in seen]
        numbers, told = self._read(split)
        known = len(self._kinds)
        begins = list(accumulate(map(len, split), initial=0))
        spans: dict[int, _Spans] = {}
        for number in _not_by_chunks(texts, seen, begins, told):
            chunks = slice(begins[number], begins[number + 1] - 1)
            numbers[chunks], told[chunks] = [len(self._kinds)], [None]
            split[number] = [_END] * 2
            spans[number] = self._add_text(texts[number])
        begins = list(accumulate(map(len, split), initial=0))
        places = list(accumulate(map(self._sizes.__getitem__, numbers), initial=0))
        kinds = array("I", b"".join(map(self._kinds.__getitem__, numbers)))
        found = list(map(self._raised.__getitem__, numbers))
        self._forget_from(known)
        marks = self._within(kinds)
        _tell(told, places, marks, found)
        for number in compress(count(), quoted):
            own = places[begins[number] : begins[number + 1]]
            place_of = (
                _place_in(spans[number], own[0])
                if number in spans
                else _place_of(seen[number], own)
            )
            _quote(quoted[number], place_of, marks)
        return Rows(
            kinds,
            [places[begin] for begin in begins],
            marks,
            {n: own.positions for n, own in spans.items() if CELL_SEPARATOR in texts[n]},
            [list(chain.from_iterable(found[a:b])) for a, b in pairwise(begins)],
        )

    def _read(self, split: Iterable[Sequence[str]]) -> tuple[list[int], list[Told | None]]:
        """Return the numbers of the chunks of texts, one after the other, and what each is told."""
        flat = list(chain.from_iterable(split))
        self._learn([chunk for chunk in dict.fromkeys(flat) if chunk not in self])
        numbers = list(map(self.__getitem__, flat))
        states = accumulate(map(self._edges.__getitem__, numbers), getitem, initial=START)
        return numbers, list(map(attrgetter("told"), states))[1:]

    def _add_text(self, text: str) -> _Spans:
        """Take a text as a chunk without a name, until it is forgotten.

        Return where its tokens are. They are not all held: there may be millions.
        """
        kinds, spans = bytearray(), _Spans(array("I"), array("I"), array("I"))
        found: dict[Raised, Raised] = {}
        own: list[Raised] = []
        tokens, again, once_more = tee(tokenize(text), 3)
        coming = zip(tokens, going_on(again), raising(once_more), strict=True)
        while some := list(islice(coming, _TOKENS)):
            kinds += b"".join(self._numbers_of([_kind(t, goes_on) for t, (goes_on, _), _ in some]))
            own += [found.setdefault(each, each) for *_, each in some if each]
            for column, field in zip(spans, ("start", "end", "position"), strict=True):
                column.extend(map(attrgetter(field), map(itemgetter(0), some)))
        self._add((), [bytes(kinds)], [len(spans.starts)], [own], [COMMON])
        return spans

    def _forget_from(self, number: int) -> None:
        """Forget the chunks from a number on, which have no names."""
        for of_chunk in (self._kinds, self._sizes, self._raised, self._edges):
            del of_chunk[number:]

    def _within(self, kinds: array[int]) -> _Marks:
        """Return the places of the marks that tokens have by their kinds."""
        marks: _Marks = defaultdict(_no_places)
        marked = self.marked
        for place in compress(count(), map(marked.__getitem__, kinds)):
            for term in marked[kinds[place]]:
                marks[term].append(place)
        return marks

    def _learn(self, new: Sequence[str]) -> None:
        """Take chunks that are met for the first time."""
        fresh = {*new}
        cores: dict[str, str] = {}
        alone: dict[str, None] = {}
        for chunk in new:
            # What stands with other signs alone is seldom there without.
            if (core := core_of(chunk)) and (core.isalpha() or core in self or core in fresh):
                cores[chunk] = core
                if core not in self:
                    alone[core] = None
            else:
                alone[chunk] = None
        plain = list(filter(is_plain, alone))
        self._learn_plain([chunk for chunk in plain if chunk[0].islower()], capital=False)
        self._learn_plain([chunk for chunk in plain if chunk[0].isupper()], capital=True)
        others = [chunk for chunk in alone if not is_plain(chunk)]
        # What has but ASCII is tokenized sooner.
        for is_ascii in (True, False):
            own = [chunk for chunk in others if chunk.isascii() is is_ascii]
            for some in _in_parts(own):
                self._learn_others(some)
        self._learn_signed(cores)

    def _learn_plain(self, chunks: Sequence[str], *, capital: bool) -> None:
        """Take chunks that are one word of letters, as `tokenize` would find it."""
        norms = list(map(str.lower, chunks))
        kinds = zip(norms, repeat(APART), repeat(""), repeat(capital), repeat(APART), repeat(False))
        edges = {
            norm: of_word(
                capital=capital,
                is_particle=norm in PARTICLES,
                is_function=norm in FUNCTION_WORDS,
                begins=norm in BEGINNERS,
            )
            for norm in (PARTICLES | FUNCTION_WORDS | {""}).intersection(norms)
        }
        common = of_word(capital=capital, is_particle=False, is_function=False, begins=False)
        self._add(
            chunks,
            self._numbers_of(kinds),
            [1] * len(chunks),
            [((norm, True, False),) for norm in norms] if capital else [()] * len(chunks),
            [edges.get(norm, common) for norm in norms],
        )

    def _learn_others(self, chunks: Sequence[str]) -> None:
        """Take chunks that are tokenized, at once."""
        text = _WALL.join(chunks)
        tokens = list(tokenize(text, shouted=False))
        starts = list(accumulate((len(chunk) + len(_WALL) for chunk in chunks), initial=0))
        begin_at = [token.start for token in tokens]
        firsts = [bisect_left(begin_at, start) for start in starts]
        told = list(going_on(tokens))
        kinds = [_kind(token, goes_on) for token, (goes_on, _) in zip(tokens, told, strict=True)]
        for place in {*firsts} - {len(tokens)}:
            norm, joint, acronym, is_high_itself, _, goes_on = kinds[place]
            kinds[place] = norm, joint, acronym, is_high_itself, APART, goes_on
        numbers = self._numbers_of(kinds)
        found = list(raising(tokens))
        raised_there = list(filter(None, found))
        raised_before = list(accumulate(map(bool, found), initial=0))
        spans = list(pairwise(firsts))
        self._add(
            chunks,
            [b"".join(numbers[first:last]) for first, last in spans],
            [last - first for first, last in spans],
            [raised_there[raised_before[a] : raised_before[b]] for a, b in spans],
            [
                of_tokens(chunk, tokens[first:last], start, last > first and told[last - 1][1])
                for chunk, start, (first, last) in zip(chunks, starts, spans, strict=False)
            ],
        )

    def _learn_signed(self, cores: Mapping[str, str]) -> None:
        """Take chunks that are as others, their cores, but for the signs around these."""
        known = list(map(self.__getitem__, cores.values()))
        self._add(
            cores,
            list(map(self._kinds.__getitem__, known)),
            list(map(self._sizes.__getitem__, known)),
            list(map(self._raised.__getitem__, known)),
            [
                with_signs(self._edges[number], *chunk.split(core, 1))
                for number, (chunk, core) in zip(known, cores.items(), strict=True)
            ],
        )

    def _add(
        self,
        chunks: Collection[str],
        kinds: Iterable[bytes],
        sizes: Iterable[int],
        found: Iterable[Sequence[Raised]],
        edges: Iterable[int],
    ) -> None:
        """Give chunks their numbers; what has no name is there by its number only."""
        first = len(self._kinds)
        self.update(zip(chunks, range(first, first + len(chunks)), strict=True))
        self._kinds += kinds
        self._sizes += sizes
        self._raised += found
        self._edges += edges

    def _numbers_of(self, kinds: Iterable[Kind]) -> list[bytes]:
        """Return the numbers of kinds, in bytes."""
        asked = list(kinds)
        known = self._kind_numbers
        new = [kind for kind in dict.fromkeys(asked) if kind not in known]
        first = len(known)
        numbers = array("I", range(first, first + len(new))).tobytes()
        known.update(
            zip(new, (numbers[at : at + SIZE] for at in range(0, len(numbers), SIZE)), strict=True)
        )
        self.norms += [kind[0] for kind in new]
        self.common += ["" if kind[3] else kind[0] for kind in new]
        self.marked += map(_marks, new)
        return list(map(known.__getitem__, asked))


def _not_by_chunks(
    texts: Sequence[str], seen: Sequence[str], begins: Sequence[int], told: Sequence[Told | None]
) -> list[int]:
    """Return the numbers of the texts that have to be tokenized as a whole, the last first."""
    found = {number for number, text in enumerate(texts) if text and not seen[number]}
    found.update(
        bisect_right(begins, chunk) - 1 for chunk, each in _told_there(told) if each.is_whole
    )
    return sorted(found, reverse=True)


def _no_places() -> array[int]:
    return array("I")


def _in_parts(chunks: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield chunks in order, so many that they have `_CHARACTERS`, or one that has more."""
    ends = accumulate(map(len, chunks))
    for _, some in groupby(zip(chunks, ends, strict=True), lambda each: each[1] // _CHARACTERS):
        yield [chunk for chunk, _ in some]


def _told_there(told: Sequence[Told | None]) -> list[tuple[int, Told]]:
    """Return the places of the chunks that were told something, each with that."""
    return [(chunk, each) for chunk, each in compress(enumerate(told), told) if each]


def _tell(
    told: Sequence[Told | None],
    places: Sequence[int],
    marks: _Marks,
    found: list[Sequence[Raised]],
) -> None:
    """Add to marks, and to what is raised in each chunk, what the chunks were told.

    `places` has those of the first tokens of the chunks.
    """
    between: _Marks = defaultdict(_no_places)
    for chunk, (terms, is_beside, _) in _told_there(told):
        for term in terms:
            between[term].append(places[chunk])
        if is_beside:
            (norm, is_capital, _), *others = found[chunk]
            found[chunk] = ((norm, is_capital, True), *others)
    for term, there in between.items():
        marks[term] = array("I", sorted(marks[term] + there))


def _quote(
    quoted: Iterable[tuple[int, int]],
    place_of: Callable[[int], tuple[int, bool]],
    marks: _Marks,
) -> None:
    """Add to marks those of the quoted matter of a text."""
    for start, end in quoted:
        first, is_first = place_of(start)
        last, _ = place_of(end)
        marks[QUOTED].extend(range(first, last))
        marks[QUOTE_BEGINS].extend([first] * (is_first and first < last))


def _place_of(text: str, places: Sequence[int]) -> Callable[[int], tuple[int, bool]]:
    """Return what gives the place of the first token from an offset on, and if it begins there.

    `places` has those of the first tokens of the chunks of the text.
    """

    def place(offset: int) -> tuple[int, bool]:
        chunk = text.count(BLANK, 0, offset)
        start = text.rfind(BLANK, 0, offset) + 1
        before = text[start:offset]
        if not before.strip(_SIGNS):
            return places[chunk], True
        end = text.find(BLANK, offset)
        after = text[offset:] if end < 0 else text[offset:end]
        if not after.strip(_SIGNS) and _STOP not in before:
            return places[chunk + 1], True
        tokens = list(tokenize(before + after, shouted=False))
        first = bisect_left([token.start for token in tokens], len(before))
        return places[chunk] + first, not first or tokens[first - 1].end <= len(before)

    return place


def _place_in(spans: _Spans, number: int) -> Callable[[int], tuple[int, bool]]:
    """Return what `_place_of` does, of the tokens of a whole text before which so many stand."""
    starts, ends, _ = spans

    def place(offset: int) -> tuple[int, bool]:
        first = bisect_left(starts, offset)
        return number + first, not first or ends[first - 1] <= offset

    return place


def _kind(token: Token, goes_on: bool) -> Kind:
    return token.norm, token.joint, token.acronym, is_raised(token), token.sign, goes_on


def _marks(kind: Kind) -> Sequence[str]:
    """Return the marks that a token has within its chunk."""
    norm, joint, acronym, _, sign, goes_on = kind
    if not (joint or sign or goes_on or acronym):
        return ()
    marks = [joint or sign] if joint or sign else []
    if goes_on:
        marks.append(GOES_ON)
    if acronym:
        marks.append(ACRONYM_MARK + norm)
    if acronym == DOTTED:
        marks.append(DOTTED)
    return tuple(marks)
