"""What is in use: versions, the corpus, the engine, the index."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

from wp8 import __version__
from wp8.errors import IndexStoreError, Wp8Error
from wp8.index.engines import REMOTE
from wp8.workspace.place import engine_name, stored

if TYPE_CHECKING:
    from wp8.corpus.document import Corpus
    from wp8.workspace.settings import Notify, Settings

# The package that each engine needs.
_PACKAGES: Final = {"whoosh": "whoosh3", "tantivy": "tantivy", REMOTE: "opensearch-py"}


def facts(settings: Settings, corpus: Corpus, notify: Notify) -> dict[str, str]:
    """Return which versions, corpus and index are in use, and whether the index is whole."""
    from importlib.metadata import version

    engine = engine_name(settings, corpus)
    if engine == REMOTE:
        index, health = _on_cluster(settings, corpus, notify)
    else:
        index, health = _in_files(settings, corpus)
    packages = (_PACKAGES[engine], "click", "rich")
    versions = " ".join(f"{package} {version(package)}" for package in packages)
    return {
        "wp8": f"{__version__}, Python {platform.python_version()}, {versions}",
        "corpus": f"{corpus.name}: {', '.join(document.id for document in corpus.documents)}",
        "folder": settings.corpus,
        "digest": corpus.digest,
        "engine": engine,
        "index": index,
        "health": health,
    }


def _in_files(settings: Settings, corpus: Corpus) -> tuple[str, str]:
    """Return where the index is, and whether it is whole."""
    store, name = stored(settings, corpus)
    try:
        store.check(name)
        health = f"whole, {store.size(name):,} bytes"
    except IndexStoreError as error:
        health = f"{error.message} (the next search builds it)"
    return store.place(name), health


def _on_cluster(settings: Settings, corpus: Corpus, notify: Notify) -> tuple[str, str]:
    """Return where the index is, and whether the cluster has it."""
    from wp8.workspace.cluster import place, state

    where = str(place(settings, corpus.name))
    try:
        return where, state(settings, corpus, notify)
    except Wp8Error as error:
        return where, f"{error.message} ({error.hint})" if error.hint else error.message
