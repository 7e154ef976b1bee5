"""Where words stand in each document: a bar a word, an inch as many words in each document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from wp8.export.pictures.page import EDGE, TEXT, WIDTH, Drawing, ems, label, listed, writable
from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from wp8.analysis.counts.dispersion import Places
    from wp8.analysis.counts.table import Dispersion
    from wp8.export.pictures.page import Page

_RIGHT: Final = 34.0
_FOOT: Final = 32.0
_HEADING: Final = 22.0
_ROW: Final = 16.0
_BAR: Final = 11.0
_AFTER_DOCUMENT: Final = 8.0
_EXPLANATION: Final = (
    "Each line is one occurrence; the number after a bar counts them. "
    "A bar is as long as its document."
)
_AXIS: Final = "Running words from the beginning of the document"


def drawing(table: Dispersion) -> Drawing:
    """Return the drawing of where words stand, by document."""
    documents = _by_document(table.places)
    rows = [row for group in documents.values() for row in group]
    height = len(documents) * (_HEADING + _AFTER_DOCUMENT) + len(rows) * _ROW or _ROW

    def draw(page: Page) -> None:
        left = 2 * EDGE + TEXT * max((ems(label(row.word)) for row in rows), default=0)
        axes = page.axes(left, 0, WIDTH - left - _RIGHT, height)
        axes.set(xlim=(0, max((size for _, size in documents), default=0) or 1), ylim=(height, 0))
        _draw_scale(axes)
        _draw_documents(axes, documents)

    title = f"Dispersion of {listed(dict.fromkeys(row.word for row in rows))}"
    return Drawing(title, [_EXPLANATION], height + _FOOT, draw)


def _by_document(strips: Iterable[Places]) -> dict[tuple[str, int], list[Places]]:
    """Return the rows of each document and its size."""
    documents: dict[tuple[str, int], list[Places]] = {}
    for strip in strips:
        documents.setdefault((strip.document, strip.size), []).append(strip)
    return documents


def _draw_scale(axes: Axes) -> None:
    """Draw a line below with the running words, and nothing else around the rows."""
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    axes.spines["left"].set_visible(False)
    axes.yaxis.set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.set_xlabel(_AXIS, color="0.2", labelpad=5)


def _draw_documents(axes: Axes, documents: dict[tuple[str, int], list[Places]]) -> None:
    """Draw the name of each document, and its rows below."""
    top = 0.0
    number = 0
    for (document, size), rows in documents.items():
        top += _HEADING
        axes.text(0, top - 5, f"{writable(document)}, {numbered(size, 'word')}", weight="bold")
        for row in rows:
            _draw_row(axes, row, top + _ROW / 2, f"row-{number}")
            number += 1
            top += _ROW
        top += _AFTER_DOCUMENT


def _draw_row(axes: Axes, row: Places, middle: float, id_: str) -> None:
    """Draw a grey bar as long as the document, a line for each occurrence, label and number."""
    axes.broken_barh([(0, row.size)], (middle - _BAR / 2, _BAR), facecolor="0.93", linewidth=0)
    _beside(axes, label(row.word), (0, middle), -EDGE)
    _beside(axes, f"{len(row.positions):,}", (row.size, middle), EDGE)
    # In the middle of its word, so that the first and the last are inside the bar.
    places = [position + 0.5 for position in row.positions]
    ends = middle - _BAR / 2, middle + _BAR / 2
    axes.vlines(places, *ends, colors="0.1", linewidths=0.6, gid=id_)


def _beside(axes: Axes, text: str, place: tuple[float, float], gap: float) -> None:
    """Write `text` by the end of a bar: to the left if `gap` is negative."""
    # By the baseline: how high a text is depends on the fonts that a machine has.
    below = -0.36 * TEXT
    align: Literal["left", "right"] = "right" if gap < 0 else "left"
    axes.annotate(text, place, (gap, below), textcoords="offset points", ha=align)
