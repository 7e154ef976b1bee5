"""Words of two sides by how much more frequent they are in one, and how certain that is."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.export.pictures.page import EDGE, WIDTH, Drawing, ems, label
from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from matplotlib.axes import Axes

    from wp8.analysis.counts.table import Table
    from wp8.export.pictures.page import Page

# Of either side, so many words are named.
NAMED: Final = 15
_LEFT: Final = 34.0
_PLOT: Final = 300.0
_FOOT: Final = 34.0
_SIZE: Final = 3.4
_TEXT: Final = 7.0
_LONGEST: Final = 14.0
# Which p of one test has which G².
_LEVELS: Final = {3.841: "p = .05", 10.828: "p = .001"}
_TARGET: Final = ("#0072b2", "o")
_REFERENCE: Final = ("#d55e00", "^")


class Word(NamedTuple):
    """A word, where it stands on the plot, and whether its interval has no 0 in it."""

    form: str
    log_ratio: float
    g2: float
    is_certain: bool


class Box(NamedTuple):
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Return whether the two have something in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def is_within(self, other: Box) -> bool:
        """Return whether it is inside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.bottom <= self.bottom and self.top <= other.top


def drawing(table: Table) -> Drawing:
    """Return the drawing of the words of two sides, the keyest of either with their names."""
    names = ("form", "log_ratio", "log_likelihood", "log_ratio_conservative")
    places = [table.columns.index(name) for name in names]
    chosen = ([row[place] for place in places] for row in table.cells)
    words = [Word(form, ratio, g2, bool(least)) for form, ratio, g2, least in chosen]
    named = [*_keyest(words, 1), *_keyest(reversed(words), -1)]
    about = table.parameters
    sides = str(about["target"]), str(about.get("reference") or about.get("reference_list"))
    sizes = [f"{about[name]:,}" for name in ("size", "reference_size")]
    certain = sum(word.is_certain for word in words)
    said = [
        f"{sides[0]}, {sizes[0]} words, against {sides[1]}, {sizes[1]} words: "
        f"{numbered(len(words), 'type')}. In colour: {certain:,} whose 95% interval "
        "of the Log Ratio, corrected for the number of types, is all on one side. "
        f"Named are up to {NAMED} of either side for which there is room. "
        "1 more is twice as frequent; a frequency of 0 counts as 0.5."
    ]

    def draw(page: Page) -> None:
        axes = page.axes(_LEFT, 0, WIDTH - _LEFT - 2 * EDGE, _PLOT)
        _scale(axes, words, sides)
        _draw_words(axes, words)
        _draw_names(axes, named)

    title = f"Keywords of {label(sides[0])} and {label(sides[1])}"
    return Drawing(title, said, _PLOT + _FOOT, draw)


def _keyest(words: Iterable[Word], sign: int) -> list[Word]:
    """Return the first words that are on one side."""
    own = (word for word in words if word.log_ratio * sign > 0)
    return [word for _, word in zip(range(NAMED), own, strict=False)]


def _scale(axes: Axes, words: Sequence[Word], sides: tuple[str, str]) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

    widest = max((abs(word.log_ratio) for word in words), default=1) * 1.15 or 1
    highest = max((word.g2 for word in words), default=1) * 1.1 or 1
    axes.set_yscale("function", functions=(_root, _square))
    axes.set(xlim=(-widest, widest), ylim=(0, max(highest, 5)))
    axes.xaxis.set_major_locator(MaxNLocator(9, steps=[1, 2, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:+.0f}" if x else "0"))
    steps = [part * 10**power for power in range(8) for part in (1, 2, 5)]
    ticks = [0, *(tick for tick in steps if highest / 400 < tick <= highest)]
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:,.0f}"))
    axes.axvline(0, color="0.7", linewidth=0.6)
    for level, said in _LEVELS.items():
        if level < highest:
            axes.axhline(level, color="0.75", linewidth=0.6, linestyle=(0, (4, 3)))
            place = (widest, level)
            axes.annotate(
                said, place, (-2, 2), textcoords="offset points", ha="right", size=6, color="0.4"
            )
    axes.set_ylabel("G² (log-likelihood), on a scale of roots", color="0.2", labelpad=4)
    axes.set_xlabel("Log Ratio", color="0.2", labelpad=2)
    for x, align, text, look in (
        (0.0, "left", f"more in {label(sides[1])}", _REFERENCE),
        (1.0, "right", f"more in {label(sides[0])}", _TARGET),
    ):
        axes.annotate(
            text,
            (x, 0),
            (0, -26),
            xycoords="axes fraction",
            textcoords="offset points",
            ha=align,
            color=look[0],
        )


def _root(values):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - arrays of numpy
    return abs(values) ** 0.5


def _square(values):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - arrays of numpy
    return values**2


def _draw_words(axes: Axes, words: Sequence[Word]) -> None:
    """Draw a point for the words of each place, those that are certain over the others."""
    pale = sorted({(word.log_ratio, word.g2) for word in words if not word.is_certain})
    _plot(axes, pale, "0.7", "o", 2, "others")
    for (color, marker), sign, id_ in ((_TARGET, 1, "target"), (_REFERENCE, -1, "reference")):
        own = {(w.log_ratio, w.g2) for w in words if w.is_certain and w.log_ratio * sign > 0}
        _plot(axes, sorted(own), color, marker, _SIZE, id_)


def _plot(
    axes: Axes,
    places: Sequence[tuple[float, float]],
    color: str,
    marker: str,
    size: float,
    id_: str,
) -> None:
    axes.plot(
        [x for x, _ in places],
        [y for _, y in places],
        color=color,
        linestyle="",
        marker=marker,
        markersize=size,
        markeredgewidth=0,
        gid=id_,
    )


def _draw_names(axes: Axes, words: Sequence[Word]) -> None:
    """Write words beside their points, the keyest first; one for which there is no room is not."""
    box = axes.get_window_extent()
    room = Box(box.x0 + 1, box.y0 + 1, box.x1 + EDGE, box.y1)
    points = [axes.transData.transform((word.log_ratio, word.g2)) for word in words]
    taken = [Box(x - 2, y - 2, x + 2, y + 2) for x, y in points]
    by_turns = sorted(range(len(words)), key=lambda place: -words[place].g2)
    for place in by_turns:
        x, y = points[place]
        text = label(words[place].form, _LONGEST)
        size = ems(text) * _TEXT, _TEXT * 1.15
        boxes = (box for box in _around(x, y, *size, words[place].log_ratio < 0))
        free = next((b for b in boxes if b.is_within(room) and not any(map(b.meets, taken))), None)
        if free is None:
            continue
        taken.append(free)
        _name(axes, words[place], text, free, (x, y))


def _name(axes: Axes, word: Word, text: str, box: Box, point: tuple[float, float]) -> None:
    is_left = box.right < point[0]
    x = box.right if is_left else box.left
    offset = x - point[0], box.bottom - point[1] + 0.25 * _TEXT
    nearest = min(max(point[0], box.left), box.right), min(max(point[1], box.bottom), box.top)
    if abs(nearest[0] - point[0]) + abs(nearest[1] - point[1]) > _TEXT:
        back = axes.transData.inverted().transform(nearest)
        ends = [word.log_ratio, back[0]], [word.g2, back[1]]
        axes.plot(*ends, color="0.6", linewidth=0.4)
    axes.annotate(
        text,
        (word.log_ratio, word.g2),
        offset,
        textcoords="offset points",
        ha="right" if is_left else "left",
        size=_TEXT,
        color="0",
    )


def _around(x: float, y: float, width: float, height: float, is_left: bool) -> Iterator[Box]:
    """Yield where a name may stand: beside its point, above, below, and then farther off."""
    for distance in (4.0, 9.0, 15.0, 22.0):
        for part in range(12):
            turn = (part + 1) // 2 * (-1) ** part * pi / 6
            across, up = distance * cos(turn), distance * sin(turn)
            if is_left:
                across = -across
            left = (
                x + across if across > 1 else x + across - width if across < -1 else x - width / 2
            )
            bottom = y + up - height / 2
            if abs(across) <= 1:
                bottom = y + up if up > 0 else y + up - height
            yield Box(left, bottom, left + width, bottom + height)
