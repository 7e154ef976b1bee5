"""What is in use: versions, the corpus, the engine, the index."""

from __future__ import annotations

import os
import platform
from collections import Counter
from typing import TYPE_CHECKING, Final

from wp8 import __version__
from wp8.corpus.care.states import STATES, standings
from wp8.errors import IndexKeyError, IndexStoreError, Wp8Error
from wp8.index.engines import PACKAGES, REMOTE
from wp8.workspace.indexed import last_indexed
from wp8.workspace.place import engine_choice, stored
from wp8.workspace.settings import config, config_file, theme

if TYPE_CHECKING:
    from wp8.corpus.document import Corpus
    from wp8.workspace.settings import Notify, Settings


# What of the look of results the environment says, and in which variables.
_LOOKS: Final = {"color": ("NO_COLOR", "FORCE_COLOR"), "theme": ("WP8_THEME",)}


def facts(settings: Settings, corpus: Corpus, notify: Notify) -> dict[str, str]:
    """Return which versions, corpus and index are in use, and whether the index is whole."""
    from importlib.metadata import version

    engine, why, _ = engine_choice(settings, corpus)
    if engine == REMOTE:
        index, health = _on_cluster(settings, corpus, notify)
    else:
        index, health = _in_files(settings, corpus)
    packages = (PACKAGES[engine], "click", "rich")
    versions = " ".join(f"{package} {version(package)}" for package in packages)
    states = Counter(each.state for each in standings(corpus, last_indexed(settings, corpus)))
    return {
        "wp8": f"{__version__}, Python {platform.python_version()}, {versions}",
        "corpus": f"{corpus.name}: {', '.join(document.id for document in corpus.documents)}",
        "states": ", ".join(f"{states[name]:,} {name}" for name in STATES if states[name]),
        "folder": settings.corpus,
        "digest": corpus.digest,
        "engine": engine,
        "chosen": why,
        "index": index,
        "health": health,
        "origin": _origins(settings),
    }


def _origins(settings: Settings) -> str:
    """Return where each setting is from: an option, the environment, the config file, nowhere."""
    path, given, configured = config_file(), dict(settings.origins), config()
    for name, variables in _LOOKS.items():
        own = "config" if name in configured else "default"
        given[name] = next(filter(os.environ.get, variables), own)
    given["theme"] = f"{theme()} ({given['theme']})"
    names = dict.fromkeys(("corpus", "index", "engine", *given))
    said = (f"{name}: {given.get(name, 'default')}" for name in names)
    return f"{'; '.join(said)}; config: {path if os.path.exists(path) else f'none at {path}'}"


def _in_files(settings: Settings, corpus: Corpus) -> tuple[str, str]:
    """Return the folder of the index in use, and whether it is whole."""
    store, name = stored(settings, corpus)
    try:
        store.check(name)
        return store.folder(name), f"whole, {store.size(name):,} bytes"
    except IndexKeyError as error:
        return store.place(name), f"{error.message} (searches do without an index)"
    except IndexStoreError as error:
        return store.place(name), f"{error.message} (the next search builds it)"


def _on_cluster(settings: Settings, corpus: Corpus, notify: Notify) -> tuple[str, str]:
    """Return where the index is, and whether the cluster has it."""
    from wp8.workspace.cluster import place, state

    where = str(place(settings, corpus.name))
    try:
        return where, state(settings, corpus, notify)
    except Wp8Error as error:
        return where, f"{error.message} ({error.hint})" if error.hint else error.message
