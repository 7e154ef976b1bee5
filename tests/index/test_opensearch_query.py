"""What a cluster is asked for: rows of tokens, intervals, and what it counts by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wp8.index.opensearch.counting import counted
from wp8.index.opensearch.query import decides, query, rows
from wp8.index.opensearch.schema import term
from wp8.query.tree import And, Filter, Maybe, Not, Or, Phrase, Run

if TYPE_CHECKING:
    from wp8.query.tree import Node, Slot


def slot(*alternatives: str) -> Slot:
    return tuple(tuple(each.split()) for each in alternatives)


def phrase(*slots: str) -> Phrase:
    """A phrase of slots, the alternatives of each with bars between."""
    return Phrase(tuple(slot(*each.split("|")) for each in slots))


PLAN, GOD = phrase("plan|plans"), phrase("god")
NOTES = Filter(("kind:note",))
MANY = phrase(*["|".join(f"{letter}{n}" for n in range(9)) for letter in "ab"])
TOO_MANY = phrase(*["|".join(f"{letter}{n}" for n in range(30)) for letter in "ab"])


def test_a_phrase_of_few_choices_is_rows() -> None:
    assert rows(phrase("self", "reliance|reliant")) == [("self", "reliance"), ("self", "reliant")]
    assert query(phrase("self", "reliance")) == {
        "match_phrase": {"tokens": {"query": "self reliance", "boost": 0.5}}
    }


def test_a_phrase_of_many_choices_is_intervals() -> None:
    asked = query(MANY)["intervals"]["tokens"]["all_of"]

    assert (asked["mode"], asked["max_gaps"], len(asked["intervals"])) == ("ordered", 0, 2)
    assert asked["intervals"][0]["any_of"]["intervals"][8] == {
        "match": {"query": "a8", "mode": "ordered", "max_gaps": 0}
    }


def test_of_more_choices_than_a_cluster_takes_each_slot_is_asked_for() -> None:
    asked = query(TOO_MANY)["bool"]["filter"]

    assert [list(each["terms"]) for each in asked] == [["tokens"], ["tokens"]]


@pytest.mark.parametrize(
    "tree",
    [
        Phrase(PLAN.slots, distance=3),
        Phrase(PLAN.slots, layer="only"),
        Phrase(PLAN.slots, joints=("",)),
        phrase("self", "-"),
        phrase("the", "^us"),
        MANY,
        And((PLAN, Phrase(GOD.slots, layer="without"))),
    ],
)
def test_the_cluster_does_not_decide_what_only_positions_tell(tree: Node) -> None:
    assert not decides(tree)
    assert counted(tree, lambda _: 1) is None


@pytest.mark.parametrize(
    "tree",
    [PLAN, NOTES, And((PLAN, NOTES)), And((GOD, Not(PLAN))), Or((PLAN, GOD)), Run((PLAN, GOD))],
)
def test_the_cluster_counts_what_does_not_overlap(tree: Node) -> None:
    assert decides(tree)
    assert counted(tree, lambda _: 3) is not None


@pytest.mark.parametrize(
    "tree",
    [
        phrase("as", "long", "as"),
        And((PLAN, phrase("plan"))),
        Or((phrase("self", "reliance"), phrase("reliance", "on"))),
        And((phrase("us"), phrase("^us"))),
        Run((PLAN, phrase("^us"))),
        Run((PLAN, Maybe(GOD))),
        Or((And((PLAN, GOD)), NOTES)),
    ],
)
def test_what_may_overlap_or_is_not_always_there_is_left_to_matching(tree: Node) -> None:
    assert counted(tree, lambda _: 1) is None


def test_a_possessive_is_the_same_occurrence_as_its_word() -> None:
    plan = counted(phrase("plan|plan s|plans"), lambda _: 1)

    assert plan is not None
    ((_, packed),) = plan.leaves
    assert packed.rows == [("plan",), ("plans",)]


def test_the_numbers_of_a_run_stand_side_by_side_in_a_score() -> None:
    most = {"plan": 5, "plans": 2, "god": 1}.__getitem__
    plan = counted(Run((PLAN, GOD)), most)

    assert plan is not None
    assert [(packed.shift, packed.mask) for _, packed in plan.leaves] == [(0, 7), (3, 1)]
    ((length, together),) = plan.runs
    assert (length, together.shift, together.mask) == (1, 4, 3)
    assert together.rows == [("plan", "god"), ("plans", "god")]


def test_what_was_typed_has_a_number_of_its_own() -> None:
    most = {"plan": 5, "plans": 2, "god": 1}.__getitem__
    plan = counted(Run((replace(PLAN, is_typed=True), GOD)), most)

    assert plan is not None
    ((rows, shift, mask),) = plan.typed
    assert (rows, shift, mask) == ([("plan",)], 6, 7)
    untyped = counted(Run((PLAN, GOD)), most)
    assert untyped is not None
    assert untyped.typed == []


def test_numbers_that_do_not_fit_into_a_score_are_not_counted_by_the_cluster() -> None:
    tree = And((phrase("a"), phrase("b"), phrase("c")))

    assert counted(tree, lambda _: 255) is not None
    assert counted(tree, lambda _: 256) is None


def test_the_score_of_three_tokens_in_a_row_is_rounded_and_gets_fewer_bits() -> None:
    assert counted(phrase("a", "b"), lambda _: (1 << 24) - 1) is not None
    assert counted(phrase("a", "b", "c"), lambda _: (1 << 20) - 1) is not None
    assert counted(phrase("a", "b", "c"), lambda _: 1 << 20) is None


def test_a_token_that_the_cluster_would_split_has_another_name_there() -> None:
    assert term("plan") == "plan"
    assert term("-19") == "-19"
    assert term("x" * 200) == "x" * 200
    assert (term("x" * 201)[0], len(term("x" * 201))) == ("=", 65)
    assert term("صلى الله") != term("صلى عليه")
    assert not any(map(str.isspace, term("صلى الله")))


def test_a_possessive_at_the_end_of_a_run_stands_together_once() -> None:
    plan = counted(Run((GOD, phrase("plan|plan s"))), lambda _: 1)

    assert plan is not None
    ((_, together),) = plan.runs
    assert together.rows == [("god", "plan")]
