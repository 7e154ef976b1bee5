"""The seam between wp8 and an engine: the query tree and ids cross it, nothing of the engine's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from wp8.matching import Match
    from wp8.model import Record
    from wp8.query.tree import Node

Order = Literal["relevance", "document"]


class Page(NamedTuple):
    """The ids of the records that answer a query, in order, with their scores.

    `total` and `counts` are of all answers, not only of this page: `counts` has for each document
    its number of hits and of occurrences, in reading order.
    """

    ids: Sequence[str]
    scores: Sequence[float]
    total: int
    counts: Mapping[str, tuple[int, int]]


class Vocabulary(Protocol):
    """The tokens of a corpus."""

    def __contains__(self, token: str) -> bool:
        """Return whether `token` occurs."""

    def __iter__(self) -> Iterator[str]:
        """Yield every token once, in code point order."""

    def frequency(self, token: str) -> int:
        """Return the number of records that have `token`."""

    def facets(self) -> Sequence[str]:
        """Return every `field:value` that a record has, in code point order."""


class Backend(Protocol):
    """An opened index: it says which records answer a query, and in what order."""

    vocabulary: Vocabulary

    def search(
        self, tree: Node, *, limit: int | None = None, offset: int = 0, order: Order = "relevance"
    ) -> Page:
        """Return the records that answer `tree`, `limit` of them from the `offset`-th on."""

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the records with these ids, in that order; KeyError names one it lacks."""

    def ids(self) -> Sequence[str]:
        """Return the ids of all records in reading order."""

    def close(self) -> None:
        """Let go of the index's files."""


class Engine(Protocol):
    """What makes and opens the files of an index. `version` is part of the index's name."""

    name: str
    version: str

    def build(self, folder: Path, records: Iterable[Record]) -> int:
        """Write an index of `records` into the empty `folder`; return their number."""

    def open(self, folder: Path) -> Backend:
        """Return the backend over the files that `build` wrote."""


def page(
    answers: Sequence[tuple[str, float, Match]], *, limit: int | None, offset: int, order: Order
) -> Page:
    """Return the page of `answers`, which are in reading order: (id, score, match).

    By relevance the best score comes first, and equal scores stand in reading order.
    """
    counts: dict[str, tuple[int, int]] = {}
    for id_, _, found in answers:
        document = id_.partition(":")[0]
        hits, occurrences = counts.get(document, (0, 0))
        counts[document] = (hits + 1, occurrences + len(found.stretches))
    if order == "relevance":
        answers = sorted(answers, key=lambda answer: -answer[1])
    shown = answers[offset:] if limit is None else answers[offset : offset + limit]
    return Page(
        [id_ for id_, _, _ in shown], [score for _, score, _ in shown], len(answers), counts
    )
