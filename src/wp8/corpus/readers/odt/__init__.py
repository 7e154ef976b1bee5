"""The layout `odt`: a document of LibreOffice Writer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.archive import checked, opened, part, texts
from wp8.corpus.readers.dublin_core import identified
from wp8.corpus.readers.header import fields
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element
    from zipfile import ZipFile

    from wp8.corpus.readers.block import Block, Found

# Elements of formatting around every few words are some ten times the text.
_LARGEST_PART: Final = 32 * 2**20
_META: Final = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_ENCRYPTED: Final = "encryption-data"


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, notes and table rows of `source`.

    Raises:
        UnreadableError: It is damaged, encrypted, no text of Open Document, or a danger to read.
    """
    from wp8.corpus.readers.nodes import not_too_deep
    from wp8.corpus.readers.odt.body import Body
    from wp8.corpus.readers.pandoc.tree import tree_blocks
    from wp8.corpus.readers.ruby import apart

    # What OpenOffice wrote names the document types of its formulas.
    checked(source, doctypes=True)
    with opened(source) as archive:
        manifest = _part(archive, "META-INF/manifest.xml")
        if manifest is not None and any(e.tag.endswith(_ENCRYPTED) for e in manifest.iter()):
            raise UnreadableError("is encrypted", hint="save it without a password")
        content = _part(archive, "content.xml")
        if content is None:
            raise UnreadableError("has no 'content.xml'", hint="is it what its name says?")
        body = Body(content, _part(archive, "styles.xml"), partial(_part, archive))
        with not_too_deep():
            return iter(list(apart(tree_blocks(body.tree(), with_meta=False))))


def _part(archive: ZipFile, name: str) -> Element | None:
    """Return a part of `archive`, None if there is none of this name."""
    from xml.etree.ElementTree import ParseError, XMLParser

    sizes = {each.filename: each.file_size for each in archive.infolist()}
    if name not in sizes:
        return None
    if sizes[name] > _LARGEST_PART:
        most = f"has more than {_LARGEST_PART:,} bytes in {name!r}"
        raise UnreadableError(most, hint="split it into several documents")
    parser = XMLParser()
    try:
        parser.feed(archive.read(name))
        root: Element = parser.close()
    except (ParseError, LookupError, ValueError) as error:
        raise UnreadableError(f"is damaged, in {name!r}", hint="save it again") from error
    return root


def find(source: bytes) -> Found:
    """Return what the metadata of `source` say; when it was saved is not the date of a work."""
    with opened(source) as archive:
        meta = part(archive, "meta.xml")
    own = meta.iter(f"{_META}user-defined") if meta is not None else ()
    said = {e.get(f"{_META}name", ""): e.text or "" for e in own}
    found: Found = {
        "title": " ".join(texts(meta, "title")[:1]),
        "author": " ".join((texts(meta, "initial-creator") or texts(meta, "creator"))[:1]),
        **{
            field: " ".join(texts(meta, field)[:1])
            for field in ("language", "publisher", "source", "rights")
        },
        **identified(texts(meta, "identifier")),
    }
    return fields(said) | {field: value for field, value in found.items() if value}
