"""The running words of records, made of their token strings and of the marks of tokens.

A token that stands apart is a word; its number among the forms is that of its character.
The forms of words of several tokens, and of acronyms, get the numbers after these as they come.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate, chain
from operator import add
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.index.packed import Postings
from wp8.index.tantivy.term_characters import numbers_in
from wp8.index.tantivy.token_strings import GAP
from wp8.model import RunningWords
from wp8.words.tokens import (
    ACRONYM_MARK,
    APART,
    APOSTROPHE,
    DOTTED,
    GLUED,
    HYPHEN,
    JOINTS,
    TIED,
    acronym_form,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.index.record_file import RecordReader
    from wp8.index.tantivy.token_strings import TokenStrings
    from wp8.words.tokens import Norms, Unit

# Records whose tokens are held at a time.
_HELD: Final = 1 << 14


class _Part(NamedTuple):
    """Some records, one after the other: their tokens, how many words each has, where it begins."""

    stretches: Sequence[range]
    tokens: array[int]
    sizes: array[int]
    firsts: Sequence[int]


class TokenWords:
    """The running words of `records`, by the `strings` of their tokens."""

    def __init__(self, strings: TokenStrings, records: RecordReader) -> None:
        self._strings = strings
        self._records = records
        self._several: dict[str, int] = {}

    def running(self, records: Iterable[range], norms: Norms = "word") -> RunningWords:
        """Return the running words of `records`, known by their numbers, or what `norms` says."""
        numbers, counts = array("I"), array("I")
        for stretches in _parts(records):
            part = self._part(stretches)
            if norms == "norm":
                numbers += part.tokens
            elif norms == "untied":
                numbers += self._without_tied(part)
            else:
                numbers += self._counted(part, norms)
            counts += part.sizes
        return RunningWords(self._forms, numbers, counts)

    def marked(self, records: Iterable[range], mark: str) -> array[int]:
        """Return where in the row of the tokens of `records` those with a mark stand."""
        pieces = [*chain.from_iterable(_parts(records))]
        first = min((own.start for own in pieces), default=0)
        last = max((own.stop for own in pieces), default=0)
        # Those of these records alone are read, at once.
        postings = _between(self._strings.stored_marks(mark), first, last)
        found = array("I")
        done = 0
        for own in pieces:
            firsts = [*accumulate(self._records.lengths[own.start : own.stop], initial=done)]
            having, places = _between(postings, own.start, own.stop)
            numbers = map((-own.start).__add__, having)
            found.extend(map(add, map(firsts.__getitem__, numbers), places))
            done = firsts[-1]
        return found

    @cached_property
    def _tokens(self) -> tuple[list[str], array[int]]:
        """The tokens in code point order, and their numbers."""
        tokens: list[str] = []
        numbers = array("I")
        for some, characters in self._strings.tokens():
            tokens += some
            numbers += numbers_in("".join(characters))
        return tokens, numbers

    @cached_property
    def _forms(self) -> list[str]:
        """The forms by their numbers; some numbers have none."""
        tokens, numbers = self._tokens
        forms = [""] * (1 + max(numbers, default=0))
        for token, number in zip(tokens, numbers, strict=True):
            forms[number] = token
        return forms

    def _part(self, stretches: Sequence[range]) -> _Part:
        """Return the records of some stretches."""
        lengths = self._records.lengths
        strings = (self._strings.text(own.start, own.stop) for own in stretches)
        tokens = numbers_in("".join(strings).replace(GAP, ""))
        sizes = array("I", chain.from_iterable(lengths[o.start : o.stop] for o in stretches))
        return _Part(stretches, tokens, sizes, [*accumulate(sizes, initial=0)])

    @cached_property
    def _tied(self) -> frozenset[int]:
        """The numbers of what an apostrophe ties to a word."""
        return frozenset(numbers_in("".join(self._strings.characters(TIED))))

    def _without_tied(self, part: _Part) -> array[int]:
        """Return the tokens of a part but what an apostrophe ties to a word."""
        numbers = array("I")
        done = 0
        for record, place in self._marked(APOSTROPHE, part):
            if part.tokens[place] in self._tied:
                numbers += part.tokens[done:place]
                part.sizes[record] -= 1
                done = place + 1
        return numbers + part.tokens[done:]

    def _counted(self, part: _Part, unit: Unit) -> array[int]:
        """Return the tokens of a part as they are counted, each a `unit`."""
        joined: dict[int, str] = {}
        # The norm of a token that a hyphen joins may begin with that.
        for joint in JOINTS if unit == "word" else (HYPHEN,):
            for record, place in self._marked(joint, part):
                joined[place] = joint.strip(GLUED)
                part.sizes[record] -= unit == "word"
        acronyms = {
            place: mark for mark in (ACRONYM_MARK, DOTTED) for _, place in self._marked(mark, part)
        }
        numbers = array("I")
        done = 0
        for first, last in _unlike_tokens(joined, acronyms, unit):
            numbers += part.tokens[done:first]
            norms = (self._forms[token] for token in part.tokens[first:last])
            forms = [
                (joined.get(place, APART) if place > first else APART)
                + (
                    acronym_form(norm, mark)
                    if (mark := acronyms.get(place))
                    else norm.lstrip(HYPHEN)
                )
                for place, norm in enumerate(norms, first)
            ]
            numbers.append(self._number("".join(forms)))
            done = last
        return numbers + part.tokens[done:]

    def _marked(self, mark: str, part: _Part) -> Iterator[tuple[int, int]]:
        """Yield which record of a part has a token with a mark, and the place of that token."""
        postings = self._strings.marks(mark)
        befores = accumulate(map(len, part.stretches), initial=0)
        for own, before in zip(part.stretches, befores, strict=False):
            records, places = _between(postings, own.start, own.stop)
            for record, place in zip(records, places, strict=True):
                number = before + record - own.start
                yield number, part.firsts[number] + place

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


def _parts(stretches: Iterable[range]) -> Iterator[list[range]]:
    """Yield stretches of records in parts that are held at a time."""
    part: list[range] = []
    room = _HELD
    for stretch in stretches:
        for start in range(0, len(stretch), _HELD):
            own = stretch[start : start + _HELD]
            if len(own) > room:
                yield part
                part, room = [], _HELD
            part.append(own)
            room -= len(own)
    if part:
        yield part


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
