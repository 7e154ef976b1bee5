"""What is counted: the running words of chosen records."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

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
        return Counter(self.item(word) for p in self.passages for word in p.words)

    def where(self, wanted: Callable[[Record], bool]) -> Population:
        """Return the part of the population whose records are `wanted`."""
        return self._replace(passages=tuple(p for p in self.passages if wanted(p.record)))

    def documents(self) -> list[str]:
        """Return the documents that have passages, in reading order."""
        return list(dict.fromkeys(passage.record.document for passage in self.passages))

    def sequences(self) -> Iterator[list[str]]:
        """Yield the items of each stretch of words that follow each other."""
        for passage in self.passages:
            yield from (list(map(self.item, stretch)) for stretch in _stretches(passage.words))


def population(records: Iterable[Record], item: Item) -> Population:
    """Return the running words of `records` as a population."""
    passages = (Passage(record, tuple(words(tokenize(record.text)))) for record in records)
    return Population(tuple(passages), item)


def form(word: Word) -> str:
    """Return what a word counts as by its form: its norm."""
    return word.norm


def lemma_by(lemma: Callable[[str], str]) -> Item:
    """Return what a word counts as by its lemma: that of its last token, without a possessive 's.

    `lemma` gives the lemma of a token.
    """

    def item(word: Word) -> str:
        tokens = word.tokens
        if len(tokens) > 1 and tokens[-1].joint == APOSTROPHE and tokens[-1].norm == "s":
            tokens = tokens[:-1]
        last = tokens[-1].norm
        stem = word.norm if len(tokens) == len(word.tokens) else word.norm[: -len("'s")]
        return stem.removesuffix(last) + lemma(last)

    return item


def ngrams(items: Sequence[str], length: int) -> Iterator[str]:
    """Yield the runs of `length` items, with blanks between."""
    return (" ".join(items[i : i + length]) for i in range(len(items) - length + 1))


def _stretches(found: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Yield the words between the gaps that cells of a table leave."""
    start = 0
    for place, (word, following) in enumerate(pairwise(found), start=1):
        if following.position > word.position + len(word.tokens):
            yield found[start:place]
            start = place
    yield found[start:]
