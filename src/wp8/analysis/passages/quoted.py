"""Where quoted matter may stand in the tokens of texts, as far as an index tells it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from wp8.words.tokens import APOSTROPHE, BREAK, QUOTE_BEGINS, QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.query.backend import Backend

    Span = tuple[int, int]

_INSIDE: Final = 1
_FIRST: Final = 2
_STRETCH: Final = re.compile(b"[\1\2]\1*")


class Quoted:
    """The quoted matter in the row of the tokens of some records, of which there are `size`."""

    def __init__(self, backend: Backend, ids: Sequence[str], size: int) -> None:
        self._backend = backend
        self._ids = ids
        self._size = size
        self._marks = self._marked((QUOTED, _INSIDE), (QUOTE_BEGINS, _FIRST))

    def stretches(self) -> Iterator[Span]:
        """Yield from where to where it stands, what is quoted in other quoted matter left out."""
        return (match.span() for match in _STRETCH.finditer(self._marks))

    def may_have_others(self, start: int, end: int) -> bool:
        """Return whether in quoted matter other may stand: a sign inside it may be its mark."""
        return self._signs.find(_INSIDE, start + 1, end) >= 0

    @cached_property
    def _signs(self) -> bytearray:
        return self._marked((BREAK, _INSIDE), (APOSTROPHE, _INSIDE))

    def _marked(self, *told: tuple[str, int]) -> bytearray:
        """Return a byte for each token: the number of the last of some marks that it has."""
        row = bytearray(self._size)
        for mark, number in told:
            for place in self._backend.marked(self._ids, mark):
                row[place] = number
        return row
