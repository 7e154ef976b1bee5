"""Records as strings of tokens, in a file: a character for each token, by which it is counted.

token_strings   the tokens of all records, one after the other, in UTF-8
token_starts    where each record begins, and where the last ends, narrowed
tokens          sorted lines: a token, a tab, its character
characters      likewise the other terms of texts, and the facets
marks           where each part of what follows begins and ends, in 64-bit numbers; then of each
                of `MARKS` the postings, whose places count the tokens of a record

Terms get their characters as they come, those of a batch by their frequency, so the frequent ones
have the short; those of more than a million have two. A gap between table cells is a character too.
UTF-8 can be searched without decoding it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from wp8.index.packed import NONE, from_little, stored, unpack, widened
from wp8.index.tantivy.term_characters import terms_in
from wp8.words.sorted_lines import TOKENS, SortedLines
from wp8.words.tokens import (
    ACRONYM_MARK,
    CELL_GAP,
    DOTTED,
    GOES_ON,
    JOINTS,
    QUOTE_BEGINS,
    QUOTED,
    SIGNS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wp8.index.packed import Postings

# What stands between table cells, and its number among those of tokens.
GAP: Final = " "
GAP_NUMBER: Final = 0xFFFFFFFF
# Before the name of a facet, which so is a term that no token is.
FACET: Final = ":"
# What is told of tokens beside their norms; the acronyms are one mark.
MARKS: Final = (*JOINTS, *SIGNS, GOES_ON, ACRONYM_MARK, DOTTED, QUOTED, QUOTE_BEGINS)

# How often a token may stand in a record: twice and so on; the last, so often or more often.
FIGURES: Final = "23456789"

# A mark of which more records are asked for is read whole.
_OFTEN: Final = 64
# Of records that stand no further apart, the strings are read at once.
_APART: Final = 4

STRINGS: Final = "token_strings"
STARTS: Final = "token_starts"
CHARACTERS: Final = "characters"
MARKS_FILE: Final = "marks"
MARKS_START: Final = 8 * (len(MARKS) + 1)


class TokenStrings:
    """The token strings that a writer wrote; `read` gives the content of a file, or a part."""

    def __init__(self, read: Callable[..., bytes]) -> None:
        self._read = read
        self._row = partial(read, STRINGS)
        self._starts = widened(read(STARTS))
        self._tokens = SortedLines(read(TOKENS))
        self._others = SortedLines(read(CHARACTERS))
        self._characters: dict[str, str | None] = {}
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self._marks: dict[str, Postings] = {}
        self._asked: Counter[str] = Counter()

    def character(self, term: str) -> str | None:
        """Return the character of a term, or None if no record has it."""
        if term not in self._characters:
            self._characters[term] = self._tokens.get(term) or self._others.get(term)
        return self._characters[term]

    def characters(self, words: frozenset[str]) -> frozenset[str]:
        """Return the characters of those of `words` that a record has."""
        if words not in self._sets:
            self._sets[words] = frozenset(filter(None, map(self.character, words)))
        return self._sets[words]

    def tokens(self) -> Iterator[tuple[list[str], list[str]]]:
        """Yield the tokens, many at a time, in code point order, and the character of each."""
        for block in self._tokens.blocks():
            cells = block.replace("\t", "\n").split("\n")
            yield cells[:-1:2], cells[1::2]

    def text(self, start: int, end: int) -> str:
        """Return the tokens and gaps of the records from `start` to `end`."""
        first = self._starts[start]
        return self._row(first, self._starts[end] - first).decode()

    def texts(self, numbers: Sequence[int]) -> Iterator[str]:
        """Yield the tokens and gaps of each of some records, which come in order."""
        starts = self._starts
        begin, end = starts[numbers[0]], starts[numbers[-1] + 1]
        if numbers[-1] - numbers[0] > _APART * len(numbers):
            return (self.text(number, number + 1) for number in numbers)
        row = self._row(begin, end - begin)
        return (row[starts[n] - begin : starts[n + 1] - begin].decode() for n in numbers)

    def counts(self, row: Sequence[Iterable[str]], numbers: Iterable[int]) -> Iterator[int]:
        """Yield how often tokens follow each other in each record, one of each place of `row`."""
        found = [{known for token in place if (known := self.character(token))} for place in row]
        if all(len(characters) == 1 for characters in found):
            read, starts = self._row, self._starts
            wanted = "".join([character for (character,) in found]).encode()
            return (read(starts[n], starts[n + 1] - starts[n]).count(wanted) for n in numbers)
        if not all(found):
            return (0 for _ in numbers)
        in_a_row = re.compile("".join(map(_one_of, found))).findall
        return (len(in_a_row(self.text(number, number + 1))) for number in numbers)

    def marks(self, mark: str) -> Postings:
        """Return where the tokens with one of `MARKS` stand; places count tokens."""
        if mark not in self._marks:
            start, end = self._borders(mark)
            content = self._read(MARKS_FILE, start, end - start)
            self._marks[mark] = unpack(content) if content else NONE
        return self._marks[mark]

    def marked(self, mark: str, number: int) -> Sequence[int]:
        """Return where in a record the tokens with one of `MARKS` stand."""
        if mark in self._marks or self._asked[mark] >= _OFTEN:
            return self.marks(mark).positions(number)
        self._asked[mark] += 1
        return self.stored_marks(mark).positions(number)

    def stored_marks(self, mark: str) -> Postings:
        """Return where the tokens with one of `MARKS` stand, read where it is asked for."""
        return stored(partial(self._read, MARKS_FILE), *self._borders(mark))

    def _borders(self, mark: str) -> Sequence[int]:
        """Return where the postings of a mark begin and end in their file."""
        borders = from_little("Q", self._read(MARKS_FILE, 0, MARKS_START))
        place = MARKS.index(mark)
        return borders[place : place + 2]

    def row(self, number: int) -> TokenRow:
        """Return the tokens of a record."""
        return TokenRow(self, number)


class TokenRow:
    """The tokens of one record."""

    def __init__(self, strings: TokenStrings, number: int) -> None:
        self._strings = strings
        self._number = number
        self._tokens = tokens = terms_in(strings.text(number, number + 1))
        self._positions = _positions(tokens) if GAP in tokens else None

    def positions(self, term: str) -> Sequence[int]:
        """Return the positions of a term, ascending."""
        if term in MARKS:
            places = self._strings.marked(term, self._number)
            return places if self._positions is None else self._of_tokens(places)
        character = self._strings.character(term.removeprefix(ACRONYM_MARK))
        places = _places(self._tokens, character) if character else []
        if self._positions is not None:
            places = [self._positions[place] for place in places]
        if term[0] == ACRONYM_MARK:
            acronyms = self.positions(ACRONYM_MARK)
            places = [place for place in places if place in acronyms]
        return places

    def places(self, words: frozenset[str]) -> Sequence[int]:
        """Return the positions of the tokens that are one of `words`, ascending."""
        wanted = self._strings.characters(words)
        places = [place for place, character in enumerate(self._tokens) if character in wanted]
        return places if self._positions is None else [self._positions[at] for at in places]

    def _of_tokens(self, places: Iterable[int]) -> list[int]:
        """Return the positions of tokens by their places, where gaps do not count."""
        found = zip(self._positions or (), self._tokens, strict=False)
        positions = [position for position, character in found if character != GAP]
        return [positions[place] for place in places]


def _positions(tokens: Sequence[str]) -> list[int]:
    """Return the position of each token, and for each gap the one after that before it."""
    steps = (CELL_GAP if character == GAP else 1 for character in tokens)
    return list(accumulate(steps, initial=0))


def _places(tokens: Sequence[str], character: str) -> list[int]:
    if not isinstance(tokens, str):
        return [place for place, token in enumerate(tokens) if token == character]
    places = []
    place = tokens.find(character)
    while place >= 0:
        places.append(place)
        place = tokens.find(character, place + 1)
    return places


def _one_of(characters: Iterable[str]) -> str:
    """Return an expression that matches one of these."""
    single = "".join(character for character in characters if len(character) == 1)
    either = [character for character in characters if len(character) > 1]
    return f"(?:{'|'.join([f'[{re.escape(single)}]'] * bool(single) + either)})"
