"""Sentences and words of a text as TEI elements, in parts where something else cuts them."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

from wp8.export.tei.markup import KOREAN, Point, Span, has_hangul
from wp8.export.tokens.token import tokens
from wp8.words.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from wp8.model import Record


def sentence_spans(record: Record, quotes: Sequence[Span]) -> Iterator[Span]:
    """Yield the sentences of a record, each with its number."""
    for number, (start, end) in enumerate(sentences(record.text, record.language), start=1):
        # What is quoted within one sentence stands in it whole.
        crossing = (q for q in quotes if not (start <= q.start and q.end <= end))
        cuts = {place for quote in crossing for place in (quote.start, quote.end)}
        yield from _parts(Span(start, end, "s", {"n": str(number)}), cuts)


def word_spans(
    record: Record,
    quotes: Sequence[Span],
    points: Sequence[Point],
    lemma: Callable[[str], str],
    *,
    hangul_is_foreign: bool,
) -> Iterator[Span]:
    """Yield the words of a record with their lemmas, and the signs between them."""
    cuts = {place for quote in quotes for place in (quote.start, quote.end)}
    cuts.update(point.at for point in points)
    for start, end, _, own, is_word in chain.from_iterable(tokens(record, lemma)):
        is_foreign = hangul_is_foreign and has_hangul(record.text[start:end])
        language = {"xml:lang": KOREAN if is_foreign else ""}
        word = Span(start, end, "w", {"lemma": own, **language})
        yield from _parts(word if is_word else Span(start, end, "pc", language), cuts)


def _parts(whole: Span, cuts: Collection[int]) -> Iterator[Span]:
    """Yield a span, or its initial, medial and final parts."""
    inside = sorted(place for place in cuts if whole.start < place < whole.end)
    parts = list(pairwise((whole.start, *inside, whole.end)))
    for place, (start, end) in enumerate(parts):
        name = "F" if place + 1 == len(parts) else "M" if place else "I"
        part = {"part": name} if inside else {}
        yield whole._replace(start=start, end=end, attributes=whole.attributes | part)
