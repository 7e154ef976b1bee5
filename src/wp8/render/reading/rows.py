"""The tables of a text, their rows beside the ids in the margin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.model import CELL_SEPARATOR
from wp8.render.grid import Column, Rows
from wp8.render.themes import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.model import Record

_FIGURE: Final = re.compile(r"[-\u2212+±]?\d[\d.,\s]*%?")


def units(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Yield records one by one, but the rows of a table together, and after them their notes."""
    rows: dict[str, Record] = {}
    table_id = ""
    beside: list[Record] = []
    for record in records:
        if record.cited_by in rows:
            beside.append(record)
            continue
        if rows and record.table != table_id:
            yield [*rows.values()]
            yield from ([each] for each in beside)
            rows, beside = {}, []
        if table_id := record.table:
            rows[record.id] = record
        else:
            yield [record]
    if rows:
        yield [*rows.values()]
    yield from ([each] for each in beside)


def table(rows: Sequence[Record], texts: Sequence[str]) -> Rows:
    """Return the rows of a table in columns, their cells taken from `texts`, one for each."""
    own = list(map(_cells, rows, texts))
    width = max(map(len, own))
    cells = [_padded(row, each, width) for row, each in zip(rows, own, strict=True)]
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
    return Rows(
        [ids, *(Column(head, below, is_figures=_figures(below)) for head, *below in columns)]
    )


def _cells(row: Record, text: str) -> list[str]:
    """Return the cells of a row, of one that has a name and a position also where one is empty."""
    cells = text.split(CELL_SEPARATOR)
    if row.name is None:
        return cells
    filled = [bool(row.name), bool(row.position)]
    start = len(cells) - sum(filled)
    own = iter(cells[start:])
    return [*cells[:start], *(next(own, "") if has_text else "" for has_text in filled)]


def _padded(row: Record, cells: Sequence[str], width: int) -> list[str]:
    """Return `width` cells: a header lacks the first ones, as a row does below its group's head."""
    lacking = [""] * (width - len(cells))
    lacks_first = row.kind == "table_caption" or row.name is not None
    return [*lacking, *cells] if lacks_first else [*cells, *lacking]


def _figures(cells: Iterable[str]) -> bool:
    """Return whether all cells that are not empty are figures."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(map(_FIGURE.fullmatch, filled))
