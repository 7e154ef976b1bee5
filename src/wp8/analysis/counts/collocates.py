"""The words that stand near a node, and how strongly they are drawn to it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.analysis.counts.columns import Columns
from wp8.analysis.measures.association import ASSOCIATION, contingency

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.analysis.counts.columns import Figures
    from wp8.analysis.counts.population import Population
    from wp8.query.record_view import Stretch

USUAL: Final = (
    *("form", "joint_frequency", "frequency", "expected"),
    *("log_likelihood", "mi", "mi3", "t_score", "z_score", "dice", "log_dice"),
)
RANKED_BY: Final = "log_likelihood"


class Collocation(NamedTuple):
    """The collocates of a node, with the node's frequency and the population's size.

    `rows` has a named tuple of `columns` for each; a measure is None where it is not defined.
    """

    node: int
    size: int
    rows: tuple[Any, ...]
    columns: Columns


def collocates(
    population: Population,
    nodes: Mapping[str, Sequence[Stretch]],
    *,
    left: int,
    right: int,
    least: int = 1,
    measures: Sequence[str] = (),
) -> Collocation:
    """Return the words within `left` and `right` running words of the node.

    They are sorted by the first of `measures`, from high to low, or else by G².

    The window ends with the record, or with its cell or layer; a word in the windows of two nodes
    counts once; the node's own words do not count. Expected frequencies are Evert's (2008):
    E11 = k · f1 · f2 / N with k = left + right; logDice is Rychlý's (2008), without the window.

    Args:
        population: The words that are counted.
        nodes: The stretches of positions of the node, by record id.
        left: Words to the left of a node.
        right: Words to the right of a node.
        least: Collocates with a smaller joint frequency are left out.
        measures: Those of association to add to the usual ones.

    Raises:
        UnknownNameError: There is no such measure.
    """
    columns = Columns(ASSOCIATION, USUAL, measures)
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
    figures = {pair: _figures(*pair, rest, columns) for pair in set(pairs.values())}
    found = [columns.row((population.items[item], *figures[pair])) for item, pair in pairs.items()]
    rows = columns.ranked(sorted(found), by=RANKED_BY)
    return Collocation(node, population.size, rows, columns)


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


def _figures(joint: int, frequency: int, rest: Mapping[str, int], columns: Columns) -> Figures:
    """Return what a collocate has besides its form."""
    known = {"joint": joint, "collocate": frequency, **rest}
    known |= contingency(**known)._asdict()
    return columns.figures({"joint_frequency": joint, "frequency": frequency}, known)
