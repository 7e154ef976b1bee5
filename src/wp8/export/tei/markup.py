"""A record's text as TEI: quoted matter, Hangul and notes marked up where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.model import Quote

KOREAN: Final = "ko"

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HANGUL: Final = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa1-\uffdc"
# From Hangul to Hangul, with no other letters between.
_HANGUL_RUN: Final = re.compile(rf"[{_HANGUL}]+(?:[\W\d_]+[{_HANGUL}]+)*")
_LETTER: Final = re.compile(r"[^\W\d_]")
# A word that is quoted need not be disowned, as soCalled would have it.
_QUOTES: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "quotation": ("quote", {}),
    "title": ("title", {}),
    "slogan": ("q", {"type": "slogan"}),
}


class Span(NamedTuple):
    """A stretch of a text, and the element that is to be around it."""

    start: int
    end: int
    tag: str
    attributes: dict[str, str]


class Point(NamedTuple):
    """A place in a text, and what is to stand there."""

    at: int
    markup: str


def legal(text: str) -> str:
    """Return `text` with U+FFFD for each character that XML 1.0 forbids, at equal length."""
    return _FORBIDDEN.sub("\ufffd", text)


def escaped(text: str) -> str:
    """Return `text` as XML reads it back, character by character."""
    return escape(legal(text), {"\r": "&#13;"})


def start_tag(tag: str, attributes: dict[str, str], end: str = ">") -> str:
    """Return the tag that opens an element; an attribute that is empty is left out."""
    pairs = (f" {name}={quoteattr(legal(value))}" for name, value in attributes.items() if value)
    return f"<{tag}{''.join(pairs)}{end}"


def element(tag: str, text: str, **attributes: str) -> str:
    """Return an element that has nothing in it but `text`."""
    return f"{start_tag(tag, attributes)}{escaped(text)}</{tag}>"


def has_hangul(text: str) -> bool:
    """Return whether there is Hangul in `text`."""
    return _HANGUL_RUN.search(text) is not None


def is_korean(text: str) -> bool:
    """Return whether all letters of `text` are Hangul, and there are some."""
    bare = _HANGUL_RUN.sub("", text)
    return bare != text and not _LETTER.search(bare)


def quoted(quotes: Iterable[Quote], cells: Sequence[tuple[int, int]], id_: str) -> Iterator[Span]:
    """Yield the elements of `quotes`, each in every one of `cells` that it runs over.

    The parts of one that runs over several point at each other.
    """
    for number, quote in enumerate(quotes, start=1):
        tag, attributes = _QUOTES[quote.kind]
        parts = [
            (max(quote.start, start), min(quote.end, end))
            for start, end in cells
            if max(quote.start, start) <= min(quote.end, end)
        ]
        ids = [f"{id_}.q{number}.{part}" for part in range(1, len(parts) + 1)]
        for place, (start, end) in enumerate(parts):
            links = {} if len(parts) == 1 else _links(ids, place)
            yield Span(start, end, tag, attributes | links)


def _links(ids: Sequence[str], place: int) -> dict[str, str]:
    links = {"xml:id": ids[place]}
    if place > 0:
        links["prev"] = f"#{ids[place - 1]}"
    if place + 1 < len(ids):
        links["next"] = f"#{ids[place + 1]}"
    return links


def marked_up(
    text: str,
    cell: tuple[int, int],
    spans: Iterable[Span],
    points: Iterable[Point],
    *,
    hangul_is_foreign: bool,
) -> str:
    """Return the part `cell` of `text` with what stands in it: spans that nest, and points.

    At one place, what ends there ends before a point, and what begins there begins after it.
    """
    first, last = cell
    events: list[tuple[int, int, int, int, str]] = []
    for place, (at, markup) in enumerate(points):
        if first <= at <= last:
            events.append((at, 1, 0, place, markup))
    for place, (start, end, tag, attributes) in enumerate(spans):
        if not first <= start <= end <= last:
            continue
        if start == end:
            events.append((start, 1, 1, place, start_tag(tag, attributes, "/>")))
        else:
            events.append((end, 0, -start, -place, f"</{tag}>"))
            events.append((start, 2, -end, place, start_tag(tag, attributes)))
    written = _with_foreign if hangul_is_foreign else escaped
    pieces = []
    for at, *_, markup in sorted(events):
        pieces += [written(text[first:at]), markup]
        first = at
    return "".join([*pieces, written(text[first:last])])


def _with_foreign(text: str) -> str:
    pieces = []
    end = 0
    for run in _HANGUL_RUN.finditer(text):
        pieces += [escaped(text[end : run.start()]), '<foreign xml:lang="ko">']
        pieces += [escaped(run[0]), "</foreign>"]
        end = run.end()
    return "".join([*pieces, escaped(text[end:])])
