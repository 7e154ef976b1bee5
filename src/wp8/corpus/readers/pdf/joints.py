"""Paragraphs that something cuts in two: the end of a column or a page, a picture, a formula."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import CALL, ends_sentence, first_letter
from wp8.corpus.readers.pdf.paragraphs import is_like

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.corpus.readers.pdf.paragraphs import Paragraph

_CAPTION: Final = re.compile(
    r"(?:fig(?:\.|ures?)|table|tab\.|abb(?:\.|ildung)|tabelle|tableau|figura|tabla|рис\.|табл\.)"
    r"\s*[0-9ivx]|[図表图그림표]\s*[0-9]",
    re.IGNORECASE,
)
# As a factor of what is usual: notes of tables, words of drawings.
_SMALL: Final = 0.95
# A line of text is longer than a heading or a cell, in sizes of type.
_SHORTEST: Final = 12


def whole(paragraphs: Iterable[Paragraph], usual: float) -> list[Paragraph]:
    """Return `paragraphs` with those that go on put together; `usual` is the size of text.

    What stands between two halves comes after them. After a heading only what goes on with a
    sentence is the rest of what stands before.
    """
    found: list[Paragraph] = []
    half: Paragraph | None = None
    is_cut = False
    for paragraph in paragraphs:
        paragraph.is_aside |= bool(_CAPTION.match(_text(paragraph)))
        if half and _goes_on(half, paragraph, is_cut=is_cut or paragraph.is_first):
            half.lines += paragraph.lines
            half.pages += paragraph.pages
            half.is_full = paragraph.is_full
            is_cut = False
            continue
        found.append(paragraph)
        if paragraph.is_heading:
            is_cut = False
        elif paragraph.is_aside or _is_small(paragraph, usual) or _is_fragment(paragraph):
            is_cut = True
        else:
            half, is_cut = paragraph, False
    return found


def _goes_on(half: Paragraph, other: Paragraph, *, is_cut: bool) -> bool:
    """Return whether `other` is the rest of `half`."""
    if other.is_item or other.is_aside or other.is_heading:
        return False
    if not is_like(half.lines[-1], other.lines[0]):
        return False
    text = _text(half)
    if ends_sentence(text):
        return False
    if first_letter(_text(other)).islower():
        return True
    return is_cut and half.is_full and not other.is_indented and not other.is_bold


def _is_small(paragraph: Paragraph, usual: float) -> bool:
    return paragraph.size < _SMALL * usual


def _is_fragment(paragraph: Paragraph) -> bool:
    """Return whether it is a word of a drawing, or a formula, and no text."""
    first = paragraph.lines[0]
    return len(paragraph.lines) == 1 and first.right - first.left < _SHORTEST * first.size


def _text(paragraph: Paragraph) -> str:
    """Return the beginning and the end of the text of a paragraph."""
    lines = paragraph.lines
    ends = lines if len(lines) == 1 else [lines[0], lines[-1]]
    return " ".join(line.text.replace(CALL, "").strip() for line in ends)
