"""Concordance lines, the node in one column."""

from __future__ import annotations

from itertools import accumulate, chain, repeat
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from wp8.render.grid import beside, unbroken
from wp8.render.terminal import printable
from wp8.render.themes import HIT, ID, KEYS, QUIET
from wp8.render.views import Wrapped
from wp8.stamp import read_stamp
from wp8.words.tokens import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from wp8.analysis.counts.table import Concordance
    from wp8.render.terminal import Look

_GAP: Final = 2


def concordance_view(table: Concordance, _: Look) -> Iterator[RenderableType]:
    """Yield the lines aligned on their nodes, or whole sentences, and their stamp."""
    keys = [key for key in str(table.parameters["sort"]).split(",") if key[0] in "LR"]
    lines = [_Line(row[:4], keys) for row in table.cells]
    if table.parameters["window"] == "sentence":
        yield from (_sentences(lines), Text())
    else:
        yield _Kwic(lines)
    if keys:
        styles = chain(KEYS, repeat(""))
        named = Text(", ").join(Text(*each) for each in zip(keys, styles, strict=False))
        yield Text.assemble(("sorted by ", QUIET), named)
    yield Wrapped(Text(f"stamp: {read_stamp(table.stamp).short()}", style=QUIET))


class _Line:
    """A line whose words by which it is sorted have the colours of their keys."""

    def __init__(self, cells: Iterable[str], keys: Sequence[str]) -> None:
        id_, left, node, right = map(printable, cells)
        self.id = Text(id_, ID)
        self.node = Text(node, HIT)
        self.left, self.right = Text(left), Text(right)
        if not keys:
            return
        spans = [
            (w.tokens[0].start, w.tokens[-1].end) for w in words(tokenize(left + node + right))
        ]
        start = len(left) + len(node)
        before = [span for span in spans if span[1] <= len(left)][::-1]
        after = [(first - start, end - start) for first, end in spans if first >= start]
        for key, style in zip(keys, KEYS, strict=False):
            text, side = (self.left, before) if key[0] == "L" else (self.right, after)
            for span in side[int(key[1:]) - 1 : int(key[1:])]:
                text.stylize(style, *span)

    def within(self, left: int, right: int) -> Text:
        """Return the node with this many characters of either side."""
        begin = len(self.left) - left
        return Text.assemble(self.left[begin:], self.node, self.right[:right])


def _sentences(lines: Sequence[_Line]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for line in lines:
        grid.add_row(line.id, line.within(len(line.left), len(line.right)))
    return grid


class _Kwic:
    """Lines with their nodes below each other, and as many whole words around as there is room."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._lines = lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        ids = max(line.id.cell_len for line in self._lines) + _GAP
        # Ids that take half of the window stand above the lines.
        start = ids if ids <= width // 2 else _GAP
        nodes = max(line.node.cell_len for line in self._lines)
        room = width - start
        side = max(1, (room - min(nodes, room // 3)) // 2)
        are_cut = False
        for line in self._lines:
            before = "".join(_fitting([*unbroken(line.left.plain)][::-1], side)[::-1])
            after = "".join(_fitting(unbroken(line.right.plain), room - side - line.node.cell_len))
            shown = Text.assemble(
                " " * (side - cell_len(before)), line.within(len(before), len(after))
            )
            if shown.cell_len > room:
                shown, before, after = line.node, "", ""
            are_cut |= len(before) + len(after) < len(line.left) + len(line.right)
            yield from beside(line.id, shown, start, console, width)
        yield Text()
        if are_cut:
            yield Text("words that do not fit the window are left out: --format csv", style=QUIET)


def _fitting(parts: Iterable[str], width: int) -> list[str]:
    """Return the first of `parts` that fit `width` cells together."""
    found = list(parts)
    taken = accumulate(map(cell_len, found))
    return [part for part, cells in zip(found, taken, strict=True) if cells <= width]
