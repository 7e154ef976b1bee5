"""The layout of citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wp8.export.layout import Layout
from wp8.export.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.citation.styles import Citation, Citations


class StyledCitations(Layout["Citations"]):
    """Citations; `italics` are spans of the text."""

    schema = "wp8.cite/1"

    def about(self, result: Citations) -> Mapping[str, Any]:
        """Return the corpus."""
        return {"corpus": dict(result.corpus)}

    def fields(self, result: Citations) -> Iterator[Mapping[str, Any]]:
        """Yield each citation."""
        return (citation._asdict() for citation in result.rows)

    def cells(self, result: Citations) -> Iterator[Sequence[object]]:
        """Yield a row for each citation."""
        yield ["address", "ids", "style", "text"]
        yield from ([c.address, " ".join(c.ids), c.style, c.text] for c in result.rows)

    def markdown(self, result: Citations) -> Iterator[str]:
        """Yield each citation under its style's name."""
        return map(_markdown, result.rows)


def _markdown(citation: Citation) -> str:
    """Return a citation under its style's name; one of several lines as a block of code."""
    name = f"**{escaped(citation.address)}** {escaped(citation.style)}"
    if "\n" in citation.text:
        lines = "".join(f"    {line}\n" for line in citation.text.splitlines())
        return f"{name}\n\n{lines}\n"
    pieces, end = [], 0
    for start, stop in citation.italics:
        pieces += [escaped(citation.text[end:start]), f"*{escaped(citation.text[start:stop])}*"]
        end = stop
    return f"{name}\n\n{''.join([*pieces, escaped(citation.text[end:])])}\n\n"
