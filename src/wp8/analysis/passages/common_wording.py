"""Wording that two texts have in common: equal stretches, and chains of them."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.passages.seeds import SEED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.analysis.passages.seeds import Seeds, Texts

# Between two equal stretches of one passage stand at most so many words.
_WIDEST_GAP: Final = 3
# So many equal words behind a gap at the end of a passage belong to it.
_AGAIN: Final = 2
_NEAR: Final = _WIDEST_GAP + SEED


class Block(NamedTuple):
    """A stretch of equal words: where it begins in the one and in the other, and its length."""

    first: int
    other: int
    length: int


def common_wording(
    texts: Texts, seeds: Seeds, one: int, other: int, *, telling: int = 0
) -> list[list[Block]]:
    """Return the passages that two texts have in common, each as its equal stretches.

    Those that cannot have `telling` words besides stock phrases are left out.
    """
    chains = _chains(_blocks(texts, seeds, one, other))
    if telling > 2 * _AGAIN:
        told = seeds.telling(*texts.span(one))
        chains = [chain for chain in chains if any(_have_one(told, block) for block in chain)]
    return [_extended(texts, chain) for chain in chains]


def _have_one(told: Sequence[int], block: Block) -> bool:
    """Return whether one of ascending seeds is of a block."""
    next_ = bisect_left(told, block.first)
    return next_ < len(told) and told[next_] <= block.first + block.length - SEED


def may_be_enough(texts: Texts, first: int, other: int, least: int) -> bool:
    """Return whether a seed may be of a passage that has `least` equal words."""
    numbers = texts.numbers
    before = 0
    while before < least and numbers[first - before - 1] == numbers[other - before - 1]:
        before += 1
    after = SEED
    while before + after < least and numbers[first + after] == numbers[other + after]:
        after += 1
    length = before + after
    if length >= least:
        return True
    block = Block(first - before, other - before, length)
    ends = block.first + length, block.other + length
    if _is_near(*(numbers[max(0, start - _NEAR) : start] for start in block[:2])):
        return True
    if _is_near(*(numbers[end : end + _NEAR] for end in ends)):
        return True
    return sum(part.length for part in _extended(texts, [block])) >= least


def _is_near(one: Sequence[int], other: Sequence[int]) -> bool:
    """Return whether two stretches have a seed in common."""
    if {*one}.isdisjoint(other):
        return False
    ones, others = (
        {(*stretch[start : start + SEED],) for start in range(len(stretch) - SEED + 1)}
        for stretch in (one, other)
    )
    return not ones.isdisjoint(others)


def _blocks(texts: Texts, seeds: Seeds, one: int, other: int) -> Iterator[Block]:
    """Yield the longest equal stretches of `SEED` words or more, by their place in the first."""
    numbers = texts.numbers
    reached, was_many = 0, False
    for first, places in seeds.in_both(texts.span(one), texts.span(other)):
        is_many = len(places) > seeds.most_places
        if is_many and first < reached:
            continue
        for place in places[:1] if is_many else places:
            is_within = numbers[first - 1] == numbers[place - 1]
            if is_within and not is_many and not (was_many and first >= reached):
                continue
            length = SEED
            while numbers[first + length] == numbers[place + length]:
                length += 1
            reached = max(reached, first + length)
            yield Block(first, place, length)
        was_many = is_many


def _chains(blocks: Iterable[Block]) -> list[list[Block]]:
    """Return `blocks` joined where few words stand between them, the same way in both texts."""
    chains: list[list[Block]] = []
    # Those that may go on, behind where they end in the one and in the other.
    near: list[tuple[int, int, list[Block]]] = []
    for block in blocks:
        first, other, length = block
        near = [each for each in near if first - each[0] <= _WIDEST_GAP]
        fitting = (
            number
            for number, (own, their, _) in enumerate(near)
            if own <= first and 0 <= other - their <= _WIDEST_GAP
        )
        number = next(fitting, len(near))
        if number == len(near):
            chains.append([])
            near.append((first, other, chains[-1]))
        chain = near[number][2]
        chain.append(block)
        near[number] = (first + length, other + length, chain)
    return chains


def _extended(texts: Texts, chain: Sequence[Block]) -> list[Block]:
    """Return a chain with the words around it that are equal again behind a few that differ."""
    first, last = chain[0], chain[-1]
    before: list[Block] = []
    after: list[Block] = []
    for gap in range(1, _WIDEST_GAP):
        start = first.first - gap - _AGAIN, first.other - gap - _AGAIN
        end = last.first + last.length + gap, last.other + last.length + gap
        before = before or [Block(*start, _AGAIN)] * _is_again(texts, *start, _AGAIN, gap)
        after = after or [Block(*end, _AGAIN)] * _is_again(texts, *end, -gap, gap)
    return [*before, *chain, *after]


def _is_again(texts: Texts, first: int, other: int, offset: int, gap: int) -> bool:
    """Return whether `_AGAIN` words are the same at two places, one of them a content word.

    At the offset from there so many words stand between them and a block, in the same text.
    """
    numbers = texts.numbers
    words = numbers[first : first + _AGAIN]
    return (
        words == numbers[other : other + _AGAIN]
        and min(first, other) >= 0
        and any(map(texts.are_content.__getitem__, words))
        and not any(texts.have_border(at + offset, gap) for at in (first, other))
    )
