"""Bullets that are drawn, and no characters: before what begins at their height."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.pdf.page.geometry import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.corpus.readers.pdf.page.geometry import Rule

_BULLET: Final = "\u2022"
# All in sizes of type: how large a bullet is, and how far from its text.
_SMALLEST: Final = 0.15
_LARGEST: Final = 0.6
_NEAREST: Final = 0.2
_FARTHEST: Final = 2.5
_HIGHEST: Final = 0.75
# As factors of each other: width and height.
_SQUARE: Final = 1.3
# A drawing has more points.
_MOST: Final = 100


def drawn_bullets(pieces: Sequence[Piece], rules: Sequence[Rule]) -> Iterator[Piece]:
    """Yield a piece for each bullet that is drawn before one of `pieces`, the first of its line."""
    sizes = [piece.size for piece in pieces]
    largest = _LARGEST * max(sizes, default=0.0)
    points = [rule for rule in rules if 1 <= rule[2] - rule[0] < largest and _is_square(rule)]
    for point in points if len(points) <= _MOST else []:
        left, foot, right, top = point
        beside = [
            piece
            for piece in pieces
            if piece.foot <= foot and top <= piece.foot + _HIGHEST * piece.size
        ]
        after = [piece for piece in beside if piece.left >= right]
        first = min(after, key=lambda piece: piece.left, default=None)
        if first is None:
            continue
        white = (first.left - right) / first.size
        is_bullet = _SMALLEST <= (right - left) / first.size <= _LARGEST
        is_first = all(
            piece.right < left - _FARTHEST * first.size for piece in beside if piece.left < left
        )
        if is_bullet and is_first and _NEAREST <= white <= _FARTHEST:
            yield Piece(_BULLET, left, right, first.foot, first.size, False, True)


def _is_square(rule: Rule) -> bool:
    width, height = rule[2] - rule[0], rule[3] - rule[1]
    return height <= _SQUARE * width and width <= _SQUARE * height
