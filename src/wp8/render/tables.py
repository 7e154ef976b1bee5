"""Tables and concordances as a person reads them on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid
from rich.text import Text

from wp8.export.counts import footnotes, shown
from wp8.render.terminal import printable
from wp8.render.views import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType

    from wp8.model import Table


def table_view(table: Table, corpus: Mapping[str, str]) -> Iterator[RenderableType]:
    """Yield a table, and below it what it rests on."""
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, column in enumerate(table.columns):
        numeric = any(isinstance(row[place], (int, float)) for row in table.rows)
        grid.add_column(column.replace("_", " "), justify="right" if numeric else "left")
    for row in table.rows:
        grid.add_row(*(Text(printable(shown(cell))) for cell in row))
    yield grid
    yield Text()
    yield from (Text(line, style=QUIET) for line in footnotes(table, corpus))
