"""The tables of a manifest, read one by one: most of ten thousand need no parser of TOML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.corpus.source import LARGEST_TOML, toml_table
from wp8.errors import CorpusError
from wp8.files import unicode_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wp8.corpus.document import Document

_KEY: Final = "document"
_HEAD: Final = f"[[{_KEY}]]\n"
_BETWEEN: Final = f"\n{_HEAD}"
# Most of what wp8 writes of a document: TOML that says no more than it shows.
_TEXT: Final = r'"[^"\\\0-\x1f\x7f]*"'
_NUMBER: Final = "0|[1-9][0-9]{0,17}"
_VALUE: Final = rf"{_TEXT}|true|false|{_NUMBER}|\[{_TEXT}(?:, {_TEXT})*\]"
_LINE: Final = rf"([A-Za-z0-9_-]+) = ({_VALUE})\n"
_PAIRS: Final = re.compile(_LINE)
_LINES: Final = re.compile(rf"(?:{_LINE}|\n)*")


class Tables(NamedTuple):
    """A manifest as a table, and the text of the table of each document, where it says no more.

    There are no texts where the manifest cannot be read document by document.
    """

    whole: dict[str, Any]
    texts: Sequence[str] = ()


def manifest_table(source: bytes, where: object) -> dict[str, Any]:
    """Return `source`, a manifest, as a table: what TOML says it is; errors as of `toml_table`."""
    return manifest_tables(source, where, {}).whole


def manifest_tables(source: bytes, where: object, known: Mapping[str, Document]) -> Tables:
    """Return `source` as `manifest_table` does, with the texts of its tables.

    In the place of one whose text is `known` stands the document that it describes.
    """
    try:
        return _by_documents(source, where, known)
    except (CorpusError, ValueError):
        # The whole tells what is wrong, and in which line; or a table goes on in another place.
        return Tables(toml_table(source, where))


def joined(texts: Sequence[str]) -> str:
    """Return texts of tables as one, of which `separate` makes them again."""
    return _BETWEEN.join(texts)


def separate(text: str) -> list[str]:
    """Return the texts of tables that were `joined`."""
    return text.split(_BETWEEN)


def _by_documents(source: bytes, where: object, known: Mapping[str, Document]) -> Tables:
    """Return a manifest of which each `[[document]]` can be read by itself.

    A line that is in a text or a list over several lines has a beginning that is none by itself.

    Raises:
        CorpusError: A part of it is not TOML.
        ValueError: It is to be read as a whole.
    """
    text = unicode_text(source).replace("\r\n", "\n")
    if len(source) > LARGEST_TOML or "\r" in text:
        raise ValueError(where)
    begin, *rest = f"\n{text}\n".split(_BETWEEN)
    whole = toml_table(begin.encode(), where)
    documents: list[dict[str, Any] | Document] = []
    texts: list[str] = []
    for part in rest:
        own = known.get(part) or _simple(f"{part}\n")
        if own is not None:
            documents.append(own)
            texts.append(part)
            continue
        table = toml_table(f"{_HEAD}{part}\n".encode(), where)
        described = table.pop(_KEY)
        documents += described
        texts += [part] if len(described) == 1 and not table else [""] * len(described)
        if not whole.keys().isdisjoint(table):
            raise ValueError(where)
        whole |= table
    if rest and _KEY in whole:
        raise ValueError(where)
    return Tables(whole | ({_KEY: documents} if rest else {}), texts)


def _simple(lines: str) -> dict[str, Any] | None:
    """Return the table of lines that are what they look like, or None."""
    if not _LINES.fullmatch(lines):
        return None
    pairs = _PAIRS.findall(lines)
    table = {key: _value(said) for key, said in pairs}
    return table if len(table) == len(pairs) else None


def _value(said: str) -> str | bool | int | list[str]:
    if said[0] == '"':
        return said[1:-1]
    if said[0] == "[":
        return said[2:-2].split('", "')
    return int(said) if said.isdecimal() else said == "true"
