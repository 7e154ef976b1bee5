"""The text of the layouts `csv`, `tsv` and `jsonl`: the cells of one column."""

from __future__ import annotations

import csv
import json
from collections import deque
from io import StringIO
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.receipts.written import END, METADATA, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wp8.corpus.readers.block import Text
    from wp8.corpus.receipts.written import Piece

_COLUMN: Final = "text"
_BETWEEN_CELLS: Final = {"csv": (",", ";"), "tsv": ("\t",)}
# By these one knows a record that wp8 wrote.
_OF_RECORDS: Final = frozenset(("id", "document", "kind", "number", "section", "text"))


def written(layout: str, text: Text) -> Written:
    """Return the text of all rows of a table."""
    return Written([piece for part in parts(layout, text) for piece in part.pieces])


def parts(layout: str, text: Text, column: str = "") -> Iterator[Written]:
    """Yield the text of each row, or of each document if they are records of wp8."""
    rows = _objects(text) if layout == "jsonl" else _rows(layout, text)
    first = next(rows, None)
    if first is None:
        return
    if layout == "jsonl" and not column and first.keys() >= _OF_RECORDS:
        found: dict[str, list[Piece]] = {}
        for row in chain((first,), rows):
            found.setdefault(str(row["document"]), []).extend(_pieces(row, column or _COLUMN))
        yield from map(Written, found.values())
    else:
        for row in chain((first,), rows):
            yield Written([*_pieces(row, column or _COLUMN)])


def _pieces(row: Mapping[str, Any], column: str) -> Iterator[Piece]:
    for name, value in row.items():
        if name == column and isinstance(value, str):
            yield f"{END}{value}{END}", ""
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield f" {value} ", METADATA


def _rows(layout: str, text: Text) -> Iterator[dict[str, str]]:
    """Yield the rows below the first; the marks of quotation are text where they do not pair."""
    first = next((line for line in _lines(text) if line != "\n"), "")
    between = max(_BETWEEN_CELLS[layout], key=first.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    try:
        deque(csv.reader(_lines(text), delimiter=between, strict=True), maxlen=0)
        reader = csv.reader(_lines(text), delimiter=between)
    except csv.Error:
        reader = csv.reader(_lines(text), delimiter=between, quoting=csv.QUOTE_NONE)
    rows = filter(None, reader)
    names = [name.strip() for name in next(rows, ())]
    for row in rows:
        yield dict(zip(names, row, strict=False))


def _objects(text: Text) -> Iterator[dict[str, Any]]:
    return map(json.loads, filter(str.strip, _lines(text)))


def _lines(text: Text) -> Iterator[str]:
    """Yield the lines of a text, each with its end."""
    for piece in [text] if isinstance(text, str) else text:
        # Of the signs that act, one is the receipts' own.
        yield from StringIO(f"{piece}\n".replace(END, " "), newline="")
