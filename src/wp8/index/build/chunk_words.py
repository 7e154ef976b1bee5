"""The running words of many texts, or tokens: what stands between two blanks is tokenized once."""

from __future__ import annotations

import re
import sys
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from wp8.model import CELL_SEPARATOR
from wp8.words.characters import with_gershayim
from wp8.words.tokens import ACRONYMS, RULED, tokenize, word_norms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wp8.words.tokens import Token

BLANK: Final = " "
# Stands for all signs that no rule knows.
_SIGN: Final = ";"
# What does not make another word of the one before it.
_ENDS: Final = ".,;"
_STOP: Final = "."
_ALIKE: Final = "".join(
    letter if letter.isalnum() or letter in RULED else BLANK if letter.isspace() else _SIGN
    for letter in map(chr, range(128))
)
# The most frequent of a text that has more than ASCII.
_SIGNS: Final = tuple(sign for sign in ':!?()[]"\u201c\u201d' if sign not in RULED)
# What a number that a blank divides goes on with.
GROUP: Final = re.compile(r"\d{3}(?![A-Za-z0-9])")
SIZE: Final = array("I").itemsize


class Numbered(dict[str, bytes]):
    """The numbers of texts, in bytes, in the order in which they are first asked for."""

    def __missing__(self, text: str) -> bytes:
        """Return the number of a text that is asked for for the first time."""
        number = self[text] = as_bytes(len(self))
        return number

    def joined(self, texts: Iterable[str]) -> bytes:
        """Return the numbers of several texts."""
        return b"".join(map(self.__getitem__, texts))


class Neighbours:
    """Which chunks have other words beside each other than alone: of figures, and of capitals."""

    def __init__(self) -> None:
        # Those that a number may go on with.
        self._groups: set[str] = set()
        # Those of capitals, and those with an acronym that it may not be beside such.
        self._capitals: set[str] = set()
        self._acronyms: set[str] = set()
        self._hiding: set[str] = set()

    def note(self, chunk: str, tokens: Sequence[Token]) -> None:
        """Note what a chunk, which alone has these tokens, may be to those beside it."""
        if any(token.acronym for token in tokens):
            self._acronyms.add(chunk)
        words = chunk.split()
        if may_hide(words, tokens):
            self._hiding.add(chunk)
        if any(map(str.isupper, words)):
            self._capitals.add(chunk)
        if GROUP.match(chunk):
            self._groups.add(chunk)

    def note_like(self, chunk: str, core: str) -> None:
        """Note a chunk that is as another, which was noted, but for the signs around it."""
        for noted in (self._acronyms, self._hiding, self._capitals):
            if core in noted:
                noted.add(chunk)
        if GROUP.match(chunk):
            self._groups.add(chunk)

    def are_among(self, chunks: Sequence[str]) -> bool:
        """Return whether some chunks of a text, in order, may change each other's words."""
        if not self._groups.isdisjoint(chunks) and any(
            GROUP.match(chunk) and before[-1:].isdecimal() for before, chunk in pairwise(chunks)
        ):
            return True
        if not self._hiding.isdisjoint(chunks):
            return True
        return not self._acronyms.isdisjoint(chunks) and any(
            not (self._acronyms.isdisjoint(pair) or self._capitals.isdisjoint(pair))
            for pair in pairwise(filter(str.strip, chunks))
        )


class ChunkWords(dict[str, bytes]):
    """The running words of chunks, or what else `norms` makes of tokens, by numbers, in bytes."""

    def __init__(self, norms: Callable[[Iterable[Token]], list[str]] = word_norms) -> None:
        super().__init__()
        self._norms = norms
        self._numbers = Numbered()
        self._neighbours = Neighbours()

    @property
    def forms(self) -> list[str]:
        """The forms by their numbers."""
        return [*self._numbers]

    def row(self, text: str) -> array[int]:
        """Return the running words of a text by the numbers of their forms."""
        if not is_whole(text):
            chunks = alike(text).split(BLANK)
            words = b"".join(map(self.__getitem__, chunks))
            if not self._neighbours.are_among(chunks):
                return array("I", words)
        return array("I", self._numbers.joined(self._norms(tokenize(text))))

    def __missing__(self, chunk: str) -> bytes:
        """Return the words of a chunk that is met for the first time."""
        if is_plain(chunk):
            words = self._numbers[chunk.lower()]
        elif core := core_of(chunk):
            words = self[core]
            self._neighbours.note_like(chunk, core)
        else:
            tokens = list(tokenize(chunk, shouted=False))
            self._neighbours.note(chunk, tokens)
            words = self._numbers.joined(self._norms(tokens))
        self[chunk] = words
        return words


def is_whole(text: str) -> bool:
    """Return whether a text cannot be taken chunk by chunk, whatever its chunks are."""
    return CELL_SEPARATOR in text or text.isupper()


def may_hide(words: Sequence[str], tokens: Sequence[Token]) -> bool:
    """Return whether blanks in a chunk, that are no `BLANK`, may hide what an acronym is beside."""
    return len(words) > 1 and not ACRONYMS.isdisjoint(token.norm for token in tokens)


def is_plain(chunk: str) -> bool:
    """Return whether a chunk is one word of letters, and no acronym."""
    return chunk.isascii() and chunk.isalpha() and not chunk.isupper()


def core_of(chunk: str) -> str:
    """Return a chunk without the signs around it, where it has the same words with them.

    Nothing where it has no such signs, or where a stop may be the last of an acronym.
    """
    ended = chunk.rstrip(_ENDS)
    core = ended.lstrip(_SIGN)
    may_be_acronym = _STOP in core and _STOP in chunk[len(ended) :]
    return "" if core == chunk or may_be_acronym else core


def alike(text: str) -> str:
    """Return a text of the same tokens, as long, with one sign for all that are as good."""
    if text.isascii():
        return text.translate(_ALIKE)
    text = with_gershayim(text)
    for sign in _SIGNS:
        text = text.replace(sign, _SIGN)
    return text


def as_bytes(number: int) -> bytes:
    """Return a number as an array has it."""
    return number.to_bytes(SIZE, sys.byteorder)
