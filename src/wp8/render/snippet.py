"""The part of a long paragraph that is shown: the sentences around its matches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[int, int]

# Compiled where a text is too long to be shown whole.
_END: Final = r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[《]*[A-Z0-9\uac00-\ud7a3])"
# A stop after one of these, or after a single letter (U.S., p. 18), ends no sentence.
_ABBREVIATIONS: Final = frozenset(
    "ed eds p pp vol no vs cf mr mrs ms dr prof st art fig et al".split()
)


# A sentence so many times as long as what is shown whole is cut.
_VERY: Final = 4


def sentences(text: str) -> list[Span]:
    """Return the half-open spans of the sentences of `text`; together they are all of it."""
    spans = []
    start = 0
    for match in re.finditer(_END, text):
        word = re.search(r"([A-Za-z]+)$", text[start : match.start()])
        if word and (len(word[1]) == 1 or word[1].casefold() in _ABBREVIATIONS):
            continue
        spans.append((start, match.end()))
        start = match.end()
    return [*spans, (start, len(text))] if start < len(text) or not spans else spans


def snippet(text: str, highlights: Sequence[Span], *, longest: int) -> list[Span]:
    """Return the spans of `text` to show: all of it, or the sentences with a match.

    A text of at most `longest` characters is shown whole. Neighbouring sentences are one span; of
    one that is very long there is what stands around its matches.
    """
    if len(text) <= longest or not highlights:
        return [(0, len(text))]
    shown: list[Span] = []
    for start, end in sentences(text):
        own = [span for span in highlights if span[0] < end and span[1] > start]
        is_whole = end - start <= _VERY * longest
        found = [(start, end)] if is_whole else _around(text, (start, end), own, longest // 2)
        for span in found if own else ():
            if shown and shown[-1][1] >= span[0]:
                shown[-1] = (shown[-1][0], max(shown[-1][1], span[1]))
            else:
                shown.append(span)
    return shown


def _around(text: str, sentence: Span, highlights: Sequence[Span], room: int) -> list[Span]:
    """Return the spans of a sentence around its matches, with so many characters on each side."""
    begin, stop = sentence
    found = []
    for first, last in highlights:
        start, end = max(begin, first - room), min(stop, last + room)
        if start > begin:
            start = text.find(" ", start, first) + 1 or start
        if end < stop and " " in text[last:end]:
            end = text.rindex(" ", last, end)
        found.append((start, end))
    return found
