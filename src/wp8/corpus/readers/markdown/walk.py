"""What Markdown holds: its passages in order, and the notes that they cite."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown_it.token import Token

from wp8.corpus.readers.markdown.html import closed, paragraphs
from wp8.corpus.readers.markdown.line import Line, cited
from wp8.corpus.readers.markdown.parser import heading, parse
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from wp8.corpus.readers.markdown.html import Paragraph
    from wp8.corpus.readers.markdown.line import Note


@dataclass(slots=True, eq=False)
class Passage:
    """A block before its text is put together: the tokens of its cells, or the one of its text.

    `mark` stands before the text: the number of an item, the label of a note that nothing cites.
    """

    kind: str
    cells: Sequence[Token]
    lines: tuple[int, int]
    mark: str = ""
    number: int | None = None
    table: int | None = None
    quotation: int | None = None

    @property
    def cited(self) -> list[Note]:
        """The notes that are cited in it, in order."""
        return list(cited(self.cells))

    def line(self, notes: Collection[Note]) -> Line:
        """Return the text of it, in which `notes` are cited."""
        line = Line(notes)
        self.put_in(line)
        return line

    def put_in(self, line: Line) -> None:
        """Add the text of it to `line`."""
        line.put(self.mark)
        for place, token in enumerate(self.cells):
            if place:
                line.separate(CELL_SEPARATOR)
            if token.type == "inline":
                line.put_inline(token, self.lines[0])
            else:
                code = token.content.split("\n")
                line.put_code(code, self.lines[0] + (token.type == "fence"))


@dataclass(slots=True)
class Definition:
    """A note: its passages, and where it stands."""

    lines: tuple[int, int]
    passages: list[Passage] = field(default_factory=list)

    @property
    def cited(self) -> list[Note]:
        """The notes that are cited in it, in order."""
        return [note for passage in self.passages for note in passage.cited]

    def line(self, notes: Collection[Note]) -> Line:
        """Return the text of it, all its passages in one line, in which `notes` are cited."""
        line = Line(notes)
        for passage in self.passages:
            line.go_on(passage.lines[0])
            passage.put_in(line)
        return line


def walked(text: str) -> tuple[list[Passage], dict[Note, Definition]]:
    """Return the passages of `text` that are no notes that they cite, and these notes."""
    tokens, inline_notes = parse(text)
    _count_items(tokens)
    walk = _Walk(inline_notes, closed(text))
    for token in tokens:
        walk.take(token)
    return walk.flow(), walk.notes


def _count_items(tokens: Iterable[Token]) -> None:
    """Give each list the number of its `items` and that of the `first`."""
    lists: list[Token] = []
    for token in tokens:
        if token.tag in ("ol", "ul") and token.nesting > 0:
            lists.append(token)
            token.meta["items"] = 0
            token.meta["first"] = token.attrs.get("start", 1)
        elif token.tag in ("ol", "ul"):
            lists.pop()
        elif token.type == "list_item_open":
            lists[-1].meta["items"] += 1


def first_heading(text: str) -> str:
    """Return the text of the first heading, or nothing."""
    found = heading(text)
    return Passage("heading", [found], (1, 1)).line(()).text if found else ""


def cited_by(
    passages: Iterable[Passage], notes: Mapping[Note, Definition], told: set[Note]
) -> Iterator[Note]:
    """Yield the notes that `passages` cite, each with those that it cites, and add them to `told`.

    What is `told` already is left out.
    """
    for passage in passages:
        open_ = list(reversed(passage.cited))
        while open_:
            note = open_.pop()
            if note in notes and note not in told:
                told.add(note)
                yield note
                open_ += reversed(notes[note].cited)


class _Walk:
    """Goes through the tokens of a text."""

    def __init__(self, inline_notes: Mapping[int, Token], closed: Collection[str]) -> None:
        self._closed = closed
        self.notes: dict[Note, Definition] = {}
        self._inline_notes = inline_notes
        # The passages in order and, where a note stands among them, its label.
        self._flow: list[Passage | str] = []
        self._open_notes: list[tuple[str, Definition | None]] = []
        self._mark = ""
        self._mark_line = 0
        self._lists: list[Token] = []
        self._heading: Token | None = None
        self._cells: list[Token] | None = None
        self._row_lines = 0, 0
        self._quoted = self._quotations = self._tables = self._rows = 0

    def take(self, token: Token) -> None:
        """Take the next token of the text."""
        kind = token.type
        if kind == "inline" and self._cells is not None:
            self._cells.append(token)
        elif kind == "inline" and self._heading:
            self._add("heading", [token], _lines(self._heading))
        elif kind in ("inline", "fence", "code_block"):
            self._add(token.meta.get("kind", "paragraph"), [token], _lines(token))
        elif kind == "html_block":
            first, _ = _lines(token)
            for paragraph in paragraphs(token.content, first, self._closed):
                self._take_paragraph(paragraph)
        elif kind in ("heading_open", "heading_close"):
            self._heading = token if token.nesting > 0 else None
        elif kind in ("blockquote_open", "blockquote_close"):
            self._quotations += token.nesting > 0 and not self._quoted
            self._quoted += token.nesting
        elif kind in ("footnote_reference_open", "footnote_reference_close"):
            self._open_note(token) if token.nesting > 0 else self._close_note()
        elif token.tag in ("ol", "ul", "li"):
            self._take_list(token)
        elif token.tag in ("table", "tr"):
            self._take_table(token)

    def _take_list(self, token: Token) -> None:
        if token.type == "list_item_open":
            # A number that a list counts by itself is a mark like a bullet; another is text.
            first, items = (self._lists[-1].meta[key] for key in ("first", "items"))
            if token.info and (first != 1 or items == 1):
                self._mark += f"{token.info}{token.markup} "
                self._mark_line = _lines(token)[0]
        elif token.type == "list_item_close":
            self._add_mark()
        elif token.nesting > 0:
            self._lists.append(token)
        else:
            self._lists.pop()

    def _take_table(self, token: Token) -> None:
        if token.tag == "table":
            self._tables += token.nesting > 0 and not self._in_note
            self._rows = 0
        elif token.nesting > 0:
            self._cells = []
            self._row_lines = _lines(token)
        elif self._in_note:
            for cell in self._cells or ():
                self._add("paragraph", [cell], self._row_lines)
            self._cells = None
        else:
            kind = "table_row" if self._rows else "table_caption"
            self._add(kind, self._cells or (), self._row_lines, number=self._rows)
            self._rows += 1
            self._cells = None

    def _take_paragraph(self, paragraph: Paragraph) -> None:
        """Take a paragraph of HTML, or a row; what is no head of a table begins with row 1."""
        texts, lines, kind, begins_table = paragraph
        cells = [_inline(text) for text in texts]
        if kind in ("table_row", "table_caption") and not self._in_note:
            self._tables += begins_table or not self._tables
            self._rows = (kind == "table_row") if begins_table else max(self._rows, 1)
            self._add("table_row" if self._rows else kind, cells, lines, number=self._rows)
            self._rows += 1
        else:
            for cell in cells:
                self._add("heading" if kind == "heading" else "paragraph", [cell], lines)

    @property
    def _in_note(self) -> bool:
        return any(note for _, note in self._open_notes)

    def _open_note(self, token: Token) -> None:
        label = token.meta["label"]
        if label in self.notes or self._in_note:
            # A second note of one label is text.
            self._open_notes.append((label, None))
            self._mark += f"[^{label}]: "
            self._mark_line = _lines(token)[0]
        else:
            self.notes[label] = Definition(_lines(token))
            self._open_notes.append((label, self.notes[label]))
            self._flow.append(label)

    def _close_note(self) -> None:
        self._add_mark()
        label, note = self._open_notes.pop()
        if note and note.line(self.notes).is_blank:
            del self.notes[label]

    def _add_mark(self) -> None:
        if self._mark:
            self._add("paragraph", (), (self._mark_line, self._mark_line))

    def _add(
        self,
        kind: str,
        cells: Sequence[Token],
        lines: tuple[int, int],
        *,
        number: int | None = None,
    ) -> None:
        table = None if number is None else self._tables
        quotation = self._quotations if self._quoted and not self._in_note else None
        passage = Passage(kind, cells, lines, self._mark, number, table, quotation)
        self._mark = ""
        self._define_inline(passage)
        if note := next((note for _, note in self._open_notes if note), None):
            note.passages.append(passage)
            note.lines = note.lines[0], lines[1]
        else:
            self._flow.append(passage)

    def _define_inline(self, passage: Passage) -> None:
        """Keep the inline notes that are cited in `passage`, and those in them."""
        for note in passage.cited:
            if isinstance(note, int):
                within = Passage("paragraph", [self._inline_notes[note]], passage.lines)
                self._define_inline(within)
                if not within.line(self.notes).is_blank:
                    self.notes[note] = Definition(passage.lines, [within])

    def flow(self) -> list[Passage]:
        """Return the passages in order, those of notes that nothing cites among them."""
        flow: list[Passage] = []
        text = [each for each in self._flow if isinstance(each, Passage)]
        reached = set(cited_by(text, self.notes, set()))
        for each in self._flow:
            if isinstance(each, Passage):
                flow.append(each)
            elif each in self.notes and each not in reached:
                passages = self.notes.pop(each).passages
                passages[0].mark = f"[^{each}]: {passages[0].mark}"
                flow += passages
        return flow


def _lines(token: Token) -> tuple[int, int]:
    start, end = token.map or (0, 1)
    return start + 1, max(end, start + 1)


def _inline(text: str) -> Token:
    return Token("inline", "", 0, children=[Token("text", "", 0, content=text)])
