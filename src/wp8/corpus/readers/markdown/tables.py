"""Tables that are drawn: pandoc's grids of `+---+`, and columns under `----  ----`."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

from wp8.corpus.readers.markdown.blocks import is_outside, line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_block import StateBlock

    # The line in which a row begins, and the lines of each of its cells.
    _Row = tuple[int, list[list[str]]]

_EDGE: Final = re.compile(r"\+(?:[-=:]+\+)+")
_COLUMNS: Final = re.compile(r" *-{2,}(?: +-{2,})+ *")
_RULE: Final = re.compile(r" *-{3,} *")
_DASHES: Final = re.compile(r" *-{2,}[ -]*")


def grid(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a table in a grid; one with cells over several rows or columns is text."""
    is_drawn = line_of(state, start).startswith("+") and start >= state.env.get("not_drawn", 0)
    if silent or not is_drawn or state.is_code_block(start):
        return False
    last = start
    while last < end and line_of(state, last)[:1] in ("+", "|") and not is_outside(state, last):
        last += 1
    grid_ = _gridded([line_of(state, number).rstrip() for number in range(start, last)])
    if grid_ is None:
        state.env["not_drawn"] = last
        return False
    rows, heads = grid_
    _put(state, [(start + n, cells) for n, cells in rows], (start, last), has_head=heads > 0)
    return True


def _gridded(lines: Sequence[str]) -> tuple[list[_Row], int] | None:
    """Return the rows of a grid and how many are its head, if it is a whole one."""
    places = _corners(lines[0])
    rows: list[_Row] = []
    heads = 0
    for is_edge, run in groupby(enumerate(lines), lambda each: bool(_EDGE.fullmatch(each[1]))):
        numbers, texts = zip(*run, strict=True)
        if not is_edge:
            rows.append((numbers[0], _cells(texts, places)))
        elif any(_corners(text) != places for text in texts):
            return None
        else:
            heads = heads or len(rows) * ("=" in texts[0])
    is_closed = _EDGE.fullmatch(lines[0]) and _EDGE.fullmatch(lines[-1])
    return (rows, heads) if is_closed and rows and all(cells for _, cells in rows) else None


def _corners(line: str) -> list[int]:
    return [place for place, sign in enumerate(line) if sign == "+"]


def columns(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a table whose columns are the dashes that stand under their heads, or above all."""
    if silent or start + 1 >= end:
        return False
    if "-" not in (line_of(state, start)[:1], line_of(state, start + 1)[:1]):
        return False
    if _DASHES.fullmatch(_text(state, start)) and not state.is_code_block(start):
        table = _closed(state, start, end)
    elif _COLUMNS.fullmatch(_text(state, start + 1)) and not state.is_code_block(start + 1):
        table = _open(state, start, end)
    else:
        return False
    if table is None or any(is_outside(state, number) for number in range(start, table[1])):
        return False
    ruler, last = table
    places = [found.start() for found in re.finditer("-+", _text(state, ruler))]
    places[0] = 0
    heads = [n for n in range(start, ruler) if not _DASHES.fullmatch(_text(state, n))]
    body = range(ruler + 1, last)
    if any(state.isEmpty(number) for number in body):
        groups = [[*run] for is_blank, run in groupby(body, state.isEmpty) if not is_blank]
    else:
        groups = [[number] for number in body]
    if heads:
        groups.insert(0, heads)
    rows: list[_Row] = [
        (group[0], _cells([_text(state, number) for number in group], places, gap=" "))
        for group in groups
    ]
    if not all(cells for _, cells in rows) or not any(_is_row(cells) for _, cells in rows):
        return False
    is_ruled = last < end and not state.isEmpty(last)
    _put(state, rows, (start, last + is_ruled), has_head=bool(heads))
    return True


def _is_row(cells: Sequence[Sequence[str]]) -> bool:
    return sum(map(any, cells)) > 1


def _closed(state: StateBlock, start: int, end: int) -> tuple[int, int] | None:
    """Return the line of the columns of a table between dashes, and that of the last dashes."""
    ruler = start
    while not _COLUMNS.fullmatch(_text(state, ruler)):
        ruler += 1
        if ruler == end or state.isEmpty(ruler) or _RULE.fullmatch(_text(state, ruler)):
            return None
    # What has no end from one line has none from those below.
    if end in state.env.setdefault("no_dashes", set()):
        return None
    for number in range(ruler + 1, end):
        if _DASHES.fullmatch(_text(state, number)):
            is_last = number + 1 == end or state.isEmpty(number + 1)
            return (ruler, number) if is_last and number > ruler + 1 else None
    state.env["no_dashes"].add(end)
    return None


def _open(state: StateBlock, start: int, end: int) -> tuple[int, int] | None:
    """Return the line of the columns of a table that a blank line ends, and that line."""
    last = start + 2
    while last < end and not state.isEmpty(last) and not _DASHES.fullmatch(_text(state, last)):
        last += 1
    return (start + 1, last) if last > start + 2 else None


def _cells(lines: Sequence[str], places: Sequence[int], gap: str = "|") -> list[list[str]]:
    """Return the lines of each cell between `places`, nothing where one reaches over a `gap`."""
    cells: list[list[str]] = [[] for _ in places[gap == "|" :]]
    ends = places[1:] if gap == "|" else [*places[1:], None]
    for line in lines:
        drawn = _drawn(line)
        for cell, left, right in zip(cells, places, ends, strict=False):
            edge = right if gap == "|" else right and right - 1
            if edge is not None and "".join(drawn[edge : edge + 1]) not in (gap, gap.strip()):
                return []
            cell.append("".join(drawn[left + (gap == "|") : right]).strip())
    return cells


def _drawn(line: str) -> list[str]:
    """Return what stands in each column of a `line`, nothing in the second of a wide character."""
    drawn: list[str] = []
    for char in line.expandtabs(4):
        if combining(char) and drawn:
            drawn[-1] += char
        else:
            drawn += [char, ""] if east_asian_width(char) in "WF" else [char]
    return drawn


def _text(state: StateBlock, number: int) -> str:
    return state.getLines(number, number + 1, state.blkIndent, False)


def _put(
    state: StateBlock, rows: Sequence[_Row], lines: tuple[int, int], *, has_head: bool
) -> None:
    """Add a table of `rows`; without a head, a row without cells stands for it."""
    state.push("table_open", "table", 1).map = list(lines)
    for start, cells in ([] if has_head else [(lines[0], [])]) + [*rows]:
        extent = [start, start + max(map(len, cells), default=1)]
        state.push("tr_open", "tr", 1).map = extent
        for cell in cells:
            inline = state.push("inline", "", 0)
            inline.map, inline.content, inline.children = extent, "\n".join(cell).rstrip(), []
        state.push("tr_close", "tr", -1)
    state.push("table_close", "table", -1)
    state.line = lines[1]
