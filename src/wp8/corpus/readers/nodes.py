"""Nodes of pandoc's tree, for the readers that are wp8's own (pandoc-types 1.23)."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Node = dict[str, Any]

_BLANKS: Final = re.compile(r"[ \t\n\r]+")


@contextmanager
def not_too_deep() -> Iterator[None]:
    """Refuse what takes Python too deep while a tree is made or walked.

    Raises:
        UnreadableError: It does.
    """
    try:
        yield
    except RecursionError as error:
        raise UnreadableError("has parts too deeply within each other") from error


class Inlines:
    """What stands in one paragraph, as it is put together: text and notes."""

    def __init__(self) -> None:
        self._parts: list[str | Node] = []

    def put(self, text: str) -> None:
        """Add `text`; blanks that follow each other are one in the end."""
        self._parts.append(text)

    def note(self, blocks: list[Node]) -> None:
        """Add a note at this place."""
        self._parts.append({"t": "Note", "c": blocks})

    def nodes(self) -> list[Node]:
        """Return the nodes of what was added."""
        found: list[Node] = []
        pieces: list[str] = []
        is_open = False

        def close() -> None:
            nonlocal is_open
            if text := _BLANKS.sub(" ", "".join(pieces)):
                found.append({"t": "Str", "c": text[1:] if is_open and text[0] == " " else text})
                is_open = text[-1] == " "
            pieces.clear()

        for part in self._parts:
            if isinstance(part, str):
                pieces.append(part)
            else:
                close()
                found.append(part)
        close()
        return found


def paragraph(inlines: list[Node]) -> Node:
    """Return a paragraph of `inlines`."""
    return {"t": "Para", "c": inlines}


def heading(inlines: list[Node]) -> Node:
    """Return a heading of `inlines`; its level makes no difference to records."""
    return {"t": "Header", "c": [1, None, inlines]}


def quotation(block: Node) -> Node:
    """Return a block quotation of one block."""
    return {"t": "BlockQuote", "c": [block]}


def cell(blocks: list[Node], rows: int = 1, columns: int = 1) -> list[Any]:
    """Return a cell of a table that reaches over so many rows and columns."""
    return [None, None, rows, columns, blocks]


def table(
    head: Iterable[Sequence[Any]], body: Iterable[Sequence[Any]], caption: list[Node] | None = None
) -> Node:
    """Return a table of rows of cells, those of its head first."""
    heads, rows = ([[None, [*row]] for row in part] for part in (head, body))
    bodies = [[None, 0, [], rows]]
    return {"t": "Table", "c": [None, [None, caption or []], [], [None, heads], bodies, [None, []]]}
