"""Tables of texts, `csv`, `tsv` and `jsonl`: each row is a document; wp8's own records in JSON."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from dataclasses import replace
from functools import partial
from io import StringIO
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.document import OF_DOCUMENTS
from wp8.corpus.item.own_fields import own_fault, own_value
from wp8.corpus.readers import text as plain
from wp8.corpus.readers.block import (
    Block,
    Found,
    Part,
    Text,
    are_names,
    in_pieces,
    numbered_lines,
)
from wp8.corpus.readers.header import fields
from wp8.errors import UnreadableError
from wp8.model import KINDS
from wp8.words.characters import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

TEXT_COLUMN: Final = "text"
# What fields are called in tables beside their names in other headers.
_OTHER_NAMES: Final = {"creator": "author", "year": "issued"}
_NAMES: Final = ("id", "doc_id")
_FILES: Final = ("file", "filename")
_DELIMITERS: Final = {"csv": ",;", "tsv": "\t"}
# By these one knows a record that wp8 wrote.
_OF_RECORDS: Final = frozenset(("id", "document", "kind", "number", "section", "text"))
# Numbers with a point are none that a field has.
_SAID: Final = (str, int, list, dict)
_NOTHING: Final[tuple[object, ...]] = ("", None, [], {})
_NO_NAME: Final = re.compile(r"[^A-Za-z0-9_-]+")
_Row = tuple[tuple[int, int], dict[str, Any]]


def read(layout: str, text: Text) -> Iterator[Block]:
    """Yield the blocks of all documents of a table.

    Raises:
        UnreadableError: As `parts`.
    """
    return (block for part in parts(layout, text) for block in part.blocks())


def find(layout: str, text: Text) -> Found:
    """Return nothing: a table says no more of itself than its rows do."""
    return {}


def about(layout: str, text: Text) -> dict[str, Found]:
    """Return what a table says of files, by their names in its column `file`.

    Raises:
        UnreadableError: It is no table, or has no such column.
    """
    rows = list(_reading(layout, text)())
    found = {_value(row, _FILES): _said(row, _FILES) for _, row in rows}
    if rows and not any(found):
        raise UnreadableError(f"has no column {_FILES[0]!r}")
    return found


def parts(layout: str, text: Text, column: str = "") -> Iterator[Part]:
    """Return the documents of a table of texts, which stand in `column`: each is made as it comes.

    Raises:
        UnreadableError: It is no such table, or has no such column.
    """
    rows = _reading(layout, text)
    known: dict[str, None] = {}
    first = next(rows(), None)
    if layout == "jsonl" and first and first[1].keys() >= _OF_RECORDS and not column:
        return iter([*_recorded(rows())])
    have_names = are_names(_value(row, _NAMES) for row in _noted(rows(), known))
    column = column or TEXT_COLUMN
    if first and column not in known:
        named = ", ".join(map(repr, known))
        hint = 'name the one that has: --text-column NAME, or text_column = "NAME" in corpus.toml'
        raise UnreadableError(f"has no column {column!r} but {named}", hint=hint)
    return (
        Part(
            _value(row, _NAMES) if have_names else str(number),
            have_names,
            partial(_said, row, (*_NAMES, column)),
            partial(_blocks, row.get(column), lines),
            _sum(lines, row.get(column)),
        )
        for number, (lines, row) in enumerate(rows(), start=1)
    )


def _reading(layout: str, text: Text) -> Callable[[], Iterator[_Row]]:
    """Return what yields the rows of a table with their lines, from the first on at each call.

    What it yields raises UnreadableError where the text is no table.
    """
    if layout == "jsonl":
        return partial(_objects, text)
    head = next((line.text for line in numbered_lines(text) if line.text), "")
    delimiter = max(_DELIMITERS[layout], key=head.count)
    # One limit for all of a process.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    # Between tabs a quotation mark may be nothing but that.
    is_quoted = delimiter != "\t" or _is_quoted(text, delimiter)
    return partial(_rows, text, delimiter, is_quoted=is_quoted)


def _is_quoted(text: Text, delimiter: str) -> bool:
    """Return whether the quotation marks of a table pair."""
    try:
        return all(True for _ in _cells(text, delimiter, is_quoted=True))
    except UnreadableError:
        return False


def _noted(rows: Iterable[_Row], columns: dict[str, None]) -> Iterator[dict[str, Any]]:
    """Yield what `rows` have under their names, and note these in `columns`."""
    for _, row in rows:
        if not row.keys() <= columns.keys():
            columns.update(dict.fromkeys(row))
        yield row


def _rows(text: Text, delimiter: str, *, is_quoted: bool) -> Iterator[_Row]:
    """Yield the rows below the first, which names the columns, with their lines."""
    found = _cells(text, delimiter, is_quoted=is_quoted)
    _, names = next(found, ((0, 0), []))
    columns = [name.strip() for name in names]
    if len(set(columns)) < len(columns):
        raise UnreadableError("has two columns of one name")
    for lines, cells in found:
        if any(cells[len(columns) :]):
            hint = "put a text that has a comma in it in quotation marks"
            raise UnreadableError(f"line {lines[0]}: has more cells than columns", hint=hint)
        yield lines, dict(zip(columns, cells, strict=False))


def _cells(
    text: Text, delimiter: str, *, is_quoted: bool
) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Yield the cells of each row that has some, with its lines."""
    # Not one for the whole, which would take four bytes for each character.
    pieces = (StringIO(f"{piece}\n", newline="") for piece in in_pieces(text))
    source = chain.from_iterable(pieces)
    rows = (
        csv.reader(source, delimiter=delimiter, strict=True)
        if is_quoted
        else csv.reader(source, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    )
    first = 1
    try:
        for row in rows:
            if row:
                yield (first, rows.line_num), row
            first = rows.line_num + 1
    except csv.Error as error:
        raise UnreadableError(f"line {first}: is no table: {error}") from error


def _objects(text: Text) -> Iterator[_Row]:
    """Yield the objects of JSON, one a line."""
    for number, line in numbered_lines(text):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"line {number}: is no JSON: {error}") from error
        if not isinstance(found, dict):
            raise UnreadableError(f"line {number}: is no object of JSON")
        yield (number, number), found


def _sum(*made_of: object) -> str:
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def _said(row: Mapping[str, Any], other: Collection[str]) -> Found:
    """Return what a row says of a document: fields of CSL, and a corpus's own by other names.

    In `other` columns is something else.
    """
    told = {
        name.strip().lower(): value
        for name, value in row.items()
        if name not in other and name.lower() not in other and value not in _NOTHING
    }
    own = {name: told.pop(name) for name in [*told] if not _is_of_work(name, told[name])}
    also = {field: told[name] for name, field in _OTHER_NAMES.items() if name in told}
    said = fields(told | {name: also[name] for name in also.keys() - told.keys()}, is_page=False)
    return said | {"fields": _own(own)}


def _is_of_work(name: str, value: object) -> bool:
    """Return whether a column says something of the work that CSL has a field for.

    A genre there is that of a thesis.
    """
    is_said = isinstance(value, _SAID) and not isinstance(value, bool) and name != "genre"
    return is_said and bool(fields({_OTHER_NAMES.get(name, name): value}, is_page=False))


def _own(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns as fields of a corpus's own, under names that these may have."""
    found: dict[str, Any] = {}
    for place, (name, value) in enumerate(columns.items(), start=1):
        made = _NO_NAME.sub("-", folded(name)).strip("-")
        made = made or f"column-{place}"
        for free in (made, f"{made}_"):
            if free not in found and not own_fault(free, value, OF_DOCUMENTS):
                found[free] = own_value(value)
                break
    return found


def _value(row: Mapping[str, Any], names: Collection[str]) -> str:
    """Return what a row says under one of these names, whose capitals do not matter."""
    said = {
        known: value
        for name, value in row.items()
        if (known := name.lower()) in names and isinstance(value, str | int)
    }
    return next((str(said[name]).strip() for name in names if said.get(name)), "")


def _blocks(text: object, lines: tuple[int, int]) -> tuple[Block, ...]:
    found = plain.read(text) if isinstance(text, str) else ()
    return tuple(replace(block, lines=lines, breaks=()) for block in found)


def _recorded(rows: Iterable[_Row]) -> Iterator[Part]:
    """Yield the documents of records that wp8 wrote, by their ids."""
    documents: dict[str, list[_Row]] = {}
    for lines, row in rows:
        if not row.keys() >= _OF_RECORDS:
            raise UnreadableError(f"line {lines[0]}: is no record of wp8")
        documents.setdefault(str(row["document"]), []).append((lines, row))
    for name, own in documents.items():
        said = next((row["language"] for _, row in own if row.get("language")), "")
        about = {"language": said} if said else {}
        yield Part(name, True, partial(dict, about), partial(_recorded_blocks, own), _sum(own))


def _recorded_blocks(rows: list[_Row]) -> list[Block]:
    calls = {str(row["id"]): row for _, row in rows if row.get("cited_by")}
    found = []
    for lines, row in rows:
        try:
            found.append(_block(row, lines, calls))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise UnreadableError(f"line {lines[0]}: is no record of wp8") from error
    return found


def _block(row: dict[str, Any], lines: tuple[int, int], calls: Mapping[str, Any]) -> Block:
    """Return the block that a record was made of; `calls` are the notes that are called.

    Raises:
        KeyError, TypeError, ValueError: It is no record.
    """
    if any(not isinstance(row[key], str) for key in ("id", "kind", "section", "text")):
        raise TypeError(row)
    fields: dict[str, Any] = {key: row.get(key) for key in ("group", "name", "position", "speaker")}
    is_text = all(value is None or isinstance(value, str) for value in fields.values())
    if row["kind"] not in KINDS or not is_text:
        raise ValueError(row)
    table, _, place = row["id"].rpartition(":")[2].partition(".")
    marks = tuple(
        (int(note.rpartition(":n")[2]), _offset(calls.get(note), row))
        for note in row.get("notes", ())
    )
    pages, labels = row.get("pages"), row.get("page_labels")
    return Block(
        row["kind"],
        row["text"],
        lines,
        row["section"],
        marks,
        number=int(row["number"]),
        table=int(table[1:]) if place else None,
        pages=(int(pages[0]), int(pages[1])) if pages else None,
        page_labels=(str(labels[0]), str(labels[1])) if labels else None,
        **fields,
    )


def _offset(note: Mapping[str, Any] | None, caller: Mapping[str, Any]) -> int:
    """Return where a record calls a note; where that is not known, at its end."""
    at_end = len(caller["text"])
    is_known = note is not None and note["cited_by"] == caller["id"]
    return min(max(0, int(note["cited_at"])), at_end) if note and is_known else at_end
