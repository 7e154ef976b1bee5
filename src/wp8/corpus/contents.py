"""The contents of a corpus: what there is to read, and under which addresses."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.corpus.document import Document
    from wp8.model import Record


class Entry(NamedTuple):
    """A line of the contents: an address that `show` takes, what it holds, and its label.

    `ids` are the first and the last record's; `depth` is 0 for a document, 1 for a section of
    it, 2 for what is not running text.
    """

    address: str
    ids: str
    label: str
    depth: int


@dataclass(frozen=True, repr=False)
class Contents(Result[Entry]):
    """The entries of a corpus, or of some of its documents."""

    ROWS: ClassVar[str] = "contents"

    contents: Sequence[Entry]


def contents(documents: Sequence[Document], records: Iterable[Record]) -> Iterator[Entry]:
    """Yield the entries of each document: itself, its sections, its other records by kind.

    `records` are those of the documents in reading order, of which few are held at a time.
    """
    known = {document.id: document for document in documents}
    entries = {
        id_: [*_of_document(known[id_], own)]
        for id_, own in groupby(records, key=attrgetter("document"))
        if id_ in known
    }
    for document in documents:
        yield from entries.get(document.id) or _of_document(document, ())


def _of_document(document: Document, records: Iterable[Record]) -> Iterator[Entry]:
    kinds: dict[str, list[Record]] = {"paragraph": []}
    sections: dict[str, list[Record]] = {}
    labels = {"": "(before the first section)"}
    for record in records:
        kinds.setdefault(record.kind, []).append(record)
        if record.kind == "paragraph":
            sections.setdefault(record.section_id, []).append(record)
        if record.kind == "heading" or record.section_id not in labels:
            labels[record.section_id] = record.text if record.kind == "heading" else record.section
    yield Entry(document.id, _extent(kinds.pop("paragraph")), document.title, 0)
    for section, paragraphs in sections.items():
        extent = _extent(paragraphs)
        address = f"{document.id}:{section}" if section else extent
        yield Entry(address, extent, labels[section], 1)
    for kind, own in kinds.items():
        yield Entry(_extent(own), _extent(own), kind.replace("_", " "), 2)


def _extent(records: Sequence[Record]) -> str:
    if not records:
        return ""
    first, last = records[0].id, records[-1].id
    if first == last:
        return first
    name = last.partition(":")[2]
    # The header of a table has an id like its rows, and is of the caption's kind.
    return f"{first}{'-' if name[0] == first.partition(':')[2][0] or name.isdigit() else ','}{name}"
