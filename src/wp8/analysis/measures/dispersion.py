"""Measures of dispersion: how evenly a word is spread over the parts or the length of a corpus.

`sizes` are those of the parts, `frequencies` those of the word in them, in the same order; both
in tokens, though sizes may be shares. Parts without tokens are left out: no word can be in them.
Part i has the share s_i of the corpus and v_i of the word's f occurrences; p_i is its frequency
by its size.
"""

from __future__ import annotations

from array import array
from itertools import chain, compress, islice
from math import log, log2, log10, sqrt
from operator import le, mul, sub, truediv
from typing import TYPE_CHECKING, Final

from wp8.analysis.measures.family import Family, UndefinedError

if TYPE_CHECKING:
    from collections.abc import Sequence

DISPERSION: Final = Family("dispersion", "sizes", "frequencies", "positions", "size")
FEWEST_PARTS: Final = 2


@DISPERSION.measure(
    heading="range",
    formula="parts with the item",
    source="Gries 2008",
)
def range_(*, frequencies: Sequence[int]) -> int:
    """Return the number of parts that have the word, from 0.

    Raises:
        ValueError: A frequency is negative.
    """
    if min(frequencies, default=0) < 0:
        raise ValueError("a frequency is negative")
    return len(frequencies) - frequencies.count(0)


@DISPERSION.measure(
    heading="DP",
    formula="½ Σ |v - s| over the parts' shares of item and words",
    source="Gries 2008",
)
def dp(*, sizes: Sequence[float], frequencies: Sequence[int]) -> float:
    """Return DP = sum of |v_i - s_i|, by 2: 0 is even, near 1 is clumped (Gries 2008).

    Raises:
        UndefinedError: The word does not occur.
        ValueError: A value is negative, a part without tokens has the word, or there are not as
            many sizes as frequencies.
    """
    shares, own = _parts(sizes, frequencies)
    return sum(map(abs, map(sub, own, shares)), 0.0) / 2


@DISPERSION.measure(
    heading="DPnorm",
    formula="dp / (1 - smallest s); 0 even, 1 in one place",
    source="Lijffijt & Gries 2012",
)
def dp_norm(*, sizes: Sequence[float], frequencies: Sequence[int]) -> float:
    """Return DPnorm = DP / (1 - least s_i), from 0 to 1 (Lijffijt & Gries 2012).

    Raises:
        UndefinedError: The word does not occur, or there are fewer than two parts.
        ValueError: As in `dp`.
    """
    shares, _ = _parts(sizes, frequencies, fewest=FEWEST_PARTS)
    most = 1 - min(shares)
    return min(dp(sizes=sizes, frequencies=frequencies) / most, 1.0)


@DISPERSION.measure(
    heading="D",
    formula="1 - (sd / mean) / √(parts - 1) of relative frequencies",
    source="Juilland 1970",
)
def juilland_d(*, sizes: Sequence[float], frequencies: Sequence[int]) -> float:
    """Return Juilland's D = 1 - V / sqrt(n - 1): 1 is even, 0 is one part of n (Juilland 1970).

    V is the variation coefficient of p_i, the standard deviation of the population by the mean
    (Gries 2020); with parts of one size that is the same as that of the frequencies. With many
    parts D is near 1 for nearly every word (Biber et al. 2016).

    Raises:
        UndefinedError: The word does not occur, or there are fewer than two parts.
        ValueError: As in `dp`.
    """
    rates = _rates(sizes, frequencies)
    mean = sum(rates) / len(rates)
    deviation = sqrt(sum((rate - mean) ** 2 for rate in rates) / len(rates))
    return max(1 - deviation / mean / sqrt(len(rates) - 1), 0.0)


@DISPERSION.measure(
    heading="D2",
    formula="entropy of the relative frequencies / log(parts)",
    source="Carroll 1970",
)
def carroll_d2(*, sizes: Sequence[float], frequencies: Sequence[int]) -> float:
    """Return Carroll's D2 = H(p_i / sum of p_i) / log n: 1 is even, 0 is one part (Carroll 1970).

    H is the entropy, over n parts.

    Raises:
        UndefinedError: The word does not occur, or there are fewer than two parts.
        ValueError: As in `dp`.
    """
    rates = _rates(sizes, frequencies)
    whole = sum(rates)
    shares = [rate / whole for rate in rates]
    entropy = sum(share * log(1 / share) for share in shares if share)
    return min(entropy / log(len(shares)), 1.0)


@DISPERSION.measure(
    heading="S",
    formula="(Σ √(s · x))² / f, x the frequencies in the parts",
    source="Rosengren 1971",
)
def rosengren_s(*, sizes: Sequence[float], frequencies: Sequence[int]) -> float:
    """Return Rosengren's S = (sum of sqrt(s_i * x_i))**2 / f: 1 is even (Rosengren 1971).

    x_i are the frequencies. S is never below the least s_i.

    Raises:
        UndefinedError: The word does not occur.
        ValueError: As in `dp`.
    """
    return min(sum(map(sqrt, map(mul, *_parts(sizes, frequencies)))) ** 2, 1.0)


@DISPERSION.measure(
    heading="KLD",
    formula="Σ v log2(v / s) over the parts' shares of item and words",
    source="Gries 2020",
)
def kl_divergence(*, sizes: Sequence[float], frequencies: Sequence[int]) -> float:
    """Return the sum of v_i * log2(v_i / s_i), in bits: 0 is even (Gries 2020, there KLD).

    Raises:
        UndefinedError: The word does not occur.
        ValueError: As in `dp`.
    """
    parts = zip(*_parts(sizes, frequencies), strict=True)
    return max(sum(v * log2(v / s) for s, v in parts if v), 0.0)


@DISPERSION.measure(
    heading="ARF",
    formula="Σ min(d, N / f) · f / N, d the distances from each to the next",
    source="Savický & Hlaváčová 2002",
)
def arf(*, positions: Sequence[int], size: int) -> float:
    """Return the average reduced frequency, from 1 to f (Savický & Hlaváčová 2002).

    ARF = sum of min(d_j, v) / v, with v = size / f; the d_j are the distances in tokens from each
    of the f positions to the next, and from the last to the first as if the corpus were a ring.
    It is f for a word at even distances, near 1 for one in a single place.

    Raises:
        UndefinedError: There is no position.
        ValueError: A position occurs twice or is not from 0 to `size` - 1.
    """
    distances = _distances(positions, size)
    even = size / len(distances)
    return sum(min(distance, even) for distance in distances) / even


@DISPERSION.measure(
    heading="ALD",
    formula="Σ d log10(d) / N, d the distances from each to the next",
    source="Savický & Hlaváčová 2002",
)
def ald(*, positions: Sequence[int], size: int) -> float:
    """Return the average logarithmic distance, from 0 to log10(size) (Savický & Hlaváčová 2002).

    ALD = sum of d_j * log10(d_j) / size, with the distances of `arf`; 0 is a word at every token.

    Raises:
        UndefinedError: There is no position.
        ValueError: As in `arf`.
    """
    distances = _distances(positions, size)
    return sum(distance * log10(distance) for distance in distances) / size


@DISPERSION.measure(
    heading="AWT",
    formula="(1 + Σ d² / N) / 2, d the distances from each to the next",
    source="Savický & Hlaváčová 2002",
)
def awt(*, positions: Sequence[int], size: int) -> float:
    """Return the average waiting time, in tokens, from 1 (Savický & Hlaváčová 2002).

    AWT = (1 + sum of d_j**2 / size) / 2, with the distances of `arf`: the mean number of tokens
    from a place in the corpus to the next occurrence.

    Raises:
        UndefinedError: There is no position.
        ValueError: As in `arf`.
    """
    distances = _distances(positions, size)
    return (1 + sum(distance**2 for distance in distances) / size) / 2


def _parts(
    sizes: Sequence[float], frequencies: Sequence[int], *, fewest: int = 1
) -> tuple[Sequence[float], Sequence[float]]:
    """Return the shares s_i of the parts that have tokens, and their shares v_i."""
    if len(sizes) != len(frequencies):
        raise ValueError("there are not as many sizes as frequencies")
    if min(sizes, default=0) < 0 or min(frequencies, default=0) < 0:
        raise ValueError("a size or a frequency is negative")
    if not sum(frequencies):
        raise UndefinedError("the word does not occur")
    size, frequency = sum(sizes), sum(frequencies)
    own = list(compress(frequencies, sizes))
    if sum(own) < frequency:
        raise ValueError("a part without tokens has the word")
    if len(own) < fewest:
        raise UndefinedError("dispersion needs two parts or more")
    return array("d", (s / size for s in sizes if s)), array("d", (x / frequency for x in own))


def _rates(sizes: Sequence[float], frequencies: Sequence[int]) -> Sequence[float]:
    """Return values proportional to p_i."""
    shares, own = _parts(sizes, frequencies, fewest=FEWEST_PARTS)
    return array("d", map(truediv, own, shares))


def _distances(positions: Sequence[int], size: int) -> Sequence[int]:
    if not positions:
        raise UndefinedError("the word does not occur")
    is_in_order = all(map(le, positions, islice(positions, 1, None)))
    places = positions if is_in_order else sorted(positions)
    if not 0 <= places[0] <= places[-1] < size:
        raise ValueError("a position is not from 0 to the last token")
    distances = array("Q", map(sub, chain(islice(places, 1, None), (places[0] + size,)), places))
    if 0 in distances:
        raise ValueError("a position occurs twice")
    return distances
