"""What a batch of records gives to an index on a cluster, made in any process."""

from __future__ import annotations

import zlib
from collections import Counter
from functools import cache
from itertools import chain, islice
from json import JSONEncoder
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.index.build.chunks import Chunks
from wp8.index.forms import Capitals
from wp8.index.opensearch.bulk import Lines, item
from wp8.index.opensearch.schema import (
    CHECK,
    DOCUMENT,
    FACETS,
    KIND,
    LENGTH,
    MARKS,
    NUMBER,
    PLACE,
    RECORD,
    TOKENS,
    term,
)
from wp8.model import RECORD_FIELDS, Record
from wp8.query.record_view import facets
from wp8.words.lexeme import primary_language
from wp8.words.tokens import CELL_GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.index.build.chunks import Row

# Characters of text in a batch: what is sent of it has some two megabytes.
SIZE: Final = 600_000
# So many batches are worth the start of processes, of which each has to learn the words anew.
_FEW: Final = 4

# Nothing that is sent holds itself.
_JSON: Final = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_VALUES: Final = attrgetter(*RECORD_FIELDS)


class Task(NamedTuple):
    """A batch of records: the number of its first in the corpus, the places of their documents."""

    first: int
    records: Sequence[Record]
    places: Sequence[int]


class Sums:
    """What has to be known of the words of records.

    `marks` has in how many records each mark is, `capitals` in how many each token is; `most` how
    often a token or mark stands in the record that has it most, if that is more than once.
    """

    def __init__(self) -> None:
        self.records = self.tokens = 0
        self.marks: Counter[str] = Counter()
        self.most: dict[str, int] = {}
        self.facets: dict[str, None] = {}
        self.capitals = Capitals()

    @property
    def frequency(self) -> Mapping[str, int]:
        """The number of records that have a term."""
        return {**self.capitals.tokens, **self.marks}

    def join(self, other: Sums) -> None:
        """Take account of other records."""
        self.records += other.records
        self.tokens += other.tokens
        self.marks.update(other.marks)
        self._repeated(other.most)
        self.facets.update(other.facets)
        self.capitals.join(other.capitals)

    def take(self, norms: Sequence[str], common: set[str], row: Row, language: str) -> None:
        """Take account of the tokens of one record; `common` has those that are not raised."""
        self.records += 1
        self.tokens += len(norms)
        self._repeated(Counter(norms))
        self.capitals.take(common, row.raised, language)

    def take_beside(self, marks: Mapping[str, int], of_record: Sequence[str]) -> None:
        """Take account of how often marks stand in one record, and of its facets."""
        self.marks.update(marks.keys())
        self._repeated(marks)
        self.facets.update(dict.fromkeys(of_record))

    def _repeated(self, counts: Mapping[str, int]) -> None:
        most = self.most
        for each, number in counts.items():
            if number > 1 and number > most.get(each, 1):
                most[each] = number


class Maker:
    """Makes what is sent of records; each different token is made ready once."""

    def __init__(self) -> None:
        self._chunks = Chunks()
        # Of the norms that were looked at, those that the cluster holds otherwise.
        self._looked_at = 0
        self._renamed: dict[str, str] = {}

    def lines(self, task: Task, sums: Sums) -> Lines:
        """Return what is sent of a batch, and take account of it in `sums`."""
        if self._chunks.is_full():
            self._chunks, self._looked_at, self._renamed = Chunks(), 0, {}
        parts = []
        checks = 0
        rows = self._chunks.rows(
            [record.text for record in task.records],
            [record.quoted if record.quotes else () for record in task.records],
        )
        self._rename()
        for number, (record, place, row) in enumerate(
            zip(task.records, task.places, rows.each(), strict=True), task.first
        ):
            content = _JSON.encode(self._content(record, row, number, place, sums))
            check = zlib.crc32(content.encode("utf-8", "replace"))
            checks += check
            parts.append(item(record.id, f'{{"{CHECK}":{check},{content[1:]}'))
        return Lines(task.first, len(parts), checks, "".join(parts).encode("utf-8", "replace"))

    def _content(
        self, record: Record, row: Row, number: int, place: int, sums: Sums
    ) -> Mapping[str, object]:
        """Return what the index holds of a record, the `number`-th, of the `place`-th document."""
        norms = list(map(self._chunks.norms.__getitem__, row.kinds))
        marks, of_record = Counter([mark for mark, _ in row.marks]), facets(record)
        common = set(map(self._chunks.common.__getitem__, row.kinds))
        common.discard("")
        sums.take(norms, common, row, primary_language(record.language))
        sums.take_beside(marks, of_record)
        renamed = self._renamed
        terms = [renamed.get(norm, norm) for norm in norms] if renamed else norms
        return {
            TOKENS: _cells(terms, row.positions),
            MARKS: "".join([f"{mark} " * times for mark, times in marks.items()]),
            FACETS: of_record,
            NUMBER: number,
            DOCUMENT: record.document,
            PLACE: place,
            KIND: record.kind,
            LENGTH: len(terms),
            RECORD: _VALUES(record),
        }

    def _rename(self) -> None:
        """Take the norms that came: those that the cluster holds otherwise."""
        norms = self._chunks.norms
        for norm in norms[self._looked_at :]:
            if (own := term(norm)) != norm:
                self._renamed[norm] = own
        self._looked_at = len(norms)


def _cells(terms: Sequence[str], positions: Sequence[int]) -> list[str]:
    """Return the tokens with blanks between, those of each cell apart: there positions leap."""
    if isinstance(positions, range):
        return [" ".join(terms)]
    cells: list[list[str]] = [[]]
    before = 0
    for each, position in zip(terms, positions, strict=True):
        if position - before >= CELL_GAP and cells[-1]:
            cells.append([])
        cells[-1].append(each)
        before = position
    return [" ".join(cell) for cell in cells]


class Totals(Sums):
    """What has to be known of all records of an index; `places` are those of their documents."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, int] = {}

    def batches(self, records: Iterable[Record], jobs: int) -> Iterator[Lines]:
        """Yield what is sent of `records`, batch by batch.

        They are worked on by at most `jobs` other processes; a few batches in this.
        """
        tasks = self._tasks(records)
        begun = list(islice(tasks, _FEW if jobs > 1 else 0))
        tasks = chain(begun, tasks)
        if len(begun) < _FEW:
            maker = Maker()
            yield from (maker.lines(task, self) for task in tasks)
            return
        from wp8.index.build.workers import worked

        # A record takes ten times as long to send as its values.
        rows = ((first, list(map(_VALUES, taken)), places) for first, taken, places in tasks)
        for _, (lines, sums) in worked(_of_rows, rows, jobs):
            self.join(sums)
            yield lines

    def _tasks(self, records: Iterable[Record]) -> Iterator[Task]:
        first = size = 0
        taken: list[Record] = []
        places: list[int] = []
        for record in records:
            taken.append(record)
            places.append(self.places.setdefault(record.document, len(self.places)))
            size += len(record.text)
            if size >= SIZE:
                yield Task(first, taken, places)
                first += len(taken)
                taken, places, size = [], [], 0
        if taken:
            yield Task(first, taken, places)


@cache
def _maker() -> Maker:
    return Maker()


def _of_rows(task: tuple[int, Sequence[Any], Sequence[int]]) -> tuple[Lines, Sums]:
    """Return what is sent of the records that have these values, and the sums of these."""
    first, rows, places = task
    sums = Sums()
    return _maker().lines(Task(first, [Record(*row) for row in rows], places), sums), sums
