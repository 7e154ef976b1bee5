"""The records that answer a query, read: what of each matched, and what stands around it."""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wp8.model import Hit, Named
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
_PARTS: Final = 4


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
    most = max(1, MOST_AT_ONCE // (1 + 2 * context), len(ids) // _PARTS)

    def read_in(places: range) -> Iterator[Hit]:
        # Backwards, before the first is nothing.
        own = slice(places.start, places.stop if places.stop >= 0 else None, places.step)
        for record, score in zip(read(ids[own]), scores[own], strict=True):
            yield _hit(record, score, tree, said)

    def read_in_context() -> Iterator[Hit]:
        places, seen = _places(ids, flow.ids), bytearray(len(flow.ids))
        for place in places:
            seen[place] = True
        for own in in_parts(len(ids), most):
            sides = [*_beside(places[own], seen, flow, context, read)]
            rows = zip(places[own], sides, strict=True)
            asked = ((*before, place, *after) for place, (before, after) in rows)
            records = iter(read(flow.ids.at(chain.from_iterable(asked))))
            for score, (before, after) in zip(scores[own], sides, strict=True):
                sooner = tuple(islice(records, len(before)))
                hit = _hit(next(records), score, tree, said)
                yield replace(hit, before=sooner, after=tuple(islice(records, len(after))))

    hits: Remade
    readings = [] if context else [*filter(is_reading, ids)]
    if context or readings:
        known = backend.ids() if context or is_long else _with_cited(ids, read(readings))
        flow = Flow(known)
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


def _places(ids: Sequence[str], known: Named) -> Sequence[int]:
    """Return the places of `ids` among those that are `known`, all in reading order."""
    if isinstance(ids, Named) and ids.names is known.names:
        return ids.numbers
    asked = {*ids}
    places = {id_: place for place, id_ in enumerate(known) if id_ in asked}
    return [*map(places.__getitem__, ids)]


def _with_cited(ids: Sequence[str], readings: Iterable[Record]) -> Named:
    """Return some ids and those of the paragraphs of `readings` that are among them."""
    names = [*dict.fromkeys((*ids, *(r.cited_by for r in readings if r.cited_by)))]
    return Named(range(len(names)), names)


def _beside(
    places: Sequence[int], seen: bytearray, flow: Flow, number: int, read: Read
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Yield the places of the neighbours in the flow of each of some: before it and after it.

    A reading beside a ruby text always stands after its paragraph. Of neighbours that are `seen`,
    to which each is added, there are none.
    """
    cited: dict[int, int] = {}
    if not number:
        readings = read([*filter(is_reading, flow.ids.at(places))])
        pairs = [(r.id, r.cited_by) for r in readings if r.cited_by]
        found = iter(_places([*chain.from_iterable(pairs)], flow.ids))
        cited = dict(zip(found, found, strict=True))

    def new(places: Iterable[int]) -> Iterator[int]:
        for place in places:
            if not seen[place]:
                seen[place] = True
                yield place

    for place in places:
        before, after = flow.around(place, number)
        yield array("I", new((cited[place],) if place in cited else before)), array("I", new(after))
