"""The order of hits: as typed before other forms, words that stand together first, then BM25."""

from __future__ import annotations

from itertools import repeat
from math import log
from operator import add, mul
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wp8.query.backend import Vocabulary
    from wp8.query.matching import Match
    from wp8.query.tree import Alternative, Phrase

# Chosen by questions to the shipped corpus (docs/decisions/0024): a short record is not better for
# being short. Robertson & Zaragoza 2009, section 3.5, has the formula.
K1: Final = 0.9
B: Final = 0.3

# Each further content word that stands directly after the one before it: more than BM25 can give.
TOGETHER: Final = 100.0
# In a longer row, no further word says more.
MOST_TOGETHER: Final = 5
# A record that answers the query in the forms that were typed: more than all else can give.
AS_TYPED: Final = 1000.0

# What BM25 counts in a record that is not running text.
WEIGHTS: Final[Mapping[str, float]] = {
    "paragraph": 1.0,
    "abstract": 0.9,
    "heading": 0.8,
    "note": 0.5,
    "reading": 0.5,
    "table_row": 0.7,
    "table_caption": 0.5,
    "source_note": 0.3,
    "author_note": 0.3,
    "salutation": 0.3,
    "title": 0.3,
    "imprint": 0.2,
    "colophon": 0.2,
    "contents_line": 0.2,
}


def bonus(together: int, *, is_typed: bool) -> float:
    """Return what a record has beyond BM25: for words that stand together, and as typed."""
    return AS_TYPED * is_typed + TOGETHER * min(together, MOST_TOGETHER)


class _Parts(dict[tuple[int, int], float]):
    """What a phrase gives to a score by how often it occurs and the length of the record."""

    def __init__(self, rarity: float, mean_length: float) -> None:
        super().__init__()
        self._rarity = rarity
        self._mean_length = mean_length

    def __missing__(self, key: tuple[int, int]) -> float:
        frequency, length = key
        norm = K1 * (1 - B + B * length / self._mean_length)
        self[key] = part = self._rarity * frequency * (K1 + 1) / (frequency + norm)
        return part


class Ranking:
    """Scores the matches of one query over one corpus; a score depends on nothing else."""

    def __init__(self, vocabulary: Vocabulary, *, records: int, mean_length: float) -> None:
        self._vocabulary = vocabulary
        self._records = records
        self.mean_length = mean_length or 1.0
        self._rarities: dict[Phrase, float] = {}
        self._parts_of: dict[Phrase, _Parts] = {}

    def score(self, match: Match, *, kind: str, length: int, is_typed: bool = False) -> float:
        """Return the score of a record of `kind` and `length` tokens (BM25, Robertson 2009).

        `is_typed` says that it answers the query `as_typed`, and that others may not.
        """
        bm25 = 0.0
        for phrase, frequency in match.frequencies:
            bm25 += self._parts(phrase)[frequency, length]
        return bonus(match.together, is_typed=is_typed) + WEIGHTS[kind] * bm25

    def scores(
        self,
        leaves: Iterable[tuple[Phrase, Mapping[int, int]]],
        numbers: Iterable[int],
        kinds: Iterable[str],
        lengths: Sequence[int],
    ) -> list[float]:
        """Return the scores of records, by their `numbers`, without a `bonus`.

        `leaves` has each leaf with the number of its occurrences by record, of these, in the
        order of the query. `kinds` are those of the records; the number of a record is the place
        of its length in `lengths`.
        """
        # The same sums in the same order as in `score`: the last digit decides between equals.
        sums = dict.fromkeys(numbers, 0.0)
        for phrase, frequencies in leaves:
            keys = zip(frequencies.values(), map(lengths.__getitem__, frequencies), strict=True)
            parts = map(self._parts(phrase).__getitem__, keys)
            added = map(add, map(sums.__getitem__, frequencies), parts)
            sums.update(zip(frequencies, added, strict=True))
        return list(map(mul, map(WEIGHTS.__getitem__, kinds), sums.values()))

    def scores_of_columns(
        self,
        leaves: Iterable[tuple[Phrase, Sequence[int]]],
        kinds: Iterable[str],
        lengths: Sequence[int],
    ) -> list[float]:
        """Return the scores of records of these kinds and lengths, without a `bonus`.

        `leaves` has each leaf with the number of its occurrences in each, in the order of the
        query.
        """
        sums: Iterable[float] = repeat(0.0, len(lengths))
        for phrase, frequencies in leaves:
            keys = zip(frequencies, lengths, strict=True)
            sums = map(add, sums, map(self._parts(phrase).__getitem__, keys))
        return list(map(mul, map(WEIGHTS.__getitem__, kinds), sums))

    def _parts(self, phrase: Phrase) -> _Parts:
        if phrase not in self._parts_of:
            self._parts_of[phrase] = _Parts(self.rarity(phrase), self.mean_length)
        return self._parts_of[phrase]

    def rarity(self, phrase: Phrase) -> float:
        """Return the inverse record frequency of `phrase`: of its rarest slot, at most."""
        if phrase not in self._rarities:
            frequency = min(self._slot_frequency(slot) for slot in phrase.slots)
            idf = log(1 + (self._records - frequency + 0.5) / (frequency + 0.5))
            self._rarities[phrase] = phrase.weight * idf
        return self._rarities[phrase]

    def _slot_frequency(self, slot: tuple[Alternative, ...]) -> int:
        alternatives = (min(map(self._vocabulary.frequency, tokens)) for tokens in slot)
        return min(self._records, sum(alternatives))
