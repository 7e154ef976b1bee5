"""The layout `odt`: a document of LibreOffice Writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.corpus.readers.archive import checked, opened, part, texts
from wp8.corpus.readers.block import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block

_DATE_LENGTH = len("2021-01-12")


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, notes and table rows of `source`."""
    from wp8.corpus.readers.pandoc import converted

    checked(source)
    return converted(source, "odt")


def find(source: bytes) -> Found:
    """Return what the metadata of `source` say."""
    with opened(source) as archive:
        meta = part(archive, "meta.xml")
    first = texts(meta, "initial-creator") or texts(meta, "creator")
    created = texts(meta, "creation-date") or texts(meta, "date")
    return Found(
        title=" ".join(texts(meta, "title")[:1]),
        author=" ".join(first[:1]),
        date=" ".join(created[:1])[:_DATE_LENGTH],
        language=" ".join(texts(meta, "language")[:1]),
    )
