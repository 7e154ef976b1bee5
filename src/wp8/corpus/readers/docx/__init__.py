"""The layout `docx`: a document of Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.corpus.readers.archive import checked, opened, part, texts
from wp8.corpus.readers.block import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block

_DATE_LENGTH = len("2021-01-12")


def read(source: bytes) -> Iterator[Block]:
    """Yield the titles, headings, paragraphs, notes and table rows of `source`."""
    from wp8.corpus.readers.docx.plain import plain
    from wp8.corpus.readers.pandoc import converted

    def within(document: bytes) -> Iterator[Block]:
        checked(document)
        return converted(plain(document), "docx")

    checked(source)
    return converted(plain(source, within), "docx")


def find(source: bytes) -> Found:
    """Return what the core properties of `source` say."""
    with opened(source) as archive:
        core = part(archive, "docProps/core.xml")
    says = {
        key: " ".join(texts(core, tag)[:1])
        for key, tag in (
            ("title", "title"),
            ("author", "creator"),
            ("date", "created"),
            ("language", "language"),
        )
    }
    return Found(**says | {"date": says["date"][:_DATE_LENGTH]})
