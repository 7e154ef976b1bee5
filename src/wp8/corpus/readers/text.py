"""The layout `text`: paragraphs with a blank line between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.corpus.readers.block import Block, blank_line_groups, extent, joined

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(text: str) -> Iterator[Block]:
    """Yield the paragraphs of `text`, each unwrapped to one line."""
    for lines in blank_line_groups(text):
        yield Block("paragraph", joined(lines), extent(lines))
