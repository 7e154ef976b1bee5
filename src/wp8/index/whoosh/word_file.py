"""The running words of the records, in reading order, so that counting reads no text.

words         blocks of numbers of word forms, narrowed, compressed; the frequent have low ones
word-blocks   where each block begins, and where the last ends: 64-bit numbers
word-counts   how many words each record has, narrowed
word-forms    the forms by their numbers, a line each
"""

from __future__ import annotations

import zlib
from array import array
from contextlib import suppress
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from wp8.index.packed import from_little, narrowed, to_little, widened
from wp8.model import RunningWords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.index.build.batch import Words

_BLOCK: Final = 256
_LEVEL: Final = 4


class WordWriter:
    """Writes the running words of records into the files of `folder`, block by block."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._file = open(f"{folder}/words", "xb")  # noqa: SIM115 - `close` closes it
        self._numbers: dict[str, int] = {}
        self._blocks = array("Q", (0,))
        self._counts = array("I")

    def add(self, words: Words) -> None:
        """Take the words of a batch of records.

        All batches but the last have records for whole blocks.
        """
        numbers = self._numbers
        known = {n: numbers.setdefault(form, len(numbers)) for n, form in words.forms.items()}
        ends = list(accumulate(words.counts, initial=0))
        for start, end in pairwise([*ends[:-1:_BLOCK], ends[-1]]):
            block = array("I", map(known.__getitem__, words.numbers[start:end]))
            self._file.write(zlib.compress(narrowed(block), _LEVEL))
            self._blocks.append(self._file.tell())
        self._counts.extend(words.counts)

    def close(self) -> None:
        """Write what says where the words are, and what they are."""
        self._file.close()
        self._write("word-forms", "".join(f"{form}\n" for form in self._numbers).encode())
        self._write("word-counts", narrowed(self._counts))
        self._write("word-blocks", to_little(self._blocks))

    def abandon(self) -> None:
        """Let go of a file that cannot be written to its end."""
        with suppress(OSError):
            self._file.close()

    def _write(self, name: str, content: bytes) -> None:
        with open(f"{self._folder}/{name}", "xb") as file:
            file.write(content)


class WordReader:
    """Reads running words; `read` gives the content of a file, or a part of it."""

    def __init__(self, read: Callable[..., bytes]) -> None:
        self._read = read
        self._held: tuple[int, array[int]] = (-1, array("I"))

    @cached_property
    def _forms(self) -> list[str]:
        return self._read("word-forms").decode().split("\n")[:-1]

    @cached_property
    def _counts(self) -> array[int]:
        return widened(self._read("word-counts"))

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate(self._counts, initial=0))

    @cached_property
    def _blocks(self) -> array[int]:
        return from_little("Q", self._read("word-blocks"))

    def running(self, records: Iterable[int]) -> RunningWords:
        """Return the running words of `records`, which are known by their numbers."""
        asked = list(records)
        counts = array("I", map(self._counts.__getitem__, asked))
        numbers = array("I")
        for start, end in stretches(asked, _BLOCK):
            numbers += self._numbers(start, end)
        return RunningWords(self._forms, numbers, counts)

    def _numbers(self, start: int, end: int) -> array[int]:
        """Return the words of the records from `start` to `end` of one block."""
        block = start // _BLOCK
        starts = self._starts
        before = starts[block * _BLOCK]
        if self._held[0] != block:
            self._held = (block, self._block(block))
        return self._held[1][starts[start] - before : starts[end] - before]

    def _block(self, block: int) -> array[int]:
        """Return the numbers of a block."""
        start, end = self._blocks[block], self._blocks[block + 1]
        return array("I", widened(zlib.decompress(self._read("words", start, end - start))))


def stretches(records: Sequence[int], block: int) -> Iterator[tuple[int, int]]:
    """Yield where consecutive `records` begin and end, within blocks of so many."""
    begun = 0
    for place, (number, following) in enumerate(pairwise((*records, -1)), start=1):
        if following != number + 1 or not following % block:
            yield records[begun], number + 1
            begun = place
