"""The text of a block of TEI, as it is put together of what stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import BASE, END, READING
from wp8.corpus.readers.tei.reading import readings
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from wp8.corpus.readers.tei.tree import Element, Node

# Characters that XML has not: a line or page ends, and within a word; a note's mark; a verse ends.
_BREAK, _JOINT, _MARK, _VERSE = "\0\1\2\3"
_BLANKS: Final = re.compile(r"[ \t\n\r\0]+")
_BESIDE_WORDS: Final = r"(?<![ \t\n\r\x00\x02])[ \t\n\r\x00\x02]*+"
_WITHIN_A_WORD: Final = re.compile(
    rf"{_BESIDE_WORDS}\x01[ \t\n\r\x00-\x02]*+"
    # A hyphen at the end of a line of print.
    r"|(?<=[^\W\d_])[-\u00ad\u00ac\u2010\u2e17][\s\x02]*+\x00[\s\x00\x02]*+(?=[^\W\d_])"
)
_VERSE_ENDS: Final = re.compile(
    r"(?<![ \t\n\r\x00\x03])[ \t\n\r\x00]*+\x03[ \t\n\r\x00\x03]*+(\Z)?"
)
_BETWEEN_VERSES: Final = " / "
_GAP: Final = "[…]"
_RUBY: Final = {"rb": BASE, "rt": READING}
_BREAKS: Final = frozenset(("cb", "gb", "lb", "pb"))
# What marks a point, or stands within a line wherever it stands.
POINTS: Final = _BREAKS | frozenset(
    "addSpan anchor caesura c damageSpan delSpan fw gap index milestone pc ptr ref space w".split()
)
# What is read apart from what stands beside it.
_APART: Final = frozenset(
    "ab argument bibl byline castItem castList cell closer dateline epigraph figure floatingText "
    "head item l label lg list opener p postscript row salute signed sp speaker stage table "
    "trailer u".split()
)
_PAGE: Final = re.compile(r"\W*0*([0-9]{1,6})\W*")
_WHOLE: Final = re.compile("[0-9]{1,9}")
_NOTE_MARK: Final = re.compile(r"\W*\w{0,4}\W*")


class Notes:
    """The numbers of the notes of a text, and which ids call them; the page that one is on.

    The numbers are those of the source if each note has one of its own, else they are counted. An
    `exact` text, which wp8 wrote, has no blanks but its own.
    """

    def __init__(self, text: Element, *, exact: bool) -> None:
        self.exact = exact
        self.page: int | None = None
        notes = [note for note in text.iter("note") if not exact or not note.get("type")]
        own = [whole(note.get("n")) for note in notes]
        is_numbered = None not in own and len(set(own)) == len(own)
        self._numbers = {
            id(note): number if number is not None and is_numbered else place
            for place, (note, number) in enumerate(zip(notes, own, strict=True), start=1)
        }
        self._called = {
            f"#{note.get('xml:id')}": self._numbers[id(note)]
            for note in notes
            if note.get("xml:id")
        }
        self._callers = {
            target: self._numbers[id(note)]
            for note in notes
            for target in note.get("target").split()
        }

    def number(self, note: Element) -> int | None:
        """Return the number of a note; what wp8 calls a note of an author or a source has none."""
        return self._numbers.get(id(note))

    def called(self, element: Element) -> int | None:
        """Return the number of the note that a pointer, a reference or an anchor calls."""
        number = self._called.get(element.get("target"))
        number = number or self._callers.get(f"#{element.get('xml:id')}")
        return number if number and _NOTE_MARK.fullmatch(element.text) else None

    def turn(self, page: Element) -> None:
        """Go on to a page; one whose number is no figure has none."""
        number = _PAGE.fullmatch(page.get("n"))
        self.page = int(number[1]) if number else None


class Line:
    """A text that is being put together, and the notes that are called in it."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._pieces: list[str] = []
        self._verse_ends = -1
        self._pages: list[int | None] = []
        self._numbers: list[int] = []
        self.notes: list[tuple[Element, int | None]] = []

    @property
    def is_blank(self) -> bool:
        """Whether there is no text in it."""
        return not self._pages

    @property
    def pages(self) -> tuple[int, int] | None:
        """The first and the last page of the text, if both have a number."""
        first, last = (self._pages[0], self._pages[-1]) if self._pages else (None, None)
        return None if first is None or last is None else (first, last)

    def put(self, node: Node) -> None:
        """Add a text, or what is read of an element."""
        if isinstance(node, str):
            self._text(node)
        elif node.tag in _BREAKS:
            self._pieces.append(_JOINT if node.get("break") == "no" else _BREAK)
            if node.tag == "pb":
                self._notes.turn(node)
        elif node.tag == "note":
            self._note(node)
        elif node.tag == "gap":
            self._text(_GAP)
        elif node.tag == "space":
            self._pieces.append(" ")
        elif node.tag in ("anchor", "ptr", "ref") and (number := self._notes.called(node)):
            self._mark(number)
        elif node.tag in _RUBY:
            self._pieces.append(_RUBY[node.tag])
            self.put_inside(node)
            self._pieces.append(END)
        elif node.tag == "l":
            self._verse(node)
        else:
            self._element(node)

    def _text(self, text: str) -> None:
        self._pieces.append(text)
        if text.strip():
            self._pages[1:] = [self._notes.page]

    def put_inside(self, element: Element) -> None:
        """Add what is read in an element, whatever it is."""
        for node in readings(element):
            self.put(node)

    def _element(self, element: Element) -> None:
        is_apart = element.tag in _APART and not self._notes.exact
        self._pieces += [_BREAK] * is_apart
        self.put_inside(element)
        self._pieces += [_BREAK] * is_apart

    def _verse(self, verse: Element) -> None:
        """Add a verse, set off from one right before it."""
        ended = self._verse_ends
        if ended >= 0 and verse.text:
            follows = not "".join(self._pieces[ended:]).strip(f" \t\n\r{_BREAK}{_MARK}")
            self._pieces += [_VERSE] * follows
        self._element(verse)
        self._verse_ends = len(self._pieces) if verse.text else ended

    def _note(self, note: Element) -> None:
        number = self._notes.number(note)
        if number is None and note.get("type") == "reading":
            line = Line(self._notes)
            line.put_inside(note)
            cells = line.result()[0].split(CELL_SEPARATOR)
            self._pieces += (READING, f"{BASE}{READING}".join(cells), END)
        elif number is None:
            self.put_inside(note)
        else:
            self._mark(number)
            self.notes.append((note, self._notes.page))

    def _mark(self, number: int) -> None:
        self._pieces.append(_MARK)
        self._numbers.append(number)

    def result(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return the text, and the notes that are called in it with the offsets of their marks."""
        whole = "".join(self._pieces)
        if not self._notes.exact:
            whole = _WITHIN_A_WORD.sub(_in_one, whole)
            # A verse of which nothing is read ends nothing.
            whole = _VERSE_ENDS.sub(_between, whole)
        text = ""
        offsets: list[int] = []
        for piece in whole.split(_MARK):
            if self._notes.exact:
                text += piece
            else:
                one_line = _BLANKS.sub(" ", piece)
                text += one_line.removeprefix(" ") if text[-1:] in ("", " ") else one_line
            offsets.append(len(text))
        if not self._notes.exact:
            offsets = [at - (text[at - 1 : at] == " ") for at in offsets]
            text = text.rstrip(" ")
        return text, tuple(zip(self._numbers, offsets, strict=False))


def _between(found: re.Match[str]) -> str:
    return "" if found[1] is not None or not found.start() else _BETWEEN_VERSES


def whole(written: str) -> int | None:
    """Return the whole number that is written, None if none is."""
    return int(written) if _WHOLE.fullmatch(written) else None


def _in_one(found: re.Match[str]) -> str:
    """Return what is left within a word of what parts it: a hyphen where the next is no small one.

    The marks of notes stay.
    """
    following = found.string[found.end() : found.end() + 1]
    if _JOINT in found[0] or following.islower():
        return _MARK * found[0].count(_MARK)
    return found[0]
