"""Words that a source has and its records have not, and the other way round, wherever they stand.

So texts are compared whose markup only a program of its own can tell from what it marks.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from wp8.corpus.receipts.comparison import Difference
from wp8.corpus.receipts.words import words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from wp8.corpus.receipts.comparison import Run
    from wp8.corpus.receipts.written import Piece

COARSE: Final = "words compared wherever they stand, of the source those of 4 letters and more"
# A command of one to three letters looks like a word.
_LEAST: Final = 4
# A formula has some of its own, whatever it was written in.
_COMMAND: Final = re.compile(r"\\(?:begin|end)\{\w*\}|\\[A-Za-z]+")
_SIGNS: Final = re.compile(r"[^\w\s]|_")
_LIGATURES: Final = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"})  # noqa: RUF001 - as some commands are shown
# So many words are looked for within others.
_MOST_SOUGHT: Final = 2_000


def coarse_difference(pieces: Sequence[Piece], texts: Sequence[str]) -> Difference:
    """Return which words the records have and the source has not at all, and those it has alone.

    Of the pieces of the source that have a kind, no word must be in the records.
    """
    whole = "".join(text for text, _ in pieces)
    beside = unescape("".join(text for text, kind in pieces if not kind))
    bare = _COMMAND.sub("", whole)
    source = _Known("\n".join([whole, unescape(whole), beside, bare]))
    records = _Known("\n".join(texts))
    plain = (unescape(text) for text, kind in pieces if not kind)
    needed = [_folded(word) for text in plain for word in words(text)]
    lost = [run for _, run in _runs([needed], records, _LEAST)]
    shown = ([_folded(word) for word in words(_COMMAND.sub(" ", text))] for text in texts)
    # Numbers are made of places.
    unfounded = list(_runs(([w for w in own if not w.isdecimal()] for own in shown), source, 1))
    return Difference(lost=[(len(texts), run) for run in lost], unfounded=unfounded)


class _Known:
    """The words of one side; those too that markup stands within."""

    def __init__(self, text: str) -> None:
        folded = _folded(text)
        self._words = set(words(folded))
        self._text = _SIGNS.sub("", folded)
        self._sought = 0

    def __contains__(self, word: object) -> bool:
        if word in self._words:
            return True
        self._sought += 1
        found = self._sought <= _MOST_SOUGHT and str(word) in self._text
        self._words.update([str(word)] * found)
        return found


def _runs(texts: Iterable[Iterable[str]], known: Container[str], least: int) -> Iterator[Run]:
    """Yield the words in a row of so many letters that are not known, each once, by the text."""
    told: set[str] = set()
    for place, own in enumerate(texts):
        run: list[str] = []
        for word in own:
            if len(word) < least or word in known or word in told:
                yield from [(place, run)] * bool(run)
                run = []
            else:
                told.add(word)
                run.append(word)
        yield from [(place, run)] * bool(run)


def _folded(text: str) -> str:
    """Return a text in small letters without marks, which markup may write as signs."""
    bare = "".join(c for c in normalize("NFKD", text) if not combining(c))
    return bare.casefold().translate(_LIGATURES)
