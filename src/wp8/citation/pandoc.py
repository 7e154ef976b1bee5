"""Citations in the styles of CSL, by pandoc."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Sequence

PANDOC_IS_MISSING: Final = "they need pandoc, which comes with the extra wp8[cite]"
_STYLES: Final = Path(__file__).with_name("csl_styles")
_IN_NOTES: Final = ("chicago-notes-bibliography",)
_API: Final = [1, 23]
_PIECE: Final = re.compile(r"“[^“”]*”|[^ “”]+|.", re.DOTALL)
_BLANKS: Final = ("Space", "SoftBreak", "LineBreak")
_QUOTES: Final = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}
# These have what they hold in the second place.
_WITH_ATTRIBUTES: Final = ("Span", "Quoted", "Link", "Cite")


class Text(NamedTuple):
    """A text and which spans of it are in italics."""

    text: str
    italics: tuple[tuple[int, int], ...] = ()


class Request(NamedTuple):
    """What is asked of a style: the citation of an item, or its entry in the bibliography.

    A locator stands in braces in `suffix`: `, {para. 12} (mine)`.
    """

    style: str
    item: dict[str, Any]
    suffix: str = ""
    is_entry: bool = False

    @property
    def run(self) -> str:
        """What requests have in common that one run of pandoc answers."""
        return json.dumps([self.style, self.item])


def has_pandoc() -> bool:
    """Return whether citations in the styles of CSL can be made."""
    try:
        import pypandoc  # noqa: F401 - it is asked for only
    except ImportError:
        return False
    return True


def answers(requests: Sequence[Request]) -> list[Text]:
    """Return what the styles make of `requests`, in their order.

    Each document has a run of its own: two works of an author and a year would be told apart by
    letters, in one place and not in another.

    Raises:
        ExportError: If there is no pandoc, or it does not answer.
    """
    suffixes: dict[str, dict[str, None]] = {}
    for request in requests:
        suffixes.setdefault(request.run, {})[request.suffix] = None
    citations: dict[tuple[str, str], Text] = {}
    entries: dict[str, Text] = {}
    for run, asked in suffixes.items():
        style, item = json.loads(run)
        *paragraphs, references = _run(_document(style, item, list(asked)), style)["blocks"]
        citations |= {
            (run, suffix): _citation(paragraph)
            for suffix, paragraph in zip(asked, paragraphs, strict=True)
        }
        entries[run] = _entry(references)
    return [
        entries[request.run] if request.is_entry else citations[request.run, request.suffix]
        for request in requests
    ]


def _document(style: str, item: dict[str, Any], suffixes: Sequence[str]) -> dict[str, Any]:
    """Return a document for pandoc with a paragraph for each citation of `item`.

    In notes each citation is of an item of its own, or all but the first would be shortened.
    """
    ids = [f"{item['id']}-{n}" if style in _IN_NOTES else item["id"] for n in range(len(suffixes))]
    metadata = {"lang": "en-US", "references": [item | {"id": id_} for id_ in dict.fromkeys(ids)]}
    return {
        "pandoc-api-version": _API,
        "meta": {name: _metadata(value) for name, value in metadata.items()},
        "blocks": [
            {"t": "Para", "c": [{"t": "Cite", "c": [[_cite(*cited)], []]}]}
            for cited in zip(ids, suffixes, strict=True)
        ],
    }


def _cite(id_: str, suffix: str) -> dict[str, Any]:
    if suffix and not suffix.startswith(", {"):
        # Or figures in its words would be pages.
        suffix = f", {{}}{suffix.removeprefix(', ')}"
    return {
        "citationId": id_,
        "citationPrefix": [],
        "citationSuffix": _inlines(suffix),
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 1,
        "citationHash": 0,
    }


def _citation(paragraph: dict[str, Any]) -> Text:
    inlines = paragraph["c"][0]["c"][1]
    if inlines and inlines[0]["t"] == "Note":
        inlines = inlines[0]["c"][0]["c"]
    return text_of(inlines)


def _entry(references: dict[str, Any]) -> Text:
    """Return the first entry of the bibliography; a style may list none."""
    blocks = references["c"][1][0]["c"][1]
    return text_of(blocks[0]["c"] if blocks else [])


def _run(document: dict[str, Any], style: str) -> dict[str, Any]:
    try:
        from pypandoc import convert_text
    except ImportError as error:
        raise ExportError(
            f"Chicago, APA and MLA cannot be written: {PANDOC_IS_MISSING}",
            hint="install it: python -m pip install pypandoc-binary",
        ) from error
    options = ["--citeproc", "--sandbox", "--quiet", f"--csl={_STYLES / style}.csl"]
    try:
        answer = convert_text(json.dumps(document), "json", format="json", extra_args=options)
    except (OSError, RuntimeError) as error:
        raise ExportError(
            f"pandoc failed: {str(error).splitlines()[-1]}",
            hint="install another: python -m pip install --upgrade pypandoc-binary",
        ) from error
    result: dict[str, Any] = json.loads(answer)
    return result


def _inlines(text: str) -> list[dict[str, Any]]:
    """Return `text` as pandoc has it: words, blanks between them, what is in curly quotes."""
    found: list[dict[str, Any]] = []
    for piece in _PIECE.findall(text):
        if piece.startswith("“"):
            found.append({"t": "Quoted", "c": [{"t": "DoubleQuote"}, _inlines(piece[1:-1])]})
        else:
            found.append({"t": "Space"} if piece == " " else {"t": "Str", "c": piece})
    return found


def _metadata(value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"t": "MetaMap", "c": {name: _metadata(inner) for name, inner in value.items()}}
    if isinstance(value, list):
        return {"t": "MetaList", "c": [_metadata(inner) for inner in value]}
    if isinstance(value, bool):
        return {"t": "MetaBool", "c": value}
    return {"t": "MetaString", "c": str(value)}


def text_of(inlines: list[Any]) -> Text:
    """Return `inlines` as text."""
    pieces: list[str] = []
    italics: list[tuple[int, int]] = []
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        before = sum(map(len, pieces))
        if kind in _BLANKS:
            pieces.append(" ")
        elif isinstance(content, str):
            pieces.append(content)
        elif content:
            opening, closing = _QUOTES[content[0]["t"]] if kind == "Quoted" else ("", "")
            inner = text_of(content[1] if kind in _WITH_ATTRIBUTES else content)
            before += len(opening)
            pieces += [opening, inner.text, closing]
            italics += [(before + start, before + end) for start, end in inner.italics]
            italics += [(before, before + len(inner.text))] if kind == "Emph" else []
    return Text("".join(pieces), tuple(italics))
