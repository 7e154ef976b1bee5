"""The pages of a PDF as blocks: headings, paragraphs, tables, notes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.block import Block
from wp8.corpus.readers.pdf.endnotes import with_endnotes
from wp8.corpus.readers.pdf.joints import whole
from wp8.corpus.readers.pdf.notes import Notes, without_own_mark
from wp8.corpus.readers.pdf.page.braids import unbraided
from wp8.corpus.readers.pdf.page.bullets import drawn_bullets
from wp8.corpus.readers.pdf.page.columns import Columns
from wp8.corpus.readers.pdf.page.furniture import Furniture
from wp8.corpus.readers.pdf.page.geometry import Piece
from wp8.corpus.readers.pdf.page.lines import line_of
from wp8.corpus.readers.pdf.page.margin import line_numbers
from wp8.corpus.readers.pdf.page.rows import Segment, rows
from wp8.corpus.readers.pdf.page.tables import ruled_tables
from wp8.corpus.readers.pdf.page.text import Words, without_marks
from wp8.corpus.readers.pdf.page.unruled import with_tables
from wp8.corpus.readers.pdf.paragraphs import (
    Column,
    Paragraph,
    cut,
    usual_pitch,
    widened,
    without_leader,
)
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.corpus.readers.pdf.notes import Note
    from wp8.corpus.readers.pdf.page.geometry import Page, Table
    from wp8.corpus.readers.pdf.page.rows import Row

# As a factor of what is usual:
_HEADING_SIZE: Final = 1.12
_SMALLEST_HEADING: Final = 0.85
_LONGEST_HEADING: Final = 200
_NO_HEADING: Final = re.compile(r"[.,;:]$|^(?:fig|table|tab|abb)\b", re.IGNORECASE)
# One letter is a word of a drawing, where there are blanks.
_LETTERS: Final = re.compile(r"[^\W\d_].*[^\W\d_]|[\u2e80-\ud7ff]")
_NUMBER: Final = re.compile(r"^(?:[0-9]+(?:\.[0-9]+)*|[IVXLC]+|[A-Z])[.)]?\s+")
_SIGNS: Final = re.compile(r"[\W_]+")


class LeftOut(NamedTuple):
    """What of a page is in no block, and its kind.

    That is `page head`, a foot or a number of the page too; `line number`; `drawn twice`; `note
    mark`, in the text and at the note; or `without words`, as the points of a drawing. Of a head or
    a line number, `pieces` are those of the page.
    """

    kind: str
    page: int
    text: str
    pieces: tuple[Piece, ...] = ()


class Layout:
    """The blocks of a document's pages, and what is in none of them."""

    def __init__(self, pages: Iterable[Page], outline: Iterable[tuple[int, str]]) -> None:
        self.left_out: list[LeftOut] = []
        self.columns = 0
        # What is printed on pages as their number, from 0.
        self.numbers: dict[int, str] = {}
        self._pages = pages
        self._titles = {(page + 1, _bare(title)) for page, title in outline}
        self._words = Words()
        self._sizes: Counter[float] = Counter()
        self._bold: Counter[bool] = Counter()

    def blocks(self) -> list[Block]:
        """Return the blocks in reading order, each with its first and last page."""
        furniture = Furniture()
        for page in self._pages:
            furniture.look(self._rows(page)[0])
            for group in page.turned:
                furniture.look_at_turned(_turned_text(group))
            for piece in page.pieces:
                self._sizes[piece.size] += len(piece.text)
                self._bold[piece.is_bold] += len(piece.text)
        usual = self._sizes.most_common(1)[0][0] if self._sizes else 0.0
        notes = Notes(usual)
        columns = list(widened(self._columns(furniture, notes)))
        pitch = usual_pitch(columns)
        cuts = [paragraph for column in columns for paragraph in cut(column, pitch)]
        for paragraph in cuts:
            paragraph.is_heading = self._is_heading(paragraph, usual)
        return list(self._blocks(*with_endnotes(whole(cuts, usual), notes.found)))

    def _rows(self, page: Page) -> tuple[list[Row], set[Piece]]:
        """Return the rows of a page, its tables among them, and its line numbers."""
        numbers = line_numbers(page.pieces)
        pieces = [piece for piece in page.pieces if piece not in numbers]
        pieces += list(drawn_bullets(pieces, page.rules))
        tables, pieces = ruled_tables(pieces, page.rules)
        found = rows(pieces)
        for ruled in tables:
            box = Piece("", ruled.left, ruled.right, ruled.top, 0.0, False, False)
            found.append([Segment([box], ruled.left, ruled.right, ruled.top, 0.0, ruled.table)])
        return sorted(found, key=lambda row: -row[0].foot), numbers

    def _columns(self, furniture: Furniture, notes: Notes) -> Iterator[Column]:
        order = Columns()
        removed = furniture.found()
        self.numbers = furniture.numbers
        for number, page in enumerate(self._pages, start=1):
            found, line_numbers_ = self._rows(page)
            left_out = removed.get(number - 1, set())
            kept = [row for place, row in enumerate(found) if place not in left_out]
            for place in sorted(left_out):
                row = found[place]
                own = tuple(piece for segment in row for piece in segment.pieces)
                self.left_out.append(LeftOut("page head", number, line_of(row).text, own))
            for text in page.doubled:
                self.left_out.append(LeftOut("drawn twice", number, text))
            for piece in line_numbers_:
                self.left_out.append(LeftOut("line number", number, piece.text, (piece,)))
            columns = [
                Column(number, list(unbraided([line_of(row) for row in column])))
                for column in order.of(kept)
            ]
            self.columns = max(self.columns, order.most)
            for group in page.turned:
                text = _turned_text(group)
                if furniture.is_turned(text):
                    self.left_out.append(LeftOut("page head", number, text, tuple(group)))
                else:
                    lines = [line_of(row) for row in rows(group)]
                    columns.append(Column(number, lines, is_aside=True))
            for column in notes.take(columns, page.rules):
                column.lines = with_tables(column.lines)
                for line in column.lines:
                    self._words.add(line.text)
                    line.is_title = (number, _bare(line.text)) in self._titles
                yield column

    def _blocks(self, paragraphs: Sequence[Paragraph], notes: Sequence[Note]) -> Iterator[Block]:
        numbers = _numbers(notes)
        waiting = sorted(zip(numbers, notes, strict=True), key=lambda pair: pair[1].page)
        place = table = 0
        section = ""
        for paragraph in paragraphs:
            while waiting and waiting[0][1].page < paragraph.pages[0]:
                place += 1
                yield self._note(*waiting.pop(0), place, section)
            extent = paragraph.pages[0], paragraph.pages[-1]
            if not paragraph.has_words:
                for line, page in zip(paragraph.lines, paragraph.pages, strict=True):
                    self.left_out.append(LeftOut("without words", page, line.text))
                continue
            self._leave_out_marks(paragraph, notes)
            if ruled := paragraph.lines[0].table:
                table += 1
                for block in _rows_of(ruled, table, numbers):
                    place += 1
                    yield replace(block, lines=(place, place), section=section, pages=extent)
                continue
            place += 1
            cited = [note for line in paragraph.lines for note in line.notes]
            whole_text = self._words.joined(line.text for line in paragraph.lines)
            text, marks = _marked(whole_text, cited, numbers)
            kind = "heading" if paragraph.is_heading else "paragraph"
            if (entry := without_leader(text)) != text:
                kind, text = "contents_line", entry
            section = text if kind == "heading" else section
            yield Block(kind, text, (place, place), section, marks, pages=extent)
        for number, note in waiting:
            place += 1
            yield self._note(number, note, place, section)

    def _leave_out_marks(self, paragraph: Paragraph, notes: Sequence[Note]) -> None:
        for line, page in zip(paragraph.lines, paragraph.pages, strict=True):
            for note in chain(line.notes, *(line.table.notes if line.table else ())):
                if isinstance(note, int):
                    self.left_out.append(LeftOut("note mark", page, notes[note].mark))

    def _note(self, number: int, note: Note, place: int, section: str) -> Block:
        whole_text = self._words.joined(line.text for line in note.lines)
        text = without_own_mark(whole_text, note.mark)
        if text != whole_text:
            self.left_out.append(LeftOut("note mark", note.page, note.mark))
        pages = note.page, note.page
        return Block("note", text, (place, place), section, number=number, pages=pages)

    def _is_heading(self, paragraph: Paragraph, usual: float) -> bool:
        text, _ = without_marks(self._words.joined(line.text for line in paragraph.lines))
        if len(text) > _LONGEST_HEADING or paragraph.is_aside or not _LETTERS.search(text):
            return False
        if (paragraph.pages[0], _bare(text)) in self._titles:
            return True
        if paragraph.size > usual * _HEADING_SIZE:
            return True
        is_marked = paragraph.is_bold and not self._bold.most_common(1)[0][0]
        is_large = paragraph.size >= usual * _SMALLEST_HEADING
        return is_marked and is_large and not _NO_HEADING.search(text)


def _rows_of(table: Table, number: int, numbers: Sequence[int]) -> Iterator[Block]:
    cited = table.notes or [[] for _ in table.rows]
    rows = zip(table.rows, cited, strict=True)
    for place, (row, notes) in enumerate(rows, start=0 if table.has_head else 1):
        kind = "table_row" if place else "table_caption"
        text, marks = _marked(CELL_SEPARATOR.join(row), notes, numbers)
        yield Block(kind, text, (0, 0), marks=marks, number=place, table=number)


def _marked(
    text: str, cited: Sequence[int | str], numbers: Sequence[int]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return `text` without the marks in it, and which notes they cite and where."""
    text, offsets = without_marks(text)
    marks: list[tuple[int, int]] = []
    moved = 0
    for note, offset in zip(cited, offsets, strict=True):
        if isinstance(note, int):
            marks.append((numbers[note], offset + moved))
        else:
            # A figure that cites no note of its page stands by itself.
            put = f" {note}" if offset + moved else note
            text = text[: offset + moved] + put + text[offset + moved :]
            moved += len(put)
    return text, tuple(marks)


def _turned_text(group: Sequence[Piece]) -> str:
    return " ".join(line_of(row).text for row in rows(group))


def _numbers(notes: Sequence[Note]) -> list[int]:
    """Return the number of each note: its own if all have one, once; else its place among them."""
    own = [int(note.mark) for note in notes if note.mark.isdigit()]
    return own if len(set(own)) == len(notes) else list(range(1, len(notes) + 1))


def _bare(text: str) -> str:
    return _SIGNS.sub("", _NUMBER.sub("", text)).casefold()
