"""TEI as blocks: divisions as sections, speeches with their speakers, verse, tables, notes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.readers.block import Block
from wp8.corpus.readers.pandoc.tree import spread_cells
from wp8.corpus.readers.ruby import without_readings
from wp8.corpus.readers.tei.line import POINTS, Line, Notes, whole
from wp8.corpus.readers.tei.reading import readings
from wp8.model import CELL_SEPARATOR, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wp8.corpus.readers.tei.tree import Element

_DIVISIONS: Final = frozenset(("div", *(f"div{level}" for level in range(1, 8))))
# What holds blocks and no text of its own.
_CONTAINERS: Final = _DIVISIONS | frozenset(
    "argument back body castGroup castList closer docTitle epigraph floatingText front "
    "group lg list listBibl opener postscript sp text titlePage".split()
)
# What begins a block within a text.
_BLOCKS: Final = _CONTAINERS | frozenset("ab castItem head item l p table u".split())
_QUOTATIONS: Final = frozenset(("cit", "q", "quote"))
# In which two verses are two blocks: to cite one of an epic, and not all of a book of it.
_APART: Final = _DIVISIONS | frozenset(("back", "body", "front", "text"))
_KINDS: Final = {
    "docAuthor": "title",
    "docDate": "imprint",
    "docEdition": "imprint",
    "docImprint": "imprint",
    "imprimatur": "imprint",
    "titlePart": "title",
}
_KINDS_OF_DIVISIONS: Final = {
    "abstract": "abstract",
    "colophon": "colophon",
    "contents": "contents_line",
    "toc": "contents_line",
}
# What wp8 calls notes that have no mark.
_UNMARKED: Final = {"author": "author_note", "source": "source_note"}
_HEADED: Final = _APART | frozenset(("castList", "lg", "list"))
_AFTER_A_SPEAKER: Final = " .:,"
# The parts of an inscription's edition, which have no headings.
_PARTS: Final = frozenset("apparatus bibliography commentary edition translation".split())
_LONGEST_SPAN: Final = 100
# So many places of a table, for each of its cells and beside them, its cells may cover.
_MOST_COVERED: Final = 10
_FEW_CELLS: Final = 1_000
# An address has no comma but between two.
_BETWEEN_LABELS: Final = " / "
_PAGE_POINTER: Final = re.compile(r"#page=([0-9]{1,9})(?!\S)")
_LONGEST_LABEL: Final = 300


@dataclass(frozen=True, slots=True)
class _Context:
    """Where a block stands: its section, what a paragraph is there, who speaks, in which quote."""

    section: str = ""
    kind: str = "paragraph"
    speaker: str | None = None
    quotation: int | None = None


class Walk:
    """Goes through a text; one that wp8 wrote `is_own`. `persons` has their names by their ids."""

    def __init__(self, text: Element, persons: Mapping[str, str], *, is_own: bool) -> None:
        self._text = text
        self._persons = persons
        self._is_own = is_own
        self._notes = Notes(text, exact=is_own)
        self._labels = dict(_numbers(text) if is_own else _headings(text, self._notes))
        self._has_blocks: dict[int, bool] = {}
        self._tables = self._quotations = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the text, in order; a note follows what calls it."""
        return self._inside(self._text, _Context())

    def _inside(self, element: Element, here: _Context) -> Iterator[Block]:
        """Yield the blocks in an element: what is none in it is put together to lines."""
        nodes = list(readings(element))
        is_text = element.tag not in _CONTAINERS
        is_text = is_text or any(isinstance(node, str) and node.strip() for node in nodes)
        line = Line(self._notes)
        verses: list[Element] = []
        for node in nodes:
            if isinstance(node, str) or node.tag in POINTS:
                line.put(node)
                continue
            is_verse = node.tag == "l" and element.tag not in _APART
            is_called = node.tag == "note" and not line.is_blank
            if is_verse or is_called or (is_text and not self._is_block(node)):
                if is_verse and not verses:
                    yield from self._ended(line, element.lines, here)
                    line = Line(self._notes)
                verses += [node] * is_verse
                line.put(node)
                continue
            yield from self._ended(line, _extent(verses) or element.lines, here)
            line, verses = Line(self._notes), []
            yield from self._block(node, element, here)
        yield from self._ended(line, _extent(verses) or element.lines, here)

    def _block(self, element: Element, parent: Element, here: _Context) -> Iterator[Block]:
        tag = element.tag
        if tag == "table":
            yield from self._table(element, here)
        elif tag == "note":
            yield from self._note(element, here, self._notes.page)
        elif tag != "speaker" or not here.speaker:
            inner = self._context(element, here)
            if tag in _CONTAINERS or (self._is_block(element) and not self._is_leaf(element)):
                yield from self._inside(element, inner)
            else:
                line = Line(self._notes)
                line.put(element)
                kind = self._kind(element, parent, inner)
                speaker = inner.speaker if tag != "stage" else None
                inner = replace(inner, kind=kind, speaker=speaker)
                yield from self._ended(line, element.lines, inner, self._own(element))

    def _context(self, element: Element, here: _Context) -> _Context:
        """Return where what is in an element stands."""
        tag = element.tag
        if id(element) in self._labels:
            here = replace(here, section=self._labels[id(element)])
        if tag in _DIVISIONS and element.get("type") in _KINDS_OF_DIVISIONS:
            here = replace(here, kind=_KINDS_OF_DIVISIONS[element.get("type")])
        if tag == "titlePage":
            here = replace(here, kind="title")
        if tag == "sp":
            speakers = [_plain(speaker, self._notes) for speaker in element.elements("speaker")]
            named = ", ".join(filter(None, speakers))
            bare = named if self._is_own else named.rstrip(_AFTER_A_SPEAKER)
            here = replace(here, speaker=bare or self._who(element))
        if tag == "u":
            here = replace(here, speaker=self._who(element) or here.speaker)
        if tag in _QUOTATIONS and here.quotation is None:
            self._quotations += 1
            here = replace(here, quotation=self._quotations)
        return here

    def _who(self, element: Element) -> str | None:
        """Return who says what is in an element, by the names of persons in the header."""
        ids = [id_.removeprefix("#") for id_ in element.get("who").split()]
        return ", ".join(self._persons.get(id_) or id_ for id_ in ids) or None

    def _own(self, element: Element) -> Element | None:
        return element if self._is_own else None

    def _kind(self, element: Element, parent: Element, here: _Context) -> str:
        tag = element.tag
        if tag == "head" and parent.tag in _HEADED:
            return "heading"
        if tag == "head" and parent.tag == "table":
            return "table_caption"
        if tag == "salute" and parent.tag == "opener":
            return "salutation"
        if tag == "ab" and self._is_own and element.get("type") in KINDS:
            return element.get("type")
        return _KINDS.get(tag, here.kind)

    def _is_block(self, element: Element) -> bool:
        return element.tag in _BLOCKS or not self._is_leaf(element)

    def _is_leaf(self, element: Element) -> bool:
        """Return whether no block is in an element; what is in a note is no matter."""
        if id(element) not in self._has_blocks:
            inside = (child for child in readings(element) if not isinstance(child, str))
            self._has_blocks[id(element)] = any(
                self._is_block(child) for child in inside if child.tag != "note"
            )
        return not self._has_blocks[id(element)]

    def _ended(
        self, line: Line, lines: tuple[int, int], here: _Context, own: Element | None = None
    ) -> Iterator[Block]:
        """Yield the block that a line is, and the notes it calls.

        It is one if it has text or is of an element that wp8 wrote, its `own`.
        """
        if own or not line.is_blank:
            pages = _own_pages(own) if own else line.pages
            yield self._made(here.kind, *line.result(), pages, lines, here)
        yield from self._called(line, here)

    @staticmethod
    def _made(
        kind: str,
        text: str,
        marks: tuple[tuple[int, int], ...],
        pages: tuple[int, int] | None,
        lines: tuple[int, int],
        here: _Context,
    ) -> Block:
        return Block(
            kind,
            text,
            lines,
            here.section,
            marks,
            speaker=here.speaker if kind == "paragraph" else None,
            pages=pages,
            quotation=here.quotation,
        )

    def _called(self, line: Line, here: _Context) -> Iterator[Block]:
        for note, page in line.notes:
            yield from self._note(note, here, page)

    def _note(self, note: Element, here: _Context, page: int | None) -> Iterator[Block]:
        """Yield a note, which stands on a page, and those that it calls."""
        line = Line(self._notes)
        around, self._notes.page = self._notes.page, page
        line.put_inside(note)
        self._notes.page = around
        number = self._notes.number(note)
        kind = "note" if number is not None else _UNMARKED.get(note.get("type"), "note")
        here = replace(here, speaker=None, quotation=None)
        if self._is_own or not line.is_blank:
            pages = _own_pages(note) if self._is_own else line.pages
            made = self._made(kind, *line.result(), pages, note.lines, here)
            yield replace(made, number=number)
        yield from self._called(line, here)

    def _table(self, table: Element, here: _Context) -> Iterator[Block]:
        """Yield the caption, the rows and what else is in a table; row 0 is the header."""
        self._tables += 1
        number = self._number(table, self._tables)
        rows = list(table.elements("row"))
        place = -1 if rows and rows[0].get("role") == "label" else 0
        covered: Counter[int] = Counter()
        is_plain = _reach_too_far(rows)
        group: str | None = None
        called: list[Line] = []
        for element in table.elements():
            if element.tag == "row":
                place = self._number(element, place + 1)
                cells = (
                    _own_cells(element)
                    if self._is_own
                    else _cells(element, covered, is_plain=is_plain)
                )
                made, lines = self._row(element, cells, here)
                called += lines
                made = replace(made, number=place, table=number)
                if self._is_own and (fields := _fields(element, self._notes)):
                    group = fields.setdefault("group", group)
                    made = replace(made, **fields)
                if self._is_own or made.text.strip():
                    kind = "table_row" if place else "table_caption"
                    yield replace(made, kind=kind)
            elif element.tag in POINTS:
                Line(self._notes).put(element)
            else:
                yield from self._block(element, table, here)
        for line in called:
            yield from self._called(line, here)

    def _number(self, element: Element, counted: int) -> int:
        """Return the number that wp8 wrote of a table or a row; of others the one counted."""
        number = whole(element.get("n")) if self._is_own else None
        return counted if number is None else number

    def _row(
        self, row: Element, cells: Iterable[Element | None], here: _Context
    ) -> tuple[Block, list[Line]]:
        """Return a row as a block, and the line that each of its cells is."""
        text = ""
        marks: list[tuple[int, int]] = []
        lines = []
        for place, cell in enumerate(cells):
            line = Line(self._notes)
            if cell is not None:
                line.put_inside(cell)
            own, called = line.result()
            text += CELL_SEPARATOR * (place > 0)
            marks += [(note, at + len(text)) for note, at in called]
            text += own
            lines.append(line)
        pages = [line.pages for line in lines if line.pages]
        extent = (pages[0][0], pages[-1][1]) if pages else None
        extent = _own_pages(row) if self._is_own else extent
        return self._made("table_row", text, tuple(marks), extent, row.lines, here), lines


def _own_pages(element: Element) -> tuple[int, int] | None:
    """Return the first and the last page of a record that wp8 wrote, if it has some."""
    pages = [int(page) for page in _PAGE_POINTER.findall(element.get("source"))]
    return (pages[0], pages[-1]) if pages else None


def _reach_too_far(rows: list[Element]) -> bool:
    """Return whether the cells of a table say to cover more than there can be in a book."""
    cells = [cell for row in rows for cell in row.elements("cell")]
    reached = sum(_span(cell, "rows") * _span(cell, "cols") for cell in cells)
    return reached > _MOST_COVERED * len(cells) + _FEW_CELLS


def _cells(row: Element, covered: Counter[int], *, is_plain: bool) -> Iterator[Element | None]:
    """Yield the cells of a row, None where one above or beside reaches, unless `is_plain`."""
    spans = (
        (1, 1) if is_plain else (_span(c, "rows"), _span(c, "cols")) for c in row.elements("cell")
    )
    cells = [
        (None, None, *span, [cell]) for span, cell in zip(spans, row.elements("cell"), strict=True)
    ]
    for blocks in spread_cells(cells, covered):
        yield blocks[0] if blocks else None


def _span(cell: Element, name: str) -> int:
    written = whole(cell.get(name)) or 1
    return written if written <= _LONGEST_SPAN else 1


def _own_cells(row: Element) -> list[Element | None]:
    """Return the cells of a row that wp8 wrote, but those that only fill a place."""
    return [cell for cell in row.elements("cell") if cell.children or not cell.get("role")]


def _fields(row: Element, notes: Notes) -> dict[str, Any]:
    """Return what the cells of a row that wp8 wrote are, by their roles."""
    cells = {cell.get("role"): cell for cell in row.elements("cell")}
    roles = [role for role in ("group", "name", "position") if role in cells]
    return {role: _plain(cells[role], notes) for role in roles} if "name" in cells else {}


def _extent(verses: list[Element]) -> tuple[int, int] | None:
    return (verses[0].lines[0], verses[-1].lines[1]) if verses else None


def _numbers(text: Element) -> Iterator[tuple[int, str]]:
    """Yield each section of a text that wp8 wrote with its label: what it is cited or called by."""
    for body in text.elements("body"):
        for division in body.elements("div"):
            if division.get("type") == "section":
                called = division.find("index", "term")
                yield id(division), "".join(called.texts()) if called else division.get("n")


def _headings(text: Element, notes: Notes) -> Iterator[tuple[int, str]]:
    """Yield each division with its label.

    That is its heading, or what it is and its number: after those around it, where divisions of
    its depth are called the same. A division that is cited by its number has the numbers of those
    around it before its own: book 1, chapter 2 is 1.2.
    """
    found = list(_divisions(text, (), notes))
    numbers = Counter((len(path), path[-1]) for _, path in found)
    repeated = {depth for (depth, _), number in numbers.items() if number > 1}
    for division, path in found:
        label, is_reference = path[-1]
        if is_reference:
            label = ".".join(name for name, is_one in path if is_one)
        elif len(path) in repeated:
            label = _BETWEEN_LABELS.join(name for name, _ in path)
        yield id(division), label


def _plain(element: Element, notes: Notes) -> str:
    """Return the text of an element without its notes."""
    line = Line(notes)
    line.put_inside(element)
    return without_readings(line.result()[0])


_Path = tuple[tuple[str, bool], ...]


def _divisions(element: Element, path: _Path, notes: Notes) -> Iterator[tuple[Element, _Path]]:
    """Yield each division that has a name, with the names that lead to it."""
    is_one_of_several = sum(1 for _ in element.elements("div")) > 1
    for child in element.elements():
        inner = path
        if child.tag in _DIVISIONS or (child.tag == "lg" and child.find("head")):
            name = _name(child, notes)
            if not name[0] and is_one_of_several and child.get("type") in _PARTS:
                name = child.get("type"), False
            if name[0]:
                inner = (*path, name)
                yield child, inner
        if child.tag in _CONTAINERS:
            yield from _divisions(child, inner, notes)


def _name(division: Element, notes: Notes) -> tuple[str, bool]:
    """Return what a division is called, and whether it is cited by that."""
    number = division.get("n")
    if division.get("type") == "textpart" and number:
        return number, True
    head = division.find("head")
    if head is not None and (text := _plain(head, notes)[:_LONGEST_LABEL]):
        return text, False
    what = division.get("subtype") or division.get("type")
    # Editions are called by the URN of their text.
    return ("" if ":" in number or not number else f"{what} {number}".strip()), False
