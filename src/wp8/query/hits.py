"""The records that answer a query, read: what of each matched, and what stands around it."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wp8.model import Hit
from wp8.query.address import Flow, is_reading
from wp8.query.matching import match
from wp8.query.record_view import TextView
from wp8.results import HELD, MOST_AT_ONCE, Remade, Streamed, in_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.model import Record
    from wp8.query.address import Read
    from wp8.query.backend import Backend
    from wp8.query.page import Page
    from wp8.query.tree import Node

# Many hits are read in no more parts than these, and some at the beginning.
_PARTS: Final = 8


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
    # Those of a part may stand anywhere: a large corpus is gone through for each.
    most = max(1, max(MOST_AT_ONCE, len(ids) // _PARTS) // (1 + 2 * context))

    def made(records: Iterable[Record], own: slice) -> Iterator[Hit]:
        for record, score in zip(records, scores[own], strict=True):
            yield _hit(record, score, tree, said)

    def read_in(places: range) -> Iterator[Hit]:
        # Backwards, before the first is nothing.
        own = slice(places.start, places.stop if places.stop >= 0 else None, places.step)
        return made(read(ids[own]), own)

    def read_in_context() -> Iterator[Hit]:
        seen = {*ids}
        for own in in_parts(len(ids), most):
            sides = [*_beside(ids[own], seen, flow, context, read)]
            records = iter(read([*ids[own], *chain.from_iterable(sides)]))
            hits = [*made(islice(records, own.stop - own.start), own)]
            taken = (tuple(islice(records, len(side))) for side in sides)
            for hit in hits:
                yield replace(hit, before=next(taken), after=next(taken))

    hits: Remade
    if context or any(map(is_reading, ids)):
        flow = Flow(backend.ids() if context else ())
        hits = Remade(len(ids), read_in_context)
    else:
        hits = Streamed(range(len(ids)), read_in, most)
    return hits if is_long else [*hits]


def _hit(record: Record, score: float, tree: Node, said: Mapping[str, Mapping[str, str]]) -> Hit:
    """Return `record` as a hit of `tree`, with the spans that matched."""
    view = TextView(record)
    found = match(tree, view)
    spans = view.spans(found.stretches) if found else ()
    return Hit(record, score, spans, fields=said.get(record.document, {}))


def _beside(
    ids: Iterable[str], seen: set[str], flow: Flow, number: int, read: Read
) -> Iterator[Sequence[str]]:
    """Yield the ids of the neighbours in the flow of each of some, those before it and those after.

    A reading beside a ruby text always stands after its paragraph. Of neighbours that are `seen`,
    to which each is added, there are none.
    """
    readings = () if number else read([*filter(is_reading, ids)])
    cited = {reading.id: (reading.cited_by,) for reading in readings if reading.cited_by}
    for id_ in ids:
        before, after = flow.around(id_, number)
        for side in (before or cited.get(id_, ()), after):
            yield [each for each in side if each not in seen]
            seen.update(side)
