"""Which paragraph of one edition is which of another: the same, altered, divided or joined."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NO_LETTER: Final = re.compile(r"[\W_]+")
# Texts are compared by the strings of so many letters that they have in common.
_LENGTH: Final = 4
# One that is in more texts than this tells none of them.
_MOST_TEXTS: Final = 20
_MOST_CANDIDATES: Final = 8
# So much two altered texts have in common, or a part of one that was divided with the whole.
_SHARE: Final = 0.6
# What is shorter is a part of a long text by chance.
_SHORT: Final = 12
# What was divided or joined stands so near to where the texts before it are now.
_NEAR: Final = 8
# Of the letters of two short texts there.
_SHARE_OF_LETTERS: Final = 65


def same(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Return by their ids in one edition the ids that texts have in another.

    Both have digests of texts by ids, in reading order. Of equal texts each is the one beside its
    own neighbour, or else the next; where there are fewer than before, some are one.
    """
    olds, news = list(old), list(new)
    numbers = Counter(old.values()), Counter(new.values())
    places = {digest: place for place, digest in enumerate(new.values())}
    found = {
        place: places[digest]
        for place, digest in enumerate(old.values())
        if digest in places and all(number[digest] == 1 for number in numbers)
    }
    taken = set(found.values())
    for step in (1, -1):
        # Where the text before is; before the first stands what stands before the first.
        before: int | None = -1 if step == 1 else len(news)
        for place in range(len(olds))[::step]:
            other = -1 if before is None else before + step
            is_free = place not in found and 0 <= other < len(news) and other not in taken
            if is_free and old[olds[place]] == new[news[other]]:
                found[place] = other
                taken.add(other)
            before = found.get(place)
    free: dict[str, list[int]] = {}
    for place, digest in enumerate(new.values()):
        if place not in taken:
            free.setdefault(digest, []).append(place)
    rest = {digest: iter(those) for digest, those in free.items()}
    for place, digest in enumerate(old.values()):
        if place not in found and digest in places:
            found[place] = next(rest.get(digest, iter(())), places[digest])
    return {olds[place]: news[found[place]] for place in sorted(found)}


def alike(
    old: Mapping[str, str], new: Mapping[str, str], stays: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return what became of the texts of an edition that another does not have.

    Both have texts by ids, in reading order; `stays` says which are the same. One that was divided
    became several, several that were joined one; what is like no other is left out.
    """
    kept = set(stays.values())
    gone = {id_: _strings(text) for id_, text in old.items() if id_ not in stays}
    come = {id_: _strings(text) for id_, text in new.items() if id_ not in kept}
    order = {id_: place for place, id_ in enumerate(new)}
    found: dict[str, list[str]] = {}
    left, open_ = ({id_: set(own) for id_, own in each.items()} for each in (gone, come))
    for _, far, one, other in sorted(_pairs(gone, come, _places(old, stays, order), order)):
        # What of both is not that of likelier ones.
        shared = len(left[one] & open_[other])
        smaller, larger = sorted((len(gone[one]), len(come[other])))
        is_part = far <= _NEAR and smaller >= _SHORT and shared >= _SHARE * smaller
        if is_part or 2 * shared >= _SHARE * (smaller + larger):
            found.setdefault(one, []).append(other)
            left[one] -= come[other]
            open_[other] -= gone[one]
    taken = {other for those in found.values() for other in those}
    rest = {id_: text for id_, text in new.items() if id_ in come and id_ not in taken}
    news, here = list(new), 0
    for id_, text in old.items():
        near = news[here : here + _NEAR] if id_ not in stays and id_ not in found else ()
        if other := _likest(text, rest, near):
            found[id_] = [other]
            del rest[other]
        if those := [stays[id_]] if id_ in stays else found.get(id_):
            here = max(map(order.__getitem__, those)) + 1
    return {id_: tuple(sorted(found[id_], key=order.__getitem__)) for id_ in gone if id_ in found}


def _places(
    old: Iterable[str], stays: Mapping[str, str], order: Mapping[str, int]
) -> dict[str, int]:
    """Return where texts would stand now, behind those before them."""
    places = {}
    here = 0
    for id_ in old:
        here = places[id_] = order[stays[id_]] if id_ in stays else here
        here += 1
    return places


def _pairs(
    gone: Mapping[str, frozenset[str]],
    come: Mapping[str, frozenset[str]],
    places: Mapping[str, int],
    order: Mapping[str, int],
) -> Iterator[tuple[float, int, str, str]]:
    """Yield texts that may be altered ones of each other, after how unlike and how far they are."""
    having: dict[str, list[str]] = {}
    for id_, strings in come.items():
        for string in strings:
            having.setdefault(string, []).append(id_)
    for one, strings in gone.items():
        votes = Counter(
            other
            for string in strings
            if len(those := having.get(string, ())) <= _MOST_TEXTS
            for other in those
        )
        for other, _ in votes.most_common(_MOST_CANDIDATES):
            both = len(strings) + len(come[other])
            far = abs(order[other] - places[one])
            yield -2 * len(strings & come[other]) / both, far, one, other


def _likest(text: str, texts: Mapping[str, str], near: Iterable[str]) -> str:
    """Return which of the `texts` that are `near` is most like a text, if one is like it."""
    there = [id_ for id_ in near if id_ in texts]
    if not there:
        return ""
    from rapidfuzz.fuzz import ratio  # most texts are like one by their strings

    likeness = {id_: ratio(text, texts[id_]) for id_ in there}
    likest = max(likeness, key=likeness.__getitem__)
    return likest if likeness[likest] >= _SHARE_OF_LETTERS else ""


def _strings(text: str) -> frozenset[str]:
    letters = _NO_LETTER.sub("", text.casefold()) or text
    last = max(1, len(letters) - _LENGTH + 1)
    return frozenset(letters[start : start + _LENGTH] for start in range(last))
