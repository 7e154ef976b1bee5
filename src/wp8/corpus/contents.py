"""The contents of a corpus: what there is to read, and under which addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from wp8.query.record_view import section_key
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


def contents(documents: Iterable[Document], records: Sequence[Record]) -> Iterator[Entry]:
    """Yield the entries of each document: itself, its sections, its other records by kind."""
    for document in documents:
        own = [record for record in records if record.document == document.id]
        paragraphs = [record for record in own if record.kind == "paragraph"]
        yield Entry(document.id, _extent(paragraphs), document.title, 0)
        headings = {record.section: record.text for record in own if record.kind == "heading"}
        for section in dict.fromkeys(record.section for record in paragraphs):
            extent = _extent([record for record in paragraphs if record.section == section])
            label = headings.get(section, section) or "(before the first section)"
            yield Entry(_address(document.id, section) or extent, extent, label, 1)
        for kind in dict.fromkeys(record.kind for record in own if record.kind != "paragraph"):
            extent = _extent([record for record in own if record.kind == kind])
            yield Entry(extent, extent, kind.replace("_", " "), 2)


def _address(document: str, section: str) -> str:
    label = section if not any(map(str.isspace, section)) else section_key(section)
    return f"{document}:{label}" if label else ""


def _extent(records: Sequence[Record]) -> str:
    if not records:
        return ""
    first, last = records[0].id, records[-1].id
    if first == last:
        return first
    name = last.partition(":")[2]
    # The header of a table has an id like its rows, and is of the caption's kind.
    return f"{first}{'-' if name[0] == first.partition(':')[2][0] or name.isdigit() else ','}{name}"
