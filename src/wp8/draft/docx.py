"""The paragraphs and notes of a Word draft, read with the standard library."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from wp8.draft.blocks import LARGEST, Block, DraftError

if TYPE_CHECKING:
    from collections.abc import Mapping

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
_MAIN: Final = "word/document.xml"
_NOTES: Final = {"word/footnotes.xml": "footnote", "word/endnotes.xml": "endnote"}
# Deleted words, words moved away from here, and a second copy of what older programs cannot show.
_SKIPPED: Final = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback"})
_CHARACTERS: Final = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_QUOTED_STYLES: Final = frozenset({"Quote", "IntenseQuote", "BlockText", "BlockQuote"})
# What zipfile raises for archives that are damaged, encrypted or packed in another way.
_DAMAGE: Final = (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error)
_DEEPEST: Final = 200


def docx_blocks(content: bytes, path: str) -> list[Block]:
    """Return the paragraphs of a Word file, then its footnotes and endnotes.

    Inserted words that are tracked count, deleted ones do not. Paragraphs without a word have
    no number.

    Raises:
        DraftError: If it is no Word file, or one that is made to do harm.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if _MAIN not in names:
                raise DraftError(f"{path}: is not a Word file (.docx)")
            parts = {name: _part(archive, name, path) for name in (_MAIN, *_NOTES) if name in names}
    except _DAMAGE as error:
        raise DraftError(f"{path}: is not a Word file (.docx), or is damaged") from error
    return [
        block
        for name, xml in parts.items()
        for block in _Reader(f"{path}: {name}", _NOTES.get(name)).blocks(xml)
    ]


def _part(archive: ZipFile, name: str, path: str) -> bytes:
    """Return a part of an archive, whatever size the archive says it has."""
    with archive.open(name) as part:
        content = part.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise DraftError(f"{path}: {name} is larger than {LARGEST:,} bytes unpacked")
    return content


class _Paragraph:
    """A paragraph that is being read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.quoted = False


class _Reader:
    """Reads one part of a Word file; `note` is what its notes are called, if it has notes."""

    def __init__(self, name: str, note: str | None) -> None:
        self._name = name
        self._note = note
        self._number = 0
        self._blocks: list[Block] = []
        self._open: list[_Paragraph] = []
        self._depth = 0
        self._skipped_at: int | None = None
        self._in_text = False

    def blocks(self, xml: bytes) -> list[Block]:
        """Return the paragraphs of the part."""
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(xml, True)
        except ExpatError as error:
            raise DraftError(f"{self._name} is damaged ({error})") from error
        return self._blocks

    def _doctype(self, *_: object) -> NoReturn:
        raise DraftError(f"{self._name} declares entities, which a Word file never does")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.replace(_STRICT, _W)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise DraftError(f"{self._name} is nested deeper than {_DEEPEST} elements")
        if self._skipped_at is None and name in _SKIPPED:
            self._skipped_at = self._depth
        if name == f"{_W}p":
            self._open.append(_Paragraph())
        elif name == f"{_W}{self._note}" and not _attribute(attributes, "type"):
            self._number += 1
        elif self._skipped_at is None and self._open:
            self._open[-1].pieces.append(_CHARACTERS.get(name, ""))
            self._in_text = name == f"{_W}t"
            if name == f"{_W}pStyle" and _attribute(attributes, "val") in _QUOTED_STYLES:
                self._open[-1].quoted = True

    def _end(self, name: str) -> None:
        self._in_text = False
        if self._skipped_at == self._depth:
            self._skipped_at = None
        self._depth -= 1
        if name.replace(_STRICT, _W) == f"{_W}p":
            paragraph = self._open.pop()
            text = "".join(paragraph.pieces)
            if text.strip():
                self._number += self._note is None
                where = f"{self._note or 'paragraph'} {self._number}"
                self._blocks.append(Block(text, where, paragraph.quoted))

    def _characters(self, text: str) -> None:
        if self._in_text:
            self._open[-1].pieces.append(text)


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    return attributes.get(f"{_W}{name}", attributes.get(f"{_STRICT}{name}", ""))
