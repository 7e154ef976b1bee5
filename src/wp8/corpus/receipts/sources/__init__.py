"""The text of a source as its file holds it, taken apart from the reader of its layout.

Each layout has a module of its name here, with `written`, which no reader uses and which uses none:
so that what one of them passes over the other has.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from wp8.corpus.receipts.written import END

if TYPE_CHECKING:
    from wp8.corpus.receipts.written import Written


def written(layout: str, source: Any) -> Written:  # noqa: ANN401 - bytes or text, as it takes
    """Return the text of a source of one of the layouts, which its reader has read."""
    module = import_module(f"wp8.corpus.receipts.sources.{layout.replace('-', '_')}")
    # Of the signs that act, one is the receipts' own.
    found: Written = module.written(source.replace(END, " ") if isinstance(source, str) else source)
    return found
