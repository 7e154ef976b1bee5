"""Ids of documents, made from the names of their files."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 40
# What can be cited.
IS_ID: Final = re.compile(r"[a-z][a-z0-9_-]*")
_OTHER: Final = re.compile(r"[^a-z0-9]+")


class Ids:
    """The ids of documents that are taken, and how far those of one name are numbered."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def own(self, id_: str) -> str:
        """Take an id that a source says and return it, or one that is like it and free."""
        if id_ in self._taken or not IS_ID.fullmatch(id_):
            return self.new(f"{id_}.")
        self._taken.add(id_)
        return id_

    def new(self, file: str) -> str:
        """Take an id and return it: `my-letter` for `My Letter.md`, `doc1` for `편지.md`."""
        made = _made(file)
        id_ = made
        while id_ == "doc" or id_ in self._taken:
            number = self._numbers.get(made, 0 if made == "doc" else 1) + 1
            self._numbers[made] = number
            id_ = f"{made}{'' if made == 'doc' else '-'}{number}"
        self._taken.add(id_)
        return id_


def _made(file: str) -> str:
    """Return the id that the name of a file makes by itself."""
    name = unicodedata.normalize("NFKD", PurePath(file).stem).casefold()
    # An accent belongs to the letter before it.
    bare = "".join(char for char in name if not unicodedata.combining(char))
    made = _OTHER.sub("-", bare).strip("-")[:_LONGEST].rstrip("-")
    if not re.search("[a-z]", made):
        return f"doc{f'-{made}' if made else ''}"
    return made if made[0].isalpha() else f"doc-{made}"
