"""From a corpus to its index: what is read, what of an earlier index is kept."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from wp8.corpus.digest import MANIFEST
from wp8.corpus.document import Unread
from wp8.corpus.records import stream_records
from wp8.errors import (
    CorpusChangedError,
    CorpusError,
    IndexStoreError,
    IndexUntrustedError,
    SourceMissingError,
)
from wp8.index.engines import named_engine
from wp8.index.segments.incremental import chosen_base
from wp8.index.segments.indexer import Indexer, Lack, Task
from wp8.numbers import numbered
from wp8.words.lexeme import primary_language
from wp8.workspace.editions import note_editions
from wp8.workspace.last_index import remember_index
from wp8.workspace.place import engine_choice, lexemes_beside, place, stored
from wp8.workspace.settings import unheard
from wp8.workspace.sources import again, load, remember_contents

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from wp8.corpus.document import Corpus, Document
    from wp8.corpus.receipts.receipt import Receipt
    from wp8.index.segments.incremental import Base
    from wp8.model import Record
    from wp8.words.lexemes import Lexemes
    from wp8.workspace.settings import Notify, Settings

    # Wraps the records of a build so that their passing can be shown; it gets the number of bytes
    # of each document too.
    Progress = Callable[[Iterable[Record], Mapping[str, int]], Iterable[Record]]

T = TypeVar("T")


class Built(NamedTuple):
    """What was built: the corpus, with what of it is unread, the number of records, the folder.

    `gain` says what a large corpus would have of an engine that is not installed, if it is so.
    `receipts` are those of the documents that were read, of which there is something to say.
    `renumbered` says how many numbers have another text than in the last index, if some have.
    """

    corpus: Corpus
    records: int
    folder: str
    gain: str = ""
    receipts: tuple[Receipt, ...] = ()
    renumbered: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return in words what the index has."""
        documents = len(self.corpus.documents) - len(self.corpus.unread)
        return f"{numbered(self.records, 'record')} of {numbered(documents, 'document')}"

    @property
    def remarks(self) -> list[str]:
        """What a user should know of it, a line each."""
        doubts = self.corpus.doubts
        doubt = f"{MANIFEST}: {doubts[0]}" if doubts else ""
        more = f" (and {len(doubts) - 1:,} more)" if doubts[1:] else ""
        return [line for line in (*self.renumbered, self.gain, doubt + more) if line]


class Reading:
    """One reading of a corpus: `unread` has what cannot be read, once its records are.

    `receipts` then has those of which there is something to say, if they are wanted. The corpus is
    loaded if it is not given.
    """

    def __init__(self, settings: Settings, corpus: Corpus) -> None:
        self.corpus = corpus
        self.unread: list[Unread] = []
        self.receipts: list[Receipt] = []
        self._settings = settings

    def records(
        self, kept: Collection[str] = (), *, with_receipts: bool = False
    ) -> Iterator[Record]:
        """Yield the records of all documents but those with the ids `kept`.

        Raises:
            CorpusChangedError: The corpus is not any more what it was.
            CorpusError: at the end: nothing can be read.
        """
        errors: list[tuple[Document, CorpusError]] = []
        is_empty = not kept
        receive = self._receive if with_receipts else None
        for record in stream_records(
            self.corpus, lambda *found: errors.append(found), kept, receive
        ):
            is_empty = False
            yield record
        if again(self._settings, self.corpus, kept).digest != self.corpus.digest:
            folder = self._settings.corpus
            raise CorpusChangedError(f"{folder}: the corpus was changed while it was read")
        if is_empty:
            raise errors[0][1]
        # The index of a corpus is the same wherever its folder is.
        folder = f"{self.corpus.folder}{os.sep}"
        self.unread[:] = (
            Unread(
                error.message.removeprefix(folder),
                _hint(self._settings, document, error),
                document.id,
                isinstance(error, SourceMissingError),
            )
            for document, error in errors
        )

    def _receive(self, receipt: Receipt) -> None:
        self.receipts += [receipt] * bool(receipt.line)


def read(settings: Settings) -> tuple[Corpus, list[Record]]:
    """Return the corpus of `settings`, with what of it is unread, and its records.

    Both are of the same bytes.

    Raises:
        CorpusError: If no source can be read, or the corpus changes faster than it can be read.
    """
    return steady(settings, lambda reading: list(reading.records()), titles=True)


def build(
    settings: Settings,
    progress: Progress | None = None,
    jobs: int | None = None,
    *,
    with_receipts: bool = False,
    loaded: Corpus | None = None,
    notify: Notify = unheard,
) -> Built:
    """Build the index; return what it has, and where it is.

    One that is there is built anew. Upon one of another state of the corpus only what is changed
    is indexed. At most `jobs` processes work on it, by default as many as there are processors.
    `loaded` is the corpus, if it was loaded before. What takes seconds beside goes to `notify`.

    Raises:
        CorpusError: If the corpus cannot be read.
        IndexStoreError: If the index cannot be written.
    """
    lexemes = lexemes_beside(settings, notify)

    def built(reading: Reading) -> tuple[int, tuple[Receipt, ...]]:
        base = _base(settings, reading.corpus)
        build = partial(
            _built, settings, reading, lexemes, progress, jobs, with_receipts=with_receipts
        )
        try:
            return build(base), tuple(reading.receipts)
        except IndexUntrustedError:
            raise
        except IndexStoreError:
            if base is None:
                raise
            # Somebody has taken it away, or it is damaged.
            reading.receipts.clear()
            return build(None), tuple(reading.receipts)

    corpus, (number, receipts) = steady(settings, built, titles=False, loaded=loaded)
    remember_contents(settings, corpus)
    store, name = stored(settings, corpus)
    renumbered = follow_editions(settings, corpus, name, lacks_of(corpus.unread))
    gain = engine_choice(settings, corpus).gain
    return Built(corpus, number, store.place(name), gain, receipts, renumbered)


def follow_editions(
    settings: Settings, corpus: Corpus, name: str, lacks: Iterable[Lack]
) -> tuple[str, ...]:
    """Let the index `name`, which `lacks` these, be the last of the corpus.

    Return how many numbers have another text than before, in a line, if some have.
    The editions that it supersedes are in the ledger before the index that has them is forgotten.
    """
    lines = note_editions(settings, corpus, name)
    remember_index(settings, name, (document.id for document in corpus.documents), lacks)
    return tuple(lines)


def _base(settings: Settings, corpus: Corpus) -> Base | None:
    """Return the index to build upon."""
    store, name = stored(settings, corpus)
    if not named_engine(engine_choice(settings, corpus).name).keeps_segments:
        return None
    return None if store.has(name) else chosen_base(store.others(name), set(corpus.keys.values()))


def _built(
    settings: Settings,
    reading: Reading,
    lexemes: Lexemes,
    progress: Progress | None,
    jobs: int | None,
    base: Base | None,
    *,
    with_receipts: bool,
) -> int:
    """Build the index upon `base`; return the number of records."""
    corpus = reading.corpus
    engine = named_engine(engine_choice(settings, corpus).name, lexemes, jobs)
    task = Task(corpus.keys, base, lexemes, lambda: lacks_of(reading.unread))
    store, name = place(settings, corpus, Indexer(engine, task))
    kept = {d for d, key in corpus.keys.items() if base and key in base.kept}
    records: Iterable[Record] = reading.records(kept, with_receipts=with_receipts)
    if progress:
        records = progress(records, sizes(corpus, kept))
    if base is None:
        languages = {primary_language(document.language) for document in corpus.documents}
        records = _after_dictionaries(records, lexemes, languages)
    return store.build(name, records)


def _after_dictionaries(
    records: Iterable[Record], lexemes: Lexemes, languages: Iterable[str]
) -> Iterator[Record]:
    """Yield `records`; before one is held, since what makes a dictionary takes as much memory."""
    lexemes.make(languages)
    yield from records


def _hint(settings: Settings, document: Document, error: CorpusError) -> str | None:
    is_missing = isinstance(error, SourceMissingError)
    return (
        f"to take it out: {settings.line(f'docs rm {document.id}')}" if is_missing else error.hint
    )


def lacks_of(unread: Iterable[Unread]) -> list[Lack]:
    """Return what an index lacks by reason of what could not be read."""
    return [Lack(u.document, u.reason.replace("\n", " "), u.is_missing) for u in unread]


def steady(
    settings: Settings,
    use: Callable[[Reading], T],
    *,
    titles: bool,
    loaded: Corpus | None = None,
) -> tuple[Corpus, T]:
    """Return the corpus, with what of it is unread, and what `use` makes of its records.

    It is asked again if the corpus has changed by then: the records end with an error. `loaded` is
    the corpus as it was before, if that is known.
    """
    for number in range(3):
        again = load(settings, titles=titles) if number or loaded is None else loaded
        reading = Reading(settings, again)
        with suppress(CorpusChangedError):
            result = use(reading)
            return replace(reading.corpus, unread=tuple(reading.unread)), result
    raise CorpusError(f"{settings.corpus}: the corpus changes while it is read", hint="try again")


def sizes(corpus: Corpus, kept: Collection[str] = ()) -> dict[str, int]:
    """Return the number of bytes of the source of each document not kept, 0 if it has none."""
    sizes = {document.id: 0 for document in corpus.documents if document.id not in kept}
    parts = Counter(document.file for document in corpus.documents)
    for document in corpus.documents:
        with suppress(OSError):
            if document.id in sizes:
                whole = (corpus.folder / document.file).stat().st_size
                sizes[document.id] = whole // parts[document.file]
    return sizes
