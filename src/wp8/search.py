"""Query in, hits out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wp8.matching import TextView, match
from wp8.model import Hit, SearchResult
from wp8.query.expand import Expander
from wp8.query.parser import parse
from wp8.query.tree import And, Field, Or, leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.index.backend import Backend, Order
    from wp8.model import Record
    from wp8.query.tree import Node


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records a query looks at: of these documents, sections and kinds, or of all."""

    documents: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def conditions(self) -> tuple[Node, ...]:
        """Return the conditions of the scope, as one would type them."""
        named = {"document": self.documents, "section": self.sections, "kind": self.kinds}
        fields = [
            tuple(Field(name, value) for value in values) for name, values in named.items() if values
        ]
        return tuple(Or(choice) if len(choice) > 1 else choice[0] for choice in fields)


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a query as typed, what it was resolved to, and what it finds alone."""

    typed: str
    resolved: str
    hits: int
    occurrences: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query was read: canonically, resolved over the vocabulary, and part by part."""

    parsed: str
    resolved: str
    parts: tuple[Part, ...]


def search(
    query: str,
    *,
    backend: Backend,
    scope: Scope = EVERYTHING,
    exact: bool = False,
    limit: int | None = None,
    order: Order = "relevance",
) -> SearchResult:
    """Return the hits of `query` among the records of `scope`, at most `limit` of them.

    Raises:
        QueryError: If the query cannot be read or asks for too much.
        UnknownNameError: If the scope or a field names what the corpus does not have.
    """
    tree = resolve(query, backend=backend, scope=scope, exact=exact)
    found = backend.search(tree, limit=limit, order=order)
    hits = tuple(
        hit(record, score, tree)
        for record, score in zip(backend.records(found.ids), found.scores, strict=True)
    )
    occurrences = sum(number for _, number in found.counts.values())
    return SearchResult(query, hits, found.total, occurrences, found.counts)


def resolve(
    query: str, *, backend: Backend, scope: Scope = EVERYTHING, exact: bool = False
) -> Node:
    """Return the tree of `query` and `scope`, resolved over the backend's vocabulary."""
    typed = parse(query)
    conditions = scope.conditions()
    return Expander(backend.vocabulary, exact=exact).expand(
        And((typed, *conditions)) if conditions else typed
    )


def hit(record: Record, score: float, tree: Node) -> Hit:
    """Return `record` as a hit of `tree`, with the spans that matched."""
    view = TextView(record)
    found = match(tree, view)
    return Hit(record, score, view.spans(found.stretches) if found else ())


def explain(query: str, *, backend: Backend, exact: bool = False) -> Explanation:
    """Return how `query` is read over the backend's vocabulary, and what each part finds."""
    typed = parse(query)
    expander = Expander(backend.vocabulary, exact=exact)
    parts = []
    for leaf in leaves(typed):
        resolved = expander.expand(leaf)
        counts = backend.search(resolved, limit=0, order="document").counts.values()
        parts.append(
            Part(
                str(leaf),
                str(resolved),
                sum(hits for hits, _ in counts),
                sum(occurrences for _, occurrences in counts),
            )
        )
    return Explanation(str(typed), str(expander.expand(typed)), tuple(parts))


def neighbours(record: Record, *, backend: Backend, number: int) -> tuple[Sequence[Record], ...]:
    """Return up to `number` records before and after `record` in the flow of its document.

    Notes stand beside the flow: they are passed over, unless `record` is one.
    """
    ids = [id_ for id_ in backend.ids() if id_.startswith(f"{record.document}:")]
    if record.kind != "note":
        ids = [id_ for id_ in ids if not id_.startswith(f"{record.document}:n")]
    place = ids.index(record.id)
    before = ids[max(0, place - number) : place]
    after = ids[place + 1 : place + 1 + number]
    return backend.records(before), backend.records(after)
