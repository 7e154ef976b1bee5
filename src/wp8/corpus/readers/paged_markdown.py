"""The layout `paged-markdown`: a printed pamphlet, a blank line at each page break.

Titles and imprint stand before the body and after it; salutations open its parts.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.block import (
    Block,
    Found,
    Line,
    ends_sentence,
    extent,
    first_letter,
    joined,
)
from wp8.corpus.readers.markdown import bare_text, is_heading, markdown_groups
from wp8.corpus.readers.markdown import find as find_in_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

_SALUTATION_WORDS: Final = 6


class _Passage(NamedTuple):
    """A run of lines without blank lines, or several that page breaks had cut."""

    lines: list[Line]
    is_heading: bool

    @property
    def text(self) -> str:
        return joined(self.lines)


def read(text: str) -> Iterator[Block]:
    """Yield the titles, imprint lines, salutations, paragraphs and colophon of `text`."""
    passages = _passages(text)
    salutations = _salutations(passages)
    body = [
        index
        for index, passage in enumerate(passages)
        if index in salutations or (not passage.is_heading and ends_sentence(passage.text))
    ] or range(len(passages))
    part = 0
    for index, passage in enumerate(passages):
        if index < body[0]:
            yield from _front_matter(passage)
        elif index > body[-1]:
            yield _block("title" if passage.is_heading else "colophon", passage)
        else:
            part += index in salutations
            kind = "heading" if passage.is_heading else "paragraph"
            kind = "salutation" if index in salutations else kind
            yield _block(kind, passage, f"Part {part}" if part else "")


def find(text: str) -> Found:
    """Return the first heading of `text` as its title."""
    return find_in_markdown(text)


def _passages(text: str) -> list[_Passage]:
    passages: list[_Passage] = []
    for group in markdown_groups(text):
        lines = [Line(line.number, bare_text([line])) for line in group]
        passage = _Passage([line for line in lines if line.text], is_heading(group[0]))
        if passages and _is_cut(passages[-1], passage):
            passages[-1].lines.extend(passage.lines)
        elif passage.lines:
            passages.append(passage)
    return passages


def _is_cut(half: _Passage, other: _Passage) -> bool:
    # A page break inside a sentence is no paragraph break. Neither half of the test suffices
    # alone: titles and salutations end without a stop too, and lists begin in lower case.
    return (
        not half.is_heading
        and not other.is_heading
        and not ends_sentence(half.lines[-1].text)
        and first_letter(joined(other.lines[:1])).islower()
    )


def _salutations(passages: list[_Passage]) -> set[int]:
    return {
        index
        for index, (passage, following) in enumerate(zip_longest(passages, passages[1:]))
        if following is not None
        and not passage.is_heading
        and passage.text.endswith(",")
        and len(passage.text.split(maxsplit=_SALUTATION_WORDS)) <= _SALUTATION_WORDS
        and first_letter(following.text).isupper()
    }


def _front_matter(passage: _Passage) -> Iterator[Block]:
    # The imprint is one line each, the titles stand by themselves.
    kind = "title" if len(passage.lines) == 1 else "imprint"
    for line in passage.lines:
        yield _block(kind, _Passage([line], passage.is_heading))


def _block(kind: str, passage: _Passage, section: str = "") -> Block:
    return Block(kind, passage.text, extent(passage.lines), section)
