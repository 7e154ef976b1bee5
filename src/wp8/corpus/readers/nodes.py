"""Nodes of pandoc's tree, for the readers that are wp8's own (pandoc-types 1.23)."""

from __future__ import annotations

import re
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        self._parts: list[Node] = []

    def put(self, text: str) -> None:
        """Add `text`; blanks that follow each other are one in the end."""
        self._parts.append({"t": "Str", "c": text})

    def note(self, blocks: list[Node]) -> None:
        """Add a note at this place."""
        self._parts.append({"t": "Note", "c": blocks})

    def nodes(self) -> list[Node]:
        """Return the nodes of what was added, without blanks around the whole."""
        found: list[Node] = []
        is_open = True
        for kind, parts in groupby(self._parts, itemgetter("t")):
            if kind == "Note":
                found += parts
            elif text := _BLANKS.sub(" ", "".join(part["c"] for part in parts)):
                found.append({"t": "Str", "c": text.removeprefix(" " * is_open)})
                is_open = text[-1] == " "
        if found and found[-1]["t"] == "Str":
            found[-1]["c"] = found[-1]["c"].removesuffix(" ")
        return [node for node in found if node["c"]]


def paragraph(inlines: list[Node]) -> Node:
    """Return a paragraph of `inlines`."""
    return {"t": "Para", "c": inlines}


def heading(inlines: list[Node], level: int) -> Node:
    """Return a heading of `inlines`, of a level from 1."""
    return {"t": "Header", "c": [level, None, inlines]}


def quotation(block: Node) -> Node:
    """Return a block quotation of one block."""
    return {"t": "BlockQuote", "c": [block]}


def contents(blocks: list[Node]) -> Node:
    """Return a table of contents, whose paragraphs are its lines; pandoc has none of its own."""
    return {"t": "Contents", "c": blocks}


def cell(blocks: list[Node]) -> list[Any]:
    """Return a cell of a table; what it reaches over are cells without blocks."""
    return [None, None, 1, 1, blocks]


def table(head: list[list[Any]], body: list[list[Any]]) -> Node:
    """Return a table of rows of cells, those of its head first, without a caption."""
    heads, rows = ([[None, row] for row in part] for part in (head, body))
    bodies = [[None, 0, [], rows]]
    return {"t": "Table", "c": [None, [None, []], [], [None, heads], bodies, [None, []]]}


def add_caption(of: Node, block: Node) -> None:
    """Add a block to the caption of a table."""
    of["c"][1][1].append(block)
