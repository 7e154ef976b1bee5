"""Citations in the styles of CSL, by pandoc."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from wp8.errors import ExportError

PANDOC_IS_MISSING: Final = "they need pandoc, which comes with the extra wp8[cite]"
_STYLES: Final = Path(__file__).with_name("csl_styles")
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


class Formatted(NamedTuple):
    """The citation of an item, and its entry in the bibliography."""

    citation: Text
    entry: Text


def has_pandoc() -> bool:
    """Return whether citations in the styles of CSL can be made."""
    try:
        import pypandoc  # noqa: F401 - it is asked for only
    except ImportError:
        return False
    return True


def formatted(style: str, item: dict[str, Any], suffix: str = "") -> Formatted:
    """Return the citation of `item` in a CSL style, and its entry in the bibliography.

    A locator stands in braces at the head of `suffix`: `{para. 12} (mine)`.

    Raises:
        ExportError: If there is no pandoc, or it does not answer.
    """
    # An item has no key that JSON would not keep, and a dict cannot be a key of the cache.
    return _formatted(style, json.dumps(item), suffix)


@cache
def _formatted(style: str, item: str, suffix: str) -> Formatted:
    reference = json.loads(item)
    cite = {
        "citationId": reference["id"],
        "citationPrefix": [],
        "citationSuffix": _inlines(suffix),
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 1,
        "citationHash": 0,
    }
    metadata = {"lang": "en-US", "references": [reference]}
    document = {
        "pandoc-api-version": _API,
        "meta": {name: _metadata(value) for name, value in metadata.items()},
        "blocks": [{"t": "Para", "c": [{"t": "Cite", "c": [[cite], []]}]}],
    }
    paragraph, references = _run(document, _STYLES / f"{style}.csl")["blocks"]
    (cited,) = paragraph["c"]
    inlines = cited["c"][1]
    if inlines and inlines[0]["t"] == "Note":
        inlines = inlines[0]["c"][0]["c"]
    entries = references["c"][1]
    entry = entries[0]["c"][1]
    return Formatted(text_of(inlines), text_of(entry[0]["c"] if entry else []))


def _run(document: dict[str, Any], style: Path) -> dict[str, Any]:
    try:
        from pypandoc import convert_text
    except ImportError as error:
        raise ExportError(
            f"Chicago, APA and MLA cannot be written: {PANDOC_IS_MISSING}",
            hint="install it: python -m pip install pypandoc-binary",
        ) from error
    options = ["--citeproc", "--sandbox", "--quiet", f"--csl={style}"]
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
