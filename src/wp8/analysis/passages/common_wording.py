"""Wording that two texts have in common: equal stretches, and chains of them."""

from __future__ import annotations

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


def common_wording(texts: Texts, seeds: Seeds, one: int, other: int) -> list[list[Block]]:
    """Return the passages that two texts have in common, each as its equal stretches."""
    return [_extended(texts, chain) for chain in _chains(_blocks(texts, seeds, one, other))]


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
    near: list[list[Block]] = []
    for block in blocks:
        near = [chain for chain in near if _gap(chain[-1], block)[0] <= _WIDEST_GAP]
        for chain in near:
            gap = _gap(chain[-1], block)
            if min(gap) >= 0 and max(gap) <= _WIDEST_GAP:
                chain.append(block)
                break
        else:
            chains.append([block])
            near.append(chains[-1])
    return chains


def _gap(block: Block, after: Block) -> tuple[int, int]:
    """Return how many words stand between two blocks, in the one and in the other."""
    return after.first - block.first - block.length, after.other - block.other - block.length


def _extended(texts: Texts, chain: Sequence[Block]) -> list[Block]:
    """Return a chain with the words around it that are equal again behind a few that differ."""
    first, last = chain[0], chain[-1]
    before: list[Block] = []
    after: list[Block] = []
    for gap in range(1, _WIDEST_GAP):
        start = Block(first.first - gap - _AGAIN, first.other - gap - _AGAIN, _AGAIN)
        end = Block(last.first + last.length + gap, last.other + last.length + gap, _AGAIN)
        before = before or [start] * _is_equal(texts, start, _AGAIN, gap)
        after = after or [end] * _is_equal(texts, end, -gap, gap)
    return [*before, *chain, *after]


def _is_equal(texts: Texts, block: Block, offset: int, gap: int) -> bool:
    """Return whether a block is there, in both the same, with a content word.

    At the offset from it so many words stand between it and the next block, in the same text.
    """
    first, other, length = block
    if min(block) < 0:
        return False
    numbers = texts.numbers
    words = numbers[first : first + length]
    return (
        words == numbers[other : other + length]
        and any(map(texts.are_content.__getitem__, words))
        and not any(texts.have_border(at + offset, gap) for at in (first, other))
    )
