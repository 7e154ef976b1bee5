"""Entries in RIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.citation.item import date_parts, names
from wp8.citation.text import address, one_line

if TYPE_CHECKING:
    from wp8.corpus.document import Document

_TYPES: Final = {"book": "BOOK", "pamphlet": "PAMP", "report": "RPRT", "webpage": "ELEC"}


def ris(document: Document, note: str = "") -> str:
    """Return a document as an entry in RIS; where in it is meant is a note."""
    family, given = names(document)
    # An asterisk is not allowed in a name.
    author = (f"{family}, {given}" if given else family).replace("*", "")
    parts = [f"{part:02}" for part in date_parts(document)]
    fields = [
        ("TY", _TYPES.get(document.type, "GEN")),
        ("AU", author),
        ("TI", document.title),
        ("PY", parts[0] if parts else ""),
        ("DA", "/".join(parts) if parts else document.date),
        ("PB", document.publisher),
        ("CY", document.country),
        ("LA", document.stated_language),
        ("UR", address(document.url)),
        ("N1", note),
    ]
    lines = [f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if one_line(value)]
    return "".join([*lines, "ER  - \r\n"])
