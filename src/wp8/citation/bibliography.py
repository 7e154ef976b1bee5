"""The documents of a corpus as items of a bibliography."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from wp8.citation.item import item, keys
from wp8.citation.latex import biblatex, bibtex
from wp8.citation.ris import ris
from wp8.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from wp8.corpus.document import Document

_ENTRIES: Final[dict[str, Callable[[Document, str], str]]] = {
    "bibtex": bibtex,
    "biblatex": biblatex,
    "ris": ris,
}
CSL_JSON: Final = "csl-json"
BIBLIOGRAPHIES: Final = (CSL_JSON, *_ENTRIES)


def bibliography(format_: str, documents: Sequence[Document], style: str = "") -> Iterator[str]:
    """Return `documents` in one of the formats of `BIBLIOGRAPHIES`, in pieces.

    In CSL-JSON, they are as they are cited in a `style`, if one is named: what pandoc makes of them
    is what `wp8 cite` writes.

    Raises:
        CorpusError: Two would be cited by one key.
        UnknownNameError: There is no such style, or none of CSL.
    """
    named = keys(documents)
    made = _item_of(style) if style else item
    return _written(format_, documents, named, made)


def _item_of(style: str) -> Callable[[Document, str], dict[str, Any]]:
    from wp8.citation.styles import OF_CSL

    if style not in OF_CSL:
        hint = f"styles: {', '.join(OF_CSL)}"
        raise UnknownNameError(f"there is no style of CSL {style[:60]}", hint=hint)
    return OF_CSL[style].given


def _written(
    format_: str,
    documents: Sequence[Document],
    named: Mapping[str, str],
    made: Callable[[Document, str], dict[str, Any]],
) -> Iterator[str]:
    if format_ == CSL_JSON:
        items = [made(document, named[document.id]) for document in documents]
        yield json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    else:
        for place, document in enumerate(documents):
            yield "\n" if place and format_ != "ris" else ""
            yield _ENTRIES[format_](document, named[document.id])
