"""A corpus and its index, opened: the index is built when it has to be."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from wp8.corpus.digest import Known, known_corpus
from wp8.engines import DEFAULT, named_engine
from wp8.errors import (
    CorpusError,
    IndexDamagedError,
    IndexMissingError,
    IndexStoreError,
    IndexUntrustedError,
)
from wp8.index.store import IndexStore, index_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wp8.document import Corpus
    from wp8.index.backend import Backend
    from wp8.index.forms import Lexemes
    from wp8.model import Record
    from wp8.settings import Settings

    Notify = Callable[[str], None]
    # Wraps the records of a build so that their passing can be shown.
    Progress = Callable[[list[Record]], Iterable[Record]]


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
    """
    known = known_corpus(settings.corpus, _stamp(settings)) or _known(load(settings))
    backend = _stored_backend(settings, known, notify)
    if backend is None:
        known, backend = _fresh_backend(settings, notify)
    try:
        yield Session(known.name, known.digest, known.glossary, backend)
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
    if known_corpus(settings.corpus, _stamp(settings)) != _known(corpus):
        remember_corpus(corpus, _stamp(settings))
    return corpus


def read(settings: Settings) -> tuple[Corpus, list[Record]]:
    """Return the corpus of `settings` and its records, both of the same bytes.

    Raises:
        CorpusError: If a source cannot be read, or changes faster than it can be read.
    """
    from wp8.corpus.records import read_records

    for _ in range(3):
        corpus = load(settings)
        records = read_records(corpus)
        if load(settings).digest == corpus.digest:
            return corpus, records
    raise CorpusError(f"{settings.corpus}: the corpus changes while it is read", hint="try again")


def build(settings: Settings, progress: Progress = iter) -> tuple[Corpus, int, str]:
    """Build the index anew; return the corpus, the number of records and the index's folder.

    Raises:
        CorpusError: If the corpus cannot be read.
        IndexStoreError: If the index cannot be written.
    """
    corpus, records = read(settings)
    number = _build(settings, corpus, progress(records))
    store, name = stored(settings, corpus)
    return corpus, number, store.place(name)


def _build(settings: Settings, corpus: Corpus, records: Iterable[Record]) -> int:
    from wp8.lexemes import Memo

    memo = Memo(os.path.join(settings.index_root, "lexemes.memo"))
    store, name = stored(settings, corpus, memo)
    number = store.build(name, records)
    memo.save()
    return number


def stored(
    settings: Settings, corpus: Corpus | Known, lexemes: Lexemes | None = None
) -> tuple[IndexStore, str]:
    """Return the store of the indexes, and the name in it of the index of `corpus`.

    Raises:
        EngineError: If there is no such engine, or it is not installed.
    """
    engine = named_engine(engine_name(settings, corpus), lexemes)
    name = index_name(corpus.digest.removeprefix("sha256:"), engine)
    return IndexStore(settings.index_root, engine), name


def engine_name(settings: Settings, corpus: Corpus | Known) -> str:
    """Return the name of the engine in use: of the settings, or else of the manifest."""
    return settings.engine or corpus.engine or DEFAULT


def _known(corpus: Corpus) -> Known:
    glossary = tuple(group.forms for group in corpus.glossary)
    return Known(corpus.name, corpus.digest, glossary, corpus.engine)


def _stamp(settings: Settings) -> str:
    from zlib import crc32

    place = crc32(os.fsencode(os.path.abspath(settings.corpus)))
    return os.path.join(settings.index_root, f"corpus-{place:08x}.stamp")


def _stored_backend(settings: Settings, known: Known, notify: Notify) -> Backend | None:
    store, name = stored(settings, known)
    try:
        return store.open(name)
    except IndexMissingError:
        return None
    except IndexDamagedError as error:
        notify(f"{error.message}: building it again")
        return None


def _fresh_backend(settings: Settings, notify: Notify) -> tuple[Known, Backend]:
    corpus, records = read(settings)
    store, name = stored(settings, corpus)
    try:
        number = _build(settings, corpus, records)
        notify(f"built the index: {number:,} records of {len(corpus.documents)} documents")
        return _known(corpus), store.open(name)
    except IndexUntrustedError:
        raise
    except IndexStoreError as error:
        from wp8.index.memory import MemoryBackend

        notify(f"{error.message}: searching without an index")
        return _known(corpus), MemoryBackend(records)
