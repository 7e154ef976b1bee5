"""The running words of the records, in reading order, so that counting reads no text.

words         blocks of numbers of word forms, compressed: of 16 bits, where one is more of 32;
              the frequent have low numbers
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wp8.index.batch import Words

_BLOCK: Final = 256
_LEVEL: Final = 4
_SHORT: Final = 1 << 16


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
            if max(block, default=0) < _SHORT:
                block = array("H", block)
            self._file.write(zlib.compress(to_little(block), _LEVEL))
            self._blocks.append(self._file.tell())
        self._counts.extend(words.counts)

    def close(self) -> None:
        """Write what says where the words are, and what they are."""
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
        starts = self._starts
        held = -1
        for number in records:
            if number // _BLOCK != held:
                held = number // _BLOCK
                first = starts[held * _BLOCK]
                last = starts[min((held + 1) * _BLOCK, len(starts) - 1)]
                words = self._block(held, last - first)
            own = words[starts[number] - first : starts[number + 1] - first]
            yield list(map(form, own))

    def _block(self, block: int, size: int) -> array[int]:
        """Return the numbers of a block, which has so many."""
        start, end = self._blocks[block], self._blocks[block + 1]
        content = zlib.decompress(self._read("words", start, end - start))
        return from_little("I" if len(content) > 2 * size else "H", content)
