"""What of two texts is parallel, held as numbers: some sixty bytes a pair, and not a kilobyte."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from struct import Struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast, overload

from wp8.analysis.passages.common_wording import Block
from wp8.analysis.passages.located import Passage
from wp8.model import those_at
from wp8.results import ByColumn, Remade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Span = tuple[int, int]

# The numbers of two texts, four spans, whether it is stock wording, the score, the words, and
# whether there may be half a one among these.
_PAIR: Final = Struct("=10I?2d?")
# The numbers of two texts, its kind, and where its stretches begin.
_HEAD: Final = 4
# Of a stretch, the end of which is in the lower ones.
_BITS: Final = 32


class Pair(NamedTuple):
    """Two passages that are parallel, without their wording.

    `one` and `other` are the numbers of their texts, `own` and `others` the half-open spans of
    their words there, `first` and `second` those of their characters; the rest is as of `Parallel`.
    """

    one: int
    other: int
    own: Span
    others: Span
    first: Span
    second: Span
    stock: bool
    score: float = 1.0
    words: float = 0.0


class Pairs(Sequence[Pair]):
    """Pairs of passages of the texts `ids`, in an order."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = ids
        self._rows = bytearray()
        self._order = array("I")

    def append(self, pair: Pair) -> None:
        """Add a pair."""
        self._order.append(len(self._rows) // _PAIR.size)
        spans = (*pair.own, *pair.others, *pair.first, *pair.second)
        self._rows += _PAIR.pack(
            pair.one, pair.other, *spans, *pair[6:], isinstance(pair.words, float)
        )

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._order)

    def __iter__(self) -> Iterator[Pair]:
        """Yield each."""
        return map(self._pair, self._order)

    @overload
    def __getitem__(self, place: int) -> Pair: ...
    @overload
    def __getitem__(self, place: slice) -> Pairs: ...
    def __getitem__(self, place: int | slice) -> Pair | Pairs:
        """Return the pair at a place, or those of a slice."""
        if isinstance(place, slice):
            return self._of(self._order[place])
        return self._pair(self._order[place])

    def cells(self) -> ByColumn:
        """Return what a stamp has of each: its passages and its score."""
        columns = (
            partial(self._passages, "one", "first"),
            partial(self._passages, "other", "second"),
            partial(self._all, "score"),
        )
        return ByColumn([Remade(len(self), column) for column in columns])

    def _passages(self, text: str, span: str) -> Iterator[Passage]:
        """Yield the passage of each on one side."""
        ids = those_at(array("I", self._all(text)), self.ids)
        return (Passage(id_, *span) for id_, span in zip(ids, self._all(span), strict=True))

    def _all(self, name: str) -> Iterator[Any]:
        """Yield what each has of a name."""
        return map(attrgetter(name), self)

    def sorted(self, key: Callable[[Pair], float]) -> Pairs:
        """Return them by a key, the lowest first."""
        return self._of(sorted(self._order, key=lambda number: key(self._pair(number))))

    def telling(self) -> Pairs:
        """Return those that are no stock wording."""
        return self._of(number for number in self._order if not self._pair(number).stock)

    def _of(self, order: Iterable[int]) -> Pairs:
        some = Pairs(self.ids)
        some._rows = self._rows
        some._order = array("I", order)
        return some

    def _pair(self, number: int) -> Pair:
        row = _PAIR.unpack_from(self._rows, _PAIR.size * number)
        stock, score, words, has_halves = row[10:]
        words = words if has_halves else int(words)
        one, other = row[:2]
        return Pair(one, other, row[2:4], row[4:6], row[6:8], row[8:10], stock, score, words)


class Wording(NamedTuple):
    """Equal stretches of two texts, by the numbers of these; `is_stock` if their words tell little.

    Or one that `is_unit`: a whole text or a quotation, in exactly its words.
    """

    one: int
    other: int
    blocks: Sequence[Block]
    is_unit: bool = False
    is_stock: bool = False


class Wordings:
    """Wordings, each where it was added."""

    def __init__(self) -> None:
        self._heads = array("I")
        self._blocks = array("I")

    def append(self, wording: Wording) -> None:
        """Add a wording."""
        kind = 2 * wording.is_stock + wording.is_unit
        self._heads.extend((*wording[:2], kind, len(self._blocks)))
        for block in wording.blocks:
            self._blocks.extend(block)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._heads) // _HEAD

    def texts(self, side: int) -> Sequence[int]:
        """Return the number of the text of each on a side: 0, the one, or 1, the other."""
        return self._heads[side::_HEAD]

    def __getitem__(self, place: int) -> Wording:
        """Return the wording at a place."""
        one, other, kind, start, *after = self._heads[_HEAD * place : _HEAD * (place + 2)]
        row = self._blocks[start : after[3] if after else None]
        blocks = [Block(*row[at : at + 3]) for at in range(0, len(row), 3)]
        return Wording(one, other, blocks, is_unit=bool(kind & 1), is_stock=bool(kind & 2))


class Units(Sequence["Span"]):
    """Stretches of a row of tokens, each once, by where they begin."""

    def __init__(self, spans: Iterable[Span]) -> None:
        codes = array("Q", (start << _BITS | end for start, end in spans))
        self._codes = array("Q", sorted({*codes}))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._codes)

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - one, or a list
        """Return the one at a place, or those of a slice."""
        if isinstance(place, slice):
            return [*map(self.__getitem__, range(len(self))[place])]
        return divmod(self._codes[place], 1 << _BITS)

    def __contains__(self, span: object) -> bool:
        """Return whether a stretch is one."""
        start, end = cast("Span", span)
        code = start << _BITS | end
        place = bisect_left(self._codes, code)
        return self._codes[place : place + 1] == array("Q", (code,))
