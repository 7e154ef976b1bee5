"""Bibliographies in BibTeX and biblatex: pandoc reads the entries, and this what it leaves out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.corpus.library.entry import Entry
from wp8.corpus.readers.pandoc import csl_json
from wp8.words.language_names import tag_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_OPENING: Final = re.compile(r"@\s*([A-Za-z]+)\s*([{(])", re.ASCII)
_KEY: Final = re.compile(r"\s*([^\s,{}]+)\s*,")
_FIELD: Final = re.compile(r"\s*,?\s*([A-Za-z][\w+-]*)\s*=\s*", re.ASCII)
_BARE: Final = re.compile(r"[^,{}\"#\s]+")
_BRACE: Final = re.compile(r"[{})]")
_JOINED: Final = re.compile(r"\s*#\s*")
_NO_ENTRIES: Final = ("string", "preamble", "comment")
# Entries from which another takes fields.
_FROM: Final = ("crossref", "xref", "xdata")
# `Full text:files/12/a.pdf:application/pdf`, as Zotero writes it; Better BibTeX has the path alone.
_DESCRIBED: Final = re.compile(r"(?:[^:\\]|\\.)*:((?:[^:\\]|\\.)+):[\w.+-]+/[\w.+-]+")
_APART: Final = re.compile(r"(?<!\\);")
_ESCAPED: Final = re.compile(r"\\([\\:;{}_&%#$~^])")


class _Raw(NamedTuple):
    """An entry as it stands in the file, and those of its fields that are told by no other."""

    kind: str
    text: str
    fields: dict[str, str]


def bib_entries(text: str, wanted: Collection[str] | None) -> Iterator[Entry]:
    """Yield the entries of a bibliography; only those `wanted`, if it says which.

    Raises:
        UnreadableError: Pandoc cannot read it, or there is none.
    """
    raw = dict(_entries(text))
    kept = _with_parents(raw, wanted)
    common = [one.text for key, one in raw.items() if one.kind == "string"]
    source = "\n".join([*common, *(raw[key].text for key in kept)])
    for item in csl_json(source.encode(), "biblatex") if kept else []:
        key = str(item.pop("id"))
        if key in raw and (wanted is None or key in wanted):
            yield Entry(key, _more(item, raw[key].fields), _files(raw[key].fields.get("file", "")))


def _with_parents(raw: dict[str, _Raw], wanted: Collection[str] | None) -> list[str]:
    entries = [key for key, one in raw.items() if one.kind not in _NO_ENTRIES]
    if wanted is None:
        return entries
    found: dict[str, None] = {}
    left = [key for key in wanted if key in raw]
    while left:
        key = left.pop()
        if key in raw and key not in found:
            found[key] = None
            parents = (raw[key].fields.get(field, "") for field in _FROM)
            left += [name.strip() for each in parents for name in each.split(",")]
    return [key for key in entries if key in found]


def _more(item: dict[str, Any], fields: dict[str, str]) -> dict[str, Any]:
    """Return an item with its language as it is said: pandoc takes English for American."""
    said = tag_of(fields.get("langid", fields.get("language", "")))
    return item | ({"language": said} if said else {})


def _files(said: str) -> tuple[str, ...]:
    found = (_DESCRIBED.fullmatch(part.strip()) for part in _APART.split(said))
    parts = zip(found, _APART.split(said), strict=True)
    paths = (described[1] if described else part.strip() for described, part in parts)
    return tuple(_ESCAPED.sub(r"\1", path) for path in paths if path)


def _entries(text: str) -> Iterator[tuple[str, _Raw]]:
    """Yield each entry by its key; a macro has a key of its own."""
    place = 0
    while opening := _OPENING.search(text, place):
        kind = opening[1].lower()
        place = _end(text, opening.end() - 1)
        # Pandoc knows no round brackets.
        whole = f"@{kind}{{{text[opening.end() : place - 1]}}}"
        key = _KEY.match(text, opening.end())
        if kind in _NO_ENTRIES:
            yield f"@{opening.start()}", _Raw(kind, whole, {})
        elif key:
            yield key[1], _Raw(kind, whole, dict(_fields(text[key.end() : place - 1])))


def _end(text: str, start: int) -> int:
    """Return where what the brace at `start` opens has ended."""
    closing = ")" if text[start] == "(" else "}"
    depth = 0
    for found in _BRACE.finditer(text, start + 1):
        if depth == 0 and found[0] == closing:
            return found.end()
        depth += {"{": 1, "}": -1}.get(found[0], 0)
    return len(text)


def _fields(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while found := _FIELD.match(text, place):
        place = found.end()
        pieces = []
        while True:
            piece, place = _piece(text, place)
            pieces.append(piece)
            joined = _JOINED.match(text, place)
            if not joined:
                break
            place = joined.end()
        yield found[1].lower(), "".join(pieces)


def _piece(text: str, place: int) -> tuple[str, int]:
    sign = text[place : place + 1]
    if sign == "{":
        end = _end(text, place)
        return text[place + 1 : end - 1], end
    if sign == '"':
        end = place + 1
        while end < len(text) and text[end] != '"':
            end = _end(text, end) if text[end] == "{" else end + 1
        return text[place + 1 : end], end + 1
    bare = _BARE.match(text, place)
    return (bare[0], bare.end()) if bare else ("", len(text))
