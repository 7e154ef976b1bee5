"""The words that stand near a node, and how strongly they are drawn to it, or kept away."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from itertools import chain, compress, count, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.analysis.counts.columns import Columns
from wp8.analysis.measures.association import ASSOCIATION, contingency
from wp8.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.analysis.counts.columns import Figures
    from wp8.analysis.counts.population import Occurrences, Population

USUAL: Final = (
    *("form", "joint_frequency", "frequency", "expected"),
    *("log_likelihood", "mi", "mi3", "t_score", "z_score", "dice", "log_dice"),
    "signed_log_likelihood",
)
RANKED_BY: Final = "signed_log_likelihood"
# The columns that stand after the joint frequency, and say more of it, if they are asked for.
MORE: Final = ("sides", "positions", "texts")
_NOTES: Final = {"texts": "documents in which the word stands near the node"}


class Collocation(NamedTuple):
    """The collocates of a node: `near` of `size` words are in its windows, its own in neither.

    `node` is its frequency. `rows` has a named tuple of `columns` for each collocate; a measure is
    None where it is not defined.
    """

    node: int
    near: int
    size: int
    rows: tuple[Any, ...]
    columns: Columns


def collocates(
    population: Population,
    nodes: Occurrences,
    *,
    left: int,
    right: int,
    least: int = 1,
    least_frequency: int = 1,
    repelled: bool = False,
    measures: Sequence[str] = (),
    more: Sequence[str] = (),
) -> Collocation:
    """Return the words that stand near the node as often as by chance or more, or are `repelled`.

    They are sorted by the first of `measures` and then by signed G², from high to low; the
    repelled, which stand there less often or never, from low to high.

    A window is `left` and `right` running words, and ends with the record, or with its cell or
    layer. A word in several windows counts once, at the nearest node, at the first of two as near.
    The words of nodes count in no window, and in no margin: R1 is the number of words in the
    windows, N that of all words, C1 the frequency of the collocate, each without them. So is
    every word as likely to stand near the node, and on random text G² is chi-squared.

    Args:
        population: The words that are counted.
        nodes: Where the node occurs.
        left: Words to the left of a node.
        right: Words to the right of a node.
        least: The least joint frequency; of what is repelled, the least expected one.
        least_frequency: The least frequency of a collocate.
        repelled: Return what stands near the node less often than expected.
        measures: Those of association to add to the usual ones.
        more: Of `MORE`, what else to say of the joint frequency.

    Raises:
        UnknownNameError: There is no such measure, or no such column.
    """
    beside = _Beside(population, nodes, left, right)
    counts = beside.columns(more)
    columns = Columns(ASSOCIATION, (*USUAL[:2], *counts, *USUAL[2:]), measures, _NOTES)
    joint, own, frequencies = Counter(beside.near), Counter(beside.own), population.frequencies
    near, size = len(beside.near), population.size - len(beside.own)
    pairs = {}
    for item in compress(count(), frequencies) if repelled else joint:
        number, frequency, inside = joint[item], frequencies[item], own[item]
        # Both N times as much.
        observed, expected = number * size, near * (frequency - inside)
        is_frequent = max(observed, expected) >= least * size and frequency >= least_frequency
        if is_frequent and (observed < expected) is repelled:
            pairs[item] = (number, frequency, inside, *(each[item] for each in counts.values()))

    def figures(joint: int, frequency: int, inside: int, *others: int) -> Figures:
        cells = contingency(joint=joint, row=near, column=frequency - inside, size=size)
        said = {"joint_frequency": joint, "frequency": frequency}
        said |= zip(counts, others, strict=True)
        known = {"joint": joint, "node": beside.node, "collocate": frequency, **cells._asdict()}
        return columns.figures(said, known)

    # Most words near a node are rare, and have the same counts as many others.
    cells = {pair: figures(*pair) for pair in set(pairs.values())}
    found = [columns.row((population.items[item], *cells[pair])) for item, pair in pairs.items()]
    rows = columns.ranked(sorted(found), by=RANKED_BY, lowest_first=repelled)
    return Collocation(beside.node, near, size, rows, columns)


class _Beside:
    """What stands in the windows of a node.

    `near` are the words there and `places` where in its window each stands, counted from the
    left end; `own` are the words of the node, which occurs `node` times.
    """

    def __init__(
        self,
        population: Population,
        nodes: Occurrences,
        left: int,
        right: int,
    ) -> None:
        self.node = len(nodes.starts)
        self.near, self.own, self.places = array("I"), array("I"), array("B")
        self._left, self._right = left, right
        # How much of `near` is of the documents up to each.
        self._ends: dict[str, int] = {}
        window = array("B", range(left + right))
        heads, words = population.heads, population.words
        numbers = population.numbers_by_record(nodes)
        for record in compress(count(), numbers):
            start, end = population.borders[record : record + 2]
            borders = [0, *population.breaks(record), end - start]
            inside = _apart(nodes.within(start, end))
            for first, last in inside:
                self.own += words[start + first : start + last]
            for first, last, place in _windows(inside, borders, left, right):
                self.near += words[start + first : start + last]
                self.places += window[place : place + last - first]
            self._ends[heads.documents[record]] = len(self.near)

    def columns(self, names: Iterable[str]) -> dict[str, Mapping[int, int]]:
        """Return for each column that is named, or is of a group so named, its count of items.

        Raises:
            UnknownNameError: There is no such name.
        """
        found: dict[str, Mapping[int, int]] = {}
        for name in names:
            if name == "texts":
                found[name] = self._texts()
            elif name in MORE:
                found |= self._parts(name)
            else:
                raise UnknownNameError(
                    f"collocates have no column {name[:20]}", hint=f"there are: {', '.join(MORE)}"
                )
        return found

    def _texts(self) -> Counter[int]:
        """Return in how many documents each item is near the node."""
        near = (self.near[start:end] for start, end in pairwise((0, *self._ends.values())))
        return Counter(chain.from_iterable(map(set, near)))

    def _parts(self, name: str) -> dict[str, Counter[int]]:
        """Return how often each item stands on either side, or at each position."""
        sides = ["left"] * self._left + ["right"] * self._right
        positions = [f"L{distance}" for distance in range(self._left, 0, -1)]
        positions += [f"R{distance}" for distance in range(1, self._right + 1)]
        called = sides if name == "sides" else positions
        found: dict[str, Counter[int]] = {
            part: Counter() for part in (("left", "right") if name == "sides" else positions)
        }
        for (item, place), number in Counter(zip(self.near, self.places, strict=True)).items():
            found[called[place]][item] += number
        return found


def _apart(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches of places in their order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _windows(
    nodes: Sequence[tuple[int, int]], borders: Sequence[int], left: int, right: int
) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches beside nodes that are apart, and where in its window each begins.

    A window reaches over none of `borders`; where two would overlap they meet in the middle.
    """
    edges = (0, *chain.from_iterable(nodes), borders[-1])
    for number in range(len(nodes) + 1):
        after, before = edges[2 * number], edges[2 * number + 1]
        end, start = after, before
        if number > 0:
            end = min(after + right, borders[bisect_right(borders, after - 1)], before)
        if number < len(nodes):
            start = max(before - left, borders[bisect_right(borders, before) - 1], after)
        if start < end:
            start = end = min(max((after + before + 1) // 2, start), end)
        yield after, end, left
        yield start, before, left - (before - start)
