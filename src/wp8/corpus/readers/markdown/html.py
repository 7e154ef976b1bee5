"""HTML in Markdown: its text, without the tags, the comments and what a browser does not show."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple

from markdown_it.common.html_blocks import block_names

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS: Final = frozenset(block_names) | {"pre", "textarea"}
_INLINE: Final = frozenset(
    "a abbr acronym audio b bdi bdo big button canvas cite code data datalist del dfn em embed "
    "font i img input ins kbd label map mark math meter noscript object output picture progress q "
    "rb rp rt rtc ruby s samp script select slot small source span strike strong style sub sup svg "
    "template time tt u var video wbr".split()
)
_BLANKS_BETWEEN: Final = frozenset(("br", "td", "th"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN: Final = frozenset(("noscript", "script", "style", "template"))
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^<>]*>")
_PIECE: Final = re.compile(rf"<!--|-->|{_TAG.pattern}|<[!?][^<>]*>|\n[ \t]*(?=\n)")
_BLANKS: Final = re.compile(r"[ \t\n\f]+")


class Paragraph(NamedTuple):
    """A text between the tags that part one from another, and its first and last line."""

    text: str
    lines: tuple[int, int]
    is_heading: bool


def shown(tag: str) -> str:
    """Return what a reader sees of a `tag` in a line: nothing, a blank, or what is no HTML tag."""
    found = _TAG.match(tag)
    if found is None:
        return ""
    name = found[2].lower()
    if name in _BLOCKS or name in _BLANKS_BETWEEN:
        return " "
    return "" if name in _INLINE else tag


def paragraphs(html: str, first: int) -> Iterator[Paragraph]:
    """Yield the paragraphs of a block of HTML that begins in the line `first`.

    What is hidden, but has no end, is shown: a text may not be lost to a missing sign.
    """
    run = _Run(html, first)
    hidden = ""
    is_heading = False
    for piece in _PIECE.finditer(html):
        name = (piece[2] or "").lower()
        if hidden:
            if hidden in (piece[0], f"{piece[1]}{name}"):
                hidden = ""
                run.place = piece.end()
        elif piece[0] == "<!--" or (name in _HIDDEN and not piece[1]):
            run.take(piece.start())
            hidden = f"/{name}" if name else "-->"
        elif name in _BLANKS_BETWEEN:
            run.take(piece.start(), piece.end(), " ")
        elif name in _BLOCKS or not piece[0].strip():
            run.take(piece.start(), piece.end())
            yield from run.paragraph(is_heading=is_heading)
            is_heading = name in _HEADINGS and not piece[1]
        elif name in _INLINE or piece[0][:2] in ("<!", "<?"):
            run.take(piece.start(), piece.end())
    run.take(len(html))
    yield from run.paragraph(is_heading=is_heading)


class _Run:
    """The text of HTML since a paragraph began; `place` is what has not been taken yet."""

    def __init__(self, html: str, line: int) -> None:
        self._html = html
        self._line, self._counted = line, 0
        self._texts: list[str] = []
        self._extent: list[int] = []
        self.place = 0

    def take(self, stop: int, end: int | None = None, between: str = "") -> None:
        """Take the text before `stop`, then `between`, and go on at `end`."""
        text = self._html[self.place : stop]
        if text.strip():
            start = self.place + len(text) - len(text.lstrip())
            self._extent += [start, self.place + len(text.rstrip())]
        self._texts += [text, between]
        self.place = stop if end is None else end

    def paragraph(self, *, is_heading: bool) -> Iterator[Paragraph]:
        """Yield what has been taken, if it is anything, and begin anew."""
        if text := _BLANKS.sub(" ", unescape("".join(self._texts))).strip():
            lines = self._line_of(self._extent[0]), self._line_of(self._extent[-1])
            yield Paragraph(text, lines, is_heading)
        self._texts.clear()
        self._extent.clear()

    def _line_of(self, place: int) -> int:
        self._line += self._html.count("\n", self._counted, place)
        self._counted = place
        return self._line
