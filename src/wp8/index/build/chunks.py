"""The tokens of many texts as rows of numbers: what stands between two blanks is tokenized once.

A token knows what is beyond a blank in two cases only: figures in groups (10 000), and a text all
of capitals, whose words are no acronyms. A text with either, or with table cells, is tokenized as
a whole.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, compress, count, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.index.forms import is_raised, raised
from wp8.model import CELL_SEPARATOR
from wp8.words.tokens import ACRONYM_MARK, APART, QUOTE_BEGINS, QUOTED, tokenize, word_norms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.index.forms import Raised
    from wp8.words.tokens import Token

_BLANK: Final = " "
# No token and no rule about tokens has other signs than these: the rest is as good as a blank.
_RULED: Final = frozenset(".,'-\t")
_SPACED: Final = "".join(
    letter if letter.isalnum() or letter in _RULED else _BLANK for letter in map(chr, range(128))
)
# The most frequent of a text that has more than ASCII.
_SIGNS: Final = tuple(';:!?()[]"\u201c\u201d')
# What a number that a blank divides goes on with.
_GROUP: Final = re.compile(r"\d{3}(?![A-Za-z0-9])")
# So many chunks are remembered, in some 50 MB.
_MOST: Final = 1 << 17
# With more quoted matter a text is sooner tokenized as a whole.
_QUOTES: Final = 20
# A longer text might be all of chunks that are nowhere else.
_LONGEST: Final = 1 << 16
_SIZE: Final = array("I").itemsize


class Kind(NamedTuple):
    """A token without its place; `raised` says that `Capitals` takes no account of it as common."""

    norm: str
    joint: str
    acronym: bool
    raised: bool


class Row(NamedTuple):
    """The tokens of a text, by the numbers of their kinds, and its words, by those of their forms.

    `positions` are those of the tokens, `quoted` the stretches of tokens in quoted matter, each
    with whether its first is the first there, `raised` what `Capitals` takes.
    """

    kinds: array[int]
    words: array[int]
    positions: Sequence[int]
    quoted: Sequence[tuple[int, int, bool]]
    raised: Sequence[Raised]


class Chunks(dict[str, int]):
    """The numbers of the chunks of texts, their tokens' `kinds`, their words' `forms`, by number.

    A chunk gets its number when it is first asked for.
    """

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[Kind] = []
        self.forms: list[str] = []
        # By the number of a kind: its norm unless it is raised, and whether it has marks.
        self.common: list[str] = []
        self.marked: list[bool] = []
        self._kind_numbers: dict[tuple[str, str, bool, bool], bytes] = {}
        self._form_numbers: dict[str, bytes] = {}
        # Of the chunks by their numbers: their kinds and their words, in bytes; what is raised
        # there; whether they begin and end with a raised token.
        self._kinds: list[bytes] = []
        self._words: list[bytes] = []
        self._raised: list[Sequence[Raised]] = []
        self._opens: list[bool] = []
        self._ends: list[bool] = []
        # Those that a number may go on with.
        self._groups: set[int] = set()

    def is_full(self) -> bool:
        """Return whether it has as much as it should."""
        return len(self) > _MOST

    def row(self, text: str, quoted: Sequence[tuple[int, int]] = ()) -> Row:
        """Return the tokens of a text; `quoted` has its quoted matter, in order, apart."""
        if CELL_SEPARATOR in text or text.isupper():
            return self._whole(text, quoted)
        if len(quoted) > _QUOTES or len(text) > _LONGEST:
            return self._whole(text, quoted)
        chunks = _spaced(text).split(_BLANK)
        numbers = list(map(self.__getitem__, chunks))
        if not self._groups.isdisjoint(numbers) and any(
            _GROUP.match(chunk) and before[-1:].isdecimal() for before, chunk in pairwise(chunks)
        ):
            return self._whole(text, quoted)
        kinds = array("I", b"".join(map(self._kinds.__getitem__, numbers)))
        words = array("I", b"".join(map(self._words.__getitem__, numbers)))
        stretches = list(self._stretches(quoted, chunks, numbers)) if quoted else ()
        return Row(kinds, words, range(len(kinds)), stretches, self._raised_in(numbers))

    def marks(self, row: Row) -> Iterator[tuple[str, int]]:
        """Yield what `index_terms` has beside norms: terms, each with the place of its token."""
        kinds = row.kinds
        for place in compress(count(), map(self.marked.__getitem__, kinds)):
            norm, joint, acronym, _ = self.kinds[kinds[place]]
            if joint:
                yield joint, place
            if acronym:
                yield ACRONYM_MARK + norm, place
        for first, last, begins in row.quoted:
            yield from ((QUOTED, place) for place in range(first, last))
            if begins and first < last:
                yield QUOTE_BEGINS, first

    def _raised_in(self, numbers: Sequence[int]) -> list[Raised]:
        """Return what is raised in the chunks of a text."""
        found: list[Raised] = []
        ended = -1
        for place in compress(count(), map(self._raised.__getitem__, numbers)):
            number = numbers[place]
            first, *others = self._raised[number]
            if place == ended and self._opens[number]:
                first = (first[0], first[1], True)
            found.append(first)
            found += others
            ended = place + 1 if self._ends[number] else -1
        return found

    def _whole(self, text: str, quoted: Sequence[tuple[int, int]]) -> Row:
        """Return the tokens of a text that cannot be taken chunk by chunk."""
        tokens = list(tokenize(text))
        starts, ends = [token.start for token in tokens], [0, *(token.end for token in tokens)]
        stretches = []
        for start, end in quoted:
            first = bisect_left(starts, start)
            stretches.append((first, bisect_left(starts, end), ends[first] <= start))
        kinds, words = array("I", self._kinds_of(tokens)), array("I", self._words_of(tokens))
        return Row(kinds, words, [token.position for token in tokens], stretches, raised(tokens))

    def __missing__(self, chunk: str) -> int:
        """Return the number of a chunk that is met for the first time."""
        number = self[chunk] = self._number(chunk)
        return number

    def _number(self, chunk: str) -> int:
        core = chunk.rstrip(".")
        if core != chunk and core.isalpha():
            number = self[core]
            return self._copy(number) if self._ends[number] else number
        if chunk.isascii() and chunk.isalpha() and not chunk.isupper():
            return self._plain(chunk.lower(), chunk[0].isupper())
        tokens = list(tokenize(chunk, shouted=False))
        if _GROUP.match(chunk):
            self._groups.add(len(self._kinds))
        kinds, words, found = self._kinds_of(tokens), self._words_of(tokens), raised(tokens)
        if not found:
            return self._add(kinds, words, (), opens=False, ends=False)
        opens = is_raised(tokens[0]) and not tokens[0].start
        ends = is_raised(tokens[-1]) and tokens[-1].end == len(chunk)
        return self._add(kinds, words, tuple(found), opens=opens, ends=ends)

    def _plain(self, norm: str, capital: bool) -> int:
        """Return the number of a chunk that is one word of letters, as `tokenize` would find it."""
        kind, form = self._kind((norm, APART, False, capital)), self._form(norm)
        found = ((norm, True, False),) if capital else ()
        return self._add(kind, form, found, opens=capital, ends=capital)

    def _copy(self, number: int) -> int:
        """Return the number of a chunk as another is, but for a sign at its end."""
        kinds, words, found = self._kinds[number], self._words[number], self._raised[number]
        return self._add(kinds, words, found, opens=self._opens[number], ends=False)

    def _add(
        self, kinds: bytes, words: bytes, found: Sequence[Raised], *, opens: bool, ends: bool
    ) -> int:
        self._kinds.append(kinds)
        self._words.append(words)
        self._raised.append(found)
        self._opens.append(opens)
        self._ends.append(ends)
        return len(self._ends) - 1

    def _kinds_of(self, tokens: Sequence[Token]) -> bytes:
        """Return the numbers of the kinds of `tokens`, in bytes."""
        kinds = [(token.norm, token.joint, token.acronym, is_raised(token)) for token in tokens]
        return b"".join(map(self._kind, kinds))

    def _kind(self, kind: tuple[str, str, bool, bool]) -> bytes:
        number = self._kind_numbers.get(kind)
        if number is None:
            known = Kind(*kind)
            number = self._kind_numbers[known] = _bytes(len(self.kinds))
            self.kinds.append(known)
            self.common.append("" if known.raised else known.norm)
            self.marked.append(bool(known.joint) or known.acronym)
        return number

    def _words_of(self, tokens: Sequence[Token]) -> bytes:
        """Return the numbers of the forms of the words that `tokens` make, in bytes."""
        return b"".join(map(self._form, word_norms(tokens)))

    def _form(self, form: str) -> bytes:
        number = self._form_numbers.get(form)
        if number is None:
            number = self._form_numbers[form] = _bytes(len(self.forms))
            self.forms.append(form)
        return number

    def _stretches(
        self, quoted: Iterable[tuple[int, int]], chunks: Sequence[str], numbers: Sequence[int]
    ) -> Iterator[tuple[int, int, bool]]:
        """Yield the stretches of tokens in quoted matter."""
        starts = list(accumulate((len(chunk) + 1 for chunk in chunks), initial=0))
        sizes = (len(self._kinds[number]) // _SIZE for number in numbers)
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


def _spaced(text: str) -> str:
    """Return a text of the same tokens, as long, with blanks for signs that are as good."""
    if text.isascii():
        text = text.translate(_SPACED)
    else:
        for sign in _SIGNS:
            text = text.replace(sign, _BLANK)
    # No number goes on after it.
    return text.replace(", ", "  ")


def _bytes(number: int) -> bytes:
    return number.to_bytes(_SIZE, sys.byteorder)
