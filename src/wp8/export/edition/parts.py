"""The parts of the page that are records: paragraphs, headings, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.export.edition.inline import Mark, inline
from wp8.export.edition.markup import Html, element, escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wp8.corpus.document import Document
    from wp8.model import Record

    Cite = Callable[[Record], str]


# The number of any other record shows itself when the record is pointed at.
_IN_FLOW: Final = ("paragraph", "abstract")


class Parts(NamedTuple):
    """Makes the parts of a document: knows how a record is cited and where a note is called."""

    document: Document
    cite: Cite
    marks_in: dict[str, list[Mark]]
    marks_of: dict[str, list[Mark]]

    def text(self, record: Record, span: tuple[int, int] | None = None) -> Html:
        """Return the text of `record`, or a `span` of it."""
        marks = self.marks_in.get(record.id, ())
        return inline(record, span, marks=marks, language=self.document.language)

    def passage(self, record: Record) -> Html:
        """Return a record by itself, its number in the margin."""
        tag = "h3" if record.kind == "heading" else "p"
        # A table is named by its caption.
        id_ = f"_text:{record.id}" if record.kind == "table_caption" else ""
        text = element(tag, self.text(record), class_="text", id=id_)
        apart = "" if record.kind in _IN_FLOW else " apart"
        classes = f"record {record.kind}{apart}"
        said_by = escaped(record.speaker or "")
        speaker = [element("p", said_by, class_="speaker")] * bool(said_by)
        return element("div", self.locus(record), *speaker, text, id=record.id, class_=classes)

    def note(self, note: Record) -> Html:
        """Return a note and the links back to where it is called."""
        back = (
            element(
                "a",
                # The joiner keeps it on the line of the last word.
                Html("\u2060↩\ufe0e"),
                href=f"#{mark.id}",
                role="doc-backlink",
                class_="back",
                aria_label=f"Back to {mark.caller.id}",
            )
            for mark in self.marks_of.get(note.id, ())
        )
        text = element("div", self.text(note), class_="text")
        return element("li", self.locus(note), text, *back, id=note.id, class_="record note")

    def locus(self, record: Record) -> Html:
        """Return the link to `record` that stands in the margin, and the button that cites it."""
        link = element(
            "a",
            escaped(record.id.partition(":")[2]),
            href=f"#{record.id}",
            class_="number",
            aria_label=f"Link to {record.id}",
        )
        button = element(
            "button",
            Html("Cite"),
            type="button",
            class_="cite",
            value=record.id,
            aria_label=f"Cite {record.id}",
            data_cite=self.cite(record),
        )
        return element("div", link, button, class_="locus")


def parts(document: Document, records: Iterable[Record], cite: Cite) -> Parts:
    """Return what makes the parts of `document`, whose records are `records`."""
    by_id = {record.id: record for record in records}
    marks_in: dict[str, list[Mark]] = {}
    marks_of: dict[str, list[Mark]] = {}
    for caller in by_id.values():
        for note in (by_id[id_] for id_ in caller.notes):
            # The source tells only the first place that calls a note.
            at = note.cited_at if note.cited_by == caller.id else None
            mark = Mark(caller, note, len(caller.text) if at is None else at)
            marks_in.setdefault(caller.id, []).append(mark)
            marks_of.setdefault(note.id, []).append(mark)
    return Parts(document, cite, marks_in, marks_of)
