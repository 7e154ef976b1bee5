"""Measures of keyness: the frequency of a word in a target against that in a reference.

`target` and `reference` are its frequencies, `target_size` and `reference_size` the sizes of the
two corpora, all in tokens.
"""

from __future__ import annotations

from functools import lru_cache
from math import log, log2
from typing import Final

from wp8.analysis.measures import association
from wp8.analysis.measures.association import signed
from wp8.analysis.measures.binomial_interval import lower_bound
from wp8.analysis.measures.family import Family, UndefinedError

KEYNESS: Final = Family(
    "keyness", "target", "target_size", "reference", "reference_size", "alpha", "tests"
)

# Quantiles of chi-squared with one degree of freedom, by the p that they stand for.
CRITICAL_VALUES = {".0001": 15.137, ".001": 10.828, ".01": 6.635, ".05": 3.841}


@KEYNESS.measure(
    heading="G²",
    formula="G² = 2 Σ O ln(O/E), the item's two cells",
    source="Rayson & Garside 2000",
    directed=False,
)
def log_likelihood(*, target: int, target_size: int, reference: int, reference_size: int) -> float:
    """Return G2 = 2 * (a * ln(a / E1) + b * ln(b / E2)), from 0; 0 * ln 0 is 0.

    a and b are the frequencies, E1 and E2 their sum shared out by the sizes. It is the
    log-likelihood of the UCREL calculator (Rayson & Garside 2000; the form of Read & Cressie),
    without the cells of all other words of Dunning (1993): see `log_likelihood_four_cell`.

    Raises:
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    _check(target, target_size, reference, reference_size)
    share = (target + reference) / (target_size + reference_size)
    pairs = ((target, target_size), (reference, reference_size))
    # Equal shares may give -1e-17.
    return max(2 * sum(f * log(f / (size * share)) for f, size in pairs if f), 0.0)


@KEYNESS.measure(
    heading="±G²",
    formula="G² of the item's two cells, negative where it is rarer in the target",
    source="Rayson & Garside 2000",
)
def signed_log_likelihood(
    *, target: int, target_size: int, reference: int, reference_size: int
) -> float:
    """Return G2 (`log_likelihood`), negative where the word is rarer in the target.

    Raises:
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    score = log_likelihood(
        target=target,
        target_size=target_size,
        reference=reference,
        reference_size=reference_size,
    )
    return signed(score, target * reference_size - reference * target_size)


@KEYNESS.measure(
    heading="G² 4c",
    formula="G² = 2 Σ O ln(O/E), all four cells",
    source="Dunning 1993",
    directed=False,
)
def log_likelihood_four_cell(
    *, target: int, target_size: int, reference: int, reference_size: int
) -> float:
    """Return G2 of word and all other words in target and reference, from 0 (Dunning 1993).

    The formula is that of `association.log_likelihood`, with o11 = a, o12 = b, o21 = c - a,
    o22 = d - b: a and b the frequencies, c and d the sizes.

    Raises:
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    _check(target, target_size, reference, reference_size)
    others = target_size - target, reference_size - reference
    return association.log_likelihood(o11=target, o12=reference, o21=others[0], o22=others[1])


def p_class(*, g2: float) -> str:
    """Return the least p of .05, .01, .001, .0001 that G2, signed or not, reaches; else "".

    The critical values are 3.841, 6.635, 10.828 and 15.137: chi-squared, one degree of freedom.
    They are for one test, not for as many as there are words.
    """
    return next((p for p, critical in CRITICAL_VALUES.items() if abs(g2) >= critical), "")


@KEYNESS.measure(
    heading="%DIFF",
    formula="100 · (A - B) / B, A and B the relative frequencies",
    source="Gabrielatos & Marchi 2011, p. 18",
)
def percent_diff(*, target: int, target_size: int, reference: int, reference_size: int) -> float:
    """Return %DIFF = 100 * (A - B) / B of the relative frequencies (Gabrielatos & Marchi 2011).

    In percent, from -100.

    Raises:
        UndefinedError: The word is not in the reference: it has no bound.
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    _check(target, target_size, reference, reference_size)
    if not reference:
        raise UndefinedError("the word is not in the reference")
    return 100 * (target * reference_size / (reference * target_size) - 1)


@KEYNESS.measure(
    heading="LR",
    formula="log2 of the ratio of relative frequencies, 0 counted as 0.5",
    source="Hardie 2014",
)
def log_ratio(*, target: int, target_size: int, reference: int, reference_size: int) -> float:
    """Return the binary log of the ratio of relative frequencies (Hardie 2014).

    1 more is twice as frequent. A frequency of 0 counts as 0.5, as in CQPweb.

    Raises:
        UndefinedError: Both frequencies are 0.
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    _check_occurs(target, target_size, reference, reference_size)
    return log2((target or 0.5) / target_size) - log2((reference or 0.5) / reference_size)


@KEYNESS.measure(
    heading="LR W.",
    formula="log2 of the ratio of relative frequencies, 0.5 added to each frequency and size",
    source="Walter 1975",
)
def log_ratio_walter(
    *, target: int, target_size: int, reference: int, reference_size: int
) -> float:
    """Return log2((a + 0.5) / (c + 0.5)) - log2((b + 0.5) / (d + 0.5)) (Walter 1975).

    a and b are the frequencies, c and d the sizes: the less biased estimate of `log_ratio` that
    the R package corpora gives.

    Raises:
        UndefinedError: Both frequencies are 0.
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    _check_occurs(target, target_size, reference, reference_size)
    share = log2((target + 0.5) / (target_size + 0.5))
    return share - log2((reference + 0.5) / (reference_size + 0.5))


@KEYNESS.measure(
    heading="LRC",
    formula="bound of the Log Ratio's exact interval nearer 0, or 0",
    source="Evert 2022",
)
def log_ratio_conservative(
    *,
    target: int,
    target_size: int,
    reference: int,
    reference_size: int,
    alpha: float = 0.05,
    tests: int = 1,
) -> float:
    """Return LRC, the bound of the log ratio's confidence interval that is nearer 0 (Evert 2022).

    The interval is the exact one of Clopper & Pearson (1934) for a / (a + b), two-sided at
    alpha / tests (Bonferroni), a and b being the frequencies; a bound t of it is one of the log
    ratio, log2(d / c * t / (1 - t)), c and d being the sizes. An interval with 0 in it gives 0.
    As in the R package corpora, measure "LRC".

    Raises:
        UndefinedError: Both frequencies are 0.
        ValueError: A frequency is negative or above its size, a size or `tests` is below 1, or
            `alpha` is not between 0 and 1.
    """
    _check_interval(target, target_size, reference, reference_size, alpha, tests)
    direction = target * reference_size - reference * target_size
    above = (target, reference, reference_size / target_size)
    # The upper bound of one share is 1 minus the lower bound of the other.
    below = (reference, target, target_size / reference_size)
    nearer = _least_log_ratio(*(below if direction < 0 else above), alpha / tests)
    return signed(max(nearer, 0.0), direction)


@KEYNESS.measure(
    heading="LR low",
    formula="lower bound of the Log Ratio's exact interval, corrected; none if not in target",
    source="Evert 2022",
)
def log_ratio_lower(
    *,
    target: int,
    target_size: int,
    reference: int,
    reference_size: int,
    alpha: float = 0.05,
    tests: int = 1,
) -> float:
    """Return the lower bound of the interval of `log_ratio_conservative`.

    Raises:
        UndefinedError: The word is not in the target: the interval has no lower bound.
        ValueError: As in `log_ratio_conservative`.
    """
    _check_interval(target, target_size, reference, reference_size, alpha, tests)
    if not target:
        raise UndefinedError("the word is not in the target")
    return _least_log_ratio(target, reference, reference_size / target_size, alpha / tests)


@KEYNESS.measure(
    heading="LR high",
    formula="upper bound of the Log Ratio's exact interval, corrected; none if not in reference",
    source="Evert 2022",
)
def log_ratio_upper(
    *,
    target: int,
    target_size: int,
    reference: int,
    reference_size: int,
    alpha: float = 0.05,
    tests: int = 1,
) -> float:
    """Return the upper bound of the interval of `log_ratio_conservative`.

    Raises:
        UndefinedError: The word is not in the reference: the interval has no upper bound.
        ValueError: As in `log_ratio_conservative`.
    """
    _check_interval(target, target_size, reference, reference_size, alpha, tests)
    if not reference:
        raise UndefinedError("the word is not in the reference")
    return -_least_log_ratio(reference, target, target_size / reference_size, alpha / tests)


@KEYNESS.measure(
    heading="SM",
    formula="(A + 1) / (B + 1), A and B per million words",
    source="Kilgarriff 2009",
)
def simple_maths(
    *,
    target: int,
    target_size: int,
    reference: int,
    reference_size: int,
    smoothing: float = 1.0,
) -> float:
    """Return (A + smoothing) / (B + smoothing), A and B per million tokens (Kilgarriff 2009).

    Above 1 the word is more frequent in the target. A higher `smoothing` prefers frequent words.

    Raises:
        ValueError: `smoothing` is not above 0, a frequency is negative or above its size, or a
            size is below 1.
    """
    _check(target, target_size, reference, reference_size)
    if smoothing <= 0:
        raise ValueError("the smoothing of simple maths is not above 0")
    per_million = (1e6 * target / target_size, 1e6 * reference / reference_size)
    return (per_million[0] + smoothing) / (per_million[1] + smoothing)


@KEYNESS.measure(
    heading="odds",
    formula="a (d - b) / (b (c - a)), a and b the frequencies, c and d the sizes",
    source="Pojanapunya & Todd 2016, p. 154",
)
def odds_ratio(*, target: int, target_size: int, reference: int, reference_size: int) -> float:
    """Return a * (d - b) / (b * (c - a)), from 0 (Pojanapunya & Todd 2016).

    a and b are the frequencies, c and d the sizes.

    Raises:
        UndefinedError: The word is not in the reference, or the target has no other.
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    _check(target, target_size, reference, reference_size)
    divisor = reference * (target_size - target)
    if not divisor:
        raise UndefinedError("the word is not in the reference, or the target has no other")
    return target * (reference_size - reference) / divisor


def _check(target: int, target_size: int, reference: int, reference_size: int) -> None:
    if min(target_size, reference_size) < 1:
        raise ValueError("a corpus has no tokens")
    if not (0 <= target <= target_size and 0 <= reference <= reference_size):
        raise ValueError("a frequency is negative or above the size of its corpus")


def _check_occurs(target: int, target_size: int, reference: int, reference_size: int) -> None:
    _check(target, target_size, reference, reference_size)
    if target + reference == 0:
        raise UndefinedError("the word is in neither corpus")


def _check_interval(
    target: int, target_size: int, reference: int, reference_size: int, alpha: float, tests: int
) -> None:
    _check_occurs(target, target_size, reference, reference_size)
    if not 0 < alpha < 1 or tests < 1:
        raise ValueError("alpha is not between 0 and 1, or there is no test")


# The conservative Log Ratio is one of the two bounds, and all three stand in a row.
@lru_cache(maxsize=2)
def _least_log_ratio(high: int, low: int, ratio: float, alpha: float) -> float:
    """Return the lower bound of the log ratio of `high` to `low`; `ratio` is that of the sizes."""
    tau = lower_bound(successes=high, trials=high + low, tail=alpha / 2)
    return log2(ratio * tau / (1 - tau))
