"""The rows of a page: pieces that stand at one height, cut where there is much white between them.

What stands a little above or below in smaller type, next to a word of a row, belongs to it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.corpus.readers.pdf.page.geometry import Piece, Table

# All in sizes of type.
_SAME_FOOT: Final = 0.3
# A superscript is set 0.3 to 0.5 higher, an index 0.2 lower (TeX's sup1 and sub1).
_HIGHEST: Final = 0.75
_LOWEST: Final = -0.45
_NEXT_TO: Final = 0.45
# A letter of the same size that a name sets lower or higher: TeX.
_SHIFTED: Final = 0.6
_TOUCHING: Final = 0.2
# A note's own mark may stand farther from its text.
_BEFORE: Final = 0.8
_SMALLER: Final = 0.9
_SMALLEST: Final = 0.45
# An initial is as high as two lines and more; its word begins at its top.
INITIAL: Final = 1.8
_LONGEST_INITIAL: Final = 2
_MOST_INITIALS: Final = 20
_HIGH_AS: Final = 0.75
# No page has rows of so many words; a hostile one may.
_MOST_PAIRS: Final = 1_000_000
# How many rows, above and below, may be nearer than that: of columns of other pitches, too.
_NEAR: Final = 4
# White that a justified line rarely has between its words, and every gutter has.
WHITE: Final = 0.85
# Dots that lead to a page number begin nearer to their title.
_WHITE_OF_LEADER: Final = 3.0


@dataclass(slots=True)
class Segment:
    """Pieces of one row with no white between them, from left to right; or a table."""

    pieces: list[Piece]
    left: float
    right: float
    foot: float
    size: float
    table: Table | None = None

    def is_raised(self, piece: Piece) -> bool:
        """Return whether one of its pieces stands above the others, in smaller type."""
        return piece.foot - self.foot > 0.12 * self.size and piece.size < _SMALLER * self.size


Row = list[Segment]


def rows(pieces: Iterable[Piece]) -> list[Row]:
    """Return the rows of `pieces`, from top to bottom."""
    groups = _with_initials(_with_small_pieces(_at_one_height(pieces)))
    found = [list(_segments(group)) for group in groups]
    return sorted(found, key=lambda row: -row[0].foot)


def usual_size(pieces: Iterable[Piece]) -> float:
    """Return the size in which most letters of `pieces` are set."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _at_one_height(pieces: Iterable[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.foot, piece.left)):
        # Small pieces come before or after what they belong to, within the height of a line.
        for group in groups[-_NEAR:][::-1]:
            off = abs(group[0].foot - piece.foot)
            if off <= _SAME_FOOT * min(group[0].size, piece.size):
                group.append(piece)
                break
        else:
            groups.append([piece])
    return groups


def _with_small_pieces(groups: list[list[Piece]]) -> list[list[Piece]]:
    """Return `groups` with what is raised or lowered among the words that it is next to."""
    homes = [sorted(group, key=lambda piece: piece.left) for group in groups]
    for place, group in enumerate(homes):
        near = [*homes[max(0, place - _NEAR) : place], *homes[place + 1 : place + 1 + _NEAR]]
        near = [home for home in near if _may_belong(group, home)]
        if not near:
            continue
        kept: list[Piece] = []
        for number, piece in enumerate(group):
            beside = [*group[max(0, number - 1) : number], *group[number + 1 : number + 2]]
            is_alone = all(_gap(piece, other) > WHITE * piece.size for other in beside)
            at_home = any(_is_beside(piece, other) for other in beside if other.size > piece.size)
            others = [] if at_home else near
            home = next((home for home in others if _belongs(piece, home, is_alone=is_alone)), None)
            (kept if home is None else home).append(piece)
        # In place: others look at it.
        group[:] = kept
    return [group for group in homes if group]


def _with_initials(groups: list[list[Piece]]) -> list[list[Piece]]:
    """Return `groups` with the initials that are as high as some lines in the first of these."""
    usual = usual_size(piece for group in groups for piece in group)
    begun = [group for group in groups if _begins_with_initial(group, usual)]
    for group in begun if len(begun) <= _MOST_INITIALS else []:
        initial = group[0]
        beside = (home for home in groups if home is not group and _begins_at(home, initial))
        home = max(beside, key=lambda home: home[0].foot, default=group)
        group.remove(initial)
        home.insert(0, initial)
    return [group for group in groups if group]


def _begins_with_initial(group: list[Piece], usual: float) -> bool:
    first = group[0]
    is_short = len(first.text) <= _LONGEST_INITIAL and first.text.isalpha()
    return is_short and first.size >= INITIAL * usual


def _begins_at(home: list[Piece], initial: Piece) -> bool:
    """Return whether a row begins beside the upper part of `initial`."""
    if not home:
        return False
    first = min(home, key=lambda piece: (abs(piece.left - initial.right), piece.left))
    top = initial.foot + _HIGH_AS * initial.size
    return initial.foot < first.foot < top and abs(first.left - initial.right) < 2 * first.size


def _may_belong(group: list[Piece], home: list[Piece]) -> bool:
    if not 0 < len(group) * len(home) <= _MOST_PAIRS:
        return False
    return abs(group[0].foot - home[0].foot) < max(
        _HIGHEST * home[0].size, _HIGHEST * group[0].size
    )


def _belongs(piece: Piece, home: Sequence[Piece], *, is_alone: bool) -> bool:
    """Return whether a small piece stands next to one of `home`, or one that came there so.

    A large one that has no row of its own may be between two of them.
    """
    for other in home:
        size = other.size
        off = piece.foot - other.foot
        if piece.size < _SMALLEST * size:
            continue
        if piece.size < _SMALLER * size:
            if not _LOWEST * size < off < _HIGHEST * size:
                continue
        elif is_alone and abs(off) <= _SHIFTED * size:
            if abs(_gap(piece, other)) <= _TOUCHING * size:
                return True
            continue
        elif not (other.size < _SMALLER * home[0].size and abs(off) <= _SAME_FOOT * size):
            continue
        if _is_beside(piece, other):
            return True
        if off > 0 and -_NEXT_TO * size <= other.left - piece.right <= _BEFORE * size:
            return True
    return False


def _is_beside(piece: Piece, other: Piece) -> bool:
    """Return whether `piece` follows `other` without a blank."""
    return abs(piece.left - other.right) <= _NEXT_TO * other.size


def _gap(one: Piece, other: Piece) -> float:
    """Return how far one of two pieces is from the other."""
    return max(one.left, other.left) - min(one.right, other.right)


def _segments(group: list[Piece]) -> Iterator[Segment]:
    size = usual_size(group)
    feet = [piece.foot for piece in group if piece.size == size]
    foot = sorted(feet)[len(feet) // 2]
    pieces: list[Piece] = []
    right = 0.0
    for piece in sorted(group, key=lambda piece: piece.left):
        white = WHITE if piece.text.strip(".") else _WHITE_OF_LEADER
        if pieces and piece.left - right > white * size:
            yield Segment(pieces, pieces[0].left, right, foot, size)
            pieces = []
        right = max(right, piece.right) if pieces else piece.right
        pieces.append(piece)
    yield Segment(pieces, pieces[0].left, right, foot, size)
