"""Citations in the styles of CSL, by pandoc."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.errors import CorpusError, ExportError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PANDOC_IS_MISSING: Final = "they need pandoc, which comes with the extra wp8[cite]"
_STYLES: Final = Path(__file__).with_name("csl_styles")
API: Final = [1, 23]
_PIECE: Final = re.compile(r"“[^“”]*”|[^ “”]+|.", re.DOTALL)
_BLANKS: Final = ("Space", "SoftBreak", "LineBreak")
_QUOTES: Final = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}
# These have what they hold in the second place.
_WITH_ATTRIBUTES: Final = ("Span", "Quoted", "Link", "Cite")
# It stands in a locator for what follows the number: words in there would be read as more numbers.
_REMARK: Final = "\U0010fffd"
_LARGEST_STYLE: Final = 2**20
_WHERE: Final = "styles are at github.com/citation-style-language/styles and zotero.org/styles"
_CSL: Final = "{http://purl.org/net/xbiblio/csl}"


class Text(NamedTuple):
    """A text and which spans of it are in italics."""

    text: str
    italics: tuple[tuple[int, int], ...] = ()


class Sheet(NamedTuple):
    """A style of CSL: its file, and whether it cites in notes."""

    file: str
    is_in_notes: bool = False


class Place(NamedTuple):
    """Where in a work: a locator as pandoc reads it, and what is said beside it.

    `beside` follows the locator, whatever else the style puts after it.
    """

    locator: str
    beside: str = ""


class Request(NamedTuple):
    """What is asked of a style: the citation of a place in an item, or the item's entry.

    `others` are items that stand in one bibliography with it.
    """

    sheet: Sheet
    item: dict[str, Any]
    place: Place | None = None
    others: Sequence[dict[str, Any]] = ()

    @property
    def run(self) -> str:
        """What requests have in common that one run of pandoc answers."""
        asked = json.dumps([self.sheet, self.item, self.others], ensure_ascii=False)
        return asked.replace(_REMARK, "\ufffd")


def shipped(name: str, *, is_in_notes: bool = False) -> Sheet:
    """Return a style that is shipped."""
    return Sheet(str(_STYLES / f"{name}.csl"), is_in_notes)


def sheet(path: str) -> tuple[Sheet, str]:
    """Return the style in a file, and the text of the file.

    Raises:
        CorpusError: It cannot be read.
        ExportError: It is no style, or stands for another.
    """
    from xml.etree import ElementTree as ET

    from wp8.corpus.source import source_bytes

    try:
        source = source_bytes(Path(path))
    except CorpusError as error:
        raise CorpusError(error.message, hint=error.hint or _WHERE) from error
    try:
        if len(source) > _LARGEST_STYLE:
            raise ValueError("it is too large")
        root, text = ET.fromstring(source), source.decode()
    except (ET.ParseError, ValueError) as error:
        raise ExportError(f"{path}: is no style of CSL: {error}", hint=_WHERE) from error
    if root.tag != f"{_CSL}style":
        tag = root.tag.rpartition("}")[2]
        fault = f"its root is <{tag}>" if tag != "style" else "its <style> is not one of CSL"
        raise ExportError(f"{path}: is no style of CSL: {fault}", hint=_WHERE)
    if root.find(f"{_CSL}citation") is None:
        links = {link.get("rel"): link.get("href", "") for link in root.iter(f"{_CSL}link")}
        parent = links.get("independent-parent", "").rpartition("/")[2]
        if parent:
            fault = "has no citations, but stands for another style"
            raise ExportError(f"{path}: {fault}", hint=f"take that one: {parent}.csl")
        raise ExportError(f"{path}: has no citations", hint=_WHERE)
    return Sheet(str(Path(path).absolute()), root.get("class") == "note"), text


def has_pandoc() -> bool:
    """Return whether citations in the styles of CSL can be made."""
    try:
        import pypandoc  # noqa: F401 - it is asked for only
    except ImportError:
        return False
    return True


def answers(requests: Sequence[Request]) -> list[Text]:
    """Return what the styles make of `requests`, in their order.

    Raises:
        ExportError: If there is no pandoc, or it does not answer.
    """
    places: dict[str, dict[Place, None]] = {}
    for request in requests:
        places.setdefault(request.run, {})[request.place or Place("")] = None
    citations: dict[tuple[str, Place], Text] = {}
    entries: dict[str, Text] = {}
    for run, asked in places.items():
        sheet, item, others = json.loads(run)
        ids, document = _document(Sheet(*sheet), item, others, list(asked))
        *paragraphs, references = _run(document, Sheet(*sheet))["blocks"]
        citations |= {
            (run, place): _remarked(_citation(paragraph), place.beside)
            for place, paragraph in zip(asked, paragraphs, strict=True)
        }
        entries[run] = _entry(references, ids[0])
    return [
        citations[request.run, request.place] if request.place else entries[request.run]
        for request in requests
    ]


def in_a_row(requests: Sequence[Request]) -> list[Text]:
    """Return the citations of one text, in its order: a style may be short where a work recurs.

    All are of one style.

    Raises:
        ExportError: As `answers`.
    """
    if not requests:
        return []
    sheet = requests[0].sheet
    references = {str(request.item["id"]): request.item for request in requests}
    cites = [
        _cite(id_, request.place or Place("")) | {"citationNoteNum": number}
        for number, request in enumerate(requests, start=1)
        for id_ in (str(request.item["id"]),)
    ]
    *paragraphs, _ = _run(_cited(references.values(), cites), sheet)["blocks"]
    return [
        _remarked(_citation(paragraph), request.place.beside if request.place else "")
        for paragraph, request in zip(paragraphs, requests, strict=True)
    ]


def listed(sheet: Sheet, items: Sequence[dict[str, Any]]) -> list[Text]:
    """Return the entries of items in a bibliography, in the order of the style.

    Raises:
        ExportError: As `answers`.
    """
    if not items:
        return []
    unseen = [_cite(str(item["id"]), Place("")) for item in items]
    *_, references = _run(_cited(items, (), unseen), sheet)["blocks"]
    return [text_of(entry["c"][1][0]["c"]) for entry in references["c"][1] if entry["c"][1]]


def _document(
    sheet: Sheet, item: dict[str, Any], others: list[dict[str, Any]], places: Sequence[Place]
) -> tuple[list[str], dict[str, Any]]:
    """Return what is cited, and a document for pandoc with a paragraph for each of `places`.

    In notes each citation is of an item of its own, or all but the first would be shortened.
    """
    key = str(item["id"])
    ids = [f"{key}-{n}" if sheet.is_in_notes else key for n in range(len(places))]
    references = [*(item | {"id": id_} for id_ in dict.fromkeys(ids)), *others]
    cited = [_cite(*cited) for cited in zip(ids, places, strict=True)]
    unseen = [_cite(str(other["id"]), Place("")) for other in others]
    return ids, _cited(references, cited, unseen)


def _cited(
    references: Iterable[dict[str, Any]],
    cites: Iterable[dict[str, Any]],
    unseen: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return a document for pandoc with a paragraph for each of `cites`; it lists `unseen` too."""
    meta = {
        "lang": _metadata("en-US"),
        "references": _metadata([*references]),
        "nocite": {"t": "MetaInlines", "c": [{"t": "Cite", "c": [unseen, []]}] if unseen else []},
    }
    blocks = [{"t": "Para", "c": [{"t": "Cite", "c": [[cite], []]}]} for cite in cites]
    return {"pandoc-api-version": API, "meta": meta, "blocks": blocks}


def _cite(id_: str, place: Place) -> dict[str, Any]:
    if place.locator:
        suffix = f", {{{place.locator}{_REMARK * bool(place.beside)}}}"
    else:
        # Or figures in its words would be pages.
        suffix = f", {{}}{place.beside.removeprefix(', ')}" if place.beside else ""
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


def _remarked(text: Text, beside: str) -> Text:
    """Return `text` with what stands beside the locator; a sign after it goes into quotation marks.

    A style may print no locator.
    """
    before, mark, after = text.text.rpartition(_REMARK)
    if not mark:
        return text
    if beside.endswith("”") and after[:1] in (".", ","):
        beside, after = f"{beside[:-1]}{after[0]}”", after[1:]
    more = len(beside) - len(mark)
    moved = (tuple(end + more * (end > len(before)) for end in span) for span in text.italics)
    return Text(f"{before}{beside}{after}", tuple((start, end) for start, end in moved))


def _entry(references: dict[str, Any], id_: str) -> Text:
    """Return the entry of an item in the bibliography; a style may list none."""
    blocks = references["c"][1]
    own = next((block for block in blocks if block["c"][0][0] == f"ref-{id_}"), None)
    return text_of(own["c"][1][0]["c"] if own and own["c"][1] else [])


def _run(document: dict[str, Any], sheet: Sheet) -> dict[str, Any]:
    from wp8.corpus.readers.pandoc import cited

    if not has_pandoc():
        from wp8.extras import to_install

        raise ExportError(
            f"Chicago, APA and MLA cannot be written: {PANDOC_IS_MISSING}",
            hint=f"install it: {to_install('pypandoc-binary')}",
        )
    try:
        result: dict[str, Any] = json.loads(cited(json.dumps(document).encode(), sheet.file))
    except UnreadableError as error:
        message = f"{Path(sheet.file).name}: no style to cite by: {error.message}"
        raise ExportError(message) from error
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
