"""How a query was read, and what each part of it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wp8.query.expand import Expander
from wp8.query.parser import parse
from wp8.query.tree import leaves

if TYPE_CHECKING:
    from wp8.index.backend import Backend


class Part(NamedTuple):
    """One part of a query as typed, what it was resolved to, and what it finds alone."""

    typed: str
    resolved: str
    hits: int
    occurrences: int


class Explanation(NamedTuple):
    """How a query was read: canonically, resolved over the vocabulary, and part by part."""

    parsed: str
    resolved: str
    parts: tuple[Part, ...]


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
