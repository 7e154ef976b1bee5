"""The tokens of many texts as rows of numbers: what stands between two blanks is tokenized once.

A token knows what is beyond a blank in two cases only: figures in groups (10 000), and capitals
beside others, whose words may be no acronyms. A text with either, or with table cells, is tokenized
as a whole. What a token is marked with for the one before it is found where two chunks meet.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import accumulate, compress, count
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.index.build.chunk_words import (
    BLANK,
    SIZE,
    Neighbours,
    alike,
    as_bytes,
    core_of,
    is_plain,
    is_whole,
)
from wp8.index.forms import is_raised, raised
from wp8.words.tokens import (
    ACRONYM_MARK,
    APART,
    BEGINNERS,
    COMMA,
    DOTTED,
    FUNCTION_WORDS,
    GOES_ON,
    HYPHEN,
    PARTICLES,
    QUOTE_BEGINS,
    QUOTED,
    going_on,
    is_particle,
    sign_of,
    tokenize,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.index.forms import Raised
    from wp8.words.tokens import Token

# So many chunks are remembered, in some 25 MB.
_MOST: Final = 1 << 16
# With more quoted matter a text is sooner tokenized as a whole.
_QUOTES: Final = 20
# A longer text might be all of chunks that are nowhere else.
_LONGEST: Final = 1 << 16
# After an initial it is no sign.
_STOP: Final = "."


class Kind(NamedTuple):
    """A token without its place; `raised` says that `Capitals` takes no account of it as common.

    `sign` and `goes_on` say what is known of them within a chunk.
    """

    norm: str
    joint: str
    acronym: str
    raised: bool
    sign: str
    goes_on: bool


class Row(NamedTuple):
    """The tokens of a text, by the numbers of their kinds.

    `positions` are those of the tokens, `quoted` the stretches of tokens in quoted matter, each
    with whether its first is the first there, `raised` what `Capitals` takes, `between` the marks
    of tokens that are those of two chunks, with their places.
    """

    kinds: array[int]
    positions: Sequence[int]
    quoted: Sequence[tuple[int, int, bool]]
    raised: Sequence[Raised]
    between: Sequence[tuple[str, int]]


class Edges(NamedTuple):
    """What a chunk is for those beside it.

    `size` is its number of tokens, `head` and `tail` are the signs before and after them; its
    first may be raised, and go on with a capital; its last may be raised, and high as `going_on`
    says, or would be within a sentence; an initial that nothing follows may get a stop.
    """

    size: int
    head: str
    tail: str
    opens: bool
    ends: bool
    may_go_on: bool
    last_is_high: bool
    is_high_within: bool
    ends_with_initial: bool = False


class Chunks(dict[str, int]):
    """The numbers of the chunks of texts, and their tokens' `kinds` by number.

    A chunk gets its number when it is first asked for.
    """

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[Kind] = []
        # By the number of a kind: its norm unless it is raised, and its marks within a chunk.
        self.common: list[str] = []
        self.marked: list[Sequence[str]] = []
        self._kind_numbers: dict[tuple[str, str, str, bool, str, bool], bytes] = {}
        # Of the chunks by their numbers: their kinds, in bytes; what is raised there; what they are
        # for others, and whether that matters.
        self._kinds: list[bytes] = []
        self._raised: list[Sequence[Raised]] = []
        self._sizes: list[int] = []
        self._edges: list[Edges] = []
        self._matters: list[bool] = []
        self._signed_edges: dict[tuple[Edges, str, str], Edges] = {}
        self._signs = _Signs()
        self._neighbours = Neighbours()
        # Those of several tokens that begin with what is high only after a capital.
        self._undecided: set[int] = set()

    def is_full(self) -> bool:
        """Return whether it has as much as it should."""
        return len(self) > _MOST

    def row(self, text: str, quoted: Sequence[tuple[int, int]] = ()) -> Row:
        """Return the tokens of a text; `quoted` has its quoted matter, in order, apart."""
        if is_whole(text) or len(quoted) > _QUOTES or len(text) > _LONGEST:
            return self._whole(text, quoted)
        chunks = alike(text).split(BLANK)
        numbers = list(map(self.__getitem__, chunks))
        if not self._undecided.isdisjoint(numbers) or self._neighbours.are_among(chunks):
            return self._whole(text, quoted)
        kinds = array("I", b"".join(map(self._kinds.__getitem__, numbers)))
        stretches = list(self._stretches(quoted, chunks, numbers)) if quoted else ()
        found, between = self._between(numbers)
        return Row(kinds, range(len(kinds)), stretches, found, between)

    def marks(self, row: Row) -> Iterator[tuple[str, int]]:
        """Yield what `index_terms` has beside norms: terms, each with the place of its token."""
        kinds, marked = row.kinds, self.marked
        within = [
            (term, place)
            for place in compress(count(), map(marked.__getitem__, kinds))
            for term in marked[kinds[place]]
        ]
        if row.between and within:
            yield from sorted([*row.between, *within], key=itemgetter(1))
        else:
            yield from row.between or within
        for first, last, begins in row.quoted:
            yield from ((QUOTED, place) for place in range(first, last))
            if begins and first < last:
                yield QUOTE_BEGINS, first

    def _between(self, numbers: Sequence[int]) -> tuple[list[Raised], list[tuple[str, int]]]:
        """Return what is raised in the chunks of a text, and the marks that two chunks make."""
        found: list[Raised] = []
        marks: list[tuple[str, int]] = []
        edges_of, raised_in, sign_of_all = self._edges, self._raised, self._signs
        places = list(accumulate(map(self._sizes.__getitem__, numbers), initial=0))
        # The last chunk that matters and has tokens, the signs since, and the token after them.
        before, at, signs = -1, -1, ""
        was_high = may_be_beside = False
        for chunk in compress(count(), map(self._matters.__getitem__, numbers)):
            number, place = numbers[chunk], places[chunk]
            size, head, tail, opens, ends, may_go_on, is_high, is_high_within, _ = edges_of[number]
            if place != at:
                if signs and at > 0 and (sign := sign_of_all[signs]):
                    marks.append((sign, at))
                signs = ""
                was_high = may_be_beside = False
            signs = f"{signs} {head}"
            if not size:
                at = place
                continue
            sign = sign_of_all[signs]
            if sign and place > 0:
                marks.append((sign, place))
            if own := raised_in[number]:
                # A blank alone, or a comma beside it.
                is_near = before == chunk - 1 and len(signs) <= (2 if sign == COMMA else 1)
                is_beside = may_be_beside and opens and is_near
                found += ((*own[0][:2], True), *own[1:]) if is_beside else own
            if goes_on := was_high and may_go_on and not sign:
                marks.append((GOES_ON, place))
            was_high = is_high or (goes_on and size == 1)
            was_high |= is_high_within and place > 0 and not sign
            before, at, signs, may_be_beside = chunk, place + size, tail, ends
        if 0 < at < places[-1] and (sign := sign_of_all[signs]):
            marks.append((sign, at))
        return found, marks

    def _whole(self, text: str, quoted: Sequence[tuple[int, int]]) -> Row:
        """Return the tokens of a text that cannot be taken chunk by chunk."""
        tokens = list(tokenize(text))
        starts, ends = [token.start for token in tokens], [0, *(token.end for token in tokens)]
        stretches = []
        for start, end in quoted:
            first = bisect_left(starts, start)
            stretches.append((first, bisect_left(starts, end), ends[first] <= start))
        kinds = array("I", self._kinds_of(tokens, going_on(tokens)))
        positions = [token.position for token in tokens]
        return Row(kinds, positions, stretches, raised(tokens), ())

    def __missing__(self, chunk: str) -> int:
        """Return the number of a chunk that is met for the first time."""
        number = self[chunk] = self._number(chunk)
        return number

    def _number(self, chunk: str) -> int:
        if is_plain(chunk):
            return self._plain(chunk.lower(), chunk[0].isupper())
        # What stands with other signs alone is seldom there without.
        if (core := core_of(chunk)) and (core.isalpha() or core in self):
            return self._signed(self[core], core, chunk)
        tokens = list(tokenize(chunk, shouted=False))
        self._neighbours.note(chunk, has_acronym=any(token.acronym for token in tokens))
        if _is_undecided(tokens):
            self._undecided.add(len(self._kinds))
        going = list(going_on(tokens))
        edges = _edges(chunk, tokens, going[-1][1]) if tokens else _no_tokens(chunk)
        return self._add(self._kinds_of(tokens, going), tuple(raised(tokens)), edges)

    def _plain(self, norm: str, capital: bool) -> int:
        """Return the number of a chunk that is one word of letters, as `tokenize` would find it."""
        kind = self._kind((norm, APART, "", capital, APART, False))
        found = ((norm, True, False),) if capital else ()
        return self._add(kind, found, _plain_edges(norm, capital))

    def _signed(self, number: int, core: str, chunk: str) -> int:
        """Return the number of a chunk as another, its core, is, but for the signs around it."""
        if not is_plain(core):
            self._neighbours.note(chunk, has_acronym=self._neighbours.have_acronym(core))
        if number in self._undecided:
            self._undecided.add(len(self._kinds))
        head, _, tail = chunk.partition(core)
        key = self._edges[number], head, tail
        edges = self._signed_edges.get(key)
        if edges is None:
            edges = self._signed_edges[key] = _signed(*key)
        return self._add(self._kinds[number], self._raised[number], edges)

    def _add(self, kinds: bytes, found: Sequence[Raised], edges: Edges) -> int:
        self._kinds.append(kinds)
        self._raised.append(found)
        self._sizes.append(edges.size)
        self._edges.append(edges)
        self._matters.append(bool(found or edges.head or edges.tail or edges.may_go_on))
        return len(self._edges) - 1

    def _kinds_of(self, tokens: Sequence[Token], going: Iterable[tuple[bool, bool]]) -> bytes:
        """Return the numbers of the kinds of `tokens`, in bytes; `going` tells what goes on."""
        kinds = [
            (token.norm, token.joint, token.acronym, is_raised(token), token.sign, goes_on)
            for token, (goes_on, _) in zip(tokens, going, strict=True)
        ]
        return b"".join(map(self._kind, kinds))

    def _kind(self, kind: tuple[str, str, str, bool, str, bool]) -> bytes:
        number = self._kind_numbers.get(kind)
        if number is None:
            known = Kind(*kind)
            number = self._kind_numbers[known] = as_bytes(len(self.kinds))
            self.kinds.append(known)
            self.common.append("" if known.raised else known.norm)
            self.marked.append(_marks(known))
        return number

    def _stretches(
        self, quoted: Iterable[tuple[int, int]], chunks: Sequence[str], numbers: Sequence[int]
    ) -> Iterator[tuple[int, int, bool]]:
        """Yield the stretches of tokens in quoted matter."""
        starts = list(accumulate((len(chunk) + 1 for chunk in chunks), initial=0))
        sizes = (len(self._kinds[number]) // SIZE for number in numbers)
        firsts = list(accumulate(sizes, initial=0))

        def place(offset: int) -> tuple[int, bool]:
            """Return the number of tokens before an offset, and whether they end before it."""
            number = min(bisect_right(starts, offset), len(chunks)) - 1
            within = offset - starts[number]
            if not within:
                return firsts[number], True
            tokens = tokenize(chunks[number], shouted=False)
            before = [token for token in tokens if token.start < within]
            return firsts[number] + len(before), not before or before[-1].end <= within

        for start, end in quoted:
            first, begins = place(start)
            yield first, place(end)[0], begins


class _Signs(dict[str, str]):
    """Which sign stands in what is between two tokens, as `sign_of` has it."""

    def __missing__(self, gap: str) -> str:
        sign = self[gap] = sign_of(gap)
        return sign


def _marks(kind: Kind) -> Sequence[str]:
    """Return the marks that a token has within its chunk."""
    sign = kind.joint or kind.sign
    marks = [sign] if sign else []
    if kind.goes_on:
        marks.append(GOES_ON)
    if kind.acronym:
        marks.append(ACRONYM_MARK + kind.norm)
    if kind.acronym == DOTTED:
        marks.append(DOTTED)
    return tuple(marks)


def _is_undecided(tokens: Sequence[Token]) -> bool:
    """Return whether the second of some tokens goes on only if the first does."""
    if len(tokens) < 2:  # noqa: PLR2004
        return False
    first, second = tokens[:2]
    is_open = first.norm in PARTICLES or first.norm in FUNCTION_WORDS
    is_tied = first.capital and second.joint == HYPHEN
    return is_open and not (is_tied or second.sign) and (second.capital or is_particle(second))


def _no_tokens(chunk: str) -> Edges:
    return Edges(0, chunk, "", False, False, False, False, False)


def _edges(chunk: str, tokens: Sequence[Token], last_is_high: bool) -> Edges:
    """Return what a chunk with these tokens is for those beside it."""
    first, last = tokens[0], tokens[-1]
    is_initial = last.end - last.start == 1 and chunk[last.start : last.end].isupper()
    edges = Edges(
        len(tokens),
        chunk[: first.start],
        "",
        is_raised(first),
        is_raised(last),
        first.capital or is_particle(first),
        last_is_high,
        len(tokens) == 1 and first.capital and first.norm in BEGINNERS,
        is_initial,
    )
    tail = chunk[last.end :]
    return _signed(edges, "", tail) if tail else edges


def _signed(edges: Edges, head: str, tail: str) -> Edges:
    """Return what a chunk is for those beside it with further signs around it."""
    is_stopped = edges.ends_with_initial and tail[:1] == _STOP
    return edges._replace(
        head=head + edges.head,
        tail=edges.tail + (tail[1:] if is_stopped else tail),
        ends=edges.ends and not is_stopped,
        ends_with_initial=edges.ends_with_initial and not tail,
    )


@cache
def _edges_of_plain(capital: bool, is_particle: bool, is_function: bool, begins: bool) -> Edges:
    may_go_on, is_high = capital or is_particle, capital and not is_function
    return Edges(1, "", "", capital, capital, may_go_on, is_high, capital and begins)


def _plain_edges(norm: str, capital: bool) -> Edges:
    """Return what one word of letters is for those beside it."""
    return _edges_of_plain(capital, norm in PARTICLES, norm in FUNCTION_WORDS, norm in BEGINNERS)
