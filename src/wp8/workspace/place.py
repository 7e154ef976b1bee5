"""Which index is that of a corpus: its engine, the store, the name in it, what is kept beside."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from wp8.errors import IndexStoreError
from wp8.index.engines import Choice, choice, named_engine
from wp8.index.segments.indexer import Indexer
from wp8.index.store.sealed_file import SealedFile
from wp8.index.store.store import IndexStore, index_name
from wp8.workspace.settings import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from wp8.corpus.digest import Known
    from wp8.corpus.document import Corpus
    from wp8.words.lexemes import Lexemes
    from wp8.workspace.settings import Notify, Settings

T = TypeVar("T")
R = TypeVar("R")


def engine_choice(settings: Settings, corpus: Corpus | Known) -> Choice:
    """Return the engine in use: of the settings, or of the manifest, or what suits the size."""
    return choice(settings.engine or corpus.engine, corpus.size)


def indexer(settings: Settings, corpus: Corpus | Known) -> Indexer:
    """Return the engine in use, which opens indexes.

    Raises:
        EngineError: If there is no such engine, or it is not installed.
    """
    return Indexer(named_engine(engine_choice(settings, corpus).name))


def stored(settings: Settings, corpus: Corpus | Known) -> tuple[IndexStore, str]:
    """Return the store of the indexes, and the name in it of the index of `corpus`.

    Raises:
        EngineError: If there is no such engine, or it is not installed.
    """
    return place(settings, corpus, indexer(settings, corpus))


def place(settings: Settings, corpus: Corpus | Known, engine: Indexer) -> tuple[IndexStore, str]:
    """Return the store of the indexes of `engine`, and the name in it of that of `corpus`."""
    name = index_name(corpus.made_of, engine)
    return IndexStore(settings.index_root, engine, state_folder()), name


def store_of(settings: Settings, name: str) -> IndexStore:
    """Return the store that can open the index `name`.

    Raises:
        EngineError: Its engine is not there.
        IndexStoreError: It is of another version.
    """
    digest, engine, _ = name.split("-", 2)
    indexer = Indexer(named_engine(engine))
    if index_name(digest, indexer) != name:
        raise IndexStoreError(f"{name}: is of another version")
    return IndexStore(settings.index_root, indexer, state_folder())


def kept_beside(settings: Settings, name: str) -> SealedFile:
    """Return the file `name` beside the indexes, which what was found out before is kept in."""
    return SealedFile(os.path.join(settings.index_root, name), state_folder())


def lexemes_beside(settings: Settings, notify: Notify) -> Lexemes:
    """Return the lexemes of words, whose dictionaries are kept there; their making is told."""
    from wp8.words.lexemes import Lexemes  # a search makes none

    def tell(language: str) -> None:
        notify(f"making the dictionary of {language}: it takes seconds, and is kept")

    return Lexemes(partial(kept_beside, settings), tell, _elsewhere)


def _elsewhere(work: Callable[[T], R], task: T) -> R:
    """Return what `work` makes of `task`: in a process that then ends, if one can be started."""
    from wp8.index.build.workers import worked

    try:
        [(_, made)] = worked(work, [task], 1)
    except OSError:
        return work(task)
    return made
