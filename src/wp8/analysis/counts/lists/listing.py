"""Which words or n-grams a list has."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Listing(NamedTuple):
    """Which items, or n-grams of items, a list has.

    `lengths` are those of the n-grams; 1 is single items. With `gap`, one item within each is left
    open, as in `the * of`; with `skip`, so many others may stand among its items. It has no item of
    `without`, the pattern `match` matches it, and it occurs `least` times.
    """

    lengths: Sequence[int] = (1,)
    gap: bool = False
    skip: int = 0
    match: str = ""
    least: int = 1
    without: frozenset[str] = frozenset()

    @property
    def is_of_items(self) -> bool:
        """Whether its n-grams are single items."""
        return [*self.lengths] == [1]

    @property
    def is_chosen(self) -> bool:
        """Whether it depends on its items whether an n-gram is listed."""
        return bool(self.without or self.match)

    @property
    def is_of_rows(self) -> bool:
        """Whether its n-grams are items in a row, all of them."""
        return not (self.gap or self.skip)

    def patterns(self) -> Iterator[Sequence[int | None]]:
        """Yield how far the items of an n-gram are from the first; None is an open one.

        Those of n-grams of items in a row are in that of the longest.
        """
        if self.is_of_rows:
            yield range(self.lengths[-1])
            return
        for length in self.lengths:
            if self.skip:
                for others in combinations(range(1, length + self.skip), length - 1):
                    yield (0, *others)
            else:
                for gap in range(1, length - 1):
                    yield [None if at == gap else at for at in range(length)]

    def kept(self, grams: Iterable[str]) -> Iterable[str]:
        """Return those of n-grams that have the items that are asked for, and none of the others.

        Raises:
            QueryError: If `match` is no pattern.
        """
        if self.without:
            grams = (gram for gram in grams if self.without.isdisjoint(gram.split(" ")))
        if self.match:
            from wp8.query.language.patterns import matching

            grams = matching(self.match, grams)
        return grams


ALL: Final = Listing()
