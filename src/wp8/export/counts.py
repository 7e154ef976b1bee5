"""Tables of counts and measures as JSON, JSON Lines, CSV, TSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wp8.export.json_text import json_lines, json_object, json_texts
from wp8.export.markdown import escaped, stamp_in_markdown
from wp8.export.sheets import separated, span_text
from wp8.stamp import json_text, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.model import Table


def table_as(format_: str, table: Table, corpus: Mapping[str, str]) -> Iterator[str]:
    """Yield a table in one of the formats but text; numbers are rounded to six places."""
    schema = f"wp8.{table.name}/1"
    if format_ == "json":
        about: dict[str, Any] = {
            "corpus": dict(corpus),
            "stamp": table.stamp,
            "parameters": dict(table.parameters),
            "formulas": dict(table.formulas),
        }
        head = json_object(schema, {**about, "rows": []}).removesuffix("[]\n}\n")
        yield f"{head}{_json_rows(table)}\n}}\n"
    elif format_ == "jsonl":
        rows = (dict(zip(table.columns, map(rounded, row), strict=True)) for row in table.rows)
        yield from json_lines(rows, schema)
    elif format_ == "md":
        yield from _markdown(table)
    else:
        cells = ([_cell(cell) for cell in row] for row in table.rows)
        yield from separated([table.columns, *cells], format_)


def encoded(
    rows: Sequence[tuple[object, ...]],
    encode: Callable[[Iterable[object]], list[str]],
    rest: Callable[[Iterable[str]], str],
) -> Iterator[str]:
    """Yield each of `rows` as text: its first cell, and what `rest` makes of the others.

    In a long table most rows differ in the first cell alone, so the others are written once for
    all rows that have them.
    """
    if not rows:
        return
    firsts, *columns = zip(*rows, strict=True)
    others = [row[1:] for row in rows]
    # 1, 1.0 and True are equal, but not written alike.
    if any(len(set(map(type, column))) > 1 for column in columns):
        texts = map(rest, zip(*map(encode, columns), strict=True))
    else:
        distinct = list(dict.fromkeys(others))
        cells = zip(*map(encode, zip(*distinct, strict=True)), strict=True)
        texts = map(dict(zip(distinct, map(rest, cells), strict=True)).__getitem__, others)
    yield from map(str.__add__, encode(firsts), texts)


def _json_rows(table: Table) -> str:
    """Return the rows as a list of JSON objects, one a line."""
    first, *names = (f"{json_text(column)}: " for column in table.columns)

    def rest(texts: Iterable[str]) -> str:
        return "".join(f", {name}{text}" for name, text in zip(names, texts, strict=True))

    rows = encoded(table.rows, lambda cells: json_texts(map(rounded, cells)), rest)
    objects = f"}},\n    {{{first}".join(rows)
    return f"[\n    {{{first}{objects}}}\n  ]" if objects else "[]"


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
    if isinstance(value, tuple):
        return span_text(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def footnotes(table: Table, named: Callable[[str], str] = str) -> Iterator[str]:
    """Yield what a table rests on, a line each: parameters, formulas, the stamp.

    `named` gives what a column is called where the table is shown.
    """
    said = ((name, shown(value)) for name, value in table.parameters.items())
    yield "; ".join(f"{name}: {value}" for name, value in said if value)
    yield from (f"{named(column)}: {formula}" for column, formula in table.formulas.items())
    if table.stamp:
        yield f"stamp: {table.stamp}"


def _markdown(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.columns)} |\n"
    yield f"|{' --- |' * len(table.columns)}\n"
    for row in table.rows:
        yield f"| {' | '.join(escaped(shown(cell)) for cell in row)} |\n"
    yield "\n"
    yield from (f"{escaped(line)}\n\n" for line in footnotes(table._replace(stamp="")))
    yield f"stamp: {stamp_in_markdown(table.stamp)}\n"


def _cell(value: object) -> object:
    return span_text(value) if isinstance(value, tuple) else rounded(value)
