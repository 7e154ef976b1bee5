"""The layout `paged-markdown`: a printed pamphlet, a blank line at each page break.

Titles and imprint stand before the body and after it; salutations open its parts.
"""

from __future__ import annotations

import re
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers.block import (
    Block,
    Found,
    Line,
    blank_line_groups,
    ends_sentence,
    extent,
    first_letter,
    joined,
    numbered_lines,
    without_artefacts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_SALUTATION_WORDS: Final = 6
_HEADING: Final = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_EMPHASIS: Final = re.compile(r"(?<!\*)\*{1,3}(?!\*)|(?<!_)_{1,3}(?!_)")


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
    heading = next(filter(_is_heading, numbered_lines(text)), None)
    return Found(title=_bare_text(heading) if heading else "")


def _passages(text: str) -> list[_Passage]:
    passages: list[_Passage] = []
    for group in _groups(text):
        lines = [Line(line.number, _bare_text(line)) for line in group]
        passage = _Passage([line for line in lines if line.text], _is_heading(group[0]))
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


def _is_heading(line: Line) -> bool:
    """Return whether `line` is a `#` heading."""
    return _HEADING.match(line.text) is not None


def _groups(text: str) -> Iterator[list[Line]]:
    """Yield the headings of `text`, each by itself, and the runs of lines between blank lines."""
    for group in blank_line_groups(text):
        for heading, run in groupby(group, key=_is_heading):
            lines = list(run)
            yield from ([line] for line in lines) if heading else [lines]


def _bare_text(line: Line) -> str:
    """Return the text of `line` without heading and emphasis marks."""
    text = line.text.strip()
    if _is_heading(line):
        text = re.sub(r"(?:^|(?<=\s))#+$", "", text.lstrip("#").strip()).strip()
    return _without_emphasis(text)


def _without_emphasis(text: str) -> str:
    """Return `text` without the `*`, `**` and `_` that stand in pairs around words."""
    openings: dict[str, tuple[int, int]] = {}
    pairs: list[tuple[int, int]] = []
    for match in _EMPHASIS.finditer(text):
        mark, start, end = match[0], match.start(), match.end()
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        if mark in openings and _clings(before, after):
            pairs += [openings.pop(mark), (start, end)]
        elif _clings(after, before):
            openings[mark] = start, end
    return without_artefacts(text, ((*span, None) for span in sorted(pairs)))[0]


def _clings(inside: str, outside: str) -> bool:
    return bool(inside) and not inside.isspace() and not outside.isalnum()
