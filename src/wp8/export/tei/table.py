"""Tables in TEI: which records are one, and the cells of their rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.model import Record

_ROW_ID: Final = re.compile(r"[^:]*:t([0-9]+)\.[0-9]+")


class Cell(NamedTuple):
    """A cell: its span in the row's text, None if it is empty; its role, if it is a field's."""

    span: tuple[int, int] | None
    role: str = ""
    rows: int = 1


# An empty cell that has a role is none of the row's own.
_FILLER: Final = Cell(None, "label")


def table_of(record: Record) -> str:
    """Return the number of the table that `record` is a row of, or nothing."""
    row = _ROW_ID.fullmatch(record.id)
    return row[1] if row else ""


def units(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Yield records one by one, but those of a table together: its caption, rows and source."""
    unit: list[Record] = []
    for record in records:
        if unit and not _goes_on(unit[-1], record):
            yield unit
            unit = []
        unit.append(record)
    if unit:
        yield unit


def _goes_on(last: Record, record: Record) -> bool:
    if number := table_of(record):
        return (table_of(last) or number) == number and last.kind in {"table_caption", "table_row"}
    return record.kind == "source_note" and bool(table_of(last))


def cells_of(rows: Sequence[Record]) -> Iterator[list[Cell]]:
    """Yield the cells of each of the rows of a table, without those that a group's cell covers.

    A header that has fewer cells than the table has columns lacks the first ones.
    """
    found = [_own_cells(row) for row in rows]
    columns = max(len(cells) for cells in found)
    spanned = 0
    for place, (row, cells) in enumerate(zip(rows, found, strict=True)):
        if not cells[0].role:
            spanned = 0
            missing = columns - len(cells) if row.kind == "table_caption" else 0
            yield [*[_FILLER] * missing, *cells]
        elif cells[0].span:
            spanned = _rows_below(found[place + 1 :])
            yield [cells[0]._replace(rows=spanned + 1), *cells[1:]]
        elif spanned:
            spanned -= 1
            yield cells[1:]
        else:
            yield [_FILLER, *cells[1:]]


def _rows_below(found: Sequence[list[Cell]]) -> int:
    """Return how many rows, from the first, leave the place of their group's cell empty."""
    for place, cells in enumerate(found):
        if not cells[0].role or cells[0].span:
            return place
    return len(found)


def _own_cells(row: Record) -> list[Cell]:
    """Return the cells of a row: those of its fields, or those of its text if it has none."""
    if row.name is not None:
        fields = (row.name, row.position or "")
        for group in ("", row.group or ""):
            if row.text == CELL_SEPARATOR.join(filter(None, (group, *fields))):
                return list(_placed(("group", group), ("name", fields[0]), ("position", fields[1])))
    return list(_placed(*(("", text) for text in row.text.split(CELL_SEPARATOR))))


def _placed(*cells: tuple[str, str]) -> Iterator[Cell]:
    """Yield cells of these roles and texts; an empty one of a field has no place in the text."""
    start = 0
    for role, text in cells:
        end = start + len(text)
        has_place = bool(text) or not role
        yield Cell((start, end) if has_place else None, role)
        start = end + 1 if has_place else start
