"""Rows in columns, on a terminal of any width: no figure and no word of them is cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from wp8.numbers import and_more, numbered
from wp8.render.plain import NOTHING
from wp8.render.terminal import printable
from wp8.words.characters import has_no_blanks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.table import Table as Grid

_GAP: Final = 2
# A text that is longer is set no narrower.
_LEAST_TEXT: Final = 16
# One that is longer is set no wider, but for its words.
_MOST_TEXT: Final = 72
# The columns that each part has take no more of it.
_MOST_REPEATED: Final = 2 / 3
# A table in more parts is read by nobody.
_MOST_PARTS: Final = 8
# A heading may be broken at a blank, and after these.
_PIECE: Final = re.compile(r"[^\s_/-]*[_/-]+|[^\s_/-]+")
# A word with the blanks before it, or with all that is after it at the end.
_WORD: Final = re.compile(r"\s*\S+(?:\s+$)?")


def unbroken(text: str) -> Iterator[str]:
    """Yield the pieces of `text` that stay whole: words, or characters where words have no blanks.

    Together they are all of it.
    """
    for word in _WORD.findall(text):
        yield from word if has_no_blanks(word) else (word,)


def longest(text: str) -> int:
    """Return how many cells the longest piece takes that stays whole."""
    return max((cell_len(piece.strip()) for piece in unbroken(text)), default=0)


class Column:
    """A heading and the cells below it, as text; figures stand flush right.

    One that is only shown `if_room` is left away where not all columns have their full width.
    """

    def __init__(
        self,
        heading: str,
        cells: Iterable[str],
        *,
        is_figures: bool,
        if_room: bool = False,
        style: str = "",
    ) -> None:
        self.heading = printable(heading)
        self.cells = [printable(cell).strip() for cell in cells]
        self.is_figures = is_figures
        self.if_room = if_room
        self.style = style
        widest = max(map(cell_len, (self.heading, *self.cells)))
        own = map(cell_len if is_figures else longest, self.cells)
        head = map(cell_len, _PIECE.findall(self.heading))
        self.least = max(0 if is_figures else min(widest, _LEAST_TEXT), *head, *own)
        self.widest = widest if is_figures else max(self.least, min(widest, _MOST_TEXT))

    def headed(self, width: int) -> str:
        """Return the heading in lines no wider than `width`."""
        lines = [""]
        for part in re.split(r"(?<=[\s_/-])", self.heading):
            if lines[-1] and cell_len((lines[-1] + part).rstrip()) > width:
                lines.append("")
            lines[-1] += part
        return "\n".join(map(str.strip, lines))


class Part(NamedTuple):
    """Columns that stand beside each other, and how wide each is."""

    columns: Sequence[Column]
    widths: Sequence[int]


class Rows:
    """Rows in columns beside each other, as wide as the window lets them be.

    Where it is too narrow for all columns they stand in parts below each other, each with the
    first columns, which tell the rows apart; or each row is a block with a line for each cell.
    What of very many columns is left out is said.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        columns = self._columns
        if sum(column.widest + _GAP for column in columns) > width + _GAP:
            columns = [column for column in columns if not column.if_room]
        parts = list(_parts(columns, width))
        if not parts:
            yield from _blocks(columns, console, width)
            return
        for place, part in enumerate(parts[:_MOST_PARTS]):
            yield from [Text()] * (place > 0)
            yield _grid(part)
        own = _telling(columns)
        left_out = [c.heading for part in parts[_MOST_PARTS:] for c in part.columns[own:]]
        if left_out:
            number = numbered(len(left_out), "column")
            yield Text(f"\n{number} left out ({and_more(left_out)}): --format csv")


def _parts(columns: Sequence[Column], width: int) -> Iterator[Part]:
    """Yield the columns that fit beside each other, or nothing where rows had better be blocks."""
    if _room(columns, width) >= 0:
        yield _set(columns, width)
        return
    own = list(columns[: _telling(columns)])
    others = columns[len(own) :]
    is_narrow = sum(column.widest + _GAP for column in own) <= width * _MOST_REPEATED
    if not is_narrow or any(_room([*own, column], width) < 0 for column in others):
        return
    number = len(_split(own, others, width))
    limits = range(max(width - _room([*own, column], width) for column in others), width + 1)
    # As few parts as there can be, and none with much less than the others.
    split = next(each for limit in limits if len(each := _split(own, others, limit)) == number)
    yield from (_set(part, width) for part in split)


def _split(own: list[Column], others: Sequence[Column], width: int) -> list[list[Column]]:
    """Return what `width` has room for, part by part: in each `own`, then some of `others`."""
    parts = [own]
    for column in others:
        if _room([*parts[-1], column], width) < 0:
            parts.append(own)
        parts[-1] = [*parts[-1], column]
    return parts


def _telling(columns: Sequence[Column]) -> int:
    """Return how many of the first columns tell the rows apart, at least one."""
    rows = list(zip(*(column.cells for column in columns), strict=True))
    numbers = range(1, len(columns))
    return next((n for n in numbers if len({row[:n] for row in rows}) == len(rows)), len(columns))


def _room(columns: Sequence[Column], width: int) -> int:
    """Return what is left of `width` where each column is as narrow as it may be."""
    return width + _GAP - sum(column.least + _GAP for column in columns)


def _set(columns: Sequence[Column], width: int) -> Part:
    """Return columns with their widths: what room there is goes to those that need little first."""
    room = _room(columns, width)
    widths = [column.least for column in columns]
    wanted = [column.widest - column.least for column in columns]
    for done, place in enumerate(sorted(range(len(columns)), key=wanted.__getitem__)):
        more = min(wanted[place], room // (len(columns) - done))
        widths[place] += more
        room -= more
    return Part(columns, widths)


def _grid(part: Part) -> Grid:
    from rich.box import SIMPLE_HEAD  # hits have no columns
    from rich.table import Table as Grid

    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    for column, width in zip(*part, strict=True):
        grid.add_column(
            Text(column.headed(width)),
            justify="right" if column.is_figures else "left",
            width=width,
            overflow="fold",
            header_style=column.style,
            style=column.style,
        )
    for row in zip(*(column.cells for column in part.columns), strict=True):
        grid.add_row(*map(Text, row))
    return grid


def _blocks(columns: Sequence[Column], console: Console, width: int) -> Iterator[RenderableType]:
    """Yield each row as lines, a line or more for each cell."""
    widest = max(cell_len(column.heading) for column in columns) + _GAP
    for place, row in enumerate(zip(*(column.cells for column in columns), strict=True)):
        yield from [Text()] * (place > 0)
        for column, cell in zip(columns, row, strict=True):
            # A word as wide as the window stands at its edge.
            starts = (start for start in (widest, _GAP) if longest(cell) <= width - start)
            heading = Text(column.headed(width))
            yield from beside(
                heading, Text(cell or NOTHING, column.style), next(starts, 0), console, width
            )


def beside(
    head: Text, body: Text, start: int, console: Console, width: int
) -> Iterator[RenderableType]:
    """Yield `head` and beside it, from `start` on, `body`; or below it where `head` is longer."""
    if head.cell_len + _GAP > start:
        yield head
        head = Text()
    for line in wrapped(body, console, width - start):
        shown = Text.assemble(head, " " * (start - head.cell_len), line)
        shown.rstrip()
        yield shown
        head = Text()


def hanging(text: Text, indent: int, console: Console, width: int) -> Iterator[RenderableType]:
    """Yield a text in lines, those after the first set in."""
    first = wrapped(text, console, width)[0]
    yield first
    rest = text[len(first) :]
    rest = rest[len(rest) - len(rest.plain.lstrip()) :]
    if rest:
        yield from beside(Text(), rest, indent, console, width)


def wrapped(text: Text, console: Console, width: int) -> list[Text]:
    """Return a text in lines; the comma after a word wider than they are does not stand alone."""
    lines = list(text.wrap(console, max(1, width)))
    for line in lines:
        line.rstrip()
    for place, line in enumerate(lines[1:], start=1):
        before = lines[place - 1]
        if line.plain == "," and len(before) > 1:
            lines[place] = Text.assemble(before[-1], line)
            before.right_crop()
    return lines
