"""What every backend over files has in common: the records and the answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol

from wp8.index.evaluate import answer, occurrences
from wp8.index.stored_records import runs
from wp8.query.tree import Phrase
from wp8.words.tokens import APOSTROPHE, TIED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from wp8.index.algebra import Query
    from wp8.index.stored_records import SectionedRecords, StoredRecords
    from wp8.model import Heads, Named, Record, RunningWords
    from wp8.query.backend import Catalogue, Vocabulary
    from wp8.query.page import Order, Page
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Node
    from wp8.words.tokens import Norms

    class Words(Protocol):
        """The running words of records that are known by their numbers."""

        def running(self, records: Iterable[range], norms: Norms = "word") -> RunningWords:
            """Return the running words of `records`, or what `norms` says.

            The forms are those of the answers before, and may be more.
            """

        def marked(self, records: Iterable[range], mark: str) -> Sequence[int]:
            """Return where in the row of their tokens those with a mark stand."""


def _any_of(tokens: Iterable[str]) -> Phrase:
    return Phrase((tuple((token,) for token in tokens),))


class StoredBackend(ABC):
    """The records of an index in files, `stored` by their numbers; an engine adds how it finds."""

    stored: StoredRecords
    vocabulary: Vocabulary
    catalogue: Callable[[], Catalogue] | None = None

    @abstractmethod
    def query(self) -> Query:
        """Return what finds records for one query."""

    @abstractmethod
    def running(self, ids: Iterable[str], norms: Norms = "word") -> RunningWords:
        """Return the running words of records in the order of their ids, or what `norms` says."""

    @abstractmethod
    def marked(self, ids: Iterable[str], mark: str) -> Sequence[int]:
        """Return where in the row of their tokens those with a mark stand, ascending."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the index's files."""

    def search(
        self, tree: Node, *, limit: int | None = None, offset: int = 0, order: Order = "relevance"
    ) -> Page:
        """Return the records that answer `tree`, `limit` of them from the `offset`-th on."""
        return answer(tree, self.query(), self.stored, self.vocabulary, limit, offset, order)

    def records(self, ids: Iterable[str]) -> Sequence[Record]:
        """Return the records with these ids, in that order; KeyError names one it lacks."""
        return self.stored.named(ids)

    def heads(self, ids: Iterable[str]) -> Heads:
        """Return what counting asks of the records with these ids, in that order."""
        return self.stored.heads(ids)

    def counts(self, tokens: Collection[str]) -> Mapping[int, int]:
        """Return how often one of `tokens` stands in each record that has one, by its place."""
        query = self.query()
        counts = dict(query.counted(_any_of(tokens)) or {})
        if tied := TIED.intersection(tokens):
            for place in query.counted(_any_of(tied)) or ():
                view = query.view(place)
                joined = {*view.positions(APOSTROPHE)}
                counts[place] -= sum(len(joined.intersection(view.positions(t))) for t in tied)
            return {place: number for place, number in counts.items() if number}
        return counts

    def spread(self, tokens: Collection[str]) -> int:
        """Return how many records have one of `tokens`."""
        if len(tokens) == 1 and TIED.isdisjoint(tokens):
            return sum(map(self.vocabulary.frequency, tokens))
        return len(self.counts(tokens))

    def occurrences(self, tree: Node) -> Iterator[tuple[str, Sequence[Stretch]]]:
        """Yield the ids of the records in which `tree` has a place, with its stretches there."""
        return occurrences(tree, self.query(), self.stored, self.vocabulary)

    def ids(self) -> Named:
        """Return the ids of all records in reading order."""
        return self.stored.chosen(range(len(self.stored.ids)))


class SegmentBackend(StoredBackend):
    """An index that can be a segment of one: what it has of a record is told by its number.

    `stored_words` has the running words of the records of `stored`.
    """

    stored: SectionedRecords
    stored_words: Words

    @abstractmethod
    def having(self, term: str) -> Sequence[int]:
        """Return the numbers of the records that have `term`, ascending, perhaps repeated."""

    def running(self, ids: Iterable[str], norms: Norms = "word") -> RunningWords:
        """Return the running words of records in the order of their ids, or what `norms` says."""
        return self.stored_words.running(runs(self.stored.numbers_of(ids)), norms)

    def marked(self, ids: Iterable[str], mark: str) -> Sequence[int]:
        """Return where in the row of their tokens those with a mark stand, ascending."""
        return self.stored_words.marked(runs(self.stored.numbers_of(ids)), mark)
