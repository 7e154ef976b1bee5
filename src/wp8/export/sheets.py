"""Rows as CSV and TSV, for programs and spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.export.formats import BOM, GUARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What begins a formula in a spreadsheet, in wide characters too.
_FORMULA: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def separated(rows: Iterable[Sequence[object]], format_: str) -> Iterator[str]:
    """Yield `rows` as CSV (RFC 4180) or as TSV, as `format_` says: `csv`, `tsv+bom+guard`.

    Guarded, a cell that a spreadsheet would compute begins with an apostrophe, which it hides.
    """
    import csv
    from io import StringIO

    is_csv = format_.startswith("csv")
    buffer = StringIO()
    writer = csv.writer(buffer) if is_csv else csv.writer(buffer, "excel-tab")
    if BOM in format_:
        yield "\ufeff"
    for row in rows:
        cells = map(_guarded, row) if GUARD in format_ else row
        writer.writerow(cells if is_csv else map(_one_field, cells))
        yield buffer.getvalue() if is_csv else buffer.getvalue().replace("\r\n", "\n")
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
