"""A page with a picture: its title, what it shows, the picture, what it rests on. By matplotlib."""

from __future__ import annotations

import textwrap
import unicodedata
import warnings
from contextlib import suppress
from io import StringIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.sax.saxutils import escape

from wp8.errors import ExportError
from wp8.export.counts import footnotes
from wp8.numbers import and_more

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from wp8.analysis.counts.table import Table

# Lengths are in points: 72 to the inch.
WIDTH: Final = 6.3 * 72
EDGE: Final = 6.0
TEXT: Final = 8.0
_TITLE: Final = 11.0
_TITLE_LINE: Final = 15.0
_LINE: Final = 11.0
_GAP: Final = 6.0
_SMALL: Final = 5.0
_SMALL_LINE: Final = 7.0
_NARROW: Final = 0.64
LONGEST_LABEL: Final = 20.0
_GREY: Final = "0.35"

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
    "font.size": TEXT,
    "svg.fonttype": "none",
    "svg.hashsalt": "wp8",
    # A dollar in a word is a dollar.
    "text.parse_math": False,
}
_UNWRITABLE: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF), 0xFFFD)
_UNWRITABLE.update(dict.fromkeys(range(0xD800, 0xE000), 0xFFFD))
_UNWRITABLE.update(dict.fromkeys(map(ord, "\t\n\r"), ord(" ")))


class Drawing(NamedTuple):
    """A picture: its title, what is said of it, how high it is, and what draws it on a page."""

    title: str
    said: Sequence[str]
    height: float
    draw: Callable[[Page], None]


class Page(NamedTuple):
    """A figure with a place for the picture, whose upper edge lies `top` below that of the page."""

    figure: Figure
    height: float
    top: float

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return axes so far from the left edge and from the upper edge of the picture's place."""
        bottom = self.height - self.top - top - height
        size = WIDTH, self.height
        box = left / size[0], bottom / size[1], width / size[0], height / size[1]
        axes = self.figure.add_axes(box)
        axes.set_facecolor("none")
        axes.spines[["right", "top"]].set_visible(False)
        axes.spines[:].set(color=_GREY, linewidth=0.6)
        axes.tick_params(length=3, width=0.6, color=_GREY, labelcolor="0.2")
        return axes

    def text(self, left: float, baseline: float, text: str, **look: Any) -> None:  # noqa: ANN401
        """Write a line with its baseline so far below the upper edge of the page."""
        self.figure.text(left / WIDTH, 1 - baseline / self.height, text, **look)


def picture(drawing: Drawing, table: Table) -> str:
    """Return a drawing of a table as SVG, by matplotlib's defaults and not by the user's.

    Raises:
        ExportError: There is no matplotlib.
    """
    try:
        from matplotlib import style
    except ImportError as error:
        from wp8.extras import to_install

        raise ExportError(
            "a picture needs matplotlib, which comes with the extra wp8[plot]",
            hint=f"install it: {to_install('matplotlib')}",
        ) from error
    buffer = StringIO()
    title, said = writable(drawing.title), [*map(writable, drawing.said)]
    rests_on = [writable(line) for line in _rests_on(table)]
    with style.context(["default", _STYLE]), warnings.catch_warnings():
        # The glyphs that the measuring font lacks are the viewer's to find.
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from", UserWarning)
        figure = _figure(drawing, title, said, rests_on)
        about = {"Date": None, "Title": title, "Description": writable(table.stamp)}
        figure.savefig(buffer, format="svg", metadata=about)
    described = f"</title>\n <desc>{escape(' '.join((*said, *rests_on)))}</desc>"
    drawn = buffer.getvalue().replace(_MEASURED, _SHOWN)
    return drawn.replace("<svg ", '<svg role="img" ', 1).replace("</title>", described, 1)


def _rests_on(table: Table) -> list[str]:
    """Return what a table says of itself: its parameters, and its stamp."""
    name = f"corpus: {table.corpus['name']}; " if table.corpus else ""
    return [f"{name}{next(iter(footnotes(table)))}", *([table.stamp] if table.stamp else [])]


def _figure(drawing: Drawing, title: str, said: Iterable[str], rests_on: Iterable[str]) -> Figure:
    from matplotlib.figure import Figure

    titles = lines(title, _TITLE)
    explained = [part for line in said for part in lines(line, TEXT)]
    small = [part for line in rests_on for part in lines(line, _SMALL)]
    top = EDGE + _TITLE_LINE * len(titles) + _LINE * len(explained) + _GAP
    foot = top + drawing.height + _GAP
    height = foot + _SMALL_LINE * len(small) + EDGE
    # A pixel of matplotlib's is a point.
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
    page = Page(figure, height, top)
    drawing.draw(page)
    baseline = EDGE - (_TITLE_LINE - _TITLE)
    for line in titles:
        baseline += _TITLE_LINE
        page.text(EDGE, baseline, line, size=_TITLE, color="0")
    for line in explained:
        baseline += _LINE
        page.text(EDGE, baseline + 2, line, color=_GREY)
    for number, line in enumerate(small, start=1):
        page.text(EDGE, foot + number * _SMALL_LINE, line, size=_SMALL, color=_GREY)
    return figure


def without_font(text: str) -> str:
    """Return the letters of `text`, in their order, for which no font of this machine has a glyph.

    Raises:
        ImportError: There is no matplotlib.
    """
    from matplotlib.font_manager import findfont, findSystemFonts
    from matplotlib.ft2font import FT2Font

    letters = dict.fromkeys(letter for letter in text if not letter.isspace())
    lacking = set(map(ord, letters))
    lacking -= FT2Font(findfont("DejaVu Sans")).get_charmap().keys()
    for path in findSystemFonts() if lacking else ():
        # A file that calls itself a font need be none.
        with suppress(OSError, RuntimeError):
            lacking -= FT2Font(path).get_charmap().keys()
    return "".join(letter for letter in letters if ord(letter) in lacking)


def writable(text: str) -> str:
    """Return `text` on one line, without what XML cannot hold."""
    return text.translate(_UNWRITABLE)


def label(text: str, longest: float = LONGEST_LABEL) -> str:
    """Return `text` as a label; one longer than so many times its size is cut."""
    text = writable(text)
    if ems(text) <= longest:
        return text
    while text and ems(text) > longest - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def listed(words: Iterable[str]) -> str:
    """Return words for a title: a few of them, each cut, and how many more there are."""
    return and_more([label(word) for word in words])


def lines(text: str, size: float, width: float = WIDTH - 2 * EDGE) -> list[str]:
    """Return a text in lines that are no wider than `width`."""
    return textwrap.wrap(text, max(1, int(width / size / max(ems(text), 1) * len(text))))


def ems(text: str) -> float:
    """Return about how wide `text` is, in units of its font size; not less than it is."""
    return sum(
        0 if unicodedata.combining(c) else 1 if unicodedata.east_asian_width(c) in "WF" else _NARROW
        for c in text
    )
