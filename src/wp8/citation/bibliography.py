"""The documents of a corpus as items of a bibliography."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from wp8.citation.item import item, keys
from wp8.citation.latex import biblatex, bibtex
from wp8.citation.ris import ris

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.corpus.document import Document

_ENTRIES: Final[dict[str, Callable[[Document, str], str]]] = {
    "bibtex": bibtex,
    "biblatex": biblatex,
    "ris": ris,
}
BIBLIOGRAPHIES: Final = ("csl-json", *_ENTRIES)


def bibliography(format_: str, documents: Sequence[Document]) -> Iterator[str]:
    """Yield `documents` in one of the formats of `BIBLIOGRAPHIES`."""
    named = keys(documents)
    if format_ == "csl-json":
        items = [item(document, named[document.id]) for document in documents]
        yield json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    else:
        for place, document in enumerate(documents):
            yield "\n" if place and format_ != "ris" else ""
            yield _ENTRIES[format_](document, named[document.id])
