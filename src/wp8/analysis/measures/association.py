"""Measures of association between words, in the notation of Evert (2004).

A pair is a table of two by two: o11 is how often the collocate stands near the node, o12 how often
other words do, o21 how often the collocate stands elsewhere, o22 the rest. R1 and C1 are the sums
of its first row and first column, N is the sum of all, E11 = R1 * C1 / N. Dice and its kin ask for
the joint frequency, which is o11, and for the frequencies of node and collocate instead.
"""

from __future__ import annotations

from math import copysign, log, log2, sqrt
from typing import Final, NamedTuple

from wp8.analysis.measures.family import Family, UndefinedError


class Contingency(NamedTuple):
    """The cells of a two-by-two table, in tokens."""

    o11: int
    o12: int
    o21: int
    o22: int


ASSOCIATION: Final = Family("association", "joint", "node", "collocate", *Contingency._fields)


def contingency(*, joint: int, row: int, column: int, size: int) -> Contingency:
    """Return the table that has o11 = joint, R1 = row, C1 = column and N = size.

    Raises:
        ValueError: There is none: a cell would be negative, or all would be 0.
    """
    cells = Contingency(joint, row - joint, column - joint, size - row - column + joint)
    _total(*cells)
    return cells


@ASSOCIATION.measure(
    heading="expected",
    formula="E = R1 · C1 / N, R1 = words in the windows, C1 = frequency, N = all words, each "
    "without the node's own",
    source="Evert 2008",
)
def expected(*, o11: int, o12: int, o21: int, o22: int) -> float:
    """Return E11 = R1 * C1 / N, in tokens (Evert 2008).

    Raises:
        ValueError: A cell is negative, or all are 0.
    """
    return (o11 + o12) * (o11 + o21) / _total(o11, o12, o21, o22)


@ASSOCIATION.measure(
    heading="MI",
    formula="log2(joint / E)",
    source="Church & Hanks 1990",
)
def mi(*, o11: int, o12: int, o21: int, o22: int) -> float:
    """Return MI = log2(o11 / E11), in bits (Church & Hanks 1990).

    Raises:
        UndefinedError: o11 is 0.
        ValueError: As in `expected`.
    """
    mean = _expected(o11, o12, o21, o22)
    return log2(o11) - log2(mean)


@ASSOCIATION.measure(
    heading="MI3",
    formula="log2(joint³ / E)",
    source="Daille 1994",
)
def mi3(*, o11: int, o12: int, o21: int, o22: int) -> float:
    """Return MI3 = log2(o11**3 / E11), in bits (Daille 1994, there IM3).

    Raises:
        UndefinedError: o11 is 0.
        ValueError: As in `expected`.
    """
    mean = _expected(o11, o12, o21, o22)
    return 3 * log2(o11) - log2(mean)


@ASSOCIATION.measure(
    heading="t",
    formula="(joint - E) / √joint",
    source="Church et al. 1991",
)
def t_score(*, o11: int, o12: int, o21: int, o22: int) -> float:
    """Return t = (o11 - E11) / sqrt(o11) (Church, Gale, Hanks & Hindle 1991).

    Raises:
        UndefinedError: o11 is 0.
        ValueError: As in `expected`.
    """
    return (o11 - _expected(o11, o12, o21, o22)) / sqrt(o11)


@ASSOCIATION.measure(
    heading="t Bern.",
    formula="(joint - E) / √(joint · (1 - joint / N))",
    source="Manning & Schütze 1999, section 5.3.1",
)
def t_score_bernoulli(*, o11: int, o12: int, o21: int, o22: int) -> float:
    """Return t = (o11 - E11) / sqrt(o11 * (1 - o11 / N)).

    The variance is p * (1 - p), of a Bernoulli trial, as Manning & Schütze (1999, section 5.3.1)
    begin, before they set it to p = o11 / N; `t_score` has p.

    Raises:
        UndefinedError: o11 is 0, or N.
        ValueError: As in `expected`.
    """
    mean = _expected(o11, o12, o21, o22)
    size = o11 + o12 + o21 + o22
    if o11 == size:
        raise UndefinedError("a pair at every token has no variance")
    return (o11 - mean) / sqrt(o11 * (1 - o11 / size))


@ASSOCIATION.measure(
    heading="z",
    formula="(joint - E) / √E",
    source="Evert 2004",
)
def z_score(*, o11: int, o12: int, o21: int, o22: int) -> float:
    """Return z = (o11 - E11) / sqrt(E11) (Evert 2004); where o11 is 0, too.

    Raises:
        UndefinedError: E11 is 0.
        ValueError: As in `expected`.
    """
    mean = expected(o11=o11, o12=o12, o21=o21, o22=o22)
    if not mean:
        raise UndefinedError("a row or a column of the table is empty")
    return (o11 - mean) / sqrt(mean)


@ASSOCIATION.measure(
    heading="Dice",
    formula="2 · joint / (node + frequency)",
    source="Smadja et al. 1996",
)
def dice(*, joint: int, node: int, collocate: int) -> float:
    """Return 2 * joint / (node + collocate) (Smadja et al. 1996).

    It knows nothing of windows; RKorAPClient counts them in. Where each node has one collocate it
    is at most 1, where one has several at most 2.

    Raises:
        UndefinedError: `node` and `collocate` are 0.
        ValueError: A frequency is negative.
    """
    _check(joint, node, collocate)
    if node + collocate == 0:
        raise UndefinedError("neither the node nor the collocate occurs")
    return 2 * joint / (node + collocate)


@ASSOCIATION.measure(
    heading="logDice",
    formula="14 + log2(2 · joint / (node + frequency))",
    source="Rychlý 2008",
)
def log_dice(*, joint: int, node: int, collocate: int) -> float:
    """Return 14 + log2(Dice), at most 14 where Dice is at most 1 (Rychlý 2008).

    Below 0 a pair occurs less than once in 16,000 occurrences of node or collocate; 1 more is
    twice as often. The size of the corpus is not in it.

    Raises:
        UndefinedError: A frequency is 0.
        ValueError: A frequency is negative.
    """
    if not (joint and node and collocate):
        raise UndefinedError("logDice needs a pair that occurs")
    return 14 + log2(dice(joint=joint, node=node, collocate=collocate))


@ASSOCIATION.measure(
    heading="MS",
    formula="the lesser of joint / node and joint / frequency",
    source="Pedersen & Bruce 1996",
)
def minimum_sensitivity(*, joint: int, node: int, collocate: int) -> float:
    """Return min(joint / node, joint / collocate) (Pedersen & Bruce 1996).

    Raises:
        UndefinedError: `node` or `collocate` is 0.
        ValueError: A frequency is negative.
    """
    _check(joint, node, collocate)
    if not (node and collocate):
        raise UndefinedError("minimum sensitivity needs a node and a collocate that occur")
    return min(joint / node, joint / collocate)


@ASSOCIATION.measure(
    heading="G²",
    formula="G² = 2 Σ O ln(O/E), four cells",
    source="Dunning 1993, Evert 2008",
    directed=False,
)
def log_likelihood(*, o11: int, o12: int, o21: int, o22: int) -> float:
    """Return G2 = 2 * sum of Oij * ln(Oij / Eij), from 0 (Dunning 1993); 0 * ln 0 is 0.

    Eij is the product of row i and column j, by the sum of the table. For keyness the rows are
    the word and all other words, the columns target and reference.

    Raises:
        ValueError: A cell is negative, or all are 0.
    """
    total = _total(o11, o12, o21, o22)
    row, column = (o11 + o12, o21 + o22), (o11 + o21, o12 + o22)
    cells = ((o11, 0, 0), (o12, 0, 1), (o21, 1, 0), (o22, 1, 1))
    terms = (o * log(o * total / (row[i] * column[j])) for o, i, j in cells if o)
    # Independent rows may give -1e-17.
    return max(2 * sum(terms), 0.0)


@ASSOCIATION.measure(
    heading="±G²",
    formula="G² = 2 Σ O ln(O/E), four cells, negative where joint is below E",
    source="Dunning 1993, Evert 2008",
)
def signed_log_likelihood(*, o11: int, o12: int, o21: int, o22: int) -> float:
    """Return G2 (`log_likelihood`), negative where o11 is below its expectation.

    Raises:
        ValueError: A cell is negative, or all are 0.
    """
    # o11 < E11, without the division.
    return signed(log_likelihood(o11=o11, o12=o12, o21=o21, o22=o22), o11 * o22 - o12 * o21)


@ASSOCIATION.measure(
    heading="ΔP",
    formula="O11 / R1 - O21 / R2: how far the node raises the probability of the word",
    source="Gries 2013",
)
def delta_p(*, o11: int, o12: int, o21: int, o22: int) -> float:
    """Return o11 / (o11 + o12) - o21 / (o21 + o22), from -1 to 1 (Gries 2013).

    It says how far the node raises the probability of the collocate.

    Raises:
        UndefinedError: A row is empty.
        ValueError: A cell is negative.
    """
    _check(o11, o12, o21, o22)
    if o11 + o12 == 0 or o21 + o22 == 0:
        raise UndefinedError("a row of the table is empty")
    return o11 / (o11 + o12) - o21 / (o21 + o22)


@ASSOCIATION.measure(
    heading="ΔP back",
    formula="O11 / C1 - O12 / C2: how far the word raises the probability of the node",
    source="Gries 2013",
)
def delta_p_backward(*, o11: int, o12: int, o21: int, o22: int) -> float:
    """Return o11 / (o11 + o21) - o12 / (o12 + o22), from -1 to 1 (Gries 2013).

    It is `delta_p` of the turned table.

    Raises:
        UndefinedError: A column is empty.
        ValueError: A cell is negative.
    """
    return delta_p(o11=o11, o12=o21, o21=o12, o22=o22)


def signed(score: float, direction: float) -> float:
    """Return `score` with the sign of `direction`, and 0 (never -0) where either is 0."""
    return copysign(score, direction) if score and direction else 0.0


def _expected(o11: int, o12: int, o21: int, o22: int) -> float:
    """Return E11 of a pair that occurs."""
    mean = expected(o11=o11, o12=o12, o21=o21, o22=o22)
    if not o11:
        raise UndefinedError("the measure needs a pair that occurs")
    return mean


def _total(*cells: int) -> int:
    """Return the sum of a table, which is of something."""
    _check(*cells)
    if not any(cells):
        raise ValueError("the table is empty")
    return sum(cells)


def _check(*frequencies: int) -> None:
    if min(frequencies) < 0:
        raise ValueError("a frequency is negative")
