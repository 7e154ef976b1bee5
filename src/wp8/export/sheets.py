"""Rows as CSV and TSV, for programs and spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What begins a formula in a spreadsheet, in wide characters too.
_FORMULA: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


class Sheet(NamedTuple):
    """What a spreadsheet may want: the mark that tells of UTF-8, cells that compute nothing."""

    bom: bool = False
    excel_safe: bool = False


def comma_separated(rows: Iterable[Sequence[object]], sheet: Sheet) -> Iterator[str]:
    """Yield `rows` as CSV (RFC 4180)."""
    return _separated(rows, sheet, "excel")


def tab_separated(rows: Iterable[Sequence[object]], sheet: Sheet) -> Iterator[str]:
    """Yield `rows` as TSV, each on a line of its own."""
    fields = (map(_one_field, row) for row in rows)
    return (line.replace("\r\n", "\n") for line in _separated(fields, sheet, "excel-tab"))


def _separated(rows: Iterable[Iterable[object]], sheet: Sheet, dialect: str) -> Iterator[str]:
    """Yield `rows` in a dialect of CSV, a line each.

    Made safe, a cell that a spreadsheet would compute begins with an apostrophe, which it hides.
    """
    import csv
    from io import StringIO

    buffer = StringIO()
    writer = csv.writer(buffer, dialect)
    if sheet.bom:
        yield "\ufeff"
    for row in rows:
        writer.writerow(map(_guarded, row) if sheet.excel_safe else row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _guarded(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    is_formula = isinstance(cell, str) and cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if is_formula else cell


def _one_field(cell: object) -> object:
    """Return a cell of a TSV without what would end it."""
    return " | ".join(cell.split("\t")).replace("\n", " ") if isinstance(cell, str) else cell


def span_text(span: tuple[int, ...]) -> str:
    """Return a half-open span as a cell has it: `12-15`."""
    return "-".join(map(str, span))
