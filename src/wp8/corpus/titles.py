"""What sources say of themselves: their titles, authors, dates, languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers import CONVERTED, finder
from wp8.corpus.readers.block import Found
from wp8.corpus.source import is_inside, readable, source_bytes
from wp8.errors import CorpusError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from wp8.corpus.document import Document

_LONGEST: Final = 300
# To ask what starts a process for each source is too slow for a pattern of a thousand.
_SLOW: Final = frozenset(("pdf", *CONVERTED))


def found_in(path: Path, layout: str, encoding: str = "") -> Found:
    """Return what the source at `path` says of itself, each on one line.

    Raises:
        CorpusError: It cannot be read as its layout wants it.
    """
    source = source_bytes(path)
    try:
        found = finder(layout)(readable(source, layout, path, encoding))
    except UnreadableError as error:
        raise CorpusError(f"{path}: {error.message}", hint=error.hint) from error
    title, author, date, language = map(one_line, found)
    if language:
        from wp8.words.languages import tag

        language = tag(language)
    return Found(title, author, date, language)


def with_own_titles(folder: Path, documents: Iterable[Document]) -> Iterator[Document]:
    """Yield `documents`, one without a title with what its source says and the manifest does not.

    Where the source says nothing, cannot be read, is slow to ask, or is a link out of `folder`, its
    name is the title.
    """
    for document in documents:
        if document.title:
            yield document
            continue
        try:
            is_asked = document.layout not in _SLOW and is_inside(folder, document.file)
            found = _found(folder, document) if is_asked else Found()
        except CorpusError:
            found = Found()
        yield replace(
            document,
            title=found.title or one_line(PurePath(document.file).stem) or document.id,
            title_supplied=not found.title,
            author=document.author or found.author,
            date=document.date or found.date,
            language=document.language or found.language,
        )


def _found(folder: Path, document: Document) -> Found:
    return found_in(folder / document.file, document.layout, document.encoding)


def one_line(text: str) -> str:
    """Return the beginning of `text` with its blanks and control characters as single blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:_LONGEST]).split())
