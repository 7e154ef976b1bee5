"""What the manifest of a corpus states: its documents, and the corpus they make."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, islice, repeat
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Document:
    """One source text of the corpus and what its manifest says of it.

    `stated` is what is said of the work, by the names of CSL's fields, as a person writes it; its
    title there, if it has one, is in sentence case: with capitals only where a sentence has them.
    `date_in_words` is a date beside that of the work, as it is printed. `language` is a tag of
    BCP 47, or nothing where nobody knows; or it is what a manifest says in words. `encoding` is
    that of the file, where the file itself does not tell it. It is the whole file, or its
    `file_part`: a row of a table, whose `text_column` has the text, or a member of a corpus of TEI.
    `fields` are the corpus's own, each a text or a list of texts; a `speaker` there says all of a
    text that does not name another. `part_sum` is a digest of a part that changes with its blocks.
    `cite` is its key in the bibliography of the corpus, from which it has what is said of the work.
    """

    id: str
    file: str
    layout: str
    title: str
    title_supplied: bool = False
    language: str = ""
    language_guessed: bool = False
    affiliation: str = ""
    date_in_words: str = ""
    rights: str = ""
    encoding: str = ""
    file_part: str = ""
    text_column: str = ""
    part_sum: str = ""
    cite: str = ""
    stated: Mapping[str, Any] = field(default_factory=dict, hash=False)
    fields: Mapping[str, str | list[str]] = field(default_factory=dict, hash=False)

    @property
    def speaker(self) -> str:
        """Who says the text, or nothing."""
        said = self.fields.get("speaker", "")
        return said if isinstance(said, str) else ", ".join(said)

    @property
    def stated_language(self) -> str:
        """The language, if it was said and not guessed: what may be cited."""
        return "" if self.language_guessed else self.language

    @property
    def item(self) -> dict[str, Any]:
        """What is said of the work, as an item of CSL-JSON without an id."""
        from wp8.corpus.item import item_of  # a search does not ask for it

        return item_of(self.stated)

    @property
    def type(self) -> str:
        """The kind of work, as CSL names it."""
        return str(self.stated.get("type", "document"))

    @property
    def author(self) -> str:
        """The authors, as they stand in a text, or nothing."""
        from wp8.corpus.item.names import listed, names

        return listed(names(self.stated.get("author", [])))

    @property
    def date(self) -> str:
        """The date of the work in EDTF, or as it is said if it is none, or nothing."""
        from wp8.corpus.item.dates import text

        return text(self.stated.get("issued", ""))

    @property
    def publisher(self) -> str:
        """The publisher, or nothing."""
        return str(self.stated.get("publisher", ""))

    @property
    def url(self) -> str:
        """The address, or nothing."""
        return str(self.stated.get("URL", ""))

    @property
    def source(self) -> str:
        """Where the text is from, or nothing."""
        return str(self.stated.get("source", ""))


def of_columns(columns: Mapping[str, Sequence[Any]]) -> list[Document]:
    """Return documents, of which `columns` have each field: one value where it is that of all.

    To call `Document` for each takes twice as long: it is frozen.
    """
    made = [object.__new__(Document) for _ in max(columns.values(), key=len)]
    for name in Document.__match_args__:
        column = columns[name]
        values = column if len(column) > 1 else repeat(*column)
        deque(map(getattr(Document, name).__set__, made, values), maxlen=0)
    return made


# Documents of a source that are held together.
_TOGETHER: Final = 512


class Documents(Sequence[Document]):
    """Documents in order. Of parts of a source many are held as bytes, and made at each asking."""

    def __init__(self, documents: Iterable[Document]) -> None:
        # What is held of some, and how many there are with those before.
        self._held: list[tuple[bytes | list[Document], int]] = []
        number = 0
        for is_part, own in groupby(documents, lambda each: bool(each.file_part)):
            while some := list(islice(own, _TOGETHER)):
                number += len(some)
                is_packed = is_part and len(some) == _TOGETHER
                self._held.append((_packed(some) if is_packed else some, number))

    def __len__(self) -> int:
        return self._held[-1][1] if self._held else 0

    def __iter__(self) -> Iterator[Document]:
        return chain.from_iterable(_unpacked(held) for held, _ in self._held)

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - a document, or some
        if isinstance(place, slice):
            return [*self][place]
        at = range(len(self))[place]
        run = bisect_right(self._held, at, key=itemgetter(1))
        held, end = self._held[run]
        return _unpacked(held)[at - end]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment] # as a list has none

    def __repr__(self) -> str:
        return repr((*self,))


def _packed(documents: Sequence[Document]) -> bytes:
    import pickle  # few corpora have so many documents of one source
    import zlib

    columns = [[*map(attrgetter(name), documents)] for name in Document.__match_args__]
    return zlib.compress(pickle.dumps(columns), 1)


def _unpacked(held: bytes | list[Document]) -> list[Document]:
    if isinstance(held, list):
        return held
    import pickle
    import zlib

    columns = pickle.loads(zlib.decompress(held))
    return of_columns(dict(zip(Document.__match_args__, columns, strict=True)))


# What a manifest says of documents beside the fields of CSL.
OF_DOCUMENTS: Final = (*Document.__match_args__, "files", "metadata")


@dataclass(frozen=True, slots=True)
class Group:
    """Forms that name one thing, and on what it rests that they do."""

    forms: tuple[str, ...]
    rests_on: str


class Unread(NamedTuple):
    """Which source could not be read, and why; what to do next; of which document it is.

    It `is_missing` if its file is not there.
    """

    reason: str
    hint: str | None = None
    document: str = ""
    is_missing: bool = False


class Seen(NamedTuple):
    """The files of a corpus as they were before they were read, from a moment on in ns.

    `files` has by the name of each file, or folder that was listed, the line for its stat and the
    SHA-256, if one was made. There are none if one could not be looked at.
    """

    since: int
    files: Mapping[str, tuple[str, str]]


NOTHING_SEEN: Final = Seen(0, {})


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus folder as its manifest describes it; `digest` is of every byte that is read.

    `made_of` is a digest of what its records are made of: it stays where no more is changed than
    what is said of the works. `subcorpora` are queries for documents, by their names. `doubts` say
    what its manifest says of dates and names that may not be what is meant.
    `unread` is known once the records have been read. `engine` is the engine of its index, if the
    manifest names one. `keys` has for each document whose source can be read, by its id, a digest
    that changes with what its records are made of, `size` is the number of bytes of these sources.
    """

    name: str
    folder: Path
    documents: Sequence[Document]
    digest: str
    glossary: tuple[Group, ...] = ()
    unread: tuple[Unread, ...] = ()
    engine: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    seen: Seen = NOTHING_SEEN
    size: int = 0
    made_of: str = ""
    subcorpora: Mapping[str, str] = field(default_factory=dict)
    doubts: Sequence[str] = ()
