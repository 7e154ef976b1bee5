"""Words more frequent in one part of a corpus than in another."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wp8.analysis.counts.columns import Columns, Measured
from wp8.analysis.counts.frequency import Listing, counts_of
from wp8.analysis.measures.keyness import CRITICAL_VALUES, KEYNESS, log_likelihood, p_class

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence, Set

    from wp8.analysis.counts.columns import Figures
    from wp8.analysis.counts.population import Population
    from wp8.analysis.measures.family import Measure

# Fewer occurrences on both sides together than this say little.
SMALL: Final = 5
ALPHA: Final = 0.05


USUAL: Final = (
    *("form", "direction", "target_frequency", "reference_frequency"),
    *("target_per_thousand", "reference_per_thousand"),
    *("log_likelihood", "log_likelihood_four_cell", "p"),
    *("log_ratio", "log_ratio_conservative", "small"),
    *("log_ratio_lower", "log_ratio_upper"),
)
# What of them a person reads unless told.
IN_TEXT: Final = (
    *("form", "direction", "target_frequency", "reference_frequency"),
    *("target_per_thousand", "reference_per_thousand", "log_likelihood", "p"),
    *("log_ratio", "log_ratio_lower", "log_ratio_upper", "log_ratio_conservative", "small"),
)
RANKED_BY: Final = ("log_ratio_conservative", "log_likelihood")
NOTES: Final = {
    **dict.fromkeys(
        ("target_per_thousand", "reference_per_thousand"), "1000 · frequency / running words"
    ),
    "p": "class of log_likelihood for one test, not corrected for their number: "
    + ", ".join(f"{p} from {least}" for p, least in reversed(CRITICAL_VALUES.items())),
    "small": f"fewer than {SMALL} occurrences on both sides together",
}


class Side(NamedTuple):
    """One side of a comparison: how often each item occurs in so many running words."""

    counts: Counter[str]
    size: int


def side(population: Population, lengths: range) -> Side:
    """Return a population as a side, its items being words or n-grams of these lengths."""
    return Side(counts_of(population, Listing(lengths)), population.size)


def keyness(
    target: Side,
    reference: Side,
    *,
    least: int = 1,
    without: Set[str] = frozenset(),
    measures: Sequence[str] = (),
) -> Measured:
    """Return the items of both sides, the keyest of the target first, of the reference last.

    `direction` is + where an item is relatively more frequent in the target, - where it is in the
    reference, = where it is in neither. `p` is the class of G² over two cells, for one test. The
    interval of the Log Ratio, and with it `log_ratio_conservative`, which is 0 where the counts
    are compatible with no difference, is corrected by Bonferroni for the number of rows.

    Items are ordered by the first of `measures`, which are added to the usual ones, and then by
    the conservative Log Ratio and by G² with the direction's sign.

    Args:
        target: What is described.
        reference: What it is compared with.
        least: What occurs less often, on both sides together, is neither tested nor listed.
        without: Words that are left out likewise, and n-grams that have one of them.
        measures: Measures besides the usual ones.

    Raises:
        UnknownNameError: There is no such measure.
    """
    columns = Columns(KEYNESS, USUAL, measures, NOTES)
    sizes = target.size, reference.size
    if not all(sizes):
        return Measured((), columns)
    types = sorted(target.counts.keys() | reference.counts.keys())
    pairs = {item: (target.counts[item], reference.counts[item]) for item in types}
    tested = {
        item: pair
        for item, pair in pairs.items()
        if sum(pair) >= least and without.isdisjoint(item.split(" "))
    }
    # Most words are rare, and have the same counts as many others.
    compared = {pair: _compared(pair, sizes, len(tested), columns) for pair in {*tested.values()}}
    measured = (*columns.asked[:1], *(KEYNESS[name] for name in RANKED_BY))
    ranks = {
        pair: _rank(dict(zip(columns.names[1:], figures, strict=True)), measured)
        for pair, figures in compared.items()
    }
    ordered = sorted(tested, key=lambda item: ranks[tested[item]])
    rows = [columns.row((item, *compared[tested[item]])) for item in ordered]
    return Measured(tuple(rows), columns)


def _rank(row: Mapping[str, Any], measures: Iterable[Measure]) -> list[float]:
    """Return by each measure how far a row is from the target's side; what has no value is far."""
    toward = -1 if row["direction"] == "-" else 1
    values = ((row[measure.name], measure.directed) for measure in measures)
    return [
        -toward * inf if value is None else -value if directed else -toward * value
        for value, directed in values
    ]


def _compared(
    counts: tuple[int, int], sizes: tuple[int, int], types: int, columns: Columns
) -> Figures:
    """Return what a keyword has besides its item."""
    sides = {
        "target": counts[0],
        "target_size": sizes[0],
        "reference": counts[1],
        "reference_size": sizes[1],
    }
    here, there = counts[0] * sizes[1], counts[1] * sizes[0]
    own = {
        "direction": "+" if here > there else "-" if here < there else "=",
        "target_frequency": counts[0],
        "reference_frequency": counts[1],
        "target_per_thousand": 1000 * counts[0] / sizes[0],
        "reference_per_thousand": 1000 * counts[1] / sizes[1],
        "p": p_class(g2=log_likelihood(**sides)),
        "small": sum(counts) < SMALL,
    }
    return columns.figures(own, {**sides, "alpha": ALPHA, "tests": types})
