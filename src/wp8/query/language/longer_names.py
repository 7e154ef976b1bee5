"""The names of a text that have more between some words than was typed: John F. Kennedy."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from wp8.query.tree import BEGINS, Phrase
from wp8.words.tokens import COMMA, GOES_ON, HYPHEN, PARTICLES, going_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.query.record_view import Stretch
    from wp8.query.tree import Slot
    from wp8.words.tokens import Token

_SYLLABLE: Final = re.compile(r"[^aeiouy]*[aeiouy]+[^aeiouy]*")


def longer_names(
    tokens: Sequence[Token], parts: Sequence[Sequence[Slot]], *, is_tied: Callable[[str], bool]
) -> Iterator[Phrase]:
    """Yield the names among the tokens of a text that have all parts, and more between them.

    The parts are in their order, or the family comes first; before a comma it stands alone, and its
    second name may be left out. A part is whole: Jean Bel is not found for Jean-Pierre Bel, nor
    Kim Nam for Kim Yong Nam.
    `is_tied` says of a word whether it never stands apart from others.
    """
    runs = list(_runs(tokens))
    for (low, high), (after, last) in pairwise([*runs, (0, 0)]):
        has_comma = after == high and tokens[after].sign == COMMA
        for end in (high, last) if has_comma else (high,):
            places = [_place(tokens, low, end, part) for part in parts]
            row = sorted(place for place in places if place)
            first = places.index(row[0]) if row else 0
            if row != [*places[first:], *places[:first]]:
                continue
            start, stop = row[0][0], row[-1][1]
            comma = high if end > high else 0
            if comma and all(token.norm in PARTICLES for token in tokens[low:start]):
                start = low
            if comma and not (first and (start, stop) == (low, end) and comma in dict(row)):
                continue
            gaps = [(a, b) for (_, a), (b, _) in pairwise(row) if a < b]
            is_longer = gaps or start < row[0][0]
            if is_longer and not any(_is_within(tokens, gap, is_tied) for gap in gaps):
                borders = [COMMA if place == comma else GOES_ON for place in range(start, stop)]
                borders[0] = BEGINS if comma else ""
                slots = tuple(((token.norm,),) for token in tokens[start:stop])
                yield Phrase(slots, borders=(*borders, ""))


def _runs(tokens: Sequence[Token]) -> Iterator[Stretch]:
    """Yield from where to where capitals go on."""
    start = 0
    for place, (goes_on, _) in enumerate((*going_on(tokens), (False, False))):
        if not goes_on:
            if place > start and tokens[start].capital:
                yield start, place
            start = place


def _place(tokens: Sequence[Token], low: int, high: int, slots: Sequence[Slot]) -> Stretch | None:
    """Return where the slots of a part first stand between two places, None if they do not."""
    for start in range(low, high):
        end = start
        for slot in slots:
            found = (len(x) for x in slot if tuple(t.norm for t in tokens[end:][: len(x)]) == x)
            length = next(found, 0)
            end += length
            if not length:
                break
        else:
            if end <= high:
                return start, end
    return None


def _is_within(tokens: Sequence[Token], gap: Stretch, is_tied: Callable[[str], bool]) -> bool:
    """Return whether what is in a gap is of one part with what stands beside it."""
    start, end = gap
    last, after = tokens[end - 1], tokens[end]
    if after.joint == HYPHEN and last.norm not in PARTICLES:
        return True
    are_syllables = all(_SYLLABLE.fullmatch(token.norm) for token in (last, after))
    return tokens[start].joint == HYPHEN or (is_tied(after.norm) and are_syllables)
