"""Readings beside a ruby text: a reader sets signs where they stand, and they are put apart here.

`BASE` text `READING` how it is read `END`. What follows `BASE` may go on with another text and its
reading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.block import BASE, END, READING, Block
from wp8.model import CELL_SEPARATOR
from wp8.words.characters import has_syllables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SIGNS: Final = (BASE, READING, END)
_SIGN: Final = re.compile(f"([{''.join(_SIGNS)}{CELL_SEPARATOR}])")
_READING: Final = re.compile(rf"{READING}[^{''.join(_SIGNS)}{CELL_SEPARATOR}]*|[{''.join(_SIGNS)}]")


def apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield `blocks` without signs; after each, its readings are a block, if it has some.

    Readings of texts that follow each other are joined, others are cells.
    """
    for block in blocks:
        if not (_is_signed(block.text) or _is_signed(block.section)):
            yield block
            continue
        section = without_readings(block.section)
        text, readings, gone = _parted(block.text)
        if text.strip() or block.marks or block.number is not None:
            yield replace(
                block,
                text=text,
                section=section,
                marks=tuple((note, gone.place(at, text)) for note, at in block.marks),
                breaks=tuple((gone.place(at, text), line) for at, line in block.breaks),
                code=tuple((gone.place(a, text), gone.place(b, text)) for a, b in block.code),
            )
        if readings:
            yield Block("reading", readings, block.lines, section, pages=block.pages)


def without_readings(text: str) -> str:
    """Return a text without its signs and readings."""
    return _READING.sub("", text) if _is_signed(text) else text


def _is_signed(text: str) -> bool:
    return any(map(text.__contains__, _SIGNS))


class _Gone(NamedTuple):
    """The spans of a text that are gone from it, in order, and how much is gone before each."""

    spans: list[tuple[int, int]]
    sizes: list[int]

    def place(self, at: int, text: str) -> int:
        """Return where a place is in `text`, which is what is left."""
        number = bisect_left(self.spans, (at, at))
        after = max(0, self.spans[number - 1][1] - at) if number else 0
        return min(at - self.sizes[number] + after, len(text))


def _parted(text: str) -> tuple[str, str, _Gone]:
    """Return a text without its readings, these, and what is gone of it."""
    kept = ""
    groups: list[list[str]] = [[]]
    spans: list[tuple[int, int]] = []
    is_reading = goes_on = False
    place = 0
    for piece in _SIGN.split(text):
        start, place = place, place + len(piece)
        if piece in _SIGNS:
            spans.append((start, place))
            if piece == BASE and (is_reading or not goes_on):
                groups.append([])
            is_reading = piece == READING
            goes_on = goes_on or is_reading
        elif is_reading and piece != CELL_SEPARATOR:
            spans.append((start, place))
            groups[-1] += piece.split()
        else:
            is_reading = False
            is_too_much = kept[-1:] in ("", " ", CELL_SEPARATOR) and piece[:1] == " "
            spans += [(start, start + 1)] * is_too_much
            kept += piece[is_too_much:]
            goes_on = goes_on and not piece.strip()
    readings = (_joined(group) for group in groups if any(map(str.isalnum, "".join(group))))
    sizes = [0, *accumulate(end - start for start, end in spans)]
    return kept.rstrip(" "), CELL_SEPARATOR.join(readings), _Gone(spans, sizes)


def _joined(pieces: list[str]) -> str:
    """Return a reading of several pieces, blanks between them where their script has blanks."""
    return "".join(p if has_syllables(p[-1]) else f"{p} " for p in pieces).rstrip(" ")
