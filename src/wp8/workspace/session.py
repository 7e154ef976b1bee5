"""A corpus and its index, opened: the index is built when it has to be."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from wp8.corpus.digest import Known, known_corpus, known_sums, remember_corpus
from wp8.errors import (
    IndexDamagedError,
    IndexDiscardedError,
    IndexMissingError,
    IndexStoreError,
    IndexUntrustedError,
)
from wp8.index.engines import REMOTE, Choice, choice, named_engine
from wp8.index.segments.indexer import Indexer
from wp8.index.store.store import IndexStore, index_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.corpus.document import Corpus
    from wp8.query.backend import Backend
    from wp8.workspace.settings import Settings

    Notify = Callable[[str], None]


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
        from wp8.workspace.remote import connected

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


def load(settings: Settings, *, titles: bool = True) -> Corpus:
    """Return the corpus of `settings`, and remember its digest for the next time.

    Without `titles`, sources are not asked for those that the manifest does not say.

    Raises:
        CorpusError: If the manifest or a source cannot be read.
    """
    from pathlib import Path

    from wp8.corpus.manifest import load_corpus

    stamp = _stamp(settings)
    sums = known_sums(settings.corpus, stamp)
    corpus = load_corpus(Path(settings.corpus), titles=titles, sums=sums)
    remember_corpus(corpus, stamp)
    return corpus


def is_still(settings: Settings, corpus: Corpus) -> bool:
    """Return whether the corpus of `settings` is now what it was; errors as of `load`."""
    from dataclasses import replace

    from wp8.corpus.fingerprint import seen_again

    if (seen := seen_again(corpus.folder, corpus.seen)).files:
        remember_corpus(replace(corpus, seen=seen), _stamp(settings))
        return True
    return load(settings, titles=False).digest == corpus.digest


def stored(settings: Settings, corpus: Corpus | Known) -> tuple[IndexStore, str]:
    """Return the store of the indexes, and the name in it of the index of `corpus`.

    Raises:
        EngineError: If there is no such engine, or it is not installed.
    """
    return place(settings, corpus, _engine(settings, corpus))


def place(settings: Settings, corpus: Corpus | Known, engine: Indexer) -> tuple[IndexStore, str]:
    """Return the store of the indexes of `engine`, and the name in it of that of `corpus`."""
    name = index_name(corpus.digest.removeprefix("sha256:"), engine)
    return IndexStore(settings.index_root, engine), name


def _engine(settings: Settings, corpus: Corpus | Known) -> Indexer:
    return Indexer(named_engine(engine_name(settings, corpus)))


def engine_name(settings: Settings, corpus: Corpus | Known) -> str:
    """Return the name of the engine in use."""
    return engine_choice(settings, corpus).name


def engine_choice(settings: Settings, corpus: Corpus | Known) -> Choice:
    """Return the engine in use: of the settings, or of the manifest, or what suits the size."""
    return choice(settings.engine or corpus.engine, corpus.size)


def known_of(corpus: Corpus) -> Known:
    """Return what a search needs to know of a corpus."""
    glossary = tuple(group.forms for group in corpus.glossary)
    return Known(corpus.name, corpus.digest, glossary, corpus.engine, corpus.size)


def _stamp(settings: Settings) -> str:
    from zlib import crc32

    place = crc32(os.fsencode(os.path.abspath(settings.corpus)))
    return os.path.join(settings.index_root, f"corpus-{place:08x}.stamp")


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
    store, name = place(settings, known, engine)
    try:
        return store.open(name), engine.unread
    except IndexMissingError:
        return None, ()
    except IndexDamagedError as error:
        notify(f"{error.message}: building it again")
        return None, ()


def _fresh_backend(settings: Settings, notify: Notify) -> tuple[Known, Backend, Sequence[str]]:
    from wp8.workspace.indexing import build, extent, read, unread_lines

    try:
        corpus, number, _ = build(settings)
        store, name = stored(settings, corpus)
        notify(f"built the index: {extent(corpus, number)}")
        if gain := engine_choice(settings, corpus).gain:
            notify(gain)
        return known_of(corpus), store.open(name), unread_lines(corpus.unread)
    except IndexUntrustedError:
        raise
    except IndexStoreError as error:
        from wp8.index.scan.backend import MemoryBackend

        notify(f"{error.message}: searching without an index")
        corpus, records = read(settings)
        return known_of(corpus), MemoryBackend(records), unread_lines(corpus.unread)
