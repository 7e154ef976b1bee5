"""What sources say of themselves: their titles, their languages, and the fields of CSL."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.item.fields import FIELDS, fault
from wp8.corpus.readers import BINARY, finder
from wp8.corpus.source import decoded, is_inside, source_bytes
from wp8.errors import CorpusError, UnreadableError
from wp8.model import seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from wp8.corpus.document import Document
    from wp8.corpus.readers.block import Found

_LONGEST: Final = 300
# So many names are taken from a source.
_MOST: Final = 200
_OWN: Final = ("title", "language", "affiliation", "rights")
_CONTROLS: Final = "[\\0-\\x1f\\x7f-\\x9f]"
# To ask what starts a process for each source is too slow for a pattern of a thousand.
_SLOW: Final = ("pdf",)


def found_in(path: Path, layout: str) -> dict[str, Any]:
    """Return what the source at `path` says of itself, as the fields of a document.

    Each text is on one line. Without a title of its own, that of a first sentence is supplied, or
    there is none.

    Raises:
        CorpusError: It cannot be read as its layout wants it.
    """
    source = source_bytes(path)
    try:
        found = finder(layout)(source if layout in BINARY else decoded(source, path))
    except UnreadableError as error:
        raise CorpusError(f"{path}: {error.message}", hint=error.hint) from error
    return _of_document(found)


def _of_document(found: Found) -> dict[str, Any]:
    from wp8.corpus.item import stated_of
    from wp8.words.languages import tag

    own = {key: one_line(str(found.get(key) or "")) for key in _OWN}
    work = {
        key: _one_line_each(value)
        for key, value in found.items()
        if key in FIELDS and key not in _OWN and value and not fault(key, value)
    }
    return {
        **own,
        "language": tag(own["language"]),
        "title_supplied": bool(own["title"] and found.get("title_supplied")),
        "stated": stated_of(work),
    }


def _one_line_each(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, list):
        return [_one_line_each(each) for each in value[:_MOST]]
    if isinstance(value, dict):
        return {key: _one_line_each(each) for key, each in value.items()}
    return one_line(value) if isinstance(value, str) else value


def with_own_titles(folder: Path, documents: Iterable[Document]) -> Iterator[Document]:
    """Yield `documents`, one without a title with what its source says and the manifest does not.

    Where the source says nothing, cannot be read, is a PDF, or is a link out of `folder`, its name
    is the title.
    """
    for document in documents:
        if document.title:
            yield document
            continue
        found: dict[str, Any] = {}
        if document.layout not in _SLOW and is_inside(folder, document.file):
            with suppress(CorpusError):
                found = found_in(folder / document.file, document.layout)
        said = {key: getattr(document, key) or value for key, value in found.items()}
        said["stated"] = {**found.get("stated", {}), **document.stated}
        yield replace(document, **titled(said, document.file, document.id))


def titled(found: dict[str, Any], file: str, id_: str) -> dict[str, Any]:
    """Return `found` with a title: what the source does not say is supplied from its name."""
    if found.get("title"):
        return found
    supplied = one_line(PurePath(file).stem) or id_
    return {**found, "title": supplied, "title_supplied": True}


def one_line(text: str) -> str:
    """Return the beginning of `text` with its blanks and control characters as single blanks.

    What is not seen in a word, as a soft hyphen, is left out.
    """
    return " ".join(seen(re.sub(_CONTROLS, " ", text[:_LONGEST])).split())
