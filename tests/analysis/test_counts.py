"""Words, frequencies, concordances, collocates, keyness, dispersion, vocabulary."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.analysis.counts.collocates import collocates
from wp8.analysis.counts.concordance import arranged, concordance, sampled
from wp8.analysis.counts.dispersion import dispersion, places
from wp8.analysis.counts.frequency import frequency_list, part_frequencies
from wp8.analysis.counts.keyness import keyness
from wp8.analysis.counts.population import Population, form, lemma_by, ngrams, population
from wp8.analysis.counts.similar import similar
from wp8.analysis.counts.vocabulary import richness, shared, unique
from wp8.analysis.measures.lexical_diversity import DIVERSITY, recurrences_in
from wp8.corpus.manifest import load_corpus
from wp8.corpus.quotations import quotations
from wp8.corpus.records import read_records
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse
from wp8.query.matching import match
from wp8.query.record_view import TextView
from wp8.query.search import Question, Scope, resolve, search
from wp8.query.tree import Layer, Or, Phrase

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


def test_a_population_is_of_running_words() -> None:
    words = counted()

    assert words.size == 8 + 5 + 6
    assert words.counts()["self-reliance"] == 1
    assert words.counts()["people's"] == 1
    assert words.counts()["plan"] == 4


def test_the_acronym_and_the_pronoun_are_two_words(real: MemoryBackend) -> None:
    counts = population(real.records(real.ids()), form).counts()

    assert (counts["us"], counts["US"], counts["U.S."]) == (4, 1, 2)
    assert counts["korea-U.S."] == 6


def test_lemmas_are_counted_by_the_last_token_without_a_possessive() -> None:
    lemmas = {"plans": "plan"}
    item = lemma_by(lambda token: lemmas.get(token, token))

    assert population(RECORDS, item).counts()["plan"] == 5
    assert population(RECORDS, item).counts()["people"] == 3


QUOTED = record("4", "The “new plan” and the “old plan”“new road” of a plan.")


def layered(layer: Layer) -> Population:
    text = replace(QUOTED, quotes=quotations(QUOTED.text))
    return population([text], form, layer)


def test_a_layer_counts_what_stands_in_quotation_marks_or_without() -> None:
    assert layered("only").counts() == {"new": 2, "plan": 2, "old": 1, "road": 1}
    assert layered("without").counts() == {"the": 2, "and": 1, "of": 1, "a": 1, "plan": 1}


def test_an_n_gram_stays_within_a_quotation_and_reaches_over_none() -> None:
    grams = {
        layer: [row.form for row in frequency_list(layered(layer), lengths=(2,))]
        for layer in get_args(Layer)
    }

    assert grams["only"] == ["new plan", "new road", "old plan"]
    assert grams["without"] == ["a plan", "and the", "of a"]


def test_a_window_stays_within_a_quotation_and_reaches_over_none() -> None:
    near = {}
    for layer in get_args(Layer):
        words = layered(layer)
        places = words.stretches_of(("plan", "and"))
        found = collocates(words, places, left=3, right=3)
        near[layer] = sorted(row.form for row in found.rows)

    assert near == {"only": ["new", "old"], "without": ["a", "of", "the"]}


def test_a_frequency_list_has_each_document() -> None:
    first, second, *_ = frequency_list(counted())

    assert (first.form, first.frequency, first.shares.documents["b"].frequency) == ("plan", 4, 1)
    assert first.shares.documents["a"].per_thousand == pytest.approx(1000 * 3 / 13)
    assert (second.form, second.frequency) == ("the", 4)


def test_n_grams_stay_within_a_record_and_a_cell() -> None:
    table = [record("1", "plan one\ttwo plan"), record("2", "plan one")]

    rows = frequency_list(counted(table), lengths=(2,))

    assert [(row.form, row.frequency) for row in rows] == [("plan one", 2), ("two plan", 1)]


def test_an_n_gram_of_a_left_out_word_is_left_out() -> None:
    rows = frequency_list(counted(), lengths=(2,), without={"the", "is", "a", "and", "no"})

    assert "the plan" not in [row.form for row in rows]
    assert "self-reliance plan" in [row.form for row in rows]
    assert list(ngrams(["a", "b"], 3)) == []


def test_parts_are_the_whole_each_document_and_each_section() -> None:
    rows = list(part_frequencies(counted(), {"plan": {"a:1": 3, "b:1": 1}}))

    assert [(row.document, row.section, row.frequency, row.words) for row in rows] == [
        ("", "", 4, 19),
        ("a", "", 3, 13),
        ("a", "I", 3, 13),
        ("b", "", 1, 6),
        ("b", "I", 1, 6),
    ]


def test_a_concordance_line_has_its_window_and_no_more() -> None:
    tree = Expander(MemoryBackend(RECORDS).vocabulary, exact=True).expand(parse("plan"))

    lines = list(concordance(tree, RECORDS, window=2))

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

    lines = list(concordance(tree, RECORDS, window=0))

    assert {(line.left, line.right) for line in lines} == {("", "")}


def test_a_concordance_by_sentences_has_all_of_them_with_their_marks() -> None:
    text = "No plan. “Is the plan (ours) new?” The plan\tA plan"
    record = replace(RECORDS[0], text=text)
    plan, plan_is = Phrase(((("plan",),),)), Phrase(((("plan",),), (("is",),)))

    lines = list(concordance(Or((plan, plan_is)), [record], window=None))

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
    lines = list(concordance(tree, RECORDS, window=3))

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
    lines = list(concordance(tree, RECORDS, window=3))

    chosen = sampled(lines, number=3, seed=7)

    assert chosen == sampled(lines, number=3, seed=7)
    assert chosen == [line for line in lines if line in chosen]
    assert len(chosen) == 3
    assert sampled(lines, number=9, seed=7) == lines


def test_collocates_are_counted_once_and_never_beyond_a_record() -> None:
    backend = MemoryBackend(RECORDS)
    tree = Expander(backend.vocabulary, exact=True).expand(parse("plan"))
    nodes = {r.id: matched.stretches for r in RECORDS if (matched := match(tree, TextView(r)))}

    found = collocates(counted(), nodes, left=1, right=1)

    joint = {row.form: row.joint_frequency for row in found.rows}
    assert (found.node, found.size) == (4, 19)
    assert joint == {"the": 2, "is": 1, "a": 1, "self-reliance": 1, "no": 1, "here": 1}
    (the,) = (row for row in found.rows if row.form == "the")
    assert the.expected == pytest.approx(2 * 4 * 4 / 19)
    assert the.mi == pytest.approx(math.log2(2 / (32 / 19)))
    assert the.log_dice == pytest.approx(14 + math.log2(2 * 2 / (4 + 4)))


def test_keyness_looks_in_both_directions() -> None:
    target = [record("1", "red red red blue")]
    reference = [record("1", "green green green blue", document="b")]

    rows = keyness(counted(target), counted(reference)).rows

    assert [(r.form, r.direction, r.target_frequency, r.reference_frequency) for r in rows] == [
        ("red", "+", 3, 0),
        ("blue", "+", 1, 1),
        ("green", "-", 0, 3),
    ]
    assert rows[0].log_likelihood == pytest.approx(2 * 3 * math.log(2))
    assert all(row.small for row in rows)
    assert keyness(counted([]), counted(reference)).rows == ()


def test_dispersion_is_over_the_passages_and_places_over_the_documents() -> None:
    backend = MemoryBackend(RECORDS)
    tree = Expander(backend.vocabulary, exact=True).expand(parse("plan"))
    nodes = {r.id: matched.stretches for r in RECORDS if (matched := match(tree, TextView(r)))}

    (row,) = dispersion(counted(), {"plan": nodes}).rows

    assert (row.frequency, row.range, row.parts) == (4, 2, 3)
    shares = [abs(3 / 4 - 8 / 19), abs(0 - 5 / 19), abs(1 / 4 - 6 / 19)]
    assert row.dp == pytest.approx(sum(shares) / 2)
    assert row.dp_norm == pytest.approx(sum(shares) / 2 / (1 - 5 / 19))
    assert [p.positions for p in places(counted(), "plan", nodes)] == [(1, 4, 7), (1,)]


def test_a_running_word_that_has_an_item_twice_is_one_place_of_it() -> None:
    records = [record("1", "A plan-planner and the old towns.")]
    backend = MemoryBackend(records)
    tree = Expander(backend.vocabulary, exact=True).expand(parse("plan*"))
    matched = match(tree, TextView(records[0]))
    assert matched

    (row,) = dispersion(counted(records), {"plan*": {"a:1": matched.stretches}}).rows

    assert (row.frequency, row.arf) == (2, 1)


def test_a_word_that_does_not_occur_has_no_dispersion() -> None:
    (row,) = dispersion(counted(), {"zebra": {}}).rows

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
    assert {row.form for row in shared(counted(), lengths=(1,))} == {"plan", "the", "people"}
    assert {row.form for row in unique(counted(), "b", lengths=(1,))} == {"no", "here", "rest"}
    assert unique(counted(), "nowhere", lengths=(1,)) == []


def test_what_is_similar_shares_rare_words() -> None:
    (first, *_) = similar(RECORDS[0], RECORDS)

    assert first.record.id == "b:1"
    assert first.words == ("plan",)


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
        lines = list(concordance(tree, real.records(page.ids), window=1))
        occurrences = sum(number for _, number in page.counts.values())
        assert (row.form, occurrences, len(lines)) == (row.form, row.frequency, row.frequency)


@pytest.mark.parametrize("query", ["plan", "self-reliance", '"living standards"', "조선로동당"])
def test_a_search_has_as_many_occurrences_as_a_concordance_has_lines(
    query: str, real: MemoryBackend
) -> None:
    result = search(query, backend=real)
    tree = resolve(parse(query), Question(query), real)

    lines = list(concordance(tree, real.records(real.ids()), window=5))

    assert len(lines) == result.occurrences
    assert all(line.record.text[slice(*line.span)] == line.node for line in lines)


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
    lambda drawn: [
        (start, start + length)
        for place, (start, length) in enumerate(sorted(drawn))
        if all(start >= s + n for s, n in sorted(drawn)[:place])
    ]
)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.sampled_from(["a", "b-c", "d's", "e\tf", "“g h”"]), min_size=15, max_size=15),
    NODES,
    st.integers(0, 4),
    st.integers(0, 4),
    st.sampled_from([None, *get_args(Layer)]),
)
def test_a_word_beside_nodes_counts_once_however_many_windows_it_is_in(
    pieces: list[str], nodes: list[tuple[int, int]], left: int, right: int, layer: Layer | None
) -> None:
    text = " ".join(pieces)
    read = population([replace(QUOTED, text=text, quotes=quotations(text))], form, layer)
    arrangement = read.arrangement(QUOTED.id)
    stretches = arrangement.counted(
        [(arrangement.starts[a], arrangement.ends[b - 1]) for a, b in nodes if b <= read.size]
    )
    borders = [0, *arrangement.breaks, read.size]
    inside = [
        [p for p in range(read.size) if arrangement.starts[p] < b and arrangement.ends[p] > a]
        for a, b in stretches
    ]
    near: set[int] = set()
    for own in inside:
        first = max(border for border in borders if border <= own[0])
        last = min(border for border in borders if border > own[-1])
        near.update(range(max(first, own[0] - left), own[0]))
        near.update(range(own[-1] + 1, min(last, own[-1] + 1 + right)))
    near -= {place for own in inside for place in own}

    found = collocates(read, {QUOTED.id: stretches}, left=left, right=right)

    assert {row.form: row.joint_frequency for row in found.rows} == Counter(
        read.items[read.words[place]] for place in near
    )
