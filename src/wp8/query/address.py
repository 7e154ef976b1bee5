"""Addresses: what names records: `speech:12`, `speech:12-14`, `paper:II.3`, `own:§4.1`, `paper`.

With the name of an edition behind it, one is of that edition: `speech:12@a1b2c3d4`.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from wp8.errors import UnknownNameError
from wp8.model import KINDS
from wp8.numbers import NAMED, and_more
from wp8.query.language.parser import decodable, shortened
from wp8.query.record_view import section_key
from wp8.query.tree import Filter
from wp8.results import HELD, MOST_AT_ONCE, Streamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Protocol

    from wp8.model import Named, Record
    from wp8.query.backend import Backend

    # Gives the records with some ids, in their order.
    Read = Callable[[Sequence[str]], Sequence[Record]]

if TYPE_CHECKING:

    class Past(Protocol):
        """What is known of earlier editions of the documents."""

        def now(self, document: str, edition: str) -> Mapping[str, Sequence[str]]:
            """Return by the ids of an edition, in reading order, those of the paragraphs now.

            Raises:
                UnknownNameError: If the edition is not known.
            """

        def named(self, document: str, edition: str) -> str:
            """Return how a person is told of an edition that is known."""

        def tell(self, address: str, edition: str, ids: Sequence[str]) -> None:
            """Tell what an address of an edition, where it had these ids, is now."""


_EDITION = re.compile("@[0-9a-f]{8}$")
_NUMBERED = re.compile(r"([a-z]?)(\d+)(?:\.(\d+))?")
# Typed for a sign that few keyboards have: `sec4.13` is `§4.13`.
_SECTION_NUMBER = re.compile(r"sec\d")
_BESIDE: Final = (KINDS["note"], KINDS["reading"])


class Addresses:
    """The addresses of one corpus; with what gives its `past`, also those of earlier editions."""

    def __init__(self, backend: Backend, past: Callable[[], Past] | None = None) -> None:
        self._backend = backend
        self._past = past and cache(past)
        self._ids = backend.ids()
        self._places = {id_: place for place, id_ in enumerate(self._ids)}
        self._flow = Flow(self._ids)

    def ids(self, addresses: Iterable[str], *, context: int = 0) -> Sequence[str]:
        """Return the ids of what `addresses` name, in the order named, each once.

        A record stands among `context` neighbours on either side.

        Raises:
            UnknownNameError: If an address names nothing, or a range runs backwards.
        """
        named = [id_ for a in addresses for part in parts(a) for id_ in self.resolve(part)]
        ids: dict[str, None] = {}
        for id_ in named:
            place = self._places[id_]
            before, after = self._flow.around(place, context)
            ids.update(dict.fromkeys(map(self._ids.__getitem__, (*before, place, *after))))
        return list(ids)

    def records(
        self, addresses: Iterable[str], *, context: int = 0, read: Read | None = None
    ) -> Sequence[Record]:
        """Return the records with the `ids`, each followed by its notes; errors as of `ids`.

        Many are read whenever somebody goes over them, a few at a time: by `read`, if the backend
        may be closed by then.
        """
        ids = self.ids(addresses, context=context)
        if len(ids) <= HELD:
            return list(self._with_notes(ids).values())
        starts = range(0, len(ids), MOST_AT_ONCE)
        some = (self._with_notes(ids[start : start + MOST_AT_ONCE]) for start in starts)
        with_notes = list(dict.fromkeys(chain.from_iterable(some)))
        return Streamed(with_notes, read or self._backend.records, MOST_AT_ONCE)

    def _with_notes(self, ids: Sequence[str]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for record in self._backend.records(ids):
            found.setdefault(record.id, record)
            for note in self._backend.records(record.notes):
                found.setdefault(note.id, note)
        return found

    def resolve(self, address: str) -> Sequence[str]:
        """Return the ids that one address (no list) names, in reading order.

        Raises:
            UnknownNameError: If it names nothing, or is a range that runs backwards.
        """
        address = decodable(address)
        if address in self._places:
            return [address]
        edition = _EDITION.search(address) if self._past else None
        whole = address[: edition.start()] if edition else address
        document, colon, place = whole.partition(":")
        document = document.lower()
        if not edition and f"{document}:{place}" in self._places:
            return [f"{document}:{place}"]
        inside = [id_ for id_ in self._ids if id_.startswith(f"{document}:")]
        if not inside:
            raise UnknownNameError(
                f"the corpus has no document {shortened(document)}"
                if document
                else "an address begins with the name of a document",
                hint=self._hint(document, place),
            )
        if edition and self._past:
            # A section may be called so.
            named = self._section(document, place + edition[0]) if colon else ()
            return named or self._earlier(whole, edition[0][1:], self._past())
        if not colon:
            return inside
        numbered = _Numbers(self._ids, self._places)
        found = numbered.named(document, place) or self._section(document, place)
        if not found:
            raise UnknownNameError(
                f"there is no {shortened(address)} in the corpus",
                hint=self._apart(address) or f"to see what {document} has: wp8 show contents",
            )
        return found

    def _apart(self, address: str) -> str:
        """Return how to name several that were given as one, as a shell does in quotation marks."""
        several = address.split()
        known = {id_.partition(":")[0] for id_ in self._ids}
        if several[1:] and known.issuperset(each.partition(":")[0] for each in several):
            return f"each by itself, without quotation marks: {' '.join(several[:NAMED])}"
        return ""

    def _earlier(self, address: str, edition: str, past: Past) -> Sequence[str]:
        """Return the ids of what an address named in an edition; said if they are others.

        Raises:
            UnknownNameError: If it named nothing there, or nothing of that is there any more.
        """
        document, colon, place = address.partition(":")
        document = document.lower()
        address, old = f"{document}{colon}{place}", past.named(document, edition)
        now = {f"{document}:{id_}": ids for id_, ids in past.now(document, edition).items()}
        ids = list(now)
        named = [address] if address in now else ids
        if colon and address not in now:
            places = {id_: at for at, id_ in enumerate(ids)}
            named = list(_Numbers(ids, places).named(document, place))
        if not named:
            raise UnknownNameError(
                f"{shortened(address)} is no number of {old}",
                hint=f"to see what became of its numbers: wp8 docs changes {document}@{edition}",
            )
        found = [f"{document}:{new}" for id_ in named for new in now[id_]]
        if not found:
            raise UnknownNameError(
                f"what was {shortened(address)} in {old} is not there any more",
                hint=_near(document, list(now.values()), ids.index(named[0])),
            )
        past.tell(address, edition, named)
        return sorted(set(found), key=self._places.__getitem__)

    def _hint(self, typed: str, place: str) -> str:
        """Return the like address that there is, or which documents there are.

        A document may be misspelt, or left out before the name of a record.
        """
        from wp8.query.language.suggest import nearest

        documents = dict.fromkeys(id_.partition(":")[0] for id_ in self._ids)
        close = nearest(typed, documents)
        named = [f"{name}:{place}" for name in close] or [f"{name}:{typed}" for name in documents]
        meant = [address for address in named if address in self._places] or close
        if meant:
            return f"did you mean {' or '.join(meant[:NAMED])}?"
        return f"it has: {and_more(list(documents))}"

    def _section(self, document: str, place: str) -> Sequence[str]:
        """Return the ids of a section (`II`, `§4`), or of its n-th paragraph (`II.3`, `§4/3`)."""
        key = section_key(normalize("NFC", place))
        key = f"§{key.removeprefix('sec')}" if _SECTION_NUMBER.match(key) else key
        facets = (f"section_id:{key}", f"section:{key}", f"section_id:§{key}")
        if ids := next(filter(None, (self._having(document, facet) for facet in facets)), []):
            return ids
        section, _, number = place.rpartition("/" if "/" in place else ".")
        inside = self._section(document, section) if section and number.isdigit() else ()
        return [r.id for r in self._backend.records(inside) if str(r.number_in_section) == number]

    def _having(self, document: str, facet: str) -> Sequence[str]:
        found = self._backend.search(Filter((facet,)), order="document").ids
        return [id_ for id_ in found if id_.startswith(f"{document}:")]


class _Numbers:
    """Ids in reading order, named by numbers."""

    def __init__(self, ids: Sequence[str], places: Mapping[str, int]) -> None:
        self._ids = ids
        self._places = places

    def named(self, document: str, place: str) -> Sequence[str]:
        """Return the ids of a range, or of the rows of a table; none if it is neither.

        Raises:
            UnknownNameError: If it is a range of what there is not, or runs backwards.
        """
        row = re.compile(rf"{re.escape(f'{document}:{place}')}\.\d+$")
        return self._range(document, place) or list(filter(row.match, self._ids))

    def _range(self, document: str, place: str) -> Sequence[str]:
        """Return the ids from one to another of the same kind: `12-14`, `n3-n5`, `t1.2-t1.4`."""
        first, dash, last = place.partition("-")
        start = _NUMBERED.fullmatch(first)
        end = _NUMBERED.fullmatch(last)
        if not dash or not start or not end:
            return ()
        if not end[1]:
            last = f"{start[1]}{start[2]}.{last}" if start[3] and not end[3] else start[1] + last
        elif end[1] != start[1]:
            raise UnknownNameError(
                f"{document}:{place} is a range over records of two kinds",
                hint=f"name two ranges: {document}:{first},{last}",
            )
        for name in (first, last):
            if f"{document}:{name}" not in self._places:
                raise UnknownNameError(
                    f"there is no {document}:{name} in the corpus",
                    hint=f"{document} has {self._extent(document, start[1])}",
                )
        places = self._places[f"{document}:{first}"], self._places[f"{document}:{last}"]
        if places[0] > places[1]:
            raise UnknownNameError(
                f"the range {document}:{place} runs backwards",
                hint=f"did you mean {document}:{last}-{first}?",
            )
        return [
            id_
            for id_ in self._ids[places[0] : places[1] + 1]
            if (m := _NUMBERED.fullmatch(id_.partition(":")[2])) and m[1] == start[1]
        ]

    def _extent(self, document: str, letter: str) -> str:
        of_kind = [
            id_
            for id_ in self._ids
            if id_.startswith(f"{document}:{letter}")
            and (m := _NUMBERED.fullmatch(id_.partition(":")[2]))
            and m[1] == letter
        ]
        return f"{of_kind[0]} to {of_kind[-1]}" if of_kind else "none of that kind"


def _near(document: str, now: Sequence[Sequence[str]], place: int) -> str | None:
    """Return in words what stands now beside what is gone from `place`."""
    before = next((ids[-1] for ids in now[place::-1] if ids), "")
    after = next((ids[0] for ids in now[place:] if ids), "")
    sides = (("after", before), ("before", after))
    said = [f"{side} what is {document}:{id_} now" for side, id_ in sides if id_]
    return f"it stood {' and '.join(said)}" if said else None


def is_quotation(named: str) -> bool:
    """Return whether words were typed: an address has no blanks but after commas."""
    words = named.replace(",", " ").split()
    return len(words) > 1 and ":" not in words[0] and any(map(str.isalpha, named))


def parts(address: str) -> list[str]:
    """Return the single addresses of a list: `speech:12,14-16` is speech:12 and speech:14-16."""
    address = address.replace("\u2013", "-")
    document = address.partition(":")[0].strip()
    listed = [part.strip() for part in address.split(",")]
    whole = [
        part if ":" in part or not place else f"{document}:{part}"
        for place, part in enumerate(listed)
        if part
    ]
    if whole and (edition := _EDITION.search(whole[-1])):
        # It is that of the whole list.
        whole = [part if _EDITION.search(part) else part + edition[0] for part in whole]
    return whole or [""]


def has_number(address: str) -> bool:
    """Return whether a single address is a number or a range of numbers, of no named edition."""
    numbers = address.partition(":")[2].split("-")
    return all(map(_NUMBERED.fullmatch, numbers))


class Flow:
    """What stands before and after records in their documents; `ids` are in reading order.

    Records are known by their places there.
    """

    def __init__(self, ids: Named) -> None:
        self.ids = ids

    def around(self, place: int, number: int) -> tuple[Sequence[int], Sequence[int]]:
        """Return up to `number` places before and after one in the flow of its document.

        Notes and readings stand beside the flow: they are passed over, unless one is there.
        """
        if not number:
            return (), ()
        starts, flow = self._told
        document = bisect_right(starts, place)
        start, end = starts[document - 1 : document + 1]
        at = bisect_left(flow, place)
        if at == len(flow) or flow[at] != place:
            first, last = max(start, place - number), min(end, place + 1 + number)
            return range(first, place), range(place + 1, last)
        before, after = flow[max(0, at - number) : at], flow[at + 1 : at + 1 + number]
        return before[bisect_left(before, start) :], after[: bisect_left(after, end)]

    @cached_property
    def _told(self) -> tuple[array[int], array[int]]:
        """Where each document begins, and where the last ends; the places in the flow."""
        starts, flow = array("I"), array("I")
        last = None
        for place, id_ in enumerate(self.ids):
            document, _, own = id_.partition(":")
            if document != last:
                starts.append(place)
                last = document
            if not own.startswith(_BESIDE):
                flow.append(place)
        starts.append(len(self.ids))
        return starts, flow


def is_reading(id_: str) -> bool:
    """Return whether an id is that of a reading."""
    return f":{KINDS['reading']}" in id_
