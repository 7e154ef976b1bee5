"""What the last index of a corpus was made of, and how many words its documents have."""

from __future__ import annotations

from collections import Counter
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from wp8.corpus.care.states import Indexed
from wp8.errors import IndexStoreError, UnknownNameError, Wp8Error
from wp8.index.engines import REMOTE
from wp8.index.segments.indexer import noted
from wp8.workspace.last_index import last_index
from wp8.workspace.place import engine_choice, stored
from wp8.workspace.settings import unheard
from wp8.workspace.sources import kept_of, known_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.corpus.document import Corpus
    from wp8.query.backend import Backend
    from wp8.workspace.settings import Settings

_NOTHING: Final = Indexed({}, {})


def last_indexed(settings: Settings, corpus: Corpus) -> Indexed:
    """Return what the index of `corpus` was made of, or the last of it before it changed.

    Nothing is in it where there is none.
    """
    if _is_remote(settings, corpus):
        with suppress(Wp8Error), _on_cluster(settings, corpus) as (_, lines):
            files = ((document.id, f"{document.file}:") for document in corpus.documents)
            unread = {i: line for i, file in files for line in lines if line.startswith(file)}
            return Indexed(corpus.keys, unread)
        return _NOTHING
    store, name = stored(settings, corpus)
    for each in (name, last_index(settings)):
        if each and store.has(each):
            try:
                keys, lacks = store.use(each, noted)
            except IndexStoreError:
                continue
            return Indexed(keys, {id_: lack.reason for id_, lack in lacks.items()})
    return _NOTHING


def indexed_words(settings: Settings, corpus: Corpus) -> dict[str, int]:
    """Return how many running words the last index of `corpus` has, by the ids of documents.

    Those of an index are counted once, and remembered.
    """
    if _is_remote(settings, corpus):
        with suppress(Wp8Error), _on_cluster(settings, corpus) as (backend, _):
            return _words(backend)
        return {}
    store, name = stored(settings, corpus)
    last = last_index(settings)
    engine = name.partition("-")[2]
    kept = kept_of(settings, "words")
    for each in dict.fromkeys((name, last)):
        if each.partition("-")[2] != engine or not store.has(each):
            continue
        known, *lines = (kept.read() or b"").decode().splitlines() or [""]
        if known == each:
            return {id_: int(number) for number, id_ in map(str.split, lines)}
        try:
            with closing(store.open(each)) as backend:
                words = _words(backend)
        except IndexStoreError:
            continue
        lines = [f"{number} {id_}" for id_, number in words.items()]
        kept.write("\n".join([each, *lines]).encode())
        return words
    return {}


def _is_remote(settings: Settings, corpus: Corpus) -> bool:
    return engine_choice(settings, corpus).name == REMOTE


@contextmanager
def _on_cluster(settings: Settings, corpus: Corpus) -> Iterator[tuple[Backend, Sequence[str]]]:
    """Yield the index of a corpus on its cluster, and a line for each document it lacks.

    Raises:
        Wp8Error: It has none of this state of the corpus, or does not answer.
    """
    from wp8.workspace.cluster import connected

    _, backend, lines = connected(settings, known_of(corpus), unheard)
    with closing(backend):
        yield backend, lines


def _words(backend: Backend) -> dict[str, int]:
    from wp8.analysis.counts.counting import body
    from wp8.query.search import Scope, selected

    words: Counter[str] = Counter()
    with suppress(UnknownNameError):
        ids = selected(body(Scope()), backend)
        counts = backend.running(ids).counts
        for document, number in zip(backend.heads(ids).documents, counts, strict=True):
            words[document] += number
    return words
