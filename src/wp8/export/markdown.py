"""Texts as Markdown shows them, letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.model import Record


def escaped(text: str) -> str:
    """Return `text` as Markdown shows it, letter by letter."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text).replace("\t", " \\| ")


def stamp_in_markdown(stamp: str) -> str:
    """Return a stamp as Markdown shows it, to be copied whole."""
    return escaped(stamp) if "`" in stamp else f"`{stamp}`"


def markdown(records: Iterable[tuple[Record, Sequence[tuple[int, int]]]]) -> Iterator[str]:
    """Yield each record as a block quotation under its id, its spans in bold."""
    for record, spans in records:
        pieces = []
        end = 0
        for start, stop in spans:
            pieces += [escaped(record.text[end:start]), f"**{escaped(record.text[start:stop])}**"]
            end = stop
        text = "".join([*pieces, escaped(record.text[end:])])
        section = f" ({escaped(record.section)})" if record.section else ""
        said_by = f" {escaped(record.speaker)}:" if record.speaker else ""
        yield f"**{record.id}**{section}{said_by}\n\n> {text}\n\n"
