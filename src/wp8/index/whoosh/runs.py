"""Occurrences of any number of batches in bounded memory: in runs on disk, merged at the end."""

from __future__ import annotations

import os
from array import array
from contextlib import suppress
from heapq import merge
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from wp8.index.packed import pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from wp8.index.build.batch import Occurrences

# So many occurrences are held before they go to the disk; each takes eight bytes.
HELD: Final = 2_000_000


class Runs:
    """Takes the occurrences of batches in order, and gives those of all of them, term by term."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._held = _Held()
        self._size = 0
        self._runs: list[IO[bytes]] = []

    def add(self, batch: Occurrences) -> None:
        """Take the occurrences of a batch."""
        held, places = self._held, batch.places
        for term, (start, end) in zip(
            batch.terms, pairwise(accumulate(batch.counts, initial=0)), strict=True
        ):
            held[term].extend(places[start:end])
        self._size += len(places)
        if self._size > HELD:
            self._spill()

    def packed(self) -> Iterator[tuple[str, bytes]]:
        """Yield each term with its packed postings, in code point order."""
        if not self._runs:
            yield from ((term, pack(places)) for term, places in self._sorted())
            return
        sources = [*map(_read, self._runs), self._sorted()]
        merged = merge(*sources, key=itemgetter(0))
        for term, parts in groupby(merged, key=itemgetter(0)):
            places = array("Q")
            for _, part in parts:
                places.extend(part)
            yield term, pack(places)
        for run in self._runs:
            run.close()

    def abandon(self) -> None:
        """Let go of files that cannot be written to their end."""
        for run in self._runs:
            with suppress(OSError):
                run.close()

    def _sorted(self) -> Iterator[tuple[str, array[int]]]:
        """Yield what is held, and hold it no more."""
        for term in sorted(self._held):
            yield term, self._held.pop(term)

    def _spill(self) -> None:
        """Write what is held to a file that nobody else sees."""
        run = TemporaryFile(dir=self._folder)  # noqa: SIM115 - `packed` closes it
        self._runs.append(run)
        for term, places in self._sorted():
            name, content = term.encode(), places.tobytes()
            run.write(len(name).to_bytes(4, "little") + len(content).to_bytes(8, "little"))
            run.write(name)
            run.write(content)
        self._size = 0


class _Held(dict[str, "array[int]"]):
    """The occurrences of terms."""

    def __missing__(self, term: str) -> array[int]:
        places = self[term] = array("Q")
        return places


def _read(run: IO[bytes]) -> Iterator[tuple[str, array[int]]]:
    run.seek(0, os.SEEK_SET)
    while head := run.read(12):
        name = run.read(int.from_bytes(head[:4], "little")).decode()
        yield name, array("Q", run.read(int.from_bytes(head[4:], "little")))
