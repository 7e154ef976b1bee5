"""The parts of a run: which of the words typed one after the other belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.query.tree import Typed
from wp8.words.characters import has_syllables
from wp8.words.hangul import COUNTERS
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wp8.query.tree import Node
    from wp8.words.tokens import Token


def plain_words(children: Iterable[Node]) -> list[Token]:
    """Return the tokens of the leading children that are words of one token."""
    words: list[Token] = []
    for child in children:
        tokens = list(tokenize(child.text, shouted=False)) if isinstance(child, Typed) else []
        if len(tokens) != 1 or not isinstance(child, Typed) or child.form != "word":
            break
        words += tokens
    return words


def glued(children: Sequence[Node]) -> list[Node]:
    """Return the parts of a run, pieces of one Hangul word put together: 제 8 차대회, 2021 년."""
    parts: list[Node] = []
    last = ""
    for child in children:
        text = child.text if isinstance(child, Typed) and child.form == "word" else ""
        if last and text and _is_one_word(last, text):
            parts[-1] = Typed("word", f"{parts[-1]} {text}")
        else:
            parts.append(child)
        last = text
    return parts


def _is_one_word(first: str, second: str) -> bool:
    """Return whether `first` and `second`, typed apart, are pieces of one Hangul word."""
    if first.isdecimal():
        return second.startswith(COUNTERS)
    if second.isdecimal():
        return len(first) == 1 and has_syllables(first)
    are_syllables = has_syllables(first[-1]) and has_syllables(second[0])
    return are_syllables and min(len(first), len(second)) == 1
