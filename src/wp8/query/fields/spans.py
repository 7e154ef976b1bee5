"""Spans of days and of numbers: what a date stands for, and what a query asks for.

A day is one number, 20190203, so that the days of a year follow each other; a date stands for all
of its days. An open end is infinite.
"""

from __future__ import annotations

import re
from math import inf, nextafter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    # The first and the last.
    Span = tuple[float, float]

# What else the date of a work is asked and counted by, each a stretch of so many years.
YEARS: Final[Mapping[str, int]] = {"year": 1, "decade": 10}
_YEAR: Final = 10_000
_MONTH: Final = 100
_FIRST_DAY: Final = 101
_LAST_DAY: Final = 1231
_MONTHS: Final = range(1, 13)
_SEASONS: Final = range(21, 25)
_DAYS: Final = range(1, 32)
_DATE: Final = re.compile(r"(-?\d{1,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?[?~%]?", re.ASCII)
_YEARS: Final = re.compile(r"(\d{1,3})(?:0s|X)[?~%]?|(\d{2})XX[?~%]?", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_COMPARED: Final = re.compile(r"(>=|<=|>|<|=)\s*(.+)")
_OPEN: Final = ("", "..", "*")


def days(date: str) -> Span:
    """Return the span of a date as EDTF writes it, or of an interval: `2019-05`, `1942/1944`.

    A season is its year, since nobody can say when it begins.

    Raises:
        ValueError: It is none.
    """
    first, slash, last = date.partition("/")
    return _from_to(first, last, _one_date) if slash else _one_date(date)


def number(figure: str) -> Span:
    """Return the span of a number, which is this number alone.

    Raises:
        ValueError: It is none.
    """
    if not _NUMBER.fullmatch(figure):
        raise ValueError(figure)
    return float(figure), float(figure)


def asked(typed: str, span: Callable[[str], Span]) -> Span:
    """Return the span that a query asks for: `2019`, `2019..2021`, `1945..`, `>=2019-05`.

    `span` gives that of one value.

    Raises:
        ValueError: It is none, or runs backwards.
    """
    if compared := _COMPARED.fullmatch(typed):
        sign, (first, last) = compared[1], span(compared[2])
        return {
            ">=": (first, inf),
            ">": (nextafter(last, inf), inf),
            "<=": (-inf, last),
            "<": (-inf, nextafter(first, -inf)),
            "=": (first, last),
        }[sign]
    first_side, dots, last_side = typed.partition("..")
    return _from_to(first_side.strip(), last_side.strip(), span) if dots else span(typed)


def meet(one: Span, other: Span) -> bool:
    """Return whether two spans have something in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def written(span: Span) -> str:
    """Return a span as a catalogue keeps it."""
    return "..".join("" if abs(end) == inf else f"{end:.15g}" for end in span)


def read(text: str) -> Span:
    """Return the span that `written` wrote."""
    first, _, last = text.partition("..")
    return float(first or -inf), float(last or inf)


def years(span: Span, of: int = 1) -> str:
    """Return the years of a span of days as a label, or the stretches of so many years.

    Of several it is the first and the last: `1942–1944`.
    """
    ends = [None if abs(end) == inf else int(end // _YEAR) // of * of for end in span]
    shown = ["" if end is None else f"{'-' * (end < 0)}{abs(end):04}" for end in ends]
    named = [f"{year}s" if year and of > 1 else year for year in shown]
    return named[0] if named[0] == named[1] else "–".join(named)


def _from_to(first: str, last: str, span: Callable[[str], Span]) -> Span:
    low = -inf if first in _OPEN else span(first)[0]
    high = inf if last in _OPEN else span(last)[1]
    if low > high or (abs(low) == abs(high) == inf):
        raise ValueError(first)
    return low, high


def _one_date(date: str) -> Span:
    if decade := _YEARS.fullmatch(date):
        first, number = (int(decade[1]) * 10, 10) if decade[1] else (int(decade[2]) * 100, 100)
        return first * _YEAR + _FIRST_DAY, (first + number - 1) * _YEAR + _LAST_DAY
    found = _DATE.fullmatch(date)
    if not found:
        raise ValueError(date)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    begin = year * _YEAR + month * _MONTH
    if found[3] and month in _MONTHS and day in _DAYS:
        return begin + day, begin + day
    if found[3] or (found[2] and month not in (*_MONTHS, *_SEASONS)):
        raise ValueError(date)
    if month in _MONTHS:
        return begin + _DAYS[0], begin + _DAYS[-1]
    return year * _YEAR + _FIRST_DAY, year * _YEAR + _LAST_DAY
