"""Records as TEI elements, the notes inside them where their marks stood, readings at the end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from wp8.export.tei.header import language_of
from wp8.export.tei.markup import KOREAN, Point, escaped, is_korean, marked_up, quoted, start_tag
from wp8.export.tei.segments import sentence_spans, word_spans
from wp8.export.tei.table import cells_of, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from wp8.corpus.document import Document
    from wp8.export.tei.table import Cell
    from wp8.model import Record

# What holds running text, in which sentences are told.
_RUNNING: Final = ("p", "note", "ab")
_NOTES: Final = {
    "note": {"place": "bottom"},
    "source_note": {"type": "source"},
    "author_note": {"type": "author"},
    "reading": {"type": "reading"},
}


class Elements:
    """The records of a document as elements; `flow` are those that stand inside no other.

    With `lemma`, which gives that of a word's norm, words are elements in them.
    """

    def __init__(
        self,
        document: Document,
        records: Sequence[Record],
        lemma: Callable[[str], str] | None = None,
    ) -> None:
        self._document = document
        self._lemma = lemma
        self._language = language_of(document)
        self._is_korean = self._language.partition("-")[0].lower() == KOREAN
        self._notes = {record.id: record for record in records if record.kind == "note"}
        self._readings = {r.cited_by: r for r in records if r.kind == "reading" and r.cited_by}
        self._inside: set[str] = {reading.id for reading in self._readings.values()}
        self.flow: list[Record] = []
        callers: dict[str, Record] = {}
        for record in records:
            caller = callers.get(record.cited_by or "")
            if record.id in self._inside:
                continue
            if caller and caller.section == record.section and record.id in caller.notes:
                self._inside.add(record.id)
            else:
                self.flow.append(record)
            if record.kind != "note":
                callers[record.id] = record

    def block(self, record: Record) -> str:
        """Return a record of the running text."""
        if record.kind in _NOTES:
            return self._element(record, "note", _NOTES[record.kind])
        if record.kind == "paragraph":
            paragraph = self._element(record, "p")
            if not record.speaker:
                return paragraph
            return f"<sp><speaker>{escaped(record.speaker)}</speaker>{paragraph}</sp>"
        if record.kind == "heading":
            return self._element(record, "head")
        if record.kind == "salutation":
            return f"<opener>{self._element(record, 'salute')}</opener>"
        return self._element(record, "ab", {"type": record.kind})

    def matter(self, record: Record) -> str:
        """Return a record of a title page, or of what else is before or after the text."""
        if record.kind == "imprint":
            # An imprint has no room for quoted matter, a segment in it has.
            return self._element(record, "docImprint", inner="seg" if record.quotes else "")
        if record.kind != "title":
            return self.block(record) if record.kind in _NOTES else self._element(record, "p")
        text = record.text.casefold()
        if text == self._document.author.casefold():
            return self._element(record, "docAuthor")
        is_main = text == self._document.title.casefold()
        return self._element(record, "titlePart", {"type": "main" if is_main else "desc"})

    def lines(self, unit: Sequence[Record]) -> Iterator[str]:
        """Yield the lines of a record of the running text, or of those that are a table."""
        rows = [record for record in unit if table_of(record)]
        if not rows:
            yield f"{self.block(unit[0])}\n"
            return
        yield start_tag("table", {"n": table_of(rows[0])}) + "\n"
        if unit[0] is not rows[0]:
            yield f"{self._element(unit[0], 'head')}\n"
        for row, cells in zip(rows, cells_of(rows), strict=True):
            yield f"{self._row(row, cells)}\n"
        if unit[-1] is not rows[-1]:
            yield f"{self.block(unit[-1])}\n"
        yield "</table>\n"

    def _element(
        self,
        record: Record,
        tag: str,
        attributes: Mapping[str, str] | None = None,
        *,
        inner: str = "",
        within: str = "",
    ) -> str:
        """Return `record` as an element, with one `inner` around its text; `within` a language."""
        own = self._identity(record, within or self._language)
        whole = (0, len(record.text))
        text = self._marked_up(record, [whole], has_sentences=tag in _RUNNING)[0]
        text = f"<{inner}>{text}</{inner}>" if inner else text
        return f"{start_tag(tag, {**(attributes or {}), **own})}{text}</{tag}>"

    def _row(self, row: Record, cells: Sequence[Cell]) -> str:
        attributes = {"role": "label" if row.kind == "table_caption" else ""}
        own = self._identity(row, self._language)
        texts = iter(self._marked_up(row, [cell.span for cell in cells if cell.span]))
        written = "".join(
            f"{start_tag('cell', _attributes(cell))}{next(texts) if cell.span else ''}</cell>"
            for cell in cells
        )
        return f"{start_tag('row', attributes | own)}{written}</row>"

    def _identity(self, record: Record, within: str) -> dict[str, str]:
        """Return the attributes that name `record`, its lines, its language if it is another."""
        first, last = record.lines
        file = quote(os.fsencode(record.file))
        pages = [f"{file}#page={page}" for page in dict.fromkeys(record.pages or ())]
        language = self._language_of(record)
        return {
            "n": str(record.number),
            "xml:id": xml_id(record.id),
            "source": " ".join([f"{file}#line={first - 1},{last}", *pages]),
            "xml:lang": language if language != within else "",
        }

    def _language_of(self, record: Record) -> str:
        return KOREAN if not self._is_korean and is_korean(record.text) else self._language

    def _marked_up(
        self, record: Record, cells: Sequence[tuple[int, int]], *, has_sentences: bool = False
    ) -> list[str]:
        """Return the text of `record`, or of each of its cells, with what stands in it."""
        quotes = list(quoted(record.quotes, cells, xml_id(record.id)))
        points = self._points(record)
        language = self._language_of(record)
        is_foreign = language != KOREAN and not self._is_korean
        spans = [*quotes, *(sentence_spans(record, quotes) if has_sentences else ())]
        if self._lemma:
            # A word says itself that it is foreign.
            spans += word_spans(record, quotes, points, self._lemma, hangul_is_foreign=is_foreign)
            is_foreign = False
        return [
            marked_up(record.text, cell, spans, points, hangul_is_foreign=is_foreign)
            for cell in cells
        ]

    def _points(self, record: Record) -> list[Point]:
        """Return the notes that `record` calls, where it calls them, and the readings in it.

        Of a note that was called before, the place is not known: it is the next one's.
        """
        points = []
        at = len(record.text)
        if reading := self._readings.get(record.id):
            language = self._language_of(record)
            own = self._element(reading, "note", _NOTES["reading"], within=language)
            points.append(Point(at, own))
        for id_ in reversed(record.notes):
            note = self._notes.get(id_)
            markup = start_tag("ptr", {"type": "note", "target": f"#{xml_id(id_)}"}, "/>")
            if note and note.cited_by == record.id and note.cited_at is not None:
                at = note.cited_at
                if id_ in self._inside:
                    language = self._language_of(record)
                    markup = self._element(note, "note", _NOTES["note"], within=language)
            points.append(Point(at, markup))
        return points[::-1]


def _attributes(cell: Cell) -> dict[str, str]:
    return {"role": cell.role, "rows": str(cell.rows) if cell.rows > 1 else ""}


def xml_id(id_: str) -> str:
    """Return the id of a record as XML takes it: `speech:12` is `speech.12`."""
    return id_.replace(":", ".")
