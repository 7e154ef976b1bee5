"""Dates: as a person writes them, as EDTF has them (levels 0 and 1), and as CSL-JSON has them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from unicodedata import combining, normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_EDTF: Final = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)", re.ASCII)
_DECADE: Final = re.compile(r"(\d{2}(?:\dX|XX))([?~%]?)", re.ASCII)
_TIME_OF_DAY: Final = re.compile(r"(?<=\d)(?:[Tt]|,?\s+)\d{1,2}:\d{2}\b.*", re.DOTALL)
_IN_FIGURES: Final = re.compile(r"(\d{4})([./-])\s?(\d{1,2})\2\s?(\d{1,2})\.?", re.ASCII)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})", re.ASCII)
_EAST_ASIAN: Final = re.compile(
    r"(\d{4})\s?[年년](?:\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?)?", re.ASCII
)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_SHORT_YEAR: Final = re.compile(r"\d{3}", re.ASCII)
_YEARS: Final = re.compile(r"(\d{3})0s", re.ASCII)
_CIRCA: Final = re.compile(r"(?:circa|about|around|approximately|approx\.|ca\.?|c\.|c)\s*(?=\d|\b)")
_RANGE: Final = re.compile(r"\s*[–—]\s*|\s+-\s+|\s+to\s+|(?<=\b\d{4})-(?=\d{4}\b)", re.ASCII)
_WORDS: Final = re.compile(r"\d+|[^\W\d_]+")
_BETWEEN: Final = frozenset(" .,")
_OPEN: Final = ".."
# What is longer is no date.
_LONGEST: Final = 60
# The works of a corpus share theirs.
_MOST_KEPT: Final = 1 << 12
_QUALIFIERS: Final = ("?", "~", "%")

_SPRING: Final = 21
_OF_SEASONS: Final = {_SPRING: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_SEASONS: Final = {**{name: season for season, name in _OF_SEASONS.items()}, "fall": 23}
_MONTH_NAMES: Final = (
    "january february march april may june july august september october november december".split()
)
# Without their accents: German, French, Spanish, Italian, Portuguese, Dutch, Russian. Elsewhere a
# name is that of another month (listopad).
_MONTHS_ELSEWHERE: Final = (
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)
_TWELVE: Final = range(1, 13)
_MONTHS: Final = {
    **{
        name: place
        for names in (*map(str.split, _MONTHS_ELSEWHERE), _MONTH_NAMES)
        for place, name in enumerate(names, start=1)
    },
    **{name[:3]: place for place, name in enumerate(_MONTH_NAMES, start=1)},
    "sept": 9,
    "janner": 1,
}
_UNSAID: Final = frozenset(
    "of the st nd rd th monday tuesday wednesday thursday friday saturday sunday "
    "mon tue wed thu fri sat sun der den am le er de del el di do em van г года".split()  # noqa: RUF001
)


def text(said: object) -> str:
    """Return a date in EDTF, and what is said of it, on one line, if it is no date."""
    if isinstance(said, dict):
        return _of_csl(said)
    if hasattr(said, "year"):
        return str(said)[: len("2021-01-12")]
    words = _one_line(said)
    return (_read(words) if len(words) <= _LONGEST else "") or words


def csl(said: object) -> dict[str, Any]:
    """Return a date as CSL-JSON has it: `literal` if it is none, or one that CSL cannot say.

    An uncertain date is `circa` there, as an approximate one is.
    """
    if isinstance(said, dict) and said.get("literal"):
        return {"literal": _one_line(said["literal"])}
    edtf = text(said)
    if not is_date(edtf):
        return {"literal": edtf} if edtf else {}
    sides = edtf.split("/")
    found = [_parts(side) for side in sides]
    if not all(found):
        # Without an end, or a decade.
        return {"literal": readable(edtf)}
    circa = {"circa": True} if any(side[-1] in _QUALIFIERS for side in sides) else {}
    seasons = [parts[1] for parts in found if parts[1:] and parts[1] >= _SPRING]
    if seasons and found[1:]:
        return {"literal": edtf}
    if seasons:
        season = seasons[0] - _SPRING + 1
        return {"date-parts": [[_told(found[0][0])]], "season": season, **circa}
    return {"date-parts": [[_told(parts[0]), *parts[1:]] for parts in found], **circa}


def readable(said: object) -> str:
    """Return a date in figures as a person reads it: `c. 1848`, `1914–1918`, `1920s`."""
    edtf = text(said)
    return "–".join(map(_shown, edtf.split("/"))) if is_date(edtf) else edtf


def _shown(side: str) -> str:
    if side == _OPEN:
        return ""
    bare = side.rstrip("".join(_QUALIFIERS))
    season = next((_OF_SEASONS.get(part) for part in _parts(bare)[1:]), None)
    words = f"{season} {bare[:-3]}" if season else bare.replace("XX", "00s").replace("X", "0s")
    return f"{'c. ' * (side[-1] in '~%')}{words}{'?' * (side[-1] in '?%')}"


def written(said: object) -> str | dict[str, Any]:
    """Return a date as a person writes it: in EDTF or in words, of which `csl` makes the same."""
    made, whole = text(said), csl(said)
    return made if csl(made) == whole else whole


def parts(said: object) -> list[list[int]]:
    """Return year, month and day, as far as it has them, of a date, or of both ends of a range.

    An end that is open or only a decade has none, and neither have words.
    """
    edtf = text(said)
    return [found for side in edtf.split("/") if (found := _parts(side))] if is_date(edtf) else []


def exact(said: object) -> list[int]:
    """Return year, month and day, as far as it has them, of what is one certain date.

    Others have none, nor has a season.
    """
    edtf, found = text(said), parts(said)
    is_exact = len(found) == 1 and edtf[-1].isdigit() and "/" not in edtf
    return found[0] if is_exact and not set(found[0][1:2]) & _OF_SEASONS.keys() else []


def is_date(edtf: str) -> bool:
    """Return whether a text is a date in EDTF."""
    return bool(edtf) and _normal(edtf, _side) == edtf


def is_in_figures(words: str) -> bool:
    """Return whether a text is all figures and signs, and yet no date."""
    return any(map(str.isdigit, words)) and not any(map(str.isalpha, words)) and not parts(words)


def is_in_words(said: str) -> bool:
    """Return whether a text has letters and is no date."""
    return any(map(str.isalpha, said)) and not is_date(text(said))


def _normal(words: str, read: Callable[[str], str]) -> str:
    """Return a date or a range of EDTF whose sides `read` reads; nothing if it is none."""
    first, slash, last = words.partition("/")
    if not slash:
        return read(words)
    sides = [_OPEN if side.strip() in ("", _OPEN) else read(side.strip()) for side in (first, last)]
    ends = [end for side in sides if (end := _parts(side))]
    is_backward = any(one[: len(two)] > two[: len(one)] for one, two in pairwise(ends))
    return "" if not all(sides) or set(sides) == {_OPEN} or is_backward else "/".join(sides)


def _side(words: str) -> str:
    """Return a date of EDTF, if there is such a day; nothing otherwise."""
    if words == _OPEN:
        return ""
    found = _EDTF.fullmatch(words)
    if not found:
        return words if _DECADE.fullmatch(words) else ""
    month, day = (int(part) if part else 0 for part in found.groups()[1:3])
    year = int(found[1])
    if found[3]:
        from calendar import monthrange  # few manifests have such dates

        # The calendar repeats itself, and Python's has no year 0.
        is_day = month in _TWELVE and 1 <= day <= monthrange(year % 400 + 400, month)[1]
        return words if is_day else ""
    return words if not found[2] or month in _TWELVE or month in _SEASONS.values() else ""


@lru_cache(_MOST_KEPT)
def _read(words: str) -> str:
    """Return in EDTF what a person wrote; nothing if it is no date."""
    words = _TIME_OF_DAY.sub("", words).strip()
    if circa := _CIRCA.match(words.lower()):
        made = _read(words[circa.end() :])
        return "/".join(map(_approximate, made.split("/"))) if made else ""
    if made := _one(words):
        return made
    return _normal("/".join(_RANGE.split(words)), _one)


def _approximate(side: str) -> str:
    return side if side == _OPEN or side[-1] in _QUALIFIERS else f"{side}~"


def _one(words: str) -> str:
    """Return in EDTF one date that a person wrote; nothing if it is none."""
    if circa := _CIRCA.match(words.lower()):
        made = _one(words[circa.end() :])
        return _approximate(made) if made else ""
    if words[-1:] in ("?", "~") and (made := _one(words[:-1].strip())):
        return "" if made[-1] in _QUALIFIERS else made + words[-1]
    if made := _side(words):
        return made
    if _SHORT_YEAR.fullmatch(words):
        return f"0{words}"
    if years := _YEARS.fullmatch(words):
        return f"{years[1]}X"
    if found := _IN_FIGURES.fullmatch(words):
        return _dashed(found[1], found[3], found[4])
    if found := _YEAR_LAST.fullmatch(words):
        # Which is the day and which the month is certain of some.
        orders = {_dashed(found[4], found[3], found[1]), _dashed(found[4], found[1], found[3])}
        return "" if len(orders - {""}) > 1 else max(orders)
    if found := _EAST_ASIAN.fullmatch(words):
        return _dashed(*filter(None, found.groups()))
    return _in_words(words.lower())


def _in_words(words: str) -> str:
    decomposed = normalize("NFD", words)
    words = "".join(letter for letter in decomposed if not combining(letter))
    if set(_WORDS.sub("", words)) - _BETWEEN:
        return ""
    said = [word for word in _WORDS.findall(words) if word not in _UNSAID]
    months = [_MONTHS.get(word) or _SEASONS.get(word) for word in said]
    match said, months:
        case [str(), year], [int(month), None] if _YEAR.fullmatch(year):
            return _dashed(year, month)
        case [day, str(), year], [None, int(month), None] if _YEAR.fullmatch(year):
            return _dashed(year, month, day)
        case [str(), day, year], [int(month), None, None] if _YEAR.fullmatch(year):
            return _dashed(year, month, day)
    return ""


def _dashed(year: str, *rest: int | str) -> str:
    return _side("-".join([year, *(str(part).zfill(2) for part in rest)]))


def _parts(side: str) -> list[int]:
    """Return year, month and day of a side, none if it is open or a decade."""
    found = _EDTF.fullmatch(side)
    return [int(part) for part in found.groups()[:3] if part] if found else []


def _told(year: int) -> int:
    """Return a year as CSL counts them: before the year 1 is the year -1."""
    return year if year > 0 else year - 1


def _of_csl(date: Mapping[str, Any]) -> str:
    """Return a date of CSL-JSON in EDTF, or in its words."""
    given = date.get("date-parts") or []
    made = "/".join(filter(None, (_edtf(each, date) for each in given)))
    if is_date(made) and made.count("/") == len(given) - 1:
        return made
    shown = "/".join("-".join(map(str, each)) for each in given)
    words = _one_line(date.get("literal") or date.get("raw") or shown)
    return words if "literal" in date else text(words)


def _edtf(given: Sequence[object], date: Mapping[str, Any]) -> str:
    """Return one side of a date of CSL-JSON in EDTF, nothing if it has other than numbers."""
    try:
        year, *rest = (int(str(part)) for part in given)
    except ValueError:
        return ""
    year = year if year > 0 else year + 1
    season = str(date.get("season", ""))
    rest = rest or ([int(season) + _SPRING - 1] if season.isdecimal() else [])
    shown = [f"{'-' * (year < 0)}{abs(year):04}", *(f"{part:02}" for part in rest)]
    return "-".join(shown) + "~" * bool(date.get("circa"))


def _one_line(words: object) -> str:
    return " ".join(str(words).split())
