"""Ruled tables: their cells are what stands between lines that cross."""

from __future__ import annotations

import re
from statistics import mean
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.pdf.page.geometry import Table
from wp8.corpus.readers.pdf.page.lines import line_of, way_of
from wp8.corpus.readers.pdf.page.rows import rows
from wp8.corpus.readers.pdf.page.text import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.corpus.readers.pdf.page.geometry import Piece, Rule

# In points: lines that meet are drawn so near to each other.
_NEAR: Final = 3.0
_FEWEST_LINES: Final = 3
# Frames around text are no tables, nor are drawings.
_MOST_WORDS: Final = 60
_LEAST_FILLED: Final = 0.4
_FEWEST_FIGURES: Final = 2
_FULL: Final = 0.8
_FIGURES: Final = re.compile(r"(?=.*[0-9])[^a-zA-Z\u00c0-\uffff]+")
_GOING_ON: Final = (",", ";", "-", "–")


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
    standing = [rule for rule in rules if rule[2] - rule[0] < 1 <= rule[3] - rule[1]]
    grounds = [rule for rule in rules if rule[2] - rule[0] >= 1 <= rule[3] - rule[1]]
    rest = list(pieces)
    found: list[Ruled] = []
    for group in _connected([*lying, *standing]):
        box = _box(group)
        group += list(_edges(group, grounds))
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


def _edges(rules: Sequence[Rule], grounds: Iterable[Rule]) -> Iterator[Rule]:
    """Yield the upper and the lower edges of what fills cells from one of `rules` to another."""
    box = _box(rules)
    ends = {end for rule in rules for end in (rule[0], rule[2])}
    for ground in grounds:
        left, foot, right, top = ground
        sides = (left, right) if _touch(ground, box) else ()
        if sides and all(any(abs(side - end) <= _NEAR for end in ends) for side in sides):
            yield left, foot, right, foot
            yield left, top, right, top


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
    texts: list[list[str]] = []
    for row in reversed(range(len(upwards) - 1)):
        band = [cells.get((column, row), []) for column in range(len(across) - 1)]
        is_one = any(piece.foot < upwards[row] for cell in band for piece in cell)
        texts += [list(map(_text, band))] if is_one else _rows_within(band)
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


def _rows_within(band: Sequence[Sequence[Piece]]) -> list[list[str]]:
    """Return the rows of what stands in the columns between two lines: one, or several.

    Figures in a column are not one cell, what is beside them goes on until the next; nor are three
    lines of words that have cells in most columns.
    """
    lines = rows(piece for cell in band for piece in cell)
    homes = {piece: column for column, cell in enumerate(band) for piece in cell}
    parts: list[list[list[Piece]]] = [[[] for _ in band] for _ in lines]
    for part, line in zip(parts, lines, strict=True):
        for piece in (piece for segment in line for piece in segment.pieces):
            part[homes[piece]].append(piece)
    texts = [list(map(_text, part)) for part in parts]
    columns = [[text for text in column if text] for column in zip(*texts, strict=True)]
    used = [column for column in columns if column]
    anchor = max((c for c in used if _are_figures(c)), key=len, default=[])
    if len(anchor) >= _FEWEST_FIGURES:
        starts = [place for place, row in enumerate(texts) if row[columns.index(anchor)]]
        if sum(sum(map(bool, texts[place])) > 1 for place in starts) * 2 <= len(starts):
            starts = [0]
    elif len(lines) >= _FEWEST_LINES and sum(map(len, used)) >= _FULL * len(lines) * len(used):
        starts = list(range(len(lines)))
    else:
        starts = [0]
    ends = [*starts[1:], len(lines)]
    return [
        [
            _text([piece for part in parts[start:end] for piece in part[column]])
            for column in range(len(band))
        ]
        for start, end in zip([0, *starts[1:]], ends, strict=True)
    ]


def _are_figures(texts: Sequence[str]) -> bool:
    """Return whether all of `texts` are figures, and none goes on in the next."""
    return all(_FIGURES.fullmatch(text) and not text.endswith(_GOING_ON) for text in texts)


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
