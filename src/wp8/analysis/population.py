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
    from wp8.query.tree import Layer
    from wp8.text import Word

    # Gives the item that a running word counts as.
    Item = Callable[[Word], str]


class Passage(NamedTuple):
    """A record and its running words."""

    record: Record
    words: tuple[Word, ...]


class Population(NamedTuple):
    """The passages that are counted, in reading order, and what each word counts as.

    With a `layer`, the passages have the words of it alone: in quotation marks, or not.
    """

    passages: tuple[Passage, ...]
    item: Item
    layer: Layer | None = None

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
        for passage in self.passages:
            for stretch in self.stretches(passage):
                yield list(map(self.item, stretch))

    def stretches(self, passage: Passage) -> Iterable[Sequence[Word]]:
        """Return the words of a passage, apart where something stands between them.

        That is the border of two cells, or what is in another layer.
        """
        if self.layer or CELL_SEPARATOR in passage.record.text:
            return _stretches(passage, apart=self.layer == "only")
        return (passage.words,)


def population(records: Iterable[Record], item: Item, layer: Layer | None = None) -> Population:
    """Return the running words of `records`, or those of one layer, as a population."""
    passages = (Passage(record, tuple(words(tokenize(record.text)))) for record in records)
    if layer:
        passages = (_in_layer(passage, is_quoted=layer == "only") for passage in passages)
    return Population(tuple(passages), item, layer)


def _in_layer(passage: Passage, *, is_quoted: bool) -> Passage:
    """Return a passage with the words that stand in quotation marks, or with the others."""
    spans = passage.record.quoted
    return passage._replace(
        words=tuple(
            word
            for word in passage.words
            if any(start <= word.tokens[0].start < end for start, end in spans) is is_quoted
        )
    )


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


def _stretches(passage: Passage, *, apart: bool) -> Iterator[Sequence[Word]]:
    """Yield the words between gaps; with `apart`, those of each quotation for themselves."""
    found = passage.words
    begun = [start for start, _ in passage.record.quoted] if apart else []
    start = 0
    for place, (word, following) in enumerate(pairwise(found), start=1):
        between = range(word.tokens[-1].end, following.tokens[0].start + 1)
        if following.position > word.position + len(word.tokens) or any(
            map(between.__contains__, begun)
        ):
            yield found[start:place]
            start = place
    yield found[start:]
