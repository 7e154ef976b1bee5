"""Tables of counts and measures as JSON, JSON Lines, CSV, TSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wp8.export.tables import escaped, json_lines, json_object, separated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wp8.model import Table


def table_as(format_: str, table: Table, corpus: Mapping[str, str]) -> Iterator[str]:
    """Yield a table in one of the formats but text; numbers are rounded to six places."""
    rows = [dict(zip(table.columns, map(_rounded, row), strict=True)) for row in table.rows]
    schema = f"wp8.{table.name}/1"
    about: dict[str, Any] = {
        "corpus": dict(corpus),
        "parameters": dict(table.parameters),
        "formulas": dict(table.formulas),
    }
    if format_ == "json":
        yield json_object(schema, {**about, "rows": rows})
    elif format_ == "jsonl":
        yield from json_lines(rows, schema)
    elif format_ == "md":
        yield from _markdown(table, corpus)
    else:
        yield from separated([table.columns, *(list(row.values()) for row in rows)], format_)


def shown(value: object) -> str:
    """Return a cell as a person reads it: figures to two places, nothing for what is not there."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def footnotes(table: Table, corpus: Mapping[str, str]) -> Iterator[str]:
    """Yield what a table rests on, a line each: parameters, formulas, the corpus's digest."""
    yield "; ".join(f"{name}: {shown(value)}" for name, value in table.parameters.items())
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
