"""Citations as JSON, JSON Lines, CSV, TSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.export.json_text import json_lines, json_object
from wp8.export.markdown import escaped
from wp8.export.sheets import separated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.citation.styles import Citation

_SCHEMA = "wp8.cite/1"


def citations_as(
    format_: str, citations: Sequence[Citation], corpus: Mapping[str, str]
) -> Iterator[str]:
    """Yield citations in one of the formats but text; `italics` are spans of the text."""
    rows = [citation._asdict() for citation in citations]
    if format_ == "json":
        yield json_object(_SCHEMA, {"corpus": dict(corpus), "rows": rows})
    elif format_ == "jsonl":
        yield from json_lines(rows, _SCHEMA)
    elif format_ == "md":
        yield from map(_markdown, citations)
    else:
        cells = ([c.address, " ".join(c.ids), c.style, c.text] for c in citations)
        yield from separated([["address", "ids", "style", "text"], *cells], format_)


def _markdown(citation: Citation) -> str:
    """Return a citation under its style's name; one of several lines as a block of code."""
    name = f"**{escaped(citation.address)}** {citation.style}"
    if "\n" in citation.text:
        lines = "".join(f"    {line}\n" for line in citation.text.splitlines())
        return f"{name}\n\n{lines}\n"
    pieces, end = [], 0
    for start, stop in citation.italics:
        pieces += [escaped(citation.text[end:start]), f"*{escaped(citation.text[start:stop])}*"]
        end = stop
    return f"{name}\n\n{''.join([*pieces, escaped(citation.text[end:])])}\n\n"
