"""The measures, by the worked examples of their sources, by hand, and by their bounds."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from fractions import Fraction
from math import comb, expm1, inf, log, log1p, log2, log10, nan, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import wp8.analysis.measures as package
from wp8.analysis.measures import association, dispersion, keyness, lexical_diversity
from wp8.analysis.measures.association import ASSOCIATION
from wp8.analysis.measures.binomial_interval import incomplete_beta, lower_bound
from wp8.analysis.measures.family import Family, UndefinedError
from wp8.analysis.measures.keyness import CRITICAL_VALUES
from wp8.analysis.measures.lexical_diversity import DIVERSITY
from wp8.analysis.measures.register import FAMILIES, HEADINGS
from wp8.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wp8.analysis.measures.family import Measure

GOLDEN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "golden_statistics.json").read_text("utf-8")
)
CELLS = ("o11", "o12", "o21", "o22")
MARGINS = ("joint", "row", "column", "size")
SIDES = ("target", "target_size", "reference", "reference_size")
# What the names of the golden file are called here, with the arguments in the file's order.
CALLED: dict[str, tuple[Callable[..., float | None], tuple[str, ...]]] = {
    "g2_4cell": (association.log_likelihood, CELLS),
    "t_ms": (association.t_score_bernoulli, MARGINS),
    "mi": (association.mi, MARGINS),
    "t": (association.t_score, MARGINS),
    "dice": (association.dice, ("joint", "node", "collocate")),
    "logdice": (association.log_dice, ("joint", "node", "collocate")),
    "g2_2cell": (
        keyness.log_likelihood,
        ("target", "reference", "target_size", "reference_size"),
    ),
    "log_ratio_raw": (keyness.log_ratio, SIDES),
    "log_ratio_walter": (keyness.log_ratio_walter, SIDES),
    "lrc": (keyness.log_ratio_conservative, (*SIDES, "tests")),
    "simple_maths": (keyness.simple_maths, (*SIDES, "smoothing")),
    "pct_diff": (keyness.percent_diff, SIDES),
    "odds_ratio": (keyness.odds_ratio, SIDES),
    "dp": (dispersion.dp, ("frequencies", "sizes")),
    "dp_norm": (dispersion.dp_norm, ("frequencies", "sizes")),
    "juilland_d": (dispersion.juilland_d, ("frequencies", "sizes")),
    "carroll_d2": (dispersion.carroll_d2, ("frequencies", "sizes")),
    "rosengren_s": (dispersion.rosengren_s, ("frequencies", "sizes")),
    "arf": (dispersion.arf, ("positions", "size")),
    "mattr": (lexical_diversity.mattr, ("items", "window")),
    "msttr": (lexical_diversity.sttr, ("items", "segment")),
}
QUANTILES = "chi2_crit_df1"


def in_order(entry: dict[str, Any]) -> list[Any]:
    args = entry["args"]
    if isinstance(args, list):
        return args
    if entry["stat"] == "arf":
        tokens = args["tokens"].split()
        return [positions_of(args["node"], tokens), len(tokens)]
    return [a.split() if isinstance(a, str) else a for a in args.values()]


def pair(joint: int, row: int, column: int, size: int) -> dict[str, int]:
    """Return the cells of a pair that has these margins."""
    return association.contingency(joint=joint, row=row, column=column, size=size)._asdict()


def positions_of(node: str, tokens: Sequence[str]) -> list[int]:
    return [position for position, token in enumerate(tokens) if token == node]


@pytest.mark.parametrize(
    "entry",
    [entry for entry in GOLDEN if entry["stat"] != QUANTILES],
    ids=lambda entry: f"{entry['stat']}: {entry['source']}",
)
def test_a_measure_has_the_value_of_its_source(entry: dict[str, Any]) -> None:
    measure, names = CALLED[entry["stat"]]
    args = in_order(entry)
    known = pair(*args) if names == MARGINS else dict(zip(names, args, strict=True))

    value = measure(**known)

    assert value == pytest.approx(entry["value"], abs=entry["tol"], rel=0)


def test_the_critical_values_are_the_quantiles_of_chi_squared() -> None:
    [entry] = [entry for entry in GOLDEN if entry["stat"] == QUANTILES]

    found = [CRITICAL_VALUES[f"{p:.4f}".strip("0")] for p in entry["args"]]
    assert found == pytest.approx(entry["value"], abs=entry["tol"], rel=0)


def test_every_golden_value_is_tested() -> None:
    assert {entry["stat"] for entry in GOLDEN} == {*CALLED, QUANTILES}


# Gries 2020: five parts of unequal size.
FIVE = {"sizes": [9, 10, 10, 10, 11], "frequencies": [1, 2, 3, 4, 5]}
EQUAL = {"sizes": [10] * 5, "frequencies": [1, 2, 3, 4, 5]}
# Gries 2008, p. 410.
LETTERS = (
    "b a m n i b e u p k b a s a t b e w q n b c a g a b e s t a b a g h a b e a a t b a h a a "
    "b e a x a"
).split()
PLACES: dict[str, Any] = {"positions": positions_of("a", LETTERS), "size": len(LETTERS)}
# By hand: E11 is 0.2 for windows of one word, 2 for windows of ten.
PAIR = pair(12, 50, 40, 10_000)
WIDE = pair(12, 500, 40, 10_000)
OF_COURSE = {"o11": 5610, "o12": 168938, "o21": 2257, "o22": 10233063}
# By hand: all four cells are 5 or 0, so that G2 is 20 ln 2.
DIAGONAL = {"o11": 5, "o12": 0, "o21": 0, "o22": 5}
ALONE = dict(zip(SIDES, (4, 100, 0, 100), strict=True))
WORKED: list[tuple[Callable[..., float], dict[str, Any], float, int]] = [
    (dispersion.carroll_d2, FIVE, 0.938, 3),
    (dispersion.rosengren_s, FIVE, 0.950, 3),
    (dispersion.kl_divergence, FIVE, 0.137, 3),
    # Gries 2008, p. 407: parts of one size.
    (dispersion.dp, EQUAL, 0.2, 9),
    (dispersion.dp_norm, EQUAL, 0.25, 9),
    (dispersion.juilland_d, EQUAL, 0.764, 3),
    (dispersion.range_, {"frequencies": [1, 0, 3]}, 2, 0),
    (dispersion.ald, PLACES, 0.628, 3),
    (dispersion.awt, PLACES, 3.18, 2),
    # Gries 2013: of course, in both directions.
    (association.delta_p, OF_COURSE, 0.032, 3),
    (association.delta_p_backward, OF_COURSE, 0.697, 3),
    (association.expected, WIDE, 2.0, 9),
    (association.mi, PAIR, 5.907, 3),
    (association.mi, WIDE, 2.585, 3),
    (association.mi3, PAIR, 13.077, 3),
    (association.mi3, WIDE, 9.755, 3),
    (association.t_score, PAIR, 3.406, 3),
    (association.t_score, WIDE, 2.887, 3),
    (association.z_score, WIDE, 10 / sqrt(2), 9),
    (association.minimum_sensitivity, {"joint": 2, "node": 4, "collocate": 8}, 0.25, 9),
    (association.signed_log_likelihood, DIAGONAL, 20 * log(2), 9),
    (
        keyness.log_likelihood_four_cell,
        dict(zip(SIDES, (7, 1000, 2, 1000), strict=True)),
        2.954494,
        6,
    ),
    (keyness.signed_log_likelihood, ALONE, 8 * log(2), 9),
    # Of 4 in 4 the exact bound is the fourth root of the tail.
    (keyness.log_ratio_lower, ALONE, log2(0.025**0.25 / (1 - 0.025**0.25)), 9),
    (
        keyness.log_ratio_upper,
        ALONE | {"target": 0, "reference": 4},
        -log2(0.025**0.25 / (1 - 0.025**0.25)),
        9,
    ),
    (lexical_diversity.ttr, {"items": "a b a c".split()}, 0.75, 9),
]


@pytest.mark.parametrize(("measure", "known", "value", "digits"), WORKED)
def test_a_worked_example_is_met(
    measure: Callable[..., float], known: dict[str, Any], value: float, digits: int
) -> None:
    assert round(measure(**known), digits) == round(value, digits)


ENTRIES = [family[name] for family in FAMILIES for name in family]


def is_measure(function: Callable[..., object]) -> bool:
    """Return whether a function is a number made of what some family knows."""
    signature = inspect.signature(function)
    needed = {each.name for each in signature.parameters.values() if each.default is each.empty}
    is_number = signature.return_annotation in {"float", "int", "float | None", "int | None"}
    return is_number and any(needed <= {*family.inputs} for family in FAMILIES)


def test_no_measure_is_forgotten() -> None:
    modules = [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    ]
    functions = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }

    assert {function for function in functions if is_measure(function)} == {
        entry.function for entry in ENTRIES
    }


def test_every_measure_has_a_worked_example() -> None:
    golden = {measure for measure, _ in CALLED.values()}

    assert golden | {measure for measure, *_ in WORKED} == {entry.function for entry in ENTRIES}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_says_all_that_a_table_needs(entry: Measure) -> None:
    assert re.fullmatch(r"[a-z0-9_]+", entry.name)
    assert re.fullmatch(r"\S.{0,8}\S?", entry.heading)
    assert re.fullmatch(r"\S.+\S", entry.formula)
    assert re.match(r"[A-Z]\w+.* \d{4}\b", entry.source)
    parameters = inspect.signature(entry.function).parameters.values()
    assert {each.kind for each in parameters} == {inspect.Parameter.KEYWORD_ONLY}
    # One name is one heading, in whatever family.
    assert HEADINGS[entry.name] == entry.heading


def test_a_measure_takes_what_it_needs_of_what_is_known() -> None:
    family = Family("size", "wide", "high")

    @family.measure(heading="A", formula="wide · high", source="Euclid 1956")
    def area_(*, wide: int, high: int, scale: int = 1) -> int:
        if not wide:
            raise UndefinedError("nothing has an area")
        return wide * high * scale

    assert list(family) == ["area"]
    assert family["area"].needs == ("wide", "high")
    assert family["area"].of({"wide": 2, "high": 3, "scale": 9, "deep": 4}) == 6
    assert family["area"].of({"wide": 0, "high": 3}) is None
    with pytest.raises(KeyError):
        family["area"].of({"wide": 2})


@pytest.mark.parametrize(
    ("name", "hint"), [("log_dise", "did you mean log_dice?"), ("zzz", "there are: expected, mi, ")]
)
def test_a_measure_that_there_is_not_is_an_error_that_names_those(name: str, hint: str) -> None:
    with pytest.raises(UnknownNameError, match=f"no measure of association {name}") as error:
        ASSOCIATION[name]

    assert (error.value.hint or "").startswith(hint)


def test_the_expectation_is_of_the_margins() -> None:
    assert association.expected(**PAIR) == 0.2
    assert association.expected(**pair(0, 0, 40, 100)) == 0.0


def test_the_scores_of_a_pair_by_hand() -> None:
    cells = pair(16, 20, 20, 100)

    assert association.mi(**cells) == 2.0
    assert association.mi3(**cells) == 10.0
    assert association.t_score(**cells) == 3.0
    assert association.t_score_bernoulli(**cells) == pytest.approx(3 / sqrt(0.84))
    assert association.z_score(**cells) == 6.0
    assert association.dice(joint=16, node=20, collocate=20) == 0.8
    assert association.log_dice(joint=16, node=20, collocate=20) == 14 + log2(0.8)


def test_a_pair_that_never_occurs_has_a_negative_z_score() -> None:
    assert association.z_score(**pair(0, 20, 20, 100)) == -2.0


def test_a_pair_that_never_occurs_has_a_dice_and_a_sensitivity_of_0() -> None:
    assert association.dice(joint=0, node=3, collocate=4) == 0.0
    assert association.dice(joint=0, node=0, collocate=4) == 0.0
    assert association.minimum_sensitivity(joint=0, node=3, collocate=4) == 0.0


def test_dice_is_not_cut_where_a_node_has_several_collocates() -> None:
    assert association.dice(joint=4, node=2, collocate=4) == pytest.approx(4 / 3)
    assert association.log_dice(joint=4, node=2, collocate=4) == 14 + log2(4 / 3)
    assert association.minimum_sensitivity(joint=4, node=2, collocate=4) == 1.0


def test_the_sensitivity_is_the_lesser_share() -> None:
    assert association.minimum_sensitivity(joint=2, node=4, collocate=8) == 0.25


SCORES = [
    association.mi,
    association.mi3,
    association.t_score,
    association.t_score_bernoulli,
    association.z_score,
]


@pytest.mark.parametrize("measure", SCORES)
@pytest.mark.parametrize("wrong", [{"o12": -1}, dict.fromkeys(CELLS, 0)])
def test_a_score_of_a_table_that_cannot_be_is_an_error(
    measure: Callable[..., float], wrong: dict[str, int]
) -> None:
    with pytest.raises(ValueError, match=r"negative|empty") as error:
        measure(**(pair(2, 4, 4, 100) | wrong))

    assert not isinstance(error.value, UndefinedError)


@pytest.mark.parametrize("measure", SCORES[:-1])
def test_a_pair_that_never_occurs_has_no_such_score(measure: Callable[..., float]) -> None:
    with pytest.raises(UndefinedError, match="a pair that occurs"):
        measure(**pair(0, 4, 4, 100))


def test_a_word_that_never_occurs_has_no_log_dice_and_no_z_score() -> None:
    with pytest.raises(UndefinedError, match="a pair that occurs"):
        association.log_dice(joint=0, node=4, collocate=4)
    with pytest.raises(UndefinedError, match="a row or a column"):
        association.z_score(**pair(0, 0, 4, 100))


def test_a_pair_at_every_token_has_no_variance() -> None:
    with pytest.raises(UndefinedError, match="no variance"):
        association.t_score_bernoulli(**pair(4, 4, 4, 4))


def test_dice_and_sensitivity_need_a_word_that_occurs() -> None:
    with pytest.raises(UndefinedError, match="neither"):
        association.dice(joint=0, node=0, collocate=0)
    with pytest.raises(UndefinedError, match="occur"):
        association.minimum_sensitivity(joint=0, node=0, collocate=4)
    with pytest.raises(ValueError, match="negative"):
        association.dice(joint=1, node=-2, collocate=4)


def test_the_table_of_a_pair() -> None:
    assert tuple(pair(12, 500, 40, 10_000).values()) == (12, 488, 28, 9472)
    assert tuple(pair(0, 0, 0, 7).values()) == (0, 0, 0, 7)


@pytest.mark.parametrize("margins", [(5, 4, 6, 100), (5, 6, 4, 100), (1, 60, 60, 100), (-1,) * 4])
def test_a_pair_that_cannot_be_has_no_table(margins: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="negative"):
        pair(*margins)


def test_g2_by_hand() -> None:
    assert association.log_likelihood(o11=5, o12=0, o21=0, o22=5) == pytest.approx(20 * log(2))
    assert association.log_likelihood(o11=0, o12=0, o21=3, o22=5) == 0.0
    assert association.log_likelihood(o11=2, o12=4, o21=3, o22=6) == pytest.approx(0)


def test_the_sign_of_g2_is_the_direction() -> None:
    cells = {"o11": 5, "o12": 0, "o21": 0, "o22": 5}

    assert association.signed_log_likelihood(**cells) == pytest.approx(20 * log(2))
    assert association.signed_log_likelihood(o11=0, o12=5, o21=5, o22=0) == pytest.approx(
        -20 * log(2)
    )
    assert association.signed_log_likelihood(o11=1, o12=1, o21=1, o22=1) == 0.0


def test_a_table_that_cannot_be_is_an_error() -> None:
    with pytest.raises(ValueError, match="empty"):
        association.log_likelihood(o11=0, o12=0, o21=0, o22=0)
    with pytest.raises(ValueError, match="negative"):
        association.log_likelihood(o11=-1, o12=0, o21=0, o22=2)
    with pytest.raises(UndefinedError, match="row"):
        association.delta_p(o11=1, o12=1, o21=0, o22=0)
    with pytest.raises(ValueError, match="empty"):
        pair(0, 0, 0, 0)


def sides(*counts: int) -> dict[str, int]:
    return dict(zip(SIDES, counts, strict=True))


def test_a_word_of_one_side_only() -> None:
    alone = sides(4, 100, 0, 100)

    assert keyness.log_likelihood(**alone) == pytest.approx(8 * log(2))
    assert keyness.signed_log_likelihood(**sides(0, 100, 4, 100)) == pytest.approx(-8 * log(2))
    assert keyness.log_ratio(**alone) == 3.0
    assert keyness.log_ratio(**sides(0, 100, 4, 100)) == -3.0
    assert keyness.log_ratio_walter(**alone) == pytest.approx(log2(9))
    assert keyness.percent_diff(**sides(0, 100, 4, 100)) == -100.0
    assert keyness.odds_ratio(**sides(0, 100, 4, 100)) == 0.0
    assert keyness.simple_maths(**alone) == 40_001.0
    # (alpha / 2) ** (1 / 4) is the bound of 4 of 4.
    bound = (0.05 / 2) ** (1 / 4)
    assert keyness.log_ratio_conservative(**sides(4, 100, 0, 1000)) == pytest.approx(
        log2(10 * bound / (1 - bound))
    )


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        (keyness.percent_diff, (4, 100, 0, 100)),
        (keyness.odds_ratio, (4, 100, 0, 100)),
        (keyness.odds_ratio, (5, 5, 2, 10)),
        (keyness.log_ratio_lower, (0, 100, 4, 100)),
        (keyness.log_ratio_upper, (4, 100, 0, 100)),
    ],
)
def test_what_has_no_bound_has_no_value(
    measure: Callable[..., float], counts: tuple[int, ...]
) -> None:
    with pytest.raises(UndefinedError, match="not in the"):
        measure(**sides(*counts))


def test_a_word_of_equal_shares_is_not_key() -> None:
    equal = sides(3, 100, 6, 200)

    assert keyness.log_likelihood(**equal) == pytest.approx(0, abs=1e-12)
    assert keyness.signed_log_likelihood(**equal) == 0.0
    assert keyness.percent_diff(**equal) == 0.0
    assert keyness.log_ratio(**equal) == pytest.approx(0)
    assert keyness.log_ratio_conservative(**equal) == 0.0
    assert keyness.simple_maths(**equal) == 1.0


def test_a_word_of_no_side_is_no_evidence_and_has_no_ratio() -> None:
    none = sides(0, 100, 0, 200)

    assert keyness.log_likelihood(**none) == 0.0
    assert keyness.log_likelihood_four_cell(**none) == 0.0
    for measure in (
        keyness.log_ratio,
        keyness.log_ratio_walter,
        keyness.log_ratio_conservative,
    ):
        with pytest.raises(UndefinedError, match="neither"):
            measure(**none)


def test_g2_with_all_other_words_is_that_of_the_table() -> None:
    assert keyness.log_likelihood_four_cell(
        **sides(7, 1000, 2, 1000)
    ) == association.log_likelihood(o11=7, o12=2, o21=993, o22=998)


@pytest.mark.parametrize(
    "measure",
    [
        keyness.log_likelihood,
        keyness.log_likelihood_four_cell,
        keyness.percent_diff,
        keyness.log_ratio,
        keyness.log_ratio_walter,
        keyness.log_ratio_conservative,
        keyness.simple_maths,
        keyness.odds_ratio,
    ],
)
@pytest.mark.parametrize("counts", [(1, 0, 1, 9), (1, 9, 0, 0), (-1, 9, 1, 9), (1, 9, 10, 9)])
def test_keyness_of_impossible_counts_is_an_error(
    measure: Callable[..., float], counts: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r"no tokens|negative or above"):
        measure(**sides(*counts))


def test_options_of_keyness_that_cannot_be_are_errors() -> None:
    counts = sides(1, 9, 1, 9)

    with pytest.raises(ValueError, match="smoothing"):
        keyness.simple_maths(**counts, smoothing=0)
    for options in ({"alpha": 0.0}, {"alpha": 1.0}, {"alpha": nan}, {"tests": 0}):
        with pytest.raises(ValueError, match="alpha"):
            keyness.log_ratio_conservative(**counts, **options)


@pytest.mark.parametrize(
    ("g2", "expected"),
    [
        (0.0, ""),
        (3.840, ""),
        (3.841, ".05"),
        (6.634, ".05"),
        (6.635, ".01"),
        (10.828, ".001"),
        (15.136, ".001"),
        (15.137, ".0001"),
        (-7.0, ".01"),
        (inf, ".0001"),
    ],
)
def test_the_class_of_significance(g2: float, expected: str) -> None:
    assert keyness.p_class(g2=g2) == expected


@pytest.mark.parametrize("tail", [1e-9, 2.5e-4, 0.025, 0.25, 0.49])
@pytest.mark.parametrize(
    ("successes", "trials"), [(1, 1), (1, 2), (1, 60), (30, 60), (59, 60), (60, 60), (50, 60)]
)
def test_the_bound_is_where_the_exact_binomial_tail_is(
    successes: int, trials: int, tail: float
) -> None:
    bound = Fraction(lower_bound(successes=successes, trials=trials, tail=tail))

    def weight(k: int) -> Fraction:
        return comb(trials, k) * bound**k * (1 - bound) ** (trials - k)

    miss = sum(map(weight, range(successes, trials + 1))) - Fraction(tail)
    # d tail / d ln bound
    slope = successes * weight(successes)
    assert abs(miss / slope) < 1e-12


@pytest.mark.parametrize("tail", [1e-300, 1e-100, 1e-20])
@pytest.mark.parametrize(("successes", "trials"), [(1, 2), (50, 60), (100_000, 1_000_000)])
def test_the_bound_of_a_far_tail_is_found(successes: int, trials: int, tail: float) -> None:
    bound = lower_bound(successes=successes, trials=trials, tail=tail)

    value = incomplete_beta(x=bound, a=successes, b=trials - successes + 1)
    assert value == pytest.approx(tail, rel=1e-6, abs=0)


def interval(*, successes: int, trials: int, alpha: float) -> tuple[float, float]:
    lower = lower_bound(successes=successes, trials=trials, tail=alpha / 2)
    return lower, 1 - lower_bound(successes=trials - successes, trials=trials, tail=alpha / 2)


def test_the_interval_of_clopper_and_pearson() -> None:
    # Both bounds have a closed form at the ends.
    assert interval(successes=0, trials=10, alpha=0.05) == pytest.approx(
        (0.0, 1 - 0.025**0.1), rel=1e-14
    )
    assert interval(successes=10, trials=10, alpha=0.05) == pytest.approx(
        (0.025**0.1, 1.0), rel=1e-14
    )
    # R: binom.test(7, 10).
    assert interval(successes=7, trials=10, alpha=0.05) == pytest.approx(
        (0.3475471, 0.9332605), abs=1e-7
    )
    assert interval(successes=0, trials=0, alpha=0.05) == (0.0, 1.0)


def test_an_interval_that_cannot_be_is_an_error() -> None:
    for wrong in ({"successes": 3}, {"successes": -1}, {"tail": 0.0}, {"tail": 0.5}):
        with pytest.raises(ValueError, match="successes"):
            lower_bound(**({"successes": 1, "trials": 2, "tail": 0.025} | wrong))
    for x, a in ((-0.1, 1), (1.1, 1), (0.5, 0)):
        with pytest.raises(ValueError, match="x is not"):
            incomplete_beta(x=x, a=a, b=1)


@pytest.mark.parametrize("trials", [2, 10, 1000, 10**6, 10**9, 10**12])
@pytest.mark.parametrize("tail", [0.025, 0.025 / 750_000])
def test_the_bound_of_one_success_is_as_exact_in_the_largest_corpus(
    trials: int, tail: float
) -> None:
    # As the chance of none is a power, it has a closed form.
    exact = -expm1(log1p(-tail) / trials)

    assert lower_bound(successes=1, trials=trials, tail=tail) == pytest.approx(exact, rel=1e-12)


def test_the_incomplete_beta_function_at_its_ends_and_of_powers() -> None:
    assert incomplete_beta(x=0, a=2, b=3) == 0.0
    assert incomplete_beta(x=1, a=2, b=3) == 1.0
    assert incomplete_beta(x=0.3, a=4, b=1) == pytest.approx(0.3**4, rel=1e-13)
    assert incomplete_beta(x=0.9, a=1, b=4) == pytest.approx(1 - 0.1**4, rel=1e-13)


def test_dispersion_by_hand() -> None:
    # Shares of a quarter and three quarters, all occurrences in the first.
    one = {"sizes": [10, 30], "frequencies": [5, 0]}

    assert dispersion.dp(**one) == 0.75
    assert dispersion.dp_norm(**one) == 1.0
    assert dispersion.juilland_d(**one) == 0.0
    assert dispersion.carroll_d2(**one) == 0.0
    assert dispersion.rosengren_s(**one) == 0.25
    assert dispersion.kl_divergence(**one) == 2.0
    assert dispersion.range_(frequencies=[5, 0]) == 1


def test_a_word_in_proportion_to_the_parts_is_even() -> None:
    even = {"sizes": [10, 30], "frequencies": [2, 6]}

    assert (
        dispersion.dp(**even)
        == dispersion.dp_norm(**even)
        == dispersion.kl_divergence(**even)
        == 0.0
    )
    assert dispersion.juilland_d(**even) == pytest.approx(1)
    assert dispersion.carroll_d2(**even) == pytest.approx(1)
    assert dispersion.rosengren_s(**even) == pytest.approx(1)


PARTWISE = [
    dispersion.dp,
    dispersion.dp_norm,
    dispersion.juilland_d,
    dispersion.carroll_d2,
    dispersion.rosengren_s,
    dispersion.kl_divergence,
]


@pytest.mark.parametrize("measure", PARTWISE)
def test_parts_without_tokens_are_left_out(measure: Callable[..., float]) -> None:
    full = measure(sizes=[10, 20, 30], frequencies=[2, 1, 0])

    assert measure(sizes=[0, 10, 20, 0, 30], frequencies=[0, 2, 1, 0, 0]) == full


@pytest.mark.parametrize("measure", PARTWISE)
@pytest.mark.parametrize(
    ("sizes", "frequencies", "message"),
    [
        ([10, 20], [0, 0], "does not occur"),
        ([], [], "does not occur"),
        ([10], [1, 2], "as many sizes"),
        ([10, -1], [1, 2], "negative"),
        ([10, 20], [1, -2], "negative"),
        ([10, 0], [1, 2], "without tokens"),
    ],
)
def test_dispersion_of_impossible_parts_is_an_error(
    measure: Callable[..., float], sizes: list[int], frequencies: list[int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        measure(sizes=sizes, frequencies=frequencies)


def test_one_part_is_even_and_has_no_norm() -> None:
    one = {"sizes": [10, 0], "frequencies": [3, 0]}

    assert dispersion.dp(**one) == 0.0
    assert dispersion.kl_divergence(**one) == 0.0
    assert dispersion.rosengren_s(**one) == 1.0
    for measure in (dispersion.dp_norm, dispersion.juilland_d, dispersion.carroll_d2):
        with pytest.raises(UndefinedError, match="two parts"):
            measure(**one)


def test_the_range_is_the_number_of_parts() -> None:
    assert dispersion.range_(frequencies=[0, 3, 0, 1]) == 2
    assert dispersion.range_(frequencies=[0, 0]) == dispersion.range_(frequencies=[]) == 0
    with pytest.raises(ValueError, match="negative"):
        dispersion.range_(frequencies=[1, -1])


def test_the_reduced_frequency_by_hand() -> None:
    # v = 4; distances 1, 1, 10: (1 + 1 + 4) / 4.
    together: dict[str, Any] = {"positions": [3, 4, 5], "size": 12}

    assert dispersion.arf(**together) == 1.5
    assert dispersion.ald(**together) == pytest.approx(10 / 12)
    assert dispersion.awt(**together) == pytest.approx((1 + 102 / 12) / 2)
    assert dispersion.arf(positions=[11, 3, 7], size=12) == 3.0
    assert dispersion.arf(positions=[5], size=12) == 1.0
    assert dispersion.ald(positions=[5], size=12) == pytest.approx(log10(12))
    assert dispersion.awt(positions=[5], size=12) == 6.5


def test_positions_that_cannot_be_are_errors() -> None:
    for positions, size in (([12], 12), ([-1], 12), ([0], 0)):
        with pytest.raises(ValueError, match="position"):
            dispersion.arf(positions=positions, size=size)
    with pytest.raises(ValueError, match="twice"):
        dispersion.arf(positions=[1, 1], size=12)
    for measure in (dispersion.arf, dispersion.ald, dispersion.awt):
        with pytest.raises(UndefinedError, match="does not occur"):
            measure(positions=[], size=12)


def test_the_type_token_ratio() -> None:
    assert lexical_diversity.ttr(items="a b a c".split()) == 0.75
    with pytest.raises(UndefinedError, match="the text has no item"):
        lexical_diversity.ttr(items=[])


def test_a_text_without_a_whole_segment_has_no_standardized_ratio() -> None:
    for items, length in ((["a", "b"], 3), ([], 1)):
        with pytest.raises(UndefinedError, match="no whole segment"):
            lexical_diversity.sttr(items=items, segment=length)
        with pytest.raises(UndefinedError, match="no whole window"):
            lexical_diversity.mattr(items=items, window=length)


def test_the_rest_after_the_last_segment_is_dropped() -> None:
    assert lexical_diversity.sttr(items="a a b b c".split(), segment=2) == 0.5


def test_a_segment_or_window_of_no_tokens_is_an_error() -> None:
    with pytest.raises(ValueError, match="segment"):
        lexical_diversity.sttr(items=["a"], segment=0)
    with pytest.raises(ValueError, match="window"):
        lexical_diversity.mattr(items=["a"], window=0)


counts = st.integers(0, 500)
cells = st.fixed_dictionaries(dict.fromkeys(CELLS, counts)).filter(lambda c: any(c.values()))


tables = cells.filter(lambda c: bool(c["o11"]))


@st.composite
def corpora(draw: st.DrawFn) -> dict[str, int]:
    sizes = draw(st.integers(1, 10_000)), draw(st.integers(1, 10_000))
    frequencies = [draw(st.integers(0, size)) for size in sizes]
    assume(any(frequencies))
    return sides(frequencies[0], sizes[0], frequencies[1], sizes[1])


def swapped(counts: dict[str, int]) -> dict[str, int]:
    return sides(*(counts[name] for name in (*SIDES[2:], *SIDES[:2])))


@st.composite
def parts(draw: st.DrawFn) -> dict[str, list[int]]:
    sizes = draw(st.lists(st.integers(1, 300), min_size=2, max_size=30))
    frequencies = [draw(st.integers(0, size)) for size in sizes]
    assume(any(frequencies))
    return {"sizes": sizes, "frequencies": frequencies}


@given(table=tables)
def test_association_is_the_same_from_both_words(table: dict[str, int]) -> None:
    turned = table | {"o12": table["o21"], "o21": table["o12"]}

    for measure in (association.expected, *SCORES[:3], association.z_score):
        assert measure(**table) == measure(**turned)


@given(table=tables, node=st.integers(1, 500))
def test_dice_is_below_2_and_the_sensitivity_at_most_1(table: dict[str, int], node: int) -> None:
    known = {"joint": table["o11"], "node": node, "collocate": table["o11"] + table["o21"]}

    assert 0 < association.dice(**known) < 2
    assert association.log_dice(**known) < 15
    assert 0 < association.minimum_sensitivity(**known) <= min(1, association.dice(**known))


@given(table=tables)
def test_the_scores_agree_with_g2_on_the_direction(table: dict[str, int]) -> None:
    g2 = association.signed_log_likelihood(**table)

    for measure in (association.mi, association.t_score, association.z_score):
        # Where nothing is more than expected, or less, what is left is of the rounding.
        assert measure(**table) * g2 >= 0 or abs(measure(**table)) < 1e-9
    assert association.mi(**table) <= log2(sum(table.values())) + 1e-9
    assert association.mi3(**table) == pytest.approx(
        association.mi(**table) + 2 * log2(table["o11"])
    )


@given(table=cells)
def test_a_table_is_that_of_its_margins(table: dict[str, int]) -> None:
    row, column = table["o11"] + table["o12"], table["o11"] + table["o21"]

    assert pair(table["o11"], row, column, sum(table.values())) == table


@given(table=cells)
def test_g2_is_never_negative_and_the_same_for_the_turned_table(table: dict[str, int]) -> None:
    turned = table | {"o12": table["o21"], "o21": table["o12"]}
    value = association.log_likelihood(**table)

    assert value >= 0
    assert association.log_likelihood(**turned) == pytest.approx(value, abs=1e-9)
    assert abs(association.signed_log_likelihood(**table)) in {value, 0.0}


@given(table=cells)
def test_delta_p_is_from_minus_1_to_1(table: dict[str, int]) -> None:
    assume(table["o11"] + table["o12"] and table["o21"] + table["o22"])

    assert -1 <= association.delta_p(**table) <= 1


@given(counts=corpora())
def test_the_reference_has_the_keyness_of_the_target_with_the_other_sign(
    counts: dict[str, int],
) -> None:
    for measure in (
        keyness.signed_log_likelihood,
        keyness.log_ratio,
        keyness.log_ratio_walter,
        keyness.log_ratio_conservative,
    ):
        assert measure(**swapped(counts)) == pytest.approx(-measure(**counts), abs=1e-9)
    assert keyness.simple_maths(**swapped(counts)) == pytest.approx(
        1 / keyness.simple_maths(**counts)
    )


@given(counts=corpora())
def test_g2_of_keyness_is_never_negative_and_grows_with_the_other_words(
    counts: dict[str, int],
) -> None:
    value = keyness.log_likelihood(**counts)

    assert 0 <= value <= keyness.log_likelihood_four_cell(**counts) + 1e-6
    assert abs(keyness.signed_log_likelihood(**counts)) in {value, 0.0}


@given(counts=corpora(), tests=st.integers(1, 5000))
def test_the_conservative_log_ratio_is_nearer_0_and_falls_with_the_tests(
    counts: dict[str, int], tests: int
) -> None:
    one = keyness.log_ratio_conservative(**counts)
    many = keyness.log_ratio_conservative(**counts, tests=tests)

    assert abs(many) <= abs(one) + 1e-9
    assert one * many >= 0
    if counts["target"] and counts["reference"]:
        plain = keyness.log_ratio(**counts)
        low, high = keyness.log_ratio_lower(**counts), keyness.log_ratio_upper(**counts)
        assert one == 0 or 0 < one / plain <= 1
        assert low < plain < high
        assert one == pytest.approx(max(low, 0) + min(high, 0))


@given(
    successes=st.integers(0, 3000),
    failures=st.integers(0, 3000),
    alpha=st.floats(1e-9, 0.9),
)
def test_the_interval_has_its_share_inside_and_its_tails_outside(
    successes: int, failures: int, alpha: float
) -> None:
    trials = successes + failures
    low, high = interval(successes=successes, trials=trials, alpha=alpha)

    assert 0 <= low <= high <= 1
    assert low * trials <= successes <= high * trials
    if successes:
        assert incomplete_beta(x=low, a=successes, b=failures + 1) == pytest.approx(
            alpha / 2, rel=1e-8
        )


@given(x=st.floats(0, 1), a=st.integers(1, 2000), b=st.integers(1, 2000), more=st.floats(0, 1))
def test_the_incomplete_beta_function_turns_round_and_rises(
    x: float, a: int, b: int, more: float
) -> None:
    value = incomplete_beta(x=x, a=a, b=b)

    assert value == pytest.approx(1 - incomplete_beta(x=1 - x, a=b, b=a), abs=1e-9)
    assert value <= incomplete_beta(x=max(x, more), a=a, b=b) + 1e-9


@given(spread=parts())
def test_dispersion_is_within_its_bounds(spread: dict[str, list[int]]) -> None:
    least = min(spread["sizes"]) / sum(spread["sizes"])

    assert 0 <= dispersion.dp(**spread) <= 1 - least + 1e-12
    assert dispersion.dp(**spread) <= dispersion.dp_norm(**spread) + 1e-12
    for measure in (dispersion.dp_norm, dispersion.juilland_d, dispersion.carroll_d2):
        assert 0 <= measure(**spread) <= 1
    assert least - 1e-12 <= dispersion.rosengren_s(**spread) <= 1
    assert 0 <= dispersion.kl_divergence(**spread) <= -log2(least) + 1e-9
    assert 1 <= dispersion.range_(frequencies=spread["frequencies"]) <= len(spread["sizes"])


@given(spread=parts(), factor=st.integers(2, 9))
def test_dispersion_knows_neither_the_order_nor_the_scale(
    spread: dict[str, list[int]], factor: int
) -> None:
    other = {name: [factor * n for n in reversed(values)] for name, values in spread.items()}

    for measure in PARTWISE:
        assert measure(**other) == pytest.approx(measure(**spread), abs=1e-6)


@given(
    positions=st.sets(st.integers(0, 400), min_size=1, max_size=60),
    more=st.integers(1, 300),
    turn=st.integers(0, 1000),
)
def test_the_reduced_frequency_is_up_to_f_and_knows_no_beginning(
    positions: set[int], more: int, turn: int
) -> None:
    size = max(positions) + more
    places: dict[str, Any] = {"positions": sorted(positions), "size": size}
    turned: dict[str, Any] = {
        "positions": [(place + turn) % size for place in positions],
        "size": size,
    }

    assert 0 < dispersion.arf(**places) <= len(positions) + 1e-9
    assert 0 <= dispersion.ald(**places) <= log10(size) + 1e-9
    assert 1 <= dispersion.awt(**places) <= (1 + size) / 2
    for measure in (dispersion.arf, dispersion.ald, dispersion.awt):
        assert measure(**turned) == pytest.approx(measure(**places))


@given(tokens=st.lists(st.sampled_from("abcdef"), min_size=1), window=st.integers(1, 40))
def test_the_ratios_are_those_of_their_segments_counted_one_by_one(
    tokens: list[str], window: int
) -> None:
    last = len(tokens) - window
    segments = [tokens[start : start + window] for start in range(0, last + 1, window)]
    windows = [tokens[start : start + window] for start in range(last + 1)]

    known = {"items": tokens, "segment": window, "window": window}

    for name, texts in (("sttr", segments), ("mattr", windows)):
        ratios = [lexical_diversity.ttr(items=text) for text in texts]
        value = DIVERSITY[name].of(known | {"recurrences": None})
        assert value == (pytest.approx(sum(ratios) / len(ratios)) if ratios else None)
    assert lexical_diversity.mattr(items=tokens, window=len(tokens)) == lexical_diversity.ttr(
        items=tokens
    )
