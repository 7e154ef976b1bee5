"""Rich Text Format, as a tree like pandoc's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.corpus.readers.nodes import Inlines, cell, heading, paragraph, table
from wp8.corpus.readers.rtf.code_pages import CHARACTERS, OF_WORDS, USUAL, of_charset, of_number

if TYPE_CHECKING:
    from collections.abc import Callable

    Node = dict[str, Any]

_TOKEN: Final = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?\ ?|\\'(?P<byte>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z'])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]+)|[\r\n\0]+|\\'?",
    re.DOTALL,
)
# Groups that are no text: what is about the document, page heads, what a program makes anew
# (numbers of lists, the other way to draw what is drawn already).
_LEFT_OUT: Final = frozenset(
    (
        *("colortbl", "info", "pict", "nonshppict", "objdata", "objclass", "objname", "fldinst"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        *("listtext", "pntext", "pntxta", "pntxtb", "bkmkstart", "bkmkend", "xe", "tc", "rxe"),
        *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "nonesttables"),
        *("annotation", "atnid", "atnauthor", "atntime", "atnicn", "atnref", "atrfstart"),
        *("atrfend", "sp", "shprslt", "list", "listoverride", "revtbl", "filetbl", "generator"),
        *("template", "private", "datafield", "formfield", "themedata", "datastore", "mmathPict"),
        *("colorschememapping", "latentstyles", "xmlnstbl", "wgrffmtfilter", "txe", "rsidtbl"),
        *("mtype", "mgrow", "expandedcolortbl", "pgdsc", "pgdsctbl", "docvar", "pgptbl"),
    )
)
# Of the groups that a reader may pass over, those that have text.
_KNOWN: Final = frozenset(
    (
        *("shpinst", "shptxt", "footnote", "nesttableprops", "do", "dptxbxtext", "ud"),
        *("moMath", "moMathPara", "fonttbl", "stylesheet", "shpgrp"),
    )
)
_BOXES: Final = frozenset(("shptxt", "dptxbxtext"))
_ENDS: Final = frozenset(("par", "sect", "page", "column"))
_NO_HEADING: Final = 9
# Styles that rest on others; more are none of a program for texts, or go round.
_MOST_STYLES: Final = 50
_LONGEST_NAME: Final = 100
# Notes and boxes within each other.
_MOST_FLOWS: Final = 50
_HEADING: Final = re.compile(r"heading ([1-9])$")


class _State(NamedTuple):
    """What holds within a group, from where it was said."""

    font: int = -1
    skip: int = 1
    is_left_out: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    destination: str = ""
    # Of the paragraph.
    in_table: bool = False
    depth: int = 1
    style: int = 0
    outline: int = -1

    @property
    def level(self) -> int:
        """How many tables the paragraph stands in."""
        return max(self.depth, 1) if self.in_table or self.depth > 1 else 0


@dataclass(slots=True)
class _Table:
    level: int
    head: list[list[Any]] = field(default_factory=list)
    body: list[list[Any]] = field(default_factory=list)
    row: list[Any] = field(default_factory=list)
    cell: list[Node] = field(default_factory=list)

    def end_cell(self) -> None:
        self.row.append(cell(self.cell))
        self.cell = []

    def end(self) -> None:
        """End a row that its text does not end."""
        if self.cell:
            self.end_cell()
        if self.row:
            self.end_row(is_head=False)

    def end_row(self, *, is_head: bool) -> None:
        (self.head if is_head and not self.body else self.body).append(self.row)
        self.row = []


class _Flow:
    """The blocks of the document, of a note or of a box, as they are put together."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.blocks: list[Node] = []
        self.line = Inlines()
        self.boxes: list[Node] = []
        self.level = 0
        self.is_head = False
        self._tables: list[_Table] = []

    def at(self, level: int) -> list[Node]:
        """Return where a block that stands in so many tables belongs."""
        while self._tables and self._tables[-1].level > level:
            last = self._tables.pop()
            last.end()
            self._open(level)
            within = self._tables[-1].cell if self._tables else self.blocks
            within += [table(last.head, last.body)] * bool(last.head or last.body)
        self._open(level)
        return self._tables[-1].cell if level else self.blocks

    def _open(self, level: int) -> None:
        if level and (not self._tables or self._tables[-1].level < level):
            self._tables.append(_Table(level))

    def end_cell(self, level: int) -> None:
        """End a cell of the table at a level from 1."""
        self.at(level)
        self._tables[-1].end_cell()

    def end_row(self, level: int) -> None:
        """End a row of the table at a level from 1."""
        self.at(level)
        self._tables[-1].end_row(is_head=self.is_head)
        self.is_head = False

    def end_paragraph(self, level: int, make: Callable[[list[Node]], Node]) -> None:
        """Add the paragraph and the boxes that it anchors."""
        place = self.at(level)
        if inlines := self.line.nodes():
            place.append(make(inlines))
        place += self.boxes
        self.line, self.boxes = Inlines(), []

    def end(self) -> list[Node]:
        """Return all blocks, the last paragraph and open tables too."""
        self.end_paragraph(self.level, paragraph)
        self.at(0)
        return self.blocks


class Walk:
    """Goes through a document once, from token to token."""

    def __init__(self, source: bytes) -> None:
        self._source = source.decode("latin-1")
        # What writes letters as they are, and not as the format wants them, writes UTF-8.
        self._is_utf8 = _is_utf8(source)
        self._codec = USUAL
        self._font = -1
        self._fonts: dict[int, str] = {}
        self._told: set[str] = set()
        self._outlines: dict[int, int] = {}
        self._bases: dict[int, int] = {}
        self._state = _State()
        self._groups: list[tuple[_State, _Flow | None]] = []
        self._flows = [_Flow("")]
        self._bytes = bytearray()
        self._units: list[int] = []
        self._skipped = 0
        self._is_optional = self._is_first = False
        self._style_name = ""

    def tree(self) -> Node:
        """Return the tree of the document; of one that is cut off, of what is there."""
        place = 0
        while found := _TOKEN.match(self._source, place):
            place = found.end()
            word, sign, brace, text = found.group("word", "sign", "brace", "text")
            if word == "bin":
                place += max(int(found["number"] or 0), 0)
            elif word:
                self._word(word, int(found["number"]) if found["number"] else None)
            elif found["byte"]:
                self._is_first = False
                if not self._is_passed_over():
                    self._octets(bytes.fromhex(found["byte"]))
            elif text:
                self._text(text)
            elif brace == "{":
                self._open()
            elif brace:
                if self._close():
                    break
            elif sign:
                self._sign(sign)
        while self._groups:
            self._close()
        self._flush()
        return {"meta": {}, "blocks": self._flows[0].end()}

    def _open(self) -> None:
        self._flush()
        self._groups.append((self._state, None))
        self._is_first, self._is_optional, self._skipped = True, False, 0

    def _close(self) -> bool:
        """End a group; return whether it was the document."""
        self._flush()
        self._is_first, self._skipped = False, 0
        if self._state.destination == "stylesheet" and self._style_name:
            self._end_style()
        if not self._groups:
            return True
        self._state, flow = self._groups.pop()
        if flow:
            blocks = self._flows.pop().end()
            if flow.kind == "footnote":
                self._flows[-1].line.note(blocks)
            else:
                self._flows[-1].boxes += blocks
        return not self._groups

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._is_optional = self._is_first
            return
        self._is_first = False
        if self._is_passed_over():
            return
        if sign in "\r\n":
            self._end_paragraph()
        elif sign in "\\{}":
            self._octets(sign.encode())
        elif sign in CHARACTERS:
            self._put(CHARACTERS[sign])

    def _word(self, word: str, number: int | None) -> None:
        is_first, self._is_first = self._is_first, False
        if is_first and self._enters(word):
            return
        if word == "u":
            self._octets_end()
            self._units.append((number or 0) % 0x10000)
            self._skipped = self._state.skip
            return
        if word in CHARACTERS:
            if not self._is_passed_over():
                self._put(CHARACTERS[word])
            return
        # What says how text looks stands in for no character.
        self._skipped = 0
        self._flush()
        if word in _ENDS:
            self._end_paragraph()
        elif self._state.is_left_out:
            return
        elif not self._said_of_state(word, number) and not self._said_of_document(word, number):
            self._said_of_table(word)

    def _enters(self, word: str) -> bool:
        """Begin what the first word of a group says that it is; return whether it says so."""
        is_unknown = self._is_optional and word not in _KNOWN
        if is_unknown or word in _LEFT_OUT or word.endswith("Pr") or word == "upr":
            # `upr` has the text twice: what it holds as `ud` is in Unicode.
            self._state = self._state._replace(is_left_out=True)
        elif word == "ud" and self._groups[-2:-1]:
            self._state = self._state._replace(is_left_out=self._groups[-2][0].is_left_out)
        elif word in ("fonttbl", "stylesheet"):
            self._state = self._state._replace(destination=word)
        elif self._state.is_left_out or len(self._flows) > _MOST_FLOWS:
            return False
        elif word == "footnote" or word in _BOXES:
            flow = _Flow(word)
            self._groups[-1] = (self._groups[-1][0], flow)
            self._flows.append(flow)
            self._state = self._state._replace(in_table=False, depth=1, style=0, outline=-1)
        else:
            return False
        return True

    def _said_of_state(self, word: str, number: int | None) -> bool:
        state = self._state
        is_on = number != 0
        value = number or 0
        if word == "f":
            self._state = state._replace(font=value)
        elif word == "uc":
            self._state = state._replace(skip=max(value, 0))
        elif word == "v":
            self._state = state._replace(is_hidden=is_on)
        elif word == "deleted":
            self._state = state._replace(is_deleted=is_on)
        elif word == "plain":
            self._state = state._replace(font=self._font, is_hidden=False, is_deleted=False)
        elif word == "pard":
            self._state = state._replace(in_table=False, depth=1, style=0, outline=-1)
        elif word == "intbl":
            self._state = state._replace(in_table=True)
        elif word == "itap":
            self._state = state._replace(depth=1 if number is None else value)
        elif word == "s":
            self._state = state._replace(style=value)
        elif word == "outlinelevel":
            self._state = state._replace(outline=value)
        else:
            return False
        return True

    def _said_of_document(self, word: str, number: int | None) -> bool:
        value = number or 0
        if word == "ansicpg":
            self._codec = of_number(value) or self._codec
        elif word in OF_WORDS:
            self._codec = OF_WORDS[word]
        elif word == "deff":
            self._font = value
            self._state = self._state._replace(font=value)
        elif word == "fcharset" and self._state.destination == "fonttbl":
            self._told.add(self._fonts.setdefault(self._state.font, of_charset(value)))
        elif word == "cpg" and self._state.destination == "fonttbl":
            self._fonts[self._state.font] = of_number(value)
            self._told.add(of_number(value))
        elif word == "sbasedon" and self._state.destination == "stylesheet":
            self._bases[self._state.style] = value
        else:
            return False
        return True

    def _said_of_table(self, word: str) -> None:
        flow, level = self._flows[-1], max(self._state.level, 1)
        if word in ("cell", "nestcell"):
            level = 1 if word == "cell" else level
            self._end_paragraph(level)
            flow.end_cell(level)
        elif word in ("row", "nestrow"):
            flow.end_row(1 if word == "row" else level)
        elif word in ("trowd", "trhdr"):
            flow.is_head = word == "trhdr"

    def _end_style(self) -> None:
        found = _HEADING.match(self._style_name.strip().casefold())
        outline = int(found[1]) - 1 if found else self._state.outline
        if outline >= 0:
            self._outlines[self._state.style] = outline
        self._style_name = ""

    def _outline(self, style: int) -> int:
        """Return the level of the headings that `style` makes, -1 if it makes none."""
        for _ in range(_MOST_STYLES):
            if style in self._outlines:
                return self._outlines[style]
            style = self._bases.get(style, style)
        return -1

    def _end_paragraph(self, level: int | None = None) -> None:
        self._flush()
        state, flow = self._state, self._flows[-1]
        # A mark of a paragraph that is not shown ends none.
        if state.is_left_out or (level is None and (state.is_hidden or state.is_deleted)):
            return
        outline = state.outline if state.outline >= 0 else self._outline(state.style)
        is_heading = 0 <= outline < _NO_HEADING and not flow.kind
        level = state.level if level is None else level
        make = partial(heading, level=outline + 1) if is_heading else paragraph
        flow.end_paragraph(level, make)

    def _is_passed_over(self) -> bool:
        """Return whether a token stands in for a character that was there already."""
        if self._skipped:
            self._skipped -= 1
            return True
        return False

    def _text(self, text: str) -> None:
        self._is_first = self._is_first and text.isspace()
        skipped = min(self._skipped, len(text))
        self._skipped -= skipped
        text = text[skipped:]
        if not text:
            return
        if self._is_utf8 and not text.isascii():
            self._put(text.encode("latin-1").decode("utf-8", "replace"))
        else:
            self._octets(text.encode("latin-1"))

    def _octets(self, octets: bytes) -> None:
        self._units_end()
        self._bytes += octets

    def _put(self, text: str) -> None:
        self._flush()
        self._write(text)

    def _flush(self) -> None:
        self._octets_end()
        self._units_end()

    def _octets_end(self) -> None:
        if self._bytes:
            self._write(self._bytes.decode(self._codec_of(self._state.font), "replace"))
            self._bytes.clear()

    def _codec_of(self, font: int) -> str:
        own = self._fonts.get(font, "")
        # Fonts that are all western, in a document that is not, were never told apart.
        is_told = own != USUAL or self._codec in self._told
        return own if own and is_told else self._codec

    def _units_end(self) -> None:
        if self._units:
            halves = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._write(halves.decode("utf-16-le", "replace"))
            self._units.clear()

    def _write(self, text: str) -> None:
        state = self._state
        if state.is_left_out:
            return
        if state.destination == "stylesheet":
            self._style_name = (self._style_name + text).partition(";")[0][:_LONGEST_NAME]
        elif not (state.is_hidden or state.is_deleted or state.destination):
            self._flows[-1].level = state.level
            self._flows[-1].line.put(text.replace("\0", ""))


def _is_utf8(source: bytes) -> bool:
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not source.isascii()
