"""What is in use, by one rule: an option, then the environment, the config file, the default."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.errors import ConfigError, EngineError
from wp8.index.engines import NAMES, nearest_engine
from wp8.render.themes import DEFAULT, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    # Says whether a corpus in this folder may name the clusters at these addresses.
    Approve = Callable[[str, Sequence[str]], bool]
    # Gets a line on what was done, or left out, on the way to a result.
    Notify = Callable[[str], None]

_THEME: Final = "WP8_THEME"
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
    before a corpus's manifest leads to a cluster; without it, none does. `origins` says where
    the value of each is from, if it is not the default. `typed` is what the command line calls
    the corpus, if it does.
    """

    corpus: str
    index_root: str
    engine: str = ""
    url: str = ""
    allow_partial: bool = False
    approve: Approve | None = None
    origins: tuple[tuple[str, str], ...] = ()
    typed: str = ""

    def line(self, command: str) -> str:
        """Return the command line of a command on this corpus, for a hint."""
        return f"wp8 {command}{self.option}"

    @property
    def option(self) -> str:
        """What a command line says at its end to give the same again, for a hint.

        That is what this one says: the corpus, and where its index is and of what engine.
        """
        places = {"index": self.index_root, "engine": self.engine, "url": self.url}
        said = {
            name: value for name, value in places.items() if (name, f"--{name}") in self.origins
        }
        if self.typed:
            said = {"corpus": self.typed, **said}
        if not said and not self.allow_partial:
            return ""
        from shlex import quote  # only a hint needs it

        options = "".join(f" --{name} {quote(value)}" for name, value in said.items())
        return options + " --allow-partial" * self.allow_partial

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
    """Return the settings of this run; an argument is what an option says, if it was given.

    A corpus is a folder, or a name that the config file has for one.

    Raises:
        EngineError: If the environment names an engine that there is not.
        ConfigError: If the config file cannot be read.
    """
    configured = config()
    given = {"corpus": corpus, "index": index, "engine": engine, "url": url}
    found: dict[str, str] = {}
    origins = []
    for name, option in given.items():
        variable = f"WP8_{name.upper()}"
        sources = (
            (f"--{name}", option),
            (variable, os.environ.get(variable)),
            ("config", configured.get(name)),
        )
        if chosen := next((source for source in sources if source[1]), None):
            origins.append((name, chosen[0]))
        found[name] = (chosen and chosen[1]) or ""
    if ("engine", "WP8_ENGINE") in origins:
        _check_engine(found["engine"])
    named = configured.get("corpora", {}).get(found["corpus"])
    return Settings(
        corpus=named or found["corpus"] or _shipped_corpus(),
        index_root=found["index"] or _cache_folder(),
        engine=found["engine"],
        url=found["url"],
        allow_partial=allow_partial,
        origins=tuple(origins),
    )


def theme(given: str | None = None) -> str:
    """Return which theme styles are of: as given, or by the environment, the file, the default.

    Raises:
        ConfigError: The environment names one that there is not, or the file cannot be read.
    """
    if given:
        return given
    if (named := os.environ.get(_THEME, "")) and named not in THEMES:
        hint = f"the themes are {', '.join(THEMES)}"
        raise ConfigError(f"{_THEME}: there is no theme {named!r}", hint=hint)
    said: str = named or config().get("theme", DEFAULT)
    return said


def config() -> Mapping[str, Any]:
    """Return what the user's config file says; where there is none, to look for it is all.

    Raises:
        ConfigError: If it cannot be read.
    """
    path = config_file()
    if not (os.path.isabs(path) and _is_there(path)):
        return {}
    from wp8.workspace.config import read_config

    return read_config(path)


def config_file() -> str:
    """Return the path of the user's config file, whether or not there is one."""
    folder = _users_folder("XDG_CONFIG_HOME", "~/.config", "Application Support")
    return os.path.join(folder, "config.toml")


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


def _check_engine(name: str) -> None:
    if name not in NAMES:
        raise EngineError(f"WP8_ENGINE: there is no engine {name!r}", hint=nearest_engine(name))


def _shipped_corpus() -> str:
    return next((folder for folder in _SHIPPED if os.path.isdir(folder)), _SHIPPED[0])


def _is_there(path: str) -> bool:
    """Return whether there is something at `path`, if only what one may not look at."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


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
