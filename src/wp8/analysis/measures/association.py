"""Measures of association between words, in the notation of Evert (2004).

A pair has a joint frequency; its node and its collocate have frequencies of their own in a corpus
of `size` tokens. In the table of a pair o11 is the joint frequency, o12 the node without the
collocate, o21 the collocate without the node, o22 the rest.
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


ASSOCIATION: Final = Family(
    "association", "joint", "node", "collocate", "size", "window", *Contingency._fields
)


def contingency(
    *, joint: int, node: int, collocate: int, size: int, window: int = 1
) -> Contingency:
    """Return the table of a pair; its cells are never negative and add up to `size`.

    A node has `window` places for a collocate: R1 = window * node, C1 = collocate (Evert 2008,
    "Corpora and collocations", surface co-occurrence). Windows that overlap have fewer places
    than that; where R1 would leave a cell negative it is the largest row that fits. A margin below
    the joint frequency, as when a token in two windows counts twice, is raised to it.

    Raises:
        ValueError: A frequency is negative or above `size`, or `size` or `window` below 1.
    """
    _check(joint, node, collocate, size=size, window=window)
    o21 = max(collocate - joint, 0)
    o12 = min(max(window * node - joint, 0), size - joint - o21)
    return Contingency(joint, o12, o21, size - joint - o12 - o21)


@ASSOCIATION.measure(
    heading="expected",
    formula="E = k · node · frequency / N, k = words in the window",
    source="Evert 2008",
)
def expected(*, node: int, collocate: int, size: int, window: int = 1) -> float:
    """Return E11 = window * node * collocate / size, in tokens (Evert 2008).

    `window` is the number of tokens looked at around a node, both sides together. With a window
    of 1 it is the expectation of NLTK and WordSmith, which leave the window out.

    Raises:
        ValueError: A frequency is negative or above `size`, or `size` or `window` below 1.
    """
    _check(node, collocate, size=size, window=window)
    return window * node * collocate / size


@ASSOCIATION.measure(
    heading="MI",
    formula="log2(joint / E)",
    source="Church & Hanks 1990",
)
def mi(*, joint: int, node: int, collocate: int, size: int, window: int = 1) -> float:
    """Return MI = log2(joint / E11), in bits (Church & Hanks 1990).

    Raises:
        UndefinedError: A frequency is 0.
        ValueError: As in `expected`.
    """
    expected = _expected(joint, node, collocate, size, window)
    return log2(joint) - log2(expected)


@ASSOCIATION.measure(
    heading="MI3",
    formula="log2(joint³ / E)",
    source="Daille 1994",
)
def mi3(*, joint: int, node: int, collocate: int, size: int, window: int = 1) -> float:
    """Return MI3 = log2(joint**3 / E11), in bits (Daille 1994, there IM3).

    Raises:
        UndefinedError: A frequency is 0.
        ValueError: As in `expected`.
    """
    expected = _expected(joint, node, collocate, size, window)
    return 3 * log2(joint) - log2(expected)


@ASSOCIATION.measure(
    heading="t",
    formula="(joint - E) / √joint",
    source="Church et al. 1991",
)
def t_score(*, joint: int, node: int, collocate: int, size: int, window: int = 1) -> float:
    """Return t = (joint - E11) / sqrt(joint) (Church, Gale, Hanks & Hindle 1991).

    Raises:
        UndefinedError: A frequency is 0.
        ValueError: As in `expected`.
    """
    return (joint - _expected(joint, node, collocate, size, window)) / sqrt(joint)


@ASSOCIATION.measure(
    heading="t Bern.",
    formula="(joint - E) / √(joint · (1 - joint / N))",
    source="Manning & Schütze 1999, section 5.3.1",
)
def t_score_bernoulli(
    *, joint: int, node: int, collocate: int, size: int, window: int = 1
) -> float:
    """Return t = (joint - E11) / sqrt(joint * (1 - joint / size)).

    The variance is p * (1 - p), of a Bernoulli trial, as Manning & Schütze (1999, section 5.3.1)
    begin, before they set it to p = joint / size; `t_score` has p.

    Raises:
        UndefinedError: A frequency is 0, or `joint` is `size`.
        ValueError: As in `expected`.
    """
    expected = _expected(joint, node, collocate, size, window)
    if joint == size:
        raise UndefinedError("a pair at every token has no variance")
    return (joint - expected) / sqrt(joint * (1 - joint / size))


@ASSOCIATION.measure(
    heading="z",
    formula="(joint - E) / √E",
    source="Evert 2004",
)
def z_score(*, joint: int, node: int, collocate: int, size: int, window: int = 1) -> float:
    """Return z = (joint - E11) / sqrt(E11) (Evert 2004); a joint frequency of 0 has one.

    Raises:
        UndefinedError: `node` or `collocate` is 0.
        ValueError: As in `expected`.
    """
    expected = _expected(1, node, collocate, size, window)
    _check(joint, size=size)
    return (joint - expected) / sqrt(expected)


@ASSOCIATION.measure(
    heading="Dice",
    formula="2 · joint / (node + frequency), without the window",
    source="Smadja et al. 1996",
)
def dice(*, joint: int, node: int, collocate: int) -> float:
    """Return 2 * joint / (node + collocate), from 0 to 1 (Smadja et al. 1996).

    It does not know of windows; RKorAPClient counts them in. A joint frequency above that of node
    or collocate, as of two collocates at one node, is the lower of both, so that 1 is the most
    there is.

    Raises:
        UndefinedError: `node` and `collocate` are 0.
        ValueError: A frequency is negative.
    """
    _check(joint, node, collocate)
    if node + collocate == 0:
        raise UndefinedError("neither the node nor the collocate occurs")
    return 2 * min(joint, node, collocate) / (node + collocate)


@ASSOCIATION.measure(
    heading="logDice",
    formula="14 + log2(dice)",
    source="Rychlý 2008",
)
def log_dice(*, joint: int, node: int, collocate: int) -> float:
    """Return 14 + log2(Dice), at most 14 (Rychlý 2008).

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
    formula="the lesser of joint / node and joint / frequency, at most 1",
    source="Pedersen & Bruce 1996",
)
def minimum_sensitivity(*, joint: int, node: int, collocate: int) -> float:
    """Return min(joint / node, joint / collocate), from 0 to 1 (Pedersen & Bruce 1996).

    A joint frequency above both others, as of a token that is in two windows, gives 1.

    Raises:
        UndefinedError: `node` or `collocate` is 0.
        ValueError: A frequency is negative.
    """
    _check(joint, node, collocate)
    if not (node and collocate):
        raise UndefinedError("minimum sensitivity needs a node and a collocate that occur")
    return min(joint / node, joint / collocate, 1.0)


@ASSOCIATION.measure(
    heading="G²",
    formula="G² = 2 Σ O ln(O/E), four cells, R1 = k · node",
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
    total = o11 + o12 + o21 + o22
    _check(o11, o12, o21, o22)
    if total == 0:
        raise ValueError("the table is empty")
    row, column = (o11 + o12, o21 + o22), (o11 + o21, o12 + o22)
    cells = ((o11, 0, 0), (o12, 0, 1), (o21, 1, 0), (o22, 1, 1))
    terms = (o * log(o * total / (row[i] * column[j])) for o, i, j in cells if o)
    # Independent rows may give -1e-17.
    return max(2 * sum(terms), 0.0)


@ASSOCIATION.measure(
    heading="±G²",
    formula="G² of the four cells, negative where joint is below its expectation",
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


def _expected(joint: int, node: int, collocate: int, size: int, window: int) -> float:
    """Return the expected frequency of a pair that occurs."""
    _check(joint, size=size)
    if not (joint and node and collocate):
        raise UndefinedError("the measure needs a pair that occurs")
    return expected(node=node, collocate=collocate, size=size, window=window)


def _check(*frequencies: int, size: int | None = None, window: int = 1) -> None:
    if min(frequencies, default=0) < 0:
        raise ValueError("a frequency is negative")
    if size is not None and (size < 1 or max(frequencies) > size):
        raise ValueError("a frequency is above the size of the corpus, or that below 1")
    if window < 1:
        raise ValueError("a window has no token")
