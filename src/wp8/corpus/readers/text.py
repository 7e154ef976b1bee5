"""The layout `text`: paragraphs with a blank line between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import Block, Found, blank_line_groups, breaks, extent, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TITLE: Final = 120


def read(text: str) -> Iterator[Block]:
    """Yield the paragraphs of `text`, each unwrapped to one line."""
    for lines in blank_line_groups(text):
        yield Block("paragraph", joined(lines), extent(lines), breaks=breaks(lines))


def find(text: str) -> Found:
    """Return the first line of `text` as its title, if it is as short as a title is."""
    first = text.lstrip().partition("\n")[0].strip()
    return Found(title=first if len(first) <= LONGEST_TITLE else "")
