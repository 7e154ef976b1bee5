"""What of a TEI file is its text: one reading of each place, and what stands beside the text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.tei.tree import Element, Node

# What is in no record, and what it is called.
_BESIDE: Final = {
    "fw": "page heads and signatures",
    "del": "deletions",
    "surplus": "deletions",
    "am": "signs of abbreviation",
    "rdg": "readings of an apparatus",
    "listApp": "readings of an apparatus",
    "witDetail": "readings of an apparatus",
    "figDesc": "descriptions of pictures",
    "index": "entries of an index",
    "metamark": "marks of a scribe",
    "teiHeader": "headers",
}
_OTHERS: Final = "readings that an editor replaced"
# Of readings side by side, the editor's; else the first.
_EDITORS: Final = ("corr", "reg", "expan", "ex")


def readings(element: Element) -> Iterator[Node]:
    """Yield what right in an element is text: of readings side by side, the editor's alone."""
    if element.tag == "choice":
        others = [child.tag for child in element.elements() if child.tag not in _EDITORS]
        yield from _first(list(element.elements()), (*_EDITORS, *others))
    elif element.tag == "app":
        yield from _first(list(element.iter("lem", "rdg")), ("lem", "rdg"))
    else:
        for child in element.children:
            if isinstance(child, str) or child.tag not in _BESIDE:
                yield child


def _first(elements: list[Element], tags: tuple[str, ...]) -> list[Element]:
    """Return the first of the elements with the first of these names that one of them has."""
    return sorted(elements, key=lambda element: tags.index(element.tag))[:1]


def left_out(element: Element) -> Counter[str]:
    """Return how many elements with text in `element` are in no record, by what they are."""
    found: Counter[str] = Counter()
    kept = {id(node) for node in readings(element)}
    for child in element.elements():
        if id(child) in kept:
            found += left_out(child)
        elif child.text:
            found[_BESIDE.get(child.tag, _OTHERS)] += 1
    return found
