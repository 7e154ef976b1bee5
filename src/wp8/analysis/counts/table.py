"""What is counted, as rows under named columns."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

from wp8.errors import UnknownNameError
from wp8.results import SHOWN, Remade, Result, escaped, html_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from wp8.model import Record

# Words that differ in nothing else count as one.
FOLDED: Final = "case and accents"
AS_WRITTEN: Final = f"as written, but for {FOLDED}"
# Of the words of a query.
ADJACENT: Final = "adjacent words of a query count once"


def row_class(columns: tuple[str, ...]) -> Any:  # noqa: ANN401 - its fields are known when it runs
    """Return a class of named tuples with these fields, which can be pickled.

    A document's id, which names a column, need not be a name in Python.
    """
    make: Any = namedtuple
    row = make("Row", columns, rename=True)
    row._fields = columns
    row.__reduce__ = lambda self: (row_of, (columns, tuple(self)))
    return row


_known_class = cache(row_class)


def row_of(columns: tuple[str, ...], cells: Iterable[object]) -> Any:  # noqa: ANN401 - made here
    """Return cells as a named tuple with these fields."""
    return _known_class(columns)._make(cells)


@dataclass(frozen=True, repr=False)
class Table(Result[Any]):
    """Rows under named columns, and what they rest on.

    `name` is that of the command; `parameters` are what was counted and how; `formulas` says how
    the columns that need it are computed. `cells` are those of the rows that are shown, of `total`
    rows. Where `in_text` names columns, text has these alone. Of a list by groups, `by_group` has
    how often each has which forms.
    """

    name: str
    columns: tuple[str, ...]
    cells: Sequence[tuple[Any, ...]]
    parameters: Mapping[str, object]
    formulas: Mapping[str, str]
    in_text: tuple[str, ...] = ()
    stamp: str = ""
    total: int = 0
    by_group: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @cached_property
    def documents(self) -> Mapping[str, Mapping[str, int]]:
        """How often each document has which forms, of a list by document."""
        return dict(self.by_group)

    @cached_property
    def rows(self) -> Sequence[Any]:
        """The rows as named tuples, whose fields are the columns."""
        row = row_class(self.columns)
        row.__annotations__ = dict(zip(self.columns, self._types(), strict=True))
        return list(map(row._make, self.cells))

    def _types(self) -> Iterator[Any]:
        """Yield the type of each column: what polars takes a named tuple's fields for."""
        for place in range(len(self.columns)):
            kinds = {type(row[place]) for row in self.cells} - {type(None)}
            figures = float if kinds == {int, float} else object
            yield kinds.pop() if len(kinds) == 1 else figures

    def __len__(self) -> int:
        return len(self.cells)

    def first(self, number: int | None) -> Table:
        """Return the table of the first rows, of all if no number is given."""
        return self if number is None else replace(self, cells=self.cells[:number])

    def ends(self, number: int | None) -> Table:
        """Return the table of so many first and as many last rows, of all if there are no more."""
        if number is None or 2 * number >= len(self):
            return self
        return replace(self, cells=[*self.cells[:number], *self.cells[len(self) - number :]])

    def sorted_by(self, column: str) -> Self:
        """Return the table in the order of a column: figures from high to low, texts from a to z.

        Rows that are alike there keep their order; those without a value come last.

        Raises:
            UnknownNameError: It has no such column.
        """
        if column not in self.columns:
            raise UnknownNameError(
                f"the table has no column {column}", hint=f"it has {', '.join(self.columns)}"
            )
        place = self.columns.index(column)

        def key(row: tuple[Any, ...]) -> tuple[bool, Any]:
            cell = row[place]
            return cell is None, -cell if isinstance(cell, (int, float)) else cell

        return replace(self, cells=sorted(self.cells, key=key))

    def as_text(self) -> Table:
        """Return the columns that a person reads."""
        if not self.in_text:
            return self
        places = [self.columns.index(column) for column in self.in_text]
        rows = self.cells
        cells = Remade(len(rows), lambda: (tuple(map(row.__getitem__, places)) for row in rows))
        formulas = {name: self.formulas[name] for name in self.in_text if name in self.formulas}
        return replace(self, columns=self.in_text, cells=cells, formulas=formulas, in_text=())

    def _cell_html(self, column: str, cell: object) -> str:
        return escaped(_figure(cell))

    def _repr_html_(self) -> str:
        rows = (map(self._cell_html, self.columns, row) for row in self.cells[:SHOWN])
        return f"{html_table(self.columns, rows, self.total)}<p>{escaped(self.stamp)}</p>"


@dataclass(frozen=True, repr=False)
class Concordance(Table):
    """The lines of a concordance: id, left, node, right and more; `lines` has whence they are."""

    lines: Sequence[Any] = ()

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The records that the lines are of, by id."""
        return {line.record.id: line.record for line in self.lines}

    def _cell_html(self, column: str, cell: object) -> str:
        text = super()._cell_html(column, cell)
        return f"<mark>{text}</mark>" if column == "node" else text


@dataclass(frozen=True, repr=False)
class Dispersion(Table):
    """How evenly items are spread; `places` has for each item and document where it stands."""

    places: Sequence[Any] = ()


def _figure(cell: object) -> object:
    if isinstance(cell, float):
        return f"{cell:,.2f}"
    return "" if cell is None else cell
