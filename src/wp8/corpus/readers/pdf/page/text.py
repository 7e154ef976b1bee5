"""The text of lines that belong together: words whole again, blanks where the language has them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import CALL
from wp8.corpus.readers.pdf.page.lines import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable

_LAST_WORD: Final = re.compile(r"(\w+)[\u2010-]$")
_WORD: Final = re.compile(r"\w+(?:[-\u2010]\w+)*")
_FIRST_WORD: Final = re.compile(r"\w+")
_LONGEST_WORD: Final = 100
_MARKS: Final = re.compile(rf" ?{CALL}")


class Words:
    """The words of a text, by which it is told how one is written that a line end cut."""

    def __init__(self) -> None:
        self._numbers: Counter[str] = Counter()

    def add(self, text: str) -> None:
        """Take account of the words of a line."""
        self._numbers.update(word.casefold().replace("\u2010", "-") for word in _WORD.findall(text))

    def joined(self, lines: Iterable[str]) -> str:
        """Return `lines` as one, words that were hyphened at their ends whole again."""
        parts: list[str] = []
        for line in map(str.strip, lines):
            if not line:
                continue
            above = parts[-1] if parts else ""
            first, last = _FIRST_WORD.match(line), _LAST_WORD.search(above[-_LONGEST_WORD:])
            if first and last:
                parts[-1] = above[:-1] + self._between(last[1], first[0])
            elif above and not (is_unspaced(above[-1]) and is_unspaced(line[0])):
                parts.append(" ")
            parts.append(line)
        return "".join(parts)

    def _between(self, last: str, first: str) -> str:
        """Return what stands between two parts of a word: a hyphen, or nothing."""
        head, tail = last.casefold(), first.casefold()
        has_hyphen = self._numbers[f"{head}-{tail}"] > self._numbers[head + tail]
        is_one = first[0].islower() or (last.isupper() and first.isupper())
        return "-" if has_hyphen or not is_one else ""


def without_marks(text: str) -> tuple[str, list[int]]:
    """Return `text` without the marks of notes, and where they stood."""
    offsets: list[int] = []
    shorter = 0
    for found in _MARKS.finditer(text):
        offsets.append(found.start() - shorter)
        shorter += len(found[0])
    return _MARKS.sub("", text), offsets
