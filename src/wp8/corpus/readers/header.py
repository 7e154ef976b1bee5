"""What a header says by keys, be it front matter or the properties of a document: its fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.item.fields import DATE, FIELDS, NAME_KEYS, NAMES, TEXTS, WORK_TYPES, field_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Found

# What fields are called here beside their names in a manifest.
_OTHER_NAMES: Final = {
    "authors": "author",
    "editors": "editor",
    "journal": "container-title",
    "lang": "language",
    "locale": "language",
    "pages": "page",
    "date-completed": "issued",
    "publication-date": "issued",
    "published": "issued",
    "translators": "translator",
}
# What generators of sites mean otherwise, or what is longer than a line.
_NOT_OF_WORK: Final = frozenset(
    "abstract annote categories note references section status version".split()
)
_TYPES_OF_PAGES: Final = ("article", "post")
_AFFILIATIONS: Final = ("affiliation", "affiliations", "institute")
# By these an editor of Quarto is chosen, and no person named.
_EDITING: Final = ("visual", "source")
# What stands for the day on which the text is printed.
_TODAY: Final = re.compile(r"auto|today|now|last-modified|.*`.*")
# A day as Org writes it.
_STAMP: Final = re.compile(r"[<\[](\d{4}-\d\d-\d\d)[^<>\[\]]*[>\]]", re.ASCII)
# Where to write to somebody, behind the name.
_ADDRESS: Final = re.compile(r"\s*[<(]\s*[^\s<>()]+@[^\s<>()]+\s*[>)]")
_NOTHING: Final = frozenset(("", "~", "null", "Null", "NULL"))


def fields(said: dict[str, Any], *, is_page: bool = True) -> Found:
    """Return what is said under keys that are fields, as a manifest has them.

    Capitals of keys do not matter, nor do blanks for hyphens. With `is_page`, keys are passed over
    that mean something else where sites are made, or where a text is written.
    """
    found: Found = {}
    affiliations: dict[str, None] = {}
    for key, value in said.items():
        name = "-".join(str(key).lower().split())
        field = _OTHER_NAMES.get(name) or field_of(name)
        if name in _AFFILIATIONS:
            affiliations |= dict.fromkeys(_texts(value))
        elif name == "rights":
            found["rights"] = ", ".join(_texts(value))
        elif field and not (is_page and field in _NOT_OF_WORK) and not found.get(field):
            found[field] = _value(field, value, is_page=is_page)
            if field == "author":
                affiliations |= dict.fromkeys(_of_authors(value))
    found["affiliation"] = "; ".join(affiliations)
    return {key: value for key, value in found.items() if value}


def _value(field: str, said: object, *, is_page: bool) -> Any:  # noqa: ANN401 - as the field is
    kind = FIELDS[field]
    if kind == NAMES:
        unsaid = ("", *(_EDITING if field == "editor" and is_page else ()))
        names = [name for one in _each(said) if (name := _name(one)) not in unsaid]
        return names[0] if len(names) == 1 else names
    if kind == DATE and (isinstance(said, dict) or hasattr(said, "year")):
        return said
    texts = list(_texts(said))
    if kind == TEXTS:
        return texts
    text = ", ".join(texts)
    if field == "type":
        is_kind = text in WORK_TYPES and not (is_page and text in _TYPES_OF_PAGES)
        return text if is_kind else ""
    if kind == DATE:
        stamp = _STAMP.fullmatch(text)
        return stamp[1] if stamp else "" if _TODAY.fullmatch(text) else text
    return "" if field == "URL" and not text.startswith(("http://", "https://")) else text


def _each(value: object) -> list[object]:
    """Return what a list has, but lists, or the one value that there is."""
    return (
        [each for each in value if not isinstance(each, list)]
        if isinstance(value, list)
        else [value]
    )


def _texts(value: object) -> Iterator[str]:
    for one in _each(value):
        text = " ".join((_called(one) if isinstance(one, dict) else str(one)).split())
        if text not in _NOTHING:
            yield text


def _called(table: dict[str, Any]) -> str:
    """Return the text in what a table says of a title, of a body."""
    texts = map(table.get, ("name", "literal", "text"))
    return next((text for text in texts if isinstance(text, str)), "")


def _name(said: object) -> str | dict[str, str]:
    """Return what a text or a table says of the name of a person."""
    if not isinstance(said, dict):
        text = next(_texts(said), "")
        return _ADDRESS.sub("", text) or text
    parts = said["name"] if isinstance(said.get("name"), dict) else said
    told = {
        key: " ".join(parts[key].split()) for key in NAME_KEYS if isinstance(parts.get(key), str)
    }
    if told.get("literal") or not told.keys() & {"family", "given"}:
        return told.get("literal") or next(_texts(parts), "")
    return {key: value for key, value in told.items() if value}


def _of_authors(authors: object) -> Iterator[str]:
    """Yield the affiliations in what is said of authors."""
    for author in _each(authors):
        if isinstance(author, dict):
            for key in _AFFILIATIONS:
                yield from _texts(author.get(key, []))
