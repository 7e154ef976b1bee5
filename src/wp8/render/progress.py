"""How far a build is, on a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wp8.model import Record

# To say it of each record would take longer than to index it.
_EVERY: Final = 200


@contextmanager
def building() -> Iterator[Callable[[Iterable[Record], Mapping[str, int]], Iterable[Record]]]:
    """Yield what passes records on while a bar on stderr shows how far they are.

    With the records it gets the number of bytes of each document. The bar stays until the end, for
    after the last record there is still something to write.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Indexing", total=None)

        def passed_on(records: Iterable[Record], sizes: Mapping[str, int]) -> Iterator[Record]:
            bar.reset(task, total=sum(sizes.values()))
            passed = _Passed(sizes)
            for record in records:
                passed.add(record)
                if passed.paragraphs % _EVERY == 1:
                    bar.update(task, completed=passed.bytes, description=f"Indexing {passed}")
                yield record
            bar.update(task, total=None, description=f"Writing {passed}")

        yield passed_on


class _Passed:
    """What has passed: documents, paragraphs, and as near as can be told, bytes of sources."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self._sizes = sizes
        self._documents: list[str] = []
        self._before = self._within = 0
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

    def __str__(self) -> str:
        number = f"{len(self._documents):,} of {len(self._sizes):,} documents"
        return f"{number}, {self.paragraphs:,} paragraphs"
