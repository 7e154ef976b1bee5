"""A Word document as pandoc knows all of it: plain paragraphs and runs, tables with regular rows.

What Word does not show is left out: hidden and deleted text, instructions of fields; and
pictures. What pandoc passes over stands where it is read: the text of boxes after the
paragraph that anchors them, that of fields, content controls, formulas and the like in its line.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from html import escape
from io import BytesIO
from itertools import chain, groupby
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import category
from zipfile import ZIP_DEFLATED, ZipFile

from wp8.corpus.readers.archive import elements, opened, part
from wp8.corpus.readers.block import BASE, CONTENTS_LINE, END, READING, SIGNS
from wp8.corpus.readers.docx.embedded import Embedded
from wp8.corpus.readers.docx.formula import linear
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from xml.etree.ElementTree import Element

    from wp8.corpus.readers.docx.embedded import ReadDocument

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Of ISO's strict form, where Word's own is transitional.
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OWN: Final = (f"{{{_W}}}", f"{{{_STRICT}}}")
_PREFIXES: Final = {
    _W: "",
    _STRICT: "",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
}
_TYPE: Final = re.compile(r"/officeDocument(?:/2006)?/relationships/(\w+)$")
_RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
# Properties, what was deleted or moved elsewhere, and what is said of the text instead of in it.
_LEFT_OUT: Final = frozenset(
    (
        *("pPr", "rPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sectPr", "sdtPr"),
        *("sdtEndPr", "customXmlPr", "smartTagPr", "fldData", "ffData", "rubyPr", "rt"),
        *("del", "moveFrom", "delText", "instrText", "delInstrText"),
    )
)
_BLOCKS: Final = frozenset(("p", "tbl", "m:oMath", "m:oMathPara", "altChunk"))
_FORMULAS: Final = frozenset(("m:oMath", "m:oMathPara"))
_NOTES: Final = frozenset(("footnoteReference", "endnoteReference"))
_SIGNS: Final = {
    "tab": "<w:tab/>",
    "ptab": "<w:tab/>",
    "br": "<w:br/>",
    "cr": "<w:br/>",
    "noBreakHyphen": "<w:noBreakHyphen/>",
    "softHyphen": "<w:softHyphen/>",
}
_TEXTS: Final = frozenset(("t", "sym", *_NOTES, *_FORMULAS))
_SEEN: Final = _TEXTS.union(_SIGNS)
# What pandoc looks at in the properties of a paragraph, a run, a table.
_OF_PARAGRAPH: Final = frozenset(
    ("pStyle", "numPr", "ilvl", "numId", "ind", "jc", "bidi", "keepNext", "outlineLvl")
)
_OF_RUN: Final = frozenset(("rStyle", "rFonts"))
_OF_TABLE: Final = frozenset(("tblStyle", "tblLook", "tblCaption", "tblDescription"))
_OF_ROW: Final = frozenset(("tblHeader",))
# Those whose signs pandoc has the characters of.
_SYMBOL_FONTS: Final = frozenset(("Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"))
_TITLES: Final = frozenset(("title", "subtitle"))
_OF_CONTENTS: Final = re.compile(r"toc \d|table of figures")
_OFF: Final = frozenset(("0", "false", "off"))
_NO: Final = _OFF | {""}
_BLANK: Final = "<w:t> </w:t>"
# Word has no more in a table.
_MOST_COLUMNS: Final = 63
_MOST_CELLS: Final = 1_000_000
_EMPTY_CELL: Final = "<w:tc><w:p/></w:tc>"
# Well-formed XML has not got it, but pandoc takes it.
_NO_XML: Final = "\uffff"
_HEX: Final = re.compile(r"[0-9A-Fa-f]{1,6}")


class _Piece(NamedTuple):
    """A part of a line; pieces of equal properties make one run, a note stands alone."""

    properties: str
    content: str
    is_note: bool = False


def plain(source: bytes, within: ReadDocument | None = None) -> bytes:
    """Return a Word document of the parts of `source` that have text, made plain.

    Documents in it are read, those of Word `within`; without it, none are.

    Raises:
        UnreadableError: A part is missing or damaged, or too large.
    """
    whole = BytesIO()
    with opened(source) as archive, ZipFile(whole, "w", ZIP_DEFLATED, compresslevel=1) as made:
        parts = _parts(archive)
        name = parts.get("styles")
        styles = _Styles(elements(archive, name, 1) if name else ())
        made.writestr("_rels/.rels", _RELATIONS)
        for name in ("styles", "numbering"):
            if name in parts:
                made.writestr(f"word/{name}.xml", archive.read(parts[name]))
        for name in ("footnotes", "endnotes"):
            if name in parts:
                story = _Story(styles, Embedded(archive, parts[name]))
                notes = (story.note(each) for each in elements(archive, parts[name], 1))
                _write(made, name, notes)
        story = _Story(styles, Embedded(archive, parts["document"], within))
        body = story.blocks(elements(archive, parts["document"], 2))
        _write(made, "document", chain(["<w:body>"], body, ["</w:body>"]))
    return whole.getvalue()


def _write(made: ZipFile, name: str, content: Iterable[str]) -> None:
    with made.open(f"word/{name}.xml", "w") as file:
        for text in chain([f'<w:{name} xmlns:w="{_W}">'], content, [f"</w:{name}>"]):
            file.write(_sealed(text).encode())


def _sealed(text: str) -> str:
    """Return `text` with its signs as XML can have them."""
    if text.isascii():
        return text
    # Of a document in it that is no XML.
    text = text.replace(_NO_XML, "\ufffd")
    for place, sign in enumerate(SIGNS):
        text = text.replace(sign, f"{_NO_XML}{place}")
    return text


def unsealed(answer: bytes) -> str:
    """Return what pandoc answers of a document that was made plain, with its signs again."""
    text = answer.decode()
    for place, sign in enumerate(SIGNS):
        text = text.replace(f"{_NO_XML}{place}", sign)
    return text


def _parts(archive: ZipFile) -> dict[str, str]:
    """Return the names of the parts, by what the relations say that they are.

    Raises:
        UnreadableError: There is no document among them.
    """
    names = set(archive.namelist())
    document = _related(archive, "_rels/.rels").get("officeDocument", "word/document.xml")
    if document not in names:
        raise UnreadableError(f"has no {document!r}", hint="save it again")
    folder, _, file = document.rpartition("/")
    related = _related(archive, f"{folder}/_rels/{file}.rels".lstrip("/"))
    parts: dict[str, str] = {}
    for kind in ("styles", "numbering", "footnotes", "endnotes"):
        target = related.get(kind, f"{kind}.xml")
        for name in (f"{folder}/{target}".lstrip("/"), target.lstrip("/")):
            if name in names:
                parts.setdefault(kind, name)
    return {**parts, "document": document}


def _related(archive: ZipFile, name: str) -> dict[str, str]:
    """Return the targets of the relations in a part, by their type."""
    relations = part(archive, name)
    found: dict[str, str] = {}
    for relation in relations if relations is not None else ():
        if kind := _TYPE.search(relation.get("Type", "")):
            found.setdefault(kind[1], relation.get("Target", "").lstrip("/"))
    return found


class _Styles:
    """What is said by styles: which hide their text, and which pandoc takes for one title."""

    def __init__(self, styles: Iterable[Element]) -> None:
        self._said: dict[str, bool | None] = {}
        self._based: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._of_contents: set[str] = set()
        self._default = ""
        for style in styles:
            if _name(style) != "style":
                continue
            id_ = _value(style, "styleId")
            self._said[id_] = _said(_child(style, "rPr"), "vanish")
            self._based[id_] = _style(style, "basedOn")
            name = _style(style, "name").lower()
            if name in _TITLES:
                self._titles[id_] = name
            if _OF_CONTENTS.fullmatch(name):
                self._of_contents.add(id_)
            if _value(style, "type") == "paragraph" and _value(style, "default") not in _NO:
                self._default = id_

    def title(self, style: str) -> str:
        """Return which of the titles a style is of, or nothing."""
        return self._titles.get(style, "")

    def is_of_contents(self, style: str) -> bool:
        """Return whether a style is that of a line of a table of contents."""
        return style in self._of_contents

    def hides(self, style: str) -> bool:
        """Return whether the paragraphs of a style are hidden, or of the default if it is none."""
        return self.said(style or self._default) is True

    def said(self, style: str) -> bool | None:
        """Return whether a style, or one that it is based on, hides or shows its text."""
        known = self._said
        seen: set[str] = set()
        while known.get(style) is None and style not in seen:
            seen.add(style)
            style = self._based.get(style, "")
        said = known.get(style)
        known.update(dict.fromkeys(seen, said))
        self._based.update(dict.fromkeys(seen, ""))
        return said


class _Story:
    """Makes blocks plain: the body's, a note's, a cell's, a text box's."""

    def __init__(self, styles: _Styles, embedded: Embedded) -> None:
        self._styles = styles
        self._embedded = embedded
        self._titles: set[str] = set()

    def note(self, note: Element) -> str:
        """Return a note, made plain; nothing for what is none."""
        name = _name(note)
        id_ = escape(_value(note, "id"))
        return f'<w:{name} w:id="{id_}">{"".join(self.blocks(note))}</w:{name}>' if name else ""

    def blocks(self, within: Iterable[Element]) -> Iterator[str]:
        """Yield paragraphs and tables; the text boxes of a paragraph follow it.

        A paragraph whose end was deleted, a drop cap and a line of a title go on in the next.
        """
        pieces: list[_Piece] = []
        boxes: list[Element] = []
        properties = title = ""
        joint: str | None = None
        for element in _inside(within, _BLOCKS):
            own = _child(element, "pPr")
            kind = self._styles.title(_style(own, "pStyle"))
            is_next_line = bool(title) and kind == title
            if joint is None and not is_next_line:
                yield from self._paragraph(properties, pieces, boxes)
                pieces, boxes = [], []
            elif pieces:
                pieces.append(_Piece("", _BLANK if joint is None else joint))
            joint = None
            if _name(element) == "tbl":
                yield from self._paragraph(properties, pieces, boxes)
                yield self._table(element)
                pieces, boxes, title = [], [], ""
                continue
            if _name(element) == "altChunk":
                box = self._embedded.box(element)
                boxes, title = [] if box is None else [box], ""
                continue
            line = _Line(self._styles, self._embedded, _style(own, "pStyle"))
            line.add([element] if _name(element) in _FORMULAS else element)
            if line.pieces and self._styles.is_of_contents(_style(own, "pStyle")):
                pieces.append(_Piece("", f"<w:t>{CONTENTS_LINE}</w:t>"))
            pieces += line.pieces
            boxes += line.boxes
            if not is_next_line:
                properties = "" if kind in self._titles else _kept(own, _OF_PARAGRAPH)
            title = kind
            self._titles |= {kind} - {""}
            joint = _joint(own)
        yield from self._paragraph(properties, pieces, boxes)

    def _paragraph(
        self, properties: str, pieces: list[_Piece], boxes: list[Element]
    ) -> Iterator[str]:
        if pieces:
            yield f"<w:p>{properties}{_runs(pieces)}</w:p>"
        for box in boxes:
            yield from self.blocks(box)

    def _table(self, table: Element) -> str:
        rows: list[tuple[str, list[str]]] = []
        number = 0
        for row in _inside(table, {"tr"}):
            own = _child(row, "trPr")
            if _is_on(own, "hidden") or _is_on(own, "del"):
                continue
            cells = [_EMPTY_CELL] * _count(own, "gridBefore", 0)
            for cell in _inside(row, {"tc"}):
                cells.append(f"<w:tc>{''.join(self.blocks(cell))}<w:p/></w:tc>")
                cells += [_EMPTY_CELL] * (_count(_child(cell, "tcPr"), "gridSpan", 1) - 1)
            rows.append((_kept(own, _OF_ROW), cells))
            number += len(cells)
            _check_cells(number)
        width = max((len(cells) for _, cells in rows), default=0)
        _check_cells(width * len(rows))
        grid = '<w:gridCol w:w="1"/>' * width
        lines = "".join(
            f"<w:tr>{own}{''.join(cells)}{_EMPTY_CELL * (width - len(cells))}</w:tr>"
            for own, cells in rows
        )
        of_table = _kept(_child(table, "tblPr"), _OF_TABLE)
        return f"<w:tbl>{of_table}<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


class _Line:
    """What a paragraph shows, and the text boxes that it anchors.

    `fields` are the places among the pieces where the instruction of each open field begins.
    """

    def __init__(self, styles: _Styles, embedded: Embedded, style: str) -> None:
        self._styles = styles
        self._embedded = embedded
        self._is_hidden = styles.hides(style)
        self._fields: list[int | None] = []
        self.pieces: list[_Piece] = []
        self.boxes: list[Element] = []

    def add(self, within: Iterable[Element], properties: str = "", *, hidden: bool = False) -> None:
        """Add what stands in elements, of these properties of a run."""
        for element in within:
            name = _name(element)
            if name == "r":
                own = _child(element, "rPr")
                self.add(element, _kept(own, _OF_RUN), hidden=hidden or self._hides(own))
            elif name == "fldChar":
                if not hidden and (chosen := _chosen(element)):
                    self._put(properties, f"<w:t>{escape(chosen, quote=False)}</w:t>")
                self._field(_value(element, "fldCharType"))
            elif name in _LEFT_OUT or (hidden and name in _SEEN):
                continue
            elif name in _FORMULAS:
                self._put("", f"<w:t>{escape(linear(element), quote=False)}</w:t>")
            elif name in _NOTES:
                mark = f'<w:{name} w:id="{escape(_value(element, "id"))}"/>'
                self.pieces.append(_Piece(properties, mark, is_note=True))
            elif name == "t":
                self._put(properties, f"<w:t>{escape(element.text or '', quote=False)}</w:t>")
            elif name == "sym":
                self._put(properties, _symbol(element))
            elif name in _SIGNS:
                self._put(properties, _SIGNS[name])
            else:
                self._add_other(element, properties, hidden=hidden)

    def _add_other(self, element: Element, properties: str, *, hidden: bool) -> None:
        """Add a text with its reading, a text box, or what has no text of its own."""
        if _name(element) == "ruby":
            # The reading stands before its base.
            for sign, part in ((BASE, "rubyBase"), (READING, "rt"), (END, "")):
                self._put(properties, f"<w:t>{sign}</w:t>")
                own = _child(element, part)
                self.add(() if own is None else own, properties, hidden=hidden)
            return
        box: Element | None = element
        if _name(element) != "txbxContent":
            box = None if _name(element) else self._embedded.box(element)
        if box is None:
            self.add(_shown(element), properties, hidden=hidden)
        elif not hidden:
            self.boxes.append(box)

    def _put(self, properties: str, content: str) -> None:
        self.pieces.append(_Piece(properties, content))

    def _hides(self, properties: Element | None) -> bool:
        said = _said(properties, "vanish")
        if said is None and (style := _style(properties, "rStyle")):
            said = self._styles.said(style)
        return self._is_hidden if said is None else said

    def _field(self, kind: str) -> None:
        """Take away what a field shows of its instruction, once it has come to its end."""
        if kind == "begin":
            self._fields.append(len(self.pieces))
        elif self._fields:
            start = self._fields.pop()
            if start is not None:
                del self.pieces[start:]
            if kind == "separate":
                self._fields.append(None)


def _runs(pieces: Iterable[_Piece]) -> str:
    runs = []
    for (properties, is_note), group in groupby(pieces, lambda piece: (piece[0], piece[2])):
        contents = [piece.content for piece in group]
        runs += [
            f"<w:r>{properties}{content}</w:r>"
            for content in (contents if is_note else ["".join(contents)])
        ]
    return "".join(runs)


def _symbol(element: Element) -> str:
    """Return the character of a symbol, which pandoc knows for some fonts."""
    font, code = _value(element, "font"), _value(element, "char")
    if not _HEX.fullmatch(code):
        return ""
    if font in _SYMBOL_FONTS:
        return f'<w:sym w:font="{font}" w:char="{code}"/>'
    char = chr(min(int(code, 16), sys.maxunicode))
    is_none = category(char) in ("Cc", "Cn", "Cs")
    return "" if is_none else f"<w:t>{escape(char, quote=False)}</w:t>"


def _chosen(field: Element) -> str:
    """Return what is chosen of the list of a field in a form, or nothing."""
    choices = _child(_child(field, "ffData"), "ddList")
    said = [
        _value(each, "val")
        for each in (choices if choices is not None else ())
        if _name(each) == "listEntry"
    ]
    place = _style(choices, "result") or _style(choices, "default") or "0"
    is_one = place.isascii() and place.isdecimal() and int(place[:6]) < len(said)
    return said[int(place[:6])] if is_one else ""


def _joint(properties: Element | None) -> str | None:
    """Return what joins a paragraph to the next, None if it ends by itself."""
    frame = _child(properties, "framePr")
    if frame is not None and _value(frame, "dropCap") in ("drop", "margin"):
        return ""
    mark = _child(properties, "rPr")
    is_deleted = any(_child(mark, name) is not None for name in ("del", "moveFrom"))
    return _BLANK if is_deleted else None


def _inside(within: Iterable[Element], names: Container[str]) -> Iterator[Element]:
    """Yield the outermost elements of these names, of what Word shows."""
    for element in within:
        name = _name(element)
        if name in names:
            yield element
        elif name not in _LEFT_OUT:
            yield from _inside(_shown(element), names)


def _shown(element: Element) -> Iterable[Element]:
    """Return the children of an element; of alternatives, the first that has text."""
    if _name(element) != "mc:AlternateContent":
        return element
    return next((each for each in element if any(_name(e) in _TEXTS for e in each.iter())), ())


@lru_cache(maxsize=4096)
def _plain_name(tag: str) -> str:
    namespace, _, name = tag[1:].rpartition("}")
    prefix = _PREFIXES.get(namespace)
    return "" if prefix is None else prefix + name


def _name(element: Element) -> str:
    """Return the name of an element of Word's, with `m:` or `mc:` of a neighbour's, or nothing."""
    return _plain_name(element.tag)


def _child(element: Element | None, name: str) -> Element | None:
    children = element if element is not None else ()
    return next((child for child in children if _name(child) == name), None)


def _value(element: Element, name: str) -> str:
    return element.get(f"{{{_W}}}{name}") or element.get(f"{{{_STRICT}}}{name}") or ""


def _style(properties: Element | None, name: str) -> str:
    style = _child(properties, name)
    return "" if style is None else _value(style, "val")


def _said(properties: Element | None, name: str) -> bool | None:
    """Return whether properties turn something on or off, None if they say nothing of it."""
    switch = _child(properties, name)
    return None if switch is None else _value(switch, "val") not in _OFF


def _is_on(properties: Element | None, name: str) -> bool:
    return _said(properties, name) is True


def _count(properties: Element | None, name: str, least: int) -> int:
    value = _style(properties, name)
    known = value.isascii() and value.isdecimal()
    return min(max(int(value[:4]), least), _MOST_COLUMNS) if known else least


def _check_cells(number: int) -> None:
    if number > _MOST_CELLS:
        raise UnreadableError(f"has a table of more than {_MOST_CELLS:,} cells")


def _kept(properties: Element | None, names: Container[str]) -> str:
    """Return properties with those that have these names, nothing if there are none."""
    if properties is None:
        return ""
    name = _name(properties)
    inner = _copied(properties, names)
    return f"<w:{name}>{inner}</w:{name}>" if inner else ""


def _copied(within: Element, names: Container[str]) -> str:
    copied = []
    for element in within:
        if (name := _name(element)) in names:
            attributes = "".join(
                f' w:{key.rpartition("}")[2]}="{escape(value)}"'
                for key, value in element.items()
                if key.startswith(_OWN)
            )
            copied.append(f"<w:{name}{attributes}>{_copied(element, names)}</w:{name}>")
    return "".join(copied)
