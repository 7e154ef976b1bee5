"""Bibliographies in RIS, by the map of Zotero's own translator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.item.fields import FIELDS, NAMES
from wp8.corpus.item.names import parted
from wp8.corpus.library.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Zotero takes what is called generic for an article in a journal.
TYPES: Final = {
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
OTHER: Final = "MANSCPT"
_OTHER_TYPE: Final = "manuscript"
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
    "SLIDE": {"event-title": "T2", **_GENRE},
    "STAND": {"number": "SN", **_GENRE},
    "STAT": {"number": "M1"},
    "THES": {"number-of-pages": "SP", **_GENRE},
}
EXTRA: Final = "M2"
# Of several types of CSL under one of RIS, that which it most likely is; and other types.
_READ: Final = {ty: kind for kind, ty in reversed(TYPES.items())} | {
    **{"ART": "graphic", "ELEC": "webpage", "ENCYC": "entry-encyclopedia", "MUSIC": "song"},
    **{"PCOMM": "personal_communication", "PAMP": "pamphlet", "UNPB": "manuscript"},
    **{"EBOOK": "book", "EDBOOK": "book", "ECHAP": "chapter", "EJOUR": "article-journal"},
    **{"CPAPER": "paper-conference", "GOVDOC": "report", "WEB": "webpage", "GEN": "document"},
}
_PERIODICALS: Final = ("JOUR", "MGZN", "NEWS", "EJOUR", "JFULL")
# Tags beside those that are written.
_OTHER_TAGS: Final = {
    **{"A1": "author", "A2": "editor", "A3": "editor", "TI": "title", "T1": "title"},
    **{"CT": "title", "JF": "container-title", "JO": "container-title-short", "N2": "abstract"},
    **{"JA": "container-title-short", "LA": "language", "UR": "URL", "PP": "publisher-place"},
}
_FILES: Final = ("L1", "L2", "L4")
_LINE: Final = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?")
_OF_EXTRA: Final = re.compile(r"([A-Za-z_-]+): (.+)")


def type_of(kind: str) -> str:
    """Return what a type of RIS is in CSL."""
    return _READ.get(kind, _OTHER_TYPE)


def tags_of(kind: str) -> dict[str, str]:
    """Return the tag of each field, in a type of RIS."""
    own = _OF_TYPE.get(kind, {})
    return {field: tag for field, tag in _TAGS.items() if tag not in own.values()} | own


def ris_entries(text: str) -> Iterator[Entry]:
    """Yield the entries of a bibliography in RIS."""
    for lines in _records(text):
        yield _entry(lines)


def _records(text: str) -> Iterator[list[tuple[str, str]]]:
    lines: list[tuple[str, str]] = []
    for line in text.splitlines():
        found = _LINE.fullmatch(line.rstrip())
        tag, value = (found[1], (found[2] or "").strip()) if found else ("", line.strip())
        if tag == "TY":
            lines = []
        if tag == "ER":
            yield lines
            lines = []
        elif tag:
            lines.append((tag, value))
        elif lines and value:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {value}")


def _entry(lines: list[tuple[str, str]]) -> Entry:
    said: dict[str, list[str]] = {}
    for tag, value in lines:
        if value:
            said.setdefault(tag, []).append(value)
    kind = said.get("TY", [""])[0]
    fields: dict[str, Any] = {"type": type_of(kind)}
    number = "ISSN" if kind in _PERIODICALS else "ISBN"
    known = {**_OTHER_TAGS, **{tag: field for field, tag in _TAGS.items()}, "SN": number}
    known |= {tag: field for field, tag in _OF_TYPE.get(kind, {}).items()}
    for tag, values in said.items():
        if (field := known.get(tag)) and tag != EXTRA:
            fields.setdefault(field, _value(field, values))
    for line in said.get(EXTRA, []):
        _take_extra(line, fields)
    for field, tags in (("issued", ("DA", "Y1", "PY")), ("accessed", ("Y2",))):
        if when := next((said[tag][0] for tag in tags if tag in said), ""):
            fields.setdefault(field, _date(when))
    if "SP" in said and "page" not in fields and known.get("SP") is None:
        fields["page"] = "-".join(said[tag][0] for tag in ("SP", "EP") if tag in said)
    files = tuple(value for tag in _FILES for value in said.get(tag, ()))
    return Entry(said.get("ID", [""])[0], fields, files)


def _value(field: str, values: list[str]) -> object:
    if FIELDS[field] == NAMES:
        return list(map(parted, values))
    return ", ".join(values) if field == "keyword" else "\n".join(values)


def _take_extra(line: str, fields: dict[str, Any]) -> None:
    """Take a line of Zotero's field Extra: `field: value`, or a note."""
    found = _OF_EXTRA.fullmatch(line)
    kind = FIELDS.get(found[1]) if found else None
    if not found or kind is None:
        fields["note"] = "\n".join(filter(None, (fields.get("note"), line)))
    elif kind == NAMES:
        fields.setdefault(found[1], []).append(parted(found[2].replace(" || ", ", ")))
    else:
        # What Extra says of the type goes before the type, in Zotero too.
        fields[found[1]] = found[2]


def _date(value: str) -> str:
    """Return `2021/03/04/` as `2021-03-04`; what stands beside the figures is left out."""
    year, *rest = value.split("/")
    figures = [part for part in (year, *rest[:2]) if part.isdecimal()]
    return "-".join(figures) if year.isdecimal() and len(year) == len("2021") else value
