"""Measures that are asked for: their columns, and the order of the rows."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

import pytest

from wp8.analysis.counts import collocates as near
from wp8.analysis.counts import dispersion as spread
from wp8.analysis.counts import keyness as key
from wp8.analysis.counts import vocabulary as rich
from wp8.analysis.counts.collocates import Collocation, collocates
from wp8.analysis.counts.columns import Columns, Measured
from wp8.analysis.counts.dispersion import dispersion
from wp8.analysis.counts.keyness import keyness, side
from wp8.analysis.counts.population import Population, form, population
from wp8.analysis.counts.vocabulary import richness
from wp8.analysis.measures.association import ASSOCIATION
from wp8.analysis.measures.dispersion import DISPERSION
from wp8.analysis.measures.keyness import KEYNESS
from wp8.analysis.measures.lexical_diversity import DIVERSITY
from wp8.errors import UnknownNameError
from wp8.model import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wp8.analysis.measures.family import Family


def words_of(*texts: str, document: str = "a") -> Population:
    """Return the words of texts, each a paragraph, each after the first a document of its own."""
    names = [document, *(f"{document}{place}" for place in range(1, len(texts)))]
    return population(
        [
            Record(f"{name}:1", name, "paragraph", "I", 1, 1, text, "a.txt", (1, 1))
            for name, text in zip(names, texts, strict=True)
        ],
        form,
    )


TEXT = words_of("red sun red moon red sun blue sea", "blue moon blue sun green sea", "a b a b a b")


def beside(measures: Sequence[str] = ()) -> Collocation:
    return collocates(TEXT, TEXT.occurrences_of({"red"}), left=2, right=2, measures=measures)


def compared(measures: Sequence[str] = ()) -> Measured:
    reference = words_of("red green green green green blue blue sea sea sea", document="b")
    words = range(1, 2)
    return keyness(side(TEXT, words), side(reference, words), measures=measures)


def spread_out(measures: Sequence[str] = ()) -> Measured:
    items = {item: TEXT.occurrences_of({item}) for item in ("zebra", "red", "blue", "sea")}
    return dispersion(TEXT, items, measures=measures)


def of_documents(measures: Sequence[str] = ()) -> Measured:
    return richness(TEXT, segment=3, window=6, measures=measures)


COUNTED: list[tuple[Callable[..., Measured | Collocation], Family, Sequence[str]]] = [
    (beside, ASSOCIATION, near.USUAL),
    (compared, KEYNESS, key.USUAL),
    (spread_out, DISPERSION, spread.USUAL),
    (of_documents, DIVERSITY, ("document", *rich.USUAL)),
]


@pytest.mark.parametrize(("count", "family", "usual"), COUNTED)
def test_measures_asked_for_are_columns_after_the_usual_ones(
    count: Callable[..., Measured | Collocation], family: Family, usual: Sequence[str]
) -> None:
    plain, asked = count(), count(measures=tuple(family))
    more = [name for name in family if name not in usual]

    assert plain.columns.names == tuple(usual)
    assert asked.columns.names == (*usual, *more)
    assert all(row._fields == asked.columns.names for row in asked.rows)
    assert sorted(row[: len(usual)] for row in asked.rows) == sorted(map(tuple, plain.rows))
    assert [name for name in asked.columns.formulas if name in family] == [
        name for name in asked.columns.names if name in family
    ]


@pytest.mark.parametrize(("count", "family", "usual"), COUNTED)
def test_a_measure_that_there_is_not_is_an_error(
    count: Callable[..., object], family: Family, usual: Sequence[str]
) -> None:
    for name in ("nonsense", usual[0]):
        with pytest.raises(UnknownNameError, match=f"no measure of {family.name} {name}"):
            count(measures=(name,))


def test_a_column_has_the_value_of_its_measure_for_the_counts_of_the_row() -> None:
    rows = {row.form: row for row in beside(measures=("minimum_sensitivity", "delta_p")).rows}
    known = {"joint": 2, "node": 3, "collocate": 3}
    # Sun, moon, sun and blue stand near red, and 13 words elsewhere, one of them sun.
    cells = {"o11": 2, "o12": 2, "o21": 1, "o22": 12}

    assert (rows["sun"].joint_frequency, rows["sun"].frequency) == (2, 3)
    assert rows["sun"].minimum_sensitivity == ASSOCIATION["minimum_sensitivity"].of(known)
    assert rows["sun"].delta_p == ASSOCIATION["delta_p"].of(cells)
    assert rows["sun"].log_likelihood == ASSOCIATION["log_likelihood"].of(cells)


@pytest.mark.parametrize("measure", [*ASSOCIATION])
@pytest.mark.parametrize("repelled", [False, True])
def test_collocates_are_sorted_by_the_first_measure_asked_for(measure: str, repelled: bool) -> None:
    text = words_of("red sun red moon red sun blue sea blue sea", "blue blue sun sea sea green sea")
    nodes = text.occurrences_of({"red"})

    def asked(*measures: str) -> Sequence[Any]:
        return collocates(
            text, nodes, left=1, right=2, repelled=repelled, measures=measures, least=1 - repelled
        ).rows

    rows = asked(measure, "dice" if measure != "dice" else "mi")
    sign = 1 if repelled and ASSOCIATION[measure].directed else -1
    # What never stands near the node has no MI: it is as far from it as can be.
    values = [-inf if getattr(row, measure) is None else getattr(row, measure) for row in rows]
    ranks = [
        (sign * value, (1 if repelled else -1) * row.signed_log_likelihood, row.form)
        for row, value in zip(rows, values, strict=True)
    ]

    assert {row.form for row in rows} == ({"sea", "blue", "green"} if repelled else {"sun", "moon"})
    assert ranks == sorted(ranks)
    assert asked() == asked("signed_log_likelihood")


@pytest.mark.parametrize("measure", [*KEYNESS])
def test_keywords_are_sorted_from_the_keyest_of_the_target_to_that_of_the_reference(
    measure: str,
) -> None:
    rows = compared(measures=(measure,)).rows
    toward = [-1 if row.direction == "-" else 1 for row in rows]
    values = [getattr(row, measure) for row in rows]
    # What has no value has no bound, on its side.
    bounded = [side * inf if v is None else v for side, v in zip(toward, values, strict=True)]
    if not KEYNESS[measure].directed:
        bounded = [side * value for side, value in zip(toward, bounded, strict=True)]

    assert bounded == sorted(bounded, reverse=True)
    assert {1, -1} == {*toward}


def test_keywords_by_a_measure_that_knows_no_direction() -> None:
    rows = compared(measures=("log_likelihood",)).rows

    assert [(row.direction, row.form) for row in (*rows[:3], rows[-1])] == [
        ("+", "a"),
        ("+", "b"),
        ("+", "sun"),
        ("-", "green"),
    ]


def test_words_are_in_their_order_or_in_that_of_the_first_measure_asked_for() -> None:
    assert [row.form for row in spread_out().rows] == ["zebra", "red", "blue", "sea"]
    assert [row.form for row in spread_out(measures=("dp", "arf")).rows] == [
        *("red", "blue", "sea", "zebra"),
    ]
    assert spread_out(measures=("kl_divergence",)).rows[-1].kl_divergence is None


def test_documents_are_in_their_order_or_in_that_of_the_first_measure_asked_for() -> None:
    assert [row.document for row in of_documents().rows] == ["", "a", "a1", "a2"]
    assert [row.document for row in of_documents(measures=("mattr",)).rows] == ["", "a1", "a", "a2"]


def test_formulas_are_those_of_the_columns_in_their_order() -> None:
    columns = Columns(DIVERSITY, ("document", "ttr", "long"), ("mattr",), {"long": "a note"})

    assert columns.formulas == {
        "ttr": "types / tokens (Johnson 1944)",
        "long": "a note",
        "mattr": "mean TTR of all windows (Covington & McFall 2010)",
    }
    assert list(columns.formulas) == ["ttr", "long", "mattr"]
