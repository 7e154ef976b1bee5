"""What sources say of themselves: their titles, authors, dates, languages."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers import BINARY, finder
from wp8.corpus.readers.block import Found
from wp8.corpus.source import decoded, is_inside, source_bytes
from wp8.errors import CorpusError, UnreadableError
from wp8.model import seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from wp8.corpus.document import Document

_LONGEST: Final = 300
_CONTROLS: Final = "[\\0-\\x1f\\x7f-\\x9f]"
# To ask what starts a process for each source is too slow for a pattern of a thousand.
_SLOW: Final = ("pdf",)


def found_in(path: Path, layout: str) -> Found:
    """Return what the source at `path` says of itself, each on one line.

    Raises:
        CorpusError: It cannot be read as its layout wants it.
    """
    source = source_bytes(path)
    try:
        found = finder(layout)(source if layout in BINARY else decoded(source, path))
    except UnreadableError as error:
        raise CorpusError(f"{path}: {error.message}", hint=error.hint) from error
    title, author, date, language = map(one_line, found)
    if language:
        from wp8.words.languages import tag

        language = tag(language)
    return Found(title, author, date, language)


def with_own_titles(folder: Path, documents: Iterable[Document]) -> Iterator[Document]:
    """Yield `documents`, one without a title with what its source says and the manifest does not.

    Where the source says nothing, cannot be read, is a PDF, or is a link out of `folder`, its name
    is the title.
    """
    for document in documents:
        if document.title:
            yield document
            continue
        try:
            is_asked = document.layout not in _SLOW and is_inside(folder, document.file)
            found = found_in(folder / document.file, document.layout) if is_asked else Found()
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


def one_line(text: str) -> str:
    """Return the beginning of `text` with its blanks and control characters as single blanks.

    What is not seen in a word, as a soft hyphen, is left out.
    """
    return " ".join(seen(re.sub(_CONTROLS, " ", text[:_LONGEST])).split())
