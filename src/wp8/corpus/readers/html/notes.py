"""Which elements of pages are notes, and which links are the marks that cite them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urldefrag, urljoin

from wp8.corpus.readers.html.tree import BLOCKS, HEADINGS, Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CALLS: Final = frozenset(("doc-noteref", "noteref"))
_NOTES: Final = frozenset(("doc-endnote", "doc-footnote", "endnote", "footnote", "rearnote"))
_BACK: Final = frozenset(("backlink", "doc-backlink", "footnote-back"))
_MARK: Final = re.compile(
    r"[\[({]?\s*(?:(?:note|fn)\s*)?([0-9]{1,4}|[*†‡§¶‖#]{1,4}|[a-z]|[ivxlc]{1,6})\s*[\])}]?\.?",
    re.IGNORECASE,
)
_OPENERS: Final = " \t\n\r\f\xa0[({^"
_NO_NOTES: Final = HEADINGS | {"", "body", "html"}
_SIGNS: Final = re.compile(r"(?:\[\s*\]|\(\s*\)|[.:^↑↩\ufe0e]|\s)+")


def is_note(element: Element) -> bool:
    """Return whether an element says of itself that it is a note."""
    names = element.words_of("epub:type", "role")
    if element.tag in BLOCKS:
        names |= element.words_of("class")
    return not names.isdisjoint(_NOTES)


def is_call(element: Element) -> bool:
    """Return whether an element says of itself that it is the mark of a note."""
    return not element.words_of("epub:type", "role").isdisjoint(_CALLS)


class Notes:
    """The notes of the pages of one document, given by name.

    `cited` has for each link that is the mark of a note that note, `notes` are these; `back` are
    the links that lead from notes back to their marks.
    """

    def __init__(self, pages: Iterable[tuple[str, Element]]) -> None:
        self.cited: dict[Element, Element] = {}
        self.notes: dict[Element, None] = {}
        self.back: set[Element] = set()
        self._first: dict[Element, Element] = {}
        self._next: dict[Element, Element] = {}
        self._looked_through: set[Element] = set()
        self._labels: dict[Element, str] = {}
        self._targets: dict[tuple[str, str], Element] = {}
        links: list[tuple[str, Element]] = []
        for name, page in pages:
            for element in page.elements():
                for key in {"id", "name"} & element.attributes.keys():
                    self._targets.setdefault((name, element.attributes[key]), element)
                if element.tag == "a" and "href" in element.attributes:
                    links.append((name, element))
        self._find([(link, to) for name, link in links if (to := self._target(name, link))])

    def text(self, note: Element, text: str) -> str:
        """Return the text of a note without the mark that it begins with."""
        text = text[found.end() :] if (found := _SIGNS.match(text)) else text
        label = re.escape(self._labels.get(note, ""))
        text = re.sub(rf"\A[\[(]?\s*{label}\s*[\])]?\s*[.:]?\s+", "", text) if label else text
        return text.strip()

    def _target(self, name: str, link: Element) -> Element | None:
        to = link.attributes["href"]
        try:
            # To read an address costs more than all else.
            within = to.startswith("#")
            place, anchor = (name, to[1:]) if within else urldefrag(urljoin(name, to))
        except ValueError:
            return None
        return self._targets.get((place if within else unquote(place), unquote(anchor)))

    def _place(self, target: Element) -> Element:
        """Return the block that a link to `target` leads to: the next, if it is between two."""
        parent = target.parent
        if parent and parent not in self._looked_through:
            self._looked_through.add(parent)
            self._next.update(_before_blocks(parent))
        return self._next.get(target) or _block(target)

    def _find(self, links: Sequence[tuple[Element, Element]]) -> None:
        leading: dict[Element, set[Element]] = {}
        for link, target in links:
            for element in link.around():
                self._first.setdefault(element, link)
                leading.setdefault(element, set()).add(self._place(target))
        marks = [
            (link, target, mark[1] if (mark := _MARK.fullmatch(link.text.strip())) else "")
            for link, target in links
        ]
        marks = [each for each in marks if each[2] or is_call(each[0])]
        several = _several((typed, self._place(t)) for _, t, _ in marks if (typed := _typed(t)))
        targets: list[tuple[Element, Element]] = []
        for link, target, label in marks:
            typed = _typed(target)
            note = self._place(target) if typed is None or typed in several else typed
            block = _block(link)
            if note.tag in _NO_NOTES or note in link.around():
                continue
            # Of two links that lead to each other, the one that begins its paragraph is the note's.
            is_mutual = block in leading.get(note, ()) and not self._begins(link, block)
            if is_call(link) or (label and (typed or is_mutual)):
                self.cited[link] = note
                self._labels.setdefault(note, label)
                targets.append((note, target))
        self._settle(links, _several(targets))

    def _settle(self, links: Sequence[tuple[Element, Element]], several: set[Element]) -> None:
        """Leave out what is several notes or has no words of its own; find the links back."""
        citing: dict[Element, set[Element]] = {}
        for link, note in self.cited.items():
            citing.setdefault(note, set()).add(_block(link))
        for link, target in links:
            notes = [element for element in link.around() if element in citing]
            leads = any(self._place(target) in citing[note] for note in notes)
            if (notes and link.words_of("class", "role") & _BACK) or (
                leads and (_is_sign(link) or any(self._begins(link, note) for note in notes))
            ):
                self.back.add(link)
        own = (n for n in citing if n not in several and _has_words(n, self.back))
        self.notes = dict.fromkeys(own)
        self.cited = {link: note for link, note in self.cited.items() if note in self.notes}
        self.back = {link for link in self.back if any(e in self.notes for e in link.around())}

    def _begins(self, link: Element, element: Element) -> bool:
        """Return whether the text of an element begins with that of a link in it."""
        is_first = self._first[element] is link
        return is_first and element.text.lstrip(_OPENERS).startswith(link.text.strip(_OPENERS))


def _is_sign(link: Element) -> bool:
    text = link.text.strip()
    return bool(_MARK.fullmatch(text)) or not any(map(str.isalnum, text))


def _block(element: Element) -> Element:
    """Return the block that an element stands in: a row for what stands in a cell of it."""
    block = next((e for e in element.around() if e.tag in BLOCKS or e.parent is None), element)
    return block.parent if block.tag in ("td", "th") and block.parent else block


def _before_blocks(parent: Element) -> Iterator[tuple[Element, Element]]:
    """Yield the empty elements in `parent` that a block follows, each with that block."""
    following: Element | None = None
    for child in reversed(parent.children):
        if isinstance(child, str):
            following = None if child.strip() else following
        elif child.tag in BLOCKS:
            following = child
        elif child.text.strip():
            following = None
        elif following:
            yield child, following


def _typed(target: Element) -> Element | None:
    """Return the innermost element around `target` that says of itself that it is a note."""
    return next((element for element in target.around() if is_note(element)), None)


def _several(pairs: Iterable[tuple[Element, Element]]) -> set[Element]:
    """Return what is paired with more than one other."""
    found: dict[Element, Element] = {}
    return {one for one, other in pairs if found.setdefault(one, other) is not other}


def _has_words(note: Element, back: set[Element]) -> bool:
    waiting: list[Element] = [note]
    while waiting:
        for child in waiting.pop().children:
            if isinstance(child, Element):
                waiting += [child] * (child not in back)
            elif re.search(r"[^\W\d]", child):
                return True
    return False
