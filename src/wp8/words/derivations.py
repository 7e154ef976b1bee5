"""English words derived from each other: close and closure, economy and economic, Eighth and 8th.

What is of one word is told in `lexemes`. This tells what is of one family of words, by rules that
know no meaning: it may help to answer a question, and decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# What a word may end in, how long it has to be without that, and what may stand in its place.
_ENDINGS: Final = tuple(
    (ending, shortest, tuple(others.split()))
    for ending, shortest, others in (
        ("", 4, "er or ure ment ful less ness ship hood ly"),
        ("", 5, "ion ation al ance ence ant ent ive able ible ity ize ism ist ic ous ary en"),
        ("e", 4, "ure er or al"),
        ("e", 5, "ion ation ance ence ant ive able ible ity ism ist ic ous"),
        ("y", 5, "ic ical ically ial ious ist ize ication"),
        ("t", 5, "ce cy"),
        ("cy", 5, "t tic"),
        ("le", 4, "ility"),
        ("ism", 4, "ist"),
        ("ize", 4, "ization"),
        ("ic", 4, "icity ically ics"),
        ("sis", 4, "tic ze"),
        ("d", 4, "sion se"),
        ("de", 3, "sion sive"),
        ("t", 4, "ssion ssive"),
        ("ce", 4, "ction ctive ct"),
        ("be", 4, "ption"),
        ("eive", 3, "eption"),
        ("ume", 3, "umption"),
        ("ose", 4, "osition"),
    )
)
_IRREGULAR: Final = tuple(
    pair.split(":")
    for pair in (
        "strong:strength strength:strengthen long:length length:lengthen wide:width broad:breadth "
        "deep:depth high:height true:truth young:youth warm:warmth grow:growth choose:choice "
        "speak:speech succeed:success proceed:process exceed:excess advise:advice believe:belief "
        "relieve:relief prove:proof lose:loss live:life sell:sale see:sight serve:service "
        "maintain:maintenance explain:explanation compare:comparison destroy:destruction "
        "apply:application respond:response defend:defence defend:defense offend:offence "
        "descend:descent ascend:ascent join:joint marry:marriage try:trial deny:denial "
        "poor:poverty free:freedom wise:wisdom know:knowledge"
    ).split()
)
_CARDINALS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_SUFFIXES: Final = {1: "st", 2: "nd", 3: "rd"}
_FIGURES: Final = {
    **{word: str(number) for number, word in enumerate(_CARDINALS, start=1)},
    **{f"{number}{_SUFFIXES.get(number, 'th')}": word for number, word in enumerate(_ORDINALS, 1)},
}
_NUMBERS: Final = {**_FIGURES, **{figure: word for word, figure in _FIGURES.items()}}
# All but the irregular ones have more than that in common at their beginning.
_COMMON: Final = 2


def relatives(words: Iterable[str], starting: Callable[[str], Iterable[str]]) -> list[str]:
    """Return the tokens of a vocabulary that are derived from `words`, or they from them.

    `words` are the norms of the forms of one word; `starting` gives the tokens that begin with
    some letters.
    """
    known = {word for word in words if word.isascii() and word.isalpha()}
    starts = {word[:_COMMON] for word in known if len(word) > _COMMON}
    tokens = {token for start in starts for token in starting(start)}
    near = {token for word in known for token in _derived(word) if token in tokens}
    near.update(token for other in list(near) for token in _derived(other) if token in tokens)
    return sorted(near - known)


def number(word: str) -> str | None:
    """Return a number up to twenty, or an ordinal, in figures if it is in words, and vice versa."""
    return _NUMBERS.get(word)


def _derived(word: str) -> Iterator[str]:
    """Yield what may be derived from `word`, or `word` from it; most of it is no word."""
    for one, other in _IRREGULAR:
        if word in (one, other):
            yield other if word == one else one
    for ending, shortest, others in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            stem = word.removesuffix(ending)
            yield from (stem + other for other in others)
        for other in others:
            if word.endswith(other) and len(word) - len(other) >= shortest:
                yield word.removesuffix(other) + ending
