"""A corpus and its index, opened: the index is built when it has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wp8.errors import (
    EngineError,
    IndexDamagedError,
    IndexKeyError,
    IndexMissingError,
    IndexStoreError,
    IndexUntrustedError,
)
from wp8.index.engines import REMOTE
from wp8.index.segments.indexer import Lack
from wp8.workspace.catalogue import catalogue_of
from wp8.workspace.last_index import last_index
from wp8.workspace.place import engine_choice, indexer, place, store_of, stored
from wp8.workspace.settings import unheard
from wp8.workspace.sources import known_corpus, known_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.corpus.digest import Known
    from wp8.corpus.document import Corpus
    from wp8.query.backend import Backend
    from wp8.workspace.settings import Notify, Settings


class Session(NamedTuple):
    """An opened corpus: its name, the digest of every byte of it, its glossary, and its index.

    `is_of_sources` is False where the sources may be elsewhere: the index is on a cluster. `lacks`
    are the documents that it does not have. `loaded` is the corpus, if it had to be loaded.
    """

    name: str
    digest: str
    glossary: tuple[tuple[str, ...], ...]
    backend: Backend
    is_of_sources: bool = True
    lacks: Sequence[Lack] = ()
    loaded: Corpus | None = None

    @property
    def corpus(self) -> dict[str, str]:
        """The corpus as results name it."""
        return {"name": self.name, "digest": self.digest}


def open_session(settings: Settings, notify: Notify) -> Session:
    """Open the index of the corpus of `settings`, building it first if need be.

    What had to be done, and why, goes to `notify`, a line each. Where no index can be written,
    the records are searched in memory.

    Raises:
        CorpusError: If the corpus cannot be read.
        IndexUntrustedError: If somebody else could have written the index.
        ClusterError: If the index is on a cluster that does not answer as it should.
    """
    known, loaded = known_corpus(settings)
    described = known
    backend: Backend | None
    is_remote = engine_choice(settings, known).name == REMOTE
    if is_remote:
        from wp8.workspace.cluster import connected

        known, backend, lines = connected(settings, known, notify)
        unread: Sequence[Lack] = [Lack("", line, is_missing=False) for line in lines]
    else:
        backend, unread = _stored_backend(settings, known, notify)
    if backend is None:
        loaded, backend, unread = _fresh_backend(settings, loaded, notify)
        described = known = known_of(loaded)
    elif loaded and not is_remote:
        _follow(settings, loaded, unread, notify)
    if unread:
        _warn(settings, unread, notify)
    backend.catalogue = catalogue_of(
        settings, described.digest, loaded, backend, notify, known.glossary
    )
    return Session(known.name, known.digest, known.glossary, backend, not is_remote, unread, loaded)


def open_last(settings: Settings) -> Session | None:
    """Return the last index of the corpus, whatever has changed since; None if there is none.

    Nothing else of the corpus is looked at: the session has no name, digest or glossary.
    """
    name = last_index(settings)
    try:
        return Session("", "", (), store_of(settings, name).open(name)) if name else None
    except (EngineError, IndexStoreError):
        return None


def discard(settings: Settings) -> None:
    """Let nobody open again an index that turned out to be damaged."""
    known, _ = known_corpus(settings)
    store, name = stored(settings, known)
    store.discard(name)


def _warn(settings: Settings, lacks: Sequence[Lack], notify: Notify) -> None:
    """Tell what is not searched: what cannot be read each time, a missing file only once."""
    if unread := [lack.reason for lack in lacks if not lack.is_missing]:
        notify(_warning(settings, unread))
    missing = [lack for lack in lacks if lack.is_missing]
    if missing and notify is not unheard:
        from wp8.workspace.last_index import untold

        if fresh := untold(settings, missing):
            notify(_gone(settings, fresh))


def _warning(settings: Settings, unread: Sequence[str]) -> str:
    if len(unread) == 1:
        return f"not searched, since it cannot be read: {unread[0]}"
    told = f"{len(unread):,} documents ({settings.line('reindex')} says why)"
    return f"not searched, since they cannot be read: {told}: {unread[0]} …"


def _gone(settings: Settings, missing: Sequence[Lack]) -> str:
    from wp8.numbers import NAMED, and_more  # most sessions miss nothing

    files = list(dict.fromkeys(lack.reason.rpartition(": ")[0] for lack in missing))
    ids = [lack.document for lack in missing]
    there = f"{files[0]} is" if len(files) == 1 else f"{len(files):,} files are"
    named = f": {and_more(files)}" if len(files) > 1 else ""
    some = " ".join(ids) if len(ids) <= NAMED else "ID..."
    listed = "" if len(ids) <= NAMED else f" ({settings.line('docs')} lists them)"
    them, were = ("it", "it was") if len(ids) == 1 else ("them", "they were")
    follows = f"{settings.line('update')} follows {them} if {were} renamed"
    takes = f"{settings.line(f'docs rm {some}')} takes {them} out{listed}"
    return f"{there} not there any more{named}; {follows}, {takes}"


def _stored_backend(
    settings: Settings, known: Known, notify: Notify
) -> tuple[Backend | None, Sequence[Lack]]:
    """Return the backend over the stored index, if it can be used, and what the index lacks."""
    engine = indexer(settings, known)
    store, name = place(settings, known, engine)
    try:
        return store.open(name), engine.unread
    except (IndexMissingError, IndexKeyError):
        return None, ()
    except IndexDamagedError as error:
        notify(f"{error.message}: building it again")
        return None, ()


def _follow(settings: Settings, corpus: Corpus, lacks: Sequence[Lack], notify: Notify) -> None:
    """Let the index that a corpus has already be its last, as one that is built is."""
    _, name = stored(settings, corpus)
    if name == last_index(settings):
        return
    from wp8.workspace.building import follow_editions  # few corpora are as they once were
    from wp8.workspace.sources import remember_contents

    remember_contents(settings, corpus)
    for line in follow_editions(settings, corpus, name, lacks):
        notify(line)


def _fresh_backend(
    settings: Settings, loaded: Corpus | None, notify: Notify
) -> tuple[Corpus, Backend, Sequence[Lack]]:
    from wp8.workspace.building import build, lacks_of, read

    try:
        built = build(settings, loaded=loaded, notify=notify)
        corpus = built.corpus
        store, name = stored(settings, corpus)
        notify(f"built the index: {built}")
        for remark in built.remarks:
            notify(remark)
        return corpus, store.open(name), lacks_of(corpus.unread)
    except IndexUntrustedError:
        raise
    except IndexStoreError as error:
        from wp8.index.scan.backend import MemoryBackend

        notify(f"{error.message}: searching without an index")
        corpus, records = read(settings)
        return corpus, MemoryBackend(records), lacks_of(corpus.unread)
