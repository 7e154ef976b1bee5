"""The text of the layout `rtf`: what its groups hold, by the words that they begin with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.rtf.code_pages import CHARACTERS, OF_WORDS, USUAL, of_charset, of_number
from wp8.corpus.receipts.flows import Flows
from wp8.corpus.receipts.markup import one_of
from wp8.corpus.receipts.written import (
    ALTERNATIVE,
    COMMENT,
    DELETED,
    FIELD,
    HEAD,
    HIDDEN,
    METADATA,
    NUMBER,
    REPEATED,
    Written,
)

if TYPE_CHECKING:
    from wp8.corpus.receipts.written import Piece

_LINES: Final = frozenset("par sect page column row".split())
_CELLS: Final = frozenset(("cell", "nestcell", "nestrow"))
_SWITCHES: Final = frozenset("v deleted plain f uc deff ansicpg fcharset cpg".split())
_NAMES: Final = frozenset(name for name in CHARACTERS if name.isalpha())
_MET: Final = one_of(_LINES | _SWITCHES | OF_WORDS.keys() | _CELLS | _NAMES | {"bin"})
# After what says how text looks, and ends of lines, which are none of the text.
_TOKEN: Final = re.compile(
    rf"(?P<rest>(?:\\(?!u-?[0-9]|(?:{_MET})(?![a-zA-Z]))[a-zA-Z]{{1,32}}(?:-?[0-9]{{1,10}})?\ ?"
    r"|[\r\n\0])++)?+"
    r"(?:(?P<text>[^\\{}\r\n\0]+)"
    r"|\{(?P<star>\s*\\\*)?\s*(?:\\(?P<first>[a-zA-Z]{1,32})(?P<value>-?[0-9]{1,10})?\ ?)?"
    r"|(?P<end>\})"
    r"|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    r"|\\u(?P<unit>-?[0-9]{1,10})\ ?"
    rf"|\\(?P<word>{_MET})(?![a-zA-Z])(?P<number>-?[0-9]{{1,10}})?\ ?"
    r"|\\(?P<sign>.)|\\|\Z)",
    re.DOTALL,
)
# What may begin or end a group, where nothing in it is text.
_BRACE: Final = re.compile(r"(?P<brace>[{}])|\\(?:[\\{}]|bin(?P<size>[0-9]{1,10})\ ?)")
_KINDS: Final = {
    **dict.fromkeys("info generator template private docvar userprops".split(), METADATA),
    **dict.fromkeys("fldinst datafield formfield xe tc rxe txe bkmkstart bkmkend".split(), FIELD),
    **dict.fromkeys("header headerl headerr headerf footer footerl footerr footerf".split(), HEAD),
    **dict.fromkeys("listtext pntext pntxta pntxtb".split(), NUMBER),
    **dict.fromkeys("ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn".split(), HEAD),
    **dict.fromkeys("annotation atnid atnauthor atntime atnicn atnref".split(), COMMENT),
    **dict.fromkeys("atrfstart atrfend".split(), COMMENT),
    **dict.fromkeys("nonesttables nonshppict shprslt".split(), REPEATED),
    **dict.fromkeys("sp objclass objname".split(), ALTERNATIVE),
    **dict.fromkeys("mtype mgrow".split(), FIELD),
}
# What is said of the document and in it, and is no text.
_TABLES: Final = frozenset(
    "colortbl stylesheet listtable listoverridetable list listoverride revtbl filetbl themedata "
    "datastore colorschememapping latentstyles xmlnstbl wgrffmtfilter rsidtbl mmathPict pgdsc "
    "pgdsctbl pgptbl expandedcolortbl pict objdata".split()
)
_NONE: Final = "none"
# Text, though a reader may pass over it.
_KNOWN: Final = frozenset(
    "shpinst shptxt footnote nesttableprops do dptxbxtext ud moMath moMathPara shpgrp".split()
)
_BOXES: Final = frozenset("footnote shptxt dptxbxtext".split())
_OF_STATE: Final = _SWITCHES | _LINES | CHARACTERS.keys() | OF_WORDS.keys()


class _State(NamedTuple):
    kind: str = ""
    font: int = -1
    skip: int = 1
    is_hidden: bool = False
    is_deleted: bool = False


def written(source: bytes) -> Written:
    """Return the text of a document in Rich Text Format."""
    return Written(_Scan(source).pieces())


class _Scan:
    """Goes over a document from group to group."""

    def __init__(self, source: bytes) -> None:
        self._source = source.decode("latin-1")
        self._is_utf8 = not source.isascii() and _is_utf8(source)
        self._codec = USUAL
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._state = _State()
        self._groups: list[tuple[_State, bool]] = []
        self._bytes = bytearray()
        self._units: list[int] = []
        self._skipped = 0
        self._flows = Flows()

    def pieces(self) -> list[Piece]:
        """Return the pieces of the whole."""
        place = 0
        size = len(self._source)
        find = _TOKEN.match
        while place < size and (found := find(self._source, place)):
            place = found.end()
            start = found.start()
            if rest := found["rest"]:
                start += len(rest)
                self._skipped = self._skipped if rest.isspace() else 0
            what = found.lastgroup
            if what == "text":
                self._text(found["text"])
            elif what in ("word", "number"):
                number = found["number"]
                self._word(found["word"], int(number or 1), number)
                place += max(int(number or 0), 0) if found["word"] == "bin" else 0
            elif what == "bytes":
                self._octets(bytes.fromhex(found["bytes"].replace("\\'", "")))
            elif what == "unit":
                self._decode()
                self._units.append(int(found["unit"]) % 0x10000)
                self._skipped = self._state.skip
            elif what == "sign":
                self._sign(found["sign"])
            elif what == "end":
                self._close()
                if not self._groups:
                    break
            elif self._source.startswith("{", start):
                place = self._open(found)
        self._flush()
        return self._flows.whole()

    def _end(self, place: int) -> int:
        """Return where the group ends that was opened last."""
        depth = 1
        source = self._source
        while depth and (found := _BRACE.search(source, place)):
            place = found.end() + int(found["size"] or 0)
            if brace := found["brace"]:
                depth += 1 if brace == "{" else -1
        return len(source) if depth else place

    def _open(self, found: re.Match[str]) -> int:
        """Begin a group; return where to go on, which is behind one that has no text."""
        first, value = found["first"] or "", found["value"]
        self._flush()
        state = self._state
        self._skipped = 0
        kind = state.kind
        if first == "ud" and self._groups:
            kind = self._groups[-1][0].kind
        elif not kind:
            kind = self._kind(first, is_optional=bool(found["star"]))
        if kind == _NONE:
            return self._end(found.end())
        self._groups.append((state, first in _BOXES))
        if kind != state.kind:
            self._state = state._replace(kind=kind)
        if first in _BOXES:
            self._flows.open(is_box=first != "footnote")
        if first in _OF_STATE:
            self._word(first, int(value or 1), value)
        elif first == "u" and value:
            self._units.append(int(value) % 0x10000)
            self._skipped = self._state.skip
        elif first in _CELLS:
            self._flows.end_in_cell()
        return found.end()

    @staticmethod
    def _kind(first: str, *, is_optional: bool) -> str:
        """Return the kind of what a group has that begins with a word."""
        if first in ("fonttbl", "upr"):
            return first
        if first in _TABLES or first.endswith("Pr"):
            return _NONE
        return _KINDS.get(first, _NONE if is_optional and first not in _KNOWN else "")

    def _close(self) -> None:
        self._flush()
        self._skipped = 0
        if self._groups:
            self._state, is_box = self._groups.pop()
            if is_box:
                self._flows.close()

    def _word(self, word: str, number: int, typed: str | None) -> None:
        if word in CHARACTERS:
            if self._skipped:
                self._skipped -= 1
            else:
                self._flush()
                self._write(CHARACTERS[word])
            return
        self._flush()
        self._skipped = 0
        state = self._state
        if word in _LINES:
            if not (state.is_hidden or state.is_deleted):
                self._flows.end()
        elif word in _CELLS:
            self._flows.end_in_cell()
        elif word == "v":
            self._state = state._replace(is_hidden=number != 0)
        elif word == "deleted":
            self._state = state._replace(is_deleted=number != 0)
        elif word == "plain":
            self._state = state._replace(font=self._font, is_hidden=False, is_deleted=False)
        else:
            self._said_of_letters(word, int(typed or 0))

    def _said_of_letters(self, word: str, value: int) -> None:
        """Take what says which letters bytes stand for."""
        if word == "f":
            self._state = self._state._replace(font=value)
        elif word == "uc":
            self._state = self._state._replace(skip=max(value, 0))
        elif word == "deff":
            self._font = value
            self._state = self._state._replace(font=value)
        elif word == "ansicpg":
            self._codec = of_number(value) or self._codec
        elif word in OF_WORDS:
            self._codec = OF_WORDS[word]
        elif self._state.kind == "fonttbl":
            if word == "cpg":
                self._fonts[self._state.font] = of_number(value)
            else:
                self._fonts.setdefault(self._state.font, of_charset(value))

    def _sign(self, sign: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif sign in "\r\n":
            self._word("par", 1, None)
        elif sign in "\\{}":
            self._octets(sign.encode())
        elif sign in CHARACTERS:
            self._flush()
            self._write(CHARACTERS[sign])

    def _text(self, text: str) -> None:
        if self._skipped:
            skipped = min(self._skipped, len(text))
            self._skipped -= skipped
            text = text[skipped:]
        if not text:
            return
        if self._units:
            self._flush()
        if text.isascii() and not self._bytes:
            self._write(text)
        elif self._is_utf8 and not text.isascii():
            self._flush()
            self._write(text.encode("latin-1").decode("utf-8", "replace"))
        else:
            self._octets(text.encode("latin-1"))

    def _octets(self, octets: bytes) -> None:
        if self._skipped:
            skipped = min(self._skipped, len(octets))
            self._skipped -= skipped
            octets = octets[skipped:]
        if not octets:
            return
        if self._units:
            self._flush()
        self._bytes += octets

    def _flush(self) -> None:
        self._decode()
        if self._units:
            halves = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units.clear()
            self._write(halves.decode("utf-16-le", "replace"))

    def _decode(self) -> None:
        if self._bytes:
            own = self._fonts.get(self._state.font, "")
            is_told = own != USUAL or self._codec in self._fonts.values()
            text = self._bytes.decode(own if own and is_told else self._codec, "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        state = self._state
        kind = state.kind or (HIDDEN if state.is_hidden else DELETED if state.is_deleted else "")
        if kind not in ("fonttbl", "upr"):
            self._flows.put(text, kind)


def _is_utf8(source: bytes) -> bool:
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
