"""Korean names of persons in Latin letters: by McCune-Reischauer, by the Revised, as in the press.

The press of the North writes each syllable by itself, without signs: Kim Jong Un, Pak Thae Song.

McCune-Reischauer writes how the syllables of a given name sound beside each other, the Revised
Romanization of 2000 (3.4) does not. The press has its own spellings of families, and of ㅓ.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from wp8.words.hangul import initial_variants, is_syllable

_FIRST: Final = 0xAC00
_VOWELS: Final = 21
_FINALS: Final = 28

_REVISED_INITIALS: Final = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "").split(" ")
_REVISED_VOWELS: Final = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_INITIALS: Final = "k kk n t tt r m p pp s ss - ch tch ch' k' t' p' h".replace("-", "").split(" ")
_MR_VOWELS: Final = "a ae ya yae ŏ e yŏ ye o wa wae oe yo u wŏ we wi yu ŭ ŭi i".split()
# The sound of each final, as which it closes a syllable.
_CLOSED: Final = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")
# What a final is before a vowel, where that is another sound.
_OPEN: Final = {1: "g", 7: "d", 8: "r", 17: "b", 19: "s", 20: "ss", 22: "j", 23: "ch'", 27: ""}
_VOICED: Final = {"k": "g", "t": "d", "p": "b", "ch": "j"}
_NASAL: Final = {"k": "ng", "t": "n", "p": "m"}
_NORTHERN: Final = {"ch": "j", "tch": "jj", "ch'": "ch"}
_WITHOUT_BREVES: Final = str.maketrans("ŏŭ", "ou")
_FAMILIES: Final = dict(
    pair.split(":")
    for pair in (
        "김:Kim 이:Lee 리:Ri 박:Park 최:Choi 조:Cho 강:Kang 임:Lim 오:Oh 권:Kwon 유:Yoo 노:Roh "
        "구:Koo 우:Woo 신:Shin 문:Moon 안:Ahn"
    ).split()
)


def romanized(name: str) -> list[str]:
    """Return a Korean name of a person in Latin letters, and in Hangul as the South spells it.

    `name` is Hangul, its family one syllable. A ValueError is raised for any other.
    """
    if len(name) not in (2, 3) or not all(map(is_syllable, name)):
        raise ValueError(name)
    found = []
    for spelling in dict.fromkeys((name, _southern(name))):
        family, given = spelling[0], spelling[1:]
        revised = "-".join(map(_revised, given))
        common = _FAMILIES.get(family, _revised(family))
        found += [
            spelling,
            f"{_capital(_by_sound(family))} {_capital(_by_sound(given))}",
            f"{_capital(_revised(family))} {_capital(revised)}",
            f"{_capital(common)} {_capital(revised)}",
            f"{_press(common)} {_press(revised)}",
        ]
    northern = " ".join(map(_northern, name))
    if _bare(northern) not in map(_bare, found):
        found.append(northern)
    return list(dict.fromkeys(found))


def _southern(name: str) -> str:
    """Return a name with the initials of the South: 리 is 이, and 로 is 노."""
    return (
        "".join(
            initial_variants(syllable)[-1]
            if _parts(syllable)[0] == _INITIALS.index("r")
            else syllable
            for syllable in name[:2]
        )
        + name[2:]
    )


def _parts(syllable: str) -> tuple[int, int, int]:
    """Return the places of the initial, the vowel and the final of a syllable."""
    place, final = divmod(ord(syllable) - _FIRST, _FINALS)
    return *divmod(place, _VOWELS), final


def _revised(syllable: str) -> str:
    initial, vowel, final = _parts(syllable)
    return _REVISED_INITIALS[initial] + _REVISED_VOWELS[vowel] + _CLOSED[final]


def _bare(form: str) -> str:
    """Return a form without what makes no difference to a search."""
    return form.casefold().replace("-", " ").translate(_WITHOUT_BREVES)


def _northern(syllable: str) -> str:
    """Return a syllable as the press of the North writes it."""
    initial, vowel, final = _parts(syllable)
    consonant = _INITIALS[initial]
    begin = _NORTHERN.get(consonant) or consonant.replace("'", "h")
    return _capital(begin + _MR_VOWELS[vowel].translate(_WITHOUT_BREVES) + _CLOSED[final])


def _by_sound(syllables: str) -> str:
    """Return syllables by McCune-Reischauer, with hyphens between."""
    parts = list(map(_parts, syllables))
    written = [[_INITIALS[i], _MR_VOWELS[v], _CLOSED[f]] for i, v, f in parts]
    for (before, _), (one, other) in zip(pairwise(parts), pairwise(written), strict=True):
        one[2], other[0] = _beside(one[2], other[0], before[2])
    return "-".join(map("".join, written))


def _beside(final: str, initial: str, place: int) -> tuple[str, str]:
    """Return a final and the initial after it as they sound; `place` is that of the final."""
    if not initial:
        return ("", _OPEN[place]) if place in _OPEN else (final, initial)
    if (final, initial) in (("n", "r"), ("l", "n"), ("l", "r")):
        return "l", "l"
    if initial == "r" and final in ("m", "ng", "k", "t", "p"):
        return _NASAL.get(final, final), "n"
    if initial in ("n", "m"):
        return _NASAL.get(final, final), initial
    is_voiced = final in ("", "n", "m", "ng") or (final == "l" and initial in ("k", "p"))
    return final, _VOICED.get(initial, initial) if is_voiced else initial


def _press(name: str) -> str:
    """Return a revised romanization as newspapers write it: Jung, Young, Byung, Chul."""
    parts = (
        "young" if part == "yeong" else part.replace("yeo", "yu").replace("eo", "u")
        for part in name.split("-")
    )
    return _capital("-".join(parts))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
