"""Quoted passages as a document of Word: each with its citation, and a bibliography at the end.

It is pandoc that writes it, of its own tree: no sign of a text is read as markup.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from unicodedata import bidirectional

from wp8.citation.pandoc import API, PANDOC_IS_MISSING, has_pandoc
from wp8.errors import ExportError, UnreadableError
from wp8.model import CELL_SEPARATOR, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.citation.pandoc import Text
    from wp8.citation.styles import Apparatus
    from wp8.export.excerpts.excerpt import Excerpt

    Node = dict[str, Any]

_FROM_THE_RIGHT: Final = ("R", "AL")
# Of what XML has no place for, and pandoc no letter.
_UNWRITABLE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")


def require_docx() -> None:
    """Check that there is what writes these documents.

    Raises:
        ExportError: There is no pandoc.
    """
    if not has_pandoc():
        from wp8.extras import to_install

        raise ExportError(
            f"docx cannot be written: {PANDOC_IS_MISSING.replace('they need', 'it needs')}",
            hint=f"install it: {to_install('pypandoc-binary')}",
        )


def docx(excerpts: Iterable[Excerpt], beside: Apparatus, rests_on: Iterable[str]) -> bytes:
    """Return a document of excerpts with their citations, and at its end what it rests on.

    `beside` has a citation for each that has ids. The same excerpts give the same bytes.

    Raises:
        ExportError: There is no pandoc, or it is too much for it.
    """
    from wp8.corpus.readers.pandoc import written_docx

    require_docx()
    citations = iter(beside.citations)
    blocks = [
        block
        for each in excerpts
        for block in _blocks(each, next(citations) if each.ids else None, beside)
    ]
    if beside.entries:
        blocks.append({"t": "Header", "c": [1, ["", [], []], _inlines(beside.heading)]})
        entries = [_paragraph(_styled(entry)) for entry in beside.entries]
        blocks.append(_div(entries, ("custom-style", "Bibliography")))
    blocks += [_paragraph(_inlines(line)) for line in rests_on]
    tree = {"pandoc-api-version": API, "meta": {}, "blocks": blocks}
    try:
        return written_docx(json.dumps(tree).encode())
    except UnreadableError as error:
        message = f"docx cannot be written: {error.message}"
        raise ExportError(message, hint="ask for fewer passages") from error


def _blocks(each: Excerpt, citation: Text | None, beside: Apparatus) -> Iterator[Node]:
    """Yield an excerpt as a block quotation, and below what is said of it."""
    quoted = [_quoted(pieces, each.language) for pieces in each.paragraphs]
    is_from_the_right = any(_is_from_the_right(text) for own in each.paragraphs for text, _ in own)
    if citation:
        cited = _styled(citation)
        quoted[-1] += [_note(cited)] if beside.are_notes else [{"t": "Space"}, *cited]
    quotation: Node = {"t": "BlockQuote", "c": list(map(_paragraph, quoted))}
    yield _div([quotation], ("dir", "rtl")) if is_from_the_right else quotation
    yield from (_paragraph(_inlines(line)) for line in each.note.splitlines() if line.strip())
    yield from (_paragraph([{"t": "Emph", "c": _inlines(line)}]) for line in each.remarks)


def _quoted(pieces: Sequence[tuple[str, bool]], language: str) -> list[Node]:
    inlines: list[Node] = []
    for text, is_match in pieces:
        own = _inlines(text)
        inlines += [{"t": "Strong", "c": own}] if is_match else own
    return [_span(inlines, ("lang", language))] if language else inlines


def _note(inlines: list[Node]) -> Node:
    # Or its letters would run as those of the quotation do.
    return {"t": "Note", "c": [_paragraph([_span(inlines, ("dir", "ltr"))])]}


def _styled(text: Text) -> list[Node]:
    """Return a citation, its italics as such."""
    inlines: list[Node] = []
    end = 0
    for start, stop in text.italics:
        inlines += _inlines(text.text[end:start])
        inlines.append({"t": "Emph", "c": _inlines(text.text[start:stop])})
        end = stop
    return [*inlines, *_inlines(text.text[end:])]


def _inlines(text: str) -> list[Node]:
    """Return a text as it is: its lines, the cells of a row apart, nothing in it that acts."""
    shown = _UNWRITABLE.sub("\ufffd", visible(text.replace(CELL_SEPARATOR, " | ")))
    inlines: list[Node] = []
    for line in shown.splitlines():
        inlines += [{"t": "LineBreak"}] * bool(inlines) + [{"t": "Str", "c": line}]
    return inlines


def _paragraph(inlines: list[Node]) -> Node:
    return {"t": "Para", "c": inlines}


def _span(inlines: list[Node], attribute: tuple[str, str]) -> Node:
    return {"t": "Span", "c": [["", [], [attribute]], inlines]}


def _div(blocks: list[Node], attribute: tuple[str, str]) -> Node:
    return {"t": "Div", "c": [["", [], [attribute]], blocks]}


def _is_from_the_right(text: str) -> bool:
    """Return whether the first letter that has a direction runs from the right."""
    strong = (own for own in map(bidirectional, text) if own in ("L", *_FROM_THE_RIGHT))
    return next(strong, "L") in _FROM_THE_RIGHT
