"""The engines by name; each is imported when it is asked for.

Those of `ENGINES` keep an index in files; `REMOTE` is one on a cluster, made by `wp8 push`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.errors import EngineError

if TYPE_CHECKING:
    from wp8.index.engine import StoredEngine
    from wp8.words.lexemes import Lexemes


class Entry(NamedTuple):
    """Where an engine is, the package that it needs, and the extra that the package comes with."""

    module: str
    engine: str
    package: str
    extra: str = ""


ENGINES: Final = {
    "whoosh": Entry("wp8.index.whoosh.backend", "WhooshEngine", "whoosh3"),
    "tantivy": Entry("wp8.index.tantivy.backend", "TantivyEngine", "tantivy", extra="tantivy"),
}
REMOTE: Final = "opensearch"
# Whoosh, or tantivy for a large corpus: the default.
AUTO: Final = "auto"
NAMES: Final = (AUTO, *ENGINES, REMOTE)
PACKAGES: Final = {**{name: e.package for name, e in ENGINES.items()}, REMOTE: "opensearch-py"}

# From so many bytes of sources on tantivy is the better engine: docs/decisions/0014.
TANTIVY_FROM: Final = 2_000_000


class Choice(NamedTuple):
    """An engine, and why it is that one.

    `too_large` is the size of a corpus that another engine, not installed, would serve better.
    """

    name: str
    why: str
    too_large: int = 0

    @property
    def gain(self) -> str:
        """What a large corpus would have of an extra that is not installed, if it is so."""
        if not self.too_large:
            return ""
        from wp8.extras import to_install

        return (
            f"the corpus has {self.too_large / 1e6:,.0f} MB: the engine tantivy finds sooner in "
            f"it, and comes with the extra wp8[tantivy]: {to_install('tantivy')}"
        )


def choice(named: str, size: int) -> Choice:
    """Return the engine of a corpus whose sources have so many bytes; `named` may be empty."""
    if named and named != AUTO:
        return Choice(named, "named")
    why = f"auto: {size / 1e6:,.1f} MB; tantivy from {TANTIVY_FROM / 1e6:,.0f} MB"
    if size < TANTIVY_FROM:
        return Choice("whoosh", why)
    if _is_installed("tantivy"):
        return Choice("tantivy", why)
    return Choice("whoosh", f"{why}, which is not installed", too_large=size)


def named_engine(
    name: str, lexemes: Lexemes | None = None, jobs: int | None = None
) -> StoredEngine:
    """Return the engine of this name; a build gets a word's lexemes and at most `jobs` processes.

    A name is one of `ENGINES`, as `choice` gives it.

    Raises:
        EngineError: If there is none, or what it needs is not installed.
    """
    if name == REMOTE:
        raise EngineError("an index on a cluster has no files here", hint="wp8 push makes it anew")
    if name not in ENGINES:
        raise EngineError(f"there is no engine {name!r}", hint=nearest_engine(name))
    entry = ENGINES[name]
    try:
        engine = getattr(import_module(entry.module), entry.engine)
    except ImportError as error:
        from wp8.extras import to_install

        raise EngineError(
            f"the engine {name} needs {entry.package}, which comes with the extra "
            f"wp8[{entry.extra}]",
            hint=f"install it: {to_install(entry.package)}",
        ) from error
    made: StoredEngine = engine(lexemes, jobs=jobs)
    return made


def _is_installed(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package) is not None


def nearest_engine(name: str) -> str:
    """Return the hint for one who has mistyped the name of an engine."""
    from difflib import get_close_matches

    close = get_close_matches(name.lower(), NAMES, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known engines: {', '.join(NAMES)}"
