"""What a file of TEI says of itself in its header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import Found
from wp8.corpus.readers.tei.tree import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATED: Final = ("when", "when-iso", "notBefore", "from", "when-custom", "notBefore-custom")
# Of less weight than the main title.
_SECONDARY: Final = frozenset(("sub", "alt", "short", "desc"))
# What a collection of plays says of each, beside its header.
_EVENTS: Final = ("written", "print", "premiere")
_YEAR: Final = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?:-\d\d(?:-\d\d)?)?(?!\d)")
_TAG: Final = re.compile(r"(?!und\b)[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")


def found(tei: Element) -> Found:
    """Return what the header of one `TEI` says."""
    header = tei.find("teiHeader") or Element("teiHeader", {}, 0)
    file = header.find("fileDesc") or header
    statement = file.find("titleStmt") or file
    titles = [title for title in statement.elements("title") if title.text]
    titles.sort(key=lambda title: title.get("type") in _SECONDARY)
    is_supplied = any(True for title in titles[:1] for _ in title.elements("supplied"))
    authors = [_person(author) for author in statement.elements("author")]
    return Found(
        title="" if is_supplied or not titles else titles[0].text,
        author=("; " if any("," in author for author in authors) else ", ").join(
            filter(None, authors)
        ),
        date=next(_dates(tei, header, file), ""),
        language=next(_languages(tei, header), ""),
    )


def _person(author: Element) -> str:
    """Return the name of an author, without where they work and who says so."""
    name = next(author.elements("persName", "name"), author)
    given = [part.text for part in name.elements("forename")]
    family = [part.text for part in name.elements("nameLink", "surname")]
    return " ".join(given + family) if given and family else name.text


def _dates(tei: Element, header: Element, file: Element) -> Iterator[str]:
    """Yield the dates of the text: of its writing, of its source, of its publication."""
    events = {event.get("type"): event for event in reversed(list(tei.iter("event")))}
    for event in filter(None, map(events.get, _EVENTS)):
        yield from filter(None, map(event.get, _DATED))
    for part in (header.find("profileDesc", "creation"), file.find("sourceDesc"), file):
        dates = list(part.iter("date", "origDate")) if part else []
        yield from (value for date in dates for name in _DATED if (value := date.get(name)))
        yield from (year for date in dates for year in _YEAR.findall(date.text))


def _languages(tei: Element, header: Element) -> Iterator[str]:
    """Yield the languages that the text may be in, what says so of the text itself first."""
    text = tei.find("text")
    body = text.find("body") if text else None
    around = [text, body, *(body.elements("div") if body else ())]
    used = header.find("profileDesc", "langUsage")
    idents = [language.get("ident") for language in used.elements("language")] if used else []
    named = [element.get("xml:lang") for element in around if element]
    own = tei.get("xml:lang")
    stated = [*named[:3], own, *(idents if len(idents) == 1 and not own else ())]
    yield from filter(_TAG.fullmatch, stated)
