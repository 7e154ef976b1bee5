"""A TEI file as a tree of elements that know their lines, read without what it names elsewhere."""

from __future__ import annotations

import codecs
from contextlib import suppress
from html.entities import html5
from typing import TYPE_CHECKING, Final, TypeAlias
from xml.parsers.expat import ExpatError, ParserCreate
from xml.parsers.expat.errors import messages

from wp8.corpus.readers.archive import SPLIT
from wp8.corpus.readers.text_encodings import declared_encoding, is_encoding
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where every word is an element this is a long novel; each takes some 600 bytes of memory.
MOST_ELEMENTS: Final = 1_000_000
# A body, and as many elements in it as may say its language.
_BEGINNING: Final = 3
_DEEPEST: Final = 200
_TEI: Final = "http://www.tei-c.org/ns/1.0"
_NAMES: Final = {"http://www.w3.org/XML/1998/namespace": "xml:"}
# What the parser reads by itself.
_READ: Final = frozenset(("utf-8", "utf-16", "ascii", "iso8859-1"))
_NO_ENTITIES: Final = "xmllint --noent --dropdtd FILE > NEW.xml writes it without"


class Element:
    """An element: its name in TEI, its attributes, its lines, and what stands in it, in order.

    Of another namespace than that of TEI, or of none, it has a name that is none in TEI.
    """

    __slots__ = ("attributes", "children", "lines", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.lines = (line, line)
        self.children: list[Node] = []

    def get(self, name: str) -> str:
        """Return the value of an attribute, or nothing."""
        return self.attributes.get(name, "")

    def elements(self, *tags: str) -> Iterator[Element]:
        """Yield the elements right in this one, those of these names if any are given."""
        for child in self.children:
            if isinstance(child, Element) and (not tags or child.tag in tags):
                yield child

    def iter(self, *tags: str) -> Iterator[Element]:
        """Yield this element and those in it, in order: those of these names."""
        if self.tag in tags:
            yield self
        for child in self.elements():
            yield from child.iter(*tags)

    def find(self, *path: str) -> Element | None:
        """Return the first element on a path of names from here, None if there is none."""
        found: Element | None = self
        for tag in path:
            found = next(found.elements(tag), None) if found else None
        return found

    @property
    def text(self) -> str:
        """All text in it, on one line."""
        return " ".join("".join(self.texts()).split())

    def texts(self) -> Iterator[str]:
        """Yield the texts in it, in order."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.texts()


Node: TypeAlias = Element | str


class _EnoughError(Exception):
    """The text has begun, and no more was wanted."""


def parsed(source: bytes, *, whole: bool = True) -> Element:
    """Return the root of a file of TEI; if not the `whole`, with no more than begins its text.

    Raises:
        UnreadableError: It is not well-formed, is no TEI, declares entities, has one in its text
            that is not known, has too many elements or too deep ones, or is not in the encoding it
            declares.
    """
    builder = _Builder(whole=whole)
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = builder.declared
    parser.SkippedEntityHandler = builder.entity
    builder.parser = parser
    try:
        with suppress(_EnoughError):
            parser.Parse(_readable(source), True)
    except ExpatError as error:
        reason = messages[error.code] if error.code in messages else str(error)
        raise UnreadableError(f"line {error.lineno}: is not well-formed: {reason}") from error
    root = builder.root
    if root is None or root.tag not in ("TEI", "teiCorpus", "TEI.2", "teiCorpus.2"):
        tag = root.tag.rpartition(" ")[2] if root else ""
        message = f"is no TEI: its root is <{tag}>"
        hint = "of XML, wp8 reads TEI, DocBook, JATS and FictionBook"
        raise UnreadableError(message, hint=hint)
    return root


def _readable(source: bytes) -> bytes | str:
    """Return a file as the parser reads it: as text, if it is in another encoding than it knows."""
    # A mark goes before what is declared.
    is_marked = source.startswith(codecs.BOM_UTF8)
    name = "utf-8-sig" if is_marked else declared_encoding(source)
    if not name:
        return source
    message = f"is not in the encoding that it declares, {name}"
    if not is_encoding(name):
        raise UnreadableError(message, hint="save it as UTF-8")
    if codecs.lookup(name).name in _READ:
        return source
    try:
        return source.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableError(message, hint="save it as UTF-8") from error


class _Builder:
    """Makes the tree of what a parser finds."""

    def __init__(self, *, whole: bool) -> None:
        self.root: Element | None = None
        self._whole = whole
        self._in_body = 0
        self.parser = ParserCreate()
        self._open: list[Element] = []
        self._number = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._number += 1
        if self._number > MOST_ELEMENTS:
            raise UnreadableError(f"has more than {MOST_ELEMENTS:,} elements", hint=SPLIT)
        if len(self._open) >= _DEEPEST:
            raise UnreadableError("has parts too deeply within each other")
        namespace, _, local = name.rpartition(" ")
        tag = local if namespace in ("", _TEI) else name
        own = {_attribute(key): value for key, value in attributes.items()}
        element = Element(tag, own, self.parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._in_body += tag == "body" or self._in_body > 0
        if self._in_body > _BEGINNING and not self._whole:
            raise _EnoughError

    def end(self, _: str) -> None:
        element = self._open.pop()
        element.lines = (element.lines[0], self.parser.CurrentLineNumber)

    def text(self, text: str) -> None:
        self._open[-1].children.append(text)

    def entity(self, name: str, _: bool) -> None:
        """Add the character that an entity is in the lists of XML's ancestors.

        In a header another one may be anything, as who is responsible, and is passed over.
        """
        character = html5.get(f"{name};")
        if character is None and any(element.tag == "teiHeader" for element in self._open):
            return
        if character is None or not self._open:
            where = f"line {self.parser.CurrentLineNumber}"
            message = f"{where}: names an entity that it does not declare: &{name};"
            raise UnreadableError(message, hint=_NO_ENTITIES)
        self._open[-1].children.append(character)

    def declared(self, _: str, is_parameter: bool, *__: object) -> None:
        """Refuse an entity; what is for a document type alone is never put anywhere."""
        if not is_parameter:
            raise UnreadableError("declares entities", hint=_NO_ENTITIES)


def _attribute(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return _NAMES.get(namespace, f"{namespace} " if namespace else "") + local
