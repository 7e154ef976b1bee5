"""What is kept of a corpus, as its texts are now: what moved is followed, what is lost is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from wp8.corpus.editions.ledger import bare, digests, texts_of
from wp8.errors import UnknownNameError
from wp8.numbers import and_more
from wp8.query.address import has_number
from wp8.query.language.parser import shortened
from wp8.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.corpus.basket.basket import Item
    from wp8.corpus.editions.past import Past
    from wp8.model import Record
    from wp8.query.address import Addresses
    from wp8.query.backend import Backend

Change = Literal["", "renumbered", "altered", "gone"]


class KeptPassage(NamedTuple):
    """A passage that is kept, under its address now, and the records that it has now.

    `change` says whether it has other numbers than when it `was` kept, or another text, or is gone:
    then it has no records, and the `text` is what it was. `citation` is in a style.
    """

    address: str
    records: tuple[Record, ...]
    text: str
    note: str
    tags: tuple[str, ...]
    kept: str
    change: Change = ""
    was: str = ""
    citation: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its records."""
        return tuple(record.id for record in self.records)

    @property
    def remark(self) -> str:
        """What has changed since it was kept, in words; nothing if it is as it was."""
        was = f"{self.was}, kept on {self.kept},"
        return {
            "": "",
            "renumbered": f"{was} is {self.address} now",
            "altered": f"{was} has another text now: {self.address}",
            "gone": f"{was} is not in the corpus any more",
        }[self.change]


@dataclass(frozen=True, repr=False)
class Kept(Result[KeptPassage]):
    """What is kept of a corpus, in the order in which it was."""

    ROWS: ClassVar[str] = "kept"

    kept: Sequence[KeptPassage]


class Following:
    """Finds what is kept in the texts of a corpus as they are now."""

    def __init__(self, backend: Backend, addresses: Addresses, past: Past) -> None:
        self._backend = backend
        self._addresses = addresses
        self._past = past
        self._places = {id_: place for place, id_ in enumerate(backend.ids())}
        self._documents = frozenset(id_.partition(":")[0] for id_ in self._places)

    def found(self, item: Item) -> KeptPassage:
        """Return what is kept as it is now."""
        rest = (item.note, item.tags, item.kept)
        ids = self._now(item)
        if not ids:
            was = f"{item.address}@{item.edition}"
            return KeptPassage(was, (), "\n".join(item.texts.values()), *rest, "gone", item.address)
        records = tuple(self._backend.records(ids))
        address = item.address if self.ids_of(item.address) == ids else self.spanned(ids)
        is_same = list(texts_of(records).values()) == list(_texts(item).values())
        change: Change = "" if address == item.address else "renumbered"
        change = change if is_same else "altered"
        was = item.address if change else ""
        return KeptPassage(address, records, "\n".join(r.text for r in records), *rest, change, was)

    def address_of(self, typed: str, records: Sequence[Record]) -> str:
        """Return the address now of records that were named so, by another edition too."""
        if "@" in typed:
            return self.spanned([record.id for record in records])
        _, colon, place = typed.partition(":")
        return f"{records[0].document}{colon}{place}"

    def spanned(self, ids: Sequence[str]) -> str:
        """Return the address of some records of a document: a number, a range, or a list."""
        document, _, last = ids[-1].partition(":")
        whole = ids[0] if len(ids) == 1 else f"{ids[0]}-{last}"
        if self.ids_of(whole) == tuple(ids):
            return whole
        return f"{document}:{','.join(id_.partition(':')[2] for id_ in ids)}"

    def ids_of(self, address: str) -> tuple[str, ...]:
        """Return the ids that an address names, none if it names nothing."""
        try:
            return tuple(self._addresses.resolve(address))
        except UnknownNameError:
            return ()

    def _now(self, item: Item) -> tuple[str, ...]:
        """Return the ids that the records of an item have now; none if they are gone."""
        if item.document not in self._documents:
            return ()
        # A section, or a document, is what is called so.
        if not has_number(item.address) and (ids := self.ids_of(item.address)):
            return ids
        if self._places.keys() >= item.texts.keys():
            records = self._backend.records(item.texts)
            if texts_of(records) == _texts(item):
                return tuple(item.texts)
        found = {f"{item.document}:{id_}" for id_ in self._followed(item)}
        return tuple(sorted(found, key=self._places.__getitem__))

    def _followed(self, item: Item) -> Iterator[str]:
        """Return by the ledger, or else by their texts, where the records of an item are now."""
        before = digests(_texts(item))
        try:
            became = self._past.now(item.document, item.edition)
        except UnknownNameError:
            current = self._past.digests_now(item.document)
            by_text = {digest: id_ for id_, digest in reversed(current.items())}
            became = {id_: (by_text[d],) for id_, d in before.items() if d in by_text}
        return (new for id_ in before for new in became.get(id_, ()))


def put(new: Iterable[Item], items: list[Item], following: Following) -> list[KeptPassage]:
    """Put new items behind the others, or in the place of one that has the same records now.

    They are returned as they are kept then.
    """
    places = {following.found(item).ids: place for place, item in enumerate(items)}
    changed: dict[int, None] = {}
    for item in new:
        place = places.setdefault(tuple(item.texts), len(items))
        if place == len(items):
            items.append(item)
        else:
            items[place] = item.after(items[place])
        changed[place] = None
    return [following.found(items[place]) for place in changed]


def taken(addresses: Iterable[str], items: list[Item], following: Following) -> list[KeptPassage]:
    """Take items out, by the addresses that they were kept under or have now; return them.

    Raises:
        UnknownNameError: One is not kept; then none is taken out.
    """
    found = [following.found(item) for item in items]
    places: dict[int, None] = {}
    for typed in addresses:
        named = _places(typed, found, following)
        if not named:
            hint = "what is kept, and under which addresses: wp8 kept"
            raise UnknownNameError(f"{shortened(typed)} is not kept", hint=hint)
        places |= dict.fromkeys(named)
    items[:] = [item for place, item in enumerate(items) if place not in places]
    return [found[place] for place in places]


def _places(typed: str, found: Sequence[KeptPassage], following: Following) -> list[int]:
    """Return which of the passages an address means: that of one now may be another's before."""
    ids = following.ids_of(typed)
    return (
        [place for place, each in enumerate(found) if each.address == typed]
        or [place for place, each in enumerate(found) if ids and each.ids == ids]
        or [place for place, each in enumerate(found) if each.was == typed]
    )


def tagged(items: Sequence[Item], tags: Sequence[str]) -> list[Item]:
    """Return the items that have one of some tags; without any, all.

    Raises:
        UnknownNameError: No item has a tag.
    """
    known = dict.fromkeys(tag for item in items for tag in item.tags)
    for tag in tags:
        if tag not in known:
            hint = f"tags: {and_more(list(known))}" if known else None
            raise UnknownNameError(f"nothing is kept with the tag {tag[:60]!r}", hint=hint)
    return [item for item in items if not tags or not {*tags}.isdisjoint(item.tags)]


def _texts(item: Item) -> dict[str, str]:
    """Return the texts of an item by their ids in its document, whatever their blanks."""
    return {id_.partition(":")[2]: bare(text) for id_, text in item.texts.items()}
