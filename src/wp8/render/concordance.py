"""Concordance lines, the node in one column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.text import Text

from wp8.render.terminal import printable
from wp8.render.views import ID, MATCH, QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from wp8.analysis.counts.concordance import ConcordanceLine


def concordance_view(lines: Sequence[ConcordanceLine], stamp: str) -> Iterator[RenderableType]:
    """Yield the lines aligned on their nodes, as wide as the window is, and their stamp."""
    yield _Kwic(lines)
    yield Text(f"\nstamp: {stamp}", style=QUIET)


class _Kwic:
    def __init__(self, lines: Sequence[ConcordanceLine]) -> None:
        self._lines = lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        ids = max(cell_len(line.record.id) for line in self._lines)
        nodes = max(cell_len(printable(line.node)) for line in self._lines)
        room = options.max_width - ids - 2
        side = max(1, (room - min(nodes, room // 3)) // 2)
        for line in self._lines:
            left, node, right = map(printable, (line.left, line.node, line.right))
            yield Text.assemble(
                (set_cell_size(line.record.id, ids + 2), ID),
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
