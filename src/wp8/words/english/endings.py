"""The regular forms of English words, and the kinds of words that have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOUN: Final = "n"
VERB: Final = "v"
# One with a past of its own: it has none in -ed where the word may be another's, or another.
STRONG: Final = "V"
ADJECTIVE: Final = "a"
ADVERB: Final = "r"
# After the kinds of a word: it is a form of no other; it is its own lemma.
ONLY: Final = "="
FIRST: Final = "+"

_VOWELS: Final = frozenset("aeiou")
_SIBILANT: Final = ("s", "x", "z", "ch", "sh")
_VOWEL_GROUP: Final = re.compile("[aeiouy]+")
_SHORTEST: Final = 2
# Of all regular forms.
_ENDINGS: Final = ("s", "men", "ing", "ed", "er", "est")


def regular_bases(word: str, kinds: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the words whose regular form `word` is, each after the kind of word that it is there.

    `kinds` gives the kinds of a word, or nothing where it is none.
    """
    if not word.endswith(_ENDINGS):
        return []
    found: dict[tuple[str, str], None] = {}
    strong: dict[tuple[str, str], None] = {}
    for asked, base in _candidates(word):
        own = kinds(base)
        is_strong = STRONG in own and word.endswith("ed")
        taken = strong if is_strong else found
        taken.update(((kind, base), None) for kind in asked if kind in own.lower())
    if strong and not found and {NOUN, VERB}.isdisjoint(kinds(word)):
        return list(strong)
    return list(found)


def _candidates(word: str) -> Iterator[tuple[str, str]]:
    """Yield words that may be the base of `word`, each after the kinds that it has to be of."""
    if word.endswith("s") and not word.endswith("ss"):
        for base in _without_s(word):
            yield NOUN + VERB, base
        if word.endswith("ses"):
            yield NOUN, f"{word[:-2]}is"
    elif word.endswith("men"):
        yield NOUN, f"{word[:-2]}an"
    elif word.endswith("ing"):
        for base in stems(word[:-3]):
            yield VERB, base
    elif word.endswith("ed"):
        for base in (word[:-1], *stems(word[:-2])):
            yield VERB, base
        if word.endswith("ied"):
            yield VERB, f"{word[:-3]}y"
    elif word.endswith(("er", "est")):
        stem = word.removesuffix("er").removesuffix("est")
        yet = [f"{stem[:-1]}y"] if stem.endswith("i") else []
        for base in (*stems(stem), *yet):
            if _is_compared(base):
                yield ADJECTIVE + ADVERB, base


def _without_s(word: str) -> Iterator[str]:
    if word.endswith("ies") and len(word) > len("ties"):
        yield f"{word[:-3]}y"
    if word.endswith("es") and word[:-2].endswith((*_SIBILANT, "o")):
        yield word[:-2]
    base = word[:-1]
    is_another = base.endswith(_SIBILANT) or (base[-1:] == "y" and base[-2:-1] not in _VOWELS)
    if len(base) >= _SHORTEST and not is_another:
        yield base


def stems(stem: str) -> Iterator[str]:
    """Yield the words that may have lost a letter, or doubled one, before an ending with a vowel.

    A short word always doubles its last letter, and a mute e is always lost: stare, star.
    """
    if len(stem) < _SHORTEST or not _VOWELS & set(stem.replace("y", "i")):
        return
    if not _has_to_double(stem):
        yield stem
    if not stem.endswith(("e", "o", "y")):
        yield f"{stem}e"
    if stem[-1] == stem[-2] and _may_double(stem[:-1]):
        yield stem[:-1]


def _may_double(base: str) -> bool:
    """Return whether a word ends in one vowel and a consonant that can be doubled."""
    return (
        len(base) >= _SHORTEST
        and base[-1] not in "aeiouwxy"
        and base[-2] in "aeiouy"
        and (len(base) == _SHORTEST or base[-3] not in "aeio" or base[-3:-1] in ("ui",))
    )


def _has_to_double(base: str) -> bool:
    return _may_double(base) and len(_VOWEL_GROUP.findall(base.removeprefix("qu"))) == 1


def _is_compared(base: str) -> bool:
    """Return whether an adjective is so short that it takes -er and -est."""
    groups = len(_VOWEL_GROUP.findall(base.removesuffix("e")))
    return groups == 1 or base.endswith(("y", "le", "ow"))
