"""Words, frequencies, concordances, collocates, keyness, dispersion, vocabulary."""

from __future__ import annotations

import math
import random
from array import array
from collections import Counter
from dataclasses import replace
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.analysis.counts.collocates import collocates
from wp8.analysis.counts.concordance import arranged, concordance, nodes_of, sampled
from wp8.analysis.counts.counting import Counting
from wp8.analysis.counts.dispersion import dispersion, places
from wp8.analysis.counts.frequency import part_frequencies
from wp8.analysis.counts.keyness import keyness, side
from wp8.analysis.counts.lists.frequency_list import frequency_list
from wp8.analysis.counts.lists.listing import Listing
from wp8.analysis.counts.population import (
    Occurrences,
    Population,
    form,
    lemma_by,
    population,
)
from wp8.analysis.counts.similar import likest
from wp8.analysis.counts.vocabulary import richness, shared, unique
from wp8.analysis.measures.association import contingency, signed_log_likelihood
from wp8.analysis.measures.lexical_diversity import DIVERSITY, recurrences_in
from wp8.corpus.manifest import load_corpus
from wp8.corpus.quotations import quotations
from wp8.corpus.records import read_records
from wp8.errors import QueryError, UnknownNameError
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse
from wp8.query.matching import match
from wp8.query.record_view import TextView
from wp8.query.search import Question, Scope, resolve, search
from wp8.query.tree import Layer, Or, Phrase
from wp8.words.tokens import tokenize, untied, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wp8.analysis.counts.concordance import ConcordanceLine
    from wp8.query.tree import Node

NONE = Occurrences(array("I"), array("I"))
CORPUS = Path(__file__).parent.parent.parent / "corpus"


def record(name: str, text: str, *, document: str = "a", kind: str = "paragraph") -> Record:
    number = int(name.lstrip("abcdefghijklmnopqrstuvwxyz:"))
    fields = (kind, "I", number, number, text, "a.txt", (number, number))
    return Record(f"{document}:{number}", document, *fields, language="en")


RECORDS = [
    record("1", "The plan is the plan; a self-reliance plan."),
    record("2", "People's plans, and the people."),
    record("1", "No plan here. The people rest.", document="b"),
]


def counted(records: list[Record] = RECORDS) -> Population:
    return population(records, form)


def counts_of(words: Population) -> Counter[str]:
    return Counter({row.form: row.frequency for row in frequency_list(words)})


def test_a_population_is_of_running_words() -> None:
    words = counted()

    assert words.size == 8 + 5 + 6
    assert counts_of(words)["self-reliance"] == 1
    assert counts_of(words)["people's"] == 1
    assert counts_of(words)["plan"] == 4


def test_the_acronym_and_the_pronoun_are_two_words(real: MemoryBackend) -> None:
    counts = counts_of(population(real.records(real.ids()), form))

    assert (counts["us"], counts["US"], counts["U.S."]) == (4, 1, 2)
    assert counts["korea-U.S."] == 6


def test_lemmas_are_counted_by_the_last_token_without_a_possessive() -> None:
    lemmas = {"plans": "plan"}
    item = lemma_by(lambda token: lemmas.get(token, token))

    assert counts_of(population(RECORDS, item))["plan"] == 5
    assert counts_of(population(RECORDS, item))["people"] == 3


QUOTED = record("4", "The “new plan” and the “old plan”“new road” of a plan.")


def layered(layer: Layer) -> Population:
    text = replace(QUOTED, quotes=quotations(QUOTED.text))
    return population([text], form, layer)


def test_a_layer_counts_what_stands_in_quotation_marks_or_without() -> None:
    assert counts_of(layered("only")) == {"new": 2, "plan": 2, "old": 1, "road": 1}
    assert counts_of(layered("without")) == {"the": 2, "and": 1, "of": 1, "a": 1, "plan": 1}


def test_an_n_gram_stays_within_a_quotation_and_reaches_over_none() -> None:
    grams = {
        layer: [row.form for row in frequency_list(layered(layer), Listing((2,)))]
        for layer in get_args(Layer)
    }

    assert grams["only"] == ["new plan", "new road", "old plan"]
    assert grams["without"] == ["a plan", "and the", "of a"]


def test_a_window_stays_within_a_quotation_and_reaches_over_none() -> None:
    near = {}
    for layer in get_args(Layer):
        words = layered(layer)
        plan, conjunction = (words.occurrences_of((word,)) for word in ("plan", "and"))
        nodes = Occurrences(*(array("I", sorted(each)) for each in map(add, plan, conjunction)))
        found = beside(words, nodes, left=3, right=3)
        near[layer] = sorted(row.form for row in found)

    assert near == {"only": ["new", "old"], "without": ["a", "of", "the"]}


def test_a_frequency_list_begins_with_the_most_frequent() -> None:
    first, second, *_ = frequency_list(counted())

    assert (first.form, first.frequency, first.texts, first.range) == ("plan", 4, 2, 2)
    assert first.per_thousand == pytest.approx(1000 * 4 / 19)
    assert (second.form, second.frequency) == ("the", 4)


def test_n_grams_stay_within_a_record_and_a_cell() -> None:
    table = [record("1", "plan one\ttwo plan"), record("2", "plan one")]

    rows = frequency_list(counted(table), Listing((2,)))

    assert [(row.form, row.frequency) for row in rows] == [("plan one", 2), ("two plan", 1)]


def test_an_n_gram_of_a_left_out_word_is_left_out() -> None:
    without = frozenset(("the", "is", "a", "and", "no"))
    rows = frequency_list(counted(), Listing((2,), without=without))

    assert "the plan" not in [row.form for row in rows]
    assert "self-reliance plan" in [row.form for row in rows]
    assert [*frequency_list(counted([record("1", "a b")]), Listing((3,)))] == []


def test_parts_are_the_whole_each_document_and_each_section() -> None:
    rows = list(part_frequencies(counted(), {"plan": [3, 0, 1]}))

    assert [(row.document, row.section, row.frequency, row.words) for row in rows] == [
        ("", "", 4, 19),
        ("a", "", 3, 13),
        ("a", "I", 3, 13),
        ("b", "", 1, 6),
        ("b", "I", 1, 6),
    ]


def lines_of(tree: Node, records: Iterable[Record], *, window: int | None) -> list[ConcordanceLine]:
    found = ((record, match(tree, TextView(record))) for record in records)
    nodes = ((record, matched.stretches) for record, matched in found if matched)
    return list(concordance(nodes, window=window))


def test_a_concordance_line_has_its_window_and_no_more() -> None:
    tree = Expander(MemoryBackend(RECORDS).vocabulary, exact=True).expand(parse("plan"))

    lines = lines_of(tree, RECORDS, window=2)

    assert [(line.left, line.node, line.right) for line in lines] == [
        ("The ", "plan", " is the"),
        ("is the ", "plan", "; a self-reliance"),
        ("a self-reliance ", "plan", ""),
        ("No ", "plan", " here. The"),
    ]
    assert lines[1].left_words == ("is", "the")
    assert lines[1].right_words == ("a", "self-reliance")


def test_a_concordance_without_a_window_has_the_nodes() -> None:
    tree = Expander(MemoryBackend(RECORDS).vocabulary).expand(parse("people"))

    lines = lines_of(tree, RECORDS, window=0)

    assert {(line.left, line.right) for line in lines} == {("", ""), ("", "'s")}


@pytest.mark.parametrize("window", [0, 2])
@pytest.mark.parametrize(
    ("text", "node", "sides"),
    [
        ("Self-reliance.", "reliance", [("Self-", "")]),
        ("조선로동당은", "당", [("조선로동", "은")]),
        ("中国人民的党", "人民", [("中国", "的党")]),
    ],
)
def test_a_concordance_line_has_the_whole_words_of_its_node(
    text: str, node: str, sides: list[tuple[str, str]], window: int
) -> None:
    record = replace(RECORDS[0], text=text)
    tree = Expander(MemoryBackend([record]).vocabulary).expand(parse(node))

    lines = lines_of(tree, [record], window=window)

    assert [(line.left, line.right) for line in lines] == sides
    assert [(line.left_words, line.right_words) for line in lines] == [((), ())]


def test_a_concordance_by_sentences_has_all_of_them_with_their_marks() -> None:
    text = "No plan. “Is the plan (ours) new?” The plan\tA plan"
    record = replace(RECORDS[0], text=text)
    plan, plan_is = Phrase(((("plan",),),)), Phrase(((("plan",),), (("is",),)))

    lines = lines_of(Or((plan, plan_is)), [record], window=None)

    assert [(line.left, line.node, line.right) for line in lines] == [
        ("No ", "plan. “Is", " the plan (ours) new?”"),
        ("“Is the ", "plan", " (ours) new?”"),
        ("The ", "plan", ""),
        ("A ", "plan", ""),
    ]
    assert lines[1].left_words == ("is", "the")
    assert lines[1].right_words == ("ours", "new")


def test_lines_are_sorted_by_the_words_beside_the_node() -> None:
    tree = Expander(MemoryBackend(RECORDS).vocabulary).expand(parse("plan"))
    lines = lines_of(tree, RECORDS, window=3)

    assert [line.right_words[:1] for line in arranged(lines, ("R1",))] == [
        (),
        ("a",),
        ("and",),
        ("here",),
        ("is",),
    ]
    assert [line.node for line in arranged(lines, ("frequency", "L1"))][-1] == "plans"
    assert arranged(lines, ("document",)) == lines


def test_a_sample_is_the_same_for_a_seed_and_in_order() -> None:
    tree = Expander(MemoryBackend(RECORDS).vocabulary).expand(parse("plan"))
    lines = lines_of(tree, RECORDS, window=3)

    chosen = sampled(lines, number=3, seed=7)

    assert chosen == sampled(lines, number=3, seed=7)
    assert chosen == [line for line in lines if line in chosen]
    assert len(chosen) == 3
    assert sampled(lines, number=9, seed=7) == lines


def matched(tree: Node, records: list[Record]) -> Occurrences:
    """Return where a query matches in running text."""
    views = ((each.id, match(tree, TextView(each))) for each in records)
    found = [(id_, its.stretches) for id_, its in views if its]
    return counted(records).occurrences_at(found)


def beside(
    words: Population,
    nodes: Occurrences,
    *,
    left: int,
    right: int,
    more: Sequence[str] = (),
) -> list[Any]:
    """Return what stands near nodes: what is attracted, and what is repelled."""
    attracted, repelled = (
        collocates(words, nodes, left=left, right=right, more=more, repelled=is_repelled).rows
        for is_repelled in (False, True)
    )
    assert all(row.joint_frequency >= row.expected for row in attracted)
    assert all(row.joint_frequency < row.expected for row in repelled)
    return [row for row in (*attracted, *repelled) if row.joint_frequency]


def test_collocates_are_counted_once_and_never_beyond_a_record() -> None:
    backend = MemoryBackend(RECORDS)
    tree = Expander(backend.vocabulary, exact=True).expand(parse("plan"))

    found = collocates(counted(), matched(tree, RECORDS), left=1, right=1)

    joint = {row.form: row.joint_frequency for row in found.rows}
    # Of 19 words four are plan, and beside it stand: The, is the, a, self-reliance, No, here.
    assert (found.node, found.near, found.size) == (4, 7, 15)
    assert joint == {"the": 2, "is": 1, "a": 1, "self-reliance": 1, "no": 1, "here": 1}
    (the,) = (row for row in found.rows if row.form == "the")
    assert the.expected == 7 * 4 / 15
    assert the.mi == pytest.approx(math.log2(2 / (28 / 15)))
    assert the.log_dice == pytest.approx(14 + math.log2(2 * 2 / (4 + 4)))


# The texts, the node, the window, R1 and N, and of each word O11, C1 and E11, all counted by hand.
COUNTED_BY_HAND = [
    # The word between two nodes is in both windows.
    (
        ["The red sun and the red moon.", "Red.", "The sea is the sea."],
        ("red", 2, 2),
        (5, 10),
        {
            "the": (2, 4, 2.0),
            "sun": (1, 1, 0.5),
            "and": (1, 1, 0.5),
            "moon": (1, 1, 0.5),
            "sea": (0, 2, 1.0),
            "is": (0, 1, 0.5),
        },
    ),
    # What is in a phrase is no word near the other, and no word elsewhere.
    (
        ["Red sun, red sun: rises red!"],
        ('"red sun"', 1, 1),
        (1, 2),
        {"rises": (1, 1, 0.5), "red": (0, 1, 0.5)},
    ),
    # Cells end a window.
    (
        ["A plan\tfor us all. Plan"],
        ("plan", 2, 2),
        (3, 4),
        {"a": (1, 1, 0.75), "us": (1, 1, 0.75), "all": (1, 1, 0.75), "for": (0, 1, 0.75)},
    ),
]


@pytest.mark.parametrize(("texts", "asked", "margins", "counts"), COUNTED_BY_HAND)
def test_margins_and_cells_are_those_counted_by_hand(
    texts: list[str],
    asked: tuple[str, int, int],
    margins: tuple[int, int],
    counts: dict[str, tuple[int, int, float]],
) -> None:
    records = [record(str(number), text) for number, text in enumerate(texts, start=1)]
    node, left, right = asked
    tree = Expander(MemoryBackend(records).vocabulary, exact=True).expand(parse(node))
    nodes = matched(tree, records)

    attracted, repelled = (
        collocates(counted(records), nodes, left=left, right=right, least=0, repelled=is_repelled)
        for is_repelled in (False, True)
    )
    rows = (*attracted.rows, *repelled.rows)

    assert (attracted.near, attracted.size) == (repelled.near, repelled.size) == margins
    assert {row.form: (row.joint_frequency, row.expected) for row in rows} == {
        form: (joint, expected) for form, (joint, _, expected) in counts.items()
    }
    for row in rows:
        joint, column, _ = counts[row.form]
        cells = contingency(joint=joint, row=margins[0], column=column, size=margins[1])
        assert row.signed_log_likelihood == signed_log_likelihood(**cells._asdict())


def test_the_texts_of_a_collocate_are_the_documents_where_it_is_near() -> None:
    texts = {"a": "a plan here", "b": "a plan and a plan", "c": "a day here"}
    records = [record("1", text, document=name) for name, text in texts.items()]
    words = counted([*records[:1], record("2", "a plan"), *records[1:]])

    rows = beside(words, words.occurrences_of(("plan",)), left=1, right=1, more=("texts",))

    assert {row.form: (row.joint_frequency, row.texts) for row in rows} == {
        "a": (4, 2),
        "here": (1, 1),
        "and": (1, 1),
    }


def test_what_is_too_rare_to_be_a_collocate_is_left_out() -> None:
    words = counted([record("1", "red sun red sun, red sea. The sun, the old sea and the plan.")])

    def forms(least: int, least_frequency: int) -> set[str]:
        nodes = words.occurrences_of(("red",))
        rows = collocates(
            words, nodes, left=0, right=1, least=least, least_frequency=least_frequency
        ).rows
        return {row.form for row in rows}

    assert forms(1, 1) == {"sun", "sea"}
    assert forms(2, 1) == {"sun"}
    assert forms(1, 3) == {"sun"}
    assert forms(1, 4) == set()


def test_a_column_of_collocates_that_there_is_not_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="no column side"):
        collocates(counted(), NONE, left=1, right=1, more=("side",))


@pytest.mark.slow
def test_of_random_words_one_in_twenty_is_above_the_critical_value() -> None:
    types = [*["node"] * 6, *["alpha"] * 6, *["beta"] * 3, *(f"w{n}" for n in range(45))]
    above = []
    for seed in range(20):
        chance = random.Random(seed)
        texts = (" ".join(chance.choices(types, k=68)) for _ in range(200))
        words = counted([record(str(n), text) for n, text in enumerate(texts, start=1)])
        rows = beside(words, words.occurrences_of(("node",)), left=5, right=5)
        assert min(row.expected for row in rows) > 50
        above += [row.log_likelihood > 3.841 for row in rows]

    assert len(above) == 20 * 47
    assert 0.04 < sum(above) / len(above) < 0.06


def test_keyness_looks_in_both_directions() -> None:
    target = [record("1", "red red red blue")]
    reference = [record("1", "green green green blue", document="b")]

    words = range(1, 2)
    other = side(counted(reference), words)
    rows = keyness(side(counted(target), words), other).rows

    assert [(r.form, r.direction, r.target_frequency, r.reference_frequency) for r in rows] == [
        ("red", "+", 3, 0),
        ("blue", "=", 1, 1),
        ("green", "-", 0, 3),
    ]
    assert rows[0].log_likelihood == pytest.approx(2 * 3 * math.log(2))
    assert all(row.small for row in rows)
    assert keyness(side(counted([]), words), other).rows == ()


def test_dispersion_is_over_the_passages_and_places_over_the_documents() -> None:
    backend = MemoryBackend(RECORDS)
    tree = Expander(backend.vocabulary, exact=True).expand(parse("plan"))
    nodes = matched(tree, RECORDS)

    (row,) = dispersion(counted(), {"plan": nodes}).rows

    assert (row.frequency, row.range, row.parts) == (4, 2, 3)
    shares = [abs(3 / 4 - 8 / 19), abs(0 - 5 / 19), abs(1 / 4 - 6 / 19)]
    assert row.dp == pytest.approx(sum(shares) / 2)
    assert row.dp_norm == pytest.approx(sum(shares) / 2 / (1 - 5 / 19))
    assert [[*p.positions] for p in places(counted(), "plan", nodes)] == [[1, 4, 7], [1]]


def test_a_running_word_that_has_an_item_twice_is_one_place_of_it() -> None:
    records = [record("1", "A plan-planner and the old towns.")]
    backend = MemoryBackend(records)
    tree = Expander(backend.vocabulary, exact=True).expand(parse("plan*"))

    (row,) = dispersion(counted(records), {"plan*": matched(tree, records)}).rows

    assert (row.frequency, row.arf) == (2, 1)


def test_a_word_that_does_not_occur_has_no_dispersion() -> None:
    (row,) = dispersion(counted(), {"zebra": NONE}).rows

    assert (row.frequency, row.range, row.dp, row.arf) == (0, 0, None, None)


def test_a_vocabulary_has_the_whole_and_each_document() -> None:
    whole, first, second = richness(counted(), segment=4, window=4).rows

    assert (whole.document, whole.tokens, whole.types) == ("", 19, 12)
    assert (first.document, first.tokens, second.tokens) == ("a", 13, 6)
    assert second.ttr == 1.0
    assert richness(counted(), segment=50, window=50).rows[1].sttr is None
    alone = richness(counted(RECORDS[:1]), segment=4, window=4).rows
    assert [row.document for row in alone] == ["a"]
    assert richness(counted([]), segment=4, window=4).rows == ()


def test_shared_and_unique_words_part_the_documents() -> None:
    assert {row.form for row in shared(counted(), Listing((1,)))} == {"plan", "the", "people"}
    assert {row.form for row in unique(counted(), "b", Listing((1,)))} == {"no", "here", "rest"}
    assert unique(counted(), "nowhere", Listing((1,))) == []


def test_what_is_similar_shares_rare_words() -> None:
    texts = ("The harbor plan.", "A road, a plan.", "The plan of the harbors.", "Coal.")
    backend = MemoryBackend([record(str(n), text) for n, text in enumerate(texts)])
    (first, second), total = likest(backend, 0, 5)

    assert (first.place, first.words) == (2, ("harbor", "plan"))
    assert (second.place, second.words, total) == (1, ("plan",), 2)


def test_the_number_of_a_name_is_named_as_it_stands() -> None:
    texts = ("COVID-19 wards.", "Wards of COVID-19.", "Coal.")
    backend = MemoryBackend([record(str(n), text) for n, text in enumerate(texts)])

    assert [like.words for like in likest(backend, 0, 5).found] == [("19", "covid", "wards")]


def test_what_an_apostrophe_ties_to_a_word_makes_no_texts_alike() -> None:
    texts = ("The hill's road isn’t ours.", "Iron's price won't fall.", "Coal, we're told, is s.")
    records = [replace(record(str(n), text), document="a") for n, text in enumerate(texts)]

    assert likest(MemoryBackend(records), 0, 5) == ([], 0)
    assert list(untied(tokenize("we’ve l'or of P't'ae"))) == ["we", "l", "or", "of", "p", "ae"]


def test_a_word_is_a_form_of_another_where_each_is_of_the_other() -> None:
    texts = (("A font boat.", "en"), ("Mu boat.", "cy"), ("A plan.", "en"), ("Fonts, sea.", "en"))
    records = [
        replace(record(str(n), text), language=language)
        for n, (text, language) in enumerate(texts, start=1)
    ]
    backend = MemoryBackend(records)
    assert [backend.vocabulary.forms(word) for word in ("font", "mu")] == [
        ["font", "fonts", "mu"],
        ["mu"],
    ]

    found, total = likest(backend, 0, 5)
    assert [(each.place, each.words) for each in found] == [(1, ("boat",)), (3, ("font",))]
    assert total == 2


def test_two_tokens_that_are_written_as_one_word_are_two() -> None:
    texts = ("p.u.s.s0 boat", "A boat, a puss.", "A plan.", "puss0 boat")
    records = [record(str(n), text) for n, text in enumerate(texts, start=1)]
    assert [word.norm for word in words(tokenize("p.u.s.s0"))] == ["puss0"]

    found, total = likest(MemoryBackend(records), 0, 5)
    assert [(each.place, each.words) for each in found] == [(1, ("puss", "boat")), (3, ("boat",))]
    assert total == 2


def test_texts_of_the_same_words_are_equally_like_in_whatever_order_they_have_them() -> None:
    texts = [
        "hill road harbor coal plan",
        "iron iron plan valley road road",
        "plan road valley iron iron road",
        "iron plan boat",
        "boat boat hill iron",
    ]

    backend = MemoryBackend([record(str(n), text) for n, text in enumerate(texts)])

    assert [like.place for like in likest(backend, 0, 5).found] == [4, 1, 2, 3]


@pytest.fixture(scope="module")
def real() -> MemoryBackend:
    return MemoryBackend(read_records(load_corpus(CORPUS)))


@pytest.mark.slow
def test_the_numbers_of_every_word_agree(real: MemoryBackend) -> None:
    scope = Scope(kinds=("paragraph",))
    records = [r for r in real.records(real.ids()) if r.kind == "paragraph"]
    rows = frequency_list(population(records, form))

    assert sum(row.frequency for row in rows) == population(records, form).size
    for row in rows:
        question = Question(f'"{row.form}"', scope, exact=True)
        tree = resolve(parse(question.query), question, real)
        page = real.search(tree, order="document")
        lines = lines_of(tree, real.records(page.ids), window=1)
        occurrences = sum(number for _, number in page.counts.values())
        assert (row.form, occurrences, len(lines)) == (row.form, row.frequency, row.frequency)


@pytest.mark.parametrize("query", ["plan", "self-reliance", '"living standards"', "조선로동당"])
def test_a_search_has_as_many_occurrences_as_a_concordance_has_lines(
    query: str, real: MemoryBackend
) -> None:
    result = search(query, backend=real)
    tree = resolve(parse(query), Question(query), real)

    lines = lines_of(tree, real.records(real.ids()), window=5)
    nodes, said = nodes_of(Question(query), real)

    assert len(lines) == result.occurrences == sum(map(len, nodes.values()))
    assert list(dict.fromkeys(line.record.id for line in lines)) == list(nodes)
    assert said == {
        "forms": "other forms of the words too",
        "occurrences": "adjacent words of a query count once",
    }
    assert all(line.record.text[slice(*line.span)] == line.node for line in lines)


@pytest.mark.parametrize("quotes", [None, *get_args(Layer)])
@pytest.mark.parametrize("item", ["plan", "living standard", "self-reliance", "it is"])
def test_the_lines_of_a_lemma_are_those_that_a_frequency_counts(
    item: str, quotes: Layer | None, real: MemoryBackend
) -> None:
    scope = Scope(kinds=("paragraph",), quotes=quotes)
    counting = Counting(real, scope, lemma=True)
    numbers = counting.item_frequencies(item)
    found = counting.query_occurrences(item)
    assert counting.query_frequencies(item) == counting.words.numbers_by_record(found)

    nodes, said = nodes_of(Question(item, scope), real, lemma=True)

    assert {id_: len(stretches) for id_, stretches in nodes.items()} == {
        id_: number for id_, number in zip(counting.words.heads.ids, numbers, strict=True) if number
    }
    assert said["forms"] == "of the same lemmas"


def test_lemmas_are_looked_for_everywhere_unless_kinds_are_named(real: MemoryBackend) -> None:
    def kinds(scope: Scope) -> set[str]:
        nodes, _ = nodes_of(Question("plan", scope), real, lemma=True)
        return {record.kind for record in real.records(nodes)}

    assert kinds(Scope()) == {"paragraph", "heading", "abstract"}
    assert kinds(Scope(kinds=("heading",))) == {"heading"}


@pytest.mark.parametrize(
    "asked", [Question("plan OR economy"), Question("plan", exact=True), Question("doc:paper plan")]
)
def test_a_query_has_no_lemma(asked: Question, real: MemoryBackend) -> None:
    with pytest.raises(QueryError, match="lemmas are of words or phrases"):
        nodes_of(asked, real, lemma=True)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.data())
def test_the_types_of_all_windows_are_counted_as_if_each_were_looked_at(
    items: list[str], data: st.DataObject
) -> None:
    window = data.draw(st.integers(1, 6))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(items))] * 2)))
    numbers = array("I", map(ord, items))
    part = items[start:end]
    ratios = [
        len(set(part[place : place + window])) / window for place in range(len(part) - window + 1)
    ]
    expected = pytest.approx(sum(ratios) / len(ratios)) if ratios else None

    mattr = DIVERSITY["mattr"]
    known: dict[str, Any] = {"items": part, "window": window, "recurrences": None}
    assert mattr.of(known) == expected
    for text in (items, numbers):
        known["recurrences"] = recurrences_in(text, window)[start:end]
        assert mattr.of(known) == expected


NODES = st.lists(st.tuples(st.integers(0, 11), st.integers(1, 3)), max_size=5).map(
    lambda drawn: [(start, start + length) for start, length in sorted(drawn)]
)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.sampled_from(["a", "b-c", "d's", "e\tf", "“g h”"]), min_size=15, max_size=15),
    NODES,
    st.integers(0, 4),
    st.integers(0, 4),
    st.sampled_from([None, *get_args(Layer)]),
)
def test_a_word_beside_nodes_counts_once_at_the_nearest_however_many_windows_it_is_in(
    pieces: list[str], nodes: list[tuple[int, int]], left: int, right: int, layer: Layer | None
) -> None:
    text = " ".join(pieces)
    read = population([replace(QUOTED, text=text, quotes=quotations(text))], form, layer)
    arrangement = read.arrangement(0)
    stretches = arrangement.counted(
        [(arrangement.starts[a], arrangement.ends[b - 1]) for a, b in nodes if b <= read.size]
    )
    borders = [0, *arrangement.breaks, read.size]
    inside = [
        [p for p in range(read.size) if arrangement.starts[p] < b and arrangement.ends[p] > a]
        for a, b in stretches
    ]
    # What is as near to two stands after the first.
    windows: dict[int, list[tuple[int, int, str]]] = {}
    for own in inside:
        first = max(border for border in borders if border <= own[0])
        last = min(border for border in borders if border > own[-1])
        for place in range(max(first, own[0] - left), own[0]):
            windows.setdefault(place, []).append((own[0] - place, 1, f"L{own[0] - place}"))
        for place in range(own[-1] + 1, min(last, own[-1] + 1 + right)):
            windows.setdefault(place, []).append((place - own[-1], 0, f"R{place - own[-1]}"))
    within = {place for own in inside for place in own}
    words = [read.items[number] for number in read.words]
    near = {place: min(windows[place])[2] for place in windows.keys() - within}
    outside = Counter(word for place, word in enumerate(words) if place not in within)
    positions = [f"L{n}" for n in range(left, 0, -1)] + [f"R{n}" for n in range(1, right + 1)]
    counts = {
        word: [
            sum(words[place] == word and where == position for place, where in near.items())
            for position in positions
        ]
        for word in {words[place] for place in near}
    }

    found = read.occurrences_at([(QUOTED.id, stretches)])
    rows = beside(read, found, left=left, right=right, more=("sides", "positions"))

    assert {row.form: [getattr(row, name) for name in positions] for row in rows} == counts
    for row in rows:
        assert row.joint_frequency == row.left + row.right == sum(counts[row.form])
        assert row.left == sum(counts[row.form][:left])
        assert row.frequency == words.count(row.form)
        assert row.expected == len(near) * outside[row.form] / (read.size - len(within))
