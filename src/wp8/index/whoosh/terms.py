"""The terms of a Whoosh index, found by Whoosh's reader of hash tables, and their postings."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from functools import cached_property, lru_cache
from io import BytesIO
from itertools import accumulate, chain, repeat, takewhile
from struct import Struct
from typing import TYPE_CHECKING, Final

from whoosh.filedb.filetables import OrderedHashReader

from wp8.index.whoosh.names import POSTINGS, TERMS
from wp8.index.whoosh.reader import IndexFile, plain, plain_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from wp8.index.store.pages import Files

    # Of a block the steps from record to record; the weights of the term there, one where it is
    # the same in all, None where it is 1; its positions, encoded.
    _Content = tuple[Sequence[int], tuple[float, ...] | float | None, Sequence[bytes]]

# What Whoosh has of a term: whether its postings stand here too, its weight, in how many records
# it is, the least and the greatest length of these and its greatest weight there, the first and
# the last of them; where its postings are, and their size.
_ENTRY: Final = Struct("!BfIBBfIIqi")
_RECORDS_AT: Final = 5
_FIRST_AT: Final = 15
# What stands before the postings of a term; and before a block of them its size, below 0 where it
# is the last.
_MAGIC: Final = b"W3Bl"
_SIZE: Final = Struct("!i")
# What stands before the positions of a term in a record: their number.
_NUMBER_SIZE: Final = 4


class Terms:
    """The terms of all fields of an index."""

    def __init__(self, files: Files) -> None:
        self._file = IndexFile(files, TERMS)
        self._entries = OrderedHashReader(self._file, self._file.size)
        fields = self._entries.extras["fieldmap"].items()
        # A key begins with the number of a field.
        self._numbers = {name: number.to_bytes(2, "big") for name, number in fields}
        self._files = files

    def has(self, field: str, term: str) -> bool:
        """Return whether a record has `term` in `field`."""
        return self._key(field, term) in self._entries

    def records(self, field: str, term: str) -> int:
        """Return the number of records that have `term` in `field`."""
        return self._number(field, term, _RECORDS_AT) or 0

    def first(self, field: str, term: str) -> int | None:
        """Return the first record that has `term` in `field`, if one has."""
        return self._number(field, term, _FIRST_AT)

    def starting(self, field: str, letters: str = "") -> Iterator[str]:
        """Yield the terms of `field` that begin with `letters`, in code point order."""
        wanted = self._key(field, letters)
        found = takewhile(lambda key: key.startswith(wanted), self._entries.keys_from(wanted))
        return (key[len(self._numbers[field]) :].decode() for key in found)

    def postings(self, field: str, term: str) -> Postings:
        """Return where `term` stands in `field`."""
        entry = self._entries.get(self._key(field, term))
        if entry is None:
            return Postings(())
        *_, start, size = _ENTRY.unpack(entry)
        return Postings(_blocks(self._files.read(POSTINGS, start, size)))

    def close(self) -> None:
        """Close the file."""
        self._entries.close()

    def _key(self, field: str, term: str) -> bytes:
        number: bytes = self._numbers[field]
        return number + term.encode()

    def _number(self, field: str, term: str, place: int) -> int | None:
        """Return the number at a place of a term's entry, if there is one."""
        for start, _ in self._entries.ranges_for_key(self._key(field, term)):
            number: int = self._file.get_uint(start + place)
            return number
        return None


class Postings:
    """Where one term stands; of its blocks only those are unpacked that are asked for."""

    def __init__(self, blocks: Iterable[_Block]) -> None:
        self._blocks = list(blocks)
        self._lasts = [block.last for block in self._blocks]

    @cached_property
    def records(self) -> list[int]:
        """The records that have the term, ascending."""
        return list(chain.from_iterable(block.records for block in self._blocks))

    def counts(self, among: Set[int] | None = None) -> dict[int, int]:
        """Return how often the term stands in each record that has it.

        With `among`, what is told of other records may be left out.
        """
        blocks = self._blocks
        if among is not None and len(among) < len(blocks):
            places = sorted({bisect_left(self._lasts, number) for number in among})
            blocks = [blocks[place] for place in places if place < len(blocks)]
        counts: dict[int, int] = {}
        for block in blocks:
            counts.update(zip(block.records, block.counts(), strict=True))
        return counts

    def positions(self, record: int) -> Sequence[int]:
        """Return where in a record the term stands, ascending."""
        place = bisect_left(self._lasts, record)
        return self._blocks[place].positions(record) if place < len(self._blocks) else ()


class _Block:
    """Postings of up to 128 records, of which `last` is the last, packed."""

    def __init__(self, last: int, packed: bytes, *, compressed: bool) -> None:
        self.last = last
        self._packed = packed
        self._is_compressed = compressed

    @cached_property
    def _content(self) -> _Content:
        """What was packed."""
        packed = zlib.decompress(self._packed) if self._is_compressed else self._packed
        content: _Content = plain(packed)
        return content

    @cached_property
    def records(self) -> list[int]:
        """The records, ascending."""
        return list(accumulate(self._content[0]))

    def counts(self) -> Iterable[int]:
        """Return how often the term stands in each."""
        steps, weights, _ = self._content
        if isinstance(weights, tuple):
            return map(int, weights)
        return repeat(int(weights or 1), len(steps))

    def positions(self, record: int) -> Sequence[int]:
        """Return where in a record the term stands."""
        place = bisect_left(self.records, record)
        if self.records[place] != record:
            return ()
        return _positions(self._content[2][place])


def _blocks(content: bytes) -> Iterator[_Block]:
    """Yield the blocks of the postings of a term."""
    stream = BytesIO(content)
    stream.seek(len(_MAGIC))
    size = 1
    while size > 0:
        (size,) = _SIZE.unpack(stream.read(_SIZE.size))
        end = stream.tell() + abs(size)
        _, last, _, compression, _, _ = plain_from(stream)
        yield _Block(last, stream.read(end - stream.tell()), compressed=bool(compression))


@lru_cache(1 << 14)
def _positions(encoded: bytes) -> tuple[int, ...]:
    """Return the positions that were encoded as steps; most stand in many postings."""
    return tuple(accumulate(plain(encoded[_NUMBER_SIZE:])))
