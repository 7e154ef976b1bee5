"""Which paragraph of one edition is which of another: the same, altered, divided or joined."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NO_LETTER: Final = re.compile(r"[\W_]+")
# Texts are compared by the strings of so many letters that they have in common.
_LENGTH: Final = 4
# One that is in more texts than this tells none of them.
_MOST_TEXTS: Final = 20
_MOST_CANDIDATES: Final = 8
# Of the strings of a text so many are in what it became, or of that so many in it.
_SHARE: Final = 0.6
# What is shorter is a part of a long text by chance.
_SHORT: Final = 12


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
    come = {id_: _strings(text) for id_, text in new.items() if id_ not in kept}
    having: dict[str, list[str]] = {}
    for id_, strings in come.items():
        for string in strings:
            having.setdefault(string, []).append(id_)
    order = {id_: place for place, id_ in enumerate(new)}
    between = _between(new, kept)
    near = -1
    became: dict[str, tuple[str, ...]] = {}
    lonely = _lonely(old, stays)
    for id_, text in old.items():
        if id_ in stays:
            near = order[stays[id_]]
            continue
        strings = _strings(text)
        votes = Counter(
            other
            for string in strings
            if len(those := having.get(string, ())) <= _MOST_TEXTS
            for other in those
        )
        some = [other for other, _ in votes.most_common(_MOST_CANDIDATES)]
        here = near + 1
        some.sort(
            key=lambda other: (
                -len(strings & come[other]),
                len(come[other]),
                abs(order[other] - here),
            )
        )
        if parts := _parts(strings, {other: come[other] for other in some}):
            became[id_] = tuple(sorted(parts, key=order.__getitem__))
        elif id_ in lonely and len(those := between.get(near, [])) == 1 and votes[those[0]]:
            became[id_] = tuple(those)
    return became


def _strings(text: str) -> frozenset[str]:
    letters = _NO_LETTER.sub("", text.casefold()) or text
    last = max(1, len(letters) - _LENGTH + 1)
    return frozenset(letters[start : start + _LENGTH] for start in range(last))


def _parts(strings: frozenset[str], others: Mapping[str, frozenset[str]]) -> list[str]:
    """Return which of `others`, the likest first, make up a text, or have it in them."""
    parts: list[str] = []
    open_ = set(strings)
    for id_, those in others.items():
        shared = len(open_ & those)
        if min(len(strings), len(those)) < _SHORT:
            is_part = 2 * shared >= _SHARE * (len(strings) + len(those))
        else:
            is_part = shared >= _SHARE * min(len(strings), len(those))
        if is_part:
            parts.append(id_)
            open_ -= those
    return parts


def _between(new: Iterable[str], kept: set[str]) -> dict[int, list[str]]:
    """Return the ids that have come after each place of one that was kept, -1 for none."""
    found: dict[int, list[str]] = {}
    near = -1
    for place, id_ in enumerate(new):
        if id_ in kept:
            near = place
        else:
            found.setdefault(near, []).append(id_)
    return found


def _lonely(old: Iterable[str], stays: Mapping[str, str]) -> set[str]:
    """Return the ids of texts that are gone while those before and after them stay."""
    ids, known = ["", *old, ""], {"", *stays}
    return {
        ids[at]
        for at in range(1, len(ids) - 1)
        if ids[at] not in stays and known.issuperset((ids[at - 1], ids[at + 1]))
    }
