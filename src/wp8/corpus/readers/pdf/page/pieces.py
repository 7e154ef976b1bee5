"""The characters of a page, put together to pieces: what stands next to each other in one type.

A piece ends at a blank, and where the file goes elsewhere or sets in another type. Accents that
the file draws over a letter become the letter's own, and what is drawn twice is there once.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.pdf.page.geometry import turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.pdf.page.geometry import Point

# All in sizes of type. Poppler ends a word at a gap of 0.1 (minWordBreakSpace in TextOutputDev.cc).
GAP: Final = 0.1
_BACK: Final = -0.4
_OFF: Final = 0.04
_OTHER_SIZE: Final = 0.02
# What is drawn twice for boldness is moved by less: an `l` of narrow type is 0.2 wide.
_DOUBLED: Final = 0.1
_OVER: Final = 0.2
_HIGH: Final = 0.4
_MOST_LONE: Final = 500
_LINE_ENDS: Final = dict.fromkeys("\x02\ufffe\xad", "-")
# Accents that stand by themselves, and those that belong to a letter.
_ACCENTS: Final = dict(
    zip(
        "\u00a8\u00b4`\u02c6^\u02dc~\u00af\u02d8\u02d9\u02da\u00b8\u02dd\u02c7\u02db",
        "\u0308\u0301\u0300\u0302\u0302\u0303\u0303\u0304\u0306\u0307\u030a\u0327\u030b\u030c\u0328",
        strict=True,
    )
)
_DOTLESS: Final = {"\u0131": "i", "\u0237": "j"}
_RIGHT_TO_LEFT: Final = frozenset(("R", "AL"))
# Ligatures of Latin, shapes of Hebrew and Arabic letters: each stands for letters.
_SHAPES: Final = (("\ufb00", "\ufdff"), ("\ufe70", "\ufefc"))
_NO_MEANING: Final = frozenset(("Co", "Cn", "Cs"))


class Glyph(NamedTuple):
    """A character as it is drawn: where it begins and ends on its line, its foot, its type.

    `drawn` tells which of the file's drawings it is a part of; a ligature is in one.
    """

    text: str
    left: float
    right: float
    foot: float
    size: float
    is_bold: bool
    drawn: int


@dataclass(slots=True)
class _Piece:
    glyphs: list[Glyph]
    is_spaced: bool = False

    def takes(self, glyph: Glyph) -> bool:
        last, size = self.glyphs[-1], glyph.size
        if unicodedata.category(glyph.text[0]) == "Mn" or _are_one(last, glyph):
            return True
        is_alike = abs(last.size - size) <= _OTHER_SIZE * size and last.is_bold == glyph.is_bold
        if not is_alike or abs(last.foot - glyph.foot) > _OFF * size:
            return False
        gap = last.left - glyph.right if _is_right_to_left(glyph) else glyph.left - last.right
        return _BACK * size <= gap <= GAP * size

    def put(self, glyph: Glyph) -> None:
        last = self.glyphs[-1]
        # PDFium has the letters of an Arabic ligature the wrong way round.
        is_ligature = _are_one(last, glyph) and _is_right_to_left(glyph)
        self.glyphs.insert(len(self.glyphs) - is_ligature, glyph)

    def answer(self, corner: Point) -> list[object]:
        first = self.glyphs[0]
        left = min(glyph.left for glyph in self.glyphs) - corner[0]
        right = max(glyph.right for glyph in self.glyphs) - corner[0]
        foot = first.foot - corner[1]
        text = "".join(glyph.text for glyph in self.glyphs)
        places = (round(place, 1) for place in (left, right, foot, first.size))
        return [text, *places, first.is_bold, self.is_spaced]


class Pieces:
    """The pieces of a page, while its characters come in."""

    def __init__(self) -> None:
        self._pieces: dict[int, list[_Piece]] = {}
        self._numbers: Counter[int] = Counter()
        self._last: _Piece | None = None
        self._angle = 0
        self._accent: Glyph | None = None
        self.invisible = self.unknown = 0
        self.doubled: list[str] = []

    @property
    def angles(self) -> list[int]:
        """The angles in which the page is set, that of most characters first."""
        return [angle for angle, _ in self._numbers.most_common()]

    def end(self) -> None:
        """Take a blank."""
        self._settle()
        if self._last:
            self._last.is_spaced = True
        self._last = None

    def add(self, glyph: Glyph, angle: int, is_invisible: bool) -> None:
        """Take one more character; its places are those of a page that is turned upright."""
        if angle != self._angle:
            self._settle()
            self._last, self._angle = None, angle
        text = _LINE_ENDS.get(glyph.text, glyph.text)
        if text.isspace():
            self.end()
            return
        kind = unicodedata.category(text)
        if kind in ("Cc", "Cf"):
            return
        self._numbers[angle] += 1
        self.invisible += is_invisible
        if kind == "Cs":
            text = "\ufffd"
        self.unknown += kind in _NO_MEANING or text == "\ufffd"
        if any(first <= text <= last for first, last in _SHAPES):
            text = unicodedata.normalize("NFKC", text).strip() or text
        glyph = glyph._replace(text=text)
        if self._accent and (whole := _accented(glyph, self._accent)):
            self._accent, glyph = None, whole
        self._settle()
        if text in _ACCENTS:
            self._accent = glyph
        else:
            self._place(glyph)

    def standing(self, angle: int, corner: Point) -> list[list[object]]:
        """Return what is set in an angle, from a corner of the page: see `Piece`."""
        self._settle()
        pieces = list(self._once(self._pieces.get(angle, [])))
        return [piece.answer(corner) for piece in _with_accents(pieces)]

    def _settle(self) -> None:
        """Put down an accent that no letter came for."""
        if not self._accent:
            return
        accent, self._accent = self._accent, None
        before = self._last.glyphs[-1] if self._last else None
        if self._last and before and (whole := _accented(before, accent)):
            self._last.glyphs[-1] = whole
        else:
            self._place(accent)

    def _place(self, glyph: Glyph) -> None:
        before = self._last.glyphs[-1] if self._last else None
        if before and before.drawn != glyph.drawn and _is_same(before, glyph):
            self.doubled.append(glyph.text)
        elif self._last and self._last.takes(glyph):
            self._last.put(glyph)
        else:
            self._last = _Piece([glyph])
            self._pieces.setdefault(self._angle, []).append(self._last)

    def _once(self, pieces: list[_Piece]) -> Iterator[_Piece]:
        """Yield `pieces` without those that were drawn before at nearly the same place."""
        drawn: dict[tuple[str, int, int], Glyph] = {}
        for piece in pieces:
            first = piece.glyphs[0]
            text = "".join(glyph.text for glyph in piece.glyphs)
            x, y = round(first.left / (first.size or 1)), round(first.foot / (first.size or 1))
            near = (drawn.get((text, x + n, y + m)) for n in (-1, 0, 1) for m in (-1, 0, 1))
            if any(other and _is_same(other, first) for other in near):
                self.doubled.append(text)
                continue
            drawn[text, x, y] = first
            yield piece


def _with_accents(pieces: list[_Piece]) -> list[_Piece]:
    """Return `pieces` with those that are accents on the letters that they stand over.

    PDFium may have them behind the word, or the line.
    """
    lone = [
        piece for piece in pieces if len(piece.glyphs) == 1 and piece.glyphs[0].text in _ACCENTS
    ]
    alone = set(map(id, lone))
    words = [piece for piece in pieces if id(piece) not in alone]
    kept = [piece for piece in lone[:_MOST_LONE] if not _is_over_one(piece.glyphs[0], words)]
    return [*words, *kept, *lone[_MOST_LONE:]]


def _is_over_one(accent: Glyph, words: list[_Piece]) -> bool:
    """Return whether `accent` stands over a letter of `words`, which then has it."""
    for word in words:
        if abs(word.glyphs[0].foot - accent.foot) > _HIGH * accent.size:
            continue
        for place, glyph in enumerate(word.glyphs):
            if whole := _accented(glyph, accent):
                word.glyphs[place] = whole
                return True
    return False


def upright(glyph: Glyph, box: tuple[float, float, float, float], angle: int) -> Glyph:
    """Return `glyph`, of a box on the page, with its places when the page is turned upright."""
    if not angle:
        return glyph
    left, foot, right, top = box
    ends = [turn((x, y), angle)[0] for x in (left, right) for y in (foot, top)]
    return glyph._replace(left=min(ends), right=max(ends))


def _is_same(one: Glyph, other: Glyph) -> bool:
    off = _DOUBLED * one.size
    near = abs(one.left - other.left) < off and abs(one.foot - other.foot) < off
    return near and one.text == other.text


def _are_one(one: Glyph, other: Glyph) -> bool:
    """Return whether two letters are drawn as one: a ligature."""
    return (one.left, one.right, one.foot) == (other.left, other.right, other.foot)


def _accented(letter: Glyph, accent: Glyph) -> Glyph | None:
    """Return `letter` with an accent that stands over it, or nothing if it does not."""
    off = abs(letter.left + letter.right - accent.left - accent.right) / 2
    if off > _OVER * letter.size or not letter.text.isalpha():
        return None
    base = _DOTLESS.get(letter.text, letter.text)
    whole = unicodedata.normalize("NFC", base + _ACCENTS[accent.text])
    return letter._replace(text=whole) if len(whole) == 1 else None


def _is_right_to_left(glyph: Glyph) -> bool:
    return unicodedata.bidirectional(glyph.text[0]) in _RIGHT_TO_LEFT
