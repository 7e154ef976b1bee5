"""The words that stand near a node, and how strongly they are drawn to it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.measures import association as measures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.analysis.counts.population import Population
    from wp8.query.record_view import Stretch

MEASURES: Final = ("log_likelihood", "mi", "mi3", "t_score", "z_score", "dice", "log_dice")


class Collocate(NamedTuple):
    """A word near the node: joint frequency, its own, Evert's expectation, and the measures."""

    form: str
    joint_frequency: int
    frequency: int
    expected: float
    log_likelihood: float
    mi: float
    mi3: float
    t_score: float
    z_score: float
    dice: float
    log_dice: float


class Collocation(NamedTuple):
    """The collocates of a node, with the node's frequency and the population's size."""

    node: int
    size: int
    collocates: tuple[Collocate, ...]


def collocates(
    population: Population,
    nodes: Mapping[str, Sequence[Stretch]],
    *,
    left: int,
    right: int,
    least: int = 1,
) -> Collocation:
    """Return the words within `left` and `right` running words of the node.

    The window ends with the record, or with its cell or layer; a word in the windows of two nodes
    counts once; the node's own words do not count. Expected frequencies are Evert's (2008):
    E11 = k · f1 · f2 / N with k = left + right; logDice is Rychlý's (2008), without the window.

    Args:
        population: The words that are counted.
        nodes: The stretches of positions of the node, by record id.
        left: Words to the left of a node.
        right: Words to the right of a node.
        least: Collocates with a smaller joint frequency are left out.
    """
    near = array("I")
    node = 0
    for id_, (start, end) in zip(population.heads.ids, pairwise(population.borders), strict=True):
        if stretches := nodes.get(id_):
            arrangement = population.arrangement(id_)
            borders = [0, *arrangement.breaks, end - start]
            for first, last in _windows(arrangement.places(stretches), borders, left, right):
                near += population.words[start + first : start + last]
            node += len(stretches)
    frequencies = population.frequencies
    pairs = {
        item: (number, frequencies[item])
        for item, number in Counter(near).items()
        if number >= least
    }
    # Most words near a node are rare, and have the same counts as many others.
    rest = {"node": node, "size": population.size, "window": left + right}
    figures = {pair: _figures(*pair, **rest) for pair in set(pairs.values())}
    found = [Collocate(population.items[item], *figures[pair]) for item, pair in pairs.items()]
    found.sort(key=lambda c: (-c.log_likelihood, c.form))
    return Collocation(node, population.size, tuple(found))


def _windows(
    nodes: Sequence[tuple[int, int]], borders: Sequence[int], left: int, right: int
) -> Iterator[tuple[int, int]]:
    """Yield the places beside the nodes of a record, from one on to another, each place once.

    A window reaches over none of `borders`.
    """
    reached = 0
    for (start, end), (following, _) in pairwise((*nodes, (borders[-1], 0))):
        first = borders[bisect_right(borders, start) - 1]
        last = borders[bisect_right(borders, end - 1)]
        yield max(first, start - left, reached), start
        reached = max(end, reached)
        yield reached, min(last, end + right, following)
        reached = max(reached, min(last, end + right, following))


def _figures(
    joint: int, frequency: int, *, node: int, size: int, window: int
) -> tuple[int, int, float, float, float, float, float, float, float, float]:
    """Return what a collocate has besides its form."""
    counts = {"joint": joint, "node": node, "collocate": frequency}
    population = {"size": size, "window": window}
    cells = measures.contingency(**counts, **population)
    return (
        joint,
        frequency,
        measures.expected_frequency(node=node, collocate=frequency, **population),
        measures.g2_four_cell(**cells._asdict()),
        measures.mutual_information(**counts, **population),
        measures.mi3(**counts, **population),
        measures.t_score(**counts, **population),
        measures.z_score(**counts, **population),
        measures.dice(**counts),
        measures.log_dice(**counts),
    )
