"""What of a TEI file is its text: one reading of each place, and what stands beside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.tei.tree import Element, Node

# What is in no record.
_BESIDE: Final = frozenset(
    "am del figDesc fw index listApp metamark rdg surplus teiHeader witDetail".split()
)
# Of readings side by side, the editor's; else the first.
_EDITORS: Final = ("corr", "reg", "expan", "ex")


def readings(element: Element) -> Iterator[Node]:
    """Yield what right in an element is text: of readings side by side, the editor's alone."""
    if element.tag == "choice":
        others = [child.tag for child in element.elements() if child.tag not in _EDITORS]
        yield from _first(list(element.elements()), (*_EDITORS, *others))
    elif element.tag == "app":
        yield from _first(list(_of_apparatus(element)), ("lem", "rdg"))
    else:
        for child in element.children:
            if isinstance(child, str) or child.tag not in _BESIDE:
                yield child


def _of_apparatus(element: Element) -> Iterator[Element]:
    """Yield the readings of one place, and not those of places within them."""
    for child in element.elements():
        if child.tag in ("lem", "rdg"):
            yield child
        elif child.tag != "app":
            yield from _of_apparatus(child)


def _first(elements: list[Element], tags: tuple[str, ...]) -> list[Element]:
    """Return the first of the elements with the first of these names that one of them has."""
    return sorted(elements, key=lambda element: tags.index(element.tag))[:1]
