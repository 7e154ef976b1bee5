"""The layout `html`: a web page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.corpus.readers.encodings import decoded_page
from wp8.corpus.readers.html.head import head_fields
from wp8.corpus.readers.html.tree import parsed
from wp8.corpus.readers.html.walk import page_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block, Found


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, notes, table rows and menu lines of `source`."""
    page, _ = parsed(decoded_page(source).text)
    return page_blocks([("", page)])


def find(source: bytes) -> Found:
    """Return what the head of `source` says; for a title, its first heading will do."""
    return head_fields(decoded_page(source).text)
