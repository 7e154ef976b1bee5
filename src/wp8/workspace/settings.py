"""Where the corpus and the index are, and which engine: flag before environment before default."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.errors import EngineError
from wp8.index.engines import NAMES, nearest_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # Says whether a corpus in this folder may name the clusters at these addresses.
    Approve = Callable[[str, Sequence[str]], bool]
    # Gets a line on what was done, or left out, on the way to a result.
    Notify = Callable[[str], None]

# In a wheel the corpus lies inside the package; in a checkout, at its top.
_PACKAGE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_SHIPPED: Final = (
    os.path.join(_PACKAGE, "shipped_corpus"),
    os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), "corpus"),
)


class Settings(NamedTuple):
    """The folder of the corpus, the folder that holds its indexes, and the engine's name.

    The engine is empty where the corpus's manifest is to say it, and so is the address of a
    cluster. `allow_partial` lets some of a cluster's shards do for an answer. `approve` is asked
    before a corpus's manifest leads to a cluster; without it, none does.
    """

    corpus: str
    index_root: str
    engine: str = ""
    url: str = ""
    allow_partial: bool = False
    approve: Approve | None = None

    @property
    def folder(self) -> str:
        """The absolute path of the folder of the corpus."""
        return os.path.abspath(self.corpus)


def settings(
    corpus: str | None = None,
    index: str | None = None,
    engine: str | None = None,
    url: str | None = None,
    allow_partial: bool = False,
) -> Settings:
    """Return the settings of this run; an argument is what a flag says, if it was given.

    Raises:
        EngineError: If the environment names an engine that there is not.
    """
    return Settings(
        corpus=corpus or os.environ.get("WP8_CORPUS") or _shipped_corpus(),
        index_root=index or os.environ.get("WP8_INDEX") or _cache_folder(),
        engine=engine or _engine_of_environment(),
        url=url or os.environ.get("WP8_URL", ""),
        allow_partial=allow_partial,
    )


def unheard(_: str) -> None:
    """Notify nobody: what is said only once is still to be said."""


def is_shipped(corpus: str) -> bool:
    """Return whether the folder `corpus` is the one that comes with wp8."""
    return os.path.realpath(corpus) in map(os.path.realpath, _SHIPPED)


def state_folder() -> str:
    """Return the folder for what wp8 makes once and keeps for this user.

    It is that of the platform's conventions, as the cache folder is.
    """
    return _users_folder("XDG_STATE_HOME", "~/.local/state", "Application Support")


def _cache_folder() -> str:
    """Return the folder for what wp8 can make again."""
    return _users_folder("XDG_CACHE_HOME", "~/.cache", "Caches")


def _engine_of_environment() -> str:
    name = os.environ.get("WP8_ENGINE", "")
    if name and name not in NAMES:
        raise EngineError(f"WP8_ENGINE: there is no engine {name!r}", hint=nearest_engine(name))
    return name


def _shipped_corpus() -> str:
    return next((folder for folder in _SHIPPED if os.path.isdir(folder)), _SHIPPED[0])


def _users_folder(variable: str, default: str, library: str) -> str:
    """Return wp8's folder of a sort, as the platform's conventions say (docs/decisions/0002).

    `library` is what the sort is called on a Mac.
    """
    if sys.platform == "win32":
        folder = os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
    elif sys.platform == "darwin":
        folder = os.path.expanduser(f"~/Library/{library}")
    else:
        # A relative path is to be ignored (XDG Base Directory Specification).
        folder = os.environ.get(variable, "")
        folder = folder if os.path.isabs(folder) else os.path.expanduser(default)
    return os.path.join(folder, "wp8")
