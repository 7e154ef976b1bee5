"""The layout `docx`: a document of Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.corpus.readers.archive import checked, opened, part, texts
from wp8.corpus.readers.dublin_core import identified
from wp8.corpus.readers.header import fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block, Found


def read(source: bytes) -> Iterator[Block]:
    """Yield the titles, headings, paragraphs, notes and table rows of `source`."""
    from wp8.corpus.readers.docx.plain import plain, unsealed
    from wp8.corpus.readers.pandoc import converted
    from wp8.corpus.readers.ruby import apart

    def within(document: bytes) -> Iterator[Block]:
        checked(document)
        return apart(converted(plain(document), "docx", unsealed, with_meta=True))

    checked(source)
    return apart(converted(plain(source, within), "docx", unsealed, with_meta=True))


def find(source: bytes) -> Found:
    """Return what the properties of `source` say; when it was saved is not the date of a work."""
    with opened(source) as archive:
        core, own = (part(archive, f"docProps/{name}.xml") for name in ("core", "custom"))
    said = {e.get("name", ""): "".join(e.itertext()) for e in (own if own is not None else ())}
    found: Found = {
        field: " ".join(texts(core, tag)[:1])
        for field, tag in (("title", "title"), ("author", "creator"), ("language", "language"))
    }
    found |= identified(texts(core, "identifier"))
    return fields(said) | {field: value for field, value in found.items() if value}
