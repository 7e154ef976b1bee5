"""Tables of counts and measures as JSON, JSON Lines, CSV, TSV and Markdown."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Any

from wp8.export.tables import escaped, json_lines, json_object, json_text, json_texts, separated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.model import Table


def table_as(format_: str, table: Table, corpus: Mapping[str, str]) -> Iterator[str]:
    """Yield a table in one of the formats but text; numbers are rounded to six places."""
    schema = f"wp8.{table.name}/1"
    if format_ == "json":
        about: dict[str, Any] = {
            "corpus": dict(corpus),
            "parameters": dict(table.parameters),
            "formulas": dict(table.formulas),
        }
        head = json_object(schema, {**about, "rows": []}).removesuffix("[]\n}\n")
        yield f"{head}{_json_rows(table)}\n}}\n"
    elif format_ == "jsonl":
        rows = (dict(zip(table.columns, map(_rounded, row), strict=True)) for row in table.rows)
        yield from json_lines(rows, schema)
    elif format_ == "md":
        yield from _markdown(table, corpus)
    else:
        cells = ([_rounded(cell) for cell in row] for row in table.rows)
        yield from separated([table.columns, *cells], format_)


def encoded(
    rows: Sequence[Sequence[object]],
    encode: Callable[[list[object]], Iterable[str]],
    before: Iterable[str] = repeat(""),
) -> Iterator[tuple[str, ...]]:
    """Yield `rows` with their cells as `encode` writes them, each column's with its `before`.

    It goes by columns, where most cells are like others: each is encoded once.
    """
    columns: list[Iterable[str]] = []
    for start, column in zip(before, zip(*rows, strict=True), strict=False):
        # 1, 1.0 and True are equal, but not written alike.
        if len(set(map(type, column))) == 1:
            cells = list(set(column))
            texts = {c: start + text for c, text in zip(cells, encode(cells), strict=True)}
            columns.append(map(texts.__getitem__, column))
        else:
            columns.append([start + text for text in encode(list(column))])
    yield from zip(*columns, strict=True)


def _json_rows(table: Table) -> str:
    """Return the rows as a list of JSON objects, one a line."""
    names = [f"{json_text(column)}: " for column in table.columns]
    rows = encoded(table.rows, lambda cells: json_texts(map(_rounded, cells)), names)
    objects = "},\n    {".join(map(", ".join, rows))
    return f"[\n    {{{objects}}}\n  ]" if objects else "[]"


def shown(value: object) -> str:
    """Return a cell as a person reads it: figures to two places, nothing for what is not there."""
    if isinstance(value, str):
        return value
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def footnotes(table: Table, corpus: Mapping[str, str]) -> Iterator[str]:
    """Yield what a table rests on, a line each: parameters, formulas, the corpus's digest."""
    said = ((name, shown(value)) for name, value in table.parameters.items())
    yield "; ".join(f"{name}: {value}" for name, value in said if value)
    yield from (f"{column}: {formula}" for column, formula in table.formulas.items())
    yield f"corpus: {corpus['name']} {corpus['digest']}"


def _markdown(table: Table, corpus: Mapping[str, str]) -> Iterator[str]:
    yield f"| {' | '.join(table.columns)} |\n"
    yield f"|{' --- |' * len(table.columns)}\n"
    for row in table.rows:
        yield f"| {' | '.join(escaped(shown(cell)) for cell in row)} |\n"
    yield "\n"
    yield from (f"{escaped(line)}\n\n" for line in footnotes(table, corpus))


def _rounded(value: object) -> object:
    return round(value, 6) if isinstance(value, float) else value
