"""Query in, hits out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wp8.address import neighbours
from wp8.matching import TextView, match
from wp8.model import Hit, InContext, SearchResult
from wp8.query.expand import Expander
from wp8.query.parser import parse
from wp8.query.tree import And, Field, Or

if TYPE_CHECKING:
    from wp8.index.backend import Backend
    from wp8.index.page import Order
    from wp8.model import Record
    from wp8.query.tree import Node


class Scope(NamedTuple):
    """Which records a query looks at: of these documents, sections and kinds, or of all."""

    documents: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def conditions(self) -> tuple[Node, ...]:
        """Return the conditions of the scope, as one would type them."""
        named = {"document": self.documents, "section": self.sections, "kind": self.kinds}
        fields = [
            tuple(Field(name, value) for value in values)
            for name, values in named.items()
            if values
        ]
        return tuple(Or(choice) if len(choice) > 1 else choice[0] for choice in fields)


EVERYTHING = Scope()


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


def in_context(hit: Hit, *, backend: Backend, number: int) -> InContext:
    """Return `hit` with up to `number` records before and after it in the flow of its document."""
    if not number:
        return InContext((), hit, ())
    before, after = neighbours(hit.record.id, backend.ids(), number=number)
    return InContext(tuple(backend.records(before)), hit, tuple(backend.records(after)))
