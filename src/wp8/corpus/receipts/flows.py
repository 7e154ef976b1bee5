"""Texts within texts: notes and boxes, which a paragraph holds and which stand after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.corpus.receipts.written import END, JOINT

if TYPE_CHECKING:
    from wp8.corpus.receipts.written import Piece


class Flows:
    """Puts pieces together, each text within another after the paragraph that holds it."""

    def __init__(self) -> None:
        self.pieces: list[list[str]] = []
        self._around: list[tuple[list[list[str]], list[list[str]]]] = []
        self._waiting: list[list[str]] = []

    def put(self, text: str, kind: str = "") -> None:
        """Add a piece to the text that is open."""
        self.pieces.append([text, kind])

    def end(self) -> None:
        """End a paragraph."""
        self.put(END)
        if self._waiting:
            self.pieces += self._waiting
            self._waiting = []

    def open(self) -> None:
        """Begin a text within the one that is open."""
        self._around.append((self.pieces, self._waiting))
        self.pieces, self._waiting = [], []

    def close(self) -> None:
        """End the text that was opened last."""
        if self._around:
            self.end()
            within = self.pieces
            self.pieces, self._waiting = self._around.pop()
            self._waiting += within

    def whole(self) -> list[Piece]:
        """Return all pieces."""
        while self._around:
            self.close()
        self.end()
        return [(text, kind) for text, kind in self.pieces]

    def joint(self) -> None:
        """Say that a word may end here, or go on."""
        self.put("", JOINT)
