"""What is found: values that iterate over their rows, and show themselves in a notebook.

A result's attributes have the names of the keys of its JSON.
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.model import Hit, Record

Row = TypeVar("Row")

# How many rows a notebook shows.
_SHOWN: Final = 40


@dataclass(frozen=True, repr=False)
class Result(Generic[Row]):
    """Rows, and what they rest on: `corpus` has the corpus's name and digest."""

    # The attribute that has the rows.
    ROWS: ClassVar[str] = "rows"

    corpus: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    def __iter__(self) -> Iterator[Row]:
        return iter(getattr(self, self.ROWS))

    def __len__(self) -> int:
        return len(getattr(self, self.ROWS))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self):,} {self.ROWS}>"


class Found(NamedTuple):
    """How many hits and how many occurrences a document has."""

    total: int
    occurrences: int


class FormCount(NamedTuple):
    """How often one form of a variant group is found."""

    form: str
    hits: int
    occurrences: int


@dataclass(frozen=True, repr=False)
class SearchResult(Result["Hit"]):
    """The hits of a query, in order; `total` and the counts are of all, shown or not.

    `documents` counts the hits of each document that has some. Where no record has all the words
    of a question, `loosened` says how many of how many the hits have. `forms` counts the forms of
    the variant groups that were searched; if they were not, `more` is the number of further
    records that they would find. `command` is the query as a command, canonically written.
    """

    ROWS: ClassVar[str] = "hits"

    query: str
    hits: Sequence[Hit]
    total: int
    occurrences: int
    documents: Mapping[str, Found]
    loosened: tuple[int, int] | None = None
    forms: Sequence[FormCount] = ()
    more: int = 0
    command: tuple[str, ...] = ()

    @property
    def stamp(self) -> str:
        """What the result rests on, in a line that `wp8 check` repeats."""
        # Most searches print none.
        from wp8.stamp import Stamp, checksum

        counted = checksum([(name, *found) for name, found in self.documents.items()])
        return str(Stamp(self.corpus["digest"], self.command, self.total, counted))

    def _repr_html_(self) -> str:
        rows = ((hit.id, _marked(hit.text, hit.highlights)) for hit in self.hits[:_SHOWN])
        body = _html_table(("id", "text"), ((_escaped(id_), text) for id_, text in rows))
        return f"{body}<p>{self.total:,} paragraphs, {self.occurrences:,} occurrences</p>"


@dataclass(frozen=True, repr=False)
class Records(Result["Record"]):
    """Records in the order in which they were asked for."""

    ROWS: ClassVar[str] = "records"

    records: Sequence[Record]

    def _repr_html_(self) -> str:
        rows = ((_escaped(r.id), _escaped(r.text)) for r in self.records[:_SHOWN])
        return _html_table(("id", "text"), rows)


@dataclass(frozen=True, repr=False)
class Table(Result[Any]):
    """Rows under named columns, and what they rest on.

    `name` is that of the command; `parameters` are what was counted and how; `formulas` says how
    the columns that need it are computed. `cells` are those of the rows that are shown, of `total`
    rows. Where `in_text` names columns, text has these alone.
    """

    name: str
    columns: tuple[str, ...]
    cells: Sequence[tuple[Any, ...]]
    parameters: Mapping[str, object]
    formulas: Mapping[str, str]
    in_text: tuple[str, ...] = ()
    stamp: str = ""
    total: int = 0

    @cached_property
    def rows(self) -> Sequence[Any]:
        """The rows as named tuples, whose fields are the columns."""
        make: Any = namedtuple
        row = make("Row", self.columns, rename=True)
        # A document's id, which names a column, need not be a name in Python.
        row._fields = self.columns
        return list(map(row._make, self.cells))

    def __len__(self) -> int:
        return len(self.cells)

    def first(self, number: int | None) -> Table:
        """Return the table of the first rows, of all if no number is given."""
        return replace(self, cells=self.cells[:number])

    def as_text(self) -> Table:
        """Return the columns that a person reads."""
        if not self.in_text:
            return self
        places = [self.columns.index(column) for column in self.in_text]
        cells = [tuple(row[place] for place in places) for row in self.cells]
        formulas = {name: self.formulas[name] for name in self.in_text if name in self.formulas}
        return replace(self, columns=self.in_text, cells=cells, formulas=formulas, in_text=())

    def _cell_html(self, column: str, cell: object) -> str:
        return _escaped(_figure(cell))

    def _repr_html_(self) -> str:
        rows = (map(self._cell_html, self.columns, row) for row in self.cells[:_SHOWN])
        of = f"{min(_SHOWN, len(self)):,} of {self.total:,} rows"
        return f"{_html_table(self.columns, rows)}<p>{of}. {_escaped(self.stamp)}</p>"


@dataclass(frozen=True, repr=False)
class Concordance(Table):
    """The lines of a concordance: id, left, node, right and more."""

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


def _escaped(cell: object) -> str:
    from html import escape

    return escape(str(cell))


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return `text` as HTML, its spans marked."""
    pieces, end = [], 0
    for start, stop in spans:
        pieces.append(f"{_escaped(text[end:start])}<mark>{_escaped(text[start:stop])}</mark>")
        end = stop
    return "".join([*pieces, _escaped(text[end:])])


def _html_table(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of cells that are HTML."""
    head = "".join(f"<th>{_escaped(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
