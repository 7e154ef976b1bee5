"""The bounds of the exact confidence interval of a share, by the incomplete beta function."""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt

# Newton needs four or five steps; the last may only turn over rounding errors.
MOST_STEPS = 50
# Steps of the fraction grow with the root of the counts: enough for 10**9 tokens.
MOST_FRACTIONS = 200_000
ROUNDING = 1e-15
TINY = 1e-300
# From here on four terms of Stirling's series are as exact as a float.
LARGE = 20


def lower_bound(*, successes: int, trials: int, tail: float) -> float:
    """Return the chance of success at which `successes` or more have the probability `tail`.

    It is the lower bound of Clopper & Pearson (1934), from 0 to 1: the x with
    I_x(successes, trials - successes + 1) = tail, to a relative error of 1e-12. The upper bound is
    1 minus the lower one of the failures.

    Raises:
        ValueError: `successes` is not from 0 to `trials`, or `tail` not between 0 and 0.5.
    """
    if not 0 <= successes <= trials or not 0 < tail < 0.5:  # noqa: PLR2004 - half of certainty
        raise ValueError("successes are not from 0 to trials, or the tail not between 0 and 0.5")
    if successes == 0:
        return 0.0
    a, b = successes, trials - successes + 1
    if b == 1:
        return exp(log(tail) / a)
    x = _guess(a, b, tail)
    # ln I over ln x is concave: after its first step Newton comes from the left.
    for _ in range(MOST_STEPS):
        value = incomplete_beta(x=x, a=a, b=b)
        step = log(value / tail) * value * (1 - x) / _power(x, a, b)
        x *= exp(-step)
        if abs(step) < 100 * ROUNDING:
            break
    return x


def exact_interval(*, successes: int, trials: int, alpha: float = 0.05) -> tuple[float, float]:
    """Return the exact interval of a share at the level 1 - `alpha` (Clopper & Pearson 1934).

    Raises:
        ValueError: `successes` is not from 0 to `trials`, or `alpha` not between 0 and 1.
    """
    tail = alpha / 2
    failures = trials - successes
    low = lower_bound(successes=successes, trials=trials, tail=tail)
    return low, 1 - lower_bound(successes=failures, trials=trials, tail=tail)


def incomplete_beta(*, x: float, a: float, b: float) -> float:
    """Return the regularized incomplete beta function I_x(a, b), from 0 to 1.

    By its continued fraction (Abramowitz & Stegun 1964, 26.5.8), evaluated as Lentz did.

    Raises:
        ValueError: `x` is not from 0 to 1, or `a` or `b` not above 0.
    """
    if not 0 <= x <= 1 or a <= 0 or b <= 0:
        raise ValueError("x is not from 0 to 1, or a parameter not above 0")
    if x in (0, 1):
        return float(x)
    # The fraction converges fast on this side of the mean only.
    if x > (a + 1) / (a + b + 2):
        return 1 - _power(x, a, b) * _fraction(1 - x, b, a) / b
    return _power(x, a, b) * _fraction(x, a, b) / a


def _power(x: float, a: float, b: float) -> float:
    """Return x**a * (1 - x)**b / B(a, b)."""
    return exp(a * log(x) + b * log1p(-x) - _log_beta(a, b))


@lru_cache(maxsize=1)
def _log_beta(a: float, b: float) -> float:
    """Return ln B(a, b), to the last digits where a or b is the size of a corpus."""
    small, large = sorted((a, b))
    if large < LARGE:
        return lgamma(small) + lgamma(large) - lgamma(small + large)
    both = small + large
    # The two large gammas have all but their last digits in common: Stirling's series of both.
    ratio = (large - 0.5) * log1p(small / large) + small * (log(both) - 1)
    return lgamma(small) - ratio - _stirling(both) + _stirling(large)


def _stirling(z: float) -> float:
    """Return ln gamma(z) less its main part (Abramowitz & Stegun 1964, 6.1.41)."""
    square = z * z
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / z


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or TINY)
    result = d
    for m in range(1, MOST_FRACTIONS):
        k = a + 2 * m
        even = m * (b - m) * x / ((k - 1) * k)
        odd = -(a + m) * (a + b + m) * x / (k * (k + 1))
        d = 1 / (1 + even * d or TINY)
        c = 1 + even / c or TINY
        result *= c * d
        d = 1 / (1 + odd * d or TINY)
        c = 1 + odd / c or TINY
        result *= c * d
        if abs(c * d - 1) < ROUNDING:
            break
    return result


def _guess(a: int, b: int, tail: float) -> float:
    """Return the quantile of a beta distribution to two digits (Abramowitz & Stegun, 26.5.22)."""
    t = sqrt(-2 * log(tail))
    y = t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t)
    spread = (y * y - 3) / 6
    per_a, per_b = 1 / (2 * a - 1), 1 / (2 * b - 1)
    h = 2 / (per_a + per_b)
    w = y * sqrt(h + spread) / h - (per_b - per_a) * (spread + 5 / 6 - 2 / (3 * h))
    # In far tails that is too low. The bound of Boole, tail <= sets of a trials * x**a, is safe.
    sets = -_log_beta(a, b) - log(a)
    return max(a / (a + b * exp(min(2 * w, 700))), exp((log(tail) - sets) / a))
