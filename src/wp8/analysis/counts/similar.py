"""Records that are like another, by the words they share."""

from __future__ import annotations

from array import array
from bisect import insort
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, compress, count, pairwise
from math import log, sqrt
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from wp8.results import Result
from wp8.words.tokens import FUNCTION_WORDS, HYPHEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wp8.model import Named, Record
    from wp8.query.backend import Backend

# How many of the words that tie two records are named.
NAMED: Final = 6
_FORMULAS: Final = {
    "score": "cosine of the records' vectors of (1 + ln tf) · ln(N / df), N records "
    "(Manning, Raghavan & Schütze 2008, 6.3)",
    "words": f"those with the greatest products in the cosine, at most {NAMED}",
}
# As many places as a stamp has: beyond them two ways to the same figure differ.
_PLACES: Final = 6
_LEAST: Final = 10**-_PLACES
# Of the square of the size of a vector, what the words make up that are looked at last.
_LEFT: Final = 0.002
# Records that are looked at at first; then so many times as many, and so on, up to the most.
_FIRST: Final = 32
_TIMES: Final = 4
_MOST: Final = 1 << 14


class Similar(NamedTuple):
    """A record, its likeness from 0 to 1, and the words that tie it, the strongest first.

    It has what its record has.
    """

    record: Record
    score: float
    words: tuple[str, ...]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of whatever type the record has it
        """Return what the record has under this name."""
        return getattr(self.record, name)


@dataclass(frozen=True, repr=False)
class SimilarRecords(Result[Similar]):
    """The records that are most like one, the likest first, of `total` that have a word of it.

    `parameters` are what was compared, `formulas` say how a likeness is computed.
    """

    ROWS: ClassVar[str] = "similar"

    similar: Sequence[Similar]
    parameters: Mapping[str, object]
    formulas: Mapping[str, str]
    stamp: str = ""
    total: int = 0


class Likeness(NamedTuple):
    """The place of a record, its likeness from 0 to 1, and the words that tie it."""

    place: int
    score: float
    words: tuple[str, ...]


def found_like(id_: str, number: int, rows: Sequence[Similar], total: int) -> SimilarRecords:
    """Return rows that are like the record of an id, of `total` among `number` records."""
    parameters = {
        "id": id_,
        "counted": "tokens but function words, 's and n't, forms of a word as one",
        "records": number,
    }
    return SimilarRecords(rows, parameters, _FORMULAS, total=total)


class _Vectors:
    """Vectors of records: the weights of their words that are no function words.

    The weight of a word in a record that has it tf times is (1 + ln tf) · ln(N / df), of the N
    records in the index (Manning, Raghavan & Schütze 2008, section 6.3). Forms of one word are one.
    """

    def __init__(self, backend: Backend, number: int) -> None:
        self._backend = backend
        self._number = number
        self._forms = cache(backend.vocabulary.forms)
        self._known: dict[str, str] = {}
        self.rarity = cache(self._rarity)

    def vector(self, tokens: Iterable[str]) -> dict[str, float]:
        """Return the vector of a text of these tokens."""
        words = Counter(filter(None, map(self._content, tokens)))
        return {word: weight(n, self.rarity(word)) for word, n in words.items()}

    def words_met(
        self, forms: Sequence[str], numbers: Iterable[int], own: Iterable[str]
    ) -> tuple[array[int], Sequence[float]]:
        """Return the word of each of some tokens, by a number, and the squares of their rarities.

        The tokens are `numbers` of `forms`. Words of `own`, and tokens that were not met in other
        vectors, are one word without a square: to look at others takes the time of vectors.
        """
        places = dict.fromkeys(("", *own), 0)
        known = self._known.get
        table = {n: places.setdefault(known(forms[n], ""), len(places)) for n in {*numbers}}
        squares = [self.rarity(word) ** 2 if place else 0.0 for word, place in places.items()]
        return array("I", map(table.__getitem__, numbers)), squares

    def spread(self, words: Iterable[str]) -> int:
        """Return how many records have one of some words."""
        return self._backend.spread([*chain.from_iterable(map(self._tokens, words))])

    def counts(self, word: str) -> Mapping[int, int]:
        """Return how often a word stands in each record that has it, by its place."""
        return self._backend.counts(self._tokens(word))

    def _content(self, token: str) -> str:
        """Return what a token counts as: the shortest form of its word, or nothing.

        A part of names may have forms of which it is none.
        """
        if token not in self._known:
            forms = sorted({token, *self._forms(token)}, key=lambda form: (len(form), form))
            of_one = (form for form in forms if form == token or token in self._forms(form))
            self._known[token] = "" if token in FUNCTION_WORDS else next(of_one)
        return self._known[token]

    def _tokens(self, word: str) -> list[str]:
        """Return the tokens that count as a word."""
        forms = dict.fromkeys((word, *self._forms(word)))
        return [t for t in forms if self._content(t) == word]

    def _rarity(self, word: str) -> float:
        return log(self._number / self.spread([word]))


def weight(number: int, rarity: float) -> float:
    """Return the weight of a word that a record has so often."""
    return (1 + log(number)) * rarity


class Likest(NamedTuple):
    """The records that are most like one, the likest first, of `total` that are like it."""

    found: list[Likeness]
    total: int


def likest(backend: Backend, place: int, limit: int) -> Likest:
    """Return which records are most like the one at `place`, at most `limit` of them.

    The likeness is the cosine of their vectors. The likest come first, equally like ones in order;
    a record without a common word is left out, and so is one that has only words of all.
    """
    ids = backend.ids()
    vectors = _Vectors(backend, len(ids))
    forms, numbers, _ = backend.running([ids[place]], "untied")
    own = vectors.vector(map(forms.__getitem__, numbers))
    words = sorted(filter(own.__getitem__, own), key=own.__getitem__)
    total = vectors.spread(words) - 1 if words else 0
    search = _Search(vectors, own, len(ids))
    found: list[Likeness] = []
    # What nearly all records have decides nothing, as a rule, and takes most of the time.
    for most_left in (_LEFT, 0.0):
        while words and search.left > most_left:
            search.take(words.pop())
        search.products[place] = 0.0
        found = search.found(backend, ids, limit)
        if len(found) == limit and found[-1].score > sqrt(search.left) + _LEAST:
            break
    return Likest(found, total)


class _Search:
    """The search for the records that are most like a vector `own`, word by word of it.

    `products` has for each record what the words that were taken add to its product with `own`,
    which is of size 1 here; `left` is the square of the size of the words that were not taken.
    """

    def __init__(self, vectors: _Vectors, own: Mapping[str, float], number: int) -> None:
        size = sqrt(sum(w * w for w in own.values()))
        self._vectors = vectors
        self._own = own
        self._untaken = {word: w / size for word, w in own.items() if w}
        self.left = 1.0
        self.products = array("d", bytes(8 * number))
        self._squares = array("d", self.products)

    def take(self, word: str) -> None:
        """Take account of a word in all records."""
        own = self._untaken.pop(word)
        self.left = sum(w * w for w in self._untaken.values())
        products, squares = self.products, self._squares
        rarity = self._vectors.rarity(word)
        counts = self._vectors.counts(word)
        weights = {number: weight(number, rarity) for number in {*counts.values()}}
        for other, number in counts.items():
            its = weights[number]
            products[other] += own * its
            squares[other] += its * its

    def found(self, backend: Backend, ids: Named, limit: int) -> list[Likeness]:
        """Return the likest of the records that have a word that was taken, the likest first.

        All that are likelier than by the words that were not taken are among them.
        """
        found: list[Likeness] = []

        def may_be_found(other: int, rest: float = 0.0) -> bool:
            return len(found) < limit or self._most(other, rest) >= found[-1].score - _LEAST

        # No record is more like it than one that has no other words.
        in_order = sorted(compress(count(), self.products), key=self._most, reverse=True)
        start, number = 0, _FIRST
        while start < len(in_order) and may_be_found(in_order[start]):
            batch = sorted(filter(may_be_found, in_order[start : start + number]))
            forms, numbers, counts = backend.running(ids.at(batch), "untied")
            words, squares = self._vectors.words_met(forms, numbers, self._own)
            borders = pairwise(accumulate(counts, initial=0))
            for other, (begin, end) in zip(batch, borders, strict=True):
                if may_be_found(other, sum(map(squares.__getitem__, {*words[begin:end]}))):
                    vector = self._vectors.vector(map(forms.__getitem__, numbers[begin:end]))
                    likeness = Likeness(other, *_likeness(self._own, vector))
                    insort(found, likeness, key=_rank)
                    del found[limit:]
            start, number = start + number, min(_TIMES * number, _MOST)
        return found

    def _most(self, other: int, rest: float = 0.0) -> float:
        """Return how like a record is at most, which has words of the square `rest` beside."""
        product = self.products[other]
        return sqrt(product * product / (self._squares[other] + rest) + self.left)


def _rank(likeness: Likeness) -> tuple[float, int]:
    return -round(likeness.score, _PLACES), likeness.place


def _likeness(
    own: Mapping[str, float], other: Mapping[str, float]
) -> tuple[float, tuple[str, ...]]:
    shared = {token: own[token] * other[token] for token in own if token in other}
    size = sqrt(sum(w * w for w in own.values()) * sum(w * w for w in other.values()))
    words = sorted(shared, key=lambda token: (-shared[token], token))
    # The number of a name (COVID-19) is shown as it stands.
    named = dict.fromkeys(word.lstrip(HYPHEN) for word in words)
    return (sum(shared.values()) / size if size else 0.0), (*named,)[:NAMED]
