"""The layout `epub`: an electronic book, its chapters in the order of its spine."""

from __future__ import annotations

from posixpath import join, normpath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from wp8.corpus.readers.archive import checked, content, opened, part, texts
from wp8.corpus.readers.block import Found
from wp8.corpus.readers.encodings import decoded_page
from wp8.corpus.readers.html_tree import MOST_ELEMENTS, parsed
from wp8.corpus.readers.html_walk import page_blocks
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

    from wp8.corpus.readers.block import Block
    from wp8.corpus.readers.html_tree import Element

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, notes, table rows and lines of contents of `source`.

    Raises:
        UnreadableError: It is no book, or its chapters are encrypted.
    """
    # Every page of a book may name the document type of HTML.
    checked(source, doctypes=True)
    pages: list[tuple[str, Element]] = []
    room = MOST_ELEMENTS
    with opened(source) as archive:
        for name in _spine(archive):
            page, size = parsed(decoded_page(content(archive, name)).text, most=room)
            room -= size
            pages.append((name, page))
    return page_blocks(pages)


def find(source: bytes) -> Found:
    """Return what the package document of `source` says."""
    with opened(source) as archive:
        container = part(archive, _CONTAINER)
        roots = container.iter() if container is not None else ()
        paths = [path for element in roots if (path := element.get("full-path"))]
        package = part(archive, paths[0]) if paths else None
    return Found(
        title=" ".join(texts(package, "title")[:1]),
        author=", ".join(texts(package, "creator")),
        date=" ".join(texts(package, "date")[:1])[: len("2021-01-12")],
        language=" ".join(texts(package, "language")[:1]),
    )


def _spine(archive: ZipFile) -> list[str]:
    """Return the names of the chapters of a book that are in it, in order."""
    paths = [
        path for e in _elements(archive, _CONTAINER) if (path := e.attributes.get("full-path"))
    ]
    if not paths:
        raise UnreadableError("is no EPUB: it does not say where its contents are")
    package = _elements(archive, paths[0])
    folder = paths[0].rpartition("/")[0]
    places = {
        e.attributes.get("id"): normpath(join(folder, unquote(e.attributes.get("href", ""))))
        for e in package
        if _name(e) == "item"
    }
    idrefs = [e.attributes.get("idref") for e in package if _name(e) == "itemref"]
    known = set(archive.namelist())
    names = [places[idref] for idref in dict.fromkeys(idrefs) if places.get(idref) in known]
    encrypted = {unquote(e.attributes.get("uri", "")) for e in _elements(archive, _ENCRYPTION)}
    if not encrypted.isdisjoint(names):
        raise UnreadableError("is encrypted", hint="only the program that sold it can read it")
    return names


def _elements(archive: ZipFile, name: str) -> list[Element]:
    if name not in archive.namelist():
        return []
    return list(parsed(decoded_page(content(archive, name)).text)[0].elements())


def _name(element: Element) -> str:
    return element.tag.rpartition(":")[2]
