"""Records in files, written: what `record_file` reads."""

from __future__ import annotations

import zlib
from array import array
from contextlib import suppress
from dataclasses import fields
from itertools import accumulate, groupby, pairwise
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.index.packed import narrowed, to_little
from wp8.index.record_file import TOTAL
from wp8.model import CELL_SEPARATOR, KINDS, RECORD_FIELDS, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

# Records in a block, or characters if they come sooner: to show one record, all are read.
BLOCK: Final = 64
TEXT: Final = 1 << 18
# A higher one takes twice as long to make it a fiftieth smaller.
_LEVEL: Final = 4
_OF_FIELDS: Final = attrgetter(*RECORD_FIELDS)
_BY_DEFAULT: Final = [each.default for each in fields(Record)]
_KIND_NUMBERS: Final = {kind: number for number, kind in enumerate(KINDS)}


class Stored(NamedTuple):
    """Records as the files have them: compressed blocks, lines of ids, numbers of kinds.

    `begins` has the place of the first record of each block, `documents` the stretches of records
    of one document: the place of the first, the name.
    `sections` has the number of each record's section, doubled, and one more if its text has cells;
    the names of the sections are in `names`, in the places of their numbers.
    """

    blocks: Sequence[bytes]
    begins: Sequence[int]
    ids: bytes
    kinds: bytes
    documents: Sequence[tuple[int, str]]
    sections: array[int]
    names: Sequence[str]


def stored(records: Sequence[Record]) -> Stored:
    """Return records as the files have them."""
    from json import JSONEncoder

    # Nothing in a record holds itself; escaped, other scripts take twice as long to read.
    encode = JSONEncoder(check_circular=False, ensure_ascii=False, separators=(",", ":")).encode
    begins = _begins(records)
    blocks = (
        "\n".join(map(encode, map(_values, records[start:end])))
        for start, end in pairwise([*begins, len(records)])
    )
    ids = [record.id for record in records]
    documents = [id_.partition(":")[0] for id_ in ids]
    names = dict.fromkeys(record.section for record in records)
    known = {name: number for number, name in enumerate(names)}
    return Stored(
        list(map(_compressed, blocks)),
        begins,
        "".join([f"{id_}\n" for id_ in ids]).encode(),
        bytes([_KIND_NUMBERS[record.kind] for record in records]),
        [next(stretch) for _, stretch in groupby(enumerate(documents), key=itemgetter(1))],
        array("I", [known[r.section] << 1 | (CELL_SEPARATOR in r.text) for r in records]),
        list(known),
    )


def _begins(records: Sequence[Record]) -> list[int]:
    """Return the places of the records with which blocks begin."""
    begins: list[int] = []
    characters = TEXT
    for place, record in enumerate(records):
        if characters >= TEXT or place == begins[-1] + BLOCK:
            begins.append(place)
            characters = 0
        characters += len(record.text)
    return begins


def _values(record: Record) -> Sequence[Any]:
    """Return the values of a record without the last that are what they are by default."""
    values = _OF_FIELDS(record)
    end = len(values)
    while values[end - 1] == _BY_DEFAULT[end - 1]:
        end -= 1
    return values[:end]


def _compressed(block: str) -> bytes:
    return zlib.compress(block.encode(errors="surrogatepass"), _LEVEL)


class RecordWriter:
    """Writes records into the files of `folder`."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._file = open(f"{folder}/records", "xb")  # noqa: SIM115 - `close` closes it
        self._blocks = array("Q", (0,))
        self._begins = array("Q")
        self._ids = bytearray()
        self._kinds = bytearray()
        self._lengths = array("I")
        self._sections = array("I")
        self._names: dict[str, int] = {}
        self._document = ""
        self._documents = bytearray()

    def add(self, records: Stored, lengths: array[int]) -> None:
        """Write records; `lengths` has how many tokens each has."""
        self._file.write(b"".join(records.blocks))
        self._blocks.extend(
            list(accumulate(map(len, records.blocks), initial=self._blocks[-1]))[1:]
        )
        self._begins.extend([len(self._lengths) + place for place in records.begins])
        for place, name in records.documents:
            if self._document != name:
                self._document = name
                self._documents += f"{len(self._lengths) + place} {name}\n".encode()
        self._ids += records.ids
        self._kinds += records.kinds
        self._lengths.extend(lengths)
        known = [self._names.setdefault(name, len(self._names)) for name in records.names]
        self._sections.extend([known[each >> 1] << 1 | each & 1 for each in records.sections])

    def close(self) -> None:
        """Write what is left."""
        self._file.close()
        for name, content in (
            ("documents", self._documents),
            ("blocks", to_little(self._begins + self._blocks)),
            ("ids", zlib.compress(self._ids, _LEVEL)),
            ("kinds", self._kinds),
            ("sections", self._packed_sections()),
            ("lengths", sum(self._lengths).to_bytes(TOTAL, "little") + narrowed(self._lengths)),
        ):
            with open(f"{self._folder}/{name}", "xb") as file:
                file.write(content)

    def _packed_sections(self) -> bytes:
        names = (name.encode("unicode_escape") + b"\n" for name in self._names)
        return zlib.compress(to_little(self._sections) + b"".join(names), _LEVEL)

    def abandon(self) -> None:
        """Let go of a file that cannot be written to its end."""
        with suppress(OSError):
            self._file.close()
