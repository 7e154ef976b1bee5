"""A corpus whose index is on a cluster: it is opened there, and pushed there from here."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from wp8.errors import IndexStoreError
from wp8.index.opensearch.client import Cluster
from wp8.index.opensearch.place import Place, urls
from wp8.index.opensearch.schema import alias_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wp8.corpus.digest import Known
    from wp8.corpus.document import Corpus
    from wp8.index.opensearch.backend import ClusterBackend
    from wp8.index.opensearch.push import Shape
    from wp8.model import Record
    from wp8.workspace.building import Progress, Reading
    from wp8.workspace.settings import Notify, Settings


class Pushed(NamedTuple):
    """What a push has made: the index, of so many records, and for what the alias stood before.

    `is_new` is false where the cluster had it already.
    """

    corpus: Corpus
    records: int
    place: Place
    name: str
    before: str
    is_new: bool


def place(settings: Settings, corpus: str) -> Place:
    """Return where the index of the corpus of this name is.

    Raises:
        CorpusError: If the manifest cannot be read.
        ClusterError: If no cluster is named, or if what names it is none.
    """
    from pathlib import Path

    from wp8.corpus.manifest import cluster_index

    url, index = cluster_index(Path(settings.corpus))
    name = alias_name(index, corpus)
    of_manifest = not settings.url
    found = urls(settings.url or url, of_manifest=of_manifest)
    return Place(found, name, settings.allow_partial, of_manifest)


def _cluster(settings: Settings, corpus: str, notify: Notify) -> Cluster:
    """Return the connection to the cluster of a corpus, which its user has named or approved."""
    from wp8.workspace.approval import require_approval

    where = place(settings, corpus)
    if where.of_manifest:
        require_approval(settings, where.urls, notify)
    return Cluster(where, notify)


def connected(
    settings: Settings, known: Known, notify: Notify
) -> tuple[Known, ClusterBackend, Sequence[str]]:
    """Return the corpus as its index on the cluster has it, the index, and what that lacks.

    Where the sources are here, the index has to be of them.

    Raises:
        ClusterError: If the cluster does not answer as it should, or the user has not approved it.
        IndexMissingError: If it has no such index.
        IndexStoreError: If the index is of another state of the corpus.
    """
    from wp8.index.opensearch.backend import opened

    cluster = _cluster(settings, known.name, notify)
    backend = opened(cluster)
    facts = backend.facts
    if facts.made_of == known.made_of:
        return known, backend, facts.unread
    if _has_sources(settings):
        backend.close()
        message = f"{cluster.place}: that index is of another state of the corpus"
        raise IndexStoreError(message, hint="wp8 push puts this one there")
    return known._replace(digest=facts.digest), backend, facts.unread


def state(settings: Settings, corpus: Corpus, notify: Notify) -> str:
    """Return what the cluster says of the index of `corpus`.

    Raises:
        ClusterError: If it does not answer as it should.
        IndexStoreError: If the index is missing, or is of another state of the corpus.
    """
    from wp8.workspace.sources import known_of

    _, backend, _ = connected(settings, known_of(corpus), notify)
    try:
        return backend.state()
    finally:
        backend.close()


def push(
    settings: Settings,
    shape: Shape,
    notify: Notify,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> Pushed:
    """Put the corpus of `settings` on its cluster, and let the alias stand for it.

    At most `jobs` processes prepare it, by default as many as there are processors.

    Raises:
        CorpusError: If the corpus cannot be read.
        ClusterError: If the cluster does not take it, or the user has not approved it.
    """
    from wp8.index.build.workers import processors
    from wp8.index.opensearch.push import Push
    from wp8.workspace.building import lacks_of, steady
    from wp8.workspace.place import lexemes_beside
    from wp8.workspace.sources import load

    _make_root(settings.index_root)
    lexemes = lexemes_beside(settings, notify)
    cluster = _cluster(settings, load(settings).name, notify)

    def use(reading: Reading) -> Pushed:
        corpus = reading.corpus
        made = Push(cluster, (corpus.digest, corpus.made_of), shape, jobs or processors())
        if facts := made.found():
            before = made.switch()
            return Pushed(corpus, facts.records, cluster.place, made.index, before, is_new=False)
        facts = made.load(corpus.name, _passing(reading, progress), lexemes)
        # Whoever pushes is told of missing files, which nobody else can do anything about.
        lines = (lack.reason for lack in lacks_of(reading.unread) if not lack.is_missing)
        before = made.publish(facts._replace(unread=tuple(lines)))
        return Pushed(corpus, facts.records, cluster.place, made.index, before, is_new=True)

    corpus, pushed = steady(settings, use, titles=False)
    cluster.close()
    return pushed._replace(corpus=corpus)


def _make_root(folder: str) -> None:
    """Make the folder in which dictionaries are kept, where nothing was indexed yet."""
    from wp8.index.store.trust import make_private_folder

    with suppress(OSError):
        make_private_folder(folder)


def _passing(reading: Reading, progress: Progress | None) -> Iterable[Record]:
    """Return the records of a corpus, their passing shown if it is to be."""
    from wp8.workspace.building import sizes

    records = reading.records()
    return progress(records, sizes(reading.corpus, ())) if progress else records


def _has_sources(settings: Settings) -> bool:
    """Return whether a source of the corpus is in its folder."""
    from wp8.workspace.sources import load

    corpus = load(settings)
    return any((corpus.folder / document.file).exists() for document in corpus.documents)
