"""Postings of any number of batches in bounded memory: in runs on the disk, merged at the end."""

from __future__ import annotations

import os
from array import array
from contextlib import suppress
from heapq import merge
from itertools import groupby
from operator import itemgetter
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from wp8.index.packed import Postings, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import IO

# So many occurrences are held before they go to the disk; each takes eight bytes.
HELD: Final = 4_000_000


class Runs:
    """Takes the postings of batches in order, and gives those of all of them, term by term."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._held: dict[str, Postings] = {}
        self._size = 0
        self._runs: list[IO[bytes]] = []

    def add(self, terms: Mapping[str, Postings], first: int) -> None:
        """Take the postings of a batch whose first record has the number `first`."""
        held = self._held
        for term, postings in terms.items():
            self._size += len(postings.records)
            records = array("I", map(first.__add__, postings.records))
            if term in held:
                held[term].records.extend(records)
                held[term].places.extend(postings.places)
            else:
                held[term] = Postings(records, postings.places)
        if self._size > HELD:
            self._spill()

    def packed(self) -> Iterator[tuple[str, bytes]]:
        """Yield each term with its packed postings, in code point order."""
        sources = [*map(_read, self._runs), self._sorted()]
        merged = merge(*sources, key=itemgetter(0)) if self._runs else sources[0]
        for term, parts in groupby(merged, key=itemgetter(0)):
            yield term, pack(_joined([part for _, part in parts]))
        for run in self._runs:
            run.close()

    def abandon(self) -> None:
        """Let go of files that cannot be written to their end."""
        for run in self._runs:
            with suppress(OSError):
                run.close()

    def _sorted(self) -> Iterator[tuple[str, Postings]]:
        return ((term, self._held[term]) for term in sorted(self._held))

    def _spill(self) -> None:
        """Write what is held to a file that nobody else sees."""
        run = TemporaryFile(dir=self._folder)  # noqa: SIM115 - `packed` closes it
        self._runs.append(run)
        for term, postings in self._sorted():
            name, packed = term.encode(), pack(postings)
            run.write(len(name).to_bytes(4, "little") + len(packed).to_bytes(4, "little"))
            run.write(name)
            run.write(packed)
        self._held.clear()
        self._size = 0


def _read(run: IO[bytes]) -> Iterator[tuple[str, Postings]]:
    run.seek(0, os.SEEK_SET)
    while head := run.read(8):
        name = run.read(int.from_bytes(head[:4], "little")).decode()
        yield name, unpack(run.read(int.from_bytes(head[4:], "little")))


def _joined(parts: list[Postings]) -> Postings:
    if len(parts) == 1:
        return parts[0]
    records, places = array("I"), array("I")
    for part in parts:
        # An array takes no other of another width.
        records.extend(array("I", part.records))
        places.extend(array("I", part.places))
    return Postings(records, places)
