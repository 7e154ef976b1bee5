"""Where words stand near each other, in the token strings of many records at once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import partial
from itertools import accumulate, chain, repeat
from operator import sub
from typing import TYPE_CHECKING, Final

from wp8.index.tantivy.term_characters import BEGINS_PAIR
from wp8.index.tantivy.token_strings import GAP
from wp8.words.tokens import JOINTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.index.algebra import Nearness
    from wp8.index.tantivy.token_strings import TokenStrings

# Records that are looked at together. Of few, `matching` tells sooner.
_BLOCK: Final = 1 << 9
_FEW: Final = 1 << 6
# The end of a record, which is the character of no term; and what stands for it, and for what is
# no token, among the numbers of slots.
_LINE: Final = "\n"
_END: Final = -1
_ODD: Final = -2
_NOWHERE: Final = 1 << 62
# Without these a term has one character; no slot has another.
_FIRSTS: Final = re.compile(BEGINS_PAIR)


def near(
    strings: TokenStrings, slots: Mapping[str, int], distance: int, numbers: Sequence[int]
) -> Iterator[tuple[int, Nearness | None]]:
    """Yield the records that have all slots near each other, and how often they do.

    `slots` has the slot of each character that stands in one. With None come records of which only
    `matching` can tell: few, and those with cells.
    """
    if len(numbers) < _FEW or max(map(len, slots)) > 1:
        yield from zip(numbers, repeat(None))
        return
    sign = re.compile(f"([{re.escape(''.join(slots))}{GAP}{_LINE}])")
    slot_of = {**slots, _LINE: _END}
    for start in range(0, len(numbers), _BLOCK):
        block = numbers[start : start + _BLOCK]
        texts = [f"{_FIRSTS.sub('', text)}{_LINE}" for text in strings.texts(block)]
        parts = sign.split("".join(texts))
        ends = list(accumulate(map(len, parts)))[1::2]
        joined = _joined(strings, block, accumulate(map(len, texts), initial=1))
        ordinals = list(map(sub, ends, map(partial(bisect_right, joined), ends)))
        standing = list(map(slot_of.get, parts[1::2], repeat(_ODD)))
        for number, found in zip(block, _counted(standing, ordinals, distance), strict=True):
            if found is None or found[0]:
                yield number, found


def _counted(
    standing: Sequence[int], ordinals: Sequence[int], distance: int
) -> list[Nearness | None]:
    """Return how often all slots are near each other in each record; None of one with odd signs.

    Of what is `standing` in the records one after the other, slots and ends of records, these are
    the places, counted in words. As in `matching`, a group is what stands next to its first.
    """
    number = 1 + max(standing)
    nexts = [_NOWHERE] * number
    places = [*ordinals, _NOWHERE]
    groups: list[list[tuple[int, list[int]]]] = [[] for _ in range(number)]
    record = standing.count(_END)
    odd = set()
    for event in range(len(standing) - 1, -1, -1):
        slot = standing[event]
        if slot >= 0:
            nexts[slot] = event
            span = places[max(nexts)] - places[event] - distance
            # Two tokens may be of one word: then there are fewer words than slots.
            if span < number and (span < 1 or span < len({places[each] for each in nexts})):
                groups[slot].append((record, nexts[:]))
        elif slot == _END:
            record -= 1
            nexts = [len(standing)] * number
        else:
            odd.add(record)
    occurrences = [0] * standing.count(_END)
    stretches = occurrences[:]
    chosen: set[int] = set()
    for record, group in chain.from_iterable(map(reversed, groups)):
        if new := [event for event in group if event not in chosen]:
            occurrences[record] += 1
            stretches[record] += len(new)
            chosen.update(new)
    found: list[Nearness | None] = list(zip(occurrences, stretches, strict=True))
    for record in odd:
        found[record] = None
    return found


def _joined(strings: TokenStrings, records: Sequence[int], begins: Iterable[int]) -> list[int]:
    """Return where tokens that begin no word stand in the texts of `records`, which begin there."""
    begin = dict(zip(records, begins, strict=False))
    found = []
    for joint in JOINTS:
        marked, places = strings.marks(joint)
        own = slice(bisect_left(marked, records[0]), bisect_right(marked, records[-1]))
        found += [
            begin[record] + place
            for record, place in zip(marked[own], places[own], strict=True)
            if record in begin
        ]
    return sorted(found)
