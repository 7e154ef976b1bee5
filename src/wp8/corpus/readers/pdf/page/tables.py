"""Ruled tables: their cells are what stands between lines that cross."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.pdf.page.geometry import Table
from wp8.corpus.readers.pdf.page.lines import line_of, way_of
from wp8.corpus.readers.pdf.page.rows import rows
from wp8.corpus.readers.pdf.page.text import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wp8.corpus.readers.pdf.page.geometry import Piece, Rule

# In points: lines that meet are drawn so near to each other.
_NEAR: Final = 3.0
_FEWEST_LINES: Final = 3
# Frames around text are no tables, nor are drawings.
_MOST_WORDS: Final = 60
_LEAST_FILLED: Final = 0.4


class Ruled(NamedTuple):
    """A table and where it stands."""

    left: float
    foot: float
    right: float
    top: float
    table: Table


def ruled_tables(pieces: Sequence[Piece], rules: Sequence[Rule]) -> tuple[list[Ruled], list[Piece]]:
    """Return the ruled tables of a page, and the pieces that are in none."""
    lying = [rule for rule in rules if rule[3] - rule[1] < 1]
    standing = [rule for rule in rules if rule[3] - rule[1] >= 1]
    rest = list(pieces)
    found: list[Ruled] = []
    for group in _connected([*lying, *standing]):
        box = _box(group)
        inside = [piece for piece in rest if _is_in(piece, box)]
        table = _grid(inside, group) if inside else None
        if table:
            found.append(Ruled(*box, table))
            taken = set(inside)
            rest = [piece for piece in rest if piece not in taken]
    return found, rest


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Return the groups of rules that touch each other."""
    groups: list[list[Rule]] = []
    boxes: list[Rule] = []
    for rule in rules:
        touched = [place for place, box in enumerate(boxes) if _touch(rule, box)]
        touched = [p for p in touched if any(_touch(rule, other) for other in groups[p])]
        group = [rule, *(other for place in touched for other in groups[place])]
        for place in reversed(touched):
            del groups[place], boxes[place]
        groups.append(group)
        boxes.append(_box(group))
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one[0] - _NEAR <= other[2]
        and other[0] - _NEAR <= one[2]
        and one[1] - _NEAR <= other[3]
        and other[1] - _NEAR <= one[3]
    )


def _box(rules: Iterable[Rule]) -> Rule:
    lefts, feet, rights, tops = zip(*rules, strict=True)
    return min(lefts), min(feet), max(rights), max(tops)


def _is_in(piece: Piece, box: Rule) -> bool:
    middle = (piece.left + piece.right) / 2
    return box[0] <= middle <= box[2] and box[1] <= piece.foot + piece.size / 4 <= box[3]


def _grid(pieces: Sequence[Piece], rules: Sequence[Rule]) -> Table | None:
    standing = [rule for rule in rules if rule[3] - rule[1] >= 1]
    lying = [rule for rule in rules if rule[3] - rule[1] < 1]
    left, foot, right, top = _box(rules)
    across = _places([*(rule[0] for rule in standing), left, right])
    upwards = _places([*(rule[1] for rule in lying), foot, top])
    if len(across) < _FEWEST_LINES or len(upwards) < _FEWEST_LINES or not lying:
        return None
    cells: dict[tuple[int, int], list[Piece]] = {}
    homes: dict[tuple[int, int], tuple[int, int]] = {}
    for piece in pieces:
        column = _between((piece.left + piece.right) / 2, across)
        row = _between(piece.foot + piece.size / 4, upwards)
        place = column, row
        if place not in homes:
            homes[place] = _home(*place, across, upwards, standing, lying)
        cells.setdefault(homes[place], []).append(piece)
    number = len(upwards) - 1
    texts = [
        [_text(cells.get((column, row), [])) for column in range(len(across) - 1)]
        for row in reversed(range(number))
    ]
    columns = zip(*(row for row in texts if any(row)), strict=True)
    kept = [column for column in columns if any(column)]
    texts = [list(row) for row in zip(*kept[:: -1 if _is_leftward(pieces) else 1], strict=True)]
    filled = [text for row in texts for text in row if text]
    if (
        len(texts) < _FEWEST_LINES - 1
        or len(filled) < _LEAST_FILLED * sum(map(len, texts))
        or mean(len(text.split()) for text in filled) > _MOST_WORDS
    ):
        return None
    heads = [piece for piece in pieces if piece.foot > upwards[-2]]
    has_head = all(piece.is_bold for piece in heads) and not all(p.is_bold for p in pieces)
    return Table(texts, has_head)


def _is_leftward(pieces: Sequence[Piece]) -> bool:
    """Return whether most of `pieces` are read from right to left, and so are their columns."""
    ways = [way_of(piece.text) for piece in pieces]
    return ways.count("R") > ways.count("L")


def _places(places: Iterable[float]) -> list[float]:
    """Return where lines are, those of one line as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _between(place: float, lines: Sequence[float]) -> int:
    """Return between which of `lines` a place is."""
    return max(0, min(sum(line <= place for line in lines) - 1, len(lines) - 2))


def _home(
    column: int,
    row: int,
    across: Sequence[float],
    upwards: Sequence[float],
    standing: Sequence[Rule],
    lying: Sequence[Rule],
) -> tuple[int, int]:
    """Return the column and the row where the cell begins that reaches over these."""
    while column and not any(
        abs(rule[0] - across[column]) <= _NEAR
        and rule[1] - _NEAR <= (upwards[row] + upwards[row + 1]) / 2 <= rule[3] + _NEAR
        for rule in standing
    ):
        column -= 1
    while row < len(upwards) - 2 and not any(
        abs(rule[1] - upwards[row + 1]) <= _NEAR
        and rule[0] - _NEAR <= (across[column] + across[column + 1]) / 2 <= rule[2] + _NEAR
        for rule in lying
    ):
        row += 1
    return column, row


def _text(pieces: Sequence[Piece]) -> str:
    return Words().joined(line_of(row).text for row in rows(pieces))
