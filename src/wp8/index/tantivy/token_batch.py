"""What a batch of records gives to an index of token strings: tokens and marks, in any process."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import chain, count, pairwise, repeat
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from wp8.index.build.batch import Counting, known_chunks
from wp8.index.packed import occurrence
from wp8.index.tantivy.token_strings import FACET, GAP_NUMBER, MARKS
from wp8.query.record_view import facets
from wp8.words.tokens import ACRONYM_MARK, CELL_GAP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wp8.index.build.batch import Counted
    from wp8.index.build.chunks import Rows
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
    others: Sequence[Sequence[str]]
    counted: Counted


def token_batch(first: int, records: Sequence[Record]) -> TokenBatch:
    """Return what `records` give to an index of token strings; `first` numbers the first."""
    counting = Counting(known_chunks())
    known = counting.chunks
    rows = counting.take(records)
    sizes = counting.lengths
    # From the place of a token in the batch to its occurrence.
    steps = [occurrence(number, 0) - start for number, start in enumerate(rows.starts[:-1], first)]
    of_token = array("I", chain.from_iterable(map(repeat, count(), sizes)))
    marks = {mark: array("Q") for mark in MARKS}
    others = [[FACET + facet for facet in facets(record)] for record in records]
    for term, there in sorted(rows.marks.items()):
        numbers = list(map(of_token.__getitem__, there))
        own = marks.get(term, marks[ACRONYM_MARK])
        own.extend(map(add, map(steps.__getitem__, numbers), there))
        for number in dict.fromkeys(numbers):
            others[number].append(term)
    marks[ACRONYM_MARK] = array("Q", sorted(marks[ACRONYM_MARK]))
    tokens = rows.kinds
    if rows.positions:
        tokens, sizes = _with_gaps(rows)
    frequent = Counter(tokens).most_common()
    norms = {n: known.norms[n] for n, _ in frequent if n != GAP_NUMBER}
    return TokenBatch(norms, tokens, sizes, marks, others, counting.counted(records))


def _with_gaps(rows: Rows) -> tuple[array[int], array[int]]:
    """Return the kinds of the tokens of texts, with gaps where table cells end, and how many."""
    filled = array("I")
    sizes = array("I", [end - start for start, end in pairwise(rows.starts)])
    done = 0
    for number, positions in sorted(rows.positions.items()):
        start, end = rows.starts[number : number + 2]
        filled += rows.kinds[done:start]
        before = -1
        for kind, position in zip(rows.kinds[start:end], positions, strict=True):
            gaps = (position - before) // CELL_GAP
            filled.extend((GAP_NUMBER,) * gaps)
            sizes[number] += gaps
            filled.append(kind)
            before = position
        done = end
    return filled + rows.kinds[done:], sizes
