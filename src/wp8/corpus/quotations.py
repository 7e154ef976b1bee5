"""Quoted matter: what stands between quotation marks, straight, curly or angular."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from wp8.model import Quote
from wp8.words.tokens import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Sequence

# Fewer running words than this, and no whole sentence: a slogan or a term, not a passage.
LONGEST_SLOGAN: Final = 9
_CLOSING_OF: Final = {"“": "”", "„": "”", "«": "»", "「": "」", "‘": "’"}
_TITLES: Final = {"《": "》", "〈": "〉", "『": "』"}
_STRAIGHT: Final = '"'
_CLOSING: Final = _CLOSING_OF | _TITLES | {_STRAIGHT: _STRAIGHT}
_MARK: Final = re.compile(f"[{''.join({*_CLOSING, *_CLOSING.values()})}]")
_OPENERS: Final = tuple(_CLOSING)
_SENTENCE_ENDS: Final = (".", "!", "?")


def quotations(text: str, following: str = "") -> tuple[Quote, ...]:
    """Return the quoted matter of a paragraph, by its start, without the marks around it.

    Marks are balanced. One that nothing closes quotes to the end if the paragraph after it,
    `following`, opens with the same mark, as a quotation of several paragraphs does; else it
    quotes nothing. An apostrophe closes nothing.
    """
    found: list[Quote] = []
    opened: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        mark, place = match[0], match.start()
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if _opens(mark, before, after, opened):
            opened.append((mark, place + 1))
        elif not (mark == "’" and after.isalnum()):
            _close(mark, place, text, opened, found)
    for mark, start in opened:
        if following.startswith(mark):
            found.append(_quote(mark, text, start, len(text)))
    return tuple(sorted(found, key=lambda quote: (quote.start, -quote.end)))


def _opens(mark: str, before: str, after: str, opened: Sequence[tuple[str, int]]) -> bool:
    if mark == _STRAIGHT:
        is_open = any(other == mark for other, _ in opened)
        return not is_open and not after.isspace() and not before.isalnum()
    return mark in _CLOSING and not (mark == "‘" and before.isalnum())


def _close(
    mark: str, place: int, text: str, opened: list[tuple[str, int]], found: list[Quote]
) -> None:
    """Close the innermost of `opened` that `mark` closes; what was opened inside it was stray."""
    for depth in range(len(opened) - 1, -1, -1):
        opener, start = opened[depth]
        if _CLOSING[opener] == mark:
            del opened[depth:]
            found.append(_quote(opener, text, start, place))
            return


def _quote(mark: str, text: str, start: int, end: int) -> Quote:
    return Quote("title" if mark in _TITLES else _kind(text[start:end]), start, end)


def _kind(quoted: str) -> Literal["quotation", "title", "slogan"]:
    """Return what stands in quotation marks: a slogan or term, a title in capitals, a passage."""
    if quoted.rstrip().endswith(_SENTENCE_ENDS):
        return "quotation"
    running = list(words(tokenize(quoted)))
    if len(running) <= LONGEST_SLOGAN:
        return "slogan"
    initials = (quoted[word.tokens[0].start] for word in running if len(word.norm) > len("with"))
    return "title" if all(map(str.isupper, initials)) and not quoted.isupper() else "quotation"
