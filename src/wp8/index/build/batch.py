"""What a batch of records gives to an index: made in one pass over their tokens, in any process."""

from __future__ import annotations

from array import array
from dataclasses import fields
from functools import cache, partial
from itertools import chain, islice, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from wp8.index.build.chunks import Chunks
from wp8.index.build.record_writer import Stored, stored
from wp8.index.forms import Capitals
from wp8.model import Record
from wp8.words.lexeme import primary_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.index.build.chunks import Rows
    from wp8.index.forms import Raised

# Records in a batch, or characters if they come sooner: a longer record is one of its own.
SIZE: Final = 2048
TEXT: Final = 1 << 19
# So many batches are worth the start of a process.
_FEW: Final = 3
# So many make more of the batches than one process can read and write.
_OTHERS: Final = 2

T = TypeVar("T")


class Counted(NamedTuple):
    """What every index has of a batch: records, their numbers of tokens, capitals."""

    stored: Stored
    lengths: array[int]
    capitals: Capitals


class Counting:
    """Counts in records what every index has of them."""

    def __init__(self, chunks: Chunks) -> None:
        self.chunks = chunks
        self.lengths = array("I")
        self.capitals = Capitals()

    def take(self, records: Sequence[Record]) -> Rows:
        """Return the tokens of some records."""
        chunks = self.chunks
        rows = chunks.rows(
            [record.text for record in records],
            [record.quoted if record.quotes else () for record in records],
        )
        common = list(map(chunks.common.__getitem__, rows.kinds))
        taken: dict[str, list[tuple[set[str], Sequence[Raised]]]] = {}
        for record, (start, end), raised in zip(
            records, pairwise(rows.starts), rows.raised, strict=True
        ):
            taken.setdefault(record.language, []).append(({*common[start:end]}, raised))
        for language, own in taken.items():
            self.capitals.take_all(own, primary_language(language))
        self.lengths.extend([end - start for start, end in pairwise(rows.starts)])
        return rows

    def counted(self, records: Sequence[Record]) -> Counted:
        """Return what was counted in `records`, which were taken all."""
        return Counted(stored(records), self.lengths, self.capitals)


def capitals(records: Iterable[Record]) -> Capitals:
    """Return what capitals tell of the tokens of records."""
    found = Capitals()
    for _, taken in tasks_of(iter(records)):
        counting = Counting(known_chunks())
        counting.take(taken)
        found.join(counting.capitals)
    return found


@cache
def _remembered() -> Chunks:
    return Chunks()


def known_chunks() -> Chunks:
    """Return the chunks that this process knows."""
    if _remembered().is_full():
        _remembered.cache_clear()
    return _remembered()


def batches(
    records: Iterable[Record], jobs: int, work: Callable[[int, Sequence[Record]], T]
) -> Iterator[T]:
    """Yield what `work` makes of `records` batch by batch, in at most so many processes.

    This one, which reads the records and takes what is yielded, is one of them; a few batches are
    worked on here.
    """
    tasks = tasks_of(iter(records))
    begun = list(islice(tasks, _FEW))
    are_few = len(begun) < _FEW
    tasks = chain(begun, tasks)
    # They would be held to the end.
    del begun
    if jobs == 1 or are_few:
        try:
            yield from (work(first, taken) for first, taken in tasks)
        finally:
            _remembered.cache_clear()
        return
    from wp8.index.build.workers import worked

    values = attrgetter(*(field.name for field in fields(Record)))
    # A record takes ten times as long to send as its values.
    rows = ((first, list(map(values, taken))) for first, taken in tasks)
    others = min(jobs - 1, _OTHERS)
    for task, made in worked(partial(_of_rows, work), rows, others):
        del task
        yield made
        # What is made is let go before the next is waited for.
        del made


def _of_rows(work: Callable[[int, Sequence[Record]], T], task: tuple[int, Sequence[Any]]) -> T:
    """Return what `work` makes of the records that have these values."""
    first, rows = task
    return work(first, [Record(*row) for row in rows])


def tasks_of(records: Iterator[Record]) -> Iterator[tuple[int, Sequence[Record]]]:
    """Yield batches of records, each after the number of its first."""
    first = 0
    while taken := _taken(records):
        yield first, taken
        first += len(taken)


def _taken(records: Iterator[Record]) -> Sequence[Record]:
    """Return the next `SIZE` records, or those with which they have `TEXT` characters."""
    taken: list[Record] = []
    characters = 0
    for record in records:
        taken.append(record)
        characters += len(record.text)
        if len(taken) == SIZE or characters >= TEXT:
            break
    return taken
