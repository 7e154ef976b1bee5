"""The text of the layout `docx-text`."""

from __future__ import annotations

import re
from typing import Final

from wp8.corpus.receipts.written import LINK, MARK, Written

_MARK: Final = re.compile(r"(\[footnoteRef:[0-9]{1,9}\]|\[[0-9]{1,9}:)|(\[bookmark:[^\[\]]*\])")


def written(text: str) -> Written:
    """Return `text`, the marks of its notes and its bookmarks set apart."""
    pieces = []
    place = 0
    for found in _MARK.finditer(text):
        pieces += [(text[place : found.start()], ""), (found[0], MARK if found[1] else LINK)]
        place = found.end()
    return Written([*pieces, (text[place:], "")])
