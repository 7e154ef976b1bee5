"""Words more frequent in one part of a corpus than in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.measures import keyness as measures

if TYPE_CHECKING:
    from wp8.analysis.counts.population import Population

# Fewer occurrences on both sides together than this say little.
SMALL: Final = 5
ALPHA: Final = 0.05


class Keyword(NamedTuple):
    """An item with its counts on both sides, and how they differ.

    `direction` is + where it is relatively more frequent in the target, - where it is in the
    reference. `log_likelihood` is G² over two cells, `p` its class. `log_ratio_conservative` is 0
    where the counts are compatible with no difference.
    """

    form: str
    direction: str
    target_frequency: int
    reference_frequency: int
    target_per_thousand: float
    reference_per_thousand: float
    log_likelihood: float
    log_likelihood_four_cell: float
    p: str
    log_ratio: float
    log_ratio_conservative: float
    small: bool


def keyness(target: Population, reference: Population, *, least: int = 1) -> list[Keyword]:
    """Return every item of both sides, the keyest of the target first, of the reference last.

    Items are ordered by the conservative Log Ratio and then by G² with the direction's sign. The
    confidence interval of LRC is corrected by Bonferroni for the number of types tested, which is
    all of both sides. Items that occur less than `least` times on both sides together are tested
    but left out.
    """
    counts, others = target.counts(), reference.counts()
    types = sorted(counts.keys() | others.keys())
    sizes = target.size, reference.size
    if not all(sizes):
        return []
    pairs = {item: (counts[item], others[item]) for item in types}
    # Most words are rare, and have the same counts as many others.
    compared = {pair: _compared(pair, sizes, len(types)) for pair in set(pairs.values())}
    rows = [Keyword(item, *compared[pair]) for item, pair in pairs.items() if sum(pair) >= least]
    return sorted(rows, key=lambda row: (-row.log_ratio_conservative, -_signed(row), row.form))


def _signed(row: Keyword) -> float:
    return row.log_likelihood if row.direction == "+" else -row.log_likelihood


def _compared(
    counts: tuple[int, int], sizes: tuple[int, int], types: int
) -> tuple[str, int, int, float, float, float, float, str, float, float, bool]:
    """Return what a keyword has besides its item."""
    sides = {
        "target": counts[0],
        "target_size": sizes[0],
        "reference": counts[1],
        "reference_size": sizes[1],
    }
    g2 = measures.g2_two_cell(**sides)
    return (
        "+" if counts[0] * sizes[1] >= counts[1] * sizes[0] else "-",
        *counts,
        1000 * counts[0] / sizes[0],
        1000 * counts[1] / sizes[1],
        g2,
        measures.keyness_g2_four_cell(**sides),
        measures.p_class(g2=g2),
        measures.log_ratio(**sides),
        measures.log_ratio_conservative(**sides, alpha=ALPHA, tests=types),
        sum(counts) < SMALL,
    )
