"""The text of the layout `pdf`: the pieces of its pages, in the order of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.pdf import handed_on
from wp8.corpus.receipts.words import words
from wp8.corpus.receipts.written import END, HEAD, JOINT, LINE, MARK, Written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.pdf.layout import LeftOut
    from wp8.corpus.readers.pdf.page.geometry import Page
    from wp8.corpus.readers.pdf.page.geometry import Piece as PagePiece
    from wp8.corpus.receipts.written import Piece

_KINDS: Final = {"page head": HEAD, "line number": LINE}
_HYPHENS: Final = ("-", "\u2010")


def written(source: bytes) -> Written:
    """Return the text of the pages, in which what the reader names as left out has its kind."""
    read = handed_on(source)
    left_out = [_LeftOut() for _ in range(len(read.pages))]
    for each in read.left_out:
        left_out[each.page - 1].add(each)
    pieces: list[Piece] = []
    for page, own in zip(read.pages, left_out, strict=True):
        pieces += _pieces(page, own)
        pieces.append((END, ""))
    return Written(pieces, list(read.pages.doubts()), is_ordered=False)


class _LeftOut:
    """What of a page is in no record: pieces, and words that are marks of notes."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, float], str] = {}
        self._marks: set[str] = set()

    def add(self, found: LeftOut) -> None:
        # A reader may turn a row that is read from right to left, and not its foot.
        self._kinds.update({(each.text, each.foot): _KINDS[found.kind] for each in found.pieces})
        if found.kind == "note mark":
            self._marks.update(words(found.text))

    def kind(self, piece: PagePiece) -> str:
        kind = self._kinds.get((piece.text, piece.foot), "")
        is_mark = self._marks and self._marks.issuperset(words(piece.text))
        return kind or (MARK if is_mark else "")


def _pieces(page: Page, left_out: _LeftOut) -> Iterator[Piece]:
    for group in (page.pieces, *page.turned):
        for piece in group:
            text = piece.text.replace(END, " ")
            yield text, left_out.kind(piece)
            yield (" ", "") if piece.is_spaced and not text.endswith(_HYPHENS) else ("", JOINT)
        yield " ", ""
