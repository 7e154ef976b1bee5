"""Entries in RIS, by the map of Zotero's own translator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wp8.citation.item import title
from wp8.citation.text import address, one_line
from wp8.corpus.item.dates import exact, parts, readable, text
from wp8.corpus.item.fields import DATE, FIELDS, NAMES, TEXTS
from wp8.corpus.item.names import inverted, is_in_east_asian, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wp8.corpus.document import Document
    from wp8.corpus.item.names import Name

# Zotero takes what is called generic for an article in a journal.
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
_OF_PERSONS: Final = ("AU", "ED", "A4", "A2", "C2")
# A field of CSL by its tag; what a type has by another follows.
_TAGS: Final = {
    "author": "AU",
    "editor": "ED",
    "translator": "A4",
    "container-title": "T2",
    "container-title-short": "J2",
    "collection-title": "T3",
    "volume": "VL",
    "number-of-volumes": "NV",
    "issue": "IS",
    "edition": "ET",
    "publisher": "PB",
    "publisher-place": "CY",
    "ISBN": "SN",
    "ISSN": "SN",
    "DOI": "DO",
    "title-short": "ST",
    "abstract": "AB",
    "archive": "DB",
    "archive_location": "AN",
    "call-number": "CN",
    "source": "DP",
    "section": "SE",
    "keyword": "KW",
    "annote": "N1",
    "note": "M2",
}
_GENRE: Final = {"genre": "M3"}
_OF_TYPE: Final[Mapping[str, dict[str, str]]] = {
    "ART": _GENRE,
    "BILL": {"number": "M1"},
    "BLOG": _GENRE,
    "BOOK": {"collection-number": "M1", "number-of-pages": "SP"},
    "CASE": {"number": "SV", "authority": "PB"},
    "CHAP": {"collection-number": "SV", "container-author": "C2"},
    "COMP": {"version": "ET"},
    "CONF": {"container-title": "C3", "event-title": "T2", "publisher-place": "C1"},
    "DATA": {"version": "ET"},
    "ELEC": _GENRE,
    "HEAR": {"number": "M1"},
    "MANSCPT": {"number-of-pages": "SP", **_GENRE},
    "MAP": {"scale": "C1", **_GENRE},
    "PAT": {"number": "SN"},
    "PCOMM": {"recipient": "A2", **_GENRE},
    "RPRT": {"number": "SN", "collection-title": "T2", **_GENRE},
    "SLIDE": {"event-title": "T2", "event-place": "CY", **_GENRE},
    "STAND": {"number": "SN", **_GENRE},
    "STAT": {"number": "M1"},
    "THES": {"number-of-pages": "SP", **_GENRE},
}
# What has lines of its own, or says nothing of the work.
_ELSEWHERE: Final = frozenset("type title issued accessed page language URL citation-key".split())
_MANY: Final = frozenset("AU ED A4 A2 C2 KW N1 M2".split())
_EXTRA: Final = "M2"


def ris(document: Document, key: str, note: str = "") -> str:
    """Return a document as an entry in RIS; where in it is meant is a note.

    What has no tag is a line of `M2`, as Zotero has it in its field Extra.
    """
    work = document.item
    kind = _TYPES.get(document.type, _OTHER)
    tagged = list(_tagged(work, {**_TAGS, **_OF_TYPE.get(kind, {})}))
    fields = [
        ("TY", kind),
        ("ID", key),
        *(line for line in tagged if line[0] in _OF_PERSONS),
        ("TI", title(document) if document.title_supplied else document.title),
        *_dates(document.date),
        *(line for line in tagged if line[0] not in _OF_PERSONS),
        *_pages(work),
        ("LA", document.stated_language),
        ("UR", address(document.url)),
        *(("Y2", _day(found)) for found in [exact(work.get("accessed"))] if found),
        ("N1", note),
    ]
    lines = [f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if one_line(value)]
    return "".join([*lines, "ER  - \r\n"])


def _tagged(work: Mapping[str, Any], tags: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a work, each with its tag; what would be a second is extra."""
    taken: set[str] = set()
    rest = [field for field in work if field not in tags and field not in _ELSEWHERE]
    for field in (*(field for field in tags if field in work), *rest):
        tag = tags.get(field, _EXTRA)
        tag = _EXTRA if tag in taken else tag
        taken |= {tag} - _MANY
        values = list(_values(field, work[field], is_extra=tag == _EXTRA))
        is_told = tag == _EXTRA and field != "note"
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
