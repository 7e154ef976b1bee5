"""The layout `odt`: a document of LibreOffice Writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.archive import checked, opened, part, texts
from wp8.corpus.readers.block import Found
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block

_DATE_LENGTH: Final = len("2021-01-12")
_ENCRYPTED: Final = "encryption-data"


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, notes and table rows of `source`.

    Raises:
        UnreadableError: It is damaged, encrypted, no text of Open Document, or a danger to read.
    """
    from wp8.corpus.readers.nodes import not_too_deep
    from wp8.corpus.readers.odt_body import LARGEST_CONTENT, Body
    from wp8.corpus.readers.pandoc_tree import tree_blocks

    checked(source)
    with opened(source) as archive:
        manifest = part(archive, "META-INF/manifest.xml")
        if manifest is not None and any(e.tag.endswith(_ENCRYPTED) for e in manifest.iter()):
            raise UnreadableError("is encrypted", hint="save it without a password")
        sizes = {each.filename: each.file_size for each in archive.infolist()}
        if "content.xml" not in sizes:
            raise UnreadableError("has no 'content.xml'", hint="is it what its name says?")
        if max(sizes["content.xml"], sizes.get("styles.xml", 0)) > LARGEST_CONTENT:
            most = f"has a part of more than {LARGEST_CONTENT:,} bytes"
            raise UnreadableError(most, hint="split it into several documents")
        styles = archive.read("styles.xml") if "styles.xml" in sizes else b""
        body = Body(archive.read("content.xml"), styles, lambda name: part(archive, name))
        with not_too_deep():
            return iter(list(tree_blocks(body.tree(), with_meta=False)))


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
