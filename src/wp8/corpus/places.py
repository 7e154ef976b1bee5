"""Where records stand in their sources: the file, and the line or the page in it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.readers import BINARY, has_lines
from wp8.corpus.readers.block import numbered_lines
from wp8.corpus.source import readable, source_bytes
from wp8.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

    from wp8.corpus.document import Corpus, Document
    from wp8.model import Record

_WORD: Final = re.compile(r"\w+")
# The addresses of links and the marks of notes in Markdown.
_NO_TEXT: Final = re.compile(r"\]\([^()\s]*\)|\[\^[^\]\s]+\]")
# So many words around one tell where it stands, that and what follows it as one number.
_BEFORE: Final = 3
_AFTER: Final = 6
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

    def of(self, record: Record, offset: int | None = 0) -> Place:
        """Return where what is at an offset in the text of a record stands.

        A source is read if it has lines; one that cannot be any more has the record's first, and
        so has every one without an offset.
        """
        document = self._documents[record.document]
        path = self._folder / record.file
        line = column = 0
        if has_lines(document.layout):
            first, last = record.lines
            line, column = first, 1
            if offset is not None:
                lines = self._lines(path, document)[first - 1 : last]
                below, column = _found(record.text, offset, lines)
                line += below - 1
        page = record.pages[0] if record.pages else 0
        return Place(path, document.layout, line, column, page, document.file_part)


def _lines_of(path: Path, document: Document) -> list[str]:
    try:
        text = readable(source_bytes(path), document.layout, path, document.encoding)
    except CorpusError:
        return []
    return [] if isinstance(text, bytes) else [line.text for line in numbered_lines(text)]


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
    """Return where in `source` the word is that is at an offset of `text`."""
    source = _NO_TEXT.sub(lambda found: " " * len(found[0]), source)
    words = list(_WORD.finditer(text))
    place = next((n for n, word in enumerate(words) if word.end() > offset), None)
    if place is None:
        return 0
    before = min(place, _BEFORE)
    own = [re.escape(word[0]) for word in words[place - before : place + _AFTER]]
    own[before] = f"({own[before]})"
    alike = re.compile(r"\W+".join(own).join((r"\b", r"\b")))
    number = sum(1 for _ in alike.finditer(text, 0, words[place].start()))
    found = next(islice(alike.finditer(source), number, None), None)
    start = found.start(1) if found else _aligned(text, source)[place]
    return start + max(offset - words[place].start(), 0)


@lru_cache(_KEPT)
def _aligned(text: str, source: str) -> list[int]:
    """Return where each word of `text` is in `source`, or the last one before that is there."""
    from difflib import SequenceMatcher  # where more stands between the words than marks

    words, starts = _WORD.findall(text), [word.start() for word in _WORD.finditer(source)]
    matcher = SequenceMatcher(None, words, _WORD.findall(source), autojunk=False)
    found = [0] * len(words)
    for first, second, size in matcher.get_matching_blocks():
        found[first : first + size] = starts[second : second + size]
    return [*accumulate(found, max)]
