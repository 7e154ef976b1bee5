"""The text of the layouts `csv`, `tsv` and `jsonl`: the cells of one column."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.receipts.written import END, METADATA, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wp8.corpus.receipts.written import Piece

_COLUMN: Final = "text"
_BETWEEN_CELLS: Final = {"csv": (",", ";"), "tsv": ("\t",)}
# By these one knows a record that wp8 wrote.
_OF_RECORDS: Final = frozenset(("id", "document", "kind", "number", "section", "text"))


def written(layout: str, text: str) -> Written:
    """Return the text of all rows of a table."""
    return Written([piece for part in parts(layout, text) for piece in part.pieces])


def parts(layout: str, text: str, column: str = "") -> list[Written]:
    """Return the text of each row, or of each document if they are records of wp8."""
    rows = list(_objects(text) if layout == "jsonl" else _rows(layout, text))
    is_recorded = layout == "jsonl" and not column and rows and rows[0].keys() >= _OF_RECORDS
    found: dict[object, list[Piece]] = {}
    for number, row in enumerate(rows):
        key = str(row["document"]) if is_recorded else number
        found.setdefault(key, []).extend(_pieces(row, column or _COLUMN))
    return [Written(pieces) for pieces in found.values()]


def _pieces(row: Mapping[str, Any], column: str) -> Iterator[Piece]:
    for name, value in row.items():
        if name == column and isinstance(value, str):
            yield f"{END}{value}{END}", ""
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield f" {value} ", METADATA


def _rows(layout: str, text: str) -> Iterator[dict[str, str]]:
    """Yield the rows below the first; the marks of quotation are text where they do not pair."""
    first = next((line for line in text.split("\n") if line), "")
    between = max(_BETWEEN_CELLS[layout], key=first.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    source = StringIO(text, newline="")
    try:
        rows = list(csv.reader(source, delimiter=between, strict=True))
    except csv.Error:
        source.seek(0)
        rows = list(csv.reader(source, delimiter=between, quoting=csv.QUOTE_NONE))
    names, *others = [row for row in rows if row] or [[]]
    for row in others:
        yield dict(zip(map(str.strip, names), row, strict=False))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n"):
        if line.strip():
            yield json.loads(line)
