"""Concordance lines, the node in one column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.table import Table
from rich.text import Text

from wp8.render.terminal import printable
from wp8.render.views import ID, MATCH, QUIET
from wp8.stamp import read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from wp8.analysis.counts.table import Concordance
    from wp8.render.terminal import Look


def concordance_view(table: Concordance, _: Look) -> Iterator[RenderableType]:
    """Yield the lines aligned on their nodes, or whole sentences, and their stamp."""
    lines = [row[:4] for row in table.cells]
    yield _sentences(lines) if table.parameters["window"] == "sentence" else _Kwic(lines)
    yield Text(f"\nstamp: {read_stamp(table.stamp).short()}", style=QUIET)


def _sentences(lines: Sequence[tuple[str, str, str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for id_, *texts in lines:
        left, node, right = map(printable, texts)
        grid.add_row(Text(id_, ID, no_wrap=True), Text.assemble(left, (node, MATCH), right))
    return grid


class _Kwic:
    def __init__(self, lines: Sequence[tuple[str, str, str, str]]) -> None:
        self._lines = lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        ids = max(cell_len(id_) for id_, *_ in self._lines)
        nodes = max(cell_len(printable(node)) for _, _, node, _ in self._lines)
        room = options.max_width - ids - 2
        side = max(1, (room - min(nodes, room // 3)) // 2)
        for id_, *texts in self._lines:
            left, node, right = map(printable, texts)
            yield Text.assemble(
                (set_cell_size(id_, ids + 2), ID),
                _last_cells(left, side),
                (node, MATCH),
                _first_cells(right, max(1, room - side - cell_len(node))),
                no_wrap=True,
                overflow="crop",
            )


def _first_cells(text: str, width: int) -> str:
    return chop_cells(text, width)[0].rstrip() if text else ""


def _last_cells(text: str, width: int) -> str:
    """Return the end of `text` that fits `width` cells, with blanks before it."""
    start = len(text)
    taken = 0
    while start and taken + (size := cell_len(text[start - 1])) <= width:
        start -= 1
        taken += size
    return " " * (width - taken) + text[start:]
