"""Ids of documents, made from the names of their files."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Container

_LONGEST: Final = 40
_OTHER: Final = re.compile(r"[^a-z0-9]+")


def document_id(file: str, taken: Container[str]) -> str:
    """Return an id that is not `taken`: `my-letter` for `My Letter.md`, `doc1` for `편지.md`."""
    name = unicodedata.normalize("NFKD", PurePath(file).stem).casefold()
    # An accent belongs to the letter before it.
    bare = "".join(char for char in name if not unicodedata.combining(char))
    made = _OTHER.sub("-", bare).strip("-")[:_LONGEST].rstrip("-")
    if not re.search("[a-z]", made):
        made = f"doc{f'-{made}' if made else ''}"
    elif not made[0].isalpha():
        made = f"doc-{made}"
    if made != "doc" and made not in taken:
        return made
    separator = "" if made == "doc" else "-"
    numbered = (f"{made}{separator}{number}" for number in count(1 if made == "doc" else 2))
    return next(name for name in numbered if name not in taken)
