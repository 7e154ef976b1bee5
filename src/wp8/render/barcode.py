"""Where words stand in the reading order of each document: a bar for each, all aligned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.numbers import NAMED, numbered, with_most
from wp8.render.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.analysis.counts.dispersion import Places

# What a cell of a bar shows for 0, 1, 2-3 and 4 or more occurrences: the more, the darker.
_MARKS: Final = "·│┃█"
_ASCII_MARKS: Final = ".|H#"
# What of a bar has occurrences, and what has none, as patterns.
MARKED: Final = f"[{_MARKS[1:]}]+"
UNMARKED: Final = f"{_MARKS[0]}+"
_DENSITY: Final = (0, 1, 2, 2)
_INDENT: Final = "  "


class _Columns(NamedTuple):
    """The cells that label, bar and total take on every line, and how they are written."""

    label: int
    bar: int
    total: int
    ascii: bool


def barcode_lines(strips: Iterable[Places], *, width: int, ascii: bool = False) -> Iterator[str]:
    """Yield each document, a bar for each of its words, and a scale, in `width` cells.

    Of many documents the `NAMED` with most occurrences are drawn. Each cell of a bar stands for an
    equal stretch of the document. The bars of all documents are equally long, and the order is that
    of `strips`. With `ascii` the bars are of ASCII, for a terminal without UTF-8; labels are always
    as they are, and lines that have words alone may be longer.
    """
    documents = _by_document(strips)
    if not documents:
        return
    totals = {document: _total(group) for document, group in documents.items()}
    shown = with_most(totals)[:NAMED]
    columns = _columns([strip for document in shown for strip in documents[document]], width, ascii)
    for document in shown:
        name, size = document
        yield f"{printable(name)}, {numbered(size, 'word')}\n"
        for strip in documents[document]:
            yield from _lines(strip, columns)
        yield f"{_INDENT}{' ' * columns.label} 0{size:>{columns.bar - 1},}\n"
        yield "\n"
    if more := len(totals) - len(shown):
        hidden = sum(totals.values()) - sum(map(totals.__getitem__, shown))
        said = f"{numbered(more, 'more document')} with {numbered(hidden, 'occurrence')}"
        yield f"{said}: --svg FILE draws all\n"
        yield "\n"
    yield f"{_legend(ascii=ascii)}\n"


def _total(strips: Iterable[Places]) -> int:
    return sum(len(strip.positions) for strip in strips)


def _by_document(strips: Iterable[Places]) -> dict[tuple[str, int], list[Places]]:
    """Return the strips of each document and its size."""
    documents: dict[tuple[str, int], list[Places]] = {}
    for strip in strips:
        documents.setdefault((strip.document, strip.size), []).append(strip)
    return documents


def _columns(strips: Sequence[Places], width: int, ascii: bool) -> _Columns:
    """Return the columns for all of `strips`: the labels have at most a third of `width`."""
    from rich.cells import cell_len

    labels = [cell_len(printable(strip.word)) for strip in strips]
    label = max((each for each in labels if each <= width // 3), default=0)
    total = max(len(f"{len(strip.positions):,}") for strip in strips)
    bar = width - len(_INDENT) - label - 1 - 1 - total
    return _Columns(label, max(1, bar), total, ascii)


def _lines(strip: Places, columns: _Columns) -> Iterator[str]:
    """Yield the label, the bar and the total of a word; a long label stands above its bar."""
    from rich.cells import cell_len, set_cell_size

    label = printable(strip.word)
    if cell_len(label) > columns.label:
        yield f"{_INDENT}{label}\n"
        label = ""
    marks = _ASCII_MARKS if columns.ascii else _MARKS
    bar = "".join(_mark(number, marks) for number in _counts(strip, columns.bar))
    total = f"{len(strip.positions):>{columns.total},}"
    yield f"{_INDENT}{set_cell_size(label, columns.label)} {bar} {total}\n"


def _counts(strip: Places, cells: int) -> list[int]:
    """Return how many occurrences fall in each of `cells` equal stretches of the document."""
    counts = [0] * cells
    for position in strip.positions:
        counts[position * cells // strip.size] += 1
    return counts


def _mark(number: int, marks: str) -> str:
    return marks[_DENSITY[number]] if number < len(_DENSITY) else marks[-1]


def _legend(*, ascii: bool) -> str:
    none, one, some, many = _ASCII_MARKS if ascii else _MARKS
    return f"in each cell: {none} none  {one} 1  {some} 2-3  {many} 4+"
