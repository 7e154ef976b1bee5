from __future__ import annotations

from dataclasses import replace

import pytest

from wp8.index.scan.backend import MemoryBackend
from wp8.model import KINDS, Record
from wp8.query.matching import Match
from wp8.query.page import page
from wp8.query.ranking import AS_TYPED, TOGETHER, WEIGHTS, Ranking, bonus
from wp8.query.search import search
from wp8.query.tree import And, Filter, Or, Phrase, Run

PLAN = Phrase(((("plan",),),))
GOD = Phrase(((("god",),),))


def paragraph(id_: str, text: str, kind: str = "paragraph") -> Record:
    where = (id_, id_.partition(":")[0], kind, "", 1, None)
    return Record(*where, text, "a.txt", (1, 1), language="en")


def ranking(**frequencies: int) -> Ranking:
    """Of 10 records, each word in as many as given; said to be 20 tokens long on average."""
    texts = [
        [word for word, number in frequencies.items() if place < number] for place in range(10)
    ]
    records = [paragraph(f"a:{place}", " ".join(words)) for place, words in enumerate(texts)]
    return Ranking(MemoryBackend(records).vocabulary, records=10, mean_length=20.0)


def test_a_score_is_bm25_worked_out_by_hand() -> None:
    # ln(1 + (10 - 4 + 0.5) / (4 + 0.5)) = ln(2.44444…) = 0.893818
    # 0.9 · (0.7 + 0.3 · 30 / 20) = 1.035; 3 · 1.9 / (3 + 1.035) = 1.412639
    score = ranking(plan=4).score(Match([(0, 1)], [(PLAN, 3)], 0), kind="paragraph", length=30)

    assert score == pytest.approx(0.893818 * 1.412639, rel=1e-5)


def test_the_parts_of_a_query_add_up() -> None:
    alone = ranking(plan=4, god=2)
    both = alone.score(Match([], [(PLAN, 3), (GOD, 1)], 0), kind="paragraph", length=30)

    assert both == pytest.approx(
        alone.score(Match([], [(PLAN, 3)], 0), kind="paragraph", length=30)
        + alone.score(Match([], [(GOD, 1)], 0), kind="paragraph", length=30)
    )


def test_a_record_of_mean_length_with_one_occurrence_scores_the_rarity() -> None:
    scorer = ranking(plan=4)

    score = scorer.score(Match([], [(PLAN, 1)], 0), kind="paragraph", length=20)

    assert score == pytest.approx(scorer.rarity(PLAN))


@pytest.mark.parametrize(
    ("phrase", "frequency"),
    [
        (Phrase(((("plan",),), (("god",),))), 2),
        (Phrase(((("plan",), ("god",)),)), 6),
        (Phrase(((("plan", "god"),),)), 2),
        (Phrase(((("all",), ("plan",)),)), 10),
        (Phrase(((("missing",),),)), 0),
    ],
)
def test_a_phrase_is_as_rare_as_its_rarest_slot(phrase: Phrase, frequency: int) -> None:
    scorer = ranking(plan=4, god=2, all=10, same=frequency)

    assert scorer.rarity(phrase) == scorer.rarity(Phrase(((("same",),),)))


def test_what_every_record_has_still_counts_for_something() -> None:
    assert ranking(the=10).rarity(Phrase(((("the",),),))) == pytest.approx(0.046520, rel=1e-4)


def test_every_kind_has_a_weight_and_none_more_than_a_paragraph() -> None:
    assert set(WEIGHTS) == set(KINDS)
    assert [kind for kind, weight in WEIGHTS.items() if weight >= 1] == ["paragraph"]
    assert min(WEIGHTS.values()) > 0


@pytest.mark.parametrize(("kind", "weight"), [("note", 0.5), ("heading", 0.8), ("title", 0.3)])
def test_a_kind_that_is_not_running_text_counts_less(kind: str, weight: float) -> None:
    scorer = ranking(plan=4)
    match = Match([], [(PLAN, 2)], 0)

    assert scorer.score(match, kind=kind, length=9) == pytest.approx(
        weight * scorer.score(match, kind="paragraph", length=9)
    )


def test_each_word_that_stands_together_is_worth_more_than_any_other_match() -> None:
    scorer = ranking(plan=1, god=1)
    apart = Match([], [(PLAN, 1000), (GOD, 1000)], 0)
    together = Match([], [(PLAN, 1), (GOD, 1)], 1)

    best = scorer.score(apart, kind="paragraph", length=1)
    assert best < TOGETHER < scorer.score(together, kind="imprint", length=5000)


def test_words_together_come_first_then_the_rest_by_bm25() -> None:
    backend = MemoryBackend(
        [
            paragraph("a:1", "standards of the living, living living standards of living"),
            paragraph("a:2", "standards living"),
            paragraph("a:3", "one two three four living standards five six"),
            paragraph("a:4", "standards x living x x x x x x"),
        ]
    )
    run = Run((Phrase(((("living",),),)), Phrase(((("standards",),),))))

    assert backend.search(run).ids == ["a:1", "a:3", "a:2", "a:4"]
    assert backend.search(And(run.children)).ids == ["a:1", "a:2", "a:3", "a:4"]


def test_a_paragraph_comes_before_a_note_of_the_same_words() -> None:
    backend = MemoryBackend(
        [paragraph("a:n1", "a plan", "note"), paragraph("a:1", "a plan"), paragraph("a:2", "x y")]
    )

    assert backend.search(PLAN).ids == ["a:1", "a:n1"]


def test_equal_scores_stand_in_reading_order() -> None:
    backend = MemoryBackend([paragraph(f"{name}:1", "a plan") for name in "zyxab"])

    result = backend.search(PLAN)

    assert result.ids == ["z:1", "y:1", "x:1", "a:1", "b:1"]
    assert len(set(result.scores)) == 1


def test_a_leaf_counts_by_its_weight() -> None:
    scorer = ranking(plan=4)
    half = replace(PLAN, weight=0.5)

    assert scorer.rarity(half) == scorer.rarity(PLAN) / 2


def test_no_row_of_words_counts_more_than_six_do() -> None:
    assert [bonus(together, is_typed=False) for together in (0, 1, 5, 6, 255)] == [
        *(0, TOGETHER, 5 * TOGETHER, 5 * TOGETHER, 5 * TOGETHER)
    ]


def test_what_was_typed_comes_before_all_that_has_other_forms() -> None:
    scorer = ranking(plan=1, god=1)
    best = scorer.score(Match([], [(PLAN, 1000), (GOD, 1000)], 255), kind="paragraph", length=1)
    typed = Match([], [(PLAN, 1)], 0)

    assert best < AS_TYPED < scorer.score(typed, kind="imprint", length=5000, is_typed=True)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("plans", ["a:2", "a:3", "a:1"]),
        ("plan", ["a:1", "a:2", "a:3"]),
        ("good plans", ["a:3", "a:1"]),
        ("good plan", ["a:1", "a:3"]),
        ("plans OR good", ["a:1", "a:3", "a:2"]),
        ("plans NOT ship", ["a:3", "a:1"]),
        ("plan~1", ["a:1", "a:2", "a:3"]),
        ("plan*", ["a:1", "a:2", "a:3"]),
    ],
)
def test_the_typed_form_ranks_before_its_other_forms(query: str, ids: list[str]) -> None:
    backend = MemoryBackend(
        [
            paragraph("a:1", "a good plan, a plan to plan"),
            paragraph("a:2", "ship plans"),
            paragraph("a:3", "one two three four five six seven good things and many plans"),
            paragraph("a:4", "nothing"),
        ]
    )

    assert [hit.record.id for hit in search(query, backend=backend).hits] == ids


def test_function_words_make_no_row_longer() -> None:
    backend = MemoryBackend(
        [paragraph("a:1", "of the party of the people a rule"), paragraph("a:2", "party rule rule")]
    )

    hits = search("the rule of the party", backend=backend).hits

    assert len(hits) == 2
    assert all(hit.score < TOGETHER for hit in hits)


def test_a_filter_alone_gives_reading_order_and_no_scores() -> None:
    backend = MemoryBackend([paragraph("b:1", "plan"), paragraph("a:1", "plan plan")])

    result = backend.search(Or((Filter(("kind:paragraph",)), Filter(("kind:note",)))))

    assert (result.ids, result.scores) == (["b:1", "a:1"], [0.0, 0.0])


def test_a_page_counts_hits_and_occurrences_of_every_document_in_reading_order() -> None:
    found = Match([(0, 1), (3, 4)], [], 0)
    answers = [("b:1", 1.0, found), ("a:1", 3.0, found), ("b:2", 2.0, Match([], [], 0))]

    assert page(answers, limit=1, offset=1, order="relevance") == (
        ["b:2"],
        [2.0],
        3,
        {"b": (2, 2), "a": (1, 2)},
    )
    assert page(answers, limit=None, offset=1, order="document").ids == ["a:1", "b:2"]
