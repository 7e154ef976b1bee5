"""Hangul words: their particles, and the initials that North and South spell differently."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_FIRST: Final = 0xAC00
_LAST: Final = 0xD7A3
_SYLLABLES: Final = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]+")
_PER_INITIAL: Final = 21 * 28
_PER_VOWEL: Final = 28
# Places among the 19 initials and the 21 vowels of the Unicode syllables.
_N: Final = 2
_R: Final = 5
_SILENT: Final = 11
# The North writes the one, the South the other: 페막, 폐막.
_CLOSED: Final = {"페": "폐", "폐": "페"}
_I_VOWELS: Final = frozenset((2, 3, 6, 7, 12, 17, 20))

# What may follow a noun, longest first: after any syllable, after a final consonant, after a vowel.
_PARTICLES: Final = tuple(
    "에서는 으로서 에서 으로 에게 부터 까지 에는 에도 에로 하는 하고 하며 하여 이며 이다 라는 "
    "께서 보다 은 는 이 가 을 를 의 에 와 과 도 로 만".split()
)
_AFTER_CONSONANT: Final = frozenset("은 이 을 과 으로 으로서 이며 이다".split())
_AFTER_VOWEL: Final = frozenset("는 가 를 와 라는".split())
# A name or a noun of three syllables often ends like these (김정은, 혁명가): they are taken off
# longer words only.
_DOUBTFUL: Final = frozenset("은 는 이 가 과 와 도 로 만".split())
_SHORTEST_NOUN: Final = 2

# What a number is followed by within one word: 8차, 2021년.
COUNTERS: Final = tuple("차기년월일회개명만억원")


def is_syllable(token: str) -> bool:
    """Return whether `token` is one Hangul syllable."""
    return len(token) == 1 and _FIRST <= ord(token) <= _LAST


def is_of_syllables(text: str) -> bool:
    """Return whether `text` is of Hangul syllables and nothing else."""
    return _SYLLABLES.fullmatch(text) is not None


def initial_variants(syllable: str) -> list[str]:
    """Return the other spellings of `syllable` north and south: ㄹ, ㄴ and none before i and y.

    로 is 노 in the South at the beginning of a word, 령 is 영, 녀 is 여; before other vowels only
    ㄹ and ㄴ change places. And 페 is 폐.
    """
    initial, rest = divmod(ord(syllable) - _FIRST, _PER_INITIAL)
    initials = (_R, _N, _SILENT) if rest // _PER_VOWEL in _I_VOWELS else (_R, _N)
    if syllable in _CLOSED:
        return [_CLOSED[syllable]]
    if initial not in initials:
        return []
    return [chr(_FIRST + i * _PER_INITIAL + rest) for i in initials if i != initial]


def one_letter_away(syllable: str) -> list[str]:
    """Return the syllables that have another initial, another vowel or another final."""
    place = ord(syllable) - _FIRST
    near: list[int] = []
    sizes = (_LAST + 1 - _FIRST, _PER_INITIAL, _PER_VOWEL, 1)
    for size, step in pairwise(sizes):
        start = place - place % size + place % step
        near += range(start, start + size, step)
    return [chr(_FIRST + each) for each in near if each != place]


def without_particle(syllables: Sequence[str]) -> Collection[Sequence[str]]:
    """Return `syllables` without the particle they may end in: nothing if there is none."""
    word = "".join(syllables)
    for particle in _PARTICLES:
        length = len(syllables) - len(particle)
        if not word.endswith(particle) or not is_syllable(syllables[length - 1]):
            continue
        if length < _SHORTEST_NOUN + (particle in _DOUBTFUL):
            continue
        is_open = (ord(syllables[length - 1]) - _FIRST) % _PER_VOWEL == 0
        if particle not in (_AFTER_CONSONANT if is_open else _AFTER_VOWEL):
            return (syllables[:length],)
    return ()
