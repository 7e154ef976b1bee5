"""The text of the layout `odt`: what the text nodes of its parts hold."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.archive import content, opened
from wp8.corpus.receipts.flows import Flows
from wp8.corpus.receipts.markup import fed
from wp8.corpus.receipts.written import (
    ALTERNATIVE,
    COMMENT,
    DELETED,
    END,
    FIELD,
    FORM,
    FORMULA,
    HEAD,
    HIDDEN,
    MARK,
    NUMBER,
    READING,
    SCRIPT,
    Written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.receipts.written import Piece

_SPACE: Final = re.compile(r"\{urn:oasis:names:tc:opendocument:xmlns:([a-z-]+):1\.0\}(.*)")
_MATH: Final = "{http://www.w3.org/1998/Math/MathML}"
_KINDS: Final = {
    "text:tracked-changes": DELETED,
    "office:annotation": COMMENT,
    "text:script": SCRIPT,
    "office:forms": FORM,
    "text:number": NUMBER,
    "text:note-citation": MARK,
    **dict.fromkeys(("svg:title", "svg:desc", "table:title", "table:desc"), ALTERNATIVE),
    "text:ruby-text": READING,
    **dict.fromkeys(
        (
            *("text:table-of-content-source", "text:illustration-index-source"),
            *("text:table-index-source", "text:object-index-source", "text:user-index-source"),
            *("text:alphabetical-index-source", "text:bibliography-source"),
        ),
        FIELD,
    ),
    "math:annotation": FORMULA,
}
_HIDING: Final = re.compile(rb":display=[\"']none|:is-hidden=")
_USUAL_PREFIXES: Final = tuple(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'.encode()
    for name in ("office", "text")
)
_UNNEEDED: Final = re.compile(
    rb"</?text:(?:a|bookmark[a-z-]*|list|list-header|list-item|section|sequence-decls?|soft-page-break|"
    rb"span)(?=[\s/>])[^<>]*+>"
)
_HEAD: Final = re.compile(
    rb"<style:((?:header|footer)(?:-left|-first)?)(?=[\s>])(.*?)</style:\1>", re.DOTALL
)
_MARKUP: Final = re.compile(r"[^<>]*>|<[^>]*>?")
_END_OF_STYLES: Final = b"</office:automatic-styles>"
_PARAGRAPHS: Final = frozenset(("text:p", "text:h"))
_BLANKS: Final = frozenset(
    ("text:s", "text:tab", "text:line-break", "table:table-cell", "table:covered-table-cell")
)
_WITHIN: Final = frozenset(("text:note", "drawing:text-box"))
_TOKENS: Final = frozenset(f"math:{name}" for name in ("mi", "mn", "mo", "mtext", "ms"))
_FAMILY, _NAME, _PARENT, _DISPLAY, _IS_HIDDEN, _STYLE_NAME = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name[0]}:1.0}}{name[1]}"
    for name in (
        *(("style", "family"), ("style", "name"), ("style", "parent-style-name")),
        *(("text", "display"), ("text", "is-hidden"), ("text", "style-name")),
    )
)
_FAMILIES: Final = {"text:span": "text"}


def written(source: bytes) -> Written:
    """Return the text of a document of LibreOffice, that of its formulas and its page heads."""
    with opened(source) as archive:
        names = archive.namelist()
        styles = content(archive, "styles.xml") if "styles.xml" in names else b""
        body = content(archive, "content.xml")
        hidden = _Styles()
        for part in (styles, body):
            if _HIDING.search(part):
                fed(part, hidden)
        is_all_shown = not (hidden.hide or _HIDING.search(body))
        text = _Text(None if is_all_shown else hidden)
        fed(_needed(body) if is_all_shown else body, text)
        pieces = text.pieces()
        for name in text.objects:
            if f"{name}/content.xml" in names:
                formula = _Text(None)
                fed(content(archive, f"{name}/content.xml"), formula)
                pieces += formula.formula()
        pieces += _heads(styles)
    return Written(pieces)


def _needed(body: bytes) -> bytes:
    """Return the text of a document without elements that make no difference where all is shown."""
    start = body.find(b"<office:automatic-styles")
    end = body.find(_END_OF_STYLES, start) + len(_END_OF_STYLES)
    if not 0 <= start < end or any(said not in body for said in _USUAL_PREFIXES):
        return body
    rest = body[end:]
    # What is in no tag may have one of the signs too, and so may a value.
    is_plain = rest.count(b"<") == rest.count(b">") and b"<!" not in rest
    return body[:start] + (_UNNEEDED.sub(b"", rest) if is_plain else rest)


def _heads(styles: bytes) -> Iterator[Piece]:
    for found in _HEAD.finditer(styles):
        text = _MARKUP.sub(" ", found[2].decode(errors="replace"))
        yield f"{END}{unescape(text)}", HEAD


@lru_cache(maxsize=4096)
def _name(tag: str) -> str:
    """Return a name with its prefix as the specification of Open Document has it."""
    if found := _SPACE.fullmatch(tag):
        return f"{found[1].removesuffix('-compatible')}:{found[2]}"
    return f"math:{tag.removeprefix(_MATH)}" if tag.startswith(_MATH) else ""


class _Styles:
    """Learns which styles show their text, and which hide it."""

    def __init__(self) -> None:
        self._parents: dict[tuple[str, str], str] = {}
        self._shown: dict[tuple[str, str], str] = {}
        self._style = ("", "")
        self._is_own = True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = _name(tag)
        if name == "style:style":
            self._style = attributes.get(_FAMILY, ""), attributes.get(_NAME, "")
            self._parents[self._style] = attributes.get(_PARENT, "")
        elif name == "style:text-properties" and (shown := attributes.get(_DISPLAY, "")):
            self._shown[self._style] = shown

    @property
    def hide(self) -> bool:
        """Whether one hides its text."""
        return "none" in self._shown.values()

    def hides(self, family: str, name: str) -> bool:
        """Return whether a style, or the next that it rests on and says so, hides its text."""
        seen = set()
        while name and name not in seen:
            seen.add(name)
            if shown := self._shown.get((family, name)):
                return shown == "none"
            name = self._parents.get((family, name), "")
        return False


class _Text:
    """The text of one part."""

    def __init__(self, styles: _Styles | None) -> None:
        self.objects: list[str] = []
        self._styles = styles
        self._flows = Flows()
        self._cells = 0
        self._names: list[str] = []
        self._kinds: list[str] = [""]
        # Where each open paragraph begins.
        self._paragraphs: list[int] = []

    def pieces(self) -> list[Piece]:
        """Return what has been read of paragraphs."""
        return self._flows.whole()

    def formula(self) -> list[Piece]:
        """Return what has been read, a line by itself, if it is a formula."""
        return [(END, ""), *self.pieces(), (END, "")] if self._names == ["math"] else []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = _name(tag)
        self._names = self._names or [name.partition(":")[0]]
        kind = self._kinds[-1] or _KINDS.get(name, "")
        may_be = kind in ("", READING)
        if may_be and self._styles and self._is_hidden(self._styles, name, attributes):
            kind = HIDDEN
        self._kinds.append(kind)
        if name in _PARAGRAPHS:
            self._paragraphs.append(len(self._flows.pieces))
        elif name in _WITHIN:
            self._flows.open(is_box=name != "text:note")
        elif name in _BLANKS or name in _TOKENS:
            self._put(" ", "")
            self._cells += name == "table:table-cell"
        elif name == "drawing:object" and not kind:
            href = next((v for key, v in attributes.items() if key.endswith("}href")), "")
            self.objects.append(href.removeprefix("./"))
        elif name == "text:hidden-paragraph" and attributes.get(_IS_HIDDEN, "") == "true":
            for piece in self._flows.pieces[self._paragraphs[-1] :]:
                piece[1] = piece[1] or HIDDEN
            self._kinds[-2] = HIDDEN

    @staticmethod
    def _is_hidden(styles: _Styles, name: str, attributes: dict[str, str]) -> bool:
        if attributes.get(_DISPLAY, "") == "none" or attributes.get(_IS_HIDDEN, "") == "true":
            return True
        style = attributes.get(_STYLE_NAME, "")
        return bool(style) and styles.hides(_FAMILIES.get(name, "paragraph"), style)

    def data(self, text: str) -> None:
        """Take a text node."""
        if self._paragraphs or self._kinds[-1] or self._names == ["math"]:
            self._put(text, self._kinds[-1])

    def end(self, tag: str) -> None:
        """End an element."""
        name = _name(tag)
        self._kinds.pop()
        if name in _PARAGRAPHS:
            self._paragraphs.pop()
            self._flows.end_in_cell() if self._cells else self._flows.end()
        elif name in _WITHIN:
            self._flows.close()
        elif name == "table:table-cell":
            self._cells -= 1
        elif name == "table:table-row":
            self._flows.end()
        elif name in _TOKENS:
            self._put(" ", "")

    def _put(self, text: str, kind: str) -> None:
        self._flows.put(text, kind)
