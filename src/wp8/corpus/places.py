"""Where records stand in their sources: the file, and the line or the page in it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers import BINARY, has_lines
from wp8.corpus.source import readable, source_bytes
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wp8.corpus.document import Corpus, Document
    from wp8.model import Record

_WORD: Final = re.compile(r"\w+")
# How many words before and after one tell where it stands, the best first.
_AROUND: Final = ((3, 5), (0, 5), (3, 0), (0, 2), (0, 0))
_KEPT: Final = 16


class Place(NamedTuple):
    """Where a record, or a word of it, stands.

    `line` and `column`, of bytes in UTF-8, count from 1; they are 0 where a source has no lines
    that a person sees, as `page` is where it has no pages. `part` is what names the document in a
    source that has several.
    """

    path: Path
    layout: str
    line: int
    column: int
    page: int
    part: str

    @property
    def is_text(self) -> bool:
        """Whether the file is what an editor shows, with markup or without."""
        return self.layout not in BINARY or self.layout == "tei"


class Places:
    """The places of the records of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._folder = corpus.folder.absolute()
        self._documents = {document.id: document for document in corpus.documents}
        self._lines = lru_cache(_KEPT)(_lines_of)

    def of(self, record: Record, offset: int = 0) -> Place:
        """Return where what is at an offset in the text of a record stands.

        A source is read if it has lines; one that cannot be any more has the record's first.
        """
        document = self._documents[record.document]
        path = self._folder / record.file
        line = column = 0
        if has_lines(document.layout):
            first, last = record.lines
            lines = self._lines(path, document)[first - 1 : last]
            line, column = _found(record.text, offset, lines)
            line += first - 1
        page = record.pages[0] if record.pages else 0
        return Place(path, document.layout, line, column, page, document.file_part)


def _lines_of(path: Path, document: Document) -> list[str]:
    try:
        text = readable(source_bytes(path), document.layout, path, document.encoding)
    except CorpusError:
        return []
    return text.split("\n") if isinstance(text, str) else []


def _found(text: str, offset: int, lines: list[str]) -> tuple[int, int]:
    """Return the line and the column at which what is at an offset of `text` stands in `lines`.

    They have the words of the text, with marks and more between. It is the first line where
    nothing around the word is in them as in the text.
    """
    source = "\n".join(lines)
    at = source.find(text) + offset if text in source else _nearest(text, offset, source)
    begins = source.rfind("\n", 0, at) + 1
    column = len(source[begins:at].encode("utf-8", "replace")) + 1
    return source.count("\n", 0, at) + 1, column


def _nearest(text: str, offset: int, source: str) -> int:
    words = list(_WORD.finditer(text))
    place = next((n for n, word in enumerate(words) if word.end() > offset), None)
    if place is None:
        return 0
    for before, after in _AROUND:
        own = words[max(place - before, 0) : place + after + 1]
        parts = [re.escape(word[0]) for word in own]
        parts[min(place, before)] = f"({parts[min(place, before)]})"
        alike = re.compile(r"\W+".join(parts).join((r"\b", r"\b")))
        number = sum(1 for _ in _starts(alike, text[: words[place].start()]))
        if found := list(islice(_starts(alike, source), number + 1)):
            return found[-1]
    return 0


def _starts(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return (found.start(1) for found in pattern.finditer(text))
