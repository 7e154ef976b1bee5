"""The layout `epub`: an electronic book, its chapters in the order of its spine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.corpus.readers.archive import checked, opened, part, texts
from wp8.corpus.readers.block import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, notes and table rows of `source`."""
    from wp8.corpus.readers.pandoc import converted

    # Every page of a book may name the document type of HTML.
    checked(source, doctypes=True)
    return converted(source, "epub")


def find(source: bytes) -> Found:
    """Return what the package document of `source` says."""
    with opened(source) as archive:
        container = part(archive, "META-INF/container.xml")
        roots = container.iter() if container is not None else ()
        paths = [path for element in roots if (path := element.get("full-path"))]
        package = part(archive, paths[0]) if paths else None
    return Found(
        title=" ".join(texts(package, "title")[:1]),
        author=", ".join(texts(package, "creator")),
        date=" ".join(texts(package, "date")[:1])[: len("2021-01-12")],
        language=" ".join(texts(package, "language")[:1]),
    )
