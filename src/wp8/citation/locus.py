"""A locus: a document and what is meant in it; and where that stands, as a citation says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.citation.text import one_line
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.corpus.document import Document
    from wp8.model import Record

# What a record is called that is no paragraph, note or row of a table.
_NAMES: Final = {
    "abstract": "abstract",
    "author_note": "author’s note",
    "colophon": "colophon",
    "contents_line": "line of contents",
    "heading": "heading",
    "imprint": "imprint",
    "reading": "reading",
    "salutation": "salutation",
    "source_note": "source note",
    "table_caption": "table caption",
    "title": "title",
}
_OWN_NUMBER: Final = re.compile(r"§([\d.]+)(?:~|$)")
_OFTEN_ONE: Final = frozenset({"abstract", "author_note", "colophon", "source_note"})
_OPENING_WORDS: Final = 6
NUMBERING: Final = "wp8 numbering"


class Words(NamedTuple):
    """Words that are quoted: the record they stand in, and their span in its text."""

    record: Record
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Locus:
    """What a citation cites: `records` of a document, and maybe `words` in one of them.

    `flow` is every record of the document in order; `key` names the document in a bibliography, in
    which those `alike`, with their keys, could be taken for it; `corpus` is the name of the corpus.
    `edition` is that of the document, if it is to be told.
    """

    corpus: str
    document: Document
    key: str
    flow: Sequence[Record]
    records: Sequence[Record]
    words: Words | None = None
    alike: Sequence[tuple[Document, str]] = ()
    edition: str = ""

    @property
    def numbering(self) -> str:
        """Whose the numbers are that the source does not have, and of which edition."""
        return f"{NUMBERING}{f', edition {self.edition}' if self.edition else ''}"

    @property
    def is_whole(self) -> bool:
        """Whether the whole document is meant."""
        return len(self.records) == len(self.flow)


class Place(NamedTuple):
    """Where records stand: a CSL locator, its label, and what follows it.

    `label` is empty if CSL has no term for it; `is_counted` says that the number is wp8's own.
    """

    label: str
    locator: str
    rest: str = ""
    is_counted: bool = False


def place(locus: Locus) -> Place:
    """Return where the records of `locus` stand in their document."""
    if locus.is_whole:
        return Place("", "")
    first = locus.records[0]
    in_section = [r for r in locus.flow if r.section_id == first.section_id]
    if first.section_id and list(locus.records) == in_section:
        return _section(first, is_counted=not heading(locus))
    return place_of(locus.records)


def place_of(records: Sequence[Record]) -> Place:
    """Return where `records`, which are neither a section nor a document, stand."""
    kinds = {record.kind for record in records}
    first, last = records[0], records[-1]
    if all(record.page_labels for record in records) and kinds != {"note"}:
        return _pages(records)
    if kinds == {"paragraph"}:
        return Place("paragraph", span(first.number, last.number), is_counted=True)
    if kinds == {"note"}:
        return Place("note", span(first.number, last.number))
    if (tables := {_table(record) for record in records}) != {""} and len(tables) == 1:
        return _rows(tables.pop(), records)
    if len(kinds) == 1:
        if first is last and first.number == 1 and first.kind in _OFTEN_ONE:
            return Place("", "", _NAMES[first.kind])
        return Place(
            "", "", f"{_NAMES[first.kind]} {span(first.number, last.number, '–')}", is_counted=True
        )
    start, end = (record.id.partition(":")[2] for record in (first, last))
    return Place("", "", f"records {span(start, end, '–')}", is_counted=True)


def _pages(records: Sequence[Record]) -> Place:
    """Return the pages that records stand on, as they are printed; a hyphen would be a range."""
    labels = [
        one_line(label).replace("-", "\u2011")
        for record in records
        for label in record.page_labels or ()
    ]
    return Place("page", span(labels[0], labels[-1]))


def span(first: object, last: object, dash: str = "-") -> str:
    """Return `first` to `last`, or the one that they are."""
    return f"{first}" if first == last else f"{first}{dash}{last}"


def _section(record: Record, *, is_counted: bool) -> Place:
    """Return the section of a record: by its own number or label, or else by its heading."""
    part, _, number = record.section.rpartition(" ")
    if part == "Part" and is_counted:
        return Place("part", number, is_counted=True)
    if own := _OWN_NUMBER.match(record.section_id):
        return Place("section", own[1])
    is_heading = part or record.section_id.startswith("§")
    label = f"“{record.section}”" if is_heading else record.section
    return Place("section", label, is_counted=is_counted)


def _table(record: Record) -> str:
    """Return the number of the table that a record is a row or the header of, if it is."""
    name = record.id.partition(":")[2]
    return name[1:].partition(".")[0] if "." in name else ""


def _rows(table: str, records: Sequence[Record]) -> Place:
    first, last = records[0], records[-1]
    if first.kind == "table_row":
        rows = span(first.number, last.number, "–")
        return Place("table", table, f"row{'s' if first is not last else ''} {rows}", True)
    return Place("table", table, "" if first is not last else "header")


def heading(locus: Locus) -> str:
    """Return the heading under which all records of `locus` stand, without its number."""
    sections = {record.section for record in locus.records}
    if len(sections) != 1:
        return ""
    (section,) = sections
    texts = (r.text for r in locus.flow if r.kind == "heading" and r.section == section)
    return next(texts, "").removeprefix(f"{section}.").strip()


def opening(record: Record) -> str:
    """Return the first words of a record, by which its reader finds it."""
    words = record.text.partition(CELL_SEPARATOR)[0].split()
    return " ".join(words[:_OPENING_WORDS]).rstrip(",;:.—")
