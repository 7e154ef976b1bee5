"""Records that are like another, by the words they share."""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from wp8.text import FUNCTION_WORDS, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wp8.model import Record

# How many of the words that tie two records are named.
NAMED = 6


class Similar(NamedTuple):
    """A record, its likeness from 0 to 1, and the words that tie it, the strongest first."""

    record: Record
    score: float
    words: tuple[str, ...]


def similar(
    record: Record,
    records: Sequence[Record],
    *,
    forms: Callable[[str], Sequence[str]] = lambda _: (),
    limit: int | None = 10,
) -> list[Similar]:
    """Return the records of `records` most like `record`, at most `limit`, the likest first.

    The likeness is the cosine of their tf-idf vectors, (1 + log tf) · log(N / df), over tokens
    that are not function words (Manning, Raghavan & Schütze 2008, section 6.3); those that
    `forms` returns for each other count as one. Equally like records stand in reading order; a
    record without a common word is left out.
    """
    same = cache(lambda token: min((token, *forms(token)), key=lambda form: (len(form), form)))
    counts = {other.id: _counts(other, same) for other in records}
    spread = Counter(token for tokens in counts.values() for token in tokens)
    vectors = {
        id_: {t: (1 + log(n)) * log(len(records) / spread[t]) for t, n in tokens.items()}
        for id_, tokens in counts.items()
    }
    own = vectors[record.id]
    found = [
        Similar(other, *_likeness(own, vectors[other.id]))
        for other in records
        if other.id != record.id
    ]
    ranked = sorted((s for s in found if s.score > 0), key=lambda s: -s.score)
    return ranked if limit is None else ranked[:limit]


def _counts(record: Record, same: Callable[[str], str]) -> Counter[str]:
    norms = (token.norm for token in tokenize(record.text))
    return Counter(same(norm) for norm in norms if norm not in FUNCTION_WORDS)


def _likeness(
    own: Mapping[str, float], other: Mapping[str, float]
) -> tuple[float, tuple[str, ...]]:
    shared = {token: own[token] * other[token] for token in own if token in other}
    size = sqrt(sum(w * w for w in own.values()) * sum(w * w for w in other.values()))
    words = sorted(shared, key=lambda token: (-shared[token], token))
    return (sum(shared.values()) / size if size else 0.0), tuple(words[:NAMED])
