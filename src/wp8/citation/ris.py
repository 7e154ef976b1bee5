"""Entries in RIS, by the map of Zotero's own translator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wp8.citation.item import title
from wp8.citation.text import address, one_line
from wp8.corpus.item.dates import exact, parts, readable, text
from wp8.corpus.item.fields import DATE, FIELDS, NAMES, TEXTS
from wp8.corpus.item.names import inverted, is_in_east_asian, whole
from wp8.corpus.library.ris import EXTRA, OTHER, TYPES, tags_of, type_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from wp8.corpus.document import Document
    from wp8.corpus.item.names import Name

# What has lines of its own, or says nothing of the work.
_ELSEWHERE: Final = frozenset("type title issued accessed language URL citation-key".split())
_OF_PERSONS: Final = ("AU", "ED", "A4", "A2", "C2")
_MANY: Final = frozenset("AU ED A4 A2 C2 KW N1 M2".split())


def ris(document: Document, key: str, note: str = "") -> str:
    """Return a document as an entry in RIS; where in it is meant is a note.

    What has no tag is a line of `M2`, as Zotero has it in its field Extra.
    """
    work = document.item
    kind = TYPES.get(document.type, OTHER)
    tags = tags_of(kind)
    # Of a book, the pages there are their number.
    has_pages = "SP" not in tags.values()
    tagged = list(_tagged(work, tags, _ELSEWHERE | ({"page"} if has_pages else set())))
    fields = [
        ("TY", kind),
        ("ID", key),
        *(line for line in tagged if line[0] in _OF_PERSONS),
        ("TI", title(document) if document.title_supplied else document.title),
        *_dates(document.date),
        *(line for line in tagged if line[0] not in _OF_PERSONS),
        *(_pages(work) if has_pages else ()),
        ("LA", document.stated_language),
        ("UR", address(document.url)),
        *(("Y2", _day(found)) for found in [exact(work.get("accessed"))] if found),
        (EXTRA, f"type: {document.type}" if type_of(kind) != document.type else ""),
        ("N1", note),
    ]
    lines = [f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if one_line(value)]
    return "".join([*lines, "ER  - \r\n"])


def _tagged(
    work: Mapping[str, Any], tags: Mapping[str, str], elsewhere: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield the fields of a work, each with its tag; what would be a second is extra."""
    taken: set[str] = set()
    rest = [field for field in work if field not in tags and field not in elsewhere]
    for field in (*(field for field in tags if field in work), *rest):
        tag = tags.get(field, EXTRA)
        tag = EXTRA if tag in taken else tag
        taken |= {tag} - _MANY
        values = list(_values(field, work[field], is_extra=tag == EXTRA))
        is_told = tag == EXTRA and field != "note"
        yield from ((tag, f"{field}: {value}" if is_told else value) for value in values)


def _values(field: str, value: Any, *, is_extra: bool) -> Iterator[str]:  # noqa: ANN401 - any
    kind = FIELDS[field]
    if kind == NAMES:
        yield from map(_parted if is_extra else _name, value)
    elif kind == TEXTS:
        yield from value
    elif field == "keyword":
        yield from value.split(",")
    else:
        yield text(value) if kind == DATE else str(value)


def _parted(name: Name) -> str:
    return inverted(name) if name.get("literal") else " || ".join(inverted(name).split(", ", 1))


def _name(name: Name) -> str:
    """Return a name; an asterisk is not allowed in it."""
    return (whole(name) if is_in_east_asian(name) else inverted(name)).replace("*", "")


def _dates(date: str) -> Iterator[tuple[str, str]]:
    """Yield the year and the date; what RIS has no form for, a range or words, is a note."""
    if known := parts(date):
        yield "PY", f"{known[0][0]:04}"
    if found := exact(date):
        yield "DA", _day(found)
    elif date:
        yield "N1", readable(date)


def _day(found: list[int]) -> str:
    year, *rest = found
    return "/".join([f"{year:04}", *(f"{part:02}" for part in rest), "", ""][:3]) + "/"


def _pages(work: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    first, _, last = str(work.get("page", "")).replace("–", "-").partition("-")
    yield "SP", first
    yield "EP", last
