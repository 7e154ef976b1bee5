"""A document as an item of CSL-JSON, and a locus as a citation of it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from wp8.citation.locus import place
from wp8.citation.text import address, one_line
from wp8.corpus.item.dates import parts
from wp8.corpus.item.names import short

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.citation.locus import Locus
    from wp8.corpus.document import Document
    from wp8.corpus.item.names import Name

_BRACKETS: Final = "[]"


def keys(documents: Iterable[Document]) -> dict[str, str]:
    """Return the key of each document, by its id: family name and year, with a letter if need be.

    The key of the first of several that would have the same stays as it is.
    """
    found: dict[str, str] = {}
    for document in documents:
        _, those = creators(document)
        family = short(those[0]) if those else ""
        letters = (
            unicodedata.normalize("NFKD", family.casefold()).encode("ascii", "ignore").decode()
        )
        name = re.sub("[^a-z0-9]", "", letters) or document.id
        key = name + (year(document) or "-nd")
        later = (f"{key}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
        taken = set(found.values())
        found[document.id] = next((k for k in (key, *later) if k not in taken), document.id)
    return found


def creators(document: Document) -> tuple[str, list[Name]]:
    """Return who stands at the head of a citation, and as what: the authors, or else the editors.

    There may be none.
    """
    work = document.item
    role = next((role for role in ("author", "editor") if role in work), "author")
    return role, work.get(role, [])


def year(document: Document) -> str:
    """Return the year of a document, or of a range the first, or nothing."""
    found = parts(document.date)
    return f"{found[0][0]:04}" if found else ""


def description(document: Document) -> str:
    """Return what stands for the title that a document does not have, without brackets."""
    return document.title.strip(_BRACKETS) if document.title_supplied else ""


def title(document: Document) -> str:
    """Return the title in sentence case, if the manifest has it; none if it is not the source's."""
    if document.title_supplied:
        return ""
    return str(document.stated.get("title", document.title))


def item(document: Document, key: str) -> dict[str, Any]:
    """Return a document as an item of CSL-JSON; what CSL has no field for is in `custom`.

    A work without a title has its description in `genre`: there CSL's styles look for it.
    """
    work = document.item
    said = {
        "title": title(document),
        "genre": description(document) or work.get("genre", ""),
        "event-date": work.get("event-date")
        or (work.get("issued", {}) if document.type == "speech" else {}),
        "language": document.stated_language,
        "URL": address(document.url),
        "custom": {"wp8": _custom(document)},
    }
    fields = {"id": key, "type": document.type, "title": "", **work, **said}
    return {name: _clean(value) for name, value in fields.items() if value}


def _clean(value: Any) -> Any:  # noqa: ANN401 - as CSL has it
    if isinstance(value, dict):
        return {name: _clean(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    return one_line(value) if isinstance(value, str) else value


def _custom(document: Document) -> dict[str, Any]:
    fields = {
        "id": document.id,
        "title": document.title,
        "title_supplied": document.title_supplied,
        "affiliation": document.affiliation,
        "issued": document.date_in_words,
        "source": document.source,
        "rights": document.rights,
    }
    return {name: value for name, value in fields.items() if value}


def citation(locus: Locus) -> dict[str, str]:
    """Return a locus as a citation item of CSL-JSON: whose numbers they are is in the suffix."""
    where = place(locus)
    remark = f" ({locus.numbering})" if where.is_counted else ""
    rest = f", {where.rest}" if where.rest else ""
    fields = {
        "id": locus.key,
        "label": where.label,
        "locator": where.locator,
        "suffix": f"{rest}{remark}",
    }
    return {name: value for name, value in fields.items() if value}
