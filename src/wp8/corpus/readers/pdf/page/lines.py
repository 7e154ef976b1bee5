"""The text of a line: its pieces in the order in which they are read, blanks where they are."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.pdf.page.geometry import Cell, Line
from wp8.corpus.readers.pdf.page.pieces import GAP
from wp8.corpus.readers.pdf.page.rows import INITIAL, WHITE, usual_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wp8.corpus.readers.pdf.page.geometry import Piece
    from wp8.corpus.readers.pdf.page.rows import Row

# Between signs of a script without blanks, in sizes of type: such a line is justified by white.
_WHITE_OF_BLANK: Final = 0.8
# No line of text is justified by so much.
_WHITE_OF_CELLS: Final = 1.5
_STOPS: Final = frozenset(".,;:!?)]")
_RIGHT: Final = frozenset(("R", "AL"))
_LEFT: Final = frozenset(("L", "EN", "AN"))
# Han, kana and their signs.
_WITHOUT_BLANKS: Final = ("CJK ", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "FULLWIDTH")


def line_of(row: Row) -> Line:
    """Return the segments of one row as a line."""
    pieces = [piece for segment in row for piece in segment.pieces]
    size = usual_size(pieces)
    main = max(row, key=lambda segment: segment.right - segment.left)
    left, right = pieces[0].left, max(piece.right for piece in pieces)
    ordered, is_turned = _as_read(pieces)
    text = ""
    cells: list[Cell] = []
    raised: list[tuple[int, int]] = []
    first = 0.0
    for number, piece in enumerate(ordered):
        if number and _is_apart(ordered[number - 1], piece, size):
            first = first or _reach(ordered[:number])
            text += " "
        white = piece.left - ordered[number - 1].right if number else 0.0
        if white > WHITE * size:
            cells.append(Cell(len(text), piece.left, piece.right, white > _WHITE_OF_CELLS * size))
        elif cells:
            cells[-1] = cells[-1]._replace(right=piece.right)
        else:
            cells.append(Cell(0, piece.left, piece.right))
        if main.is_raised(piece):
            raised.append((len(text), len(text) + len(piece.text)))
        text += piece.text
    is_bold = all(piece.is_bold for piece in pieces if any(map(str.isalpha, piece.text)))
    is_bold = is_bold and any(piece.is_bold for piece in pieces)
    if text and is_unspaced(text[0]):
        first = size
    if is_turned:
        left, right = -right, -left
    line = Line(text, left, right, main.foot, size, is_bold, first or right - left, raised)
    line.table = row[0].table
    line.cells = [] if is_turned else cells
    return line


def is_unspaced(character: str) -> bool:
    """Return whether a character is of a script that has no blanks between its words."""
    return character > "\u2e7f" and _is_unspaced(character)


@cache
def _is_unspaced(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_WITHOUT_BLANKS)


def _is_apart(one: Piece, other: Piece, size: float) -> bool:
    gap = max(one.left, other.left) - min(one.right, other.right)
    if one.size >= INITIAL * size and len(one.text) == 1:
        return gap > _WHITE_OF_BLANK * size
    # PDFium also sees blanks where a mark is raised, and none stands before a stop.
    if one.is_spaced and gap > 0 and other.text[0] not in _STOPS:
        return True
    if is_unspaced(one.text[-1]) and is_unspaced(other.text[0]):
        return gap > _WHITE_OF_BLANK * size
    return gap > GAP * size


def _reach(pieces: Sequence[Piece]) -> float:
    return max(piece.right for piece in pieces) - min(piece.left for piece in pieces)


def _as_read(pieces: list[Piece]) -> tuple[list[Piece], bool]:
    """Return `pieces`, which stand from left to right, as they are read; and whether leftwards.

    In a line that is read leftwards, words that are not stand in their own order, and the other
    way round.
    """
    ways = [way_of(piece.text) for piece in pieces]
    right = sum(len(piece.text) for piece, way in zip(pieces, ways, strict=True) if way == "R")
    if not right:
        return pieces, False
    left = sum(len(piece.text) for piece, way in zip(pieces, ways, strict=True) if way == "L")
    base, other = ("R", "L") if right >= left else ("L", "R")
    runs = [
        (way, [piece for _, piece in group])
        for way, group in groupby(_with_ways(pieces, ways, base, other), key=lambda pair: pair[0])
    ]
    if base == "R":
        runs.reverse()
    read = [piece for way, run in runs for piece in (run[::-1] if way == "R" else run)]
    return read, base == "R"


def _with_ways(
    pieces: Iterable[Piece], ways: list[str], base: str, other: str
) -> list[tuple[str, Piece]]:
    """Return `pieces`, each with the way in which it is read: signs as what is on both sides."""
    settled = ways[:]
    for place, way in enumerate(ways):
        if not way:
            before = settled[place - 1] if place else base
            after = next((later for later in ways[place:] if later), base)
            settled[place] = other if before == after == other else base
    return list(zip(settled, pieces, strict=True))


def way_of(text: str) -> str:
    """Return which way `text` is read: "R" is leftwards, "L" rightwards, "" either."""
    ways = {unicodedata.bidirectional(character) for character in text}
    return "R" if ways & _RIGHT else "L" if ways & _LEFT else ""
