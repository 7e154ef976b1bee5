"""The text of a source as its file holds it, taken apart from the reader of its layout.

Each layout has `written` here, in a module of its name or in one for several that are alike, which
no reader uses and which uses none: so that what one of them passes over the other has.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from wp8.corpus.readers import CONVERTED, TABLES
from wp8.corpus.receipts.written import END

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.receipts.written import Written


def written(layout: str, source: Any) -> Written:  # noqa: ANN401 - bytes or text, as it takes
    """Return the text of a source of one of the layouts, which its reader has read."""
    # Of the signs that act, one is the receipts' own.
    own = source.replace(END, " ") if isinstance(source, str) else source
    found: Written
    if layout in CONVERTED:
        found = _module("converted").written(layout, own)
    elif layout in TABLES:
        found = _module("tables").written(layout, own)
    else:
        found = _module(layout.replace("-", "_")).written(own)
    return found


def parts_written(layout: str, source: Any, column: str) -> Iterator[Written]:  # noqa: ANN401 - as above
    """Yield the text of each document that a source is, in order; of a table it is in `column`."""
    if layout in TABLES:
        yield from _module("tables").parts(layout, source, column)
    else:
        yield from _module(layout).parts(source)


def _module(name: str) -> Any:  # noqa: ANN401 - a module, whose names a type checker cannot know
    return import_module(f"wp8.corpus.receipts.sources.{name}")
