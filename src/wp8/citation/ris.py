"""Entries in RIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wp8.citation.text import address, one_line
from wp8.corpus.item.dates import exact, parts, readable
from wp8.corpus.item.names import inverted, is_in_east_asian, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.document import Document
    from wp8.corpus.item.names import Name

# As Zotero reads them; it takes what is called generic for an article in a journal.
_TYPES: Final = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "VIDEO",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "dataset": "DATA",
    "entry": "ENCYC",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "ART",
    "graphic": "ART",
    "hearing": "HEAR",
    "interview": "PCOMM",
    "legal_case": "CASE",
    "legislation": "STAT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "BOOK",
    "paper-conference": "CONF",
    "patent": "PAT",
    "performance": "SOUND",
    "periodical": "JFULL",
    "personal_communication": "PCOMM",
    "post": "ELEC",
    "post-weblog": "BLOG",
    "regulation": "STAT",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "software": "COMP",
    "song": "MUSIC",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "treaty": "STAT",
    "webpage": "ELEC",
}
_OTHER: Final = "MANSCPT"
_NAMES: Final = {"author": "AU", "editor": "ED", "translator": "A4"}
_TEXTS: Final = {
    "container-title": "T2",
    "container-title-short": "J2",
    "collection-title": "T3",
    "volume": "VL",
    "issue": "IS",
    "edition": "ET",
    "publisher": "PB",
    "publisher-place": "CY",
    "ISBN": "SN",
    "ISSN": "SN",
    "DOI": "DO",
    "genre": "M3",
    "title-short": "ST",
    "abstract": "AB",
    "archive": "DB",
    "call-number": "CN",
}


def ris(document: Document, key: str, note: str = "") -> str:
    """Return a document as an entry in RIS; where in it is meant is a note."""
    work = document.item
    fields = [
        ("TY", _TYPES.get(document.type, _OTHER)),
        ("ID", key),
        *((tag, _name(name)) for field, tag in _NAMES.items() for name in work.get(field, ())),
        ("TI", document.title),
        *_dates(document.date),
        *((tag, str(work.get(field, ""))) for field, tag in _TEXTS.items()),
        *_pages(work),
        ("LA", document.stated_language),
        ("UR", address(document.url)),
        ("N1", note),
    ]
    lines = [f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if one_line(value)]
    return "".join([*lines, "ER  - \r\n"])


def _name(name: Name) -> str:
    """Return a name; an asterisk is not allowed in it."""
    return (whole(name) if is_in_east_asian(name) else inverted(name)).replace("*", "")


def _dates(date: str) -> Iterator[tuple[str, str]]:
    """Yield the year and the date; what RIS has no form for, a range or words, is a note."""
    if known := parts(date):
        yield "PY", f"{known[0][0]:04}"
    if found := exact(date):
        year, *rest = found
        yield "DA", "/".join([f"{year:04}", *(f"{part:02}" for part in rest), "", ""][:3]) + "/"
    elif date:
        yield "N1", readable(date)


def _pages(work: dict[str, Any]) -> Iterator[tuple[str, str]]:
    first, _, last = str(work.get("page", "")).replace("–", "-").partition("-")
    yield "SP", first
    yield "EP", last
