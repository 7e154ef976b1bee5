"""What a web page says of itself for machines: JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wp8.corpus.readers.block import Found

_SCRIPT: Final = re.compile(r"<script\s[^>]{0,200}?application/ld\+json[^>]{0,200}>", re.IGNORECASE)
_END: Final = re.compile("</script", re.IGNORECASE)
# What a page may be about, and what that is for CSL.
_TYPES: Final[Mapping[str, str]] = {
    "Article": "",
    "BlogPosting": "post-weblog",
    "Book": "book",
    "NewsArticle": "article-newspaper",
    "Report": "report",
    "ScholarlyArticle": "article-journal",
    "Thesis": "thesis",
}
_DEEPEST: Final = 3
_DAY: Final = re.compile(r"\d{4}(?:-\d\d){0,2}(?!\d)", re.ASCII)


def linked_fields(head: str) -> Found:
    """Return what the first work that is described in a page has, by its fields."""
    for script in _scripts(head):
        try:
            said = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for work in _objects(said, 0):
            kind = next((t for t in _each(work.get("@type")) if t in _TYPES), None)
            if kind:
                return _fields(work, _TYPES[kind])
    return {}


def _scripts(head: str) -> Iterator[str]:
    place = 0
    while (start := _SCRIPT.search(head, place)) and (end := _END.search(head, start.end())):
        yield head[start.end() : end.start()]
        place = end.end()


def _fields(work: Mapping[str, Any], type_: str) -> Found:
    date = _DAY.match(next(_texts(work.get("datePublished")), ""))
    publisher = next(_texts(work.get("publisher")), "")
    # A newspaper is published under its own name.
    of_paper = publisher if type_ == "article-newspaper" else ""
    found: Found = {
        "title": next(_texts(work.get("headline") or work.get("name")), ""),
        "issued": date[0] if date else "",
        "container-title": next(_texts(work.get("isPartOf")), of_paper),
        "publisher": "" if of_paper else publisher,
        "language": next(_texts(work.get("inLanguage")), ""),
        "type": type_,
    }
    for field in ("author", "editor", "translator"):
        names = list(map(_name, _each(work.get(field))))
        found[field] = names[0] if len(names) == 1 else names
    return {field: value for field, value in found.items() if value}


def _name(said: object) -> str | dict[str, str]:
    """Return the name of a person, in its parts if these are told."""
    if isinstance(said, dict):
        parts = {"given": said.get("givenName"), "family": said.get("familyName")}
        if all(isinstance(part, str) and part.strip() for part in parts.values()):
            return {key: str(part) for key, part in parts.items()}
    return next(_texts(said), "")


def _objects(said: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the objects that a script describes, those of a list or a graph in order."""
    if depth < _DEEPEST:
        for one in _each(said):
            if isinstance(one, dict):
                yield one
                yield from _objects(one.get("@graph"), depth + 1)


def _each(said: object) -> list[Any]:
    return said if isinstance(said, list) else [] if said is None else [said]


def _texts(said: object) -> Iterator[str]:
    """Yield the texts in what is said: those of an object are its names."""
    for one in _each(said):
        text = one.get("name") if isinstance(one, dict) else one
        # An address of a page is no name.
        if isinstance(text, str) and text.strip() and "://" not in text:
            yield " ".join(text.split())
