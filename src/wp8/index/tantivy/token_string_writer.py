"""The files of token strings, written: what `token_strings` reads."""

from __future__ import annotations

from array import array
from collections import Counter
from contextlib import suppress
from itertools import accumulate, compress, pairwise
from operator import not_
from typing import TYPE_CHECKING, Final

from wp8.index.build.postings_writer import PostingsWriter
from wp8.index.packed import narrowed, to_little
from wp8.index.tantivy.term_characters import nth_character
from wp8.index.tantivy.token_strings import (
    CHARACTERS,
    FACET,
    FIGURES,
    GAP,
    GAP_NUMBER,
    MARKS,
    MARKS_FILE,
    MARKS_START,
    STARTS,
    STRINGS,
)
from wp8.words.sorted_lines import write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.index.forms import Numbers
    from wp8.index.tantivy.token_batch import TokenBatch

# Characters of terms that are held: most records have the same few.
_HELD: Final = 1 << 12


class TokenStringWriter:
    """Writes the tokens of records into the files of `folder`; `numbers` gives those of terms."""

    def __init__(self, folder: str, numbers: Numbers) -> None:
        self._folder = folder
        self._file = open(f"{folder}/{STRINGS}", "xb")  # noqa: SIM115 - `close` closes it
        self._starts = array("Q", (0,))
        self._numbers = numbers
        self._others = _Characters(numbers)
        self._marks = {mark: PostingsWriter(folder) for mark in MARKS}

    def add(self, batch: TokenBatch) -> Iterator[tuple[str, str]]:
        """Write the tokens of records; yield of each the characters of its terms, and repetitions.

        They have blanks between them. A repetition is a character and a figure: so often it stands
        there, or more often.
        """
        numbers = map(self._numbers.__getitem__, batch.norms.values())
        known = dict(zip(batch.norms, map(nth_character, numbers), strict=True))
        known[GAP_NUMBER] = GAP
        whole = list(map(known.__getitem__, batch.tokens))
        ends = accumulate(batch.sizes, initial=0)
        strings = [whole[start:end] for start, end in pairwise(ends)]
        rows = ["".join(string).encode() for string in strings]
        self._file.write(b"".join(rows))
        self._starts.extend(list(accumulate(map(len, rows), initial=self._starts[-1]))[1:])
        for mark, places in batch.marks.items():
            self._marks[mark].add(places)
        for string, terms in zip(strings, batch.others, strict=True):
            counts = Counter(string)
            tokens = len(string) - counts.pop(GAP, 0)
            characters = " ".join([*counts, *map(self._others.__getitem__, terms)])
            yield characters, _repetitions(counts) if len(counts) < tokens else ""

    def abandon(self) -> None:
        """Let go of a file that cannot be written to its end."""
        for close in (self._file.close, *(postings.close for postings in self._marks.values())):
            with suppress(OSError):
                close()

    def close(self) -> tuple[Iterator[str], Iterator[str]]:
        """Write what is left; return the lines of the tokens, and the facets, both sorted."""
        self._file.close()
        self._write(STARTS, narrowed(self._starts))
        self._write_marks()
        are_tokens = self._others.are_tokens()
        tokens = map(self._line, sorted(compress(self._numbers, are_tokens)))
        others = sorted(compress(self._numbers, map(not_, are_tokens)))
        write_lines(f"{self._folder}/{CHARACTERS}", map(self._line, others))
        return tokens, (term.removeprefix(FACET) for term in others if term[0] == FACET)

    def _write_marks(self) -> None:
        borders = array("Q", (MARKS_START,))
        with open(f"{self._folder}/{MARKS_FILE}", "xb") as file:
            file.write(bytes(MARKS_START))
            for mark in MARKS:
                file.writelines(self._marks[mark].content())
                self._marks[mark].close()
                borders.append(file.tell())
            file.seek(0)
            file.write(to_little(borders))

    def _line(self, term: str) -> str:
        return f"{term}\t{nth_character(self._numbers[term])}"

    def _write(self, name: str, content: bytes) -> None:
        with open(f"{self._folder}/{name}", "xb") as file:
            file.write(content)


class _Characters(dict[str, str]):
    """The characters of terms that are no tokens: of few terms, for each record.

    Those of documents, of which there may be many, come but once, and are not held.
    """

    def __init__(self, numbers: Numbers) -> None:
        super().__init__()
        self._numbers = numbers
        self._own = bytearray()

    def __missing__(self, term: str) -> str:
        number = self._numbers[term]
        self._own += bytes(max(0, number + 1 - len(self._own)))
        self._own[number] = True
        if len(self) >= _HELD:
            self.clear()
        character = self[term] = nth_character(number)
        return character

    def are_tokens(self) -> Sequence[int]:
        """Return of each term, by its number, whether it is a token."""
        own = self._own.ljust(len(self._numbers), b"\0")
        return own.translate(bytes((1, 0, *range(2, 256))))


def _repetitions(counts: Mapping[str, int]) -> str:
    """Return the characters that stand in a string more than once, each with figures."""
    return " ".join([c + figure for c, n in counts.items() if n > 1 for figure in FIGURES[: n - 1]])
