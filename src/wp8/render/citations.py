"""Citations for a terminal and for a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wp8.render.terminal import joined, lines, printable, styled, window
from wp8.render.themes import HEADING, ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.citation.styles import Citation, Citations
    from wp8.render.terminal import Look


def citation_lines(citations: Citations, look: Look) -> Iterator[str]:
    """Yield citations to be pasted, or on a terminal for a person to choose from.

    There a citation is set to the window, but not an entry of a bibliography or a link; in a pipe
    it is one line.
    """
    return (_described if look.is_terminal else _pasted)(citations.rows, look)


def _pasted(citations: Sequence[Citation], _: Look) -> Iterator[str]:
    """Yield citations; of several styles a line each, after the style's name."""
    several = len({citation.style for citation in citations}) > 1
    for citation in citations:
        if several:
            yield f"{printable(citation.style)}\t{printable(' '.join(citation.text.split()))}\n"
        else:
            yield from _lines(citation.text)


def _described(citations: Sequence[Citation], look: Look) -> Iterator[str]:
    """Yield the name of each style, what it is, and the text."""
    from wp8.citation.styles import STYLES

    address = ""
    for citation in citations:
        if citation.address != address:
            yield "\n" if address else ""
            yield joined((styled(printable(citation.address), look.around(ID)), "\n"))
            address = citation.address
        name = styled(printable(citation.style), look.around(HEADING))
        known = STYLES.get(citation.style)
        yield joined(("\n", name, f"  {known.title}\n" if known else "\n"))
        entry = [*_lines(citation.text)]
        alone = entry[0].removesuffix("\n") if len(entry) == 1 else ""
        yield from lines(alone.split(" "), window(sys.stdout)) if alone else entry


def _lines(text: str) -> Iterator[str]:
    end = "\r\n" if "\r\n" in text else "\n"
    for line in text.split(end):
        yield f"{printable(line)}{end}"
