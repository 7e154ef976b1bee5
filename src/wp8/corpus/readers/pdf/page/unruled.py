"""Tables without standing lines: rows of cells that stand below each other."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.pdf.page.geometry import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.corpus.readers.pdf.page.geometry import Line

_FEWEST_ROWS: Final = 3
_FEWEST_CELLS: Final = 2
# A hostile page may have any number.
_MOST_CELLS: Final = 200
# Blanks of a justified line may be as wide, but not below each other.
_FEWEST_NEAR_CELLS: Final = 3
# In sizes of type: rows farther apart are not of one table.
_PITCH: Final = 3.0
# Cells are short, lines of a column of text are not; what begins with less than a word is a list.
_MOST_LETTERS: Final = 25
_LONGEST_LINE: Final = 50
# Of one cell.
_MOST_LINES: Final = 6
_LONGEST_MARK: Final = 3
# As a factor of the white on the other side: a line that is so near goes on with a cell.
_NEARER: Final = 0.85


def with_tables(lines: Sequence[Line]) -> list[Line]:
    """Return `lines`, with a line that is a table in the place of the rows of each."""
    found: list[Line] = []
    rows: list[Line] = []
    for line in lines:
        if rows and not _is_below(rows, line):
            found += _made(rows)
            rows = []
        (rows if rows or _is_row(line) else found).append(line)
    return [*found, *_made(rows)]


def _cells(line: Line) -> list[Cell]:
    """Return the cells of a line that are certain, or all if there are several and none is."""
    found: list[Cell] = []
    for cell in line.cells:
        if found and not cell.is_far:
            found[-1] = found[-1]._replace(right=cell.right)
        else:
            found.append(cell)
    is_near = len(found) < _FEWEST_CELLS and len(line.cells) >= _FEWEST_NEAR_CELLS
    return line.cells if is_near else found


def _is_row(line: Line) -> bool:
    return _FEWEST_CELLS <= len(_cells(line)) <= _MOST_CELLS and line.table is None


def _is_below(rows: Sequence[Line], line: Line) -> bool:
    """Return whether a line has cells below those of `rows`, or is a part of one."""
    if line.table or not line.cells or rows[-1].foot - line.foot > _PITCH * rows[-1].size:
        return False
    full = [row for row in rows[-_MOST_LINES:] if _is_row(row)]
    if not full:
        return False
    above, below = _cells(full[-1]), _cells(line)
    shared = sum(_shared(cell, other) > 0 for cell in below for other in above)
    if len(below) >= _FEWEST_CELLS:
        return shared >= min(len(above), len(below))
    is_first = not any(_shared(below[0], other) > 0 for other in above[1:])
    return len(line.text) <= _LONGEST_LINE and (shared == 1 or is_first)


def _made(rows: list[Line]) -> list[Line]:
    """Return the rows of a table as one line, or as they are if they are none."""
    last = max((place for place, row in enumerate(rows) if _is_row(row)), default=-1)
    pitch = median([one.foot - two.foot for one, two in pairwise(rows[: last + 1])] or [0.0])
    while last + 1 < len(rows) and _is_nearer(rows[last], rows[last + 1], pitch):
        last += 1
    rows, rest = rows[: last + 1], rows[last + 1 :]
    full = [row for row in rows if _is_row(row)]
    if len(full) < _FEWEST_ROWS or not _are_short(full):
        return [*rows, *rest]
    columns = _columns(full)
    if not columns:
        return [*rows, *rest]
    has_head = rows[0].is_bold and not all(row.is_bold for row in rows)
    table = Table([], has_head)
    for row, goes_on in zip(rows, _going_on(rows, columns), strict=True):
        texts = _texts(row, columns)
        if goes_on:
            table.rows[-1] = [
                " ".join(filter(None, pair)) for pair in zip(table.rows[-1], texts, strict=True)
            ]
            table.notes[-1] = [*table.notes[-1], *row.notes]
        else:
            table.rows.append(texts)
            table.notes.append(row.notes)
    whole = rows[0]
    whole.right = max(row.right for row in rows)
    whole.left = min(row.left for row in rows)
    whole.table = table
    whole.notes = []
    return [whole, *rest]


def _going_on(rows: Sequence[Line], columns: Sequence[Cell]) -> Iterator[bool]:
    """Yield of each row whether it is another line of the cells above it."""
    yield False
    for place in range(1, len(rows)):
        above, row = rows[place - 1 : place + 1]
        after = row.foot - rows[place + 1].foot if place + 1 < len(rows) else _PITCH * row.size
        is_first = _shared(row.cells[0], columns[0]) > 0
        is_figure = not any(map(str.isalpha, row.text))
        is_near = _is_nearer(above, row, after)
        yield not _is_row(row) and (is_near or not (is_first or is_figure))


def _is_nearer(above: Line, line: Line, white: float) -> bool:
    return above.foot - line.foot < _NEARER * white


def _are_short(rows: Sequence[Line]) -> bool:
    cells = [_cells(row) for row in rows]
    letters = sum(len(row.text) for row in rows) / sum(map(len, cells))
    marks = sum(row[1].start <= _LONGEST_MARK + 1 for row in cells)
    is_list = marks > len(rows) / 2 and max(map(len, cells)) == _FEWEST_CELLS
    return letters <= _MOST_LETTERS and not is_list


def _columns(rows: Sequence[Line]) -> list[Cell]:
    """Return the columns of a table: what the cells of its fullest rows take in.

    Cells that are not certain are some where most rows have as many, with white between them.
    There are none where they would have to be.
    """
    narrow = _fullest([row.cells for row in rows])
    has_white = all(one.right < other.left for one, other in pairwise(narrow))
    most = sum(len(row.cells) == len(narrow) for row in rows)
    if has_white and 2 * most >= len(rows):
        return narrow
    are_certain = all(any(cell.is_far for cell in row.cells[1:]) for row in rows)
    return _fullest([_cells(row) for row in rows]) if are_certain else []


def _fullest(rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Return what the cells of the rows with most cells take in."""
    number = max(map(len, rows))
    columns = zip(*(row for row in rows if len(row) == number), strict=True)
    return [
        Cell(0, min(cell.left for cell in column), max(cell.right for cell in column))
        for column in columns
    ]


def _texts(row: Line, columns: Sequence[Cell]) -> list[str]:
    """Return the text of `row` in each of the columns of its table."""
    texts = [""] * len(columns)
    ends = [*(cell.start for cell in row.cells[1:]), len(row.text)]
    for cell, end in zip(row.cells, ends, strict=True):
        below = (place for place, column in enumerate(columns) if _shared(cell, column) > 0)
        nearest = max(range(len(columns)), key=lambda place: _shared(cell, columns[place]))
        place = next(below, nearest)
        texts[place] = f"{texts[place]} {row.text[cell.start : end].strip()}".strip()
    return texts


def _shared(one: Cell, other: Cell) -> float:
    """Return how far two cells stand below each other; less than nothing is white between them."""
    return min(one.right, other.right) - max(one.left, other.left)
