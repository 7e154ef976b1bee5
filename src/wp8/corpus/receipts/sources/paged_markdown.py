"""The text of the layout `paged-markdown`."""

from __future__ import annotations

import re
from typing import Final

from wp8.corpus.receipts.written import JOINT, Written

_WITHIN: Final = re.compile(r"(?<=\w)[*_]+(?=\w)")


def written(text: str) -> Written:
    """Return `text`; the marks of emphasis in a word may part it, or not."""
    pieces = []
    place = 0
    for found in _WITHIN.finditer(text):
        pieces += [(text[place : found.start()], ""), (found[0], JOINT)]
        place = found.end()
    return Written([*pieces, (text[place:], "")])
