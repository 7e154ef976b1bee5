"""The columns of a table with measures: those it always has, and the measures asked for besides."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from wp8.analysis.counts.table import row_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wp8.analysis.measures.family import Family

    Figures = tuple[object, ...]


class Columns:
    """The columns of a table: its first names an item, the others are counts and measures.

    `names` are the usual ones, then those of the measures asked for that are not among them;
    `row` makes a named tuple of cells; `formulas` says how columns are computed.
    """

    def __init__(
        self,
        family: Family,
        usual: Sequence[str],
        asked: Sequence[str] = (),
        notes: Mapping[str, str] | None = None,
    ) -> None:
        """Choose the columns; `notes` are the formulas of those that are no measure.

        Raises:
            UnknownNameError: A measure asked for is none of the family.
        """
        self.asked = [family[name] for name in asked]
        self.names = tuple(dict.fromkeys((*usual, *asked)))
        row = row_class(self.names)
        # What `_make` does, in a third of the time.
        self.row: Callable[[tuple[object, ...]], Any] = partial(tuple.__new__, row)
        self._measures = [family[name] for name in self.names if name in family]
        said = {each.name: f"{each.formula} ({each.source})" for each in self._measures}
        said |= notes or {}
        self.formulas = {name: said[name] for name in self.names if name in said}

    def figures(self, counts: Mapping[str, object], known: Mapping[str, Any]) -> Figures:
        """Return what a row has besides its item: counts, and measures of what is known."""
        found = {**counts, **{each.name: each.of(known) for each in self._measures}}
        return tuple(map(found.__getitem__, self.names[1:]))

    def ranked(
        self, rows: Iterable[Any], by: str | None = None, *, lowest_first: bool = False
    ) -> tuple[Any, ...]:
        """Return rows from high to low by the first measure asked for, and then by measure `by`.

        Those of equal values keep their order; those without a value come last. With
        `lowest_first` it is the other way round, but for measures that know no direction.
        """
        measures = [*self.asked[:1], *(each for each in self._measures if each.name == by)]
        places = [
            (self.names.index(each.name), lowest_first and each.directed) for each in measures
        ]

        def rank(row: Any) -> list[tuple[bool, float]]:  # noqa: ANN401 - known when it runs
            return [
                ((row[place] is None) is not turned, (row[place] or 0) * (1 if turned else -1))
                for place, turned in places
            ]

        return tuple(sorted(rows, key=rank))


class Measured(NamedTuple):
    """Rows, each a named tuple of `columns`; a measure is None where it is not defined."""

    rows: Sequence[Any]
    columns: Columns
