"""The layout `markdown`: `#` headings open sections, `[^1]` marks cite `[^1]: …` notes.

Front matter at the head of a file is no part of its text.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import (
    Block,
    Found,
    Line,
    blank_line_groups,
    extent,
    joined,
    without_artefacts,
)
from wp8.corpus.readers.front_matter import front_matter, without_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEADING: Final = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_NOTE: Final = re.compile(r" {0,3}\[\^([^\s\[\]]+)\]:(?=\s*\S)")
_MARK: Final = re.compile(r"\[\^([^\s\[\]]+)\]")
_EMPHASIS: Final = re.compile(rf"{_MARK.pattern}|((?<!\*)\*{{1,3}}(?!\*)|(?<!_)_{{1,3}}(?!_))")
_INDENTED: Final = (" " * 4, "\t")
_OWN_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")


def is_heading(line: Line) -> bool:
    """Return whether `line` is a `#` heading."""
    return _HEADING.match(line.text) is not None


def markdown_groups(text: str) -> Iterator[list[Line]]:
    """Yield the headings of `text`, each by itself, and the runs of lines between blank lines."""
    for group in blank_line_groups(text):
        for heading, run in groupby(group, key=is_heading):
            lines = list(run)
            yield from ([line] for line in lines) if heading else [lines]


def bare_text(lines: list[Line]) -> str:
    """Return the text of `lines` as one line, without heading and emphasis marks."""
    text = joined(lines)
    if is_heading(lines[0]):
        text = re.sub(r"(?:^|(?<=\s))#+$", "", text.lstrip("#").strip()).strip()
    return without_emphasis(text)


def without_emphasis(text: str) -> str:
    """Return `text` without the `*`, `**` and `_` that stand in pairs around words."""
    openings: dict[str, tuple[int, int]] = {}
    pairs: list[tuple[int, int]] = []
    for match in _EMPHASIS.finditer(text):
        mark, start, end = match[2], match.start(), match.end()
        if mark is None:
            continue
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        if mark in openings and _clings(before, after):
            pairs += [openings.pop(mark), (start, end)]
        elif _clings(after, before):
            openings[mark] = start, end
    return without_artefacts(text, ((*span, None) for span in sorted(pairs)))[0]


def _clings(inside: str, outside: str) -> bool:
    return bool(inside) and not inside.isspace() and not outside.isalnum()


def read(text: str) -> Iterator[Block]:
    """Yield the headings, paragraphs and notes of `text`, a note after what cites it first.

    A mark without a note and a note without a mark stay in the text as they are.
    """
    passages, notes = _passages_and_notes(without_front_matter(text))
    numbers = _note_numbers(notes)
    section = ""
    for lines in passages:
        raw = bare_text(lines)
        # A second note of one label is a paragraph, and its label no mark.
        start = raw.index("]:") if _NOTE.match(lines[0].text) else 0
        marks = _MARK.finditer(raw, start)
        found = ((mark.start(), mark.end(), mark[1]) for mark in marks if mark[1] in numbers)
        body, cited = without_artefacts(raw, found)
        if not body and not cited:
            continue
        kind = "heading" if is_heading(lines[0]) else "paragraph"
        section = body if kind == "heading" else section
        places = tuple((numbers[name], offset) for name, offset in cited)
        yield Block(kind, body, extent(lines), section, places)
        for name in dict.fromkeys(name for name, _ in cited):
            if note := notes.pop(name, None):
                yield Block("note", _note_text(note), extent(note), section, (), numbers[name])


def find(text: str) -> Found:
    """Return what the front matter of `text` says; for a title, its first heading will do."""
    found = front_matter(text)
    if found.title:
        return found
    lines = (Line(1, line) for line in without_front_matter(text).split("\n"))
    heading = next(filter(is_heading, lines), None)
    return found._replace(title=_MARK.sub("", bare_text([heading])) if heading else "")


def _passages_and_notes(text: str) -> tuple[list[list[Line]], dict[str, list[Line]]]:
    segments = _segments(text)
    marks = dict.fromkeys(
        mark[1]
        for label, lines in segments
        if label is None
        for line in lines
        for mark in _MARK.finditer(line.text)
    )
    bodies = {label: lines for label, lines in reversed(segments) if label in marks}
    passages = [lines for label, lines in segments if bodies.get(label) is not lines]
    return passages, {label: bodies[label] for label in marks if label in bodies}


def _segments(text: str) -> list[tuple[str | None, list[Line]]]:
    """Return the passages of `text` in order, a note with its label."""
    segments: list[tuple[str | None, list[Line]]] = []
    for group in markdown_groups(text):
        goes_on = bool(segments and segments[-1][0] and group[0].text.startswith(_INDENTED))
        for line in group:
            if note := _NOTE.match(line.text):
                segments.append((note[1], [line]))
            elif line is group[0] and not goes_on:
                segments.append((None, [line]))
            else:
                segments[-1][1].append(line)
    return segments


def _note_numbers(labels: Iterable[str]) -> dict[str, int]:
    labels = list(labels)
    if all(_OWN_NUMBER.fullmatch(label) for label in labels):
        return {label: int(label) for label in labels}
    return {label: number for number, label in enumerate(labels, start=1)}


def _note_text(lines: list[Line]) -> str:
    return without_emphasis(joined(lines).partition("]:")[2].strip())
