"""Citations for a terminal and for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.render.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.citation.styles import Citation


def citation_lines(citations: Sequence[Citation]) -> Iterator[str]:
    """Yield citations to be pasted; of several styles a line each, after the style's name."""
    several = len({citation.style for citation in citations}) > 1
    for citation in citations:
        if several:
            yield f"{citation.style}\t{printable(' '.join(citation.text.split()))}\n"
        else:
            yield from _lines(citation.text)


def described_lines(
    citations: Sequence[Citation], titles: Mapping[str, str], *, color: bool
) -> Iterator[str]:
    """Yield citations for a person to choose from: the name of a style, what it is, the text.

    A citation is not wrapped: the terminal does it, and what is copied stays one line.
    """
    address = ""
    strong, end = ("\x1b[1m", "\x1b[0m") if color else ("", "")
    for citation in citations:
        if citation.address != address:
            yield "\n" if address else ""
            yield f"{strong}{printable(citation.address)}{end}\n"
            address = citation.address
        yield f"\n{strong}{citation.style}{end}  {titles[citation.style]}\n"
        yield from _lines(citation.text)


def _lines(text: str) -> Iterator[str]:
    end = "\r\n" if "\r\n" in text else "\n"
    for line in text.split(end):
        yield f"{printable(line)}{end}"
