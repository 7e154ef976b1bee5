"""One reader per layout of a source: its text in, its blocks in reading order out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wp8.corpus.readers.block import Block

    Reader = Callable[[str], Iterator[Block]]

LAYOUTS: Final = ("docx-text", "markdown", "paged-markdown", "text")


def reader(layout: str) -> Reader:
    """Return the reader of one of `LAYOUTS`; each is in a module of its layout's name."""
    module = import_module(f"wp8.corpus.readers.{layout.replace('-', '_')}")
    read: Reader = module.read
    return read
