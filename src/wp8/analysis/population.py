"""What is counted: the running words of chosen records."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import chain, pairwise, repeat
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


class Passage:
    """A record and its running words: their norms, and where that is asked, their tokens."""

    def __init__(
        self,
        record: Record,
        words: Sequence[Word] | None = None,
        norms: Sequence[str] | None = None,
    ) -> None:
        self.record = record
        self._words = words
        self._norms = norms

    @property
    def words(self) -> Sequence[Word]:
        """The running words."""
        if self._words is None:
            self._words = tuple(words(tokenize(self.record.text)))
        return self._words

    @property
    def norms(self) -> Sequence[str]:
        """The norms of the running words."""
        if self._norms is None:
            self._norms = [word.norm for word in self.words]
        return self._norms

    @property
    def size(self) -> int:
        """The number of running words."""
        return len(self.norms)


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
        return sum(passage.size for passage in self.passages)

    def counts(self) -> Counter[str]:
        """Return the frequency of every item."""
        return Counter(chain.from_iterable(map(self._items, self.passages)))

    def _items(self, passage: Passage) -> Iterable[str]:
        return passage.norms if self.item is form else map(self.item, passage.words)

    def by_document(self) -> dict[str, Population]:
        """Return the part of each document that has passages, in reading order."""
        parts: dict[str, list[Passage]] = {}
        for passage in self.passages:
            parts.setdefault(passage.record.document, []).append(passage)
        return {name: self._replace(passages=tuple(part)) for name, part in parts.items()}

    def sequences(self) -> Iterator[list[str]]:
        """Yield the items of each stretch of words that follow each other."""
        for passage in self.passages:
            if self._is_whole(passage):
                yield list(self._items(passage))
            else:
                yield from (list(map(self.item, s)) for s in self.stretches(passage))

    def stretches(self, passage: Passage) -> Iterable[Sequence[Word]]:
        """Return the words of a passage, apart where something stands between them.

        That is the border of two cells, or what is in another layer.
        """
        if self._is_whole(passage):
            return (passage.words,)
        return _stretches(passage, apart=self.layer == "only")

    def _is_whole(self, passage: Passage) -> bool:
        return not self.layer and CELL_SEPARATOR not in passage.record.text


def population(
    records: Iterable[Record],
    item: Item,
    layer: Layer | None = None,
    norms: Iterable[Sequence[str] | None] = repeat(None),
) -> Population:
    """Return the running words of `records`, or those of one layer, as a population.

    `norms` has the norms of the words of each record, where they are known.
    """
    if layer:
        layered = (_in_layer(record, is_quoted=layer == "only") for record in records)
        return Population(tuple(layered), item, layer)
    passages = (Passage(r, norms=known) for r, known in zip(records, norms, strict=False))
    return Population(tuple(passages), item)


def _in_layer(record: Record, *, is_quoted: bool) -> Passage:
    """Return a record with the words that stand in quotation marks, or with the others."""
    spans = record.quoted
    found = [
        word
        for word in words(tokenize(record.text))
        if any(start <= word.tokens[0].start < end for start, end in spans) is is_quoted
    ]
    return Passage(record, found)


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
