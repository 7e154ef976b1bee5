"""The layout `epub`: an electronic book, its chapters in the order of its spine."""

from __future__ import annotations

from posixpath import join, normpath
from typing import TYPE_CHECKING, Final
from unicodedata import normalize
from urllib.parse import unquote

from wp8.corpus.readers.archive import checked, content, opened, part
from wp8.corpus.readers.encodings import decoded_page
from wp8.corpus.readers.epub_package import package_fields
from wp8.corpus.readers.html.tree import MOST_ELEMENTS, parsed
from wp8.corpus.readers.html.walk import page_blocks
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

    from wp8.corpus.readers.block import Block, Found
    from wp8.corpus.readers.html.tree import Element

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_PAGES: Final = ("application/xhtml+xml", "image/svg+xml", "text/html", "text/x-oeb1-document")


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, notes, table rows and lines of contents of `source`.

    Raises:
        UnreadableError: It is no book, its chapters are encrypted, or it has too many elements.
    """
    # Every page of a book may name the document type of HTML.
    checked(source, doctypes=True)
    with opened(source) as archive:
        return page_blocks(_pages(archive))


def find(source: bytes) -> Found:
    """Return what the package document of `source` says."""
    with opened(source) as archive:
        container = part(archive, _CONTAINER)
        roots = container.iter() if container is not None else ()
        paths = [path for element in roots if (path := element.get("full-path"))]
        package = part(archive, paths[0]) if paths else None
    return package_fields(package) if package is not None else {}


def _pages(archive: ZipFile) -> list[tuple[str, Element]]:
    """Return the tree of each chapter, by its name."""
    pages: list[tuple[str, Element]] = []
    room = MOST_ELEMENTS
    for name in _spine(archive):
        page, size = parsed(decoded_page(content(archive, name)).text, most=room)
        room -= size
        pages.append((normalize("NFC", name), page))
    return pages


def _spine(archive: ZipFile) -> list[str]:
    """Return the names of the chapters of a book, in order."""
    roots = (e.attributes.get("full-path") for e in _elements(archive, _CONTAINER))
    path = next(filter(None, roots), None)
    if path is None:
        raise UnreadableError("is no EPUB: it does not say where its contents are")
    package = _elements(archive, path)
    folder = path.rpartition("/")[0]
    places = {
        e.attributes.get("id"): normpath(join(folder, unquote(e.attributes.get("href", ""))))
        for e in package
        if _name(e) == "item" and e.attributes.get("media-type", _PAGES[0]) in _PAGES
    }
    idrefs = [e.attributes.get("idref") for e in package if _name(e) == "itemref"]
    # What a Mac has packed has its marks apart from their letters.
    files = archive.namelist()
    known = {normalize("NFC", read(name)): name for read in (unquote, str) for name in files}
    wanted = [normalize("NFC", places[id_]) for id_ in dict.fromkeys(idrefs) if id_ in places]
    names = [known[name] for name in wanted if name in known]
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
