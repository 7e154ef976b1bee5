"""Tables without standing lines: rows of cells that stand below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.pdf.page.geometry import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.corpus.readers.pdf.page.geometry import Line

_FEWEST_ROWS: Final = 3
_FEWEST_CELLS: Final = 2
# In sizes of type: rows farther apart are not of one table.
_PITCH: Final = 3.0
# Cells are short, lines of a column of text are not; what begins with less than a word is a list.
_MOST_LETTERS: Final = 25
_LONGEST_MARK: Final = 3


def with_tables(lines: Sequence[Line]) -> list[Line]:
    """Return `lines`, with a line that is a table in the place of the rows of each."""
    found: list[Line] = []
    rows: list[Line] = []
    for line in lines:
        if rows and not _is_row_below(rows[-1], line):
            found += _table(rows)
            rows = []
        (rows if _is_row(line) else found).append(line)
    return [*found, *_table(rows)]


def _is_row(line: Line) -> bool:
    return len(line.cells) >= _FEWEST_CELLS and line.table is None


def _is_row_below(above: Line, below: Line) -> bool:
    """Return whether a row has cells below those of another."""
    if not _is_row(below) or above.foot - below.foot > _PITCH * above.size:
        return False
    below_one = sum(_shared(cell, other) > 0 for cell in below.cells for other in above.cells)
    return below_one >= min(len(above.cells), len(below.cells))


def _table(rows: list[Line]) -> list[Line]:
    """Return the rows of a table as one line, or as they are if they are none."""
    if len(rows) < _FEWEST_ROWS or not _are_short(rows):
        return rows
    columns = _columns(rows)
    texts = [_texts(row, columns) for row in rows]
    has_head = rows[0].is_bold and not all(row.is_bold for row in rows)
    whole = rows[0]
    whole.right = max(row.right for row in rows)
    whole.left = min(row.left for row in rows)
    whole.table = Table(texts, has_head, [row.notes for row in rows])
    whole.notes = []
    return [whole]


def _are_short(rows: Sequence[Line]) -> bool:
    letters = sum(len(row.text) for row in rows) / sum(len(row.cells) for row in rows)
    marks = sum(row.cells[1].start <= _LONGEST_MARK + 1 for row in rows)
    is_list = marks > len(rows) / 2 and max(len(row.cells) for row in rows) == _FEWEST_CELLS
    return letters <= _MOST_LETTERS and not is_list


def _columns(rows: Sequence[Line]) -> list[Cell]:
    """Return the columns of a table: what the cells of its fullest rows take in."""
    number = max(len(row.cells) for row in rows)
    columns = zip(*(row.cells for row in rows if len(row.cells) == number), strict=True)
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
