"""HTML and XHTML, well written or not, as a tree: in one pass, and no deeper than browsers go."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final, TypeAlias

from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

# No book has more; each takes half a kilobyte of memory.
MOST_ELEMENTS: Final = 1_000_000
# What is deeper stands beside what it stands in.
_DEEPEST: Final = 150
_VOID: Final = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr".split()
)
# Their text is no markup.
_RAW: Final = frozenset("iframe noembed noframes noscript script style textarea title xmp".split())
_RUBY: Final = frozenset(("rb", "rp", "rt", "rtc"))
_ROW_GROUPS: Final = frozenset(("tbody", "tfoot", "thead"))
_CELLS: Final = frozenset(("td", "th"))
_TABLE_PARTS: Final = frozenset(("caption", "colgroup", "tr")) | _ROW_GROUPS | _CELLS
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS: Final = (
    frozenset(
        "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form frameset header hgroup hr html legend li listing main menu "
        "nav ol p plaintext pre search section summary table ul xmp".split()
    )
    | HEADINGS
    | _TABLE_PARTS
)
# What may hold blocks.
_WRAPPERS: Final = BLOCKS | set("audio button canvas noscript object svg template video".split())
# What ends where a block begins: tags, the innermost of which is ended, and those that are walls.
_PARAGRAPH: Final = (frozenset(("p",)), _WRAPPERS - {"p"})
_HEADING: Final = (HEADINGS, BLOCKS - HEADINGS)
_CELL: Final = (_CELLS, frozenset(("table", "tr")))
_ROW_OF_CELLS: Final = (_CELLS, frozenset(("table",)))
_ROW: Final = (frozenset(("caption", "colgroup", "tr")), frozenset(("table",)))
_ROW_GROUP: Final = (_ROW_GROUPS, frozenset(("table",)))
_ENDED: Final = {
    "a": ((frozenset(("a",)), BLOCKS),),
    "li": ((frozenset(("li",)), frozenset(("dir", "menu", "ol", "ul"))),),
    "option": ((frozenset(("option",)), frozenset(("datalist", "select"))),),
    "tr": (_ROW_OF_CELLS, _ROW),
    **dict.fromkeys(("dd", "dt"), ((frozenset(("dd", "dt")), frozenset(("dl",))),)),
    **dict.fromkeys(_CELLS, (_CELL,)),
    **dict.fromkeys(_RUBY, ((_RUBY, frozenset(("ruby",))),)),
    **dict.fromkeys(("caption", "colgroup", *_ROW_GROUPS), (_ROW_OF_CELLS, _ROW, _ROW_GROUP)),
}
# An end tag ends nothing outside of the cell that it stands in.
_WALLS: Final = _CELLS | {"caption", "table"}

_TOKEN: Final = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)"
    r"|</(?P<end>[A-Za-z][^\s/>]*+)[^>]*+(?:>|\Z)"
    r"|<(?P<start>[A-Za-z][^\s/>]*+)"
    r"""(?P<attributes>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')|=)*+)(?:>|\Z)"""
    r"|<[!?/][^>]*+(?:>|\Z)",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(
    r"""([^\s=/"'<>]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?"""
)
_NUL: Final = re.compile(r"\0|&#(?:0++|[xX]0++)(?![0-9A-Fa-f]);?")


class Element:
    """An element: its tag in small letters, its attributes, and what stands in it, in order."""

    __slots__ = ("_attributes", "_written", "children", "parent", "tag")

    def __init__(self, tag: str, written: str = "", parent: Element | None = None) -> None:
        self.tag = tag
        self.parent = parent
        self.children: list[Node] = []
        self._written = written
        self._attributes: dict[str, str] | None = None

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes, their names in small letters."""
        if self._attributes is None:
            self._attributes = {}
            for name, *values in _ATTRIBUTE.findall(self._written):
                self._attributes.setdefault(name.lower(), unescape("".join(values)))
        return self._attributes

    def words_of(self, *names: str) -> set[str]:
        """Return the words, in small letters, that the attributes of these names have."""
        if not self._written:
            return set()
        return {word for n in names for word in self.attributes.get(n, "").lower().split()}

    def elements(self) -> Iterator[Element]:
        """Yield the elements in this one, in order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            inside = [child for child in element.children if isinstance(child, Element)]
            waiting += reversed(inside)
            if element is not self:
                yield element

    def around(self) -> Iterator[Element]:
        """Yield this element, then those it stands in, from the inside."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)


Node: TypeAlias = Element | str


def parsed(text: str, *, most: int = MOST_ELEMENTS) -> tuple[Element, int]:
    """Return the tree of a page, which is XHTML if it begins as XML does, and its size.

    Raises:
        UnreadableError: It has more than `most` elements.
    """
    text = _NUL.sub("", text)
    builder = _Builder(is_xml=text.lstrip().startswith("<?xml"), most=most)
    place = 0
    while token := _TOKEN.search(text, place):
        builder.text(text[place : token.start()])
        place = token.end()
        if token["start"]:
            tag = builder.start(token["start"].lower(), token["attributes"])
            if tag in _RAW and not (builder.is_xml and tag == "noscript"):
                end = re.compile(rf"</{tag}(?=[\s/>])|\Z", re.IGNORECASE).search(text, place)
                assert end
                builder.text(text[place : end.start()])
                place = end.start()
        elif token["end"]:
            builder.end(token["end"].lower())
        elif token["data"] and builder.is_xml:
            builder.data(token["data"])
    builder.text(text[place:])
    return builder.root, builder.size


class _Builder:
    def __init__(self, *, is_xml: bool, most: int) -> None:
        self.is_xml = is_xml
        self.root = Element("")
        self.size = 0
        self._most = most
        self._open = [self.root]
        self._too_deep: dict[str, int] = {}

    def text(self, text: str) -> None:
        if text:
            self.data(unescape(text) if "&" in text else text)

    def data(self, text: str) -> None:
        self._open[-1].children.append(text)

    def start(self, tag: str, attributes: str) -> str:
        """Begin an element; return its tag if it is still to be ended."""
        if tag in _TABLE_PARTS and not any(element.tag == "table" for element in self._open):
            return ""
        for ended, walls in self._ends(tag):
            self._close(ended, walls)
        self.size += 1
        if self.size > self._most:
            raise UnreadableError(
                f"has more than {self._most:,} elements", hint="split it into several documents"
            )
        is_empty = self.is_xml and attributes.endswith("/")
        parent = self._open[-1]
        element = Element(tag, attributes.removesuffix("/") if is_empty else attributes, parent)
        parent.children.append(element)
        if is_empty or tag in _VOID:
            return ""
        if len(self._open) > _DEEPEST and tag not in _RAW:
            self._too_deep[tag] = self._too_deep.get(tag, 0) + 1
        else:
            self._open.append(element)
        return tag

    def end(self, tag: str) -> None:
        """End the innermost element with this tag that an end tag reaches."""
        if self._too_deep.get(tag):
            self._too_deep[tag] -= 1
        elif tag == "table":
            self._close(frozenset((tag,)), frozenset())
        elif tag in _TABLE_PARTS:
            self._close(frozenset((tag,)), frozenset(("table",)))
        else:
            self._close(frozenset((tag,)), _WALLS if tag in _WRAPPERS else BLOCKS)

    @staticmethod
    def _ends(tag: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
        if tag in BLOCKS:
            yield _PARAGRAPH
        if tag in HEADINGS:
            yield _HEADING
        yield from _ENDED.get(tag, ())

    def _close(self, tags: frozenset[str], walls: frozenset[str]) -> None:
        """End the innermost open element of `tags`, unless one of `walls` stands in it."""
        for place in range(len(self._open) - 1, 0, -1):
            tag = self._open[place].tag
            if tag in tags:
                del self._open[place:]
                return
            if tag in walls:
                return
