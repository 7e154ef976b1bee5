"""Ids: of documents, made from the names of their files, and of sections, from their headings."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from wp8.query.record_view import section_key
from wp8.words.characters import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.corpus.readers.block import Block

LONGEST: Final = 40
# What can be cited.
IS_ID: Final = re.compile(r"[a-z][a-z0-9_-]*")
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_OF_A_SECTION: Final = 24
# A heading's own number: `4.13`, `§ 5`, `2)`; not the one of `14:30`, `3rd` or `1,000`.
_OWN_NUMBER: Final = re.compile(r"\W*?(\d+(?:\.\d+)*)(?:[.):]*(?=\s)|[.)]*$)")


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
    made = _OTHER.sub("-", folded(_stem(file))).strip("-")[:LONGEST].rstrip("-")
    if made[:1].isalpha():
        return made
    return f"doc-{made}" if made else "doc"


def _stem(file: str) -> str:
    """Return the stem of a path as `PurePath` has it, which takes several times as long."""
    if file.endswith((".", "/")):
        return PurePath(file).stem
    _, _, name = file.replace(os.sep, "/").rpartition("/")
    return name[: max(0, name.rfind("."))] or name


class SectionIds:
    """The ids of the sections of one document, as its blocks come in reading order.

    A section that a layout labels has its label: `II`, `part3`. One that is called after its
    heading has the number of that behind a `§`, or its words: `§4.13`, `§results-and-discussion`.
    Where an id is taken, the next has it with `~2`.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        # The section of each label that was opened last: a note may come after others were.
        self._open: dict[str, str] = {}

    def of(self, block: Block) -> str:
        """Return the id of the section that a block stands in, nothing before the first."""
        label = block.section
        if not label:
            return ""
        is_own = block.kind == "heading" and section_key(block.text) == section_key(label)
        if is_own or label not in self._open:
            made = f"§{_of_heading(label)}" if is_own else _label(label)
            number = self._numbers[made] = self._numbers.get(made, 0) + 1
            self._open[label] = made if number == 1 else f"{made}~{number}"
        return self._open[label]


def _label(section: str) -> str:
    return section if not any(map(str.isspace, section)) else section_key(section)


def _of_heading(heading: str) -> str:
    """Return the own number of a heading, or else its first words."""
    if number := _OWN_NUMBER.match(heading):
        return number[1]
    made = ""
    text = unicodedata.normalize("NFC", heading.casefold())
    for word in "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split():
        longer = f"{made}-{word}" if made else word[:_LONGEST_OF_A_SECTION]
        if len(longer) > _LONGEST_OF_A_SECTION:
            break
        made = longer
    return made or "section"
