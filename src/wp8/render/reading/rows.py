"""The tables of a text, their rows beside the ids in the margin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.model import CELL_SEPARATOR
from wp8.render.grid import Column, Rows
from wp8.render.views import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.model import Record

_FIGURE: Final = re.compile(r"[-\u2212+±]?\d[\d.,\s]*%?")


def units(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Yield records one by one, but the rows of a table together, and after them their notes."""
    rows: list[Record] = []
    beside: list[Record] = []
    for record in records:
        if rows and record.cited_by in {row.id for row in rows}:
            beside.append(record)
            continue
        if rows and record.table != rows[0].table:
            yield rows
            yield from ([each] for each in beside)
            rows, beside = [], []
        if record.table:
            rows.append(record)
        else:
            yield [record]
    if rows:
        yield rows
    yield from ([each] for each in beside)


def table(rows: Sequence[Record], texts: Sequence[str]) -> Rows:
    """Return the rows of a table in columns, their cells taken from `texts`, one for each."""
    width = max(text.count(CELL_SEPARATOR) + 1 for text in texts)
    cells = [_cells(row, text, width) for row, text in zip(rows, texts, strict=True)]
    # The header has an id as its rows have, and is of the caption's kind.
    headed = rows[0].kind == "table_caption"
    heads = cells[0] if headed else [""] * width
    ids = Column(
        rows[0].id if headed else "",
        (row.id for row in rows[headed:]),
        is_figures=False,
        style=QUIET,
    )
    columns = zip(heads, *cells[headed:], strict=True)
    return Rows([ids, *(Column(head, own, is_figures=_figures(own)) for head, *own in columns)])


def _cells(row: Record, text: str, width: int) -> list[str]:
    """Return the cells of a row, empty ones for those that it lacks.

    A header lacks the first ones, a row below the head of its group that of the group.
    """
    cells = text.split(CELL_SEPARATOR)
    lacking = [""] * (width - len(cells))
    if row.kind == "table_caption":
        return lacking + cells
    if row.name is None:
        return cells + lacking
    filled = [bool(row.name), bool(row.position)]
    group, own = cells[: len(cells) - sum(filled)], iter(cells[len(cells) - sum(filled) :])
    placed = [next(own) if has_text else "" for has_text in filled]
    return [*group, *[""] * (width - len(group) - len(placed)), *placed]


def _figures(cells: Iterable[str]) -> bool:
    """Return whether all cells that are not empty are figures."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(map(_FIGURE.fullmatch, filled))
