"""Records read back from the TEI that wp8 writes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from wp8.corpus.names import SectionIds
from wp8.corpus.readers.block import Block
from wp8.model import Quote, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"
XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_KINDS: Final = {
    "p": "paragraph",
    "head": "heading",
    "salute": "salutation",
    "titlePart": "title",
    "docAuthor": "title",
    "docImprint": "imprint",
    "row": "table_row",
}
_NOTES: Final = {"author": "author_note", "source": "source_note", None: "note"}


class Content:
    """The text inside an element, without that of the notes in it, and what stands where."""

    def __init__(self) -> None:
        self.text = ""
        self.notes: list[tuple[str, int]] = []
        self._quotes: dict[str, Quote] = {}

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quoted matter, parts of one quotation joined."""
        return tuple(sorted(self._quotes.values(), key=lambda q: (q.start, -q.end)))

    def add(self, element: etree._Element) -> None:
        """Add what is in `element`."""
        self.text += element.text or ""
        for child in element:
            tag = etree.QName(child).localname
            start = len(self.text)
            if tag == "note":
                self.notes.append((record_id(child.get(XML_ID)), start))
            elif tag == "ptr":
                self.notes.append((record_id(child.get("target")[1:]), start))
            else:
                self.add(child)
            if tag in {"quote", "title", "q"}:
                self._add_quote(child, tag, start)
            self.text += child.tail or ""

    def add_cells(self, cells: Sequence[etree._Element]) -> None:
        """Add the cells of a row: those of fields that are not empty, else all but padding."""
        is_first = True
        for cell in cells:
            is_empty = not len(cell) and not cell.text
            if is_empty and (is_first or cell.get("role")):
                continue
            self.text += "" if is_first else "\t"
            is_first = False
            self.add(cell)

    def _add_quote(self, element: etree._Element, tag: str, start: int) -> None:
        kind = {"quote": "quotation", "title": "title", "q": element.get("type")}[tag]
        name = element.get("prev", "#")[1:] or element.get(XML_ID) or str(len(self._quotes))
        first = self._quotes.get(name, Quote(kind, start, start))
        self._quotes.pop(name, None)
        self._quotes[element.get(XML_ID, name)] = first._replace(end=len(self.text))


class Call(NamedTuple):
    """Where a note is called: in which record, at which offset."""

    caller: str
    offset: int


def from_tei(xml: bytes) -> list[Record]:
    """Return the records of a corpus in TEI, a note after the record that calls it."""
    root = etree.fromstring(xml, etree.XMLParser(huge_tree=True))
    return [r for one in root.iterfind(f"{{{NAMESPACE}}}TEI") for r in _records(one)]


def record_id(xml_id: str) -> str:
    """Return the id of a record: that of an element is the document's, a full stop, the rest."""
    return xml_id.replace(".", ":", 1)


def _records(document: etree._Element) -> Iterator[Record]:
    elements = [e for e in document.iter(f"{{{NAMESPACE}}}*") if e.get("source")]
    contents = {}
    calls: dict[str, Call] = {}
    for element in elements:
        content = contents[element] = Content()
        if etree.QName(element).localname == "row":
            content.add_cells(list(element))
        else:
            content.add(element)
        for note, offset in content.notes:
            calls.setdefault(note, Call(record_id(element.get(XML_ID)), offset))
    paragraphs: Counter[str] = Counter()
    sections = SectionIds()
    for element in elements:
        kind, section, text = _kind(element), _section(element), contents[element].text
        section_id = sections.of(Block(kind, text, (0, 0), section))
        paragraphs[section_id] += kind == "paragraph"
        source, *pages = element.get("source").split()
        file, _, lines = source.partition("#line=")
        first, last = map(int, lines.split(","))
        numbers = [int(page.removeprefix(f"{file}#page=")) for page in pages]
        speaker = element.getprevious()
        is_said = speaker is not None and etree.QName(speaker).localname == "speaker"
        call = calls.get(record_id(element.get(XML_ID)))
        yield Record(
            id=record_id(element.get(XML_ID)),
            document=document.get(XML_ID),
            kind=kind,
            section=section,
            number=int(element.get("n")),
            number_in_section=paragraphs[section_id] if kind == "paragraph" else None,
            text=text,
            file=unquote(file),
            lines=(first + 1, last),
            notes=tuple(note for note, _ in contents[element].notes),
            cited_by=call.caller if call else None,
            cited_at=call.offset if call else None,
            quotes=contents[element].quotes,
            language=document.get(XML_LANG).replace("und", ""),
            section_id=section_id,
            pages=(numbers[0], numbers[-1]) if numbers else None,
            speaker=(speaker.text or "") if is_said else None,
            **_fields(element),
        )


def _kind(element: etree._Element) -> str:
    tag = etree.QName(element).localname
    parent = etree.QName(element.getparent()).localname
    if tag == "note":
        return _NOTES[element.get("type")]
    if tag == "ab":
        return str(element.get("type"))
    if (tag == "head" and parent == "table") or element.get("role") == "label":
        return "table_caption"
    if tag == "p" and element.getparent().get("type") in {"abstract", "colophon"}:
        return str(element.getparent().get("type"))
    return _KINDS[tag]


def _section(element: etree._Element) -> str:
    above = element.iterancestors(f"{{{NAMESPACE}}}div")
    names = (div.findtext(f"{{{NAMESPACE}}}index/{{{NAMESPACE}}}term") for div in above)
    return next(filter(None, names), None) or next(
        filter(None, (div.get("n") for div in element.iterancestors(f"{{{NAMESPACE}}}div"))), ""
    )


def _fields(row: etree._Element) -> dict[str, Any]:
    """Return the fields of a row of a table: its group is the last that stands beside or above."""
    cells = {cell.get("role"): _text(cell) for cell in row if cell.get("role")}
    if etree.QName(row).localname != "row" or "name" not in cells:
        return {}
    group = cells.get("group")
    for above in row.itersiblings(f"{{{NAMESPACE}}}row", preceding=True):
        if group is not None:
            break
        group = next((_text(cell) for cell in above if cell.get("role") == "group"), None)
    return {"group": group, "name": cells["name"], "position": cells["position"]}


def _text(cell: etree._Element) -> str:
    content = Content()
    content.add(cell)
    return content.text
