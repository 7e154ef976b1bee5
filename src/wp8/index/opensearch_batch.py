"""What a batch of records gives to an index on a cluster, made in any process; their sums."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.index.forms import Capitals
from wp8.index.opensearch_schema import CHECK, document
from wp8.record_view import facets
from wp8.text import index_terms, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.model import Record

# Characters of text in a batch: what is sent of it has about a megabyte.
SIZE: Final = 300_000


class Item(NamedTuple):
    """What is sent under an id: a line of JSON, and a check that tells it from another."""

    id: str
    line: str
    check: int


class Task(NamedTuple):
    """A batch of records: the number of its first in the corpus, the places of their documents."""

    first: int
    records: Sequence[Record]
    places: Sequence[int]


class Batch(NamedTuple):
    """What a batch gives: the items to send, and what has to be known of their words.

    `frequency` is the number of records that have a term, `most` how often it stands in the one
    that has it most, if that is more than once.
    """

    items: Sequence[Item]
    tokens: int
    frequency: Mapping[str, int]
    most: Mapping[str, int]
    facets: Sequence[str]
    capitals: Capitals


def batch(task: Task) -> Batch:
    """Return what the records of `task` give to an index."""
    frequency: Counter[str] = Counter()
    most: dict[str, int] = {}
    found: dict[str, None] = {}
    capitals = Capitals()
    items = []
    length = 0
    for number, (record, place) in enumerate(
        zip(task.records, task.places, strict=True), task.first
    ):
        tokens = list(tokenize(record.text))
        own = Counter(term for term, _ in index_terms(tokens, record.quoted))
        frequency.update(own.keys())
        for term, occurrences in own.items():
            if occurrences > 1 and occurrences > most.get(term, 1):
                most[term] = occurrences
        found.update(dict.fromkeys(facets(record)))
        capitals.note(tokens)
        length += len(tokens)
        items.append(_item(record.id, document(record, number, place, tokens, own)))
    return Batch(items, length, dict(frequency), most, list(found), capitals)


def _item(id_: str, content: Mapping[str, object]) -> Item:
    line = json.dumps(content, ensure_ascii=False)
    check = zlib.crc32(line.encode("utf-8", "surrogatepass"))
    return Item(id_, f'{{"{CHECK}":{check},{line[1:]}', check)


class Totals:
    """What has to be known of all records of an index."""

    def __init__(self) -> None:
        self.records = self.tokens = 0
        self.places: dict[str, int] = {}
        self.frequency: Counter[str] = Counter()
        self.most: dict[str, int] = {}
        self.facets: dict[str, None] = {}
        self.capitals = Capitals()

    def batches(self, records: Iterable[Record], jobs: int) -> Iterator[tuple[int, Sequence[Item]]]:
        """Yield what to send of `records`, batch by batch, each with the number of its first.

        They are worked on by at most `jobs` processes, what is one batch in this.
        """
        tasks = self._tasks(records)
        for task, made in _worked(tasks, jobs):
            self.records += len(made.items)
            self.tokens += made.tokens
            self.frequency.update(made.frequency)
            for term, number in made.most.items():
                self.most[term] = max(number, self.most.get(term, 1))
            self.facets.update(dict.fromkeys(made.facets))
            self.capitals.join(made.capitals)
            yield task.first, made.items

    def _tasks(self, records: Iterable[Record]) -> Iterator[Task]:
        taken: list[Record] = []
        first = size = 0
        for record in records:
            self.places.setdefault(record.document, len(self.places))
            taken.append(record)
            size += len(record.text)
            if size >= SIZE:
                yield self._task(first, taken)
                first += len(taken)
                taken, size = [], 0
        if taken:
            yield self._task(first, taken)

    def _task(self, first: int, taken: Sequence[Record]) -> Task:
        return Task(first, taken, [self.places[record.document] for record in taken])


def _worked(tasks: Iterator[Task], jobs: int) -> Iterator[tuple[Task, Batch]]:
    known = list(islice(tasks, 2))
    every = chain(known, tasks)
    if jobs == 1 or len(known) == 1:
        yield from ((task, batch(task)) for task in every)
        return
    from wp8.index.workers import worked

    yield from worked(batch, every, jobs)
