"""A document as an item of CSL-JSON, and a locus as a citation of it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from wp8.citation.locus import NUMBERING, place
from wp8.citation.text import address, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.citation.locus import Locus
    from wp8.corpus.document import Document

_DATE: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_BRACKETS: Final = "[]"


def keys(documents: Iterable[Document]) -> dict[str, str]:
    """Return the key of each document, by its id: family name and year, with a letter if need be.

    The key of the first of several that would have the same stays as it is.
    """
    found: dict[str, str] = {}
    for document in documents:
        family, _ = names(document)
        letters = (
            unicodedata.normalize("NFKD", family.casefold()).encode("ascii", "ignore").decode()
        )
        name = re.sub("[^a-z0-9]", "", letters) or document.id
        key = name + (year(document) or "-nd")
        later = (f"{key}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
        taken = set(found.values())
        found[document.id] = next((k for k in (key, *later) if k not in taken), document.id)
    return found


def names(document: Document) -> tuple[str, str]:
    """Return the author's family name and given name; the whole and nothing if they are unknown."""
    family, author = one_line(document.family_name), one_line(document.author)
    if family and author.startswith(f"{family} "):
        return family, author.removeprefix(family).strip()
    if family and author.endswith(f" {family}"):
        return family, author.removesuffix(family).strip()
    return author, ""


def is_family_first(document: Document) -> bool:
    """Return whether the author's name is written with the family name first."""
    return bool(names(document)[1]) and document.author.startswith(f"{document.family_name} ")


def date_parts(document: Document) -> list[int]:
    """Return year, month and day of a document, as far as its date has them."""
    found = _DATE.fullmatch(document.date)
    return [int(part) for part in found.groups() if part] if found else []


def year(document: Document) -> str:
    """Return the year of a document, or nothing."""
    parts = date_parts(document)
    return f"{parts[0]:04}" if parts else ""


def description(document: Document) -> str:
    """Return what stands for the title that a document does not have, without brackets."""
    return document.title.strip(_BRACKETS) if document.title_supplied else ""


def title(document: Document) -> str:
    """Return the title in sentence case, if the manifest has it; none if it is not the source's."""
    if document.title_supplied:
        return ""
    return document.title_in_sentence_case or document.title


def item(document: Document, key: str) -> dict[str, Any]:
    """Return a document as an item of CSL-JSON; what CSL has no field for is in `custom`.

    A work without a title has its description in `genre`: there CSL's styles look for it.
    """
    fields = {
        "id": key,
        "type": document.type,
        "title": title(document),
        "genre": description(document),
        "author": [_author(document)] if document.author else [],
        "issued": _date(document),
        "event-date": _date(document) if document.type == "speech" else {},
        "publisher": document.publisher,
        "publisher-place": document.country,
        "language": document.stated_language,
        "URL": address(document.url),
        "custom": {"wp8": _custom(document)},
    }
    return {name: _clean(value) for name, value in fields.items() if value}


def _clean(value: object) -> object:
    return one_line(value) if isinstance(value, str) else value


def _author(document: Document) -> dict[str, Any]:
    family, given = names(document)
    if not given:
        return {"literal": family}
    parts = {"family": family, "given": given}
    return parts | ({"static-ordering": True} if is_family_first(document) else {})


def _date(document: Document) -> dict[str, Any]:
    parts = date_parts(document)
    if parts:
        return {"date-parts": [parts]}
    return {"literal": one_line(document.date)} if document.date else {}


def _custom(document: Document) -> dict[str, Any]:
    fields = {
        "id": document.id,
        "title": document.title,
        "title_supplied": document.title_supplied,
        "affiliation": document.affiliation,
        "issued": document.issued,
        "source": document.source,
        "rights": document.rights,
    }
    return {name: _clean(value) for name, value in fields.items() if value}


def citation(locus: Locus) -> dict[str, str]:
    """Return a locus as a citation item of CSL-JSON: whose numbers they are is in the suffix."""
    where = place(locus)
    remark = f" ({NUMBERING})" if where.is_counted else ""
    rest = f", {where.rest}" if where.rest else ""
    fields = {
        "id": locus.key,
        "label": where.label,
        "locator": where.locator,
        "suffix": f"{rest}{remark}",
    }
    return {name: value for name, value in fields.items() if value}
