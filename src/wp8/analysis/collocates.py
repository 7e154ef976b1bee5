"""The words that stand near a node, and how strongly they are drawn to it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis import association_measures as measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wp8.analysis.population import Passage, Population
    from wp8.record_view import Stretch
    from wp8.text import Word

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
    joint: Counter[str] = Counter()
    for passage in population.passages:
        stretches = nodes.get(passage.record.id, ())
        if not stretches:
            continue
        near = _near(passage, population.stretches(passage), stretches, left, right)
        joint.update(population.item(passage.words[place]) for place in near)
    frequencies = population.counts()
    size = population.size
    node = sum(len(nodes.get(passage.record.id, ())) for passage in population.passages)
    found = [
        _collocate(item, number, frequencies[item], node=node, size=size, window=left + right)
        for item, number in joint.items()
        if number >= least
    ]
    return Collocation(node, size, tuple(sorted(found, key=lambda c: (-c.log_likelihood, c.form))))


def _near(
    passage: Passage,
    together: Iterable[Sequence[Word]],
    stretches: Sequence[Stretch],
    left: int,
    right: int,
) -> list[int]:
    """Return the places of the words in the windows of the node, each once, in order.

    No window reaches beyond the words that stand `together` with the node.
    """
    borders = [0, *accumulate(map(len, together))]
    inside = [
        [
            place
            for place, word in enumerate(passage.words)
            if word.position < end and word.position + len(word.tokens) > start
        ]
        for start, end in stretches
    ]
    own = {place for places in inside for place in places}
    near: set[int] = set()
    for places in inside:
        first = borders[bisect_right(borders, places[0]) - 1]
        last = borders[bisect_right(borders, places[-1])]
        before = range(max(first, places[0] - left), places[0])
        after = range(places[-1] + 1, min(last, places[-1] + 1 + right))
        near.update(before, after)
    return sorted(near - own)


def _collocate(
    item: str, joint: int, frequency: int, *, node: int, size: int, window: int
) -> Collocate:
    counts = {"joint": joint, "node": node, "collocate": frequency}
    population = {"size": size, "window": window}
    cells = measures.contingency(**counts, **population)
    return Collocate(
        item,
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
