"""The running words of records, made of their token strings and of the marks of tokens.

A token that stands apart is a word; its number among the forms is that of its character.
The forms of words of several tokens, and of acronyms, get the numbers after these as they come.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate, islice
from operator import add
from typing import TYPE_CHECKING, Final

from wp8.index.packed import Postings
from wp8.index.tantivy.term_characters import numbers_in
from wp8.index.tantivy.token_strings import GAP
from wp8.model import RunningWords
from wp8.words.tokens import (
    ACRONYM_MARK,
    APART,
    DOTTED,
    GLUED,
    HYPHEN,
    JOINTS,
    acronym_form,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wp8.index.record_file import RecordReader
    from wp8.index.tantivy.token_strings import TokenStrings
    from wp8.words.tokens import Unit

# Records whose tokens are held at a time.
_HELD: Final = 1 << 14


class TokenWords:
    """The running words of `records`, by the `strings` of their tokens."""

    def __init__(self, strings: TokenStrings, records: RecordReader) -> None:
        self._strings = strings
        self._records = records
        self._several: dict[str, int] = {}

    def running(self, records: Iterable[range], unit: Unit = "word") -> RunningWords:
        """Return the running words, each a `unit`, of `records`, known by their numbers."""
        numbers, counts = array("I"), array("I")
        for start, end in _pieces(records):
            self._add(start, end, unit, numbers, counts)
        return RunningWords(self._forms, numbers, counts)

    def tokens(self, records: Iterable[range]) -> RunningWords:
        """Return the norms of the tokens of `records`."""
        numbers, counts = array("I"), array("I")
        for start, end in _pieces(records):
            numbers += self._numbers(start, end)
            counts += array("I", self._records.lengths[start:end])
        return RunningWords(self._forms, numbers, counts)

    def marked(self, records: Iterable[range], mark: str) -> array[int]:
        """Return where in the row of the tokens of `records` those with a mark stand."""
        pieces = [*_pieces(records)]
        first = min((start for start, _ in pieces), default=0)
        last = max((end for _, end in pieces), default=0)
        # Those of these records alone are read, at once.
        postings = _between(self._strings.stored_marks(mark), first, last)
        found = array("I")
        done = 0
        for start, end in pieces:
            firsts = [*accumulate(self._records.lengths[start:end], initial=done)]
            own, places = _between(postings, start, end)
            found.extend(map(add, map(firsts.__getitem__, map((-start).__add__, own)), places))
            done = firsts[-1]
        return found

    @cached_property
    def _tokens(self) -> tuple[list[str], array[int]]:
        """The tokens in code point order, and their numbers."""
        tokens: list[str] = []
        numbers = array("I")
        lines = self._strings.tokens()
        while some := list(islice(lines, _HELD)):
            tokens += [token for token, _ in some]
            numbers += numbers_in("".join([character for _, character in some]))
        return tokens, numbers

    @cached_property
    def _forms(self) -> list[str]:
        """The forms by their numbers; some numbers have none."""
        tokens, numbers = self._tokens
        forms = [""] * (1 + max(numbers, default=0))
        for token, number in zip(tokens, numbers, strict=True):
            forms[number] = token
        return forms

    def _add(
        self, start: int, end: int, unit: Unit, numbers: array[int], counts: array[int]
    ) -> None:
        """Add the running words of the records from `start` to `end`, and how many each has."""
        tokens = self._numbers(start, end)
        sizes = array("I", self._records.lengths[start:end])
        firsts = list(accumulate(sizes, initial=0))
        joined: dict[int, str] = {}
        # The norm of a token that a hyphen joins may begin with that.
        for joint in JOINTS if unit == "word" else (HYPHEN,):
            for record, place in self._marked(joint, start, end):
                joined[firsts[record] + place] = joint.strip(GLUED)
                sizes[record] -= unit == "word"
        acronyms = {
            firsts[record] + place: mark
            for mark in (ACRONYM_MARK, DOTTED)
            for record, place in self._marked(mark, start, end)
        }
        done = 0
        for first, last in _unlike_tokens(joined, acronyms, unit):
            numbers += tokens[done:first]
            norms = (self._forms[token] for token in tokens[first:last])
            parts = [
                (joined.get(place, APART) if place > first else APART)
                + (
                    acronym_form(norm, mark)
                    if (mark := acronyms.get(place))
                    else norm.lstrip(HYPHEN)
                )
                for place, norm in enumerate(norms, first)
            ]
            numbers.append(self._number("".join(parts)))
            done = last
        numbers += tokens[done:]
        counts += sizes

    def _numbers(self, start: int, end: int) -> array[int]:
        """Return the tokens of the records from `start` to `end`, by their numbers."""
        return numbers_in(self._strings.text(start, end).replace(GAP, ""))

    def _marked(self, mark: str, start: int, end: int) -> Iterable[tuple[int, int]]:
        """Return where in the records from `start` to `end` tokens have a mark."""
        own, places = _between(self._strings.marks(mark), start, end)
        return zip(map((-start).__add__, own), places, strict=True)

    def _number(self, form: str) -> int:
        """Return the number of the form of a word that is not one token."""
        if form not in self._several:
            tokens, numbers = self._tokens
            place = bisect_left(tokens, form)
            is_token = tokens[place : place + 1] == [form]
            if not is_token:
                self._forms.append(form)
            self._several[form] = numbers[place] if is_token else len(self._forms) - 1
        return self._several[form]


def _pieces(stretches: Iterable[range]) -> Iterator[tuple[int, int]]:
    """Yield from where to where stretches of records go, in pieces."""
    for stretch in stretches:
        for start in range(stretch.start, stretch.stop, _HELD):
            yield start, min(start + _HELD, stretch.stop)


def _between(postings: Postings, start: int, end: int) -> Postings:
    """Return the occurrences in the records from `start` to `end`."""
    low = bisect_left(postings.records, start)
    high = bisect_left(postings.records, end, low)
    return Postings(postings.records[low:high], postings.places[low:high])


def _unlike_tokens(
    joined: Mapping[int, str], acronyms: Mapping[int, str], unit: Unit
) -> Iterator[tuple[int, int]]:
    """Yield from where to where the words are whose forms may not be those of tokens."""
    places = sorted(joined.keys() | acronyms.keys())
    if unit == "token":
        yield from ((place, place + 1) for place in places)
        return
    end = 0
    for place in places:
        if place >= end:
            start, end = place - (place in joined), place + 1
            while end in joined:
                end += 1
            yield start, end
