"""The texts in which a quotation is looked for, as far as their index is asked for them."""

from __future__ import annotations

from collections.abc import Container
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from wp8.analysis.passages.tokenized import Tokenized, tokenized
from wp8.query.tree import Phrase
from wp8.words.tokens import HYPHEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.query.backend import Backend

# Notes and tables stand beside the running text: a quotation does not run from one to another.
_FLOWS: Final = dict.fromkeys(("table_caption", "table_row", "source_note"), "table") | {
    "note": "note",
    "reading": "reading",
}


class Texts(Container[str]):
    """The texts of an index, by their numbers in reading order, and which words they have.

    A number in a name (COVID-19) is a number.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._vocabulary = backend.vocabulary
        self.having = cache(self._having)
        self.with_pair = cache(self._with_pair)
        self.text = cache(self._text)
        self._after: dict[int, int | None] = {}

    def __contains__(self, word: object) -> bool:
        """Return whether a text has `word`."""
        return isinstance(word, str) and any(token in self._vocabulary for token in _tokens(word))

    def __iter__(self) -> Iterator[str]:
        """Yield the words of the texts."""
        return (token.removeprefix(HYPHEN) for token in self._vocabulary)

    def _having(self, word: str) -> frozenset[int]:
        """Return which texts have `word`."""
        return self._found(Phrase((_slot(word),)))

    def _with_pair(self, one: str, other: str) -> frozenset[int]:
        """Return which texts have two words directly after each other."""
        if one in self and other in self:
            return self._found(Phrase((_slot(one), _slot(other))))
        return frozenset()

    def _text(self, number: int) -> Tokenized:
        """Return a text with its words."""
        (record,) = self._backend.records([self._ids[number]])
        return tokenized(record)

    def after(self, number: int) -> int | None:
        """Return the text that follows another in its flow; None if none does."""
        if number not in self._after:
            self._after.update(self._followers(number))
        return self._after[number]

    def _followers(self, number: int) -> dict[int, int | None]:
        """Return the text that follows each of the document of one."""
        document = f"{self._ids[number].partition(':')[0]}:"
        first = last = number
        while first and self._ids[first - 1].startswith(document):
            first -= 1
        while last + 1 < len(self._ids) and self._ids[last + 1].startswith(document):
            last += 1
        following: dict[str, int] = {}
        found: dict[int, int | None] = {}
        kinds = self._backend.heads(self._ids[first : last + 1]).kinds
        for place, kind in zip(range(last, first - 1, -1), reversed(kinds), strict=True):
            flow = _FLOWS.get(kind, "text")
            found[place] = following.get(flow)
            following[flow] = place
        return found

    @cached_property
    def _ids(self) -> Sequence[str]:
        return self._backend.ids()

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {id_: number for number, id_ in enumerate(self._ids)}

    def _found(self, phrase: Phrase) -> frozenset[int]:
        ids = self._backend.search(phrase, order="document").ids
        return frozenset(map(self._numbers.__getitem__, ids))


class Pairs(Container[tuple[str, str]]):
    """The pairs of words that stand directly after each other in a text."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __contains__(self, pair: object) -> bool:
        """Return whether a text has a pair."""
        return isinstance(pair, tuple) and bool(self._texts.with_pair(*pair))


def _slot(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the tokens that are a word, each as an alternative."""
    return tuple((token,) for token in _tokens(word))


def _tokens(word: str) -> tuple[str, ...]:
    return (word, HYPHEN + word) if word.isdigit() else (word,)
