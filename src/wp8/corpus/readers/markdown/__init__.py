"""The layout `markdown`: CommonMark with tables, and notes that marks `[^1]` cite.

Front matter at the head of a file is no part of its text.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.front_matter import front_matter, without_front_matter
from wp8.corpus.readers.ruby import apart, without_readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.corpus.readers.block import Block, Found
    from wp8.corpus.readers.markdown.line import Note

# A heading further down is no title.
_HEAD: Final = 20_000
_MARK: Final = re.compile(r"\[\^[^\s\[\]]+\]")
_OWN_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")


def read(text: str) -> Iterator[Block]:
    """Return the headings, paragraphs, table rows and notes of `text`.

    A note stands after what cites it first, or after the table. A mark without a note and a note
    without a mark stay in the text as they are.

    Raises:
        UnreadableError: As `front_matter`.
    """
    return apart(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    # Here and below: to import the parser takes longer than to read what is in another layout.
    from wp8.corpus.readers.markdown.walk import cited_by, walked

    flow, notes = walked(without_front_matter(text))
    numbers = _numbers(list(cited_by(flow, notes, set())))
    told: set[Note] = set()
    section = ""
    for _, together in groupby(flow, key=lambda passage: passage.table or passage):
        passages = list(together)
        for passage in passages:
            line = passage.line(numbers)
            if line.is_blank:
                continue
            section = line.text if passage.kind == "heading" else section
            yield line.block(
                passage.kind,
                passage.lines,
                section,
                numbers,
                number=passage.number,
                table=passage.table,
                quotation=passage.quotation,
            )
        for note in cited_by(passages, notes, told):
            line = notes[note].line(numbers)
            yield line.block("note", notes[note].lines, section, numbers, number=numbers[note])


def find(text: str) -> Found:
    """Return what the front matter of `text` says; for a title, its first heading will do.

    Raises:
        UnreadableError: As `front_matter`.
    """
    found = front_matter(text)
    if found.get("title"):
        return found
    from wp8.corpus.readers.markdown.walk import first_heading

    head = without_front_matter(text)[:_HEAD]
    return found | {"title": _MARK.sub("", without_readings(first_heading(head)))}


def _numbers(order: Sequence[Note]) -> dict[Note, int]:
    """Return the numbers of notes in the order in which they are cited, or their labels."""
    if all(isinstance(note, str) and _OWN_NUMBER.fullmatch(note) for note in order):
        return {note: int(note) for note in order}
    return {note: number for number, note in enumerate(order, start=1)}
