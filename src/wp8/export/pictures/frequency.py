"""How often words occur in groups of records: lines over the years, else points; with intervals."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from wp8.analysis.counts.frequency import GroupFrequency, is_by_groups, per_thousand_of
from wp8.analysis.measures.binomial_interval import exact_interval
from wp8.errors import ExportError
from wp8.export.pictures.page import EDGE, TEXT, WIDTH, Drawing, ems, label, listed
from wp8.numbers import numbered
from wp8.query.fields import spans
from wp8.query.fields.groups import DOCUMENT, SECTION, nothing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from wp8.analysis.counts.table import Table
    from wp8.export.pictures.page import Page

# So many words have their lines in one plot, and are told apart; of more, each has its own.
TOGETHER: Final = 3
MOST_WORDS: Final = 12
MOST_GROUPS: Final = 50
_ALPHA: Final = 0.05
_SIZE: Final = 3.6
# More points than these are not marked, but for those that no line leads to.
_MOST_MARKED: Final = 60
_LEFT: Final = 34.0
_RIGHT: Final = 12.0
_PLOT: Final = 190.0
_PANEL: Final = 92.0
_KEY: Final = 13.0
_FOOT: Final = 30.0
_ROW: Final = 8.0
_YEARS: Final = re.compile(r"(-?\d+)s?(?:–(-?\d+)s?)?", re.ASCII)
_PER_THOUSAND: Final = "Occurrences per thousand words"
_BANDS: Final = (
    f"{100 * (1 - _ALPHA):.0f}% intervals are exact (Clopper & Pearson), as if words were drawn "
    "one by one. Words of a text go together: what is not certain is more than they show."
)


class Look(NamedTuple):
    """How a word is told from another."""

    color: str
    marker: str
    dashes: Literal["solid"] | tuple[int, tuple[float, float]]


# Told apart by whoever sees no red or no blue (Okabe & Ito 2008), and without any colour.
LOOKS: Final = (
    Look("#0072b2", "o", "solid"),
    Look("#d55e00", "s", (0, (5, 2))),
    Look("#009e73", "^", (0, (1, 1.5))),
)


class Point(NamedTuple):
    """A group of records: its figure per thousand words, and the interval of that."""

    group: str
    value: float
    low: float
    high: float


class Series(NamedTuple):
    """A word: its row for all records, and a point for each group that has words."""

    whole: GroupFrequency
    points: Sequence[Point]


# The first and the last of what a group stands for: years, or another number twice.
Place = tuple[float, float]


def drawing(table: Table) -> Drawing:
    """Return the drawing of how often words occur in groups of records.

    Raises:
        ExportError: The table is not of words by groups.
    """
    if not is_by_groups(table.columns):
        raise ExportError(
            "a picture of frequencies is of words by a field, or by document",
            hint="as in: wp8 frequency plan economy --by year --svg FILE",
        )
    by = str(table.parameters["by"])
    found = _series(table)
    series = sorted(found, key=lambda each: -each.whole.frequency)[:MOST_WORDS]
    series = [each for each in found if each in series]
    places = _places(by, [row[1] for row in table.cells])
    said = [f"{_PER_THOUSAND}, by {by}. {_BANDS}"]
    if len(found) > len(series):
        said.append(f"The {len(series)} most frequent of {len(found)} words are drawn.")
    said += _left_out(table, by, places)
    title = f"{listed(each.whole.form for each in series)} by {by}"
    plot = _Lines(by, series, places) if places else _Points(series)
    return Drawing(title, [*said, *plot.said], plot.height, plot.draw)


def _series(table: Table) -> list[Series]:
    rows: dict[str, list[GroupFrequency]] = {}
    for cells in table.cells:
        row = GroupFrequency(*cells[: len(GroupFrequency._fields)])
        rows.setdefault(row.form, []).append(row)
    found = []
    for own in rows.values():
        whole = next(row for row in own if not row.group)
        found.append(Series(whole, [_point(row) for row in own if row.group and row.words]))
    return found


def _point(row: GroupFrequency) -> Point:
    # A phrase in which words occur twice may be as frequent as they are.
    successes = min(row.frequency, row.words)
    low, high = exact_interval(successes=successes, trials=row.words, alpha=_ALPHA)
    return Point(row.group, per_thousand_of(row.frequency, row.words), 1000 * low, 1000 * high)


def _places(by: str, groups: Sequence[str]) -> Mapping[str, Place]:
    """Return where each group stands on an axis of years or numbers; nothing if there is none."""
    if by in (DOCUMENT, SECTION):
        return {}
    read = _years if by.casefold() in spans.YEARS else spans.number
    names = [group for group in dict.fromkeys(groups) if group not in ("", nothing(by))]
    try:
        return {group: read(group) for group in names}
    except ValueError:
        return {}


def _years(group: str) -> Place:
    if not (found := _YEARS.fullmatch(group)):
        raise ValueError(group)
    return float(found[1]), float(found[2] or found[1])


def _left_out(table: Table, by: str, places: Mapping[str, Place]) -> list[str]:
    """Return what is said of the records that have no place on the axis."""
    if not places:
        return []
    rows = (GroupFrequency(*cells[: len(GroupFrequency._fields)]) for cells in table.cells)
    row = next((row for row in rows if row.group == nothing(by)), None)
    if not row:
        return []
    return [f"Not drawn: {row.group}, {numbered(row.documents, 'document')}, {row.words:,} words."]


class _Lines:
    """Lines over years or numbers, with a gap where there is no text."""

    def __init__(self, by: str, series: Sequence[Series], places: Mapping[str, Place]) -> None:
        self._step = spans.YEARS.get(by.casefold())
        self._is_decade = by.casefold() == "decade"
        self._series = series
        self._places = places
        self._by = by
        self._is_one = len(series) <= TOGETHER
        tops = [_top([each]) for each in series]
        self._tops = [_top(series)] * len(series) if self._is_one else tops
        rows = -(-len(series) // 2)
        keys = _KEY * len(series) if self._is_one else 0
        self.height = keys + _PLOT + _FOOT if self._is_one else rows * (_PANEL + _FOOT) + _KEY

    @property
    def said(self) -> list[str]:
        """What is to be known of the lines."""
        said = ["A line ends where no text is; an interval of a point alone is a bar."]
        if not self._is_one:
            said.append("Each word has a scale of its own.")
        pairs = zip(self._series, self._tops, strict=True)
        if any(point.high > top for each, top in pairs for point in each.points):
            said.append("Intervals that go far beyond all figures are cut.")
        return [" ".join(said)]

    def draw(self, page: Page) -> None:
        """Draw one plot, or one for each word, two beside each other."""
        if self._is_one:
            top = _KEY * len(self._series)
            axes = page.axes(_LEFT, top, WIDTH - _LEFT - _RIGHT, _PLOT)
            for number, each in enumerate(self._series):
                _key(page, each, LOOKS[number], number * _KEY)
                self._line(axes, each, number, LOOKS[number])
            self._scale(axes, self._tops[0])
            return
        width = WIDTH / 2 - _LEFT - _RIGHT
        for number, each in enumerate(self._series):
            row, column = divmod(number, 2)
            left = column * WIDTH / 2 + _LEFT
            top = _KEY + row * (_PANEL + _FOOT)
            axes = page.axes(left, top, width, _PANEL)
            whole = each.whole
            said = f"  n = {whole.frequency:,}, {whole.per_thousand:.2f} ‰"
            heading = label(whole.form, width / TEXT - ems(said)) + said
            page.text(left, page.top + top - 4, heading, color="0")
            self._line(axes, each, number, LOOKS[0])
            self._scale(axes, self._tops[number])

    def _scale(self, axes: Axes, top: float) -> None:
        from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

        step = self._step or 1
        first = min(place[0] for place in self._places.values())
        last = max(place[1] for place in self._places.values())
        edge = max(step / 2, (last - first) / 80)
        axes.set(xlim=(first - edge, last + edge), ylim=(0, top))
        room = 10 if self._is_one else 5
        steps = [1, 2, 5, 10]
        axes.xaxis.set_major_locator(MaxNLocator(room, steps=steps, integer=bool(self._step)))
        if self._is_decade:
            decades = (last - first) // 10 // room + 1
            axes.xaxis.set_major_locator(MultipleLocator(10 * decades))
        if self._step:
            ending = "s" if self._is_decade else ""
            axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:.0f}{ending}"))
        axes.yaxis.set_major_locator(MaxNLocator(6 if self._is_one else 4, steps=steps))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:,.10g}"))
        axes.grid(axis="y", color="0.9", linewidth=0.5)
        axes.set_axisbelow(True)

    def _line(self, axes: Axes, series: Series, number: int, look: Look) -> None:
        for place, run in enumerate(self._runs(series)):
            middle = [(first + last) / 2 for (first, last), _ in run]
            values, lows, highs = zip(*((p.value, p.low, p.high) for _, p in run), strict=True)
            if len(run) > 1:
                axes.fill_between(middle, lows, highs, color=look.color, alpha=0.15, linewidth=0)
            else:
                axes.vlines(middle, lows, highs, color=look.color, linewidth=0.8, alpha=0.6)
                axes.hlines(values, *run[0][0], color=look.color, linewidth=0.8)
            is_marked = len(run) == 1 or len(series.points) <= _MOST_MARKED
            axes.plot(
                middle,
                values,
                color=look.color,
                linestyle=look.dashes,
                linewidth=1.3,
                marker=look.marker if is_marked else "",
                markersize=_SIZE,
                clip_on=False,
                zorder=3,
                gid=f"word-{number}-{place}",
            )

    def _runs(self, series: Series) -> list[list[tuple[Place, Point]]]:
        """Return stretches of points between which no text is missing; one of a span is alone."""
        placed = [(self._places[p.group], p) for p in series.points if p.group in self._places]
        single = sorted(each for each in placed if each[0][0] == each[0][1])
        runs = [single[:1]] if single else []
        for before, after in pairwise(single):
            if self._step is None or after[0][0] - before[0][0] == self._step:
                runs[-1].append(after)
            else:
                runs.append([after])
        return runs + [[each] for each in placed if each[0][0] != each[0][1]]


class _Points:
    """A row for each group, with a point for each word and the bar of its interval."""

    def __init__(self, series: Sequence[Series]) -> None:
        whole = {point.group: 0.0 for each in series for point in each.points}
        for each in series:
            for point in each.points:
                whole[point.group] += point.value
        most = sorted(whole, key=lambda group: -whole[group])[:MOST_GROUPS]
        self._groups = [group for group in whole if group in most]
        self._left_out = len(whole) - len(self._groups)
        self._series = series
        is_one = len(series) <= TOGETHER
        # The words that stand in each plot.
        self._plots = [series] if is_one else [[each] for each in series]
        self._row = _ROW + (5 * len(self._plots[0]) if self._plots else 0)
        self._plot = self._row * len(self._groups)
        each_height = (_KEY * len(self._plots[0]) if self._plots else 0) + self._plot + _FOOT
        self.height = each_height * len(self._plots)

    @property
    def said(self) -> list[str]:
        """What is to be known of the points."""
        said = ["A bar is the interval of its point."]
        if len(self._plots) > 1:
            said.append("Each word has a scale of its own.")
        if self._left_out:
            number = len(self._groups)
            said.append(f"Drawn are the {number} of {number + self._left_out} groups with most.")
        if any(p.high > _top(plot) for plot in self._plots for each in plot for p in each.points):
            said.append("Intervals that go far beyond all figures are cut.")
        return [" ".join(said)]

    def draw(self, page: Page) -> None:
        """Draw the plots below each other."""
        left = 2 * EDGE + TEXT * max((ems(label(group)) for group in self._groups), default=0)
        top = 0.0
        for place, plot in enumerate(self._plots):
            for number, each in enumerate(plot):
                _key(page, each, LOOKS[number], top + number * _KEY)
            top += _KEY * len(plot)
            axes = page.axes(left, top, WIDTH - left - _RIGHT, self._plot)
            for number, each in enumerate(plot):
                offset = (number - (len(plot) - 1) / 2) * 5 / self._row
                self._draw(axes, each, LOOKS[number], offset, f"word-{place + number}")
            self._scale(axes, _top(plot))
            top += self._plot + _FOOT

    def _draw(self, axes: Axes, series: Series, look: Look, offset: float, id_: str) -> None:
        rows = {group: row + offset for row, group in enumerate(self._groups)}
        points = [point for point in series.points if point.group in rows]
        height = [rows[point.group] for point in points]
        low, high = [point.low for point in points], [point.high for point in points]
        axes.hlines(height, low, high, color=look.color, linewidth=1, alpha=0.6)
        axes.plot(
            [point.value for point in points],
            height,
            color=look.color,
            linestyle="",
            marker=look.marker,
            markersize=_SIZE,
            clip_on=False,
            zorder=3,
            gid=id_,
        )

    def _scale(self, axes: Axes, top: float) -> None:
        from matplotlib.ticker import FuncFormatter, MaxNLocator

        axes.set(xlim=(0, top), ylim=(len(self._groups) - 0.5, -0.5))
        axes.set_yticks(range(len(self._groups)), [label(group) for group in self._groups])
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.10g}"))
        axes.grid(axis="both", color="0.92", linewidth=0.5)
        axes.set_axisbelow(True)


def _top(series: Sequence[Series]) -> float:
    """Return where the scale of some words ends: above their intervals, but for very wide ones."""
    points = [point for each in series for point in each.points]
    highest = max((point.high for point in points), default=0)
    value = max((point.value for point in points), default=0)
    return (min(highest, 2 * value) if value else highest) * 1.05 or 1


def _key(page: Page, series: Series, look: Look, top: float) -> None:
    """Write how often a word occurs, beside a piece of its line."""
    from matplotlib.lines import Line2D

    y = page.top + top + _KEY / 2
    place = 1 - y / page.height
    ends = [EDGE / WIDTH, (EDGE + 12) / WIDTH, (EDGE + 24) / WIDTH]
    page.figure.add_artist(
        Line2D(
            ends,
            [place] * 3,
            color=look.color,
            linestyle=look.dashes,
            linewidth=1.3,
            marker=look.marker,
            markevery=[1],
            markersize=_SIZE,
        )
    )
    page.text(EDGE + 30, y + 0.36 * TEXT, _counted(series, WIDTH - 2 * EDGE - 30), color="0")


def _counted(series: Series, width: float) -> str:
    """Return a word and how often it occurs, no wider than `width`."""
    whole = series.whole
    times = "once" if whole.frequency == 1 else f"{whole.frequency:,} times"
    # A letter comes first, lest a figure after a word from right to left stand before it.
    said = f"  occurs {times} in {numbered(whole.words, 'word')}, {whole.per_thousand:.2f} ‰"
    return label(whole.form, width / TEXT - ems(said)) + said
