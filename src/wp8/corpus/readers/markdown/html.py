"""HTML in Markdown: its text, without the tags, the comments and what a browser does not show."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple

from markdown_it.common.html_blocks import block_names

from wp8.corpus.readers.block import BASE, END, READING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_BLOCKS: Final = frozenset(block_names) | {"pre", "textarea"}
_INLINE: Final = frozenset(
    "a abbr acronym audio b bdi bdo big button canvas cite code data datalist del dfn em embed "
    "font i img input ins kbd label map mark math meter noscript object output picture progress q "
    "rb rp rt rtc ruby s samp script select slot small source span strike strong style sub sup svg "
    "template time tt u var video wbr".split()
)
_CELLS: Final = frozenset(("td", "th"))
_KNOWN: Final = _BLOCKS | _INLINE | _CELLS | {"br"}
_OF_ROWS: Final = frozenset(("table", "tbody", "tfoot", "thead", "tr"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN: Final = frozenset(("noscript", "script", "style", "template"))
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^<>]*>")
# The brackets of the reading beside a ruby text.
_BRACKET: Final = re.compile(r"<rp\b[^<>]*>", re.IGNORECASE)
_RUBY: Final = {"ruby": BASE, "rt": READING, "rtc": READING}
_PIECE: Final = re.compile(
    rf"<!--|-->|{_BRACKET.pattern}[^<]*|{_TAG.pattern}|<[!?][^<>]*>|\n[ \t]*(?=\n)", re.IGNORECASE
)
_END: Final = re.compile(r"</([A-Za-z][\w.:-]*)\s*>")
_HAS_VALUE: Final = re.compile(r"\s[\w:.-]+\s*=")
_BLANKS: Final = re.compile(r"[ \t\n\f]+")


class Paragraph(NamedTuple):
    """A text between the tags that part one from another, and its first and last line.

    `kind` is that of a record; a row has several `cells`, and `begins_table` with the first.
    """

    cells: list[str]
    lines: tuple[int, int]
    kind: str
    begins_table: bool


def closed(text: str) -> frozenset[str]:
    """Return the names of all that has an end tag in `text`."""
    return frozenset(name.lower() for name in _END.findall(text))


def is_text(tag: str, closed: Container[str]) -> bool:
    """Return whether a `tag` is none: it has the name of nothing that HTML knows or is `closed`."""
    found = _TAG.match(tag)
    name = found[2].lower() if found else ""
    is_known = name in _KNOWN or name in closed
    return not is_known and bool(found) and not _HAS_VALUE.search(tag)


def shown(tag: str) -> str:
    """Return what a reader sees of a `tag` in a line: nothing, a blank, or a sign of ruby."""
    found = _TAG.match(tag)
    name = found[2].lower() if found else ""
    if name in _BLOCKS or name in _CELLS or name == "br":
        return " "
    return _of_ruby(name, is_end=bool(found and found[1]))


def _of_ruby(name: str, *, is_end: bool) -> str:
    return (END if is_end else _RUBY[name]) if name in _RUBY else ""


def is_before_bracket(tag: str) -> bool:
    """Return whether a `tag` begins a bracket of the reading beside a ruby text."""
    return _BRACKET.fullmatch(tag) is not None


def paragraphs(html: str, first: int, closed: Container[str]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a block of HTML that begins in the line `first`.

    What is hidden, but has no end, is shown: a text may not be lost to a missing sign. What is
    `closed` has an end tag in the text.
    """
    run = _Run(html, first)
    hidden = ""
    for piece in _PIECE.finditer(html):
        name = (piece[2] or "").lower()
        if hidden:
            if hidden in (piece[0].lower(), f"{piece[1]}{name}"):
                hidden = ""
                run.place = piece.end()
        elif piece[0] == "<!--" or (name in _HIDDEN and not piece[1]):
            run.take(piece.start())
            hidden = f"/{name}" if name else "-->"
        elif name in _CELLS and not piece[1]:
            run.take(piece.start(), piece.end())
            run.begin_cell(name)
        elif name == "br" or name in _CELLS:
            run.take(piece.start(), piece.end(), " ")
        elif name in _BLOCKS or not piece[0].strip():
            run.take(piece.start(), piece.end())
            yield from run.paragraph(name, is_end=bool(piece[1]))
        elif piece[0][0] == "<" and not is_text(piece[0], closed):
            run.take(piece.start(), piece.end(), _of_ruby(name, is_end=bool(piece[1])))
    run.take(len(html))
    yield from run.paragraph("")


class _Run:
    """The text of HTML since a paragraph began; `place` is what has not been taken yet."""

    def __init__(self, html: str, line: int) -> None:
        self._html = html
        self._line, self._counted = line, 0
        self._cells: list[list[str]] = [[]]
        self._names: set[str] = set()
        self._extent: list[int] = []
        self._kind = "paragraph"
        self._begins_table = False
        self.place = 0

    def take(self, stop: int, end: int | None = None, between: str = "") -> None:
        """Take the text before `stop`, then `between`, and go on at `end`."""
        text = self._html[self.place : stop]
        if text.strip():
            start = self.place + len(text) - len(text.lstrip())
            self._extent += [start, self.place + len(text.rstrip())]
        self._cells[-1] += [text, between]
        self.place = stop if end is None else end

    def begin_cell(self, name: str) -> None:
        """Begin another cell of a row, if this is one."""
        if self._kind == "table_row" and self._names:
            self._cells.append([])
        elif self._kind != "table_row":
            self._cells[-1].append(" ")
        self._names.add(name)

    def paragraph(self, name: str, *, is_end: bool = False) -> Iterator[Paragraph]:
        """Yield what has been taken, if it is anything, and begin anew after the tag `name`."""
        cells = [_BLANKS.sub(" ", unescape("".join(cell))).strip() for cell in self._cells]
        if any(cells):
            lines = self._line_of(self._extent[0]), self._line_of(self._extent[-1])
            is_row = self._kind == "table_row" and name in (*_OF_ROWS, "")
            kind = "table_caption" if is_row and self._names == {"th"} else self._kind
            if is_row:
                yield Paragraph(cells, lines, kind, self._begins_table)
                self._begins_table = False
            else:
                whole = [" ".join(filter(None, cells))]
                kind = "paragraph" if kind == "table_row" else kind
                yield Paragraph(whole, lines, kind, begins_table=False)
        self._cells = [[]]
        self._names.clear()
        self._extent.clear()
        self._begins_table |= name == "table" and not is_end
        kind = "heading" if name in _HEADINGS else "table_row" if name == "tr" else "paragraph"
        self._kind = "paragraph" if is_end else kind

    def _line_of(self, place: int) -> int:
        self._line += self._html.count("\n", self._counted, place)
        self._counted = place
        return self._line
