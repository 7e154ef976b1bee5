"""Records that are like another, by the words they share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, pairwise
from math import log, sqrt
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from wp8.results import Result
from wp8.words.tokens import APOSTROPHE, FUNCTION_WORDS, tokenize, word_norms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.model import Record
    from wp8.query.backend import Backend
    from wp8.words.tokens import Token

# How many of the words that tie two records are named.
NAMED: Final = 6
# What an apostrophe ties to an English word: 's, n't, we're.
_TIED: Final = frozenset("s t d m re ve ll".split())
_FORMULAS: Final = {
    "score": "cosine of the records' vectors of (1 + ln tf) · ln(N / df), N records "
    "(Manning, Raghavan & Schütze 2008, 6.3)",
    "words": f"those with the greatest products in the cosine, at most {NAMED}",
}
# As many places as a stamp has: beyond them two ways to the same figure differ.
_PLACES: Final = 6


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


def similar(
    record: Record,
    records: Sequence[Record],
    *,
    forms: Callable[[str], Sequence[str]] = lambda _: (),
    limit: int | None = 10,
) -> list[Similar]:
    """Return the records of `records` most like `record`, at most `limit`, the likest first.

    Tokens that `forms` returns for each other count as one.
    """
    contents = contents_by(forms)
    texts = [contents(untied(tokenize(other.text))) for other in records]
    place = next(place for place, other in enumerate(records) if other.id == record.id)
    return [Similar(records[at], score, words) for at, score, words in likest(place, texts, limit)]


def contents(backend: Backend) -> list[list[str]]:
    """Return the tokens of each record that carry content, forms of one word as one."""
    contents_of = contents_by(backend.vocabulary.forms)
    forms, numbers, counts = backend.running(backend.ids())
    known = [contents_of(_tokens(form)) for form in forms]
    borders = accumulate(counts, initial=0)
    return [
        [*chain.from_iterable(map(known.__getitem__, numbers[start:end]))]
        for start, end in pairwise(borders)
    ]


def found_like(id_: str, number: int, rows: Sequence[Similar], total: int) -> SimilarRecords:
    """Return rows that are like the record of an id, of `total` among `number` records."""
    parameters = {
        "id": id_,
        "counted": "tokens but function words, 's and n't, forms of a word as one",
        "records": number,
    }
    return SimilarRecords(rows, parameters, _FORMULAS, total=total)


def contents_by(
    forms: Callable[[str], Sequence[str]],
) -> Callable[[Iterable[str]], list[str]]:
    """Return what gives those of tokens that are not function words, forms of one word as one."""
    same = cache(lambda token: min((token, *forms(token)), key=lambda form: (len(form), form)))

    def contents(tokens: Iterable[str]) -> list[str]:
        return [same(token) for token in tokens if token not in FUNCTION_WORDS]

    return contents


def _tokens(form: str) -> list[str]:
    """Return the tokens of a running word, untied; of ½, whose form is of two, the form itself."""
    if form.isascii() and form.isalpha() and form.islower():
        return [form]
    tokens = list(tokenize(form, shouted=False))
    return [*untied(tokens)] if word_norms(tokens) == [form] else [form]


def untied(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the norms of tokens but of what an apostrophe ties to a word, which has no content."""
    return (t.norm for t in tokens if t.joint != APOSTROPHE or t.norm not in _TIED)


def likest(place: int, texts: Sequence[Sequence[str]], limit: int | None = None) -> list[Likeness]:
    """Return which of `texts` are most like the one at `place`, at most `limit` of them.

    The likeness is the cosine of their tf-idf vectors, (1 + log tf) · log(N / df), over their
    tokens (Manning, Raghavan & Schütze 2008, section 6.3). The likest come first, equally like
    ones in order; a text without a common token is left out.
    """
    spread = Counter(chain.from_iterable(map(set, texts)))
    rarity = {token: log(len(texts) / number) for token, number in spread.items()}

    def vector(text: Sequence[str]) -> dict[str, float]:
        return {t: (1 + log(n)) * rarity[t] for t, n in Counter(text).items()}

    own = vector(texts[place])
    found = [
        Likeness(other, *_likeness(own, vector(text)))
        for other, text in enumerate(texts)
        if other != place and not own.keys().isdisjoint(text)
    ]
    like = (each for each in found if each.score > 0)
    ranked = sorted(like, key=lambda each: -round(each.score, _PLACES))
    return ranked if limit is None else ranked[:limit]


def _likeness(
    own: Mapping[str, float], other: Mapping[str, float]
) -> tuple[float, tuple[str, ...]]:
    shared = {token: own[token] * other[token] for token in own if token in other}
    size = sqrt(sum(w * w for w in own.values()) * sum(w * w for w in other.values()))
    words = sorted(shared, key=lambda token: (-shared[token], token))
    return (sum(shared.values()) / size if size else 0.0), tuple(words[:NAMED])
