"""Tables as a person reads them on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from wp8.analysis.counts.frequency import GroupFrequency, is_by_groups
from wp8.analysis.measures.register import HEADINGS as MEASURES
from wp8.export.counts import shown
from wp8.render.barcode import MARKED, UNMARKED, barcode_lines
from wp8.render.grid import Column, Rows
from wp8.render.terminal import printable
from wp8.render.themes import BAR, ID, QUIET
from wp8.render.views import explained

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from wp8.analysis.counts.dispersion import Places
    from wp8.analysis.counts.table import Dispersion, Table
    from wp8.render.terminal import Look


# What a column that is no measure is called where it has to be narrow.
HEADINGS: Final = {
    "direction": "±",
    "joint_frequency": "joint",
    "target_frequency": "target",
    "reference_frequency": "ref.",
    "per_thousand": "‰",
    "target_per_thousand": "target ‰",
    "reference_per_thousand": "ref. ‰",
    "p": "p uncorr.",
    **MEASURES,
}


# What a row on all of these is called, where others are on one of them.
_WHOLE: Final = "(all)"
_PARTS: Final = ("document", "group")
# A bar beside a figure is so many cells wide at most.
_WIDTH: Final = 8
_EIGHTHS: Final[Sequence[str]] = ("", *"▏▎▍▌▋▊▉")


def heading(column: str) -> str:
    """Return what a column is called on a terminal."""
    return HEADINGS.get(column) or column.replace("_", " ").replace(" per thousand", " ‰")


def table_view(whole: Table, _: Look) -> Iterator[RenderableType]:
    """Yield a table, and below it what it rests on."""
    table = whole.as_text()
    columns = [_column(table, place) for place in range(len(table.columns))]
    if is_by_groups(table.columns):
        columns.insert(table.columns.index("per_thousand") + 1, _bars(table))
    yield Rows(columns)
    yield Text()
    yield from explained(table, heading)


def _column(table: Table, place: int) -> Column:
    name = table.columns[place]
    cells = [row[place] for row in table.cells]
    is_figures = any(type(cell) in (int, float) for cell in cells)
    texts = (_WHOLE if not cell and name in _PARTS else shown(cell) for cell in cells)
    return Column(heading(name), texts, is_figures=is_figures)


def _bars(table: Table) -> Column:
    """Return a bar for each figure per thousand words, the longest of each word equally long."""
    rows = [GroupFrequency(*row[: len(GroupFrequency._fields)]) for row in table.cells]
    longest: dict[str, float] = {}
    for row in rows:
        longest[row.form] = max(longest.get(row.form, 0.0), row.per_thousand)
    return Column(
        "",
        (_bar(row.per_thousand, longest[row.form]) for row in rows),
        is_figures=False,
        if_room=True,
        style=BAR,
    )


def _bar(value: float, longest: float) -> str:
    """Return a bar in eighths of a cell, of one eighth at least; nothing for nothing."""
    if not value:
        return ""
    eighths = max(1, round(_WIDTH * 8 * value / longest))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8]


def dispersion_view(table: Dispersion, look: Look) -> Iterator[RenderableType]:
    """Yield where the words stand, as bars, and the table."""
    yield _Bars(table.places)
    yield from table_view(table, look)


class _Bars:
    def __init__(self, strips: Sequence[Places]) -> None:
        self._strips = strips

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        documents = {printable(strip.document) for strip in self._strips}
        for line in barcode_lines(self._strips, width=options.max_width):
            shown = Text(line.rstrip("\n"))
            if (name := shown.plain.partition(", ")[0]) in documents:
                shown.stylize(ID, 0, len(name))
            shown.highlight_regex(MARKED, BAR)
            shown.highlight_regex(UNMARKED, QUIET)
            yield shown
        yield Text()
