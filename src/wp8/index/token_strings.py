"""Records as strings of tokens, in a file: a character for each token, by which it is counted.

token_strings   of each record, in UTF-8: its tokens, a NUL, and a byte of marks for each token
token_starts    where each record begins, and where the last ends: 64-bit numbers
characters      sorted lines: a term, a tab, its character

Terms get their characters as they come, so the frequent ones have the short. A gap between table
cells is a character too. UTF-8 can be searched without decoding it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from contextlib import suppress
from functools import partial
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Final

from wp8.errors import IndexStoreError
from wp8.index.packed import from_little, to_little
from wp8.index.sorted_lines import SortedLines, write_lines
from wp8.text import (
    ACRONYM_MARK,
    APOSTROPHE,
    CELL_GAP,
    GLUED,
    HYPHEN,
    QUOTE_BEGINS,
    QUOTED,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.index.token_batch import TokenBatch
    from wp8.record_view import Stretch

# What stands between table cells, and its number among those of tokens.
GAP: Final = " "
GAP_NUMBER: Final = 0xFFFFFFFF
# Before the name of a facet, which so is a term that no token is.
FACET: Final = ":"
_END: Final = b"\0"
# In a longer string it takes less time to count all than one after the other.
_LONG: Final = 200
# Beyond all bytes of marks and the gap.
_FIRST: Final = 0x21
_SURROGATES: Final = range(0xD800, 0xE000)
_LAST: Final = 0x10FFFF

# Which bits of a byte of marks tell of a term, and what they are then.
_JOINT_BITS: Final = 0b11
_ACRONYM: Final = 0b100
_MARKS: Final = {
    HYPHEN: (_JOINT_BITS, 1),
    APOSTROPHE: (_JOINT_BITS, 2),
    GLUED: (_JOINT_BITS, 3),
    QUOTED: (0b1000, 0b1000),
    QUOTE_BEGINS: (0b10000, 0b10000),
}

_STRINGS: Final = "token_strings"
_STARTS: Final = "token_starts"
_CHARACTERS: Final = "characters"


class TokenStringWriter:
    """Writes the tokens of records into the files of `folder`."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._file = open(f"{folder}/{_STRINGS}", "xb")  # noqa: SIM115 - `close` closes it
        self._starts = array("Q", (0,))
        self._characters = _Characters()

    def add(self, batch: TokenBatch) -> Iterator[tuple[str, str]]:
        """Write the tokens of records; yield of each their string, and its other terms' characters.

        These stand after a gap each, so that they are in no row.
        """
        known = {number: self._characters[norm] for number, norm in batch.norms.items()}
        whole = "".join(map({**known, GAP_NUMBER: GAP}.__getitem__, batch.tokens))
        ends = list(accumulate(batch.sizes, initial=0))
        strings = [whole[start:end] for start, end in pairwise(ends)]
        rows = [
            string.encode() + _END + marks
            for string, marks in zip(strings, batch.marks, strict=True)
        ]
        self._file.write(b"".join(rows))
        self._starts.extend(list(accumulate(map(len, rows), initial=self._starts[-1]))[1:])
        for string, terms in zip(strings, batch.others, strict=True):
            yield string, "".join([GAP + self._characters[term] for term in terms])

    def abandon(self) -> None:
        """Let go of a file that cannot be written to its end."""
        with suppress(OSError):
            self._file.close()

    def close(self) -> tuple[list[str], list[str]]:
        """Write what is left; return the terms of the texts and the facets, both sorted."""
        self._file.close()
        terms = sorted(self._characters)
        with open(f"{self._folder}/{_STARTS}", "xb") as file:
            file.write(to_little(self._starts))
        lines = (f"{term}\t{self._characters[term]}" for term in terms)
        write_lines(f"{self._folder}/{_CHARACTERS}", lines)
        facets = [term.removeprefix(FACET) for term in terms if term[0] == FACET]
        return [term for term in terms if term[0] != FACET], facets


class _Characters(dict[str, str]):
    """The character of each term, made when it is first asked for."""

    def __missing__(self, term: str) -> str:
        character = self[term] = _nth_character(len(self))
        return character


def repeated(string: str) -> str:
    """Return the characters that stand in `string` more than once, each once."""
    once = set(string)
    if len(once) == len(string):
        return ""
    if len(string) > _LONG:
        return "".join(character for character, number in Counter(string).items() if number > 1)
    return "".join([character for character in once if string.count(character) > 1])


def _nth_character(number: int) -> str:
    point = _FIRST + number
    if point >= _SURROGATES.start:
        point += len(_SURROGATES)
    if point > _LAST:
        raise IndexStoreError(
            f"the corpus has more than {number:,} different words, too many for the tantivy engine",
            hint="use --engine whoosh",
        )
    return chr(point)


def bits(term: str) -> int:
    """Return what a term sets in the byte of marks of its token; 0 if it is the token."""
    if term[0] == ACRONYM_MARK:
        return _ACRONYM
    return _MARKS[term][1] if term in _MARKS else 0


def _positions(string: str) -> Sequence[int]:
    """Return the position of each token, and for each gap the one after that before it."""
    if GAP not in string:
        return range(len(string))
    positions = []
    position = 0
    for character in string:
        positions.append(position)
        position += CELL_GAP if character == GAP else 1
    return positions


class TokenStrings:
    """The token strings that a writer wrote; `read` gives the content of a file, or a part."""

    def __init__(self, read: Callable[..., bytes]) -> None:
        self._read = partial(read, _STRINGS)
        self._starts = from_little("Q", read(_STARTS))
        self._lines = SortedLines(read(_CHARACTERS))
        self._characters: dict[str, str | None] = {}

    def character(self, term: str) -> str | None:
        """Return the character of a term, or None if no record has it."""
        if term not in self._characters:
            self._characters[term] = self._lines.get(term)
        return self._characters[term]

    def counts(self, row: Iterable[str], numbers: Iterable[int]) -> list[int]:
        """Return how often the tokens of `row`, all known, follow each other in each record."""
        read, starts = self._read, self._starts
        wanted = "".join([self.character(token) or "" for token in row]).encode()
        return [read(starts[n], starts[n + 1] - starts[n]).count(wanted) for n in numbers]

    def positions(self, number: int, term: str) -> Sequence[int]:
        """Return the positions of a term in a record, ascending."""
        string, marks = self._parts(number)
        if term in _MARKS:
            mask, value = _MARKS[term]
            places = [place for place, bits in enumerate(marks) if bits & mask == value]
        else:
            character = self.character(term.removeprefix(ACRONYM_MARK))
            places = _places(string, character) if character else []
            if term[0] == ACRONYM_MARK:
                places = [p for p in places if p < len(marks) and marks[p] & _ACRONYM]
        if GAP not in string:
            return places
        positions = _positions(string)
        return [positions[place] for place in places]

    def stretches(self, number: int, terms: Iterable[str]) -> list[Stretch]:
        """Return where one of `terms` stands in a record, in order."""
        places = chain.from_iterable(self.positions(number, term) for term in terms)
        return [(place, place + 1) for place in sorted(places)]

    def _parts(self, number: int) -> tuple[str, bytes]:
        """Return the tokens and the marks of a record."""
        start, end = self._starts[number], self._starts[number + 1]
        row = self._read(start, end - start)
        string, _, marks = row.partition(_END)
        return string.decode(), marks


def _places(string: str, character: str) -> list[int]:
    places = []
    place = string.find(character)
    while place >= 0:
        places.append(place)
        place = string.find(character, place + 1)
    return places
