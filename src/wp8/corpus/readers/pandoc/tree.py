"""Pandoc's tree of a document, as blocks (pandoc-types 1.23).

A block of the tree is {"t": its name, "c": its content}; so is what stands in a line of text.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.readers.block import CONTENTS_LINE, Block
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Node = Mapping[str, Any]

_BLANKS: Final = frozenset(("Space", "SoftBreak", "LineBreak"))
_STYLES: Final = frozenset(
    ("Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps")
)
_LABELLED: Final = frozenset(("Cite", "Link", "Span"))
_VERBATIM: Final = frozenset(("Code", "Math"))
_QUOTES: Final = {"SingleQuote": "‘’", "DoubleQuote": "“”"}
# The heads of a Word document that are styled as such, in the order in which they stand.
_META: Final = {
    "title": "title",
    "subtitle": "title",
    "author": "imprint",
    "date": "imprint",
    "abstract": "abstract",
}
# What pandoc's readers call the parts of a name.
_PARTS_OF_A_NAME: Final = {"given-names": "given", "surname": "family", "name": "name"}
_MOST_COLUMNS: Final = 1_000
_ONE_LINE: Final = str.maketrans("\t\n\r", "   ", f"\0{CONTENTS_LINE}")


def tree_blocks(tree: Node, *, with_meta: bool) -> Iterator[Block]:
    """Yield the blocks of a whole document; `with_meta`, its title and the like stand in it."""
    walk = _Walk()
    if with_meta:
        for key, kind in _META.items():
            for value in _values(tree["meta"].get(key)):
                yield from walk.line(kind, value)
    yield from walk.blocks(tree["blocks"])


def heads(tree: Node, *, by_line: bool = False) -> dict[str, list[object]]:
    """Return what a document says of itself, by its keys: each value as a text or as a name.

    What stands below an author's name is where he or she works. With `by_line` each line that the
    source has of authors is one.
    """
    meta: Node = tree["meta"]
    if notebook := meta.get("jupyter"):
        meta = {**notebook["c"], **meta}
    said = {key: list(map(_said, _values(value))) for key, value in meta.items()}
    authors = [
        _author(line)
        for value in _values(meta.get("author"))
        for line in (_split(value, "SoftBreak") if by_line else [value])
    ]
    return {**said, "author": authors} if authors else said


def _author(value: Node) -> object:
    name, *below = _split(value, "LineBreak")
    return {"name": _text(name), "affiliation": list(map(_text, below))} if below else _said(value)


def _split(value: Node, end: str) -> list[Node]:
    """Return the lines of a value, where nodes of a kind end them."""
    if value["t"] != "MetaInlines":
        return [value]
    lines: list[list[Node]] = [[]]
    for node in value["c"]:
        if node["t"] == end:
            lines.append([])
        else:
            lines[-1].append(node)
    return [{"t": "MetaInlines", "c": line} for line in lines]


def first_heading(tree: Node) -> list[str]:
    """Return the text of the first heading of a document, if it has one."""
    return list(map(_text, islice(_nodes(tree, "Header"), 1)))


def _said(value: Node) -> object:
    if value["t"] != "MetaMap":
        return _text(value)
    return {
        part: _text(value["c"][key]) for key, part in _PARTS_OF_A_NAME.items() if key in value["c"]
    }


def _text(node: Node) -> str:
    line = _Line(0)
    line.flat([node])
    return line.text.strip()


def raw_formats(tree: Node) -> Iterator[str]:
    """Yield the format of each piece of raw markup in a tree: what no record has."""
    return (node["c"][0] for node in _nodes(tree, "RawBlock", "RawInline"))


def _nodes(tree: Node, *kinds: str) -> Iterator[Node]:
    """Yield the nodes of these kinds in a tree, in order; what is in one is not looked at."""
    waiting: list[Any] = [tree["blocks"]]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict) and node.get("t") in kinds:
            yield node
        elif isinstance(node, dict):
            waiting.append(node.get("c"))


def _values(meta: Node | None) -> list[Node]:
    if meta is None:
        return []
    content = meta["c"]
    if meta["t"] == "MetaBlocks" and [node["t"] for node in content] == ["BulletList"]:
        return [{"t": "MetaBlocks", "c": item} for item in content[0]["c"]]
    return list(content) if meta["t"] == "MetaList" else [meta]


class _Line:
    """A text that is being put together, and the notes that are cited in it."""

    def __init__(self, notes: int) -> None:
        self._pieces: list[str] = []
        self._size = 0
        self._cited = notes
        self.marks: list[tuple[int, int]] = []
        self.notes: list[tuple[int, str]] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def put(self, text: str) -> None:
        """Add `text`, its tabs and line ends as blanks, without NUL or blanks at the start."""
        text = text.translate(_ONE_LINE)
        text = text if self._size else text.lstrip()
        self._pieces.append(text)
        self._size += len(text)

    def separate(self, separator: str) -> None:
        """Add `separator` as it is."""
        self._pieces.append(separator)
        self._size += len(separator)

    def inlines(self, inlines: Iterable[Node]) -> None:
        """Add what stands in a line of text."""
        for inline in inlines:
            kind: str = inline["t"]
            content: Any = inline.get("c")
            if kind == "Str":
                self.put(str(content))
            elif kind in _BLANKS:
                self.put(" ")
            elif kind in _STYLES:
                self.inlines(content or ())
            elif kind == "Quoted":
                marks = _QUOTES[content[0]["t"]]
                self.put(marks[0])
                self.inlines(content[1])
                self.put(marks[1])
            elif kind in _LABELLED:
                self.inlines(content[-2] if kind == "Link" else content[1])
            elif kind in _VERBATIM:
                self.put(content[1])
            elif kind == "Note":
                self._note(content or ())

    def flat(self, blocks: Iterable[Node]) -> None:
        """Add the texts of `blocks`, a blank between them."""
        start = self._size
        for lines, inner in map(_parts, blocks):
            for line in lines:
                if self._size > start:
                    self.separate(" ")
                self.inlines(line)
            if inner:
                if self._size > start:
                    self.separate(" ")
                self.flat(inner)

    def _note(self, blocks: Iterable[Node]) -> None:
        note = _Line(self._cited)
        note.flat(blocks)
        if text := note.text.strip():
            self._cited += 1
            self.marks.append((self._cited, self._size))
            self.notes.append((self._cited, text))


class _Walk:
    """Goes through a document: its place, its section, and what it has counted."""

    def __init__(self) -> None:
        self._place = self._notes = self._tables = self._quotations = 0
        self._is_quoted = False
        self._section = ""
        self._kind = "paragraph"

    def blocks(self, nodes: Iterable[Node]) -> Iterator[Block]:
        """Yield the blocks that `nodes` hold, in order; a note follows what cites it."""
        for node in nodes:
            if node["t"] == "Header":
                level, _, inlines = node["c"]
                yield from self.line("heading", {"t": "Plain", "c": inlines}, level)
            elif node["t"] == "Table":
                yield from self._table(node["c"])
            elif node["t"] == "BlockQuote" and not self._is_quoted:
                self._is_quoted = True
                yield from self.blocks(node["c"])
                self._is_quoted = False
            elif node["t"] == "Contents":
                self._kind = "contents_line"
                yield from self.blocks(node["c"])
                self._kind = "paragraph"
            else:
                lines, inner = _parts(node)
                for line in lines:
                    kind = "contents_line" if _is_of_contents(line) else self._kind
                    yield from self.line(kind, {"t": "Plain", "c": line})
                yield from self.blocks(inner)

    def line(self, kind: str, node: Node, level: int | None = None) -> Iterator[Block]:
        """Yield the one block that `node` is, of this kind, and the notes that it cites."""
        line = _Line(self._notes)
        line.flat([node])
        if not line.text.strip() and not line.marks:
            return
        if kind == "heading":
            self._section = line.text.strip()
        yield self._block(kind, line, level=level)
        yield from self._cited(line)

    def _block(
        self, kind: str, line: _Line, *, number: int | None = None, level: int | None = None
    ) -> Block:
        self._place += 1
        text = line.text.rstrip(" ") if number is not None else line.text.strip()
        marks = tuple((note, min(offset, len(text))) for note, offset in line.marks)
        table = None if number is None else self._tables
        # Word has no quotation of several paragraphs: it styles each.
        self._quotations += self._is_quoted
        quotation = self._quotations if self._is_quoted else None
        return Block(
            kind,
            text,
            (self._place, self._place),
            self._section,
            marks,
            number=number,
            table=table,
            quotation=quotation,
            level=level,
        )

    def _cited(self, line: _Line) -> Iterator[Block]:
        self._notes += len(line.notes)
        for number, text in line.notes:
            self._place += 1
            extent = (self._place, self._place)
            yield Block("note", text, extent, self._section, number=number)

    def _table(self, content: list[Any]) -> Iterator[Block]:
        """Yield the caption and the rows; row 0 is the header. The notes follow the last row."""
        _, (_, caption), _, (_, head), bodies, (_, foot) = content
        yield from self.line("table_caption", {"t": "Div", "c": [None, caption]})
        self._tables += 1
        rows = [row for _, _, heads, body in bodies for row in (*heads, *body)] + list(foot)
        lines: list[_Line] = []
        notes = self._notes
        covered: Counter[int] = Counter()
        for number, row in enumerate((*head, *rows), start=0 if head else 1):
            line = _Line(notes)
            for place, cell in enumerate(spread_cells(row[1], covered)):
                if place:
                    line.separate(CELL_SEPARATOR)
                line.flat(cell)
            if line.text.strip():
                yield self._block("table_row" if number else "table_caption", line, number=number)
                lines.append(line)
                notes += len(line.notes)
        for line in lines:
            yield from self._cited(line)


def _is_of_contents(line: Sequence[Node]) -> bool:
    return bool(line) and line[0]["t"] == "Str" and line[0]["c"].startswith(CONTENTS_LINE)


def spread_cells(row: Iterable[Any], covered: Counter[int]) -> Iterator[list[Any]]:
    """Yield the blocks of each cell of a row, none where a cell above or beside reaches.

    `covered` has for each column how many more rows a cell above it covers, and is kept so.
    """
    column = 0
    for _, _, rows, columns, blocks in row:
        while covered[column]:
            covered[column] -= 1
            column += 1
            yield []
        for place in range(min(columns, _MOST_COLUMNS)):
            covered[column] = rows - 1
            column += 1
            yield [] if place else blocks
    while covered[column]:
        covered[column] -= 1
        column += 1
        yield []


def _parts(node: Node) -> tuple[list[list[Node]], list[Node]]:
    """Return the lines of text that a block is, and the blocks that are in it."""
    kind: str = node["t"]
    content: Any = node.get("c")
    if kind in ("Para", "Plain", "MetaInlines"):
        return [content or []], []
    if kind in ("CodeBlock", "MetaString"):
        text = content if kind == "MetaString" else content[1]
        return [[{"t": "Str", "c": text}]], []
    if kind == "LineBlock":
        blank = {"t": "Space"}
        return [[inline for line in content for inline in (*line, blank)]], []
    if kind == "Header":
        return [content[2]], []
    return [], list(_inner(kind, content))


def _inner(kind: str, content: Any) -> Iterator[Node]:  # noqa: ANN401 - as each kind has it
    if kind in ("BlockQuote", "Contents", "MetaBlocks"):
        yield from content
    elif kind == "Div":
        yield from content[1]
    elif kind in ("BulletList", "OrderedList"):
        for item in content[1] if kind == "OrderedList" else content:
            yield from item
    elif kind == "DefinitionList":
        for term, definitions in content:
            yield {"t": "Plain", "c": term}
            for definition in definitions:
                yield from definition
    elif kind == "Figure":
        yield from content[2]
        yield from content[1][1]
    elif kind == "Table":
        _, (_, caption), _, (_, head), bodies, (_, foot) = content
        yield from caption
        body = [row for _, _, heads, rows in bodies for row in (*heads, *rows)]
        for row in (*head, *body, *foot):
            for cell in row[1]:
                yield from cell[4]
