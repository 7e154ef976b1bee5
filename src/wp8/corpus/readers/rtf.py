"""The layout `rtf`: Rich Text Format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wp8.corpus.readers.block import Found
from wp8.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.corpus.readers.block import Block

_HEAD: Final = 64 * 2**10
_FIELD: Final = r"\{\\%s ((?:[^{}\\]|\\['u*~_-]){0,1000})\}"
_CREATED: Final = re.compile(r"\{\\creatim\\yr([0-9]{1,4})\\mo([0-9]{1,2})\\dy([0-9]{1,2})")
_STAND_IN: Final = re.compile(rb"(?<!\\)((?:\\\\)*\\u-?[0-9]{1,6})\?")
_ESCAPE: Final = re.compile(r"\\'([0-9a-fA-F]{2})|\\u(-?[0-9]{1,5}) ?(?:\\'[0-9a-fA-F]{2}|\?)?")


def read(source: bytes) -> Iterator[Block]:
    """Yield the headings, paragraphs, notes and table rows of `source`."""
    from wp8.corpus.readers.pandoc import converted

    if not source.lstrip().startswith(rb"{\rtf"):
        raise UnreadableError("is not Rich Text Format", hint="is it what its name says?")
    # LibreOffice marks notes as what a reader may pass over, and pandoc does. Of the mark that
    # stands in for a character, pandoc takes one letter too many unless a blank is before it.
    noted = source.replace(rb"\*\footnote", rb"\footnote")
    return converted(_STAND_IN.sub(rb"\1 ?", noted), "rtf")


def find(source: bytes) -> Found:
    """Return what the information group of `source` says."""
    head = source[:_HEAD].decode("ascii", "replace")
    created = _CREATED.search(head)
    return Found(
        title=_field(head, "title"),
        author=_field(head, "author"),
        date=f"{created[1]}-{created[2]:0>2}-{created[3]:0>2}" if created else "",
    )


def _field(head: str, name: str) -> str:
    found = re.search(_FIELD % name, head)
    return _ESCAPE.sub(_character, found[1]).strip() if found else ""


def _character(escape: re.Match[str]) -> str:
    if escape[1]:
        return bytes.fromhex(escape[1]).decode("cp1252", "replace").strip("\0")
    return chr(int(escape[2]) % 0x10000).strip("\0")
