"""What the manifest of a corpus states: its documents, and the corpus they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Document:
    """One source text of the corpus and what its manifest says of it."""

    id: str
    file: str
    layout: str
    title: str
    title_supplied: bool = False
    author: str = ""
    affiliation: str = ""
    date: str = ""
    publisher: str = ""
    country: str = ""
    issued: str = ""
    language: str = ""
    source: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Forms that name one thing, and on what it rests that they do."""

    forms: tuple[str, ...]
    rests_on: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus folder as its manifest describes it; `digest` is of every byte that is read.

    `engine` is the engine of its index, if the manifest names one.
    """

    name: str
    folder: Path
    documents: tuple[Document, ...]
    digest: str
    glossary: tuple[Group, ...] = ()
    engine: str = ""
