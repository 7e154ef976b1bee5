"""An engine that builds an index upon an earlier one if it can, and notes what the index lacks."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeGuard

from wp8.index.store.trust import open_private, write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wp8.index.engine import SegmentEngine, StoredEngine
    from wp8.index.segments.incremental import Base
    from wp8.model import Record
    from wp8.query.backend import Backend
    from wp8.words.lexemes import Lexemes

_UNREAD: Final = "UNREAD"


class Task(NamedTuple):
    """What a build is to do.

    `keys` has the key of each source by the id of its document, in reading order; `base` the
    earlier index; `lexemes` gives those of a word; `unread`, asked when all records have been
    read, a line for each source that cannot be.
    """

    keys: Mapping[str, str]
    base: Base | None
    lexemes: Lexemes
    unread: Callable[[], Sequence[str]]


class Indexer:
    """An engine for whole corpora: `unread` has what an opened index lacks, a line each."""

    def __init__(self, engine: StoredEngine, task: Task | None = None) -> None:
        self._engine = engine
        self._task = task
        self.unread: Sequence[str] = ()
        self.name = engine.name
        self.version = engine.version

    def checks(self, name: str) -> bool:
        """Return whether a file is read by `Files` alone, which checks what is read."""
        return name != _UNREAD and self._engine.checks(name)

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
            counts = Counter[str]()
            number = engine.build(folder, counted(records, counts))
            write_sources(folder, in_order(keys, counts, {}, 0))
        if lines := unread():
            content = "\n".join(lines).encode("utf-8", "surrogateescape")
            write_private(os.path.join(folder, _UNREAD), content)
        return number

    def open(self, folder: str) -> Backend:
        """Return the backend over the files that `build` wrote."""
        try:
            with open_private(os.path.join(folder, _UNREAD)) as file:
                self.unread = tuple(file.read().decode("utf-8", "surrogateescape").split("\n"))
        except FileNotFoundError:
            self.unread = ()
        if not keeps_segments(self._engine):
            return self._engine.open(folder)
        from wp8.index.segments.segments import opened

        return opened(folder, self._engine)


def keeps_segments(engine: StoredEngine) -> TypeGuard[SegmentEngine]:
    """Return whether an index of `engine` can be built upon an earlier one."""
    return engine.keeps_segments
