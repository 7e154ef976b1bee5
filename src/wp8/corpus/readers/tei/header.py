"""What a file of TEI says in its header of the work that it has, as fields of CSL."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.item.dates import is_date, text
from wp8.corpus.item.fields import FIELDS, NAMES, WORK_TYPES
from wp8.corpus.readers.tei.tree import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Found

_MOMENTS: Final = ("when", "when-iso", "when-custom")
_SPANS: Final = (
    ("notBefore", "notAfter"),
    ("from", "to"),
    ("notBefore-custom", "notAfter-custom"),
)
# Of less weight than the main title.
_SECONDARY: Final = frozenset(("sub", "alt", "short", "desc"))
# What a collection of plays says of each, beside its header.
_EVENTS: Final = ("written", "print", "premiere")
_YEAR: Final = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?:-\d\d(?:-\d\d)?)?(?!\d)")
_TAG: Final = re.compile(r"(?!und\b)[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
# A header has no more that are of the text.
_MOST_DATES: Final = 1_000
_SOURCES: Final = ("bibl", "biblStruct", "biblFull")
_IMPRINT: Final = ("publisher", "pubPlace", "date", "biblScope")
_UNITS: Final = {"vol": "volume", "iss": "issue", "pp": "page", "pages": "page"}
_NUMBERS: Final = ("volume", "issue", "page")
_BESIDE_A_NAME: Final = ("affiliation", "email", "idno", "note", "ref")
_NAME_PARTS: Final = {
    "given": "forename",
    "non-dropping-particle": "nameLink",
    "family": "surname",
    "suffix": "genName",
}
# What wp8 says of a document, in JSON.
CSL_JSON: Final = "csl-json"
_IDENTIFIERS: Final = ("DOI", "ISBN", "ISSN")


def found(tei: Element) -> Found:
    """Return what the header of one `TEI` says; what wp8 put there as JSON goes before."""
    header = tei.find("teiHeader") or Element("teiHeader", {}, 0)
    for described in header.elements("xenoData"):
        if described.get("type") == CSL_JSON:
            with suppress(AttributeError, RecursionError, TypeError, ValueError):
                return _described(json.loads("".join(described.texts())))
    file = header.find("fileDesc") or header
    statement = file.find("titleStmt") or file
    titles = [title for title in statement.elements("title") if title.text]
    titles.sort(key=lambda title: title.get("type") in _SECONDARY)
    title = titles[0].text if titles else ""
    said = {
        "title": title,
        "title_supplied": any(True for one in titles[:1] for _ in one.elements("supplied")),
        "issued": next(_dates(tei, header, file), ""),
        "language": next(_languages(tei, header), ""),
        **_persons(statement),
        **_printed(file, title),
        "rights": next(_rights(file), ""),
    }
    return {field: value for field, value in said.items() if value}


def _described(said: dict[str, Any]) -> Found:
    """Return what wp8 says of a document.

    Raises:
        AttributeError, TypeError: It did not say that.
    """
    item = dict(said.pop("item", {}))
    if item.get("type") not in WORK_TYPES:
        item.pop("type", None)
    # Beside the title of the document it is that of the work in sentence case.
    said["fields"] = dict(said.get("fields", {}))
    return {**item, "title_in_sentence_case": item.pop("title", ""), **said}


def named_persons(tei: Element) -> dict[str, str]:
    """Return the persons that the header of one `TEI` lists, by their ids."""
    header = tei.find("teiHeader") or Element("teiHeader", {}, 0)
    listed = header.iter("person", "personGrp")
    return {one.get("xml:id"): _first(one, "persName") or _first(one, "name") for one in listed}


def _persons(statement: Element) -> Found:
    """Return who made the work, by what they did, and where its authors work."""
    made: dict[str, list[object]] = {}
    places: dict[str, None] = {}
    for person in statement.elements("author", "editor"):
        role = person.get("role").lower() or person.tag
        field = role if FIELDS.get(role) == NAMES else person.tag * (person.tag in role)
        if field and (name := _name(person)):
            made.setdefault(field, []).append(name)
        places |= {place.text: None for place in person.elements("affiliation")}
    return {**made, "affiliation": "; ".join(filter(None, places))}


def _name(person: Element) -> str | dict[str, str]:
    """Return the name of somebody, without where they work and who says so."""
    name = next(person.elements("persName", "name"), person)
    parts = {
        part: " ".join(one.text for one in name.iter(tag) if one.text)
        for part, tag in _NAME_PARTS.items()
    }
    is_told = parts["given"] and parts["family"]
    if is_told:
        return {part: own for part, own in parts.items() if own}
    own = Element(name.tag, {}, 0)
    own.children = [
        one for one in name.children if isinstance(one, str) or one.tag not in _BESIDE_A_NAME
    ]
    return own.text


def _printed(file: Element, title: str) -> Found:
    """Return what is said of the print that a text is of, or of the file itself where it is none.

    What the work stands in is told where the source is of one that stands in another.
    """
    source = file.find("sourceDesc") or Element("sourceDesc", {}, 0)
    first = next(source.iter(*_SOURCES), source)
    is_of_print = any(True for _ in first.iter(*_IMPRINT))
    where = first if is_of_print else file.find("publicationStmt") or first
    said = {
        "publisher": _first(where, "publisher"),
        "publisher-place": _first(where, "pubPlace"),
        "container-title": next(_containers(first, title), ""),
    }
    for scope in first.iter("biblScope"):
        unit = (scope.get("unit") or scope.get("type")).lower().rstrip(".")
        unit = _UNITS.get(unit, unit)
        if unit in _NUMBERS:
            said.setdefault(unit, scope.text)
    for number in where.iter("idno"):
        if (kind := number.get("type").upper()) in _IDENTIFIERS:
            said.setdefault(kind, number.text)
    return said


def _first(element: Element, tag: str) -> str:
    return next(filter(None, (one.text for one in element.iter(tag))), "")


def _containers(source: Element, title: str) -> Iterator[str]:
    """Yield the titles of the journal or the book that a work stands in."""
    levels = [(one.get("level"), one.text) for one in source.iter("title")]
    is_part = any(level == "a" or (not level and named == title) for level, named in levels)
    for level, named in levels:
        if named != title and (level == "j" or (level == "m" and is_part)):
            yield named


def _rights(file: Element) -> Iterator[str]:
    for terms in file.iter("availability"):
        yield from (one.text for one in terms.iter("licence", "license", "p") if one.text)


def _dates(tei: Element, header: Element, file: Element) -> Iterator[str]:
    """Yield the dates of the text: of its writing, of its source, of its publication."""
    events = {event.get("type"): event for event in reversed(list(tei.iter("event")))}
    for event in filter(None, map(events.get, _EVENTS)):
        yield from _figures(event)
    for part in (header.find("profileDesc", "creation"), file.find("sourceDesc"), file):
        dates = list(islice(part.iter("date", "origDate"), _MOST_DATES)) if part else []
        yield from (stated for date in dates for stated in _stated(date))
        for date in dates:
            words = text(date.text)
            yield from [words] if is_date(words) else _YEAR.findall(words)


def _stated(date: Element) -> Iterator[str]:
    """Yield the dates that an element states, `c. 1901` where it says that of 1901 in words."""
    words = text(date.text)
    for figures in _figures(date):
        is_qualified = is_date(words) and words.rstrip("?~%") == figures
        yield words if is_qualified else figures


def _figures(date: Element) -> Iterator[str]:
    """Yield the dates that the attributes of an element say."""
    said = [date.get(name) for name in _MOMENTS]
    for names in _SPANS:
        ends = [date.get(name) for name in names]
        said += ["/".join(end or ".." for end in ends)] * any(ends)
    yield from filter(is_date, map(text, said))


def _languages(tei: Element, header: Element) -> Iterator[str]:
    """Yield the languages that the text may be in, what says so of the text itself first."""
    whole = tei.find("text")
    body = whole.find("body") if whole else None
    around = [whole, body, *(body.elements("div") if body else ())]
    used = header.find("profileDesc", "langUsage")
    idents = [language.get("ident") for language in used.elements("language")] if used else []
    named = [element.get("xml:lang") for element in around if element]
    own = tei.get("xml:lang")
    stated = [*named[:3], own, *(idents if len(idents) == 1 and not own else ())]
    yield from filter(_TAG.fullmatch, stated)
