"""The tree of pages as blocks: what a browser shows of them, in reading order."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import BASE, END, READING, Block
from wp8.corpus.readers.html.notes import Notes, is_call, is_note
from wp8.corpus.readers.html.tree import BLOCKS, HEADINGS, Element
from wp8.corpus.readers.ruby import apart
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What no browser shows, or only as a part of a form; and the brackets of the readings of ruby.
_HIDDEN: Final = frozenset(
    "annotation annotation-xml applet audio canvas datalist desc iframe metadata noembed noframes "
    "noscript object rp script select style template textarea title video".split()
)
_UNSEEN: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_CONTENTS: Final = frozenset(("doc-toc", "landmarks", "loi", "lot", "page-list", "toc"))
_TITLE_PAGES: Final = frozenset(("halftitlepage", "titlepage"))
_PAGE_BREAKS: Final = frozenset(("doc-pagebreak", "pagebreak", "pagenum", "pageno"))
_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{1,5}(?![0-9])")
_QUOTES: Final = ("“”", "‘’")
_RUBY: Final = {"ruby": (BASE, ""), **dict.fromkeys(("rt", "rtc"), (READING, END))}
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_ONE_LINE: Final = str.maketrans("\t\n\r\f", "    ")
_BLANK_LINES: Final = re.compile(r"\n[ \t\r]*\n\s*")
_ROWS: Final = frozenset(("tr",))
_CELLS: Final = frozenset(("td", "th"))
# What may stand where a page begins and is no part of its text: a number, with a word before it.
_PAGE_NUMBER: Final = re.compile(
    r"[\W_]*(?:[^\W\d_]{1,10}[\W_]*)?(?:[0-9]{1,6}[a-z]?|\b[ivxlcdm]+)[\W_]*|[\W_]*", re.IGNORECASE
)
_LONGEST_PAGE_NUMBER: Final = 20
_MOST_SPANNED: Final = 1_000
# Cells that stand empty for those above and beside that cover them, for each that does not.
_MOST_EMPTY: Final = 50
_GUTENBERG: Final = re.compile(
    r"\*{3}\s*(START|END) OF (?:THE|THIS) PROJECT GUTENBERG", re.IGNORECASE
)


def page_blocks(pages: Sequence[tuple[str, Element]]) -> Iterator[Block]:
    """Yield the blocks of the pages of one document, given by name, in order.

    A note follows what cites it, wherever it stands. The menus and lines of contents are of a kind
    of their own, and so are the head and the licence of Project Gutenberg.
    """
    walk = _Walk(Notes(pages))
    for _, page in pages:
        walk.page(page)
    walk.rest()
    return _with_colophons(apart(walk.blocks))


def is_hidden(element: Element) -> bool:
    """Return whether a browser does not show an element, though its text is there."""
    if element.tag in _HIDDEN:
        return True
    known = element.attributes
    return (
        "hidden" in known
        or bool(_UNSEEN.search(known.get("style", "")))
        or (element.tag == "dialog" and "open" not in known)
    )


def _with_colophons(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, those of Project Gutenberg before and after the work as colophons."""
    from dataclasses import replace

    blocks = list(blocks)
    turns = {
        place: found[1].upper()
        for place, block in enumerate(blocks)
        if (found := _GUTENBERG.search(block.text))
    }
    start = next((place for place, turn in turns.items() if turn == "START"), -1)
    ends = (place for place, turn in turns.items() if turn == "END" and place > start)
    end = next(ends, len(blocks))
    for place, block in enumerate(blocks):
        is_own = start < place < end or block.number is not None
        yield block if is_own else replace(block, kind="colophon", section="")


class _Line:
    """A text that is being put together, its blanks as a browser shows them."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0
        self._is_blank = True
        self.is_broken = False
        self.marks: list[tuple[int, int]] = []
        self.page: int | None = None

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def put(self, text: str, *, is_code: bool = False) -> None:
        """Add `text`, each run of its blanks as one."""
        text = text.translate(_ONE_LINE) if is_code else _BLANKS.sub(" ", text)
        if self._is_blank and not is_code:
            text = text.removeprefix(" ")
        if text:
            self._pieces.append(text)
            self._size += len(text)
            self._is_blank = text[-1] == " "
            self.is_broken = self.is_broken and text == " "

    def part(self) -> None:
        """End a cell."""
        while self._pieces and self._pieces[-1] == " ":
            self._size -= len(self._pieces.pop())
        if self._pieces and self._pieces[-1][-1] == " ":
            self._pieces[-1] = self._pieces[-1][:-1]
            self._size -= 1
        self.marks = [(note, min(offset, self._size)) for note, offset in self.marks]
        self._pieces.append(CELL_SEPARATOR)
        self._size += 1
        self._is_blank = True

    def cite(self, note: int) -> None:
        """Set the mark of a note."""
        self.marks.append((note, self._size))


class _Walk:
    """Goes through pages: its place, its section, and what it has counted."""

    def __init__(self, notes: Notes) -> None:
        self.blocks: list[Block] = []
        self._notes = notes
        self._numbers: dict[Element, int] = {}
        self._cited: list[Element] = []
        self._tables = self._quotations = self._quoted = 0
        self._section = ""
        self._kind = "paragraph"
        self._is_code = self._is_flat = self._is_quotation = False
        self._page: int | None = None
        self._line = _Line()

    def page(self, page: Element) -> None:
        """Take the blocks of one page."""
        self._inside(page)
        self._end()

    def rest(self) -> None:
        """Take the notes that nothing cites of what is shown."""
        for note in self._notes.notes:
            if note not in self._numbers:
                self._number(note)
        self._take_notes()

    def _inside(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._put(child)
            elif child in self._notes.notes:
                if child.tag in BLOCKS:
                    self._end()
            elif not is_hidden(child):
                self._child(child)

    def _put(self, text: str) -> None:
        pieces = _BLANK_LINES.split(text) if self._is_code else [text]
        for place, piece in enumerate(pieces):
            if place:
                self._end()
            if self._line.page is None and piece.strip():
                self._line.page = self._page
            self._line.put(piece, is_code=self._is_code)

    def _child(self, element: Element) -> None:
        if note := self._notes.cited.get(element):
            self._line.cite(self._number(note))
        elif element in self._notes.back or self._is_page_break(element):
            return
        elif element.tag == "br":
            if self._line.is_broken and self._kind in ("imprint", "paragraph"):
                self._end()
            self._line.put(" ")
            self._line.is_broken = True
        elif element.tag == "q":
            opening, closing = _QUOTES[self._quoted % 2]
            self._quoted += 1
            self._put(opening)
            self._inside(element)
            self._put(closing)
            self._quoted -= 1
        elif element.tag in _RUBY:
            opening, closing = _RUBY[element.tag]
            self._line.put(opening)
            self._inside(element)
            self._line.put(closing)
        elif element.tag in BLOCKS:
            self._end()
            self._block(element)
            self._end()
        elif is_note(element):
            self._end()
            self._number(element)
            self._take_notes()
        else:
            # The mark of a note that is elsewhere is no part of the word before it.
            self._put(" " * is_call(element))
            self._inside(element)

    def _block(self, element: Element) -> None:
        before = self._kind, self._is_code, self._is_quotation
        if self._kind == "paragraph":
            if element.tag == "nav" or not element.words_of("epub:type", "role").isdisjoint(
                _CONTENTS
            ):
                self._kind = "contents_line"
            elif element.words_of("epub:type") & _TITLE_PAGES:
                self._kind = "imprint"
            elif element.tag in HEADINGS:
                self._kind = "heading"
        elif self._kind == "imprint" and element.tag in HEADINGS:
            self._kind = "title"
        self._is_code = self._is_code or element.tag in ("listing", "pre", "xmp")
        if element.tag == "blockquote" and not self._is_quotation:
            self._is_quotation = True
            self._quotations += 1
        if self._is_flat:
            self._inside(element)
        elif is_note(element):
            self._number(element)
            self._take_notes()
        elif element.tag == "table" and not is_layout(element):
            self._table(element)
        else:
            self._inside(element)
            self._end()
        self._kind, self._is_code, self._is_quotation = before

    def _is_page_break(self, element: Element) -> bool:
        """Return whether an element is the number of a page, which then begins."""
        if element.words_of("class", "epub:type", "role").isdisjoint(_PAGE_BREAKS):
            return False
        text = element.text.strip()
        if len(text) > _LONGEST_PAGE_NUMBER:
            return False
        said = (element.attributes.get(name, "") for name in ("title", "aria-label"))
        label = next(filter(None, (text, *said, element.attributes.get("id", ""))), "")
        if label:
            found = _NUMBER.search(label)
            self._page = int(found[0]) if found else None
        # Where the end tag of an empty element is missing, the text of the page seems to be in it.
        return _PAGE_NUMBER.fullmatch(text) is not None

    def _end(self) -> None:
        """End the line: what it is, is a block, with the notes that it cites after it."""
        if self._is_flat:
            self._line.put(" ")
            return
        line, self._line = self._line, _Line()
        text = line.text
        if text.strip() or line.marks:
            if self._kind == "heading":
                self._section = text.strip()
            lead = len(text) - len(text.lstrip())
            marks = [(note, max(0, offset - lead)) for note, offset in line.marks]
            self._add(self._kind, text.strip(), marks, pages=self._pages(line))
            self._take_notes()

    def _pages(self, line: _Line) -> tuple[int, int] | None:
        last = self._page
        first = last if line.page is None else line.page
        return (first, last) if first is not None and last is not None and first <= last else None

    def _add(
        self,
        kind: str,
        text: str,
        marks: Iterable[tuple[int, int]],
        *,
        number: int | None = None,
        pages: tuple[int, int] | None = None,
        in_table: bool = False,
    ) -> None:
        place = len(self.blocks) + 1
        self.blocks.append(
            Block(
                kind,
                text,
                (place, place),
                self._section,
                tuple((note, min(offset, len(text))) for note, offset in marks),
                number=number,
                table=self._tables if in_table else None,
                pages=pages,
                quotation=self._quotations if self._is_quotation and kind != "note" else None,
            )
        )

    def _number(self, note: Element) -> int:
        """Return the number of a note, which is to follow if it is new."""
        if note not in self._numbers:
            self._numbers[note] = len(self._numbers) + 1
            self._cited.append(note)
        return self._numbers[note]

    def _take_notes(self) -> None:
        """Add the notes that have been cited; one may cite others."""
        for note in self._cited:
            line = self._flat([note])
            text = self._notes.text(note, line.text)
            gone = len(line.text.rstrip()) - len(text)
            marks = [(number, max(0, offset - gone)) for number, offset in line.marks]
            self._add("note", text, marks, number=self._numbers[note])
        self._cited.clear()

    def _flat(self, cells: Iterable[Element | None]) -> _Line:
        """Return the text of `cells` as one line."""
        before = self._line, self._is_flat, self._kind
        self._line, self._is_flat, self._kind = _Line(), True, "cell"
        for place, cell in enumerate(cells):
            if place:
                self._line.part()
            if cell is not None:
                self._inside(cell)
        line = self._line
        self._line, self._is_flat, self._kind = before
        return line

    def _table(self, table: Element) -> None:
        """Take what stands before the rows, the caption, the rows, and the notes in them."""
        rows, strays = _parts(table, _ROWS)
        for stray in strays:
            if isinstance(stray, str):
                self._put(stray)
            elif not is_hidden(stray) and stray not in self._notes.notes and stray.tag != "caption":
                self._child(stray)
        self._end()
        for caption in (s for s in strays if isinstance(s, Element) and s.tag == "caption"):
            self._kind, before = "table_caption", self._kind
            self._inside(caption)
            self._end()
            self._kind = before
        self._tables += 1
        shown = [row for row in rows if not is_hidden(row) and row not in self._notes.notes]
        heads = [row for row in shown if _group(row) == "thead"]
        feet = [row for row in shown if _group(row) == "tfoot"]
        ordered = [*heads, *(row for row in shown if row not in {*heads, *feet}), *feet]
        cells = [_parts(row, _CELLS)[0] for row in ordered]
        is_headed = bool(heads or (cells and cells[0] and all(c.tag == "th" for c in cells[0])))
        for number, row in enumerate(_grid(cells), start=0 if is_headed else 1):
            line = self._flat(row)
            if line.text.strip():
                kind = "table_row" if number else "table_caption"
                self._add(kind, line.text.rstrip(" "), line.marks, number=number, in_table=True)
        self._take_notes()


def is_layout(table: Element) -> bool:
    """Return whether a table only arranges a page: its cells then hold passages, not values."""
    roles = table.words_of("role")
    if roles & {"none", "presentation"}:
        return True
    rows, strays = _parts(table, _ROWS)
    if roles & {"grid", "table"} or any(_group(row) == "thead" for row in rows):
        return False
    cells = [_parts(row, _CELLS)[0] for row in rows]
    if any(isinstance(s, Element) and s.tag == "caption" for s in strays):
        return False
    if any(cell.tag == "th" for row in cells for cell in row):
        return False
    return all(len(row) <= 1 for row in cells) or any(
        _has_passages(cell) for row in cells for cell in row
    )


def _has_passages(cell: Element) -> bool:
    paragraphs = 0
    for element in cell.elements():
        paragraphs += element.tag == "p"
        if element.tag in HEADINGS or element.tag == "table" or paragraphs > 1:
            return True
    return False


def _group(row: Element) -> str:
    return row.parent.tag if row.parent else ""


def _parts(element: Element, tags: frozenset[str]) -> tuple[list[Element], list[Element | str]]:
    """Return the elements of `tags` in the rows or cells of one table, and what else is there."""
    parts: list[Element] = []
    strays: list[Element | str] = []
    waiting = list(reversed(element.children))
    while waiting:
        child = waiting.pop()
        if isinstance(child, str):
            strays.append(child)
        elif child.tag in tags:
            parts.append(child)
        elif child.tag != "table" and any(e.tag in _ROWS | _CELLS for e in child.elements()):
            waiting += reversed(child.children)
        else:
            strays.append(child)
    return parts, strays


def _grid(rows: Sequence[Sequence[Element]]) -> Iterator[list[Element | None]]:
    """Yield the cells of each row, none where a cell above or beside reaches."""
    room = _MOST_EMPTY * (sum(map(len, rows)) + _MOST_EMPTY)
    covered: Counter[int] = Counter()
    for row in rows:
        cells: list[Element | None] = []
        for cell in (*row, None):
            while covered[len(cells)] > 0:
                covered[len(cells)] -= 1
                cells.append(None)
                room -= 1
            if cell is None:
                break
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            room -= width
            if room <= 0:
                covered.clear()
                width = height = 1
            for place in range(width):
                covered[len(cells)] = height - 1
                cells.append(None if place else cell)
        yield cells


def _span(cell: Element, name: str) -> int:
    found = _NUMBER.match(cell.attributes.get(name, "").strip()) if cell.attributes else None
    number = int(found[0]) if found else 1
    return min(number, _MOST_SPANNED) if number else _MOST_SPANNED * (name == "rowspan") or 1
