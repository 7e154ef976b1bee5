"""Concordance lines, the node in one column."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from wp8.render.grid import beside, unbroken
from wp8.render.terminal import printable
from wp8.render.views import ID, MATCH, QUIET
from wp8.stamp import read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from wp8.analysis.counts.table import Concordance
    from wp8.render.terminal import Look

_GAP: Final = 2


def concordance_view(table: Concordance, _: Look) -> Iterator[RenderableType]:
    """Yield the lines aligned on their nodes, or whole sentences, and their stamp."""
    lines = [
        (id_, printable(left), printable(node), printable(right))
        for id_, left, node, right, *_ in table.cells
    ]
    if table.parameters["window"] == "sentence":
        yield from (_sentences(lines), Text())
    else:
        yield _Kwic(lines)
    yield Text(f"stamp: {read_stamp(table.stamp).short()}", style=QUIET)


def _sentences(lines: Sequence[tuple[str, str, str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for id_, left, node, right in lines:
        grid.add_row(Text(id_, ID), Text.assemble(left, (node, MATCH), right))
    return grid


class _Kwic:
    """Lines with their nodes below each other, and as many whole words around as there is room."""

    def __init__(self, lines: Sequence[tuple[str, str, str, str]]) -> None:
        self._lines = lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        ids = max(cell_len(id_) for id_, *_ in self._lines) + _GAP
        # Ids that take half of the window stand above the lines.
        start = ids if ids <= width // 2 else _GAP
        nodes = max(cell_len(node) for _, _, node, _ in self._lines)
        room = width - start
        side = max(1, (room - min(nodes, room // 3)) // 2)
        are_cut = False
        for id_, left, node, right in self._lines:
            before = "".join(_fitting([*unbroken(left)][::-1], side)[::-1])
            after = "".join(_fitting(unbroken(right), room - side - cell_len(node)))
            line = Text.assemble(" " * (side - cell_len(before)), before, (node, MATCH), after)
            if line.cell_len > room:
                line, before, after = Text(node, MATCH), "", ""
            are_cut |= len(before) + len(after) < len(left) + len(right)
            yield from beside(Text(id_, ID), line, start, console, width)
        yield Text()
        if are_cut:
            yield Text("words that do not fit the window are left out: --format csv", style=QUIET)


def _fitting(parts: Iterable[str], width: int) -> list[str]:
    """Return the first of `parts` that fit `width` cells together."""
    found = list(parts)
    taken = accumulate(map(cell_len, found))
    return [part for part, cells in zip(found, taken, strict=True) if cells <= width]
