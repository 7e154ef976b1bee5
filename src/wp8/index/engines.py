"""The engines by name; each is imported when it is asked for.

Those of `ENGINES` keep an index in files; `REMOTE` is one on a cluster, made by `wp8 push`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.errors import EngineError

if TYPE_CHECKING:
    from wp8.index.engine import StoredEngine
    from wp8.index.forms import Lexemes

ENGINES: Final = ("whoosh", "tantivy")
DEFAULT: Final = "whoosh"
REMOTE: Final = "opensearch"
NAMES: Final = (*ENGINES, REMOTE)


def named_engine(
    name: str, lexemes: Lexemes | None = None, jobs: int | None = None
) -> StoredEngine:
    """Return the engine of this name; a build gets a word's lexemes and at most `jobs` processes.

    Raises:
        EngineError: If there is none, or what it needs is not installed.
    """
    if name == "whoosh":
        from wp8.index.whoosh.backend import WhooshEngine

        return WhooshEngine(lexemes, jobs=jobs)
    if name == "tantivy":
        return _tantivy(lexemes, jobs)
    if name == REMOTE:
        raise EngineError("an index on a cluster has no files here", hint="wp8 push makes it anew")
    raise EngineError(f"there is no engine {name!r}", hint=nearest_engine(name))


def nearest_engine(name: str) -> str:
    """Return the hint for one who has mistyped the name of an engine."""
    from difflib import get_close_matches

    close = get_close_matches(name.lower(), NAMES, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known engines: {', '.join(NAMES)}"


def _tantivy(lexemes: Lexemes | None, jobs: int | None) -> StoredEngine:
    try:
        from wp8.index.tantivy.backend import TantivyEngine
    except ImportError as error:
        raise EngineError(
            "the engine tantivy needs tantivy, which comes with the extra wp8[tantivy]",
            hint="install it: python -m pip install tantivy",
        ) from error
    return TantivyEngine(lexemes, jobs=jobs)
