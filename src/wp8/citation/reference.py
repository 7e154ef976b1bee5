"""A readable reference on one line, for where no style is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.citation.item import creators, year
from wp8.citation.locus import NUMBERING, Place, place, place_of
from wp8.citation.text import one_line
from wp8.corpus.item.names import listed

if TYPE_CHECKING:
    from wp8.citation.locus import Locus
    from wp8.corpus.document import Document
    from wp8.model import Record

# Singular and plural of the labels that CSL has.
_TERMS = {
    "page": ("p.", "pp."),
    "paragraph": ("para.", "paras."),
    "note": ("n.", "nn."),
    "table": ("table", "tables"),
    "section": ("sec.", "secs."),
    "part": ("pt.", "pts."),
}


def reference(document: Document, record: Record) -> str:
    """Return where `record` stands: author, title, year if there is one, paragraph."""
    return _reference(document, place_of([record]), NUMBERING)


def plain(locus: Locus) -> str:
    """Return where the records of `locus` stand: author, title, year if there is one, place."""
    return _reference(locus.document, place(locus), locus.numbering)


def _reference(document: Document, where: Place, numbering: str) -> str:
    role, those = creators(document)
    editing = f" (ed{'s' * (len(those) > 1)}.)" if role == "editor" else ""
    work = ", ".join(one_line(part) for part in (listed(those) + editing, document.title) if part)
    when = year(document)
    place_ = located(where)
    remark = f" ({numbering})" if where.is_counted else ""
    return f"{work}{f' ({when})' if when else ''}{', ' if place_ else ''}{place_}{remark}"


def located(where: Place, dash: str = "–") -> str:
    """Return a place in words: `paras. 12–14`, `n. 7`, `table 1, row 5`, `abstract`."""
    is_range = where.label in ("page", "paragraph", "note") and "-" in where.locator
    numbers = where.locator.replace("-", dash) if is_range else where.locator
    label = f"{_TERMS[where.label][is_range]} " if where.label else ""
    return ", ".join(part for part in (f"{label}{numbers}", where.rest) if part)
