"""The text of the layout `docx`: what the text nodes of its parts hold."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.archive import content, opened
from wp8.corpus.receipts.flows import Flows
from wp8.corpus.receipts.markup import fed
from wp8.corpus.receipts.sources import html, rtf
from wp8.corpus.receipts.written import (
    COMMENT,
    DELETED,
    DRAWING,
    EMBEDDED,
    END,
    FIELD,
    HEAD,
    HIDDEN,
    READING,
    REPEATED,
    UNCITED,
    Written,
)
from wp8.numbers import and_more, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zipfile import ZipFile

    from wp8.corpus.receipts.written import Piece

# Of Word, and of ISO's strict form.
_SPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_WORD: Final = re.compile(rf"\{{(?:{'|'.join(map(re.escape, _SPACES))})\}}(\w+)")
_MATH: Final = re.compile(r"\{http://[^}]*/math\}(\w+)")
_ALTERNATIVES: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_KINDS: Final = {
    **dict.fromkeys(("del", "moveFrom"), DELETED),
    **dict.fromkeys(("instrText", "delInstrText"), FIELD),
    "rt": READING,
}
# Their texts stand by themselves, or as signs between them say.
_PARTS_OF_FORMULAS: Final = frozenset(
    f"m:{name}" for name in ("r", "e", "num", "den", "sub", "sup", "deg", "lim", "fName", "oMath")
)
_BLANKS: Final = frozenset(("tab", "ptab", "br", "cr", "noBreakHyphen"))
_OFF: Final = frozenset(("0", "false", "off"))
_NOTES: Final = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
# What Word draws with them: its font Symbol has Greek letters in the places of Latin ones, one of
# which is the sign of a difference. All else in these fonts is signs.
_LETTERS: Final[dict[str, dict[str, str]]] = {
    "Symbol": {
        **dict(
            zip(
                "ABCEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                "ΑΒΧΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
                strict=True,
            )
        ),
        **{figure: figure for figure in "0123456789"},
        "\xa1": "\u03d2",
        "\xa6": "ƒ",
    },
    "Wingdings": {"\\": "ॐ"},
    "Wingdings 2": {},
    "Wingdings 3": {},
    "Webdings": {},
}
_RELATED: Final = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_SAID: Final = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_BESIDE: Final = (
    (re.compile(r"/(?:header|footer)\w*\.xml$"), HEAD),
    (re.compile(r"/comments\.xml$"), COMMENT),
    (re.compile(r"/(?:diagrams/data|charts/chart)\w*\.xml$"), DRAWING),
)
_EMBEDDED: Final = "aFChunk"
# Documents within documents within others are not looked into.
_DEEPEST: Final = 2
_MESSAGES: Final = frozenset(("mht", "mhtml"))


def written(source: bytes) -> Written:
    """Return the text of a Word document: of its body, of the notes that it cites, of the rest.

    A document within it whose text is unknown, or that is too deep, is named.
    """
    unknown: list[str] = []
    pieces = _pieces(source, _DEEPEST, unknown)
    those = numbered(len(unknown), "document")
    return Written(pieces, [f"holds {those} not read: {and_more(unknown)}"] if unknown else ())


def _pieces(source: bytes, deepest: int, unknown: list[str]) -> list[Piece]:
    with opened(source) as archive:
        names = archive.namelist()
        main = _targets(archive, "_rels/.rels").get("officeDocument", ["word/document.xml"])[0]
        folder, _, file = main.rpartition("/")
        related = _targets(archive, f"{folder}/_rels/{file}.rels".lstrip("/"))

        def named(targets: Iterable[str]) -> Iterator[str]:
            for target in targets:
                both = f"{folder}/{target}".lstrip("/"), target
                yield from [name for name in both if name in names][:1]

        def part(kind: str) -> bytes:
            name = next(named(related.get(kind, [f"{kind}.xml"])), "")
            return content(archive, name) if name else b""

        hidden = _hidden_styles(part("styles"))
        body = _Part(hidden)
        pieces = body.read(content(archive, main))
        for kind in ("footnotes", "endnotes"):
            if notes := part(kind):
                pieces += _Part(hidden, body.cited[kind]).read(notes)
        for pattern, kind in _BESIDE:
            for name in filter(pattern.search, names):
                beside = _Part(hidden).read(content(archive, name))
                pieces += ((END + text, kind) for text, _ in beside if text.strip())
        for name in named(related.get(_EMBEDDED, ())):
            within = _embedded(name, content(archive, name), deepest, unknown)
            pieces += ((text, kind or EMBEDDED) for text, kind in within)
    return pieces


def _embedded(name: str, chunk: bytes, deepest: int, unknown: list[str]) -> Sequence[Piece]:
    """Return the text of a document within, if it is known how; else its name is added."""
    suffix = name.rpartition(".")[2]
    if suffix in _MESSAGES:
        from email import message_from_bytes

        pages = (each for each in message_from_bytes(chunk).walk() if not each.is_multipart())
        said = (
            each.get_payload(decode=True) for each in pages if "html" in each.get_content_type()
        )
        return html.written(next((page for page in said if isinstance(page, bytes)), b"")).pieces
    if suffix == "docx" and deepest:
        return _pieces(chunk, deepest - 1, unknown)
    if chunk.startswith(b"{\\rtf"):
        return rtf.written(chunk).pieces
    if b"\0" in chunk:
        unknown.append(name)
        return ()
    return html.written(chunk).pieces


def _targets(archive: ZipFile, name: str) -> dict[str, list[str]]:
    """Return the targets of the relations in a part, by the last word of their types."""
    found: dict[str, list[str]] = {}
    if name in archive.namelist():
        for relation in _RELATED.findall(content(archive, name).decode(errors="replace")):
            said = {key: one or other for key, one, other in _SAID.findall(relation)}
            kind = said.get("Type", "").rpartition("/")[2]
            found.setdefault(kind, []).append(said.get("Target", "").lstrip("/"))
    return found


@lru_cache(maxsize=4096)
def _name(tag: str) -> str:
    """Return the name of an element of Word's, `m:t` of a formula's text, nothing of others."""
    if found := _WORD.fullmatch(tag):
        return found[1]
    if tag.startswith(_ALTERNATIVES):
        return f"mc:{tag.removeprefix(_ALTERNATIVES)}"
    if found := _MATH.fullmatch(tag):
        return f"m:{found[1]}"
    if tag == "{urn:schemas-microsoft-com:vml}textpath":
        return "v:textpath"
    return "a:t" if tag.endswith("/drawingml/2006/main}t") else ""


def _of(attributes: dict[str, str], name: str) -> str:
    return attributes.get(f"{{{_SPACES[0]}}}{name}") or attributes.get(
        f"{{{_SPACES[1]}}}{name}", ""
    )


class _Styles:
    """Learns which styles say of their text that it is hidden, or that it is not."""

    def __init__(self) -> None:
        self.said: dict[str, bool] = {}
        self.based: dict[str, str] = {}
        self.default = ""
        self._style = ""
        self._within: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _name(tag)
        self._within.append(name)
        if name == "style":
            self._style = _of(attributes, "styleId")
            if _of(attributes, "type") == "paragraph" and _of(attributes, "default") in (
                "1",
                "true",
            ):
                self.default = self._style
        elif name == "basedOn":
            self.based[self._style] = _of(attributes, "val")
        elif name == "vanish" and self._within[-3:] == ["style", "rPr", "vanish"]:
            self.said[self._style] = _of(attributes, "val") not in _OFF

    def end(self, _: str) -> None:
        self._within.pop()


def _hidden_styles(source: bytes) -> dict[str, bool]:
    """Return what the styles say of whether their text is hidden; of none, as the default does."""
    if not source or b"vanish" not in source:
        return {}
    styles = _Styles()
    fed(source, styles)

    def said(style: str) -> bool | None:
        seen = set()
        while style and style not in seen and style not in styles.said:
            seen.add(style)
            style = styles.based.get(style, "")
        return styles.said.get(style)

    known = {*styles.said, *styles.based}
    found = {style: is_hidden for style in known if (is_hidden := said(style)) is not None}
    if (default := said(styles.default)) is not None:
        found[""] = default
    return found


class _Part:
    """The text of one part; of `notes`, those that are cited."""

    def __init__(self, hidden: dict[str, bool], notes: set[str] | None = None) -> None:
        self.cited: dict[str, set[str]] = {"footnotes": set(), "endnotes": set()}
        self._hidden = hidden
        self._notes = notes
        self._flows = Flows()
        self._within: list[str] = []
        # The kind of what each element around holds, if it is of one.
        self._kinds: list[str] = [""]
        self._is_text = self._is_joined = False
        self._font = ""
        # How many cells are open, of the text and of each box in it.
        self._cells = [0]
        self._of_paragraph: list[bool] = [hidden.get("", False)]
        self._of_run: bool | None = None
        # Where the instruction of each open field begins, None once it is over.
        self._fields: list[int | None] = []
        # How much text there was before the last of each set of alternatives, and is now.
        self._told: list[int] = []
        self._size = 0

    def read(self, source: bytes) -> list[Piece]:
        """Return the pieces of the part."""
        fed(source, self)
        return self._flows.whole()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = _name(tag)
        kind = self._kinds[-1] or _KINDS.get(name, "")
        self._within.append(name)
        if name in ("t", "m:t", "delText", "instrText", "delInstrText", "a:t"):
            self._is_text = True
            if name == "delText":
                kind = kind or DELETED
            elif name == "a:t":
                kind = kind or DRAWING
            elif name == "t" and kind in ("", READING) and self._is_hidden():
                kind = HIDDEN
        elif name:
            kind = self._start(name, attributes, kind)
        self._kinds.append(kind)

    def _start(self, name: str, attributes: dict[str, str], kind: str) -> str:
        """Take an element that has no text of its own; return the kind of what is in it."""
        if name in _NOTES:
            if not kind and not self._is_hidden():
                self.cited[_NOTES[name]].add(_of(attributes, "id"))
        elif name in ("footnote", "endnote") and self._notes is not None:
            return "" if _of(attributes, "id") in self._notes else UNCITED
        elif name == "mc:AlternateContent":
            self._told.append(-1)
        elif name in ("mc:Choice", "mc:Fallback") and self._told:
            if 0 <= self._told[-1] < self._size:
                return kind or REPEATED
            self._told[-1] = self._size
        elif name == "v:textpath":
            self._put(f" {attributes.get('string', '')} ", DRAWING)
        elif name == "sym":
            self._symbol(attributes, kind)
        elif not self._begins(name):
            self._said(name, attributes)
        return kind

    def _begins(self, name: str) -> bool:
        """Take what sets texts apart; return whether an element does."""
        if name == "p":
            self._of_paragraph.append(self._hidden.get("", False))
        elif name == "r":
            self._of_run = None
            self._font = ""
        elif name == "tc":
            self._cells[-1] += 1
            self._put(" ", "")
        elif name == "txbxContent":
            self._flows.open(is_box=True)
            self._cells.append(self._cells[-1])
        elif name in _BLANKS:
            self._put(" ", "")
        elif name in _PARTS_OF_FORMULAS:
            self._flows.joint()
        else:
            return False
        return True

    def _said(self, name: str, attributes: dict[str, str]) -> None:
        """Take what is said of a paragraph, a run, a row or a field."""
        if name == "rFonts":
            self._font = _of(attributes, "ascii") or _of(attributes, "hAnsi")
        elif name == "pStyle":
            style = _of(attributes, "val")
            self._of_paragraph[-1] = self._hidden.get(style, self._of_paragraph[-1])
        elif name == "rStyle":
            said = self._hidden.get(_of(attributes, "val"))
            self._of_run = said if self._of_run is None else self._of_run
        elif name == "vanish" and self._within[-3:-1] == ["r", "rPr"]:
            self._of_run = _of(attributes, "val") not in _OFF
        elif name in ("hidden", "del") and self._within[-2] == "trPr":
            self._kinds[-2] = HIDDEN if name == "hidden" else DELETED
        elif name == "framePr":
            self._is_joined = _of(attributes, "dropCap") in ("drop", "margin")
        elif name == "fldChar":
            self._field(_of(attributes, "fldCharType"))

    def data(self, text: str) -> None:
        """Take a text node."""
        if self._is_text:
            self._size += bool(text.strip())
            self._put(_drawn(text, self._font), self._kinds[-1])

    def end(self, _: str) -> None:
        """End an element."""
        name = self._within.pop()
        self._kinds.pop()
        self._is_text = False
        if name == "p":
            self._of_paragraph.pop()
            self._end_paragraph()
        elif name == "tc":
            self._cells[-1] -= 1
        elif name == "tr":
            self._flows.end()
        elif name == "txbxContent":
            self._cells.pop()
            self._flows.close()
        elif name in _PARTS_OF_FORMULAS:
            self._flows.joint()
        elif name == "mc:AlternateContent":
            self._told.pop()

    def _end_paragraph(self) -> None:
        """End a paragraph; one in a cell goes on in the next, and so does a drop cap."""
        if self._is_joined:
            self._flows.joint()
        elif self._cells[-1]:
            self._flows.end_in_cell()
        else:
            self._flows.end()
        self._is_joined = False

    def _put(self, text: str, kind: str) -> None:
        self._flows.put(text, kind)

    def _is_hidden(self) -> bool:
        return self._of_paragraph[-1] if self._of_run is None else self._of_run

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(len(self._flows.pieces))
        elif self._fields:
            start = self._fields.pop()
            if start is not None:
                for piece in self._flows.pieces[start:]:
                    piece[1] = piece[1] or FIELD
            if kind == "separate":
                self._fields.append(None)

    def _symbol(self, attributes: dict[str, str], kind: str) -> None:
        code = _of(attributes, "char")
        if not re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
            return
        self._put(_drawn(chr(int(code, 16)), _of(attributes, "font")), kind)


def _drawn(text: str, font: str) -> str:
    """Return the letters and figures that a text looks like in a font."""
    if font not in _LETTERS:
        return text
    codes = (chr(ord(char) % 0xF000) for char in text)
    return "".join(_LETTERS[font].get(char, " ") for char in codes)
