"""The tokens of a text as other programs take them: running words, and the signs between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.words.sentences import sentences
from wp8.words.tokens import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wp8.model import Record

# Dots, or dashes, in a row are one.
_SIGN: Final = re.compile(r"(\S)\1*")


class Token(NamedTuple):
    """A running word, as wp8 counts them, or a sign: where it stands, its norm, its lemma.

    Norm and lemma of a sign are itself.
    """

    start: int
    end: int
    norm: str
    lemma: str
    is_word: bool


def tokens(record: Record, lemma: Callable[[str], str]) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence of a record; `lemma` gives that of a word's norm.

    Nothing but blanks stands between two tokens.
    """
    text = record.text
    rest = _tokens(text, lemma)
    token = next(rest, None)
    for _, end in sentences(text, record.language):
        own = []
        while token and token.start < end:
            own.append(token)
            token = next(rest, None)
        yield own


def _tokens(text: str, lemma: Callable[[str], str]) -> Iterator[Token]:
    end = 0
    for word in words(tokenize(text)):
        start = word.tokens[0].start
        yield from _signs(text, end, start)
        end = word.tokens[-1].end
        yield Token(start, end, word.norm, lemma(word.norm), is_word=True)
    yield from _signs(text, end, len(text))


def _signs(text: str, start: int, end: int) -> Iterator[Token]:
    for sign in _SIGN.finditer(text, start, end):
        yield Token(*sign.span(), sign[0], sign[0], is_word=False)
