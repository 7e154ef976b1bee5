"""What a batch of records gives to an index of token strings: tokens and marks, in any process."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from wp8.index.build.batch import Counting, known_chunks
from wp8.index.packed import occurrence
from wp8.index.tantivy.token_strings import FACET, GAP_NUMBER, MARKS
from wp8.query.record_view import facets
from wp8.words.tokens import ACRONYM_MARK, CELL_GAP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wp8.index.build.batch import Counted
    from wp8.index.build.chunks import Row
    from wp8.model import Record


class TokenBatch(NamedTuple):
    """Of a batch of records: their tokens, marks and other terms, and what every index has.

    `tokens` are numbers of `norms` and gaps, one record after the other, `sizes` how many each
    has; the frequent norms are first. `marks` has where each of `MARKS` stands, `others` the terms
    of those of each record, and its facets.
    """

    norms: Mapping[int, str]
    tokens: array[int]
    sizes: array[int]
    marks: Mapping[str, array[int]]
    others: Sequence[tuple[str, ...]]
    counted: Counted


def token_batch(first: int, records: Sequence[Record]) -> TokenBatch:
    """Return what `records` give to an index of token strings; `first` numbers the first."""
    counting = Counting(known_chunks())
    known = counting.chunks
    tokens, sizes = array("I"), array("I")
    marks = {mark: array("Q") for mark in MARKS}
    acronyms = marks[ACRONYM_MARK]
    others: list[tuple[str, ...]] = []
    for number, record in enumerate(records, first):
        row = counting.take(record)
        own = _with_gaps(row)
        tokens.extend(own)
        sizes.append(len(own))
        terms = dict.fromkeys([FACET + facet for facet in facets(record)])
        start = occurrence(number, 0)
        for term, place in known.marks(row):
            terms[term] = None
            marks.get(term, acronyms).append(start + place)
        others.append(tuple(terms))
    frequent = Counter(tokens).most_common()
    norms = {n: known.kinds[n].norm for n, _ in frequent if n != GAP_NUMBER}
    return TokenBatch(norms, tokens, sizes, marks, others, counting.counted(records))


def _with_gaps(row: Row) -> array[int]:
    """Return the kinds of the tokens of a text, and gaps where its table cells end."""
    if isinstance(row.positions, range):
        return row.kinds
    filled = array("I")
    before = -1
    for kind, position in zip(row.kinds, row.positions, strict=True):
        filled.extend((GAP_NUMBER,) * ((position - before) // CELL_GAP))
        filled.append(kind)
        before = position
    return filled
