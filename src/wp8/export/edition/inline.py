"""The text of a record as HTML: its quoted matter, its Hangul, the marks of its notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.export.edition.markup import Html, element, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wp8.model import Quote, Record

_HANGUL: Final = "[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]"
# From the first to the last syllable between two words of another script.
_HANGUL_RUN: Final = re.compile(rf"[《〈『「]?{_HANGUL}(?:[\W\d_]*{_HANGUL})*[》〉』」]?")
_TAGS: Final = {"quotation": "q", "slogan": "q", "title": "cite"}


class Mark(NamedTuple):
    """Where in the text of `caller` its `note` is called."""

    caller: Record
    note: Record
    offset: int

    @property
    def id(self) -> str:
        """The id that the mark has on the page."""
        # No document's id begins with an underscore.
        return f"_mark:{self.caller.id}:{self.note.id}"


def inline(
    record: Record,
    span: tuple[int, int] | None = None,
    *,
    marks: Iterable[Mark] = (),
    language: str = "",
) -> Html:
    """Return the text of `record`, or a `span` of it, letter by letter, as HTML.

    Hangul is told from the rest of a text in another `language`.
    """
    start, end = span or (0, len(record.text))
    called: dict[int, list[Mark]] = {}
    for mark in marks:
        if start <= mark.offset <= end:
            called.setdefault(mark.offset, []).append(mark)
    opening: dict[int, list[Quote]] = {}
    for quote in _nested(record.quotes, start, end):
        opening.setdefault(quote.start, []).append(quote)
    runs = () if language.startswith("ko") else _HANGUL_RUN.finditer(record.text, start, end)
    hangul = dict(run.span() for run in runs)
    ends = (quote.end for quotes in opening.values() for quote in quotes)
    cuts = sorted({start, end, *called, *opening, *ends, *hangul, *hangul.values()})
    return Html("".join(_pieces(record.text, cuts, called, opening, hangul)))


def _nested(quotes: Iterable[Quote], start: int, end: int) -> Iterator[Quote]:
    """Yield what of `quotes` is between `start` and `end`; what crosses another's end is cut."""
    ends = [end]
    for quote in sorted(quotes, key=lambda quote: (quote.start, -quote.end)):
        while len(ends) > 1 and ends[-1] <= quote.start:
            ends.pop()
        inside = quote._replace(start=max(quote.start, start), end=min(quote.end, ends[-1]))
        if inside.start < inside.end:
            ends.append(inside.end)
            yield inside


def _pieces(
    text: str,
    cuts: list[int],
    called: dict[int, list[Mark]],
    opening: dict[int, list[Quote]],
    hangul: dict[int, int],
) -> Iterator[Html]:
    """Yield the text from cut to cut, and at each cut what closes, is called and opens there."""
    opened: list[Quote] = []
    hangul_end = 0
    for cut, following in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
        while opened and opened[-1].end <= cut:
            yield Html(f"</{_TAGS[opened.pop().kind]}>")
        yield from map(_mark, called.get(cut, ()))
        for quote in opening.get(cut, ()):
            opened.append(quote)
            yield Html(f'<{_TAGS[quote.kind]} class="{quote.kind}">')
        hangul_end = hangul.get(cut, hangul_end)
        piece = escaped(text[cut:following])
        yield element("span", piece, lang="ko") if piece and cut < hangul_end else piece


def _mark(mark: Mark) -> Html:
    number = str(mark.note.number)
    link = element(
        "a",
        escaped(number),
        href=f"#{mark.note.id}",
        id=mark.id,
        role="doc-noteref",
        aria_label=f"Note {number}",
    )
    return element("sup", link, class_="mark")
