"""What is found: values that iterate over their rows, and show themselves in a notebook.

A result's attributes have the names of the keys of its JSON.
"""

from __future__ import annotations

from _thread import RLock
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, NamedTuple, TypeVar

from wp8.model import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wp8.model import Hit, Record

Row = TypeVar("Row")

# How many rows a notebook shows.
SHOWN: Final = 40
# More hits or records than these are not held, but read whenever somebody goes over them.
HELD: Final = 1 << 10
# How many records of many are read at once that are in reading order, and if they may be in any:
# some thousands stand together.
_AT_ONCE: Final = 500
MOST_AT_ONCE: Final = 1 << 15


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

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - a row, or a list of rows
        return getattr(self, self.ROWS)[place]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self):,} {self.ROWS}>"

    def _repr_html_(self) -> str:
        rows = [*self][:SHOWN]
        columns = tuple(_columns(rows[0])) if rows else ()
        cells = ([escaped(getattr(row, column)) for column in columns] for row in rows)
        return html_table(columns, cells, len(self))


def by_document(documents: Iterable[str], records: Iterable[Record]) -> Iterator[list[Record]]:
    """Yield the records of each of `documents`, ids in reading order, one after the other.

    Raises:
        ValueError: `records` are of others too, or in another order.
    """
    runs = groupby(records, attrgetter("document"))
    nothing: tuple[str | None, Iterator[Record]] = (None, iter(()))
    name, own = next(runs, nothing)
    for document in documents:
        if document == name:
            yield [*own]
            name, own = next(runs, nothing)
        else:
            yield []
    if name is not None:
        raise ValueError(f"the records of {name} are not in the order of the documents")


class Remade(Sequence[Any]):
    """A number of things that are not kept, but made whenever somebody goes over them.

    A copy is a list. Where one was asked for by its place, those up to it are held, for the next.
    """

    def __init__(self, number: int, make: Callable[[], Iterable[Any]]) -> None:
        self._number = number
        self._make = make
        self._held: tuple[list[Any], Iterator[Any]] | None = None
        self._lock = RLock()

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Any]:
        return iter(self._make())

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - one, or a list
        places = range(len(self))[place]
        if isinstance(places, range):
            if places.step < 0:
                return [*self][place]
            return [*islice(self, places.start, places.stop, places.step)]
        with self._lock:
            # Lost where making one of them fails.
            (some, rest), self._held = self._held or ([], iter(self)), None
            some += islice(rest, max(0, places + 1 - len(some)))
            self._held = some, rest
            return some[places]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment] # as a list has none

    def __reduce__(self) -> tuple[Any, ...]:
        return list, ([*self],)


def in_parts(number: int, most: int) -> Iterator[slice]:
    """Yield the places that are read at once, at most so many: the first few of many, and so soon.

    The places are those of a `number`.
    """
    start, size = 0, HELD
    while start < number:
        end = min(start + min(size, most), number)
        yield slice(start, end)
        start, size = end, 8 * size


class Streamed(Remade):
    """Records, or rows, that are read a few at a time, whenever somebody goes over them.

    `read` returns those of some `ids`, at most `number` at once; who asks for some is read no
    others.
    """

    def __init__(
        self,
        ids: Sequence[Any],
        read: Callable[[Any], Iterable[Any]],
        number: int = _AT_ONCE,
    ) -> None:
        super().__init__(len(ids), self._stream)
        self.ids = ids
        self._read = read
        self._most = number

    def _stream(self) -> Iterator[Any]:
        parts = in_parts(len(self), self._most)
        return chain.from_iterable(self._read(self.ids[part]) for part in parts)

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - one, or a list
        if isinstance(place, slice):
            return [*Streamed(self.ids[place], self._read, self._most)]
        place = range(len(self))[place]
        (one,) = self._read(self.ids[place : place + 1])
        return one


class ByColumn(Sequence[Any]):
    """Rows whose cells are kept by column, in which a long list is counted, stamped and written.

    `row` makes a row of its cells.
    """

    def __init__(
        self,
        columns: Sequence[Sequence[Any]],
        row: Callable[[Iterable[Any]], tuple[Any, ...]] = tuple,
    ) -> None:
        self.columns = columns
        self._row = row

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[Any]:
        return map(self._row, zip(*self.columns, strict=True))

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - a row, or rows
        cells = [column[place] for column in self.columns]
        return ByColumn(cells, self._row) if isinstance(place, slice) else self._row(cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment] # as a list has none

    def __repr__(self) -> str:
        return repr([*self])


def row_by_row(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of each of `rows`."""
    return zip(*rows.columns, strict=True) if isinstance(rows, ByColumn) else iter(rows)


def by_column(rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    """Return the columns of `rows`; none if there are no rows."""
    if isinstance(rows, ByColumn):
        return rows.columns if len(rows) else ()
    return [[*map(itemgetter(place), rows)] for place in range(len(rows[0]) if rows else 0)]


class Found(NamedTuple):
    """How many hits and how many occurrences a document has."""

    total: int
    occurrences: int


class FormCount(NamedTuple):
    """How often one form of a variant group is found."""

    form: str
    hits: int
    occurrences: int


class Stated(NamedTuple):
    """What the metadata of a document state; an empty value if they do not."""

    document: str
    field: str
    value: str


@dataclass(frozen=True, repr=False)
class SearchResult(Result["Hit"]):
    """The hits of a query, in order; `total` and the counts are of all, shown or not.

    `documents` counts the hits of each document that has some. `ids` has the ids of the hits, also
    where only these were asked for. Of a question, `loosened` says how
    many of how many words the hits have at least. `forms` counts the forms of
    the variant groups that were searched; if they were not, `more` is the number of further
    records that they would find; `by_variants` says that they were searched since the words as
    typed have no hit. `missing` are the words or names of a question that no text has, `stated` is
    what the metadata say where it asks for a field of them. `meant` says why the query may mean
    another, which, and how many records have that. `command` is the query as a command, canonically
    written. `facets` is the table of the hits by group, if they are asked for by something.
    """

    ROWS: ClassVar[str] = "hits"

    query: str
    hits: Sequence[Hit]
    total: int
    occurrences: int
    documents: Mapping[str, Found]
    ids: Sequence[str] = ()
    loosened: tuple[int, int] | None = None
    forms: Sequence[FormCount] = ()
    more: int = 0
    by_variants: bool = False
    missing: Sequence[str] = ()
    stated: Sequence[Stated] = ()
    meant: tuple[str, str, int] | None = None
    command: tuple[str, ...] = ()
    facets: Any = None

    @property
    def stamp(self) -> str:
        """What the result rests on, in a line that `wp8 check` repeats."""
        if self.facets is not None:
            return str(self.facets.stamp)
        # Most searches print none.
        from wp8.stamp import Stamp, checksum

        counted = checksum(by_column([(name, *n) for name, n in self.documents.items()]))
        return str(Stamp(self.corpus["digest"], self.command, self.total, counted))

    def _repr_html_(self) -> str:
        rows = ((escaped(h.id), _marked(h.text, h.highlights)) for h in self.hits[:SHOWN])
        return html_table(("id", "text"), rows, self.total)


@dataclass(frozen=True, repr=False)
class Records(Result["Record"]):
    """Records in the order in which they were asked for.

    `said` has of each document, by its id, what was asked for of what is said of it.
    """

    ROWS: ClassVar[str] = "records"

    records: Sequence[Record]
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        rows = ((escaped(r.id), escaped(r.text)) for r in self.records[:SHOWN])
        return html_table(("id", "text"), rows, len(self))


def _columns(row: Any) -> Iterable[str]:  # noqa: ANN401 - a named tuple, or a dataclass
    names: Iterable[str] = getattr(row, "_fields", None) or row.__dataclass_fields__
    return names


def escaped(cell: object) -> str:
    """Return a cell as HTML, with a visible character for each that acts."""
    from html import escape

    return escape(visible(str(cell)))


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return `text` as HTML, its spans marked."""
    pieces, end = [], 0
    for start, stop in spans:
        pieces.append(f"{escaped(text[end:start])}<mark>{escaped(text[start:stop])}</mark>")
        end = stop
    return "".join([*pieces, escaped(text[end:])])


def html_table(columns: Sequence[str], rows: Iterable[Iterable[str]], total: int) -> str:
    """Return a table of cells that are HTML, and under it of how many rows there are these."""
    head = "".join(f"<th>{escaped(column)}</th>" for column in columns)
    lines = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows]
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return table if len(lines) == total else f"{table}<p>{len(lines):,} of {total:,}</p>"
