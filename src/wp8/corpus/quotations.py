"""Quoted matter: what stands between quotation marks of any language."""

from __future__ import annotations

import re
from typing import Final, Literal

from wp8.model import Quote
from wp8.words.characters import with_gershayim
from wp8.words.quotation_marks import APOSTROPHES, DOUBLE, MIXED, SINGLE, TITLES
from wp8.words.tokens import token_spans, tokenize, words

# Fewer running words than this, and no whole sentence: a slogan or a term, not a passage.
LONGEST_SLOGAN: Final = 9
_CLOSING: Final = {**DOUBLE, **SINGLE, **TITLES}
_MARK: Final = re.compile(f"[{''.join({*_CLOSING, *''.join(_CLOSING.values())})}]")
# What is the same mark on both sides opens only where a word begins.
_SAME: Final = frozenset(mark for mark, closing in _CLOSING.items() if mark in closing)
# These may begin a quotation in another that they would also close.
_BEGINNING: Final = '“‘„‟"'
# In Swedish and Finnish ’ stands on both sides. It is an apostrophe where a word is known to begin
# with one, and wherever a paragraph has one inside a word or has ‘ too.
_ELIDED: Final = "bout cause em k m n ne neath nem nen ner nother nuff round s t til tis twas twere"
_SAME_SINGLE: Final = re.compile(
    rf"(?<![\w’])’(?=[^\W\d])(?!(?:{'|'.join(_ELIDED.split())})\b)"
    r"(?=[^’]*[^\s’]’(?!\w)(?!(?<=s’)\s\w))",
    re.IGNORECASE,
)
_INSIDE_A_WORD: Final = re.compile(r"\w’\w")
_SENTENCE_ENDS: Final = (".", "!", "?")


def quotations(text: str, following: str = "") -> tuple[Quote, ...]:
    """Return the quoted matter of a paragraph, by its start, without the marks around it.

    Marks are balanced; where “ has no mate of its own after it, a straight mark is one, and vice
    versa. One that nothing closes quotes to the end if the paragraph after it,
    `following`, opens with the same mark, as a quotation of several paragraphs does; else it
    quotes nothing. An apostrophe closes nothing.
    """
    text = with_gershayim(text)
    if "’" in text and "‘" not in text and not _INSIDE_A_WORD.search(text):
        text = _SAME_SINGLE.sub("‘", text)
    marks = list(_MARK.finditer(text))
    if not marks:
        return ()
    found: list[Quote] = []
    opened: list[tuple[str, int, str]] = []
    waiting: dict[str, int] = {}
    last = {match[0]: match.start() for match in marks}
    for match in marks:
        mark, place = match[0], match.start()
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if mark in APOSTROPHES and after.isalnum() and (before.isalnum() or mark not in SINGLE):
            continue
        # An English quotation may begin in a German one.
        begins = mark in _BEGINNING and before.isspace() and after.isalnum()
        if not begins and (closed := _closed(mark, opened, waiting)):
            found.append(_quote(*closed, text, place))
            continue
        if _opens(mark, before, after):
            mates = _CLOSING[mark]
            is_closed = any(last.get(mate, place) > place for mate in mates)
            if mark in MIXED and not is_closed and not following.startswith(mark):
                mates = MIXED
            opened.append((mark, place + 1, mates))
            waiting[mates] = waiting.get(mates, 0) + 1
    for mark, start, _ in opened:
        if following.startswith(mark):
            found.append(_quote(mark, start, text, len(text)))
    return tuple(sorted(found, key=lambda quote: (quote.start, -quote.end)))


def _opens(mark: str, before: str, after: str) -> bool:
    if mark in _SAME:
        return not before.isalnum() and bool(after) and not after.isspace()
    return mark in _CLOSING and not (mark in SINGLE and before.isalnum())


def _closed(
    mark: str, opened: list[tuple[str, int, str]], waiting: dict[str, int]
) -> tuple[str, int] | None:
    """Take the innermost of `opened` that `mark` closes; `waiting` counts what closes them.

    What was opened inside it was stray.
    """
    if not any(number and mark in mates for mates, number in waiting.items()):
        return None
    while True:
        opener, start, mates = opened.pop()
        waiting[mates] -= 1
        if mark in mates:
            return opener, start


def _quote(mark: str, start: int, text: str, end: int) -> Quote:
    return Quote("title" if mark in TITLES else _kind(text[start:end]), start, end)


def _kind(quoted: str) -> Literal["quotation", "title", "slogan"]:
    """Return what stands in quotation marks: a slogan or term, a title in capitals, a passage."""
    if quoted.rstrip().endswith(_SENTENCE_ENDS):
        return "quotation"
    # A word has a token at least.
    if len(token_spans(quoted)) <= LONGEST_SLOGAN:
        return "slogan"
    running = list(words(tokenize(quoted)))
    if len(running) <= LONGEST_SLOGAN:
        return "slogan"
    initials = (quoted[word.tokens[0].start] for word in running if len(word.norm) > len("with"))
    return "title" if all(map(str.isupper, initials)) and not quoted.isupper() else "quotation"
