"""A node and its collocates: the nearer the stronger, on the side where they mostly stand."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.measures.register import HEADINGS
from wp8.export.pictures.page import EDGE, TEXT, WIDTH, Drawing, label
from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from wp8.analysis.counts.table import Table
    from wp8.export.pictures.page import Page

# So many collocates are drawn.
DRAWN: Final = 40
_ROW: Final = 12.0
_LABELS: Final = 110.0
_NEAREST: Final = 40.0
_FARTHEST: Final = WIDTH / 2 - _LABELS
_LEFT: Final = "#0072b2"
_RIGHT: Final = "#d55e00"
_NO_SIDE: Final = "0.45"


class Collocate(NamedTuple):
    """A collocate: how often near the node, left and right if that is counted, how strongly."""

    form: str
    joint: int
    left: int | None
    right: int | None
    strength: float

    @property
    def color(self) -> str:
        """The colour of the side where it mostly stands."""
        if self.left is None or self.right is None or self.left == self.right:
            return _NO_SIDE
        return _LEFT if self.left > self.right else _RIGHT


def drawing(table: Table) -> Drawing:
    """Return the drawing of the strongest collocates of a node."""
    about = table.parameters
    measure, node = str(about["measure"]), str(about["node"])
    drawn = list(_collocates(table, measure))[:DRAWN]
    sides = _by_side(drawn)
    height = max(_ROW * (max(map(len, sides)) + 1), 8 * _ROW)
    frequency = int(str(about["node_frequency"]))
    times = "once" if frequency == 1 else f"{frequency:,} times"
    said = [
        f"{label(node)}  occurs {times}; {len(drawn)} of {numbered(len(table), 'collocate')} in "
        f"windows of {about['window']} words are drawn. The nearer, the farther from 0 is "
        f"{HEADINGS.get(measure, measure)}{_range(drawn)}; a number, and the width of a line, is "
        "how often a word stands in the windows."
    ]
    if all(each.left is None for each in drawn):
        said.append("On which side a word is means nothing: --column sides counts them.")
    else:
        said.append("Left and right: where it stands more often; grey ones, as often on both.")

    def draw(page: Page) -> None:
        axes = page.axes(0, 0, WIDTH, height)
        axes.set_axis_off()
        axes.set(xlim=(-WIDTH / 2, WIDTH / 2), ylim=(-height / 2, height / 2))
        for side, own in zip((-1, 1), sides, strict=True):
            _draw_side(axes, own, drawn, side)
        _draw_node(axes, node)

    return Drawing(f"Collocates of {label(node)}", said, height, draw)


def _collocates(table: Table, measure: str) -> Iterator[Collocate]:
    places = [table.columns.index(name) for name in ("form", "joint_frequency", measure)]
    beside = [table.columns.index(s) if s in table.columns else None for s in ("left", "right")]
    for row in table.cells:
        form, joint, value = (row[place] for place in places)
        left, right = (None if place is None else row[place] for place in beside)
        yield Collocate(form, joint, left, right, abs(value or 0.0))


def _by_side(drawn: Sequence[Collocate]) -> tuple[list[Collocate], list[Collocate]]:
    """Return those of the left and of the right; one of neither goes where fewer are."""
    sides: tuple[list[Collocate], list[Collocate]] = ([], [])
    for each in drawn:
        fewer = len(sides[0]) > len(sides[1])
        place = {_LEFT: 0, _RIGHT: 1}.get(each.color, int(fewer))
        sides[place].append(each)
    return sides


def _range(drawn: Sequence[Collocate]) -> str:
    if not drawn:
        return ""
    strengths = [each.strength for each in drawn]
    return f", from {max(strengths):,.2f} to {min(strengths):,.2f}"


def _draw_side(axes: Axes, own: Sequence[Collocate], drawn: Sequence[Collocate], side: int) -> None:
    """Draw collocates below each other, the strongest in the middle."""
    roots = [sqrt(each.strength) for each in drawn]
    span = max(roots) - min(roots) if roots else 0.0
    most = max((each.joint for each in drawn), default=1) or 1
    for rank, each in enumerate(own):
        # 0, 1, -1, 2, -2: in the middle, then above and below by turns.
        row = (rank + 1) // 2 * (1 if rank % 2 else -1)
        weakness = (max(roots) - sqrt(each.strength)) / span if span else 0.0
        x = side * (_NEAREST + weakness * (_FARTHEST - _NEAREST))
        y = row * _ROW
        width = 0.4 + 3.0 * each.joint / most
        axes.plot([0, x], [0, y], color=each.color, linewidth=width, alpha=0.3, zorder=1)
        axes.plot([x], [y], color=each.color, marker="o", markersize=4, zorder=2)
        axes.annotate(
            f"{each.joint:,} · {_short(each.form)}"
            if side < 0
            else f"{_short(each.form)} · {each.joint:,}",
            (x, y),
            (side * EDGE, -0.36 * TEXT),
            textcoords="offset points",
            ha="right" if side < 0 else "left",
        )


def _short(form: str) -> str:
    return label(form, (_LABELS - 4 * EDGE) / TEXT)


def _draw_node(axes: Axes, node: str) -> None:
    axes.plot([0], [0], color="0", marker="o", markersize=7, zorder=3)
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0}
    axes.annotate(
        label(node),
        (0, 0),
        (0, 8),
        textcoords="offset points",
        ha="center",
        weight="bold",
        bbox=box,
        zorder=4,
    )
