"""Measures of keyness: the frequency of a word in a target against that in a reference.

`target` and `reference` are its frequencies, `target_size` and `reference_size` the sizes of the
two corpora, all in tokens.
"""

from __future__ import annotations

from math import log, log2

from wp8.analysis.measures.association import g2_four_cell, signed
from wp8.analysis.measures.binomial_interval import lower_bound

# Quantiles of chi-squared with one degree of freedom, by the p that they stand for.
CRITICAL_VALUES = {".0001": 15.137, ".001": 10.828, ".01": 6.635, ".05": 3.841}


def g2_two_cell(*, target: int, target_size: int, reference: int, reference_size: int) -> float:
    """Return G2 = 2 * (a * ln(a / E1) + b * ln(b / E2)), from 0; 0 * ln 0 is 0.

    a and b are the frequencies, E1 and E2 their sum shared out by the sizes. It is the
    log-likelihood of the UCREL calculator (Rayson & Garside 2000; the form of Read & Cressie),
    without the cells of all other words of Dunning (1993): see `keyness_g2_four_cell`.

    Raises:
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    _check(target, target_size, reference, reference_size)
    share = (target + reference) / (target_size + reference_size)
    pairs = ((target, target_size), (reference, reference_size))
    # Equal shares may give -1e-17.
    return max(2 * sum(f * log(f / (size * share)) for f, size in pairs if f), 0.0)


def signed_g2_two_cell(
    *, target: int, target_size: int, reference: int, reference_size: int
) -> float:
    """Return G2 (`g2_two_cell`), negative where the word is rarer in the target.

    Raises:
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    score = g2_two_cell(
        target=target,
        target_size=target_size,
        reference=reference,
        reference_size=reference_size,
    )
    return signed(score, target * reference_size - reference * target_size)


def keyness_g2_four_cell(
    *, target: int, target_size: int, reference: int, reference_size: int
) -> float:
    """Return G2 of word and all other words in target and reference, from 0 (Dunning 1993).

    The formula is that of `g2_four_cell`, with o11 = a, o12 = b, o21 = c - a, o22 = d - b: a and
    b the frequencies, c and d the sizes.

    Raises:
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    _check(target, target_size, reference, reference_size)
    others = target_size - target, reference_size - reference
    return g2_four_cell(o11=target, o12=reference, o21=others[0], o22=others[1])


def p_class(*, g2: float) -> str:
    """Return the least p of .05, .01, .001, .0001 that G2, signed or not, reaches; else "".

    The critical values are 3.841, 6.635, 10.828 and 15.137: chi-squared, one degree of freedom.
    They are for one test, not for as many as there are words.
    """
    return next((p for p, critical in CRITICAL_VALUES.items() if abs(g2) >= critical), "")


def percent_diff(
    *, target: int, target_size: int, reference: int, reference_size: int
) -> float | None:
    """Return %DIFF = 100 * (A - B) / B of the relative frequencies (Gabrielatos & Marchi 2011).

    In percent, from -100; None where the word is not in the reference, for then it has no bound.

    Raises:
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    _check(target, target_size, reference, reference_size)
    if not reference:
        return None
    return 100 * (target * reference_size / (reference * target_size) - 1)


def log_ratio(*, target: int, target_size: int, reference: int, reference_size: int) -> float:
    """Return the binary log of the ratio of relative frequencies (Hardie 2014).

    1 more is twice as frequent. A frequency of 0 counts as 0.5, as in CQPweb.

    Raises:
        ValueError: Both frequencies are 0, one is negative or above its size, or a size below 1.
    """
    _check_occurs(target, target_size, reference, reference_size)
    return log2((target or 0.5) / target_size) - log2((reference or 0.5) / reference_size)


def log_ratio_walter(
    *, target: int, target_size: int, reference: int, reference_size: int
) -> float:
    """Return log2((a + 0.5) / (c + 0.5)) - log2((b + 0.5) / (d + 0.5)) (Walter 1975).

    a and b are the frequencies, c and d the sizes: the less biased estimate of `log_ratio` that
    the R package corpora gives.

    Raises:
        ValueError: Both frequencies are 0, one is negative or above its size, or a size below 1.
    """
    _check_occurs(target, target_size, reference, reference_size)
    share = log2((target + 0.5) / (target_size + 0.5))
    return share - log2((reference + 0.5) / (reference_size + 0.5))


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
        ValueError: Both frequencies are 0, one is negative or above its size, a size or `tests`
            is below 1, or `alpha` is not between 0 and 1.
    """
    _check_occurs(target, target_size, reference, reference_size)
    if not 0 < alpha < 1 or tests < 1:
        raise ValueError("alpha is not between 0 and 1, or there is no test")
    direction = target * reference_size - reference * target_size
    # The upper bound of one share is 1 minus the lower bound of the other.
    high, low, ratio = target, reference, reference_size / target_size
    if direction < 0:
        high, low, ratio = reference, target, 1 / ratio
    tau = lower_bound(successes=high, trials=high + low, tail=alpha / tests / 2)
    return signed(max(log2(ratio * tau / (1 - tau)), 0.0), direction)


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


def odds_ratio(
    *, target: int, target_size: int, reference: int, reference_size: int
) -> float | None:
    """Return a * (d - b) / (b * (c - a)), from 0 (Pojanapunya & Todd 2016).

    a and b are the frequencies, c and d the sizes. None where the divisor is 0: the word is not
    in the reference, or the target has no other.

    Raises:
        ValueError: A frequency is negative or above its size, or a size is below 1.
    """
    _check(target, target_size, reference, reference_size)
    divisor = reference * (target_size - target)
    return target * (reference_size - reference) / divisor if divisor else None


def _check(target: int, target_size: int, reference: int, reference_size: int) -> None:
    if min(target_size, reference_size) < 1:
        raise ValueError("a corpus has no tokens")
    if not (0 <= target <= target_size and 0 <= reference <= reference_size):
        raise ValueError("a frequency is negative or above the size of its corpus")


def _check_occurs(target: int, target_size: int, reference: int, reference_size: int) -> None:
    _check(target, target_size, reference, reference_size)
    if target + reference == 0:
        raise ValueError("the word is in neither corpus")
