"""Paragraphs that something cuts in two: the end of a column or a page, a picture, a formula."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import ends_sentence, first_letter
from wp8.corpus.readers.pdf.paragraphs import is_like
from wp8.corpus.readers.pdf.text import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.corpus.readers.pdf.paragraphs import Paragraph

_CAPTION: Final = re.compile(
    r"(?:fig(?:\.|ures?)|table|tab\.|abb(?:\.|ildung)|tabelle|tableau|figura|tabla|рис\.|табл\.)"
    r"\s*[0-9ivx]|[図表图그림표]\s*[0-9]",
    re.IGNORECASE,
)
_HYPHENED: Final = re.compile(r"[^\W\d_][-\u2010]$")
# A line of text is longer than a heading or a cell, in sizes of type.
_SHORTEST: Final = 12


def whole(paragraphs: Iterable[Paragraph], usual: float) -> list[Paragraph]:
    """Return `paragraphs` with those that go on put together; `usual` is the size of text.

    What stands between two halves comes after them.
    """
    found: list[Paragraph] = []
    half: Paragraph | None = None
    between = False
    for paragraph in paragraphs:
        paragraph.is_aside |= bool(_CAPTION.match(_text(paragraph)))
        if paragraph.is_aside or paragraph.size < usual * 0.95:
            if half is None or not is_like(half.lines[-1], paragraph.lines[0]):
                found.append(paragraph)
                between = True
                continue
        if half and _goes_on(half, paragraph, is_cut=between or paragraph.is_first):
            half.lines += paragraph.lines
            half.pages += paragraph.pages
            half.is_full = paragraph.is_full
        else:
            found.append(paragraph)
            half = paragraph
        between = False
    return found


def _goes_on(half: Paragraph, other: Paragraph, *, is_cut: bool) -> bool:
    if not is_like(half.lines[-1], other.lines[0]) or other.is_item or other.is_aside:
        return False
    text = _text(half)
    if half.lines[-1].right - half.lines[-1].left < _SHORTEST * half.size and len(half.lines) == 1:
        return False
    is_lower = first_letter(_text(other)).islower()
    if _HYPHENED.search(text) and is_lower:
        return True
    if not ends_sentence(text) and is_lower:
        return True
    return is_cut and half.is_full and not ends_sentence(text) and not other.is_indented


def _text(paragraph: Paragraph) -> str:
    """Return the beginning and the end of the text of a paragraph."""
    ends = (
        paragraph.lines if len(paragraph.lines) < 3 else [paragraph.lines[0], paragraph.lines[-1]]
    )
    return " ".join(line.text.replace(MARK, "").strip() for line in ends)
