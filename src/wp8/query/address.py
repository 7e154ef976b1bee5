"""Addresses: what names records: `speech:12`, `speech:12-14`, `paper:II.3`, `own:§4.1`, `paper`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from wp8.errors import UnknownNameError
from wp8.model import KINDS
from wp8.numbers import NAMED, and_more
from wp8.query.language.parser import decodable, shortened
from wp8.query.record_view import section_key
from wp8.query.tree import Filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wp8.model import Record
    from wp8.query.backend import Backend

_NUMBERED = re.compile(r"([a-z]?)(\d+)(?:\.(\d+))?")
# Typed for a sign that few keyboards have: `sec4.13` is `§4.13`.
_SECTION_NUMBER = re.compile(r"sec\d")


class Addresses:
    """The addresses of one corpus."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._ids = backend.ids()
        self._places = {id_: place for place, id_ in enumerate(self._ids)}

    def records(self, addresses: Iterable[str], *, context: int = 0) -> list[Record]:
        """Return the records that `addresses` name, in the order named, each once.

        A record is followed by its notes, and stands among `context` neighbours on either side.

        Raises:
            UnknownNameError: If an address names nothing, or a range runs backwards.
        """
        named = [id_ for a in addresses for part in parts(a) for id_ in self.resolve(part)]
        ids: dict[str, None] = {}
        for id_ in named:
            before, after = neighbours(id_, self._ids, number=context)
            ids.update(dict.fromkeys((*before, id_, *after)))
        return self._with_notes(self._backend.records(ids))

    def _with_notes(self, records: Iterable[Record]) -> list[Record]:
        found: dict[str, Record] = {}
        for record in records:
            found.setdefault(record.id, record)
            for note in self._backend.records(record.notes):
                found.setdefault(note.id, note)
        return list(found.values())

    def resolve(self, address: str) -> Sequence[str]:
        """Return the ids that one address (no list) names, in reading order.

        Raises:
            UnknownNameError: If it names nothing, or is a range that runs backwards.
        """
        address = decodable(address)
        if address in self._places:
            return [address]
        document, colon, place = address.partition(":")
        document = document.lower()
        if f"{document}:{place}" in self._places:
            return [f"{document}:{place}"]
        inside = [id_ for id_ in self._ids if id_.startswith(f"{document}:")]
        if not inside:
            raise UnknownNameError(
                f"the corpus has no document {shortened(document)}"
                if document
                else "an address begins with the name of a document",
                hint=self._hint(document, place),
            )
        if not colon:
            return inside
        found = (
            self._range(document, place)
            or [id_ for id_ in inside if re.match(rf"{document}:{re.escape(place)}\.\d+$", id_)]
            or self._section(document, place)
        )
        if not found:
            raise UnknownNameError(
                f"there is no {shortened(address)} in the corpus",
                hint=f"to see what {document} has: wp8 show contents",
            )
        return found

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
    return whole or [""]


def neighbours(id_: str, ids: Sequence[str], *, number: int) -> tuple[Sequence[str], Sequence[str]]:
    """Return up to `number` ids before and after `id_` in the flow of its document.

    Notes and readings stand beside the flow: they are passed over, unless `id_` is one.
    """
    if not number:
        return (), ()
    document = id_.partition(":")[0]
    beside = tuple(f"{document}:{KINDS[kind]}" for kind in ("note", "reading"))
    flow = [
        other
        for other in ids
        if other.startswith(f"{document}:")
        and (id_.startswith(beside) or not other.startswith(beside))
    ]
    place = flow.index(id_)
    return flow[max(0, place - number) : place], flow[place + 1 : place + 1 + number]
