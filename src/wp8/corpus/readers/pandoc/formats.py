"""The layouts that pandoc reads and wp8 has no reader of its own for: of text, by their names."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import Found
from wp8.corpus.readers.header import fields
from wp8.corpus.readers.pandoc import converted, tree_of
from wp8.corpus.readers.pandoc.plain import plain
from wp8.corpus.readers.pandoc.tree import first_heading, heads, raw_formats
from wp8.corpus.readers.pandoc.xml_head import head_fields
from wp8.numbers import and_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block

# What names another file, where pandoc refuses a text that names one it cannot have.
_INCLUDED: Final = {
    "asciidoc": re.compile(r"^include::.*$", re.MULTILINE),
    "rst": re.compile(r"^[ \t]+:file:.*$", re.MULTILINE),
    "typst": re.compile(r"^[ \t]*#(?:include|import)\b.*$", re.MULTILINE),
}
_NOT_READ: Final = re.compile(r"Could not load include file (\S+(?<!\.sty)(?<!\.cls))(?!\S)")
# Else pandoc takes what they say of themselves for text.
_WHOLE: Final = {"rst": ("--standalone",)}
# For these pandoc puts the day on which its clock stands.
_TODAY: Final = {
    "latex": re.compile(r"\\today\b(?:\{\})?"),
    "typst": re.compile(r"\bdatetime\.today\([^()]*\)"),
}
_NO_DAY: Final = {"latex": "", "typst": "none"}
_BEGINS: Final = {"latex": r"\begin{document}"}
_AT_LINE: Final = re.compile(r" line ([0-9]{1,9}) column [0-9]+$")
# Commands of LaTeX with an argument; those that pandoc sees twice are said twice.
_SKIPPED: Final = re.compile(r"Skipped '(\\(?!begin\b|end\b)[A-Za-z]+)\*?(?:\[[^]]*\])?\{.*")


def read(layout: str, text: str) -> Iterator[Block]:
    """Yield the blocks of `text`, its title and the like first.

    Raises:
        UnreadableError: It is not in the format, or takes pandoc too long or too much memory.
    """
    return converted(_alone(layout, text), layout, with_meta=True)


def find(layout: str, text: str) -> Found:
    """Return what `text` says of itself; for a title, its first heading will do.

    Raises:
        UnreadableError: As `read`.
    """
    tree, _ = tree_of(_alone(layout, text), layout, *_WHOLE.get(layout, ()))
    said = fields(heads(tree, by_line=layout == "org")) | head_fields(layout, text)
    return said if said.get("title") else said | Found(title=" ".join(first_heading(tree)))


def remarks(layout: str, text: str) -> Iterator[str]:
    """Yield what of `text` pandoc leaves out: other files that it names, commands, raw markup.

    Raises:
        UnreadableError: As `read`.
    """
    tree, said = tree_of(_alone(layout, text), layout)
    files = [line.strip() for line in _includes(layout, text)] + _NOT_READ.findall(said)
    if files:
        yield f"names other files, which are not read: {and_more(list(dict.fromkeys(files)))}"
    # What stands before the text of LaTeX is none of it.
    start = text.count("\n", 0, max(0, text.find(_BEGINS.get(layout, "\0"))))
    lines = [line for line in dict.fromkeys(said.splitlines()) if _line_of(line) > start]
    skipped = Counter(name for line in lines for name in _SKIPPED.findall(line))
    skipped.update(f"raw {format_}" for format_ in raw_formats(tree))
    for what, number in skipped.items():
        yield f"{what}: {number} left out"


def _line_of(said: str) -> int:
    """Return the line of the source of which something is said, from 1."""
    found = _AT_LINE.search(said)
    return int(found[1]) if found else 1


@lru_cache(maxsize=1)
def _alone(layout: str, text: str) -> bytes:
    """Return `text` as pandoc takes it: without the names of other files and the day that it is."""
    if included := _INCLUDED.get(layout):
        text = included.sub("", text)
    if today := _TODAY.get(layout):
        text = today.sub(_NO_DAY[layout], text)
    return plain(layout, text).encode()


def _includes(layout: str, text: str) -> list[str]:
    included = _INCLUDED.get(layout)
    return included.findall(text) if included else []
