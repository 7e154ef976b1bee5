"""Records as a page: titles, headings, running text with the calls of its notes, tables."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.text import Text

from wp8.render.console import WIDEST
from wp8.render.grid import beside
from wp8.render.reading.rows import table, units
from wp8.render.terminal import printable
from wp8.render.themes import CALL, HEADING, QUIET
from wp8.render.views import Blocks, Wrapped, pages, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from wp8.model import Record
    from wp8.render.terminal import Look
    from wp8.results import Records

_HEADS: Final = ("title", "heading")
# What stands below others of its kind without a line left free.
_CLOSE: Final = ("title", "imprint", "note", "contents_line")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_GAP: Final = 2


def records_view(records: Records, look: Look) -> Iterator[RenderableType]:
    """Yield records as a page: each title once, ids in the margin, notes called in the text."""
    shown = [*records.records]
    page = _Page(shown, look)
    document, last, before = "", None, None
    for unit in units(shown):
        first = unit[0]
        if last and not _is_close(first, last):
            yield Text()
        if first.document != document:
            document, before = first.document, None
            yield from page.title(first)
        if not page.is_called(first):
            yield from page.where(first, before)
            before = unit[-1]
        yield page.table(unit) if first.table else page.text(first)
        last = unit[-1]


class _Line:
    """A text with a name in the margin, or above it where the `longest` leaves little room."""

    def __init__(self, name: Text, body: Text, longest: int) -> None:
        self._name = name
        self._body = body
        self._margin = longest + _GAP

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        start = self._margin if self._margin <= width // 4 else _GAP
        yield from beside(self._name, self._body, start, console, min(width, WIDEST))


class _Page:
    """What stands on a page of some records."""

    def __init__(self, records: Sequence[Record], look: Look) -> None:
        self._blocks = Blocks(look)
        self._titles = look.corpus.titles()
        self._records = {record.id: record for record in records}
        self._longest = max(map(len, self._records), default=0)

    def is_called(self, record: Record) -> bool:
        """Return whether a record is a note or a reading of one that is on the page too."""
        return record.cited_by in self._records

    def title(self, record: Record) -> Iterator[RenderableType]:
        """Yield the title of a record's document, unless the record is that."""
        title = printable(self._titles[record.document])
        is_own = record.kind in _HEADS and printable(record.text).casefold() == title.casefold()
        if record.kind != "title" and not is_own:
            yield from (Wrapped(Text(title, HEADING)), Text())

    def where(self, record: Record, before: Record | None) -> Iterator[RenderableType]:
        """Yield where a record stands, as far as that does not follow from the one before it."""
        follows = before is not None and _follows(record, before)
        stands = "" if follows or record.kind in _HEADS else place(record)
        on = "" if before and pages(record) == pages(before) else pages(record)
        if stands or on:
            said = " · ".join(filter(None, (stands, on)))
            yield _Line(Text(), Text(said, QUIET), self._longest)

    def table(self, rows: Sequence[Record]) -> RenderableType:
        """Return the rows of a table."""
        return table(rows, ["".join(text for text, _ in self._pieces(row)) for row in rows])

    def text(self, record: Record) -> RenderableType:
        """Return the text of a record, with its id in the margin."""
        said_by = f"{printable(record.speaker)}: " if record.speaker else ""
        number = f"{_raised(record)} " if record.kind == "note" else ""
        pieces = ((printable(text), style) for text, style in self._pieces(record))
        body = Text.assemble((number, CALL), (said_by, HEADING), *pieces)
        if record.kind in _HEADS:
            body.stylize_before(HEADING)
        return _Line(self._blocks.name(record), body, self._longest)

    def _pieces(self, record: Record) -> Iterator[tuple[str, str]]:
        """Yield the text of a record in pieces, the calls of the notes on the page among them."""
        # Where a note is called again its source does not tell.
        notes = [self._records[id_] for id_ in record.notes if id_ in self._records]
        places = {note.id: _called_at(note, record) for note in notes}
        notes.sort(key=lambda note: places[note.id])
        end = 0
        for at, called in groupby(notes, key=lambda note: places[note.id]):
            yield record.text[end:at], ""
            yield ",".join(map(_raised, called)), CALL
            end = at
        yield record.text[end:], ""


def _called_at(note: Record, record: Record) -> int:
    is_known = note.cited_by == record.id and note.cited_at is not None
    return note.cited_at or 0 if is_known else len(record.text)


def _raised(note: Record) -> str:
    return str(note.number).translate(_RAISED)


def _follows(record: Record, before: Record) -> bool:
    """Return whether a record stands in the section of the one before it, and next to it."""
    are_apart = record.kind == before.kind == "paragraph" and record.number != before.number + 1
    return record.section_id == before.section_id and not are_apart


def _is_close(record: Record, before: Record) -> bool:
    """Return whether no line is left free before a record, as below the caption of a table."""
    if record.table:
        return before.kind == "table_caption" and not before.table
    return record.kind == before.kind and record.kind in _CLOSE
