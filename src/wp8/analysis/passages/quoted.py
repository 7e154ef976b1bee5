"""Where quoted matter may stand in the tokens of texts, as far as an index tells it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final

from wp8.analysis.passages.seeds import SEED
from wp8.model import those_at
from wp8.words.tokens import APOSTROPHE, BREAK, QUOTE_BEGINS, QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.model import Record
    from wp8.query.backend import Backend

    Span = tuple[int, int]

_INSIDE: Final = 1
_FIRST: Final = 2
_STRETCH: Final = re.compile(b"[\1\2]\1*")
# A slogan is a quotation of two words at least; one word is a term.
SHORTEST_SLOGAN: Final = 2
# Of so many records the marks of all are read sooner than those of one.
_FEW: Final = 8


class Quoted:
    """The quoted matter in the row of the tokens of some records.

    Each begins at one of `starts`, the last of which is where the row ends.
    """

    def __init__(self, backend: Backend, ids: Sequence[str], starts: Sequence[int]) -> None:
        self._backend = backend
        self._ids = ids
        self.starts = starts
        self._marks = bytearray(starts[-1])
        for mark, number in ((QUOTED, _INSIDE), (QUOTE_BEGINS, _FIRST)):
            for place in backend.marked(ids, mark):
                self._marks[place] = number

    def records(self, texts: Sequence[int]) -> Iterable[tuple[int, Record]]:
        """Return some records with their numbers, by these."""
        return zip(texts, self._backend.records(those_at(texts, self._ids)), strict=True)

    def text(self, place: int) -> int:
        """Return the number of the record in which a token stands."""
        return bisect_right(self.starts, place) - 1

    def stretches(self) -> Iterator[Span]:
        """Yield from where to where it stands, what is quoted in other quoted matter left out."""
        return (match.span() for match in _STRETCH.finditer(self._marks))

    def edges(self, stretches: Sequence[Span]) -> Iterator[Sequence[int]]:
        """Yield where in each of ascending `stretches` of it other may begin or end, ascending.

        That is at its own edges, and where a sign stands before a token, which may be its mark; in
        one without a sign inside there is no other.
        """
        texts: Sequence[int] = [*dict.fromkeys(self.text(start) for start, _ in stretches)]
        if _FEW * len(texts) > len(self._ids):
            texts = range(len(self._ids))
        ids = those_at(texts, self._ids)
        sizes = (self.starts[text + 1] - self.starts[text] for text in texts)
        begins = dict(zip(texts, accumulate(sizes, initial=0), strict=False))
        signs = sorted(
            each for mark in (BREAK, APOSTROPHE) for each in self._backend.marked(ids, mark)
        )
        for start, end in stretches:
            text = self.text(start)
            moved = self.starts[text] - begins[text]
            low = bisect_right(signs, start - moved)
            if low < len(signs) and signs[low] < end - moved:
                high = bisect_left(signs, end - moved, low)
                yield [start, *map(moved.__add__, signs[low:high]), end]


def between(edges: Sequence[int]) -> Iterator[Span]:
    """Yield from where to where a slogan of fewer words than a seed may stand between two edges."""
    pairs = chain.from_iterable(zip(edges, edges[n:], strict=False) for n in range(1, SEED))
    return ((start, end) for start, end in pairs if SHORTEST_SLOGAN <= end - start < SEED)
