"""Wording that two records have in common: equal stretches, and chains of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.passages.alignment import content
from wp8.analysis.passages.tokenized import SEED, ngrams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.analysis.passages.tokenized import Tokenized

# Between two equal stretches of one passage stand at most so many words.
_WIDEST_GAP: Final = 3
# So many equal words behind a gap at the end of a passage belong to it.
_AGAIN: Final = 2


class Block(NamedTuple):
    """A stretch of equal words: where it begins in the one and in the other, and its length."""

    first: int
    other: int
    length: int


def common_wording(one: Tokenized, other: Tokenized) -> list[list[Block]]:
    """Return the passages that two records have in common, each as its equal stretches."""
    return [_extended(one, other, chain) for chain in _chains(_blocks(one, other))]


def _blocks(one: Tokenized, other: Tokenized) -> list[Block]:
    """Return the longest equal stretches of `SEED` words or more, by their place in the first."""
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, seed in enumerate(ngrams(other.norms)):
        places[seed].append(place)
    blocks = []
    inside: set[tuple[int, int]] = set()
    for first, seed in enumerate(ngrams(one.norms)):
        for place in places.get(seed, ()):
            if (first, place) in inside:
                continue
            length = SEED
            while one.norms[first + length : first + length + 1] == (
                other.norms[place + length : place + length + 1] or [""]
            ):
                length += 1
            inside.update((first + n, place + n) for n in range(length))
            blocks.append(Block(first, place, length))
    return blocks


def _chains(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return `blocks` joined where few words stand between them, the same way in both texts."""
    chains: list[list[Block]] = []
    for block in blocks:
        for chain in chains:
            last = chain[-1]
            gap = block.first - last.first - last.length, block.other - last.other - last.length
            if min(gap) >= 0 and max(gap) <= _WIDEST_GAP:
                chain.append(block)
                break
        else:
            chains.append([block])
    return chains


def _extended(one: Tokenized, other: Tokenized, chain: Sequence[Block]) -> list[Block]:
    """Return a chain with the words around it that are equal again behind a few that differ."""
    first, last = chain[0], chain[-1]
    before: list[Block] = []
    after: list[Block] = []
    for gap in range(1, _WIDEST_GAP):
        start = Block(first.first - gap - _AGAIN, first.other - gap - _AGAIN, _AGAIN)
        end = Block(last.first + last.length + gap, last.other + last.length + gap, _AGAIN)
        before = before or [start] * _is_equal(one, other, start)
        after = after or [end] * _is_equal(one, other, end)
    return [*before, *chain, *after]


def _is_equal(one: Tokenized, other: Tokenized, block: Block) -> bool:
    """Return whether a block is there, in both the same, with a content word."""
    if min(block) < 0:
        return False
    norms = one.norms[block.first : block.first + block.length]
    others = other.norms[block.other : block.other + block.length]
    return norms == others and len(norms) == block.length and bool(content(norms))
