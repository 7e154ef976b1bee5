"""One reader per layout of a source: its content in, its blocks in reading order out."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wp8.corpus.readers.block import Block, Found

# Each layout, and the suffixes of file names that tell it.
LAYOUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "docx": (".docx",),
    "docx-text": (),
    "epub": (".epub",),
    "html": (".html", ".htm", ".xhtml"),
    "markdown": (".md", ".markdown"),
    "odt": (".odt",),
    "paged-markdown": (),
    "pdf": (".pdf",),
    "rtf": (".rtf",),
    "text": (".txt",),
}
# The layouts that another package reads, and which.
PACKAGES: Final[Mapping[str, str]] = {
    "docx": "pypandoc_binary",
    "epub": "webencodings",
    "html": "webencodings",
    "pdf": "pypdfium2",
}
# The layouts whose readers take bytes; the others take text.
BINARY: Final = frozenset((*PACKAGES, "odt", "rtf"))
# Who hears how many pages of a long source have been read, and of how many.
PAGES_READ: Final[list[Callable[[int, int], None]]] = []
_SUFFIXES: Final = {suffix: layout for layout, known in LAYOUTS.items() for suffix in known}


def layout_of(file: str) -> str:
    """Return the layout that the suffix of `file` tells, or nothing."""
    return _SUFFIXES.get(PurePath(file).suffix.lower(), "")


def told_layout(file: str) -> str:
    """Return the layout that the suffix of `file` tells.

    Raises:
        CorpusError: It tells none.
    """
    if layout := layout_of(file):
        return layout
    suffixes = ", ".join(suffix for group in LAYOUTS.values() for suffix in group)
    message = f"{file}: its name does not tell its format"
    raise CorpusError(message, hint=f"wp8 knows {suffixes}")


def reader(layout: str) -> Callable[[Any], Iterator[Block]]:
    """Return the reader of one of `LAYOUTS`; each is in a module of its layout's name."""
    read: Callable[[Any], Iterator[Block]] = _module(layout).read
    return read


def finder(layout: str) -> Callable[[Any], Found]:
    """Return what finds the title and the like in a source of one of `LAYOUTS`."""
    find: Callable[[Any], Found] = _module(layout).find
    return find


def _module(layout: str) -> Any:  # noqa: ANN401 - a module, whose names a type checker cannot know
    return import_module(f"wp8.corpus.readers.{layout.replace('-', '_')}")
