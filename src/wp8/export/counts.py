"""The layout of tables of counts and measures."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final, Protocol

from wp8.export.json_text import json_lines, json_object_with, json_texts
from wp8.export.layout import Layout
from wp8.export.markdown import escaped, stamp_in_markdown
from wp8.export.sheets import span_text
from wp8.results import row_by_row
from wp8.stamp import json_text, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.analysis.counts.table import Table
    from wp8.export.excerpts.excerpt import Excerpt

# So many rows are written together.
_AT_ONCE: Final = 1 << 12


class Rows(Layout["Table"]):
    """A table of counts and measures; numbers are rounded to six places."""

    def about(self, result: Table) -> Mapping[str, Any]:
        """Return what the table rests on."""
        return {"corpus": dict(result.corpus), **rests_on(result)}

    def fields(self, result: Table) -> Iterator[Mapping[str, Any]]:
        """Yield each row by its columns."""
        for row in row_by_row(result.cells):
            yield dict(zip(result.columns, map(rounded, row), strict=True))

    def cells(self, result: Table) -> Iterator[Sequence[object]]:
        """Yield the columns and each row."""
        yield result.columns
        yield from ([_cell(cell) for cell in row] for row in row_by_row(result.cells))

    def markdown(self, result: Table) -> Iterator[str]:
        """Yield the table, and what it rests on."""
        return _markdown(result)

    def footnotes(self, result: Table) -> Iterator[str]:
        """Yield what the table rests on."""
        return footnotes(result)

    def footnotes_in_text(self, result: Table) -> Iterator[str]:
        """Yield what the columns that text has rest on."""
        return footnotes(result.as_text())

    def json(self, result: Table) -> Iterator[str]:
        """Yield one JSON object, with a row a line: a table may be long."""
        return json_object_with(_schema(result), self.about(result), self.rows, _json_rows(result))

    def json_lines(self, result: Table) -> Iterator[str]:
        """Yield a line of JSON for each row."""
        return json_lines(self.fields(result), _schema(result))


class Lines(Rows):
    """The lines of a concordance."""

    def excerpts(self, result: Table) -> Iterator[Excerpt]:
        """Yield each line, its node as a match."""
        from wp8.export.excerpts.excerpt import Excerpt

        for row in result:
            is_cut = row.span[0] > len(row.left) + 1
            before = f"{'… ' * is_cut}{row.left} ".lstrip()
            pieces = [(before, False), (row.node, True), (f" {row.right} …", False)]
            yield Excerpt((row.id,), [pieces])


def _schema(table: Table) -> str:
    return f"wp8.{table.name}/1"


def encoded(
    rows: Sequence[tuple[object, ...]],
    encode: Callable[[Iterable[object]], list[str]],
    rest: Callable[[Iterable[str]], str],
) -> Iterator[str]:
    """Yield `rows` as texts: of each its first cell, and what `rest` makes of the others.

    In a long table most rows differ from the one before in the first cell alone, so the others are
    written once for all of them.
    """
    cells = row_by_row(rows)
    while block := [*islice(cells, _AT_ONCE)]:
        yield from _encoded(block, encode, rest)


def _encoded(
    rows: Sequence[tuple[object, ...]],
    encode: Callable[[Iterable[object]], list[str]],
    rest: Callable[[Iterable[str]], str],
) -> Iterator[str]:
    firsts, *columns = zip(*rows, strict=True)
    # 1, 1.0 and True are equal, but not written alike; None is equal to none of them.
    if any(len({*map(type, column)} - {type(None)}) > 1 for column in columns):
        yield from map(
            str.__add__, encode(firsts), map(rest, zip(*map(encode, columns), strict=True))
        )
        return
    runs = [[*run] for _, run in groupby(zip(*columns, strict=True))]
    distinct = dict.fromkeys(run[0] for run in runs)
    cells = zip(*map(encode, zip(*distinct, strict=True)), strict=True)
    known = dict(zip(distinct, map(rest, cells), strict=True))
    texts = iter(encode(firsts))
    for run in runs:
        yield known[run[0]].join([*islice(texts, len(run)), ""])


def _json_rows(table: Table) -> Iterator[str]:
    """Yield the rows as JSON objects, one a line."""
    if not table.cells:
        return
    first, *names = (f"{json_text(column)}: " for column in table.columns)
    begins = f"\n    {{{first}"

    def rest(texts: Iterable[str]) -> str:
        fields = "".join(f", {name}{text}" for name, text in zip(names, texts, strict=True))
        return f"{fields}}},{begins}"

    last = begins
    for text in encoded(table.cells, json_texts, rest):
        yield last
        last = text
    yield last.removesuffix(f",{begins}")


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


class Explained(Protocol):
    """A result that says what it rests on."""

    @property
    def parameters(self) -> Mapping[str, object]:
        """What was counted or compared, and how."""

    @property
    def formulas(self) -> Mapping[str, str]:
        """How the figures are computed that need it."""

    @property
    def stamp(self) -> str:
        """The stamp that `wp8 check` repeats."""


def rests_on(result: Explained) -> dict[str, object]:
    """Return what a result rests on, as JSON has it."""
    return {
        "stamp": result.stamp,
        "parameters": dict(result.parameters),
        "formulas": dict(result.formulas),
    }


def footnotes(
    result: Explained, named: Callable[[str], str] = str, stamp: str = ""
) -> Iterator[str]:
    """Yield what a result rests on, a line each: parameters, formulas, the stamp.

    `named` gives what a column is called where the result is shown; `stamp` stands in for the
    result's own.
    """
    yield from _said(result, named)
    if stamp := stamp or result.stamp:
        yield f"stamp: {stamp}"


def footnotes_in_markdown(result: Explained) -> Iterator[str]:
    """Yield the same as paragraphs of Markdown."""
    yield from (f"{escaped(line)}\n\n" for line in _said(result))
    yield f"stamp: {stamp_in_markdown(result.stamp)}\n"


def _said(result: Explained, named: Callable[[str], str] = str) -> Iterator[str]:
    said = ((name, shown(value)) for name, value in result.parameters.items())
    yield "; ".join(f"{name}: {value}" for name, value in said if value)
    yield from (f"{named(column)}: {formula}" for column, formula in result.formulas.items())


def _markdown(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.columns)} |\n"
    yield f"|{' --- |' * len(table.columns)}\n"
    for row in table.cells:
        yield f"| {' | '.join(escaped(shown(cell)) for cell in row)} |\n"
    yield "\n"
    yield from footnotes_in_markdown(table)


def _cell(value: object) -> object:
    return span_text(value) if isinstance(value, tuple) else rounded(value)
