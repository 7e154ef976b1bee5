"""What the manifest of a corpus states: its documents, and the corpus they make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# The kinds of work that CSL 1.0.2 knows.
WORK_TYPES: Final = tuple(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter "
    "classic collection dataset document entry entry-dictionary entry-encyclopedia event figure "
    "graphic hearing interview legal_case legislation manuscript map motion_picture musical_score "
    "pamphlet paper-conference patent performance periodical personal_communication post "
    "post-weblog regulation report review review-book software song speech standard thesis treaty "
    "webpage".split()
)


@dataclass(frozen=True, slots=True)
class Document:
    """One source text of the corpus and what its manifest says of it.

    `type` is one of `WORK_TYPES`. `family_name` is that part of `author`, at its head or its end.
    `title_in_sentence_case` has capitals only where a sentence has them. `language` is a tag of
    BCP 47, or nothing where nobody knows; or it is what a manifest says in words. `encoding` is
    that of the file, where the file itself does not tell it. It is the whole file, or its `part`:
    a row of a table, whose `text_column` has the text, or a member of a corpus of TEI.
    """

    id: str
    file: str
    layout: str
    title: str
    title_supplied: bool = False
    author: str = ""
    affiliation: str = ""
    date: str = ""
    publisher: str = ""
    country: str = ""
    issued: str = ""
    language: str = ""
    language_guessed: bool = False
    source: str = ""
    rights: str = ""
    type: str = "document"
    family_name: str = ""
    title_in_sentence_case: str = ""
    url: str = ""
    encoding: str = ""
    part: str = ""
    text_column: str = ""

    @property
    def stated_language(self) -> str:
        """The language, if it was said and not guessed: what may be cited."""
        return "" if self.language_guessed else self.language


@dataclass(frozen=True, slots=True)
class Group:
    """Forms that name one thing, and on what it rests that they do."""

    forms: tuple[str, ...]
    rests_on: str


class Unread(NamedTuple):
    """Which source could not be read, and why; what to do next."""

    reason: str
    hint: str | None = None


class Seen(NamedTuple):
    """The files of a corpus as they were before they were read, from a moment on in ns.

    `files` has by the line for the stat of each file, or folder that was listed, the SHA-256, if
    one was made. There are none if one could not be looked at.
    """

    since: int
    files: Mapping[str, str]


NOTHING_SEEN: Final = Seen(0, {})


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus folder as its manifest describes it; `digest` is of every byte that is read.

    `unread` is known once the records have been read. `engine` is the engine of its index, if the
    manifest names one. `keys` has for each document whose source can be read, by its id, a digest
    that changes with what its records are made of, `size` is the number of bytes of these sources.
    """

    name: str
    folder: Path
    documents: tuple[Document, ...]
    digest: str
    glossary: tuple[Group, ...] = ()
    unread: tuple[Unread, ...] = ()
    engine: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    seen: Seen = NOTHING_SEEN
    size: int = 0
