"""A bibliography of one's own, from which documents have what is said of them."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.item import stated_of
from wp8.corpus.item.fields import FIELDS, WORK_TYPES, fault, is_key
from wp8.corpus.library.entry import Entry
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

# What CSL has called otherwise.
_NOW: Final = {"event": "event-title", "shortTitle": "title-short"}


def _of_json(source: bytes, _: Collection[str] | None) -> Iterator[Entry]:
    found = json.loads(source)
    items = found.get("items", found.get("references")) if isinstance(found, dict) else found
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise UnreadableError("is no list of items of CSL-JSON")
    for item in items:
        yield Entry(str(item.get("citation-key") or item.get("id", "")), item)


def _of_bib(source: bytes, wanted: Collection[str] | None) -> Iterator[Entry]:
    from wp8.corpus.library.bibtex import bib_entries

    return bib_entries(source.decode("utf-8-sig"), wanted)


def _of_ris(source: bytes, _: Collection[str] | None) -> Iterator[Entry]:
    from wp8.corpus.library.ris import ris_entries

    return ris_entries(source.decode("utf-8-sig"))


_FORMATS: Final[Mapping[str, Callable[[bytes, Collection[str] | None], Iterable[Entry]]]] = {
    ".json": _of_json,
    ".bib": _of_bib,
    ".ris": _of_ris,
}
FORMATS: Final = tuple(_FORMATS)


def entries(source: bytes, name: str, wanted: Collection[str] | None = None) -> list[Entry]:
    """Return the entries of the bibliography in a file of this name, or at least those `wanted`.

    Raises:
        UnreadableError: It is none, or takes a package that is missing.
    """
    read = _FORMATS.get(PurePath(name).suffix.lower())
    if read is None:
        hint = f"known ones end in {', '.join(FORMATS)}"
        raise UnreadableError("is no bibliography by its name", hint=hint)
    try:
        return list(read(source, wanted))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"is no bibliography: {error}") from error


def said_by(entry: Entry) -> dict[str, Any]:
    """Return what an entry says of a work, as the fields of a document.

    Its title is in sentence case, as reference managers keep titles.
    """
    from wp8.words.languages import tag

    fields = {_NOW.get(field, field): value for field, value in entry.fields.items()}
    known = {
        field: value
        for field, value in fields.items()
        if field in FIELDS and value and not fault(field, value)
    }
    if known.get("type") not in WORK_TYPES:
        known.pop("type", None)
    known.pop("citation-key", None)
    if is_key(entry.key):
        known["citation-key"] = entry.key
    title, language = known.get("title", ""), tag(str(known.pop("language", "")))
    return {"title": title, "language": language, "stated": stated_of(known)}
