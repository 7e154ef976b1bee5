"""A document as an item of CSL-JSON, and a locus as a citation of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wp8.citation.locus import place
from wp8.citation.text import address, one_line
from wp8.corpus.item import item_of
from wp8.corpus.item.dates import parts
from wp8.corpus.item.fields import is_key
from wp8.corpus.item.names import short
from wp8.errors import CorpusError
from wp8.words.characters import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from wp8.citation.locus import Locus
    from wp8.corpus.document import Document
    from wp8.corpus.item.names import Name

_BRACKETS: Final = "[]"


def keys(documents: Iterable[Document]) -> dict[str, str]:
    """Return the key of each document, by its id: the stated one, or one made of it alone.

    Raises:
        CorpusError: Two have the same.
    """
    found: dict[str, str] = {}
    for document in documents:
        key = key_of(document)
        if other := found.get(key):
            message = f"documents {other!r} and {document.id!r} would both be cited as {key!r}"
            raise CorpusError(message, hint='give one a key of its own: key = "…"')
        found[key] = document.id
    return {id_: key for key, id_ in found.items()}


def key_of(document: Document) -> str:
    """Return the stated key, or family name, year and id: no other document can change it."""
    stated = str(document.stated.get("citation-key", ""))
    if is_key(stated):
        return stated
    _, those = creators(document)
    family = short(those[0]) if those else ""
    name = re.sub("[^a-z0-9]", "", folded(family))
    when = year(document) or "-nd"
    return f"{name}{when}-{document.id}" if name else f"{document.id}{when}"


def creators(document: Document) -> tuple[str, list[Name]]:
    """Return who stands at the head of a citation, and as what: the authors, or else the editors.

    There may be none.
    """
    stated = document.stated
    work = item_of({role: stated[role] for role in ("author", "editor") if role in stated})
    role = next(iter(work), "author")
    return role, work.get(role, [])


def head(document: Document) -> str:
    """Return by what a citation in the text begins: the name of the first author, or the title."""
    _, those = creators(document)
    return short(those[0]) if those else document.title


def year(document: Document) -> str:
    """Return the year of a document, or of a range the first, or nothing."""
    found = parts(document.date)
    return f"{found[0][0]:04}" if found else ""


def description(document: Document) -> str:
    """Return what stands for the title that a document does not have, without brackets."""
    return document.title.strip(_BRACKETS) if document.title_supplied else ""


def title(document: Document) -> str:
    """Return the title in sentence case, if the manifest has it.

    One that is not the source's stands in brackets.
    """
    if document.title_supplied:
        return f"[{description(document)}]"
    return str(document.stated.get("title", document.title))


def item(document: Document, key: str, *, with_order: bool = False) -> dict[str, Any]:
    """Return a document as an item of CSL-JSON; what CSL has no field for is in `custom`.

    The title of one without is its description in brackets. That a family stands first wherever its
    name is written, names say `with_order` only: APA's style prints `Kim, J. U.` of no other.
    """
    work = document.item
    said = {
        "title": title(document),
        "language": document.stated_language,
        "URL": address(document.url),
        "custom": {"wp8": _custom(document)},
    }
    fields = {"id": key, "type": document.type, "title": "", **work, **said, "citation-key": key}
    dropped = () if with_order else ("static-ordering",)
    return {name: _clean(value, dropped) for name, value in fields.items() if value}


def _clean(value: Any, dropped: Collection[str] = ()) -> Any:  # noqa: ANN401 - as CSL has it
    if isinstance(value, dict):
        return {name: _clean(inner) for name, inner in value.items() if name not in dropped}
    if isinstance(value, list):
        return [_clean(inner, dropped) for inner in value]
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
