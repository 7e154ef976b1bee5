"""The layout `docx-text`: a Word file saved as text, a paragraph a line.

Footnotes leave `[footnoteRef:n]` where the mark stood and `[n:  …]` at the end of the line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.block import (
    Block,
    Found,
    Line,
    extent,
    numbered_lines,
    without_artefacts,
)
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK: Final = re.compile(r"\[footnoteRef:([0-9]{1,9})\]")
_BOOKMARK: Final = re.compile(r"\[bookmark:[^\[\]]*\]")
_BODY: Final = re.compile(r"\[([0-9]{1,9}):\s*(?=\S)")
_BRACKET: Final = re.compile(r"[\[\]]")
_HEADING: Final = re.compile(r"([IVXLCDM]+)\. \S")
_FULL_ROW: Final = 3


class _Unit(NamedTuple):
    """The lines of a paragraph, or of a table row."""

    lines: list[Line]
    is_row: bool


class _Note(NamedTuple):
    """Where a note's body stands in the text of its unit, and where its brackets end."""

    number: int
    start: int
    body: int
    end: int


class _Tables:
    """Numbers the tables and their rows, and carries the group cell down."""

    def __init__(self) -> None:
        self._table = self._row = 0
        self._group: str | None = None

    def row(self, unit: _Unit, section: str, *, opens_table: bool) -> Block:
        """Return the block of the next row; the first row of a table is its header."""
        if opens_table:
            self._table, self._row, self._group = self._table + 1, 0, None
        else:
            self._row += 1
        cells = [line.text.strip() for line in unit.lines]
        text = CELL_SEPARATOR.join(filter(None, cells))
        kind = "table_row" if self._row else "table_caption"
        block = Block(kind, text, extent(unit.lines), section, number=self._row, table=self._table)
        if opens_table or len(cells) != _FULL_ROW:
            return block
        self._group = cells[0] or self._group
        return replace(block, group=self._group, name=cells[1], position=cells[2])


def read(text: str) -> Iterator[Block]:
    """Yield the abstract, headings, paragraphs, notes and table rows of `text`.

    A mark without a note and a note without a mark stay in the text as they are.
    """
    section = ""
    tables = _Tables()
    lines = [Line(number, _BOOKMARK.sub("", line)) for number, line in numbered_lines(text)]
    units = list(_units(lines))
    for previous, unit, following in zip([None, *units], units, [*units[1:], None], strict=False):
        after_row = previous is not None and previous.is_row
        if unit.is_row:
            yield tables.row(unit, section, opens_table=not after_row)
            continue
        blocks = _paragraph(unit)
        before_row = following is not None and following.is_row
        kind = _kind(blocks[0].text, after_row=after_row, before_row=before_row)
        if following is None and _is_bracketed(blocks[0].text):
            kind = "author_note"
        if kind == "heading":
            section = blocks[0].text.partition(".")[0]
        own = "" if kind in {"abstract", "author_note"} else section
        yield replace(blocks[0], kind=kind, section=own)
        yield from (replace(note, section=own) for note in blocks[1:])


def find(_: str) -> Found:
    """Return nothing: such a text has neither a title nor an author that can be told."""
    return Found()


def _kind(text: str, *, after_row: bool, before_row: bool) -> str:
    if text.startswith("[Abstract]"):
        return "abstract"
    if before_row and text.startswith("Table "):
        return "table_caption"
    if after_row and text.startswith("Source:"):
        return "source_note"
    if _HEADING.match(text) and not text.endswith("."):
        return "heading"
    return "paragraph"


def _is_bracketed(text: str) -> bool:
    return text.startswith("(") and text.endswith(")")


def _units(lines: list[Line]) -> Iterator[_Unit]:
    index = 0
    while index < len(lines):
        start, index = index, index + 1
        is_row = False
        if lines[start].text.startswith("\t"):
            while index < len(lines) and lines[index].text.startswith("\t"):
                index += 1
            is_row = index - start > 1
        else:
            index += _lines_run_over(lines, start)
        if any(line.text.strip() for line in lines[start:index]):
            yield _Unit(lines[start:index], is_row)


def _lines_run_over(lines: list[Line], index: int) -> int:
    """Return how many lines after `index` belong to it, since a note it cites closes there."""
    depth = _open_depth(lines[index].text)
    for following in range(index + 1, len(lines)) if depth else ():
        text = lines[following].text
        # Each search ends before the next line that could begin one: the whole stays linear.
        if not text.strip() or text.startswith("\t") or _MARK.search(text):
            break
        for bracket in _BRACKET.findall(text):
            depth = depth + 1 if bracket == "[" else max(depth - 1, 0)
        if not depth:
            return following - index
    return 0


def _open_depth(text: str) -> int:
    """Return how many brackets stay open in `text` from the first open note that it cites."""
    cited = set(_MARK.findall(text))
    unclosed = _brackets(text)[1] if cited else []
    for index, start in enumerate(unclosed):
        body = _BODY.match(text, start)
        if body and body[1] in cited:
            return len(unclosed) - index
    return 0


def _brackets(text: str) -> tuple[dict[int, int], list[int]]:
    """Return the opening of each closing bracket of `text`, and the openings left unclosed."""
    openings: dict[int, int] = {}
    unclosed: list[int] = []
    for bracket in _BRACKET.finditer(text):
        if bracket.group() == "[":
            unclosed.append(bracket.start())
        elif unclosed:
            openings[bracket.start()] = unclosed.pop()
    return openings, unclosed


def _paragraph(unit: _Unit) -> list[Block]:
    """Return the paragraph of `unit`, then the notes that stand at its end."""
    texts = [line.text.strip() for line in unit.lines]
    text = " ".join(texts)
    starts = [0, *accumulate(len(line) + 1 for line in texts[:-1])]
    notes = _notes(text)
    head = text[: notes[0].start] if notes else text
    numbers = {note.number for note in notes}
    found = ((m.start(), m.end(), int(m[1])) for m in _MARK.finditer(head))
    bare, marks = without_artefacts(head, (mark for mark in found if mark[2] in numbers))

    def lines(start: int, end: int) -> tuple[int, int]:
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        return unit.lines[first].number, unit.lines[last].number

    return [
        Block("paragraph", bare, lines(0, max(len(head.rstrip()), 1)), marks=tuple(marks)),
        *(
            Block(
                "note",
                text[note.body : note.end].strip(),
                lines(note.start, note.end),
                number=note.number,
            )
            for note in notes
        ),
    ]


def _notes(text: str) -> list[_Note]:
    """Return the notes at the end of `text` whose marks stand before them, in order."""
    chain: list[_Note] = []
    openings = _brackets(text)[0] if _MARK.search(text) else {}
    end = len(text)
    while (start := openings.get(end - 1)) is not None:
        body = _BODY.match(text, start, end - 1)
        if body is None:
            break
        chain.append(_Note(int(body[1]), start, body.end(), end - 1))
        end = start
        while end and text[end - 1].isspace():
            end -= 1
    cited = {int(mark[1]) for mark in _MARK.finditer(text, 0, end)}
    return list(takewhile(lambda note: note.number in cited, chain))[::-1]
