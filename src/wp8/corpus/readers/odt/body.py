"""The body of a text in Open Document, as a tree like pandoc's.

What an element is not known for is read as what it contains: a field, a reference, an index, a
section, a numbered paragraph. So no text is lost but what `_LEFT_OUT` names and what is hidden.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.corpus.readers.block import BASE, END, READING
from wp8.corpus.readers.nodes import (
    Inlines,
    add_caption,
    cell,
    contents,
    heading,
    paragraph,
    quotation,
    table,
)
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from xml.etree.ElementTree import Element

    Node = dict[str, Any]
    Part = Callable[[str], Element | None]

_OPEN_DOCUMENT: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_LEFT_OUT: Final = frozenset(
    (
        # Deleted text, comments, scripts, the values of form fields.
        *("text:tracked-changes", "office:annotation", "text:script", "office:forms"),
        # Numbers that a program makes, names of pictures.
        *("text:number", "text:note-citation", "svg:title", "svg:desc"),
        *("table:title", "table:desc"),
        # Models of the lines of an index.
        *("text:table-of-content-source", "text:illustration-index-source"),
        *("text:table-index-source", "text:object-index-source", "text:user-index-source"),
        *("text:alphabetical-index-source", "text:bibliography-source"),
    )
)
# A field that says of the paragraph that it stands in whether it is hidden.
_HIDING: Final = f"{{{_OPEN_DOCUMENT}text:1.0}}hidden-paragraph"
_RUBY: Final = {"text:ruby-base": BASE, "text:ruby-text": READING}
_BLANKS: Final = frozenset(("text:s", "text:tab", "text:line-break"))
_TOKENS: Final = frozenset(
    f"{{http://www.w3.org/1998/Math/MathML}}{name}" for name in ("mi", "mn", "mo", "mtext", "ms")
)
# One that a cell above or beside reaches over stands there by name.
_CELLS: Final = ("table:table-cell", "table:covered-table-cell")
_CAPTION: Final = "Table"
# Styles that rest on others; more are none of a program for texts, or go round.
_MOST_STYLES: Final = 50
_LENGTH: Final = re.compile(r"(-?[0-9.]+)(mm|cm|in|pt|pc|px|%)")
_MILLIMETRES: Final = {
    **{"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96},
    # Of a line of ten centimetres.
    "%": 1.0,
}
_QUOTATION_INDENT: Final = 5.0


# Lists of what stands on which page; a bibliography is one of works.
_CONTENTS: Final = frozenset(
    f"text:{name}"
    for name in ("table-of-content", "illustration-index", "table-index", "object-index")
)


class _Style(NamedTuple):
    parent: str
    margin: float | None
    indent: float | None
    display: str | None


class Body:
    """Makes the tree of a text: its styles tell what is a quotation, and what is hidden."""

    def __init__(self, content: Element, styles: Element | None, part: Part) -> None:
        """Take the two parts of a text, and what reads a formula of it by its name."""
        self._part = part
        self._content = content
        self._styles: dict[tuple[str, str], _Style] = {}
        # The automatic styles of the other part are those of page heads.
        common = _named(styles, "office:styles") if styles is not None else ()
        for each in (*common, *self._content):
            self._learn(each)

    def tree(self) -> Node:
        """Return the tree of the text.

        Raises:
            UnreadableError: The document is no text.
        """
        bodies = _named(self._content, "office:body")
        texts = [text for body in bodies for text in _named(body, "office:text")]
        if not texts:
            raise UnreadableError("is no text of Open Document", hint="is it what its name says?")
        return {"meta": {}, "blocks": [block for text in texts for block in self._blocks(text)]}

    def _learn(self, styles: Element) -> None:
        for style in _named(styles, "style:style"):
            properties = {_tag(e): e for e in style}
            measures = properties.get("style:paragraph-properties", style)
            shown = properties.get("style:text-properties", style)
            key = _of(style, "style:family"), _of(style, "style:name")
            self._styles[key] = _Style(
                _of(style, "style:parent-style-name"),
                _millimetres(_of(measures, "xsl-fo-compatible:margin-left")),
                _millimetres(_of(measures, "xsl-fo-compatible:text-indent")),
                _of(shown, "text:display") or None,
            )

    def _chain(self, family: str, element: Element) -> Iterator[_Style]:
        """Yield the style of `element` and those that it rests on."""
        name = _of(element, "text:style-name")
        for _ in range(_MOST_STYLES):
            if not (style := self._styles.get((family, name))):
                break
            yield style
            name = style.parent

    def _is_hidden(self, element: Element) -> bool:
        if _of(element, "text:display") == "none" or _of(element, "text:is-hidden") == "true":
            return True
        if any(_of(each, "text:is-hidden") == "true" for each in element.findall(_HIDING)):
            return True
        family = "text" if _tag(element) == "text:span" else "paragraph"
        said = (style.display for style in self._chain(family, element))
        return next((each for each in said if each), "") == "none"

    def _blocks(self, parent: Iterable[Element], inside: str = "") -> list[Node]:
        """Return the blocks of `parent`, which may be `inside` a list, a box, or nothing."""
        found: list[Node] = []
        for element in parent:
            tag = _tag(element)
            if tag in _LEFT_OUT or self._is_hidden(element):
                continue
            if tag in ("text:p", "text:h"):
                self._paragraph(element, inside, found)
            elif tag == "table:table":
                found.append(self._table(element))
            elif tag in _CONTENTS:
                found.append(contents(self._blocks(element, inside)))
            elif formula := self._formula(element):
                found.append(paragraph([{"t": "Str", "c": formula}]))
            else:
                is_box = tag.startswith("drawing:")
                within = "box" if is_box else inside or ("list" if tag == "text:list" else "")
                found += self._blocks(element, within)
        return found

    def _paragraph(self, element: Element, inside: str, found: list[Node]) -> None:
        """Add a paragraph or heading to `found`, and after it the boxes that it anchors."""
        line = Inlines()
        boxes: list[Element] = []
        self._inlines(element, line, boxes)
        chain = list(self._chain("paragraph", element))
        names = [_of(element, "text:style-name"), *(style.parent for style in chain)]
        block = paragraph(line.nodes())
        if not block["c"]:
            pass
        elif _tag(element) == "text:h" and inside != "box":
            level = _of(element, "text:outline-level")[:2]
            found.append(heading(block["c"], int(level) if level.isdecimal() else 1))
        elif _CAPTION in names and found and found[-1]["t"] == "Table":
            add_caption(found[-1], block)
        else:
            found.append(quotation(block) if not inside and _is_set_in(chain) else block)
        found += self._blocks(boxes, "box")

    def _inlines(self, element: Element, line: Inlines, boxes: list[Element]) -> None:
        line.put(element.text or "")
        for child in element:
            tag = _tag(child)
            if tag in _BLANKS:
                line.put(" ")
            elif tag == "text:note":
                line.note(self._blocks(child, "box"))
            elif tag.startswith("drawing:"):
                formula = self._formula(child)
                line.put(formula)
                boxes += [child] * (not formula)
            elif tag in _RUBY:
                line.put(_RUBY[tag])
                self._inlines(child, line, boxes)
                line.put(END)
            elif tag not in _LEFT_OUT and not self._is_hidden(child):
                self._inlines(child, line, boxes)
            line.put(child.tail or "")

    def _formula(self, drawing: Element) -> str:
        """Return the letters, figures and signs of the formula that `drawing` is, or nothing."""
        for each in (drawing, *drawing):
            if _tag(each) == "drawing:object":
                name = next((v for k, v in each.attrib.items() if k.endswith("}href")), "")
                root = self._part(f"{name.removeprefix('./')}/content.xml") if name else each
                if root is not None:
                    tokens = (e for e in root.iter() if e.tag in _TOKENS)
                    return " ".join(filter(None, ((e.text or "").strip() for e in tokens)))
        return ""

    def _table(self, element: Element) -> Node:
        head: list[list[Any]] = []
        body: list[list[Any]] = []
        for row, is_head in _rows(element):
            (head if is_head and not body else body).append(
                [
                    cell(self._blocks(each, "box") if _tag(each) == "table:table-cell" else [])
                    for each in row
                    if _tag(each) in _CELLS
                ]
            )
        return table(head, body)


@lru_cache(1_000)
def _short(tag: str) -> str:
    """Return a name of Open Document with its prefix, `text:p`; of others as it is."""
    space, _, name = tag.removeprefix("{").rpartition("}")
    return f"{space.removeprefix(_OPEN_DOCUMENT).partition(':')[0]}:{name}"


def _tag(element: Element) -> str:
    return _short(element.tag).replace("svg-compatible:", "svg:")


def _of(element: Element, attribute: str) -> str:
    """Return the value of an attribute of Open Document, or nothing."""
    space, _, name = attribute.partition(":")
    return element.get(f"{{{_OPEN_DOCUMENT}{space}:1.0}}{name}", "")


def _named(parent: Element, tag: str) -> Iterator[Element]:
    return (child for child in parent if _tag(child) == tag)


def _rows(parent: Element, *, is_head: bool = False) -> Iterator[tuple[Element, bool]]:
    """Yield the rows of a table, and whether each is in its head."""
    for child in parent:
        tag = _tag(child)
        if tag == "table:table-row":
            yield child, is_head
        elif tag != "table:table-cell":
            yield from _rows(child, is_head=is_head or tag == "table:table-header-rows")


def _millimetres(length: str) -> float | None:
    found = _LENGTH.fullmatch(length)
    try:
        return float(found[1]) * _MILLIMETRES[found[2]] if found else None
    except ValueError:
        return None


def _is_set_in(styles: list[_Style]) -> bool:
    """Return whether all lines of a paragraph are set in; the first of a hanging indent is not."""
    margin = next((s.margin for s in styles if s.margin is not None), 0.0)
    indent = next((s.indent for s in styles if s.indent is not None), 0.0)
    return margin + min(indent, 0.0) > _QUOTATION_INDENT
