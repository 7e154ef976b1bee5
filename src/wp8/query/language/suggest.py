"""What somebody may have meant: the nearest of the words that there are.

A slip of the pen has a cost, the lower the commoner it is (Damerau 1964; Birkbeck's corpus of
misspellings): a letter doubled or not, two neighbours swapped and one vowel for another are cheap,
another first letter is dear. A long word may have more of them than a short one.
"""

from __future__ import annotations

import re
from itertools import accumulate, islice
from math import log2
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_DOUBLING: Final = 0.5
SWAP: Final = 0.7
_VOWEL: Final = 0.8
_SOUND: Final = 0.9
_LETTER: Final = 1.0
# Of what changes the first letter.
_AT_THE_BEGINNING: Final = 0.3
# In a word of so many letters a slip more is likely, up to some.
_LETTERS_A_SLIP: Final = 3.5
_MOST: Final = 3.0
# What it is worth to be twice as frequent, and at most.
_FREQUENCY: Final = 0.1
_MOST_FREQUENCY: Final = 0.4
# What is less likely than the likeliest by more than this is not named beside it.
_BESIDE: Final = 0.5
_MOST_ASKED: Final = 12
# Articles, conjunctions and prepositions that Arabic and Hebrew write with the word.
_LEADS: Final = "ال و وال ب بال ك كال ف فال ل لل ה ו ב כ ל מ ש וה שה".split()  # noqa: RUF001
_VOWELS: Final = frozenset("aeiouyаеиоуыэюяєіїαεηιουω")  # noqa: RUF001
# With fewer words to compare, it takes longer to import what counts edits.
_MANY: Final = 200
_DOUBLED: Final = re.compile(r"(.)\1", re.DOTALL)
_SOUNDS: Final = frozenset(("ck", "cs", "sz", "gj", "kq", "dt", "fv", "bp", "mn", "vw"))


def nearest(
    word: str,
    known: Iterable[str],
    *,
    frequency: Callable[[str], int] = lambda _: 0,
    limit: int = 3,
    most: float | None = None,
    is_there: Callable[[str], object] = bool,
) -> list[str]:
    """Return at most `limit` of the `known` words that `word` may be a slip for, likeliest first.

    The slips cost at most `most`, by default what a word of this length may have. Of words nearly
    as near the more frequent comes first; of the likeliest some are asked whether each `is_there`.
    """
    allowed = allowance(len(word)) if most is None else most
    found = []
    for other in _few_edits_away(word, list(_alike(word, known)), allowed):
        cost = slip(word, other, allowed)
        if 0 < cost <= allowed:
            worth = _FREQUENCY * log2(1 + frequency(other))
            found.append((round(cost - min(worth, _MOST_FREQUENCY), 3), other))
    found.sort()
    there = [each for each in islice(found, _MOST_ASKED) if is_there(each[1])]
    return [other for cost, other in there[:limit] if cost <= there[0][0] + _BESIDE]


def led(word: str) -> Iterable[str]:
    """Return a word with other things of those that Arabic and Hebrew write before it."""
    if word.isascii():
        return ()
    bare = dict.fromkeys((word, *map(word.removeprefix, _LEADS)))
    return dict.fromkeys(lead + each for each in bare if len(each) > 1 for lead in ("", *_LEADS))


def allowance(length: int) -> float:
    """Return what the slips in a word of `length` letters may cost."""
    return min(_MOST, max(_LETTER + _AT_THE_BEGINNING, length / _LETTERS_A_SLIP))


def kept(word: str) -> tuple[str, str]:
    """Return the beginning and the end of `word`: one is kept in a slip."""
    size = max(1, len(word) // 3)
    return word[:size], word[-size:]


def _alike(word: str, known: Iterable[str]) -> Iterable[str]:
    """Return those of `known` that are worth a closer look: it takes a hundred times as long."""
    shortest, longest = len(word) - 2, len(word) + 2
    beginning, end = kept(word)
    letters = set(word)
    return (
        other
        for other in known
        if shortest <= len(other) <= longest
        and (other.startswith(beginning) or other.endswith(end))
        and len(letters.symmetric_difference(other)) <= 4  # noqa: PLR2004 - two letters for two
    )


def _few_edits_away(word: str, known: Sequence[str], most: float) -> Iterable[str]:
    """Return those of `known` that slips may lead to which cost at most `most`, or more.

    Only a doubled letter costs less than a swap.
    """
    if len(known) < _MANY:
        return known
    from rapidfuzz.distance.OSA import distance

    edits, with_doubled = int(most / SWAP), int(most / _DOUBLING)
    if _DOUBLED.search(word):
        edits = with_doubled
    return (
        other
        for other in known
        if (allowed := with_doubled if _DOUBLED.search(other) else edits)
        >= distance(word, other, score_cutoff=allowed)
    )


def slip(word: str, meant: str, most: float) -> float:
    """Return what the slips cost that make `word` of `meant`, or more than `most` if it is more.

    The distance is optimal string alignment with weights.
    """
    extra = [_extra(meant, place) for place in range(len(meant))]
    above: Sequence[float] = ()
    row: Sequence[float] = [*accumulate(extra, initial=0.0)]
    for i, typed in enumerate(word):
        before, above = above, row
        more = _extra(word, i)
        row = [above[0] + more]
        for j, letter in enumerate(meant):
            if typed == letter:
                row.append(above[j])
                continue
            cost = min(
                above[j] + _other(typed, letter) + (0.0 if i and j else _AT_THE_BEGINNING),
                above[j + 1] + more,
                row[j] + extra[j],
            )
            if i and j and typed == meant[j - 1] and word[i - 1] == letter:
                cost = min(cost, before[j - 1] + SWAP + (_AT_THE_BEGINNING if i == 1 == j else 0))
            row.append(cost)
        # A swap goes on from the row above.
        if min(row) > most and min(above) + SWAP > most:
            return min(row)
    return row[-1]


def _extra(word: str, place: int) -> float:
    """Return what it costs that the letter at `place` is there, and not in the other word."""
    letter = word[place]
    if letter in (word[place - 1 : place], word[place + 1 : place + 2]):
        return _DOUBLING
    return _LETTER if place else _LETTER + _AT_THE_BEGINNING


def _other(typed: str, letter: str) -> float:
    if typed in _VOWELS and letter in _VOWELS:
        return _VOWEL
    return _SOUND if min(typed, letter) + max(typed, letter) in _SOUNDS else _LETTER
