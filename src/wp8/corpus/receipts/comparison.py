"""The words of a source and those of its records, compared in order: a difference, not a sum.

What a reader puts elsewhere, as notes are, is found there: whole paragraphs, and runs of words that
stand once on each side. The rest is compared between the neighbours that it has on both sides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from unicodedata import normalize

from wp8.corpus.receipts.words import lines_of_words, words
from wp8.corpus.receipts.written import END, JOINT

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Sized

    from wp8.corpus.receipts.written import Piece

    # The place of a record, and words.
    Run = tuple[int, list[str]]

# So many words together may stand elsewhere, if they do so once.
_GRAMS: Final = (8, 4, 3)
# So many words are stepped over, where so many that are alike follow.
_FARTHEST: Final = 8
_ALIKE: Final = 4
# A word that more units have tells none of them.
_MOST_ALIKE: Final = 50
# A difference of more pairs of words is not looked into word by word.
_MOST_PAIRS: Final = 250_000
# A word that is made of others is no longer, nor is it tried more often of which.
_LONGEST: Final = 100
_MOST_STEPS: Final = 1_000
# Characters of which words are told at once.
_PART: Final = 1 << 14
# Begins a word that stands for units.
_STANDS_FOR: Final = "\ufdd1"
_NOWHERE: Final = -1
# The mate of a word that a reader left or kept as it liked, or parted or joined with its neighbour.
_EXPLAINED: Final = -2


class Difference(NamedTuple):
    """The runs of words that one side has and the other has not, and what was left out by kind.

    With a run stands the place of the record that it is in or, if it is lost, that it follows.
    """

    lost: Sequence[Run] = ()
    doubled: Sequence[Run] = ()
    unfounded: Sequence[Run] = ()
    left_out: Mapping[str, int] = {}


def difference(
    pieces: Sequence[Piece], texts: Sequence[str], *, is_ordered: bool = True
) -> Difference:
    """Return what is different in the `texts` of records from the `pieces` of their source.

    Where these have no order, each word may be anywhere.
    """
    own = _even(_texts(pieces))
    shown = _even(line for text in texts for line in (text, "\n"))
    if own == shown:
        return Difference(left_out=_numbers(pieces))
    # Most readers leave out all that they may of a kind, or keep all.
    for kept in _of_size(pieces, shown.size - own.size):
        if _even(_texts(pieces, kept)) == shown:
            return Difference(left_out=_numbers(pieces, kept))
    if _is_alike(pieces, texts):
        return Difference(left_out=_numbers(pieces))
    return _Rest(pieces, texts).difference(is_ordered=is_ordered)


def _is_alike(pieces: Sequence[Piece], texts: Iterable[str]) -> bool:
    """Return whether the words are the same where each may go on, or end, as a reader finds."""
    shown = words("\n".join(texts))
    return any(words(_text(pieces, joint=joint)) == shown for joint in (" ", ""))


class _Even(NamedTuple):
    """Words in their order, by what is as good: their number of characters and a digest."""

    size: int
    digest: bytes


def _even(texts: Iterable[str]) -> _Even:
    """Return the words of `texts`, which are one text; those of one that is long are not all held.

    A blank is as good as another here, and as many as one.
    """
    digest = sha256()
    size = 0
    rest = ""
    for part in chain(_portions(texts), "\n"):
        found = (rest + part).split()
        rest = "" if part[-1].isspace() or not found else found.pop()
        even = " ".join([*found, ""])
        digest.update(even.encode(errors="surrogatepass"))
        size += len(even) - len(found)
    return _Even(size, digest.digest())


def _portions(texts: Iterable[str]) -> Iterator[str]:
    """Yield `texts`, short ones joined and long ones in parts; none is empty."""
    held: list[str] = []
    size = 0
    for text in texts:
        for start in range(0, len(text), _PART):
            held.append(text[start : start + _PART])
            size += len(held[-1])
            if size >= _PART:
                yield "".join(held)
                held, size = [], 0
    if held:
        yield "".join(held)


def _of_size(pieces: Iterable[Piece], size: int) -> list[str]:
    """Return the kinds of what need not be in the records that have so many characters."""
    sizes: Counter[str] = Counter()
    for text, kind in pieces if size > 0 else ():
        if kind:
            sizes[kind] += _even([text]).size
    return [kind for kind, found in sizes.items() if found == size]


def _text(pieces: Iterable[Piece], kept: str = "", joint: str = " ") -> str:
    """Return the text of `pieces` that must be in the records, and what else is `kept` of it."""
    return "".join(_texts(pieces, kept, joint))


def _texts(pieces: Iterable[Piece], kept: str = "", joint: str = " ") -> Iterator[str]:
    for text, kind in pieces:
        if kind in ("", JOINT, kept):
            yield joint if kind == JOINT else text


def _numbers(pieces: Iterable[Piece], kept: str = "") -> dict[str, int]:
    """Return how many words there are of each kind that need not be in the records, nor is."""
    texts: dict[str, list[str]] = {}
    for text, kind in pieces:
        if kind not in ("", JOINT, kept):
            texts.setdefault(kind, []).append(text)
    numbers = {kind: len(words(END.join(own))) for kind, own in texts.items()}
    return {kind: number for kind, number in numbers.items() if number}


class _Rest:
    """What remains of two sides without the units that stand as often on one as on the other.

    For those that follow each other on both there is one word, which no text has.
    """

    def __init__(self, pieces: Sequence[Piece], texts: Sequence[str]) -> None:
        units = _in_units(pieces)
        own, others = lines_of_words(map(_text, units)), lines_of_words(texts)
        self.known = _spaced(own)
        sign = _STANDS_FOR
        while any(sign in text for text in chain(texts, (text for text, _ in pieces))):
            sign += _STANDS_FOR
        optional = [[piece for piece in unit if piece[1] not in ("", JOINT)] for unit in units]
        mates = _mates(own, others)
        # What may be left out of some, and is a record by itself, is found beside them.
        beside = _spaced(words(END.join(text for one in mates for text, _ in optional[one])))
        strangers = (others[place] for place in {*range(len(texts))} - {*mates.values()})
        if beside.strip() and any(text and f" {text} " in beside for text in strangers):
            mates = {one: other for one, other in mates.items() if not optional[one]}
        self.pieces: list[Piece] = []
        # What may be left out beside the units that have a like.
        self.beside: list[Piece] = []
        stands_for: dict[int, str] = {}
        before, word = _NOWHERE, ""
        for one, unit in enumerate(units):
            if one in mates:
                if not word or mates[one] != before + 1:
                    word = f"{sign}{one}"
                    self.pieces.append((f"{word}{END}", ""))
                before = mates[one]
                stands_for[before] = word
                self.beside += optional[one]
            elif own[one] or optional[one]:
                self.pieces += (*unit, (END, ""))
                word = ""
        self.texts: list[str] = []
        # Which record each of these is, or the last of those that it stands for.
        self.places: list[int] = []
        for other, text in enumerate(texts):
            word = stands_for.get(other, "")
            if word and self.texts[-1:] == [word]:
                self.places[-1] = other
            else:
                self.texts.append(word or text)
                self.places.append(other)

    def difference(self, *, is_ordered: bool) -> Difference:
        """Return what is different."""
        if _is_alike(self.pieces, self.texts):
            return Difference(left_out=_numbers([*self.pieces, *self.beside]))
        found = _Alignment(self).difference(is_ordered=is_ordered)
        left_out = Counter(found.left_out) + Counter(_numbers(self.beside))

        def placed(runs: Sequence[Run]) -> list[Run]:
            return [(self.places[place] if self.places else 0, run) for place, run in runs]

        lost, doubled, unfounded = map(placed, found[:3])
        return Difference(lost, doubled, unfounded, left_out)


def _in_units(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces of each paragraph or row."""
    units: list[list[Piece]] = [[]]
    for text, kind in pieces:
        first, *others = text.split(END) if not kind else [text]
        if first or kind:
            units[-1].append((first, kind))
        units += ([(other, "")] if other else [] for other in others)
    return units


def _mates(own: Sequence[Sized], others: Sequence[Sized]) -> dict[int, int]:
    """Return which of `others` is the like of which of `own`, of those that are there as often."""
    places, other_places = _places(own), _places(others)
    return {
        one: other
        for unit, found in places.items()
        if len(found) == len(other_places.get(unit, ()))
        for one, other in zip(found, other_places[unit], strict=True)
    }


class _Side:
    """The words of one side, in units: the lines of a source, or its records.

    `mates` has for each word the place of its like on the other side.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.units = [tuple(words(text)) for text in texts]
        self.words = list(chain.from_iterable(self.units))
        self.starts = [0, *accumulate(map(len, self.units))]
        self.mates = [_NOWHERE] * len(self.words)

    def unit(self, place: int) -> int:
        """Return which unit has the word at a place."""
        return bisect_right(self.starts, place) - 1

    def runs(self) -> list[tuple[int, int]]:
        """Return where the words without a mate stand, from and to."""
        found: list[tuple[int, int]] = []
        mates, size = self.mates, len(self.mates)
        start = 0
        with suppress(ValueError):
            while True:
                start = end = mates.index(_NOWHERE, start)
                while end < size and mates[end] == _NOWHERE:
                    end += 1
                found.append((start, end))
                start = end
        return found

    def extent(self, unit: int) -> tuple[int, int]:
        """Return where the words of a unit begin and end."""
        return self.starts[unit], self.starts[unit + 1]

    def unpaired(self) -> list[int]:
        """Return the units of which no word has a mate."""
        return [
            unit
            for unit, (start, end) in enumerate(pairwise(self.starts))
            if start < end and not any(mate != _NOWHERE for mate in self.mates[start:end])
        ]

    def grams(self, size: int) -> dict[Hashable, int]:
        """Return where each run of so many words without a mate stands that is there once."""
        places: dict[Hashable, int] = {}
        for start, end in self.runs():
            own = self.words[start:end]
            for place, gram in enumerate(zip(*(own[n:] for n in range(size)), strict=False), start):
                places[gram] = _NOWHERE if gram in places else place
        return {gram: place for gram, place in places.items() if place != _NOWHERE}


@dataclass(slots=True, eq=False)
class _Optional:
    """A word that need not be in the records, of what kind it is, and whether it is there."""

    kind: str
    word: str
    is_kept: bool = False


class _Alignment:
    """Finds the like of each word of a source among those of its records."""

    def __init__(self, rest: _Rest) -> None:
        needed = _text(rest.pieces)
        self._source, self._records = _Side(needed.split(END)), _Side(rest.texts)
        self._rest = rest
        # What may stand before the word at a place.
        self._optional: dict[int, list[_Optional]] = {}
        self._joints: set[int] = set()
        self._place_optional(needed)

    def _place_optional(self, needed: str) -> None:
        offset = told = place = 0
        for text, kind in self._rest.pieces:
            if not kind:
                offset += len(text)
                continue
            own = words(text) if kind != JOINT else []
            if own or kind == JOINT:
                place += len(words(needed[told:offset])) - (offset > told and _parts(needed, told))
                told = offset
            if kind == JOINT:
                self._joints.add(place)
                offset += 1
            elif own:
                optional = self._optional.setdefault(place, [])
                optional += (_Optional(kind, word) for word in own)

    def difference(self, *, is_ordered: bool) -> Difference:
        """Return what has no like on the other side."""
        self._pair_units()
        self._extend()
        for size in _GRAMS:
            self._pair_grams(size)
            self._extend()
        for is_left in (True, False):
            for start, end in self._records.runs():
                self._compare(start, end, is_left=is_left)
        self._pair_alike()
        if not is_ordered:
            self._pair_anywhere()
            self._join_anywhere()
        for step in (-1, 1) if self._optional else ():
            for start, end in self._records.runs():
                self._slide(start, end, step)
        self._explain_units()
        doubled: list[Run] = []
        unfounded: list[Run] = []
        for start, end in self._records.runs():
            run = self._records.words[start:end]
            which = doubled if _spaced(run) in self._rest.known else unfounded
            which.append((self._records.unit(start), run))
        lost = [
            (self._before(start), self._source.words[start:end])
            for start, end in self._source.runs()
        ]
        optional = chain.from_iterable(self._optional.values())
        left_out = Counter(each.kind for each in optional if not each.is_kept)
        return Difference(lost, doubled, unfounded, dict(left_out))

    def _before(self, place: int) -> int:
        """Return the record that has the word before a place, the first if none has it."""
        mates = self._source.mates
        found = next((mates[p] for p in range(place - 1, -1, -1) if mates[p] >= 0), 0)
        return self._records.unit(found)

    def _pair(self, one: int, other: int) -> None:
        self._source.mates[one], self._records.mates[other] = other, one

    def _pair_units(self) -> None:
        """Pair the units that stand as often on one side as on the other."""
        for unit, other in _mates(self._source.units, self._records.units).items():
            start, end = self._source.extent(unit)
            begin = self._records.starts[other]
            for n in range(end - start):
                self._pair(start + n, begin + n)

    def _pair_grams(self, size: int) -> None:
        others = self._records.grams(size)
        for gram, one in self._source.grams(size).items() if others else ():
            other = others.get(gram, _NOWHERE)
            if other != _NOWHERE:
                for n in range(size):
                    if self._source.mates[one + n] == self._records.mates[other + n] == _NOWHERE:
                        self._pair(one + n, other + n)

    def _pair_alike(self) -> None:
        """Compare units that are alike and of which no word has a mate, wherever they stand."""
        known: dict[str, list[int]] = {}
        for unit in self._source.unpaired():
            for word in set(self._source.units[unit]):
                known.setdefault(word, []).append(unit)
        for unit in self._records.unpaired() if known else ():
            own = set(self._records.units[unit])
            places = (known.get(word, ()) for word in own)
            common = Counter(chain.from_iterable(p for p in places if len(p) <= _MOST_ALIKE))
            for like, number in common.most_common(1):
                if 2 * number >= max(len(own), len(set(self._source.units[like]))):
                    self._compare_runs(*self._source.extent(like), *self._records.extent(unit))

    def _pair_anywhere(self) -> None:
        """Pair what is the same word, whatever stands beside it."""
        known: dict[str, list[int]] = {}
        for start, end in self._source.runs():
            for place in range(start, end):
                known.setdefault(self._source.words[place], []).append(place)
        for start, end in self._records.runs():
            for place in range(start, end):
                if places := known.get(self._records.words[place]):
                    self._pair(places.pop(), place)

    def _join_anywhere(self) -> None:
        """Explain words that are made of others, which nothing else is made of."""
        rest: dict[str, list[Any]] = {}
        for own in self._optional.values():
            for each in own:
                if not each.is_kept:
                    rest.setdefault(_parted(each.word), []).append(each)
        for start, end in self._source.runs():
            for place in range(start, end):
                rest.setdefault(_parted(self._source.words[place]), []).append(place)
        for start, end in self._records.runs():
            for other in range(start, end):
                if self._take(self._records.words[other], rest):
                    self._records.mates[other] = _EXPLAINED
        # What need not be there is there only if nothing else is.
        needed = {word: [p for p in own if isinstance(p, int)] for word, own in rest.items()}
        for each in chain.from_iterable(self._optional.values()):
            if each.is_kept and self._take(each.word, needed):
                each.is_kept = False

    def _take(self, word: str, rest: Mapping[str, list[Any]]) -> bool:
        """Take words of `rest` that are `word` together, and return whether there are any."""
        parts = _made_of(_parted(word), rest)
        for part in parts:
            each = rest[part].pop()
            if isinstance(each, int):
                self._source.mates[each] = _EXPLAINED
            else:
                each.is_kept = True
        return bool(parts)

    def _extend(self) -> None:
        """Pair the words that stand beside a pair on both sides, after it or before it."""
        mates = self._source.mates
        for start, end in self._source.runs():
            before = mates[start - 1] if start else _NOWHERE
            if before >= 0 or not start:
                self._go_on(start, before + 1, end)
            if end < len(mates) and mates[end] >= 0:
                self._go_back(end - 1, mates[end] - 1, start)

    def _go_on(self, one: int, other: int, last: int) -> None:
        """Pair words as long as they are alike, and step over a few that are not."""
        source, records = self._source, self._records
        while one < last and other < len(records.words):
            is_alike = source.words[one] == records.words[other]
            if is_alike and source.mates[one] == records.mates[other] == _NOWHERE:
                self._pair(one, other)
                one, other = one + 1, other + 1
            elif step := self._step(one, other, last):
                one, other = one + step[0], other + step[1]
            else:
                return

    def _step(self, one: int, other: int, last: int) -> tuple[int, int] | None:
        """Return how far on from two places both sides go on with the same words."""
        own, others = self._source.words, self._records.words
        for far in range(1, _FARTHEST):
            for n in range(far + 1):
                start, begin = one + n, other + far - n
                alike = own[start : start + _ALIKE]
                if len(alike) == _ALIKE and alike == others[begin : begin + _ALIKE]:
                    return (n, far - n) if start < last else None
        return None

    def _go_back(self, one: int, other: int, first: int) -> None:
        source, records = self._source, self._records
        while (
            one >= first
            and other >= 0
            and source.mates[one] == records.mates[other] == _NOWHERE
            and source.words[one] == records.words[other]
        ):
            self._pair(one, other)
            one, other = one - 1, other - 1

    def _compare(self, start: int, end: int, *, is_left: bool) -> None:
        """Compare words of the records with those beside the like of their neighbour."""
        mates = self._source.mates
        if is_left:
            mate = self._records.mates[start - 1] if start else _NOWHERE
            if start and mate < 0:
                return
            first = last = mate + 1
        else:
            mate = self._records.mates[end] if end < len(self._records.words) else len(mates)
            if mate < 0:
                return
            first = last = mate
        while last < len(mates) and mates[last] == _NOWHERE:
            last += 1
        while first and mates[first - 1] == _NOWHERE:
            first -= 1
        self._compare_runs(first, last, start, end)

    def _compare_runs(self, first: int, last: int, start: int, end: int) -> None:
        whole: list[tuple[str, int | _Optional]] = []
        for place in range(first, last + 1):
            whole += ((o.word, o) for o in self._optional.get(place, ()) if not o.is_kept)
            if place < last and self._source.mates[place] == _NOWHERE:
                whole.append((self._source.words[place], place))
        run = self._records.words[start:end]
        if len(whole) * len(run) > _MOST_PAIRS:
            return
        matcher = SequenceMatcher(None, [word for word, _ in whole], run, autojunk=False)
        for what, i, j, k, m in matcher.get_opcodes():
            if what == "equal":
                for (_, each), other in zip(whole[i:j], range(start + k, start + m), strict=True):
                    self._settle(each, other)
            elif what == "replace":
                self._join(whole[i:j], start + k, start + m)

    def _slide(self, start: int, end: int, step: int) -> None:
        """Compare a run that could as well be one beside it, where the words are the same."""
        mates, own = self._records.mates, self._records.words
        while True:
            joins, leaves = (start - 1, end - 1) if step < 0 else (end, start)
            if not 0 <= joins < len(own) or own[joins] != own[leaves] or mates[joins] < 0:
                return
            self._pair(mates[joins], leaves)
            mates[joins] = _NOWHERE
            start, end = start + step, end + step
            self._compare(start, end, is_left=True)
            if _NOWHERE not in mates[start:end]:
                return

    def _settle(self, each: int | _Optional, other: int) -> None:
        if isinstance(each, int):
            self._pair(each, other)
        else:
            self._records.mates[other] = _EXPLAINED
            each.is_kept = True

    def _join(self, run: Sequence[tuple[str, int | _Optional]], start: int, end: int) -> None:
        """Explain words that only their limits tell from those of the source, where these may."""
        places = [place for _, place in run if isinstance(place, int)]
        may = len(places) < len(run) or not self._joints.isdisjoint(
            p + n for p in places for n in (0, 1)
        )
        shown = "".join(self._records.words[start:end])
        is_whole = shown == "".join(word for word, _ in run)
        if not may or not (is_whole or shown == "".join(self._source.words[p] for p in places)):
            return
        for place in places:
            self._source.mates[place] = _EXPLAINED
        self._records.mates[start:end] = [_EXPLAINED] * (end - start)
        for _, each in run if is_whole else ():
            if isinstance(each, _Optional):
                each.is_kept = True

    def _explain_units(self) -> None:
        """Explain records of what may be left out, and stands elsewhere."""
        optional = [each.word for own in self._optional.values() for each in own]
        optional += (word for text, _ in self._rest.beside for word in words(text))
        known = _spaced(optional)
        for start, end in self._records.runs():
            if _spaced(self._records.words[start:end]) in known and start in self._records.starts:
                self._records.mates[start:end] = [_EXPLAINED] * (end - start)


def _parted(word: str) -> str:
    """Return `word` with its accents apart, as signs of their own may be in a source."""
    return word if word.isascii() else normalize("NFD", word)


def _made_of(word: str, rest: Mapping[str, Sequence[object]]) -> list[str]:
    """Return words of `rest`, the longest first, that are `word` together, or none."""
    # What remains to be found, and what has been.
    waiting: list[tuple[str, tuple[str, ...]]] = [(word[:_LONGEST], ())]
    for _ in range(_MOST_STEPS):
        if not waiting:
            break
        text, parts = waiting.pop()
        if not text:
            return list(parts) if len(word) <= _LONGEST else []
        for end in range(1, len(text) + 1):
            if len(rest.get(text[:end], ())) > parts.count(text[:end]):
                waiting.append((text[end:], (*parts, text[:end])))
    return []


def _places(units: Sequence[Sized]) -> dict[Sized, list[int]]:
    found: dict[Sized, list[int]] = {}
    for place, unit in enumerate(units):
        if unit:
            found.setdefault(unit, []).append(place)
    return found


def _parts(text: str, place: int) -> bool:
    """Return whether a place is within a word of a text."""
    beside = text[place - 1 : place + 1] if place else ""
    return all(map(words, beside)) and len(words(beside)) == 1


def _spaced(run: Sequence[str]) -> str:
    return f" {' '.join(run)} "
