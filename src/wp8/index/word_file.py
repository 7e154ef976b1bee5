"""The running words of the records, in reading order, so that counting reads no text.

words         blocks of numbers of word forms, compressed; the frequent have low numbers
word-blocks   where each block begins, and where the last ends: 64-bit numbers
word-counts   how many words each record has: 32-bit numbers
word-forms    the forms by their numbers, a line each
"""

from __future__ import annotations

import zlib
from array import array
from contextlib import suppress
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from wp8.index.packed import from_little, to_little
from wp8.model import RunningWords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_BLOCK: Final = 256
_LEVEL: Final = 6


class WordWriter:
    """Writes the running words of records into the files of `folder`, block by block."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._file = open(f"{folder}/words", "xb")  # noqa: SIM115 - `close` closes it
        self._numbers: dict[str, int] = {}
        self._blocks = array("Q", (0,))
        self._counts = array("I")
        self._pending: list[Sequence[str]] = []

    def add(self, forms: Sequence[str], words: array[int], counts: array[int]) -> None:
        """Take a batch of records: their forms, their words by these, and how many each has.

        All batches but the last have records for whole blocks.
        """
        numbers = self._numbers
        known = [numbers.setdefault(form, len(numbers)) for form in forms]
        ends = list(accumulate(counts, initial=0))
        for start, end in pairwise([*ends[:-1:_BLOCK], ends[-1]]):
            block = array("I", map(known.__getitem__, words[start:end]))
            self._file.write(zlib.compress(to_little(block), _LEVEL))
            self._blocks.append(self._file.tell())
        self._counts.extend(counts)

    def add_record(self, words: Sequence[str]) -> None:
        """Take the words of one record; not to be mixed with batches."""
        self._pending.append(words)
        if len(self._pending) == _BLOCK:
            self._flush()

    def _flush(self) -> None:
        forms: dict[str, int] = {}
        numbers = array("I")
        for words in self._pending:
            numbers.extend([forms.setdefault(word, len(forms)) for word in words])
        self.add(list(forms), numbers, array("I", map(len, self._pending)))
        self._pending.clear()

    def close(self) -> None:
        """Write what says where the words are, and what they are."""
        if self._pending:
            self._flush()
        self._file.close()
        self._write("word-forms", "".join(f"{form}\n" for form in self._numbers).encode())
        self._write("word-counts", to_little(self._counts))
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

    @cached_property
    def _forms(self) -> list[str]:
        return self._read("word-forms").decode().split("\n")[:-1]

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate(from_little("I", self._read("word-counts")), initial=0))

    @cached_property
    def _blocks(self) -> array[int]:
        return from_little("Q", self._read("word-blocks"))

    def words(self, records: Iterable[int]) -> Iterator[list[str]]:
        """Yield the running words of each of `records`, which are known by their numbers."""
        form = self._forms.__getitem__
        for own in self._numbers(records):
            yield list(map(form, own))

    def running(self, records: Iterable[int]) -> RunningWords:
        """Return the running words of `records`, which are known by their numbers."""
        numbers, counts = array("I"), array("I")
        for own in self._numbers(records):
            numbers.extend(own)
            counts.append(len(own))
        return RunningWords(self._forms, numbers, counts)

    def _numbers(self, records: Iterable[int]) -> Iterator[array[int]]:
        starts = self._starts
        held = -1
        for number in records:
            if number // _BLOCK != held:
                held = number // _BLOCK
                first = starts[held * _BLOCK]
                words = self._block(held)
            yield words[starts[number] - first : starts[number + 1] - first]

    def _block(self, block: int) -> array[int]:
        start, end = self._blocks[block], self._blocks[block + 1]
        return from_little("I", zlib.decompress(self._read("words", start, end - start)))
