"""The layout `rtf`: Rich Text Format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.header import fields
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block, Found

_HEAD: Final = 64 * 2**10
_CODE_PAGE: Final = re.compile(rb"\\ansicpg[0-9]{1,5}")
_TEXT: Final = rb"((?:[^{}\\]|\\['u*~_-]){0,1000})"
# What its user says of a document by names of his or her own.
_OWN: Final = re.compile(
    rb"\{\\propname " + _TEXT + rb"\}\s*\\proptype[0-9]+\s*\{\\staticval " + _TEXT + rb"\}"
)
_FIELD: Final = rb"\{\\%s ((?:[^{}\\]|\\['u*~_-]){0,1000})\}"


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, notes and table rows of `source`.

    Raises:
        UnreadableError: It is not Rich Text Format, or its tables are too deep within each other.
    """
    from wp8.corpus.readers.nodes import not_too_deep
    from wp8.corpus.readers.pandoc.tree import tree_blocks
    from wp8.corpus.readers.rtf.walk import Walk

    if not source.lstrip().startswith(rb"{\rtf"):
        raise UnreadableError("is not Rich Text Format", hint="is it what its name says?")
    with not_too_deep():
        return iter(list(tree_blocks(Walk(source).tree(), with_meta=False)))


def find(source: bytes) -> Found:
    """Return what the information group of `source` says; when it was saved is not the date."""
    head = source[:_HEAD]
    found = {field: _field(head, field.encode()) for field in ("title", "author")}
    own = {_plain(head, name): _plain(head, said) for name, said in _OWN.findall(head)}
    return fields(own) | {field: said for field, said in found.items() if said}


def _field(head: bytes, name: bytes) -> str:
    # What is in Unicode too stands there after what is not.
    found = re.findall(_FIELD % name, head)
    return _plain(head, found[-1]) if found else ""


def _plain(head: bytes, text: bytes) -> str:
    """Return a text of the head, in its code page."""
    page = _CODE_PAGE.search(head)
    blocks = read(b"{\\rtf1%s %s}" % (page[0] if page else b"", text))
    return " ".join(block.text for block in blocks)
