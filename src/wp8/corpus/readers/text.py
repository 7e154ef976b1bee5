"""The layout `text`: paragraphs with a blank line between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import Block, Found, blank_line_groups, breaks, extent, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TITLE: Final = 120
# A title may ask or cry.
_ENDS: Final = (".", "…", ":", ";", ",", "。", "।", "\u06d4")
_CLOSERS: Final = "\"'”’»)]"


def read(text: str) -> Iterator[Block]:
    """Yield the paragraphs of `text`, each unwrapped to one line."""
    for lines in blank_line_groups(text):
        yield Block("paragraph", joined(lines), extent(lines), breaks=breaks(lines))


def find(text: str) -> Found:
    """Return the first line of `text` as its title, if it is as short as a title is.

    One that is a sentence, or goes on in the next line, is a title only for want of another.
    """
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    if len(first) > LONGEST_TITLE:
        return {}
    goes_on = rest.partition("\n")[0].strip()
    is_sentence = first.rstrip(_CLOSERS).endswith(_ENDS)
    return Found(title=first, title_supplied=bool(goes_on or is_sentence))
