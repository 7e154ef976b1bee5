"""The records that answer a query, read: what of each matched, and what stands around it."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from wp8.model import Hit
from wp8.query.address import Flow, is_reading
from wp8.query.matching import match
from wp8.query.record_view import TextView
from wp8.results import HELD, MOST_AT_ONCE, Remade, Streamed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.model import Record
    from wp8.query.address import Read
    from wp8.query.backend import Backend
    from wp8.query.page import Page
    from wp8.query.tree import Node


def hits_of(
    found: Page,
    tree: Node,
    backend: Backend,
    *,
    context: int = 0,
    said: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    read: Read | None = None,
) -> Sequence[Hit]:
    """Return the records of a page as hits of a tree, among up to `context` neighbours each.

    `said` has what is said of their documents. More than `HELD` hits are not held, but made
    whenever somebody goes over them, of records that `read` gives: by then the backend may be
    closed.
    """
    ids, scores = found.ids, found.scores
    is_long = len(ids) > HELD
    read = read if read and is_long else backend.records

    def made(places: range) -> Iterator[Hit]:
        for place, record in zip(places, read([ids[place] for place in places]), strict=True):
            yield _hit(record, scores[place], tree, said)

    own = Streamed(range(len(ids)), made, max(1, MOST_AT_ONCE // (1 + 2 * context)))
    hits: Remade = own
    if context or any(map(is_reading, ids)):
        flow = Flow(backend.ids() if context else ())
        hits = Remade(len(ids), lambda: _in_context(own.parts(), ids, flow, context, read))
    return hits if is_long else [*hits]


def _hit(record: Record, score: float, tree: Node, said: Mapping[str, Mapping[str, str]]) -> Hit:
    """Return `record` as a hit of `tree`, with the spans that matched."""
    view = TextView(record)
    found = match(tree, view)
    spans = view.spans(found.stretches) if found else ()
    return Hit(record, score, spans, fields=said.get(record.document, {}))


def _in_context(
    parts: Iterable[Iterable[Hit]],
    ids: Sequence[str],
    flow: Flow,
    number: int,
    read: Read,
) -> Iterator[Hit]:
    """Yield the hits of `parts`, which have these `ids`, each with its neighbours in the flow.

    A reading beside a ruby text always stands after its paragraph. No record is there twice: a
    neighbour that is a hit, or a neighbour already, is left out.
    """
    seen = {*ids}
    for part in parts:
        hits = [*part]
        sides: list[list[str]] = []
        for hit in hits:
            before, after = flow.around(hit.record.id, number)
            if is_reading(hit.record.id) and hit.record.cited_by and not before:
                before = (hit.record.cited_by,)
            for side in (before, after):
                sides.append([id_ for id_ in side if id_ not in seen])
                seen.update(side)
        beside = iter(read([*chain.from_iterable(sides)]))
        taken = (tuple(islice(beside, len(side))) for side in sides)
        for hit in hits:
            yield replace(hit, before=next(taken), after=next(taken))
