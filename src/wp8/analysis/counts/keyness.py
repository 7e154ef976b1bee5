"""Words more frequent in one part of a corpus than in another."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, Final

from wp8.analysis.counts.columns import Columns, Measured
from wp8.analysis.measures.keyness import CRITICAL_VALUES, KEYNESS, log_likelihood, p_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
)
RANKED_BY: Final = ("log_ratio_conservative", "log_likelihood")
NOTES: Final = {
    "p": "class of log_likelihood: "
    + ", ".join(f"{p} from {least}" for p, least in reversed(CRITICAL_VALUES.items())),
    "small": f"fewer than {SMALL} occurrences on both sides together",
}


def keyness(
    target: Population, reference: Population, *, least: int = 1, measures: Sequence[str] = ()
) -> Measured:
    """Return every item of both sides, the keyest of the target first, of the reference last.

    `direction` is + where an item is relatively more frequent in the target, - where it is in the
    reference. `p` is the class of G² over two cells. `log_ratio_conservative` is 0 where the
    counts are compatible with no difference; its interval is corrected by Bonferroni for the
    number of types tested, which is all of both sides. Items that occur less than `least` times
    on both sides together are tested but left out.

    Items are ordered by the first of `measures`, which are added to the usual ones, and then by
    the conservative Log Ratio and by G² with the direction's sign.

    Raises:
        UnknownNameError: There is no such measure.
    """
    columns = Columns(KEYNESS, USUAL, measures, NOTES)
    counts, others = target.counts(), reference.counts()
    types = sorted(counts.keys() | others.keys())
    sizes = target.size, reference.size
    if not all(sizes):
        return Measured((), columns)
    pairs = {item: (counts[item], others[item]) for item in types}
    # Most words are rare, and have the same counts as many others.
    compared = {pair: _compared(pair, sizes, len(types), columns) for pair in set(pairs.values())}
    measured = (*columns.asked[:1], *(KEYNESS[name] for name in RANKED_BY))
    ranks = {
        pair: _rank(dict(zip(columns.names[1:], figures, strict=True)), measured)
        for pair, figures in compared.items()
    }
    frequent = [item for item, pair in pairs.items() if sum(pair) >= least]
    frequent.sort(key=lambda item: ranks[pairs[item]])
    rows = [columns.row((item, *compared[pairs[item]])) for item in frequent]
    return Measured(tuple(rows), columns)


def _rank(row: Mapping[str, Any], measures: Iterable[Measure]) -> list[float]:
    """Return by each measure how far a row is from the target's side; what has no value is far."""
    toward = 1 if row["direction"] == "+" else -1
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
    own = {
        "direction": "+" if counts[0] * sizes[1] >= counts[1] * sizes[0] else "-",
        "target_frequency": counts[0],
        "reference_frequency": counts[1],
        "target_per_thousand": 1000 * counts[0] / sizes[0],
        "reference_per_thousand": 1000 * counts[1] / sizes[1],
        "p": p_class(g2=log_likelihood(**sides)),
        "small": sum(counts) < SMALL,
    }
    return columns.figures(own, {**sides, "alpha": ALPHA, "tests": types})
