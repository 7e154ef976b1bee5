"""Tables: a caption, a header, and rows under the group that they belong to."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from wp8.export.edition.markup import Html, element, joined
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.export.edition.parts import Parts
    from wp8.model import Record

    Span = tuple[int, int]

KINDS: Final = ("table_caption", "table_row")


def tables(records: Iterable[Record], parts: Parts) -> Iterator[Html]:
    """Yield the tables that a run of captions and rows makes, or its caption if it has no row."""
    captions: list[Record] = []
    rows: list[Record] = []
    for record in records:
        if rows and record.table != rows[0].table:
            yield _table(captions, rows, parts)
            captions, rows = [], []
        (rows if record.table else captions).append(record)
    yield _table(captions, rows, parts) if rows else joined(*map(parts.passage, captions))


def whole(records: Iterable[Record]) -> Iterator[Record]:
    """Yield records, the readings beside the rows of a table after its last row."""
    waiting: list[Record] = []
    is_row = False
    for record in records:
        if is_row and record.kind == "reading":
            waiting.append(record)
            continue
        is_row = record.kind in KINDS
        if not is_row:
            yield from waiting
            waiting.clear()
        yield record
    yield from waiting


def _table(captions: Sequence[Record], rows: Sequence[Record], parts: Parts) -> Html:
    is_grouped = any(row.name is not None for row in rows)
    # A group stands over its rows, not beside them: two columns are left.
    columns = 2 if is_grouped else max(len(_spans(row)) for row in rows)
    headed = rows[0].kind == "table_caption"
    head = element("thead", *_rows(rows[0], columns, parts)) if headed else Html("")
    bodies: list[list[Html]] = [[]]
    for row in rows[headed:]:
        made = list(_rows(row, columns, parts))
        if len(made) > 1 and bodies[-1]:
            bodies.append([])
        bodies[-1] += made
    caption = element("caption", *map(parts.passage, captions)) if captions else Html("")
    named = f"_text:{captions[0].id}" if captions else ""
    return element(
        "table",
        caption,
        head,
        *(element("tbody", *body) for body in bodies if body),
        aria_labelledby=named,
    )


def _rows(row: Record, columns: int, parts: Parts) -> Iterator[Html]:
    """Yield a row for the group that begins with `row`, if one does, and one for `row` itself."""
    spans = _spans(row)
    is_head = row.kind == "table_caption"
    filled = [True] * columns if row.name is None else [bool(row.name), bool(row.position)]
    own = spans[-sum(filled) :] if any(filled) else []
    if group := spans[: len(spans) - len(own)]:
        text = parts.text(row, (group[0][0], group[-1][1]))
        scope = "colgroup" if is_head else "rowgroup"
        head = element("th", text, class_="text", scope=scope, colspan=str(columns))
        yield element("tr", element("td"), head, class_="group", data_record=row.id)
    cells = iter(own)
    texts = (parts.text(row, next(cells, (0, 0))) if has_text else Html("") for has_text in filled)
    written = (
        element("th", text, class_="text", scope="col" if is_head else "row")
        if is_head or not place
        else element("td", text, class_="text")
        for place, text in enumerate(texts)
    )
    yield element("tr", element("td", parts.locus(row)), *written, id=row.id, class_="record")


def _spans(row: Record) -> list[Span]:
    """Return where in the text of `row` its cells are."""
    cells = row.text.split(CELL_SEPARATOR)
    starts = accumulate((len(cell) + 1 for cell in cells[:-1]), initial=0)
    return [(start, start + len(cell)) for start, cell in zip(starts, cells, strict=True)]
