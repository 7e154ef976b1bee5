"""How far a build is, or a long question, on a terminal."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from rich.progress import BarColumn, Progress, TextColumn

from wp8.corpus.readers import PAGES_READ
from wp8.render.console import stderr_console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rich.progress import TaskID

    from wp8.corpus.care.sources import Source
    from wp8.model import Record

# Fewer pages are read before one has read this.
_LONG: Final = 100
# What is narrower has no room for the pace.
_WIDE: Final = 90
# To say it of each record would take longer than to index it.
_EVERY: Final = 200


@contextmanager
def building(
    doing: str = "Indexing",
) -> Iterator[Callable[[Iterable[Record], Mapping[str, int]], Iterable[Record]]]:
    """Yield what passes records on while a bar on stderr shows how far they are.

    With the records it gets the number of bytes of each document. The bar is there from the first
    record on, for before there may be something to ask, and stays until the end, for after the last
    there is still something to write.
    """
    console = stderr_console()
    said, pace = TextColumn("{task.description}"), TextColumn("{task.fields[pace]}")
    columns = (said, BarColumn(bar_width=8), pace)[: 3 if console.width >= _WIDE else 2]
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task(doing, total=None, pace="")

    def passed_on(records: Iterable[Record], sizes: Mapping[str, int]) -> Iterator[Record]:
        bar.start()
        bar.reset(task, total=sum(sizes.values()), pace="")
        passed = _Passed(sizes)
        for record in records:
            passed.add(record)
            if passed.paragraphs % _EVERY == 1:
                bar.update(task, description=f"{doing} {passed}", pace=passed.pace())
                bar.update(task, completed=passed.bytes)
            yield record
        bar.update(task, description=f"Writing {passed}", pace="")
        # Nobody knows how long: the bar moves to and fro.
        bar.tasks[0].total = None

    with _pages_shown(bar, task):
        yield passed_on


@contextmanager
def reading() -> Iterator[Callable[[Sequence[Source]], Iterable[Source]]]:
    """Yield what passes files on while a bar on stderr shows how many have been read."""
    columns = TextColumn("{task.description}"), BarColumn(bar_width=8)
    bar = Progress(*columns, console=stderr_console(), transient=True)
    task = bar.add_task("", total=None)

    def passed_on(files: Sequence[Source]) -> Iterator[Source]:
        bar.start()
        for done, file in enumerate(files):
            said = f"Reading {done:,} of {len(files):,} files"
            bar.update(task, description=said, completed=done, total=len(files))
            yield file
        bar.stop()

    with _pages_shown(bar, task):
        yield passed_on


@contextmanager
def working() -> Iterator[Callable[[str, Sequence[int]], Iterable[int]]]:
    """Yield what passes parts of a work on while a bar on stderr shows what is done, and how far.

    Work of one part is done sooner than it is shown.
    """
    columns = TextColumn("{task.description}"), BarColumn(bar_width=8)
    bar = Progress(*columns, console=stderr_console(), transient=True)
    task = bar.add_task("", total=None)

    def passed_on(doing: str, parts: Sequence[int]) -> Iterator[int]:
        if len(parts) > 1:
            bar.start()
        for done, part in enumerate(parts):
            bar.update(task, description=doing, completed=done, total=len(parts))
            yield part

    try:
        yield passed_on
    finally:
        bar.stop()


@contextmanager
def _pages_shown(bar: Progress, task: TaskID) -> Iterator[None]:
    """Let a bar show how far a long document is read, and end it."""

    def pages_read(done: int, of: int) -> None:
        if of >= _LONG:
            bar.start()
            bar.update(task, description=f"Reading page {done:,} of {of:,}")

    PAGES_READ.append(pages_read)
    try:
        yield
    finally:
        PAGES_READ.remove(pages_read)
        bar.stop()


class _Passed:
    """What has passed: documents, paragraphs, and as near as can be told, bytes of sources."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self._sizes = sizes
        self._documents: list[str] = []
        self._before = self._within = 0
        self._started = time.monotonic()
        self.paragraphs = 0

    def add(self, record: Record) -> None:
        """Take account of one record more."""
        if record.document not in self._documents[-1:]:
            self._before += sum(self._sizes[name] for name in self._documents[-1:])
            self._within = 0
            self._documents.append(record.document)
        self._within += len(record.text.encode("utf-8", "replace"))
        self.paragraphs += 1

    @property
    def bytes(self) -> int:
        """The number of bytes of the documents that are done, and of what has passed of one."""
        size = self._sizes[self._documents[-1]]
        return self._before + min(self._within, size)

    def pace(self) -> str:
        """Return how fast it passes, on the whole, and how long the rest will take."""
        # Records pass by the thousand, and a build takes its time between.
        pace = self.bytes / max(0.001, time.monotonic() - self._started)
        seconds = (sum(self._sizes.values()) - self.bytes) / max(1.0, pace)
        return f"{pace / 1e6:.1f} MB/s, {timedelta(seconds=round(seconds))} left"

    def __str__(self) -> str:
        number = f"{len(self._documents):,} of {len(self._sizes):,} documents"
        return f"{number}, {self.paragraphs:,} paragraphs"
