"""Where words stand in each document, as a picture for a paper: SVG, by matplotlib."""

from __future__ import annotations

import unicodedata
import warnings
from io import StringIO
from typing import TYPE_CHECKING, Any, Final, Literal

from wp8.errors import ExportError
from wp8.export.whole_file import write_file
from wp8.model import visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from wp8.analysis.counts.dispersion import Places

# Lengths are in points: 72 to the inch.
_WIDTH: Final = 6.3 * 72
_EDGE: Final = 6.0
_RIGHT: Final = 34.0
_FOOT: Final = 44.0
_STAMP: Final = 5.0
_HEADING: Final = 22.0
_ROW: Final = 16.0
_BAR: Final = 11.0
_AFTER_DOCUMENT: Final = 8.0
_TEXT: Final = 8.0
_TITLE: Final = 11.0
_TITLE_LINE: Final = 15.0
_LONGEST_LABEL: Final = 20.0
_NARROW: Final = 0.64
_EXPLANATION: Final = (
    "Each line is one occurrence; the number after a bar counts them. "
    "A bar is as long as its document."
)
_AXIS: Final = "Running words from the beginning of the document"

# matplotlib measures with the font that it ships, so that a picture is the same on every machine;
# the viewer takes the first of the others that has the glyphs.
_MEASURED: Final = "'DejaVu Sans', sans-serif"
_SHOWN: Final = (
    "'DejaVu Sans', 'Noto Sans CJK KR', 'Noto Sans KR', NanumGothic, 'Malgun Gothic', "
    "'Apple SD Gothic Neo', sans-serif"
)
_STYLE: Final[dict[str, Any]] = {
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": _TEXT,
    "svg.fonttype": "none",
    "svg.hashsalt": "wp8",
    # A dollar in a word is a dollar.
    "text.parse_math": False,
}
_UNWRITABLE: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF), 0xFFFD)
_UNWRITABLE.update(dict.fromkeys(range(0xD800, 0xE000), 0xFFFD))
_UNWRITABLE.update(dict.fromkeys(map(ord, "\t\n\r"), ord(" ")))


def write_svg(
    path: str | PathLike[str], strips: Iterable[Places], *, title: str, stamp: str
) -> None:
    """Write to `path` a picture of `strips`: by document, an inch as many words in each.

    `stamp`, by which the picture can be checked, stands small at its foot.

    Raises:
        ExportError: `path` cannot be written, or there is no matplotlib.
    """
    drawn = _svg(_by_document(strips), _text(title), _text(stamp))
    write_file(path, visible(drawn))


def _by_document(strips: Iterable[Places]) -> dict[tuple[str, int], list[Places]]:
    """Return the rows of each document and its size."""
    documents: dict[tuple[str, int], list[Places]] = {}
    for strip in strips:
        documents.setdefault((strip.document, strip.size), []).append(strip)
    return documents


def _svg(documents: dict[tuple[str, int], list[Places]], title: str, stamp: str) -> str:
    """Return the picture, drawn by matplotlib's defaults and not by the user's."""
    try:
        from matplotlib import style
    except ImportError as error:
        raise ExportError(
            "a picture needs matplotlib, which comes with the extra wp8[plot]",
            hint="install it: python -m pip install matplotlib",
        ) from error
    buffer = StringIO()
    with style.context(["default", _STYLE]), warnings.catch_warnings():
        # The glyphs that the measuring font lacks are the viewer's to find.
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from", UserWarning)
        figure = _figure(documents, title)
        place = _EDGE / _WIDTH, _EDGE / 72 / figure.get_figheight()
        figure.text(*place, stamp, size=_STAMP, color="0.35")
        about = {"Date": None, "Title": title, "Description": stamp}
        figure.savefig(buffer, format="svg", metadata=about)
    return buffer.getvalue().replace(_MEASURED, _SHOWN)


def _figure(documents: dict[tuple[str, int], list[Places]], title: str) -> Figure:
    """Return the figure: title, explanation, and the rows below on one scale."""
    from matplotlib.figure import Figure

    lines = _lines(title)
    rows = [row for group in documents.values() for row in group]
    left = 2 * _EDGE + _TEXT * max((_ems(_label(row)) for row in rows), default=0)
    head = _EDGE + _TITLE_LINE * (len(lines) + 1)
    plot = len(documents) * (_HEADING + _AFTER_DOCUMENT) + len(rows) * _ROW or _ROW
    height = head + plot + _FOOT
    figure = Figure(figsize=(_WIDTH / 72, height / 72))
    for number, line in enumerate((*lines, _EXPLANATION), start=1):
        size, color = (_TITLE, "0") if number <= len(lines) else (_TEXT, "0.35")
        y = 1 - _TITLE_LINE * number / height
        figure.text(_EDGE / _WIDTH, y, line, size=size, color=color)
    axes = figure.add_axes(
        (left / _WIDTH, _FOOT / height, (_WIDTH - left - _RIGHT) / _WIDTH, plot / height)
    )
    axes.set(xlim=(0, max((size for _, size in documents), default=0) or 1), ylim=(plot, 0))
    _draw_scale(axes)
    _draw_documents(axes, documents)
    return figure


def _draw_scale(axes: Axes) -> None:
    """Draw a line below with the running words, and nothing else around the rows."""
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    axes.set_facecolor("none")
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set(color="0.35", linewidth=0.6)
    axes.yaxis.set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.tick_params(axis="x", length=3, width=0.6, color="0.35", labelcolor="0.2")
    axes.set_xlabel(_AXIS, color="0.2", labelpad=5)


def _draw_documents(axes: Axes, documents: dict[tuple[str, int], list[Places]]) -> None:
    """Draw the name of each document, and its rows below."""
    top = 0.0
    number = 0
    for (document, size), rows in documents.items():
        top += _HEADING
        words = "1 word" if size == 1 else f"{size:,} words"
        axes.text(0, top - 5, f"{_text(document)}, {words}", weight="bold")
        for row in rows:
            _draw_row(axes, row, top + _ROW / 2, f"row-{number}")
            number += 1
            top += _ROW
        top += _AFTER_DOCUMENT


def _draw_row(axes: Axes, row: Places, middle: float, id_: str) -> None:
    """Draw a grey bar as long as the document, a line for each occurrence, label and number."""
    axes.broken_barh([(0, row.size)], (middle - _BAR / 2, _BAR), facecolor="0.93", linewidth=0)
    _beside(axes, _label(row), (0, middle), -_EDGE)
    _beside(axes, f"{len(row.positions):,}", (row.size, middle), _EDGE)
    # In the middle of its word, so that the first and the last are inside the bar.
    places = [position + 0.5 for position in row.positions]
    ends = middle - _BAR / 2, middle + _BAR / 2
    axes.vlines(places, *ends, colors="0.1", linewidths=0.6, gid=id_)


def _beside(axes: Axes, text: str, place: tuple[float, float], gap: float) -> None:
    """Write `text` by the end of a bar: to the left if `gap` is negative."""
    # By the baseline: how high a text is depends on the fonts that a machine has.
    below = -0.36 * _TEXT
    align: Literal["left", "right"] = "right" if gap < 0 else "left"
    axes.annotate(text, place, (gap, below), textcoords="offset points", ha=align)


def _text(text: str) -> str:
    """Return `text` on one line, without what XML cannot hold."""
    return text.translate(_UNWRITABLE)


def _label(row: Places) -> str:
    """Return the word of a row; a long one is cut."""
    text = _text(row.word)
    if _ems(text) <= _LONGEST_LABEL:
        return text
    while _ems(text) > _LONGEST_LABEL - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _lines(title: str) -> list[str]:
    """Return the title in lines that fit the picture."""
    import textwrap

    room = (_WIDTH - 2 * _EDGE) / _TITLE
    return textwrap.wrap(title, max(1, int(room / max(_ems(title), 1) * len(title))))


def _ems(text: str) -> float:
    """Return about how wide `text` is, in units of its font size; not less than it is."""
    return sum(
        0 if unicodedata.combining(c) else 1 if unicodedata.east_asian_width(c) in "WF" else _NARROW
        for c in text
    )
