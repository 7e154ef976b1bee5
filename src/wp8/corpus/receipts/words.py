"""The words that a receipt compares: what stands between blanks and signs, as it is written."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from unicodedata import is_normalized, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SIGNS: Final = dict.fromkeys(
    (*range(0xA), *range(0xB, 0x30), *range(0x3A, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x80)),
    " ",
)
_BYTES: Final = bytes(0x20 if code in _SIGNS else code for code in range(0x100))
# Blanks, punctuation, symbols, pictographs; and what is of a font's own.
_FOREIGN: Final = re.compile(
    r"[\u0589\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u061b\u061e\u061f\u066a-\u066d\u06d4"
    r"\u0700-\u070d\u0964\u0965\u0e2f\u0e5a\u0e5b\u0f08-\u0f14\u104a-\u104f\u1361-\u1368"
    r"\u17d4-\u17da\u1800-\u180a\x80-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb-\xbf\xd7\xf7\u1680\u2000-\u2bff\u2e00-\u2e7f"
    r"\u3000-\u3004\u3008-\u3020\u3030\u303d\u30fb\ud800-\uf8ff\ufe00-\ufe6f\uff00-\uff0f"
    r"\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufff0-\uffff\U0001f000-\U0001faff]+"
)
# Scripts without blanks between words: each of their characters is one.
_ALONE: Final = re.compile(
    r"[\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
)
# What stands within words and is not seen.
_UNSEEN: Final = re.compile(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+")
_SHOWN: Final = 8


def words(text: str) -> list[str]:
    """Return the words of `text`, composed (NFC) and without what is not seen, in order."""
    return _cleaned(text).split()


def lines_of_words(texts: Iterable[str]) -> list[str]:
    """Return the words of each of `texts`, with a blank between them."""
    whole = "\n".join(text.replace("\n", " ") for text in texts)
    return [" ".join(line.split()) for line in _cleaned(whole).split("\n")]


def _cleaned(text: str) -> str:
    """Return the words and the ends of lines of `text`, and blanks."""
    text = text.replace("\0", "")
    if text.isascii():
        return text.translate(_SIGNS)
    text = text if is_normalized("NFC", text) else normalize("NFC", text)
    text = _FOREIGN.sub(" ", _UNSEEN.sub("", text))
    if _ALONE.search(text):
        text = _ALONE.sub(r" \g<0> ", text)
    return text.encode().translate(_BYTES).decode()


def beginning(run: Sequence[str]) -> str:
    """Return the first words of `run`, for a message."""
    shown = run[:_SHOWN]
    text = shown[0] if shown else ""
    for before, word in pairwise(shown):
        is_close = bool(_ALONE.fullmatch(before) and _ALONE.fullmatch(word))
        text += word if is_close else f" {word}"
    return text + " …" * (len(run) > _SHOWN)
