"""DocBook and FictionBook with what pandoc drops of them in elements that it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What pandoc passes over, by what it stands in.
_TITLES: Final = {
    **dict.fromkeys(("formalgroup", "glossdiv", "procedure"), "title"),
    "info": "subtitle",
    "mediaobject": "caption",
}
_SECTIONS: Final = frozenset(("chapter", "section", *(f"sect{level}" for level in range(1, 6))))
_OF_FLOW: Final = frozenset(("annotation", "body", "cite", "epigraph", "section"))


def plain(layout: str, text: str) -> str:
    """Return `text` with another markup where pandoc would drop some of it, else as it is."""
    rewrite = _REWRITTEN.get(layout)
    if not rewrite:
        return text
    try:
        root = fromstring(text)
    except (LookupError, ParseError, RecursionError, ValueError):
        # What is no XML, or not by itself, is for pandoc to refuse.
        return text
    for element in root.iter():
        # Pandoc knows elements by these names alone.
        element.tag = element.tag.rpartition("}")[2]
    changes = sum(rewrite(element) for element in list(root.iter()))
    return tostring(root, encoding="unicode") if changes else text


def _docbook(element: Element) -> int:
    """Make of what pandoc drops in an element of DocBook paragraphs, rows; return how many."""
    changes = 0
    for place, child in reversed(list(enumerate(element))):
        name = _TITLES.get(child.tag)
        title = child.find(name) if name else None
        if element.tag == "thead" and child.tag == "th" and not place:
            row = Element("tr")
            row.extend(list(element))
            element[:] = [row]
        elif child.tag == "tfoot" and (body := element.find("tbody")) is not None:
            element.remove(child)
            body.extend(list(child))
        elif child.tag == "subtitle" and element.tag in _SECTIONS:
            child.tag = "para"
        elif title is not None and (child.tag != "info" or element.tag in _SECTIONS):
            child.remove(title)
            after = child.tag in ("info", "mediaobject")
            element[place + after : place + after] = (
                list(title) if title.tag == "caption" and len(title) else [_paragraph(title)]
            )
        elif child.tag == "firstname" and not (child.tail or "").strip():
            child.tail = " "
        else:
            continue
        changes += 1
    return changes


def _paragraph(title: Element) -> Element:
    title.tag, title.tail = "para", None
    return title


def _fb2(element: Element) -> int:
    """Make paragraphs of the rows of tables, and of text in none; return how many."""
    changes = 0
    for place, child in reversed(list(enumerate(element))):
        if child.tag == "table":
            element[place : place + 1] = map(_line, child.iter("tr"))
            changes += 1
        if element.tag in _OF_FLOW and (child.tail or "").strip():
            line = Element("p")
            line.text, child.tail = child.tail, None
            element.insert(place + 1, line)
            changes += 1
    return changes


def _line(row: Element) -> Element:
    """Return a row as a paragraph."""
    line = Element("p")
    line.text = " ".join("".join(cell.itertext()) for cell in row)
    return line


_REWRITTEN: Final[Mapping[str, Callable[[Element], int]]] = {"docbook": _docbook, "fb2": _fb2}
