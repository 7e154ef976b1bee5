"""An engine that builds an index upon an earlier one if it can, and notes what the index has.

A file DOCUMENTS has a line `key id` for each document whose source could be opened, and UNREAD one
for each that the index lacks.
"""

from __future__ import annotations

import os
from array import array
from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple, TypeGuard

from wp8.index.store.trust import open_private, write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wp8.index.engine import SegmentEngine, StoredEngine
    from wp8.index.segments.incremental import Base
    from wp8.model import Record
    from wp8.query.backend import Backend
    from wp8.words.lexemes import Lexemes

# Of what is noted beside what an engine writes.
_VERSION: Final = 1
_UNREAD: Final = "UNREAD"
_DOCUMENTS: Final = "DOCUMENTS"
_MISSING: Final = "-"
_UNREADABLE: Final = "?"


class Lack(NamedTuple):
    """A document that an index lacks, and why: in a line that begins with its file."""

    document: str
    reason: str
    is_missing: bool


class Task(NamedTuple):
    """What a build is to do.

    `keys` has the key of each source by the id of its document, in reading order; `base` the
    earlier index; `lexemes` gives those of a word; `unread`, asked when all records have been
    read, has the documents that cannot be.
    """

    keys: Mapping[str, str]
    base: Base | None
    lexemes: Lexemes
    unread: Callable[[], Sequence[Lack]]


class Indexer:
    """An engine for whole corpora: `unread` has the documents that an opened index lacks."""

    def __init__(self, engine: StoredEngine, task: Task | None = None) -> None:
        self._engine = engine
        self._task = task
        self.unread: Sequence[Lack] = ()
        self.name = engine.name
        self.version = f"{engine.version}.{_VERSION}"

    def checks(self, name: str) -> bool:
        """Return whether a file is read by `Files` alone, which checks what is read."""
        return name == _DOCUMENTS or (name != _UNREAD and self._engine.checks(name))

    def build(self, folder: str, records: Iterable[Record]) -> int:
        """Write an index of `records` into the empty `folder`; return their number.

        They are those of the documents that the earlier index does not keep.
        """
        from wp8.index.segments.incremental import counted, in_order, write_sources, write_upon

        assert self._task, "an Indexer that builds has a task"
        keys, base, lexemes, unread = self._task
        engine = self._engine
        if not keeps_segments(engine):
            number = engine.build(folder, records)
        elif base:
            number = write_upon(base, folder, records, keys, engine, lexemes)
        else:
            counts = array("I")
            number = engine.build(folder, counted(records, keys, counts))
            write_sources(folder, in_order(keys, counts, {}, 0))
        _write(folder, _DOCUMENTS, (f"{key} {id_}" for id_, key in keys.items()))
        if lacks := unread():
            _write(folder, _UNREAD, map(_line, lacks))
        return number

    def open(self, folder: str) -> Backend:
        """Return the backend over the files that `build` wrote."""
        self.unread = _unread(folder)
        if not keeps_segments(self._engine):
            return self._engine.open(folder)
        from wp8.index.segments.segments import opened

        return opened(folder, self._engine)


def keeps_segments(engine: StoredEngine) -> TypeGuard[SegmentEngine]:
    """Return whether an index of `engine` can be built upon an earlier one."""
    return engine.keeps_segments


def _write(folder: str, name: str, lines: Iterable[str]) -> None:
    content = "\n".join(lines).encode("utf-8", "surrogateescape")
    write_private(os.path.join(folder, name), content)


def _line(lack: Lack) -> str:
    return f"{_MISSING if lack.is_missing else _UNREADABLE} {lack.document} {lack.reason}"


def _unread(folder: str) -> Sequence[Lack]:
    try:
        with open_private(os.path.join(folder, _UNREAD)) as file:
            lines = file.read().decode("utf-8", "surrogateescape").split("\n")
    except FileNotFoundError:
        return ()
    found = (line.split(" ", 2) for line in lines)
    return tuple(Lack(document, reason, why == _MISSING) for why, document, reason in found)


def noted(folder: str) -> tuple[dict[str, str], dict[str, Lack]]:
    """Return what the index in `folder` was made of, and what it lacks, by the ids of documents.

    The first has the key of each source that could be opened.

    Raises:
        IndexDamagedError: If that is not as it was written.
    """
    from wp8.index.store.pages import Files

    with closing(Files(folder)) as files:
        lines = files.read(_DOCUMENTS).decode().splitlines()
    keys = {id_: key for key, _, id_ in (line.partition(" ") for line in lines)}
    return keys, {lack.document: lack for lack in _unread(folder)}
