"""Tables and concordances as a person reads them on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid
from rich.text import Text

from wp8.analysis.measures.register import HEADINGS as MEASURES
from wp8.export.counts import footnotes, shown
from wp8.render.terminal import printable
from wp8.render.views import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from wp8.model import Table


# What a column that is no measure is called where it has to be narrow.
HEADINGS: Final = {
    "direction": "±",
    "joint_frequency": "joint",
    "target_frequency": "target",
    "reference_frequency": "ref.",
    "per_thousand": "‰",
    "target_per_thousand": "target ‰",
    "reference_per_thousand": "ref. ‰",
    **MEASURES,
}


# A cell of no more characters is never broken.
_SHORT: Final = 8


def heading(column: str) -> str:
    """Return what a column is called on a terminal."""
    return HEADINGS.get(column) or column.replace("_", " ").replace(" per thousand", " ‰")


def table_view(table: Table) -> Iterator[RenderableType]:
    """Yield a table, and below it what it rests on."""
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        numeric = any(isinstance(cell, (int, float)) for cell in cells)
        longest = max((len(shown(cell)) for cell in cells), default=0)
        grid.add_column(
            heading(column),
            justify="right" if numeric else "left",
            overflow="fold",
            # A figure is never broken; a heading may be.
            min_width=longest if numeric or longest <= _SHORT else None,
        )
    for row in table.rows:
        grid.add_row(*(Text(printable(shown(cell))) for cell in row))
    yield grid
    yield Text()
    yield from (Text(line, style=QUIET) for line in footnotes(table, heading))
