"""What sources say of themselves: their titles, their languages, and the fields of CSL."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from wp8.corpus.document import OF_DOCUMENTS
from wp8.corpus.item.fields import FIELDS, fault
from wp8.corpus.item.own_fields import own_fault, own_value
from wp8.corpus.readers import CONVERTED, finder
from wp8.corpus.source import is_inside, read_by, readable, source_bytes
from wp8.errors import CorpusError
from wp8.model import seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from wp8.corpus.document import Document
    from wp8.corpus.readers.block import Block, Found

_LONGEST: Final = 300
# So many names are taken from a source.
_MOST: Final = 200
_OWN: Final = ("title", "language", "affiliation", "rights", "date_in_words")
# What programs fill in where nobody says anything.
_NOBODY: Final = frozenset(
    ("admin", "administrator", "microsoft office user", "owner", "python-docx", "unknown", "user")
)
_NO_TITLE: Final = re.compile(
    r"(?:Microsoft (?:Office )?(?:Word|PowerPoint) - .*|untitled(?: document)?|unknown"
    r"|Document ?[0-9]*|Word Document)",
    re.IGNORECASE,
)
_NO_LANGUAGE: Final = frozenset(("und", "zxx"))
# In other fields than a title there may be an abstract.
_LONGEST_TEXT: Final = 100_000
_CONTROLS: Final = "[\\0-\\x1f\\x7f-\\x9f]"
# To ask what starts a process for each source is too slow for a pattern of a thousand.
_SLOW: Final = frozenset(("pdf", *CONVERTED))


def found_in(path: Path, layout: str, encoding: str = "") -> dict[str, Any]:
    """Return what the source at `path` says of itself, as the fields of a document.

    Each text is on one line. Without a title of its own, that of a first sentence is supplied, or
    there is none.

    Raises:
        CorpusError: It cannot be read as its layout wants it.
    """
    from wp8.corpus.item import stated_of

    source = source_bytes(path)
    content = readable(source, layout, path, encoding)
    found = read_by(path, len(source), lambda: finder(layout)(content))
    said = of_document(found)
    # By which key it is cited, a corpus says: what a source calls a key may stand in many.
    work = {field: own for field, own in said["stated"].items() if field != "citation-key"}
    return said | {"stated": stated_of(work)}


def of_document(found: Found) -> dict[str, Any]:
    """Return what a source says, of itself or of a part, as the fields of a document."""
    from wp8.words.language_names import tag_of
    from wp8.words.languages import tag

    own = {key: one_line(str(found.get(key) or "")) for key in _OWN}
    work = {
        key: _one_line_each(value)
        for key, value in found.items()
        if key in FIELDS and key not in _OWN and value and not fault(key, value)
    }
    if isinstance(author := work.get("author"), str) and author.lower() in _NOBODY:
        del work["author"]
    if of_work := found.get("title_in_sentence_case"):
        work["title"] = one_line(str(of_work))
    is_said = own["language"].lower() not in _NO_LANGUAGE
    # A name is of all kinds of the language.
    of_name = tag_of(own["language"]).partition("-")[0]
    return {
        **own,
        "title": "" if _NO_TITLE.fullmatch(own["title"]) else own["title"],
        "language": tag(of_name or own["language"]) if is_said else "",
        "language_guessed": bool(own["language"] and found.get("language_guessed")),
        "title_supplied": bool(own["title"] and found.get("title_supplied")),
        "stated": work,
        "fields": _fields(found.get("fields", {})),
    }


def _fields(said: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Return fields that are a corpus's own and not of CSL, but for what is none."""
    return {
        key: _one_line_each(own_value(value))
        for key, value in said.items()
        if not own_fault(key, value, OF_DOCUMENTS)
    }


def _one_line_each(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, list):
        return [_one_line_each(each) for each in value[:_MOST]]
    if isinstance(value, dict):
        return {key: _one_line_each(each) for key, each in value.items()}
    return one_line(value, _LONGEST_TEXT) if isinstance(value, str) else value


def title_over(blocks: Sequence[Block]) -> str:
    """Return the title that stands over a text: its one heading of the first level, or styled so.

    Nothing stands before it; where more headings are of its level, it is that of a part.
    """
    highest = [block for block in blocks if block.kind == "title" or block.level == 1]
    if not highest or highest[0] is not blocks[0]:
        return ""
    is_one = len(highest) == 1 or highest[0].kind == "title"
    return one_line(highest[0].text) if is_one else ""


def with_own_titles(folder: Path, documents: Iterable[Document]) -> Iterator[Document]:
    """Yield `documents`, one without a title with what its source says and the manifest does not.

    Where the source says nothing, cannot be read, is slow to ask, or is a link out of `folder`, its
    name is the title.
    """
    for document in documents:
        if document.title:
            yield document
            continue
        found: dict[str, Any] = {}
        if document.layout not in _SLOW and is_inside(folder, document.file):
            with suppress(CorpusError):
                path = folder / document.file
                found = found_in(path, document.layout, document.encoding)
        said = also_said(document, found)
        yield replace(document, **titled(said, PurePath(document.file).stem, document.id))


def also_said(document: Document, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said of a document, and of the rest what is `found` in its source."""
    said = {key: getattr(document, key) or value for key, value in found.items()}
    both = {key: {**found.get(key, {}), **getattr(document, key)} for key in ("stated", "fields")}
    return said | both


def also_told(found: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a source says of itself, and before it what is told of it elsewhere."""
    said = {**found, **{key: value for key, value in told.items() if value}}
    both = {key: {**found.get(key, {}), **told.get(key, {})} for key in ("stated", "fields")}
    is_supplied = not told.get("title") and found.get("title_supplied", False)
    return {**said, **both, "title_supplied": is_supplied}


def titled(found: dict[str, Any], name: str, id_: str) -> dict[str, Any]:
    """Return `found` with a title: what the source does not say is supplied from its name."""
    if found.get("title"):
        return found
    supplied = one_line(name) or id_
    return {**found, "title": supplied, "title_supplied": True}


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Return the beginning of `text` with its blanks and control characters as single blanks.

    What is not seen in a word, as a soft hyphen, is left out.
    """
    return " ".join(seen(re.sub(_CONTROLS, " ", text[:longest])).split())
