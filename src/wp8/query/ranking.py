"""The order of hits: as typed before other forms, words that stand together first, then BM25."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from _typeshed import SupportsGetItem

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


class Ranking:
    """Scores the matches of one query over one corpus; a score depends on nothing else."""

    def __init__(self, vocabulary: Vocabulary, *, records: int, mean_length: float) -> None:
        self._vocabulary = vocabulary
        self._records = records
        self.mean_length = mean_length or 1.0
        self._rarities: dict[Phrase, float] = {}

    def score(self, match: Match, *, kind: str, length: int, is_typed: bool = False) -> float:
        """Return the score of a record of `kind` and `length` tokens (BM25, Robertson 2009).

        `is_typed` says that it answers the query `as_typed`, and that others may not.
        """
        norm = K1 * (1 - B + B * length / self.mean_length)
        bm25 = sum(
            self.rarity(phrase) * frequency * (K1 + 1) / (frequency + norm)
            for phrase, frequency in match.frequencies
        )
        return bonus(match.together, is_typed=is_typed) + WEIGHTS[kind] * bm25

    def scores(
        self,
        leaves: Iterable[tuple[Phrase, Mapping[int, int]]],
        numbers: Iterable[int],
        kinds: SupportsGetItem[int, str],
        lengths: Sequence[int],
    ) -> list[float]:
        """Return the scores of records, by their `numbers`, without a `bonus`.

        `leaves` has each leaf with the number of its occurrences by record, of these, in the
        order of the query. The number of a record is the place of its kind in `kinds` and of its
        length in `lengths`.
        """
        # The same sums in the same order as in `score`: the last digit decides between equals.
        k1, b, mean, weights = K1, B, self.mean_length, WEIGHTS
        more, rest = k1 + 1, 1 - b
        norms = {number: k1 * (rest + b * lengths[number] / mean) for number in numbers}
        parts: dict[int, list[float]] = {number: [] for number in norms}
        for phrase, frequencies in leaves:
            rarity = self.rarity(phrase)
            for number, frequency in frequencies.items():
                parts[number].append(rarity * frequency * more / (frequency + norms[number]))
        return [weights[kinds[number]] * sum(found) for number, found in parts.items()]

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
