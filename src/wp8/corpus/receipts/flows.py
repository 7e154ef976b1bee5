"""Texts within texts: notes and boxes, which a paragraph holds and which stand after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.receipts.written import END, JOINT

if TYPE_CHECKING:
    from wp8.corpus.receipts.written import Piece


# What is deeper is no text of its own.
_DEEPEST: Final = 50


class _Flow(NamedTuple):
    """A text that is put together, and those within it that are to follow its paragraph."""

    is_box: bool
    pieces: list[list[str]]
    waiting: list[_Flow]


class Flows:
    """Puts pieces together, each text within another after the paragraph that holds it."""

    def __init__(self) -> None:
        self._open = [_Flow(False, [], [])]

    @property
    def pieces(self) -> list[list[str]]:
        """The pieces (text, kind) of the text that is open."""
        return self._open[-1].pieces

    def put(self, text: str, kind: str = "") -> None:
        """Add a piece to the text that is open."""
        self.pieces.append([text, kind])

    def joint(self) -> None:
        """Say that a word may end here, or go on."""
        self.put("", JOINT)

    def end(self) -> None:
        """End a paragraph, or a row: what is within it follows."""
        self.put(END)
        for flow in self._open[-1].waiting:
            self.pieces.extend(flow.pieces)
            self.put(END)
        self._open[-1].waiting.clear()

    def end_in_cell(self) -> None:
        """End a paragraph of a cell: only the boxes within it follow."""
        self.put(" ")
        for flow in self._open[-1].waiting:
            if flow.is_box:
                self.pieces.extend(flow.pieces)
        self._open[-1].waiting[:] = [flow for flow in self._open[-1].waiting if not flow.is_box]

    def open(self, *, is_box: bool) -> None:
        """Begin a text within the one that is open."""
        deeper = len(self._open) < _DEEPEST
        self._open.append(_Flow(is_box, [], []) if deeper else self._open[-1])

    def close(self) -> None:
        """End the text that was opened last."""
        if self._open[1:]:
            if self._open[-1].waiting:
                self.end()
            within = self._open.pop()
            if within is not self._open[-1]:
                self._open[-1].waiting.append(within)

    def whole(self) -> list[Piece]:
        """Return all pieces."""
        while self._open[1:]:
            self.close()
        self.end()
        return [(text, kind) for text, kind in self.pieces]
