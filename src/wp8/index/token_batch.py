"""What a batch of records gives to an index of token strings: tokens and marks, in any process."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from wp8.index.batch import Counting
from wp8.index.token_strings import FACET, GAP_NUMBER, bits
from wp8.record_view import facets
from wp8.text import CELL_GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wp8.index.batch import Counted
    from wp8.index.chunks import Row
    from wp8.model import Record


class TokenBatch(NamedTuple):
    """Of a batch of records: their tokens, marks and other terms, and what every index has.

    `tokens` are numbers of `norms` and gaps, one record after the other, `sizes` how many each
    has; `marks` has the bytes of marks of each, `others` the terms of these, and the facets.
    """

    norms: Mapping[int, str]
    tokens: array[int]
    sizes: array[int]
    marks: Sequence[bytes]
    others: Sequence[tuple[str, ...]]
    counted: Counted


def token_batch(_: int, records: Sequence[Record]) -> TokenBatch:
    """Return what `records` give to an index of token strings."""
    counting = Counting()
    known = counting.chunks
    tokens, sizes = array("I"), array("I")
    marks: list[bytes] = []
    others: list[tuple[str, ...]] = []
    for record in records:
        row = counting.take(record)
        found = list(known.marks(row))
        places = _places(row)
        own = _with_gaps(row.kinds, places)
        tokens.extend(own)
        sizes.append(len(own))
        marks.append(_marks((places[place], bits(term)) for term, place in found))
        terms = dict.fromkeys(term for term, _ in found)
        others.append((*[FACET + facet for facet in facets(record)], *terms))
    norms = {n: known.kinds[n].norm for n in dict.fromkeys(tokens) if n != GAP_NUMBER}
    return TokenBatch(norms, tokens, sizes, marks, others, counting.counted(records))


def _places(row: Row) -> Sequence[int]:
    """Return the place of each token among the tokens and gaps of a text."""
    if isinstance(row.positions, range):
        return row.positions
    places = []
    before, place = -1, -1
    for position in row.positions:
        place += 1 + (position - before) // CELL_GAP
        places.append(place)
        before = position
    return places


def _with_gaps(kinds: array[int], places: Sequence[int]) -> array[int]:
    """Return kinds at their places, and gaps between."""
    if not places or places[-1] < len(kinds):
        return kinds
    filled = array("I", (GAP_NUMBER,)) * (places[-1] + 1)
    for kind, place in zip(kinds, places, strict=True):
        filled[place] = kind
    return filled


def _marks(found: Iterable[tuple[int, int]]) -> bytes:
    """Return the bytes of marks, up to the last that has any."""
    row = bytearray()
    for place, mark in found:
        row.extend(bytes(max(0, place + 1 - len(row))))
        row[place] |= mark
    return bytes(row)
