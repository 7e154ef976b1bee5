"""A corpus and its index, opened: the index is built when it has to be."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from wp8.corpus.digest import Known, known_corpus
from wp8.engines import DEFAULT, REMOTE, named_engine
from wp8.errors import (
    CorpusChangedError,
    CorpusError,
    IndexDamagedError,
    IndexDiscardedError,
    IndexMissingError,
    IndexStoreError,
    IndexUntrustedError,
)
from wp8.index.store import IndexStore, index_name
from wp8.index.unread import Incomplete
from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.document import Corpus, Unread
    from wp8.index.backend import Backend
    from wp8.index.forms import Lexemes
    from wp8.model import Record
    from wp8.settings import Settings

    Notify = Callable[[str], None]
    # Wraps the records of a build so that their passing can be shown; it gets the number of bytes
    # of each document too.
    Progress = Callable[[Iterable[Record], Mapping[str, int]], Iterable[Record]]

T = TypeVar("T")


class Session(NamedTuple):
    """An opened corpus: its name, the digest of every byte of it, its glossary, and its index."""

    name: str
    digest: str
    glossary: tuple[tuple[str, ...], ...]
    backend: Backend

    @property
    def corpus(self) -> dict[str, str]:
        """The corpus as results name it."""
        return {"name": self.name, "digest": self.digest}


@contextmanager
def opened(settings: Settings, notify: Notify) -> Iterator[Session]:
    """Open the index of the corpus of `settings`, building it first if need be.

    What had to be done, and why, goes to `notify`, a line each. Where no index can be written,
    the records are searched in memory.

    Raises:
        CorpusError: If the corpus cannot be read.
        IndexUntrustedError: If somebody else could have written the index.
        ClusterError: If the index is on a cluster that does not answer as it should.
        IndexDiscardedError: If the index turns out to be damaged where it is read.
    """
    known = known_corpus(settings.corpus, _stamp(settings)) or known_of(load(settings))
    backend: Backend | None
    if engine_name(settings, known) == REMOTE:
        from wp8.remote import connected

        known, backend, unread = connected(settings, known, notify)
    else:
        backend, unread = _stored_backend(settings, known, notify)
    if backend is None:
        known, backend, unread = _fresh_backend(settings, notify)
    if unread:
        notify(_warning(unread))
    try:
        yield Session(known.name, known.digest, known.glossary, backend)
    except IndexDamagedError as error:
        # It was found where it was read: the next to open it builds it again.
        store, name = stored(settings, known)
        store.discard(name)
        raise IndexDiscardedError(error.message, hint="try again") from error
    finally:
        backend.close()


def load(settings: Settings) -> Corpus:
    """Return the corpus of `settings`, and remember its digest for the next time.

    Raises:
        CorpusError: If the manifest or a source cannot be read.
    """
    from pathlib import Path

    from wp8.corpus.digest import remember_corpus
    from wp8.corpus.manifest import load_corpus

    corpus = load_corpus(Path(settings.corpus))
    if known_corpus(settings.corpus, _stamp(settings)) != known_of(corpus):
        remember_corpus(corpus, _stamp(settings))
    return corpus


def read(settings: Settings) -> tuple[Corpus, list[Record]]:
    """Return the corpus of `settings`, with what of it is unread, and its records.

    Both are of the same bytes.

    Raises:
        CorpusError: If no source can be read, or the corpus changes faster than it can be read.
    """
    return steady(settings, lambda _, records, __: list(records))


def build(
    settings: Settings, progress: Progress | None = None, jobs: int | None = None
) -> tuple[Corpus, int, str]:
    """Build the index anew; return the corpus, the number of records and the index's folder.

    At most `jobs` processes work on it, by default as many as there are processors.

    Raises:
        CorpusError: If the corpus cannot be read.
        IndexStoreError: If the index cannot be written.
    """
    from wp8.lexemes import Memo

    memo = Memo(os.path.join(settings.index_root, "lexemes.memo"))

    def use(corpus: Corpus, records: Iterable[Record], reasons: Sequence[str]) -> int:
        engine = _engine(settings, corpus, memo, jobs, reasons)
        store, name = _place(settings, corpus, engine)
        return store.build(name, progress(records, sizes(corpus)) if progress else records)

    corpus, number = steady(settings, use)
    memo.save()
    store, name = stored(settings, corpus)
    return corpus, number, store.place(name)


def extent(corpus: Corpus, records: int) -> str:
    """Return in words what an index of so many records has of `corpus`."""
    documents = len(corpus.documents) - len(corpus.unread)
    return f"{numbered(records, 'record')} of {numbered(documents, 'document')}"


def steady(
    settings: Settings, use: Callable[[Corpus, Iterable[Record], Sequence[str]], T]
) -> tuple[Corpus, T]:
    """Return the corpus, with what of it is unread, and what `use` makes of its records.

    It gets a line for each source that is unread too, once it has taken all records. It is asked
    again if the corpus has changed by then: the records end with an error.
    """
    from dataclasses import replace

    for _ in range(3):
        corpus = load(settings)
        errors: list[CorpusError] = []
        reasons: list[str] = []
        try:
            result = use(corpus, _records(settings, corpus, errors, reasons), reasons)
        except CorpusChangedError:
            continue
        return replace(corpus, unread=tuple(_unread(corpus, error) for error in errors)), result
    raise CorpusError(f"{settings.corpus}: the corpus changes while it is read", hint="try again")


def _records(
    settings: Settings, corpus: Corpus, errors: list[CorpusError], reasons: list[str]
) -> Iterator[Record]:
    """Yield the records of `corpus`; note what cannot be read.

    Raises:
        CorpusChangedError: at the end: the corpus is not any more what it was.
        CorpusError: at the end: nothing can be read.
    """
    from wp8.corpus.records import stream_records

    is_empty = True
    for record in stream_records(corpus, errors.append):
        is_empty = False
        yield record
    if load(settings).digest != corpus.digest:
        raise CorpusChangedError(f"{settings.corpus}: the corpus was changed while it was read")
    if is_empty:
        raise errors[0]
    reasons += _reasons(_unread(corpus, error) for error in errors)


def sizes(corpus: Corpus) -> dict[str, int]:
    """Return the number of bytes in the source of each document, 0 if it cannot be had."""
    sizes = dict.fromkeys((document.id for document in corpus.documents), 0)
    for document in corpus.documents:
        with suppress(OSError):
            sizes[document.id] = os.path.getsize(os.path.join(corpus.folder, document.file))
    return sizes


def stored(settings: Settings, corpus: Corpus | Known) -> tuple[IndexStore, str]:
    """Return the store of the indexes, and the name in it of the index of `corpus`.

    Raises:
        EngineError: If there is no such engine, or it is not installed.
    """
    return _place(settings, corpus, _engine(settings, corpus))


def _engine(
    settings: Settings,
    corpus: Corpus | Known,
    lexemes: Lexemes | None = None,
    jobs: int | None = None,
    unread: Sequence[str] = (),
) -> Incomplete:
    return Incomplete(named_engine(engine_name(settings, corpus), lexemes, jobs), unread)


def _place(
    settings: Settings, corpus: Corpus | Known, engine: Incomplete
) -> tuple[IndexStore, str]:
    name = index_name(corpus.digest.removeprefix("sha256:"), engine)
    return IndexStore(settings.index_root, engine), name


def engine_name(settings: Settings, corpus: Corpus | Known) -> str:
    """Return the name of the engine in use: of the settings, or else of the manifest."""
    return settings.engine or corpus.engine or DEFAULT


def known_of(corpus: Corpus) -> Known:
    """Return what a search needs to know of a corpus."""
    glossary = tuple(group.forms for group in corpus.glossary)
    return Known(corpus.name, corpus.digest, glossary, corpus.engine)


def _stamp(settings: Settings) -> str:
    from zlib import crc32

    place = crc32(os.fsencode(os.path.abspath(settings.corpus)))
    return os.path.join(settings.index_root, f"corpus-{place:08x}.stamp")


def _unread(corpus: Corpus, error: CorpusError) -> Unread:
    from wp8.document import Unread

    # The index of a corpus is the same wherever its folder is.
    return Unread(error.message.removeprefix(f"{corpus.folder}{os.sep}"), error.hint)


def _reasons(unread: Iterable[Unread]) -> list[str]:
    """Return a line for each document that could not be read."""
    return [each.reason.replace("\n", " ") for each in unread]


def _warning(unread: Sequence[str]) -> str:
    if len(unread) == 1:
        return f"not searched, since it cannot be read: {unread[0]}"
    number = f"{len(unread):,} documents"
    return (
        f"not searched, since they cannot be read: {number} (wp8 reindex says why): {unread[0]} …"
    )


def _stored_backend(
    settings: Settings, known: Known, notify: Notify
) -> tuple[Backend | None, Sequence[str]]:
    """Return the backend over the stored index, if it can be used, and what the index lacks."""
    engine = _engine(settings, known)
    store, name = _place(settings, known, engine)
    try:
        return store.open(name), engine.unread
    except IndexMissingError:
        return None, ()
    except IndexDamagedError as error:
        notify(f"{error.message}: building it again")
        return None, ()


def _fresh_backend(settings: Settings, notify: Notify) -> tuple[Known, Backend, list[str]]:
    try:
        corpus, number, _ = build(settings)
        store, name = stored(settings, corpus)
        notify(f"built the index: {extent(corpus, number)}")
        return known_of(corpus), store.open(name), _reasons(corpus.unread)
    except IndexUntrustedError:
        raise
    except IndexStoreError as error:
        from wp8.index.memory import MemoryBackend

        notify(f"{error.message}: searching without an index")
        corpus, records = read(settings)
        return known_of(corpus), MemoryBackend(records), _reasons(corpus.unread)
