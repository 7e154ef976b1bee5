"""A locus as a link that scrolls to its words: a URL with a text fragment."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from wp8.citation.text import address
from wp8.model import CELL_SEPARATOR

if TYPE_CHECKING:
    from wp8.citation.locus import Locus

# What one part of a fragment names stands in one block of the page: a paragraph, a cell.
_END_OF_BLOCK: Final = "\n"
_WORD: Final = re.compile(r"\S+")
# More words than this are named by the first and the last of them.
_MOST_WORDS: Final = 10
_AT_AN_END: Final = range(5, 16)
_CONTEXT: Final = range(1, 11)


def link(locus: Locus) -> str:
    """Return the address of the document, with a text fragment unless all of it is meant."""
    from urllib.parse import quote

    base = address(locus.document.url) or quote(os.fsencode(locus.document.file))
    if locus.is_whole:
        return base
    text, start, end = _extent(locus)
    meant = text[start:end]
    if _END_OF_BLOCK not in meant and len(meant.split()) <= _MOST_WORDS:
        words = [meant]
        before, after = _context(text, start, end)
    else:
        words = [_opening(text, start, end), _closing(text, start, end)]
        before, _ = _context(text, start, start + len(words[0]))
        repeats = _folded(meant).count(_folded(words[1])) > 1
        after = _context(text, end - len(words[1]), end)[1] if repeats else ""
    # A hyphen is syntax in a fragment, though not in other parts of a URL.
    before, *words, after = (
        quote(" ".join(part.split()), safe="").replace("-", "%2D")
        for part in (before, *words, after)
    )
    parts = [f"{before}-" if before else "", *words, f"-{after}" if after else ""]
    fragment = ",".join(part for part in parts if part)
    return f"{base}{'' if '#' in base else '#'}:~:text={fragment}"


def _extent(locus: Locus) -> tuple[str, int, int]:
    """Return the text of the document, its blocks on lines, and the span of what is meant."""
    starts: dict[str, int] = {}
    size = 0
    for record in locus.flow:
        starts[record.id] = size
        size += len(record.text) + 1
    text = _END_OF_BLOCK.join(record.text for record in locus.flow)
    text = text.replace(CELL_SEPARATOR, _END_OF_BLOCK)
    if locus.words:
        start = starts[locus.words.record.id]
        return text, start + locus.words.start, start + locus.words.end
    first, last = locus.records[0], locus.records[-1]
    start, end = starts[first.id], starts[last.id] + len(last.text)
    # The first or the last cell of a row may be empty.
    meant = text[start:end]
    return text, start + len(meant) - len(meant.lstrip()), start + len(meant.rstrip())


def _opening(text: str, start: int, end: int) -> str:
    """Return so many words from `start` that they stand nowhere else, if there are as many."""
    block, _, more = text[start:end].partition(_END_OF_BLOCK)
    words = [start + found.end() for found in _WORD.finditer(block)]
    # In one block the first half is for the opening, the second for the closing.
    places = words if more else words[: len(words) // 2]
    some = [text[start:place] for place in places[_AT_AN_END[0] - 1 : _AT_AN_END[-1]]]
    folded = _folded(text)
    once = (words for words in some if folded.count(_folded(words)) == 1)
    return next(once, some[-1] if some else text[start : places[-1]])


def _closing(text: str, start: int, end: int) -> str:
    """Return so many words up to `end` that they stand nowhere else from `start` on."""
    more, _, block = text[start:end].rpartition(_END_OF_BLOCK)
    words = [end - len(block) + found.start() for found in _WORD.finditer(block)]
    places = (words if more else words[len(words) // 2 :])[::-1]
    some = [text[place:end] for place in places[_AT_AN_END[0] - 1 : _AT_AN_END[-1]]]
    folded = _folded(text[start:end])
    once = (words for words in some if folded.count(_folded(words)) == 1)
    return next(once, some[-1] if some else text[places[-1] : end])


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after, in their blocks, if the words stand elsewhere too."""
    folded = _folded(text)
    words = folded[start:end]
    places = [found.start() for found in re.finditer(re.escape(words), folded)]
    before, after = "", ""
    for number in _CONTEXT:
        if len(places) <= 1:
            break
        before = " ".join(text[:start].strip().rpartition(_END_OF_BLOCK)[2].split()[-number:])
        after = " ".join(text[end:].strip().partition(_END_OF_BLOCK)[0].split()[:number])
        places = [
            place
            for place in places
            if folded[:place].rstrip().endswith(_folded(before))
            and folded[place + len(words) :].lstrip().startswith(_folded(after))
        ]
    return before, after


def _folded(text: str) -> str:
    """Return `text` in small letters, at equal length."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower()[0] for c in text)
