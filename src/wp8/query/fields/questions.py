"""Questions that the metadata of documents answer: author, date, title, publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.results import Stated
from wp8.words.tokens import FUNCTION_WORDS, QUESTION_WORDS, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set
    from typing import Protocol

    class Described(Protocol):
        """A document as its manifest describes it."""

        @property
        def id(self) -> str:
            """The name of the document in the corpus."""

        @property
        def type(self) -> str:
            """The kind of work."""

        @property
        def title(self) -> str:
            """The title."""

        @property
        def author(self) -> str:
            """The author, or nothing."""

        @property
        def date(self) -> str:
            """The date, or nothing."""

        @property
        def publisher(self) -> str:
            """The publisher, or nothing."""


_NOUNS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("author", "authors", "writer", "speaker"), "author"),
    **dict.fromkeys(("date", "dated"), "date"),
    **dict.fromkeys(("title", "titled", "entitled"), "title"),
    **dict.fromkeys(("publisher", "publishers"), "publisher"),
}
_WROTE: Final = frozenset(
    "write writes wrote written deliver delivers delivered give gave given hold held make "
    "made".split()
)
_PUBLISHED: Final = frozenset("publish published publication issue issued print printed".split())
_ANY_DOCUMENT: Final = frozenset(
    "document documents text texts work works source sources book books article articles".split()
)


def asked_field(query: str) -> str | None:
    """Return the field of the metadata that a question may ask for."""
    return _field([token.norm for token in tokenize(query)])


def stated(query: str, documents: Iterable[Described]) -> list[Stated]:
    """Return what answers a question for a field of the metadata; nothing if it asks for more.

    The documents are those that the question names by their ids, types or titles, or all if it
    speaks of documents without naming one. A word beyond that has to be one of their titles.
    """
    words = [token.norm for token in tokenize(query)]
    field = _field(words)
    if field is None:
        return []
    grammar = {*_NOUNS, *_WROTE, *_PUBLISHED, *QUESTION_WORDS, *FUNCTION_WORDS}
    contents = {word for word in words if word not in grammar}
    known = list(documents)
    named = [document for document in known if contents & _names(document)]
    if not named and contents <= _ANY_DOCUMENT:
        named = known
    if not named and len(contents) > 1:
        named = [document for document in known if contents <= _norms(document.title)]
    return [
        Stated(document.id, field, getattr(document, field))
        for document in named
        if contents <= _ANY_DOCUMENT | _names(document) | _norms(document.title)
    ]


def _field(words: Sequence[str]) -> str | None:
    for word in words:
        if word in _NOUNS:
            return _NOUNS[word]
    is_published, is_written = _PUBLISHED.intersection(words), _WROTE.intersection(words)
    if "who" in words and (is_published or is_written):
        return "publisher" if is_published else "author"
    return "date" if "when" in words and (is_published or is_written) else None


def _names(document: Described) -> Set[str]:
    return _norms(f"{document.id} {document.type}") - {"document"}


def _norms(text: str) -> Set[str]:
    return {token.norm for token in tokenize(text)}
