"""What the package document of an e-book says of it, in Dublin Core and in what refines that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from unicodedata import name

from wp8.corpus.item.names import names, short
from wp8.corpus.readers.dublin_core import ELEMENTS, identified

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from wp8.corpus.readers.block import Found

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_OPF: Final = "{http://www.idpf.org/2007/opf}"
# The roles that MARC names, as the fields of CSL.
_ROLES: Final[Mapping[str, str]] = {
    "aut": "author",
    "cmp": "composer",
    "com": "compiler",
    "cur": "curator",
    "edt": "editor",
    "ill": "illustrator",
    "ive": "contributor",
    "ivr": "interviewer",
    "nrt": "narrator",
    "trl": "translator",
}
_OTHER_ROLE: Final = "contributor"
# The events whose dates are those of a work, the first of them before the others.
_EVENTS: Final = ("publication", "", "original-publication", "creation")
_NO_DAY: Final = "0101-01-01"
_FIRST: Final = ("title", "publisher", "language", "rights", "source")


def package_fields(package: Element) -> Found:
    """Return what `package` says of its book by its fields."""
    refined = _refined(package)
    found: Found = {
        ELEMENTS[name]: said[0] for name in _FIRST if (said := list(_texts(package, name)))
    }
    titles = (
        e for e in package.iter(f"{_DC}title") if _property(e, "title-type", refined) == "main"
    )
    if main := next(filter(None, map(_text, titles)), ""):
        found["title"] = main
    found |= identified(_texts(package, "identifier"))
    found |= _of_persons(package, refined)
    found |= _dates(package, refined)
    return found | _series(package, refined)


def _series(package: Element, refined: Mapping[tuple[str, str], str]) -> Found:
    """Return the series that the book is of, and its number in it."""
    metas = list(package.iter(f"{_OPF}meta"))
    for element in metas:
        if element.get("property") == "belongs-to-collection" and (title := _text(element)):
            number = refined.get((element.get("id", ""), "group-position"), "")
            return _numbered(title, number)
    # As Calibre writes it.
    own = {element.get("name", ""): element.get("content", "").strip() for element in metas}
    title = own.get("calibre:series", "")
    return _numbered(title, own.get("calibre:series_index", "")) if title else {}


def _numbered(title: str, number: str) -> Found:
    told = {"collection-title": title, "collection-number": number.removesuffix(".0")}
    return {field: said for field, said in told.items() if said}


def _refined(package: Element) -> dict[tuple[str, str], str]:
    """Return what refines elements, by their ids and properties."""
    return {
        (refines.removeprefix("#"), element.get("property", "")): _text(element)
        for element in package.iter(f"{_OPF}meta")
        if (refines := element.get("refines"))
    }


def _of_persons(package: Element, refined: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for tag in ("creator", "contributor"):
        for element in package.iter(f"{_DC}{tag}"):
            role = _property(element, "role", refined)
            field = _ROLES.get(
                role, "" if tag == "contributor" else _OTHER_ROLE if role else "author"
            )
            if field and (said := _text(element)):
                found.setdefault(field, []).append(
                    _name(said, _property(element, "file-as", refined))
                )
    return {field: said[0] if len(said) == 1 else said for field, said in found.items()}


def _name(said: str, filed: str) -> str | dict[str, str]:
    """Return a name of which the text it is filed as tells the family's part."""
    as_filed = names(filed)
    if len(as_filed) != 1 or "family" not in as_filed[0]:
        return said
    family = " ".join(filter(None, map(as_filed[0].get, ("non-dropping-particle", "family"))))
    # Some are filed in capitals.
    for own in (said[: len(family)], said[-len(family) :]):
        told = {"name": said, "family": own}
        if own.lower() == family.lower() and short(names(told)[0]) == own:
            return told
    # What is filed in another script, or as it is read, is not how it is written.
    return filed if _script(filed) == _script(said) else said


def _script(text: str) -> str:
    return next((name(char).partition(" ")[0] for char in text if char.isalpha()), "")


def _dates(package: Element, refined: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return the date of the book, and that of the work where it says both."""
    by_event: dict[str, str] = {}
    for element in package.iter(f"{_DC}date"):
        # Calibre has a day for those that are not known.
        if (said := _text(element)) and not said.startswith(_NO_DAY):
            by_event.setdefault(_property(element, "event", refined), said)
    known = [event for event in _EVENTS if event in by_event]
    found = {"issued": by_event[known[0]]} if known else {}
    if known[1:] and _EVENTS[2] in known:
        found["original-date"] = by_event[_EVENTS[2]]
    return found


def _property(element: Element, name: str, refined: Mapping[tuple[str, str], str]) -> str:
    return element.get(f"{_OPF}{name}") or refined.get((element.get("id", ""), name), "")


def _texts(package: Element, name: str) -> Iterator[str]:
    return filter(None, map(_text, package.iter(f"{_DC}{name}")))


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
