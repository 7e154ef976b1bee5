"""What stands on a page and where: in points, from the left and from the foot of the page."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    Point = tuple[float, float]
    Rule = tuple[float, float, float, float]


def turn(point: Point, angle: int) -> Point:
    """Return where `point` stands when the page is turned back by so many degrees."""
    if not angle:
        return point
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return point[0] * cosine + point[1] * sine, point[1] * cosine - point[0] * sine


class Piece(NamedTuple):
    """Characters that stand next to each other: a word, or a part of one.

    `foot` is the line that letters stand on, `size` that of the type. A blank of the file follows
    one that `is_spaced`.
    """

    text: str
    left: float
    right: float
    foot: float
    size: float
    is_bold: bool
    is_spaced: bool


class Page(NamedTuple):
    """What pages.py answers of a page.

    `turned` are the pieces that stand in other directions than most of the page, those of each by
    themselves. `rules` are lines and filled grounds: left, foot, right, top. Of its characters,
    `invisible` have no ink, `unknown` mean no letter; `unread` texts have letters that could not be
    had; `doubled` are drawn over themselves and in no piece.
    """

    label: str
    pieces: list[Piece]
    turned: list[list[Piece]]
    rules: list[Rule]
    pictures: int
    fields: int
    invisible: int
    unknown: int
    unread: int
    doubled: list[str]

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Page:
        """Return the page of an answer in JSON."""
        page = cls(**answer)
        return page._replace(
            pieces=[Piece(*piece) for piece in page.pieces],
            turned=[[Piece(*piece) for piece in group] for group in page.turned],
            rules=[(left, foot, right, top) for left, foot, right, top in page.rules],
        )


class Cell(NamedTuple):
    """What white sets apart in a line: where it begins in the text, and where it stands.

    One that `is_far` has white before it as between the cells of a table; another may be a cell,
    or go on with the one before it.
    """

    start: int
    left: float
    right: float
    is_far: bool = True


@dataclass(slots=True)
class Line:
    """A line of a column.

    `first` is how wide its first word is; `raised` are the spans of the text that stand above the
    line in smaller type, `notes` the notes that marks in it cite, `cells` what white sets
    apart in it. Where one reads from right to left, `left` is where one begins, too: such a line
    has its places mirrored. `table` is one that stands in the place of a line. One that
    `is_title` is an entry of the outline.
    """

    text: str
    left: float
    right: float
    foot: float
    size: float
    is_bold: bool
    first: float
    raised: list[tuple[int, int]]
    notes: list[int | str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    table: Table | None = None
    is_title: bool = False


@dataclass(slots=True)
class Table:
    """The rows of a table, the texts of their cells, and whether the first is its head.

    `notes` are those of each row, as a line has them.
    """

    rows: list[list[str]]
    has_head: bool
    notes: list[list[int | str]] = field(default_factory=list)
