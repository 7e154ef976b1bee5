"""A text of one line, put together from what Markdown has in a paragraph, a cell or a code block.

A note is known by its label, an inline note by its number in the parser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import Block
from wp8.corpus.readers.markdown.html import is_before_bracket, shown
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from markdown_it.token import Token

Note = str | int
_ONE_LINE: Final = str.maketrans("\t\n", "  ")


def cited(tokens: Iterable[Token]) -> Iterator[Note]:
    """Yield the notes that `tokens` cite, in order."""
    for token in tokens:
        if token.type == "footnote_ref":
            yield token.meta["label" if "label" in token.meta else "id"]
        elif token.children:
            yield from cited(token.children)


class Line:
    """A text that is being put together, and what stands where in it; only `notes` are cited."""

    def __init__(self, notes: Collection[Note] = ()) -> None:
        self._notes = notes
        self._pieces: list[str] = []
        self._size = 0
        self._ends_in_blank = True
        self._marks: list[tuple[Note, int]] = []
        self._breaks: list[tuple[int, int]] = []
        self._code: list[tuple[int, int]] = []

    def put(self, text: str) -> None:
        """Add `text`, its tabs and line ends as blanks; where blanks meet, one is enough."""
        text = text.translate(_ONE_LINE)
        if self._ends_in_blank:
            text = text.lstrip(" ") if self._size else text.lstrip()
        if text:
            self._add(text)
            self._ends_in_blank = text.endswith(" ")

    def separate(self, separator: str) -> None:
        """Add `separator` as it is; no blanks follow it."""
        self._add(separator)
        self._ends_in_blank = True

    def go_on(self, line: int) -> None:
        """Go on with what stands in the source's `line`, after a blank."""
        if self._size:
            self.put(" ")
            self._breaks.append((self._size, line))

    def put_code(self, lines: Iterable[str], first: int) -> None:
        """Add `lines` of code, the first of which is the source's line `first`."""
        start = self._size
        for number, text in enumerate(lines, start=first):
            if text.strip():
                if self._size > start:
                    self.go_on(number)
                self.put(text.strip())
        self._code.append((start, self._size))

    def put_inline(self, inline: Token, first: int) -> None:
        """Add what an inline token holds, which begins in the source's line `first`."""
        place = 0
        line = first
        is_bracket = False
        for token in inline.children or ():
            if token.type == "html_inline":
                is_bracket = is_before_bracket(token.content)
            if is_bracket and token.type == "text":
                continue
            if token.tag == "br":
                line += inline.content.count("\n", place, token.meta["at"])
                place = token.meta["at"]
                self.go_on(line + 1)
            else:
                self._put_token(token)

    def _put_token(self, token: Token) -> None:
        if token.type == "footnote_ref":
            self._put_mark(token)
        elif token.type == "html_inline":
            self.put(shown(token.content))
        elif token.type == "code_inline":
            start = self._size
            self.put(token.content)
            self._code.append((start, self._size))
        elif token.children:
            for child in token.children:
                self._put_token(child)
        elif token.tag == "br":
            self.put(" ")
        else:
            self.put(token.content)

    def _put_mark(self, token: Token) -> None:
        (note,) = cited([token])
        if note in self._notes:
            self._marks.append((note, self._size))
        elif isinstance(note, str):
            self.put(f"[^{note}]")

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._size += len(text)

    def block(
        self,
        kind: str,
        lines: tuple[int, int],
        section: str,
        numbers: Mapping[Note, int],
        *,
        number: int | None = None,
        table: int | None = None,
        quotation: int | None = None,
    ) -> Block:
        """Return the text as a block; `numbers` are those of the notes."""
        text = self.text
        end = len(text)
        return Block(
            kind,
            text,
            lines,
            section,
            tuple((numbers[note], min(place, end)) for note, place in self._marks),
            number=number,
            table=table,
            breaks=tuple((place, line) for place, line in self._breaks if place < end),
            code=tuple(
                (start, min(stop, end)) for start, stop in self._code if start < min(stop, end)
            ),
            quotation=quotation,
        )

    @property
    def is_blank(self) -> bool:
        """Whether there is neither a text nor a mark."""
        return not self._marks and not self.text.strip()

    @property
    def text(self) -> str:
        """The text, without blanks at its end but for those that part cells."""
        whole = "".join(self._pieces)
        return whole.rstrip(" ") if CELL_SEPARATOR in whole else whole.strip()
