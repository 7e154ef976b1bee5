"""One reader per layout of a source: its content in, its blocks in reading order out."""

from __future__ import annotations

import os
import re
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from wp8.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wp8.corpus.readers.block import Block, Found, Part

# What pandoc reads for us: its formats, and the suffixes of file names that tell each.
CONVERTED: Final[Mapping[str, tuple[str, ...]]] = {
    "asciidoc": (".adoc", ".asciidoc"),
    "docbook": (".dbk", ".docbook"),
    "fb2": (".fb2",),
    "ipynb": (".ipynb",),
    "jats": (".jats", ".nxml"),
    "latex": (".latex", ".tex"),
    "mediawiki": (".mediawiki", ".wiki"),
    "org": (".org",),
    "rst": (".rst",),
    "typst": (".typ",),
}
# Tables of texts, of which each row is a document.
TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "csv": (".csv",),
    "jsonl": (".jsonl", ".ndjson"),
    "tsv": (".tsv", ".tab"),
}
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
    "tei": (".tei", ".xml"),
    "text": (".txt",),
    **CONVERTED,
    **TABLES,
}
# The layouts that another package reads, and which.
PACKAGES: Final[Mapping[str, str]] = {
    "docx": "pypandoc_binary",
    "epub": "webencodings",
    "html": "webencodings",
    "pdf": "pypdfium2",
    **dict.fromkeys(CONVERTED, "pypandoc_binary"),
}
# The layouts whose readers take bytes; the others take text.
BINARY: Final = frozenset((*PACKAGES, "odt", "rtf", "tei")) - CONVERTED.keys()
# Those of them that are text all the same, with markup that says in which encoding.
MARKED_UP: Final = frozenset(("html", "tei"))
# The roots of what is XML, or what stands in them and before.
_ROOTS: Final[Mapping[str, tuple[str, ...]]] = {
    "tei": ("TEI", "TEI.2", "teiCorpus", "teiCorpus.2"),
    "fb2": ("FictionBook",),
    "docbook": ("docbook.org", "DocBook"),
    "jats": ("JATS", "NLM", "article"),
}
_PROLOGUE: Final = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[^>]*>")
# The layouts of sources that may be several documents.
PARTED: Final = frozenset((*TABLES, "tei"))
_LIBRARIES: Final = (".bib", ".ris")
# Who hears how many pages of a long source have been read, and of how many.
PAGES_READ: Final[list[Callable[[int, int], None]]] = []
_SUFFIXES: Final = {suffix: layout for layout, known in LAYOUTS.items() for suffix in known}


def layout_of(file: str) -> str:
    """Return the layout that the suffix of `file` tells, or nothing."""
    stem, dot, suffix = file.rpartition(".")
    # A name that begins with its only dot has no suffix.
    is_hidden = not stem or stem.endswith(("/", os.sep))
    return "" if is_hidden else _SUFFIXES.get(dot + suffix.lower(), "")


def xml_layout(head: bytes) -> str:
    """Return the layout of the XML that begins so, nothing if it is of none that is known."""
    text = _PROLOGUE.sub("", head.replace(b"\0", b"").decode("latin-1"))
    root = _ROOT.search(text)
    for layout, told in _ROOTS.items():
        if root and (root[1] in told or any(word in text[: root.end()] for word in told)):
            return layout
    return ""


def has_lines(layout: str) -> bool:
    """Return whether the lines of a block are those of its source, which a person sees."""
    return layout not in BINARY and layout not in CONVERTED


def takes_encoding(layout: str) -> bool:
    """Return whether a source of this layout may be in another encoding than UTF-8."""
    return layout not in BINARY or layout in MARKED_UP


def told_layout(file: str) -> str:
    """Return the layout that the suffix of `file` tells.

    Raises:
        CorpusError: It tells none.
    """
    if layout := layout_of(file):
        return layout
    message = f"{file}: its name does not tell its format"
    if file.lower().endswith(_LIBRARIES):
        raise CorpusError(message, hint=f"the works of a library: wp8 init DIR --from {file}")
    suffixes = ", ".join(suffix for group in LAYOUTS.values() for suffix in group)
    raise CorpusError(message, hint=f"wp8 knows {suffixes}; save it as one of these")


def reader(layout: str) -> Callable[[Any], Iterator[Block]]:
    """Return the reader of one of `LAYOUTS`; each is in a module of its layout's name."""
    read: Callable[[Any], Iterator[Block]] = _function(layout, "read")
    return read


def finder(layout: str) -> Callable[[Any], Found]:
    """Return what finds the title and the like in a source of one of `LAYOUTS`."""
    find: Callable[[Any], Found] = _function(layout, "find")
    return find


def parts(layout: str, source: Any, column: str = "") -> Iterator[Part]:  # noqa: ANN401 - as above
    """Return the documents of a source, each made as it comes; none where it is one.

    The texts of a table stand in `column`, by default in one of the name "text".

    Raises:
        UnreadableError: It is not what its layout wants.
    """
    if layout in TABLES:
        found: Iterator[Part] = _module("tables").parts(layout, source, column)
        return found
    return iter([*_function(layout, "parts")(source)] if layout in PARTED else ())


def _function(layout: str, name: str) -> Callable[[Any], Any]:
    for layouts, own in ((CONVERTED, "pandoc.formats"), (TABLES, "tables")):
        if layout in layouts:
            return partial(getattr(_module(own), name), layout)
    function: Callable[[Any], Any] = getattr(_module(layout.replace("-", "_")), name)
    return function


def _module(name: str) -> Any:  # noqa: ANN401 - a module, whose names a type checker cannot know
    return import_module(f"wp8.corpus.readers.{name}")
