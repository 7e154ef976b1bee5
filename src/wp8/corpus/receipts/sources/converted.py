"""The text of the layouts that pandoc reads: of those that are XML or JSON, what these hold."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from html.entities import html5
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element, XMLParser, fromstring

from wp8.corpus.readers.pandoc.formats import remarks
from wp8.corpus.receipts.coarse import COARSE
from wp8.corpus.receipts.flows import Flows
from wp8.corpus.receipts.lightly_marked import LIGHTLY_MARKED, pieces
from wp8.corpus.receipts.sources import markdown
from wp8.corpus.receipts.written import (
    ALTERNATIVE,
    COMMENT,
    END,
    FALLBACK,
    FORMULA,
    MARK,
    MARKUP,
    METADATA,
    NUMBER,
    REPEATED,
    Written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wp8.corpus.receipts.written import Piece

# Of each that is XML, what need not be in the records, by the names of its elements.
_KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "docbook": {
        **dict.fromkeys(("info", "articleinfo", "bookinfo", "indexterm"), METADATA),
        **dict.fromkeys(("alt", "textobject"), ALTERNATIVE),
        "remark": COMMENT,
        "math": FORMULA,
    },
    "fb2": {"description": METADATA, "a": MARK},
    "jats": {
        **dict.fromkeys(("front", "front-stub", "ref-list"), METADATA),
        "alt-text": ALTERNATIVE,
        "label": NUMBER,
        **dict.fromkeys(("math", "tex-math"), FORMULA),
        "xref": MARK,
    },
}
# Those of the lists that XML's ancestors have, which need no declaration for pandoc.
_ENTITY: Final = re.compile(r"&((?!amp;|lt;|gt;|quot;|apos;)[A-Za-z][A-Za-z0-9]{1,31};)")
_DATE: Final = ("year", "month", "day")
_NOTES: Final = frozenset(("fn", "footnote"))
_ENDS: Final = frozenset(
    "article-title contrib p para row simpara string-name term title tr v".split()
)
# Pictures, and how a book looks.
_NO_TEXT: Final = frozenset(("binary", "stylesheet"))


def written(layout: str, text: str) -> Written:
    """Return the text of a document; where only its own program could, what pandoc says of it."""
    # Of another version than what has these, or no XML for others than pandoc.
    with suppress(AttributeError, LookupError, RecursionError, SyntaxError, TypeError, ValueError):
        if layout in _KINDS:
            return Written(_pieces(text, _KINDS[layout]))
        if layout == "ipynb":
            return Written(list(_cells(json.loads(text))))
    left_out = list(remarks(layout, text))
    if layout not in LIGHTLY_MARKED:
        return Written((), left_out, not_compared="pandoc reads it")
    return Written(list(pieces(layout, text)), [*left_out, COARSE], is_coarse=True)


def _pieces(text: str, kinds: Mapping[str, str]) -> list[Piece]:
    known = _ENTITY.sub(lambda found: html5.get(found[1], found[0]), text)
    document = _Document(kinds, dict(_titles(fromstring(known))) if "<xref" in known else {})
    parser = XMLParser(target=document)
    parser.feed(known)
    parser.close()
    return document.whole()


def _titles(root: Element) -> Iterator[tuple[str, str]]:
    """Yield by its id what an element is called, which may stand where another refers to it."""
    for element in root.iter():
        own = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        if id_ := own.get("id"):
            titles = (one for one in element.iter() if one.tag.rpartition("}")[2] == "title")
            title = next(("".join(one.itertext()) for one in titles), "")
            yield id_, f"{own.get('xreflabel', '')} {title} {element.tag.rpartition('}')[2]}"


class _Document(Flows):
    """The text of what is XML; a word may go on, or end, wherever an element does."""

    def __init__(self, kinds: Mapping[str, str], titles: Mapping[str, str]) -> None:
        super().__init__()
        self._titles = titles
        self._of = kinds
        self._kinds = [""]
        self._tags = [""]
        self._date: dict[str, str] = {}
        self._without_text = 0
        self._is_of_notes = False
        # Where a family name begins, which may follow the others.
        self._family = 0
        self._families: list[list[str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        name = tag.rpartition("}")[2]
        if name == "body":
            self._is_of_notes = attributes.get("name") == "notes"
        kind = MARK if name == "title" and self._is_of_notes else self._of.get(name, "")
        self._kinds.append(self._kinds[-1] or kind)
        is_of_name = name == "surname" and self._tags[-1] == "name"
        self._family = len(self.pieces) if is_of_name else self._family
        self._tags.append(name)
        if name == "xref" and (target := attributes.get("linkend")):
            self.put(f" {self._titles.get(target, '')} ", REPEATED)
        self._without_text += name in _NO_TEXT
        self.joint()
        if name in _NOTES:
            self.open(is_box=False)

    def data(self, text: str) -> None:
        """Take a text node."""
        if not self._without_text:
            self.put(text, self._kinds[-1])
            if self._tags[-1] in _DATE:
                self._date[self._tags[-1]] = text.strip().zfill(2)

    def end(self, tag: str = "") -> None:
        """End an element, or a paragraph."""
        name = tag.rpartition("}")[2]
        if not name:
            super().end()
            return
        self._kinds.pop()
        self._tags.pop()
        self._without_text -= name in _NO_TEXT
        self.joint()
        if name in _NOTES:
            self.close()
        elif name in _ENDS:
            super().end()
        elif name == "pub-date":
            # As pandoc writes it.
            self.put(f" {' '.join(self._date.get(part, '') for part in _DATE)} ", METADATA)
            self._date = {}
        elif name == "surname" and self._tags[-1] == "name":
            self._families = self.pieces[self._family :]
            del self.pieces[self._family :]
        elif name == "name":
            self.pieces.extend(self._families)
            self.joint()
            self._families = []


def _cells(notebook: Any) -> Iterator[Piece]:  # noqa: ANN401 - JSON
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        is_markdown = cell["cell_type"] == "markdown"
        kind = MARKUP if cell["cell_type"] == "raw" else ""
        yield from markdown.written(text).pieces if is_markdown else [(text, kind)]
        yield END, ""
        for output in cell.get("outputs", ()):
            forms = output.get("data", {})
            shown = output.get("text") or forms.get("text/plain", "")
            # What stands for a picture.
            yield "".join(shown), ALTERNATIVE if len(forms) > 1 else ""
            yield "\n".join(output.get("traceback", ())), FALLBACK
            yield END, ""
