"""What the head of a document in DocBook, JATS or FictionBook says: pandoc has little of it."""

from __future__ import annotations

import re
from contextlib import suppress
from html.entities import html5
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from wp8.corpus.item.dates import parts
from wp8.corpus.item.fields import FIELDS, NAMES
from wp8.corpus.readers.dublin_core import identified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wp8.corpus.readers.block import Found

# The element, right in the root, that is the head.
_HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "docbook": ("info", "articleinfo", "bookinfo"),
    "fb2": ("description",),
    "jats": ("front",),
}
# No head is longer.
_LONGEST: Final = 2**20
_CHUNK: Final = 2**14
# Those that the ancestors of XML have, and pandoc too.
_ENTITY: Final = re.compile(r"&((?!amp;|lt;|gt;|quot;|apos;)[A-Za-z][A-Za-z0-9]{1,31};)")
_GIVEN: Final = ("firstname", "givenname", "othername", "given-names", "first-name", "middle-name")
_FAMILY: Final = ("surname", "last-name")
_SUFFIX: Final = ("lineage", "suffix")
_LANGUAGES: Final = ("{http://www.w3.org/XML/1998/namespace}lang", "lang")
_ISBN: Final = "ISBN"


def head_fields(layout: str, text: str) -> Found:
    """Return what the head of `text` says by its fields; nothing where it has none."""
    names = _HEADS.get(layout)
    if not names:
        return {}
    head = _Head(names)
    parser = XMLParser(target=head)
    beginning = _ENTITY.sub(lambda named: html5.get(named[1], named[0]), text[:_LONGEST])
    with suppress(ParseError, LookupError, ValueError):
        for start in range(0, len(beginning), _CHUNK):
            if head.element is None:
                parser.feed(beginning[start : start + _CHUNK])
    said = {} if head.element is None else _READERS[layout](head.element)
    said.setdefault("language", head.language)
    return {field: value for field, value in said.items() if value}


class _Head:
    """Builds the first element of some names that stands right in the root."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.element: Element | None = None
        self.language = ""
        self._names = names
        self._builder: TreeBuilder | None = None
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if not self._depth:
            self.language = next(filter(None, map(attributes.get, _LANGUAGES)), "")
        if self._depth == 1 and name in self._names and self.element is None:
            self._builder = TreeBuilder()
        if self._builder:
            self._builder.start(name, attributes)
        self._depth += 1

    def data(self, text: str) -> None:
        if self._builder:
            self._builder.data(text)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._builder:
            self._builder.end(tag.rpartition("}")[2])
            if self._depth == 1:
                self.element, self._builder = self._builder.close(), None


def _docbook(info: Element) -> Found:
    persons = [
        ("translator" if one.tag == "othercredit" else one.tag, _name(one))
        for one in info.iter()
        if one.tag in ("author", "editor") or one.get("class") == "translator"
    ]
    bodies = [("author", _text(one)) for one in _iter(info, "corpauthor", "collab")]
    numbers = {one.get("class", "").upper(): _text(one) for one in info.iter("biblioid")}
    return {
        **_by_role([*persons, *bodies]),
        "affiliation": _first(info, "orgname", within="affiliation"),
        "issued": _first(info, "pubdate", "date"),
        "publisher": _first(info, "publishername"),
        "publisher-place": _first(info, "city", within="publisher"),
        "edition": _first(info, "edition"),
        "volume": _first(info, "volumenum"),
        "issue": _first(info, "issuenum"),
        _ISBN: numbers.get(_ISBN) or _first(info, "isbn"),
        "ISSN": numbers.get("ISSN") or _first(info, "issn"),
        **identified(filter(None, [numbers.get("DOI")])),
    }


def _jats(front: Element) -> Found:
    article = front.find("article-meta")
    article = front if article is None else article
    journal = front.find("journal-meta")
    journal = Element("journal-meta") if journal is None else journal
    persons = [(one.get("contrib-type") or "author", _name(one)) for one in article.iter("contrib")]
    numbers = {one.get("pub-id-type", ""): _text(one) for one in article.iter("article-id")}
    pages = [_first(article, tag) for tag in ("fpage", "lpage")]
    title = _first(journal, "journal-title")
    return {
        **_by_role(persons),
        "affiliation": "; ".join(
            dict.fromkeys(_text(one) for aff in article.iter("aff") for one in _bodies(aff))
        ),
        "container-title": title,
        "container-title-short": _first(journal, "abbrev-journal-title"),
        "type": "article-journal" if title else "",
        "ISSN": _first(journal, "issn"),
        _ISBN: _first(article, "isbn"),
        "publisher": _first(journal, "publisher-name"),
        "publisher-place": _first(journal, "publisher-loc"),
        "volume": _first(article, "volume"),
        "issue": _first(article, "issue"),
        "page": "-".join(dict.fromkeys(filter(None, pages))) or _first(article, "elocation-id"),
        "rights": _first(article, "copyright-statement"),
        "PMID": numbers.get("pmid", ""),
        "PMCID": numbers.get("pmcid") or numbers.get("pmc", ""),
        **identified(filter(None, [numbers.get("doi")])),
    }


def _fb2(description: Element) -> Found:
    title, printed = (
        next(description.iter(tag), Element(tag)) for tag in ("title-info", "publish-info")
    )
    date = next(title.iter("date"), Element("date"))
    # It may be written in words; a year alone has a whole day as its value.
    written = _text(date) if parts(_text(date)) else date.get("value") or _text(date)
    year = _first(printed, "year")
    series = next(title.iter("sequence"), Element("sequence"))
    persons = [(tag, _name(one)) for tag in ("author", "translator") for one in title.iter(tag)]
    return {
        **_by_role(persons),
        "language": _first(title, "lang"),
        "issued": year or written,
        "original-date": written if year else "",
        "collection-title": series.get("name", ""),
        "collection-number": series.get("number", ""),
        "publisher": _first(printed, "publisher"),
        "publisher-place": _first(printed, "city"),
        _ISBN: _first(printed, "isbn"),
    }


_READERS: Final[Mapping[str, Callable[[Element], Found]]] = {
    "docbook": _docbook,
    "fb2": _fb2,
    "jats": _jats,
}


def _by_role(persons: Iterable[tuple[str, Any]]) -> Found:
    """Return persons by what they did, as far as CSL knows it."""
    found: dict[str, list[Any]] = {}
    for role, name in persons:
        if FIELDS.get(role) == NAMES and name:
            found.setdefault(role, []).append(name)
    return {role: names[0] if len(names) == 1 else names for role, names in found.items()}


def _name(person: Element) -> str | dict[str, Any]:
    """Return the name of somebody: its parts where the family is told, else as it is written."""
    # One that is told in another script too is told first as it is cited.
    told = next(_iter(person, "personname", "name", "string-name", "anonymous"), person)
    own = {
        part: " ".join(_text(one) for tag in tags for one in list(told.iter(tag))[:1])
        for part, tags in (("given", _GIVEN), ("family", _FAMILY), ("suffix", _SUFFIX))
    }
    if own["family"] and own["given"]:
        made: dict[str, Any] = {part: text for part, text in own.items() if text}
        return made | ({"static-ordering": True} if told.get("name-style") == "eastern" else {})
    bodies = (_text(one) for one in _iter(person, "collab", "orgname", "nickname"))
    alone = (own["family"] or own["given"]) if told is not person else ""
    written = alone or _text(told) if told is not person else ""
    return written or next(bodies, "") or own["family"] or own["given"] or _text(person)


def _bodies(affiliation: Element) -> list[Element]:
    return list(affiliation.iter("institution")) or [affiliation]


def _first(element: Element, *tags: str, within: str = "") -> str:
    """Return the first text in elements of these names, those of the first name before others."""
    around = element.iter(within) if within else (element,)
    texts = (_text(one) for each in around for tag in tags for one in each.iter(tag))
    return next(filter(None, texts), "")


def _iter(element: Element, *tags: str) -> Iterator[Element]:
    return (one for one in element.iter() if one.tag in tags)


def _text(element: Element) -> str:
    """Return the text of an element, without the mark that it begins with if it has one."""
    mark = element.find("label")
    text = "".join(element.itertext()).lstrip()
    return " ".join(text.removeprefix("" if mark is None else mark.text or "").split())
