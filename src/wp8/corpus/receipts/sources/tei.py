"""The text of the layout `tei`: what the text nodes of an edition hold."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from html.entities import html5
from itertools import chain
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from wp8.corpus.readers.text_encodings import declared_encoding, is_encoding
from wp8.corpus.receipts.flows import Flows
from wp8.corpus.receipts.written import (
    ALTERNATIVE,
    DELETED,
    HEAD,
    MARK,
    MARKUP,
    METADATA,
    OTHER_READING,
    READING,
    SPEAKER,
    Written,
)
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KINDS: Final = {
    **dict.fromkeys(("am", "metamark"), MARKUP),
    **dict.fromkeys(("del", "surplus"), DELETED),
    "figDesc": ALTERNATIVE,
    "fw": HEAD,
    **dict.fromkeys(("gap", "index", "space", "teiHeader"), METADATA),
    **dict.fromkeys(("listApp", "rdg", "witDetail"), OTHER_READING),
    "rt": READING,
    "speaker": SPEAKER,
}
# The best reading of each place, the first of these that is there; else the first of all.
_BEST: Final = {"choice": ("corr", "reg", "expan", "ex"), "app": ("lem", "rdg")}
_PARAGRAPHS: Final = frozenset(
    "ab argument bibl byline castItem closer dateline div epigraph figure floatingText head item l "
    "lg list opener p postscript quote row salute signed sp speaker stage table titlePart trailer "
    "u div1 div2 div3 div4 div5 div6 div7 docAuthor docDate docEdition docImprint imprimatur "
    "titlePage body front back group text".split()
)
_BLANKS: Final = frozenset(("cell", "label"))
_BREAKS: Final = frozenset(("cb", "gb", "lb", "pb"))
_TEI: Final = "{http://www.tei-c.org/ns/1.0}"
_CALLS: Final = frozenset(("anchor", "ptr", "ref"))
_ENTITY: Final = re.compile(r"&([A-Za-z_][\w.-]*);")
_MARK: Final = re.compile(r"\W*\w{0,4}\W*")


def written(source: bytes) -> Written:
    """Return the text of an edition, or of all that are in a corpus of them."""
    return Written([piece for text in parts(source) for piece in text.pieces])


def parts(source: bytes) -> list[Written]:
    """Return the text of each edition in a file, in order."""
    root = _parsed(source)
    heads = (child for child in root if _name(child) == "teiHeader")
    programs = (one.get("ident") for head in heads for one in head.iter(f"{_TEI}application"))
    is_own = "wp8" in programs
    return [_text(tei, is_own=is_own) for tei in _members(root)]


def _parsed(source: bytes) -> Element:
    name = "" if source.startswith(BOM_UTF8) else declared_encoding(source)
    text = source.decode(name, "replace") if is_encoding(name) else source
    parser = XMLParser()
    # Those of the lists that XML's ancestors have.
    parser.entity.update({name.rstrip(";"): characters for name, characters in html5.items()})
    for name in _ENTITY.findall(text if isinstance(text, str) else text.decode("latin-1")):
        # In a header, which has no text: elsewhere nobody has read them.
        parser.entity.setdefault(name, "")
    try:
        parser.feed(text)
        root: Element = parser.close()
    except (LookupError, ParseError, ValueError) as error:
        raise UnreadableError(f"is not well-formed: {error}") from error
    return root


def _members(root: Element) -> Iterator[Element]:
    if not _name(root).startswith("teiCorpus"):
        yield root
        return
    for child in root:
        if _name(child) != "teiHeader":
            yield from _members(child)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(tei: Element, *, is_own: bool) -> Written:
    text = _Text(is_own=is_own)
    for child in tei:
        if _name(child) == "text":
            text.take(child, "")
        else:
            text.put(" ".join(child.itertext()), METADATA)
    return Written(text.whole())


class _Text(Flows):
    """The text of one edition, which may be wp8's own."""

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        self._is_own = is_own

    def take(self, element: Element, kind: str) -> None:
        """Take an element, of a kind if what is around it is of one."""
        name = _name(element)
        is_reading = self._is_own and name == "note" and element.get("type") == READING
        kind = kind or _KINDS.get(name, READING * is_reading) or MARK * _is_call(element, name)
        is_paragraph = name in _PARAGRAPHS
        if name == "note":
            self.open(is_box=False)
        if is_paragraph:
            self.end()
        if name in _BREAKS:
            self.joint()
        self.put(" " * (name in _BLANKS or name == "space"))
        if name in _BEST:
            self._choose(element, _BEST[name], kind)
        else:
            self._inside(element, kind)
        self.put(" " * (name in _BLANKS))
        if is_paragraph:
            self.end()
        if name == "note":
            self.close()

    def _choose(self, element: Element, best: Iterable[str], kind: str) -> None:
        readings = list(element)
        if _name(element) == "app":
            readings = [one for one in element.iter() if _name(one) in best]
        ranked = chain((one for name in best for one in readings if _name(one) == name), readings)
        chosen = next(ranked, None)
        for reading in element:
            if chosen is not None and chosen in reading.iter():
                self._inside(chosen, kind) if _name(chosen) == "rdg" else self.take(chosen, kind)
            else:
                self.put(f" {''.join(reading.itertext())} ", kind or OTHER_READING)

    def _inside(self, element: Element, kind: str) -> None:
        self.put(element.text or "", kind)
        for child in element:
            self.take(child, kind)
            self.put(child.tail or "", kind)


def _is_call(element: Element, name: str) -> bool:
    """Return whether an element may be the mark of a note."""
    return name in _CALLS and _MARK.fullmatch("".join(element.itertext())) is not None
