"""What is counted: the running words of chosen records."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from wp8.model import CELL_SEPARATOR
from wp8.text import APOSTROPHE, tokenize, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.model import Record
    from wp8.text import Word

    # Gives the item that a running word counts as.
    Item = Callable[[Word], str]


class Passage(NamedTuple):
    """A record and its running words."""

    record: Record
    words: tuple[Word, ...]


class Population(NamedTuple):
    """The passages that are counted, in reading order, and what each word counts as."""

    passages: tuple[Passage, ...]
    item: Item

    @property
    def size(self) -> int:
        """The number of running words."""
        return sum(len(passage.words) for passage in self.passages)

    def counts(self) -> Counter[str]:
        """Return the frequency of every item."""
        return Counter(chain.from_iterable(map(self.item, p.words) for p in self.passages))

    def by_document(self) -> dict[str, Population]:
        """Return the part of each document that has passages, in reading order."""
        parts: dict[str, list[Passage]] = {}
        for passage in self.passages:
            parts.setdefault(passage.record.document, []).append(passage)
        return {name: self._replace(passages=tuple(part)) for name, part in parts.items()}

    def sequences(self) -> Iterator[list[str]]:
        """Yield the items of each stretch of words that follow each other."""
        for record, found in self.passages:
            stretches = _stretches(found) if CELL_SEPARATOR in record.text else (found,)
            yield from (list(map(self.item, stretch)) for stretch in stretches)


def population(records: Iterable[Record], item: Item) -> Population:
    """Return the running words of `records` as a population."""
    passages = (Passage(record, tuple(words(tokenize(record.text)))) for record in records)
    return Population(tuple(passages), item)


def form(word: Word) -> str:
    """Return what a word counts as by its form: its norm."""
    return word.norm


def lemma_by(lemma: Callable[[str], str]) -> Item:
    """Return what a word counts as by its lemma: that of its last token, without a possessive 's.

    `lemma` gives the lemma of a token; it is asked once for each.
    """
    lemma = cache(lemma)

    def item(word: Word) -> str:
        tokens = word.tokens
        if len(tokens) == 1:
            return lemma(word.norm)
        if tokens[-1].joint == APOSTROPHE and tokens[-1].norm == "s":
            tokens = tokens[:-1]
        last = tokens[-1].norm
        stem = word.norm if len(tokens) == len(word.tokens) else word.norm[: -len("'s")]
        return stem.removesuffix(last) + lemma(last)

    return item


def ngrams(items: Sequence[str], length: int) -> Iterator[str]:
    """Yield the runs of `length` items, with blanks between."""
    return map(" ".join, zip(*(items[start:] for start in range(length)), strict=False))


def _stretches(found: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Yield the words between the gaps that cells of a table leave."""
    start = 0
    for place, (word, following) in enumerate(pairwise(found), start=1):
        if following.position > word.position + len(word.tokens):
            yield found[start:place]
            start = place
    yield found[start:]
