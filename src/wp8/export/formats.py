"""The register of output formats: each writes any kind of result by the result's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.model import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wp8.export.layout import Layout
    from wp8.export.sheets import Sheet


class Format(NamedTuple):
    """A format: what writes a result, and what it has a place for.

    `states_all` says that what a result rests on stands in the format itself; `is_sheet`, that a
    spreadsheet opens it.
    """

    write: Callable[[Layout[Any], Any, Sheet], Iterator[str]]
    states_all: bool = False
    is_sheet: bool = False


def _json(layout: Layout[Any], result: object, _: Sheet) -> Iterator[str]:
    return layout.json(result)


def _json_lines(layout: Layout[Any], result: object, _: Sheet) -> Iterator[str]:
    return layout.json_lines(result)


def _csv(layout: Layout[Any], result: object, sheet: Sheet) -> Iterator[str]:
    from wp8.export.sheets import comma_separated

    return map(visible, comma_separated(layout.cells(result), sheet))


def _tsv(layout: Layout[Any], result: object, sheet: Sheet) -> Iterator[str]:
    from wp8.export.sheets import tab_separated

    return map(visible, tab_separated(layout.cells(result), sheet))


def _markdown(layout: Layout[Any], result: object, _: Sheet) -> Iterator[str]:
    return map(visible, layout.markdown(result))


# Of results that quote passages: it is no text, and is for a file.
DOCX: Final = "docx"
FORMATS: Final = {
    "json": Format(_json, states_all=True),
    "jsonl": Format(_json_lines),
    "csv": Format(_csv, is_sheet=True),
    "tsv": Format(_tsv, is_sheet=True),
    "md": Format(_markdown, states_all=True),
}
