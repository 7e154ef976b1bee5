"""The text of the layout `pdf`: all characters of its pages, as PDFium has them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.pdf import texts
from wp8.corpus.receipts.written import END, HEAD, JOINT, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.corpus.receipts.written import Piece

_FIGURES: Final = re.compile(r"[0-9]{1,9}")
# How many lines from above and from below may be heads and feet; on so many pages, they are.
_OUTERMOST: Final = 3
_FEWEST: Final = 3
# A hyphen at a line's end, in the place of which PDFium has signs of its own.
_HYPHEN: Final = re.compile(r"(?<=\w)(?:[\x02\ufffe](?:\r?\n)?|[-\xad\u2010][ \t]*\r?\n)\s*(?=\w)")


def written(source: bytes) -> Written:
    """Return the text of the pages; what is the same above or below on several is a head."""
    pages = [_HYPHEN.sub("\x02", text.replace(END, " ")).splitlines() for text in texts(source)]
    numbers = Counter(line for page in pages for line in {_same(page[n]) for n in _outer(page)})
    pieces: list[Piece] = []
    for page in pages:
        outer = set(_outer(page))
        for place, line in enumerate(page):
            is_head = place in outer and numbers[_same(line)] >= _FEWEST
            pieces += _pieces(line, HEAD if is_head else "")
            pieces.append((" ", ""))
        pieces.append((END, ""))
    return Written(pieces)


def _outer(page: Sequence[str]) -> list[int]:
    lines = [place for place, line in enumerate(page) if line.strip()]
    return [*lines[:_OUTERMOST], *lines[-_OUTERMOST:]]


def _same(line: str) -> str:
    return _FIGURES.sub("#", " ".join(line.split()))


def _pieces(line: str, kind: str) -> Iterator[Piece]:
    for place, part in enumerate(line.split("\x02")):
        if place:
            yield "", kind or JOINT
        yield part, kind
