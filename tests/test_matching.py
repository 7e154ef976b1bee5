from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.corpus.quotations import quotations
from wp8.model import Record
from wp8.query.matching import match
from wp8.query.record_view import TextView, facets, section_key
from wp8.query.tree import (
    And,
    Field,
    Filter,
    InSentence,
    Maybe,
    Not,
    Or,
    Phrase,
    Run,
    Typed,
    within,
)
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from wp8.query.tree import Layer, Node

thorough = settings(max_examples=300, deadline=None, derandomize=True, database=None)


def record(text: str, **others: object) -> Record:
    known: dict[str, object] = {
        "id": "paper:7",
        "document": "paper",
        "kind": "paragraph",
        "section": "II",
        "number": 7,
        "number_in_section": 1,
        "text": text,
        "file": "paper.txt",
        "lines": (1, 1),
    }
    return Record(**{**known, **others})  # type: ignore[arg-type]


def words(text: str, distance: int | None = None) -> Phrase:
    """The phrase of exactly these norms; `a|b` are alternatives, `a_b` is one of two tokens."""
    slots = tuple(tuple(tuple(one.split("_")) for one in slot.split("|")) for slot in text.split())
    return Phrase(slots, distance)


def found(tree: Node, text: str) -> list[str] | None:
    """The stretches of `text` that `tree` matches, as written."""
    view = TextView(record(text))
    matched = match(tree, view)
    if matched is None:
        return None
    return [text[start:end] for start, end in view.spans(matched.stretches)]


def together(tree: Node, text: str) -> int:
    matched = match(tree, TextView(record(text)))
    assert matched is not None
    return matched.together


def test_what_only_begins_like_a_phrase_as_written_hides_none_after_it() -> None:
    phrase = replace(words("b b"), joints=("", ""))

    assert found(phrase, "b b-b b b") == ["b b"]
    assert found(replace(words("b us b us"), barred=("^us",)), "b US b us b us") == ["b us b us"]


def test_a_phrase_with_a_word_and_its_namesake_bars_the_one_only_where_it_has_the_other() -> None:
    phrase = replace(words("us plan ^us"), barred=("^us",))

    assert found(phrase, "us plan US") == ["us plan US"]
    assert found(phrase, "US plan US") is None
    assert found(phrase, "us plan us") is None


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("plan", "The plan of plans: a plan", ["plan", "plan"]),
        ("plan", "an implant", None),
        ("self reliance", "Self-reliance is self reliance", ["Self-reliance", "self reliance"]),
        ("people are", "The people, are they?", ["people, are"]),
        ("people god", "The people are god", None),
        ("god people", "people god", None),
        ("the people", "the the people", ["the people"]),
        ("a b a", "a b a b a b a", ["a b a", "a b a"]),
        ("a a", "a a a a a", ["a a", "a a"]),
        ("us", "the US and us", ["US", "us"]),
        ("^us", "the US and us", ["US"]),
        ("korea us", "North Korea-U.S. relations", ["Korea-U.S."]),
        ("korea china", "North Korea-China", ["Korea-China"]),
        ("covid -19", "of COVID-19.", ["COVID-19"]),
        ("19", "COVID-19", None),
        ("제 8 차 대 회", "제8차대회, 제 8 차대회", ["제8차대회", "제 8 차대회"]),
        ("위 원 회", "중앙위 원회", ["위 원회"]),
        ("10000", "10 000 or 10,000", ["10 000", "10,000"]),
        ("in cultural", "cultural—in", None),
        ("cultural in", "cultural—in", ["cultural—in"]),
    ],
)
def test_a_phrase_is_tokens_in_a_row(phrase: str, text: str, expected: list[str] | None) -> None:
    assert found(words(phrase), text) == expected


@pytest.mark.parametrize("text", ["Political Bureau\tKim Jong Un", "Political Bureau\t\tKim"])
def test_a_phrase_does_not_reach_into_the_next_cell(text: str) -> None:
    assert found(words("bureau kim"), text) is None
    assert found(words("bureau kim", 99), text) is None
    assert found(Run((words("bureau"), words("kim"))), text) == ["Bureau", "Kim"]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("plan|plans", "plans, plan, planning", ["plans", "plan"]),
        (
            "ri pyongchol|pyong_chol",
            "Ri Pyongchol, Ri Pyong Chol",
            ["Ri Pyongchol", "Ri Pyong Chol"],
        ),
        ("self_reliance|self policy", "self-reliance policy", ["self-reliance policy"]),
        ("self_reliance|self policy", "self policy", ["self policy"]),
        # The longest of the alternatives that fit.
        ("a|a_b b|c", "a b b", ["a b b"]),
        ("a|a_b", "a b a", ["a b", "a"]),
        ("a_b|b_c", "a b c", ["a b"]),
    ],
)
def test_a_slot_takes_any_of_its_alternatives(
    phrase: str, text: str, expected: list[str] | None
) -> None:
    assert found(words(phrase), text) == expected


@pytest.mark.parametrize(
    ("phrase", "distance", "text", "expected"),
    [
        ("a b", 0, "a b", ["a", "b"]),
        ("a b", 0, "b a", ["b", "a"]),
        ("a b", 0, "a x b", None),
        ("a b", 1, "a x b", ["a", "b"]),
        ("a b", 2, "b x x a", ["b", "a"]),
        ("a b", 2, "b x x x a", None),
        ("a b c", 2, "c x b x a", ["c", "b", "a"]),
        ("a b c", 1, "c x b x a", None),
        ("a a", 3, "a", None),
        ("a a", 3, "a x a", ["a", "a"]),
        ("a a", 0, "a x a", None),
        ("a_b c", 1, "a b x c", ["a b", "c"]),
        ("a_b c", 1, "c x a b", ["c", "a b"]),
        ("a_b c", 1, "a x b c", None),
        ("a b", 1, "a b x x x b a", ["a", "b", "b", "a"]),
    ],
)
def test_near_counts_the_words_between(
    phrase: str, distance: int, text: str, expected: list[str] | None
) -> None:
    assert found(words(phrase, distance), text) == expected


def test_near_takes_the_nearest_of_repeated_words() -> None:
    assert found(words("a b", 5), "a x x b b") == ["a", "b"]


def test_each_group_of_near_words_is_counted_once() -> None:
    phrase = words("a b", 1)

    matched = match(phrase, TextView(record("a b, x x x, b a")))

    assert matched is not None
    assert matched.frequencies == ((phrase, 2),)


@pytest.mark.parametrize(
    ("tree", "text", "expected", "chained"),
    [
        (Run((words("living"), words("standards"))), "living standards", ["living standards"], 1),
        (
            Run((words("people s"), words("living"), words("standards"))),
            "people's living standards",
            ["people's living standards"],
            2,
        ),
        (Run((words("a"), words("b"))), "b a", ["b", "a"], 0),
        (Run((words("a"), words("b"))), "a x b", ["a", "b"], 0),
        (Run((words("a"), words("b"))), "a b x b a", ["a b", "b", "a"], 1),
        (Run((words("a"), words("b"), words("c"))), "a b x c b c", ["a b", "c", "b c"], 1),
        (Run((words("a"), words("a"))), "a a a", ["a a a"], 1),
        (And((words("a"), words("b"))), "a b", ["a", "b"], 0),
        (Run((words("a"), Not(words("x")), words("b"))), "a b", ["a b"], 1),
        (Run((words("a"), Filter(("kind:paragraph",)), words("b"))), "a b", ["a b"], 1),
    ],
)
def test_neighbours_of_a_run_are_one_stretch(
    tree: Node, text: str, expected: list[str], chained: int
) -> None:
    assert found(tree, text) == expected
    assert together(tree, text) == chained


@pytest.mark.parametrize(
    ("text", "expected", "chained"),
    [
        ("plan god", ["plan god"], 1),
        ("of plan x god", ["of plan", "god"], 0),
        ("of x plan, of x god", ["plan", "god"], 0),
        ("the plan of plan, god", ["plan", "of plan", "god"], 0),
        ("plan x the god of plan", ["plan", "the god", "of plan"], 0),
        ("of plan, the god", ["of plan, the god"], 1),
        ("of", None, 0),
    ],
)
def test_a_part_that_need_not_be_there_is_marked_beside_another_and_counts_for_nothing(
    text: str, expected: list[str] | None, chained: int
) -> None:
    tree = Run((Maybe(words("of")), words("plan"), Maybe(words("the")), words("god")))

    assert found(tree, text) == expected
    assert expected is None or together(tree, text) == chained


@pytest.mark.parametrize(
    ("tree", "text", "expected"),
    [
        (And((words("a"), words("b"))), "b x a", ["b", "a"]),
        (And((words("a"), words("c"))), "b x a", None),
        (And((words("a b"), words("b c"))), "a b c", ["a b c"]),
        (Or((words("a"), words("c"))), "b x a", ["a"]),
        (Or((words("a"), words("b"))), "b x a", ["b", "a"]),
        (Or((words("c"), words("d"))), "b x a", None),
        (Or((words("a"), words("a b"))), "a b", ["a b"]),
        (And((words("a"), Not(words("b")))), "a x", ["a"]),
        (And((words("a"), Not(words("b")))), "a b", None),
        (And((words("a"), Not(And((words("b"), words("c")))))), "a b", ["a"]),
        (And((words("a"), Not(Not(words("b"))))), "a b", ["a"]),
        (Not(words("a")), "b", []),
        (And((words("a"), Or((words("c"), Filter(("kind:paragraph",)))))), "a b", ["a"]),
    ],
)
def test_operators_mean_what_they_say(tree: Node, text: str, expected: list[str] | None) -> None:
    assert found(tree, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("self-reliance", ["self-reliance"]),
        ("self\u2011reliance,", ["self\u2011reliance"]),
        ("Self-Reliance", ["Self-Reliance"]),
        ("self reliance", None),
        ("self-reliance-based", None),
        ("non-self-reliance", None),
        ("self-reliance's", None),
        ("the self-reliance and self reliance", ["self-reliance"]),
    ],
)
def test_joints_ask_for_a_whole_word_as_written(text: str, expected: list[str] | None) -> None:
    phrase = Phrase(((("self",),), (("reliance",),)), joints=("", "-"))

    assert found(phrase, text) == expected


def test_joints_ask_for_a_whole_eojeol() -> None:
    phrase = Phrase(((("대",),), (("회",),)), joints=("", "+"))

    assert found(phrase, "대회 당대회 대 회 대회에서") == ["대회"]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({}, ("document:paper", "kind:paragraph", "section:ii")),
        (
            {"kind": "note", "number": 3, "section": ""},
            ("document:paper", "kind:note", "note:3"),
        ),
        ({"section": "Part 3"}, ("document:paper", "kind:paragraph", "section:part3")),
    ],
)
def test_filters_can_ask_for_these_facets(
    others: dict[str, object], expected: tuple[str, ...]
) -> None:
    assert facets(record("a", **others)) == expected


@pytest.mark.parametrize(
    ("section", "key"), [("Part 3", "part3"), ("II", "ii"), (" part\t3 ", "part3"), ("", "")]
)
def test_sections_are_compared_without_blanks_and_case(section: str, key: str) -> None:
    assert section_key(section) == key


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("kind:paragraph",), []),
        (("kind:note",), None),
        (("kind:note", "kind:paragraph"), []),
        ((), None),
    ],
)
def test_a_filter_passes_any_of_its_facets(
    asked: tuple[str, ...], expected: list[str] | None
) -> None:
    assert found(Filter(asked), "a") == expected


@pytest.mark.parametrize("leaf", [Typed("word", "a"), Field("kind", "note")])
def test_a_leaf_as_typed_cannot_match(leaf: Node) -> None:
    with pytest.raises(TypeError, match="has to be expanded before it can match"):
        found(leaf, "a")


def test_the_frequencies_are_of_the_leaves_that_occur_in_the_order_of_the_query() -> None:
    a, b, c = words("a"), words("b"), words("c")

    matched = match(Or((b, c, And((a, Not(c))))), TextView(record("a b a")))

    assert matched is not None
    assert matched.frequencies == ((b, 1), (a, 2))


NORMS = st.sampled_from("a b us ^us self reliance s people 제 8 차 19 -19 10000".split())
SLOTS = st.lists(st.lists(NORMS, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(
    tuple
)
PHRASES = st.builds(
    Phrase,
    st.lists(SLOTS, min_size=1, max_size=3).map(tuple),
    st.none() | st.integers(0, 4),
)
TREES = st.recursive(
    PHRASES,
    lambda children: st.one_of(
        st.lists(children, min_size=2, max_size=3).map(lambda nodes: And(tuple(nodes))),
        st.lists(children, min_size=2, max_size=3).map(lambda nodes: Or(tuple(nodes))),
        st.lists(children, min_size=2, max_size=3).map(lambda nodes: Run(tuple(nodes))),
        children.map(Not),
    ),
    max_leaves=5,
)
TEXTS = st.lists(
    st.sampled_from("a b US us self-reliance people's 제8차 COVID-19 19 10,000 , \t".split(" ")),
    max_size=15,
).map(" ".join)


def alternatives(phrase: Phrase) -> set[tuple[str, ...]]:
    """The rows of norms that `phrase` can match."""
    rows: set[tuple[str, ...]] = {()}
    for slot in phrase.slots:
        rows = {row + tuple(t.lstrip("^") for t in one) for row in rows for one in slot}
    return rows


@thorough
@given(PHRASES, TEXTS)
def test_the_characters_of_a_match_are_the_tokens_of_an_alternative(
    phrase: Phrase, text: str
) -> None:
    row = Phrase(phrase.slots)
    expected = alternatives(row)
    norms = {token.start: token.norm for token in tokenize(text)}

    for stretch in _spans(row, text):
        inside = tuple(norm for start, norm in norms.items() if stretch[0] <= start < stretch[1])
        assert inside in expected


@thorough
@given(TREES, TEXTS)
def test_spans_are_in_order_and_apart(tree: Node, text: str) -> None:
    end = 0
    for first, last in _spans(tree, text):
        assert end <= first < last <= len(text)
        end = last


@thorough
@given(PHRASES, TEXTS)
def test_a_phrase_in_a_row_is_also_near(phrase: Phrase, text: str) -> None:
    row, near = Phrase(phrase.slots), Phrase(phrase.slots, 0)

    if found(row, text) is not None:
        assert found(near, text) is not None


@thorough
@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3),
    st.integers(0, 3),
    st.lists(st.sampled_from("abcx"), max_size=9),
)
def test_near_words_are_those_with_few_enough_words_between(
    near: list[str], distance: int, text: list[str]
) -> None:
    expected = any(
        [text[place] for place in places] == near
        and max(places) - min(places) + 1 - len(near) <= distance
        for places in permutations(range(len(text)), len(near))
    )

    assert (found(words(" ".join(near), distance), " ".join(text)) is not None) is expected


@thorough
@given(TREES, TREES, TEXTS)
def test_operators_are_those_of_logic(left: Node, right: Node, text: str) -> None:
    view = TextView(record(text))
    one, other = match(left, view) is not None, match(right, view) is not None

    assert (match(And((left, right)), view) is not None) is (one and other)
    assert (match(Run((left, right)), view) is not None) is (one and other)
    assert (match(Or((left, right)), view) is not None) is (one or other)
    assert (match(Not(left), view) is not None) is not one


def _spans(tree: Node, text: str) -> tuple[tuple[int, int], ...]:
    view = TextView(record(text))
    matched = match(tree, view)
    return () if matched is None else view.spans(matched.stretches)


QUOTED = "The plan “of a plan” and 《the plan》“a new plan” of the plan."


def in_layer(tree: Node, layer: Layer) -> list[str]:
    """Where `tree` matches a layer of `QUOTED`, each with the character before it."""
    view = TextView(record(QUOTED, quotes=quotations(QUOTED)))
    matched = match(within(tree, layer), view)
    spans = view.spans(matched.stretches) if matched else ()
    return [QUOTED[max(0, start - 1) : end] for start, end in spans]


@pytest.mark.parametrize(
    ("tree", "only", "without"),
    [
        (words("plan"), [" plan", " plan", " plan"], [" plan", " plan"]),
        (words("the plan"), ["《the plan"], ["The plan", " the plan"]),
        (words("plan of"), [], []),
        (words("plan a"), [], []),
        (words("a plan"), [" a plan"], []),
        (words("of"), ["“of"], [" of"]),
        (words("of plan", distance=1), ["“of", " plan"], [" of", " plan"]),
        (And((words("new"), words("and"))), [], []),
        (And((words("new"), Not(words("and")))), [" new"], []),
        (And((words("and"), Not(words("new")))), [], [" and"]),
    ],
)
def test_a_layer_has_the_places_on_one_side_of_the_quotation_marks(
    tree: Node, only: list[str], without: list[str]
) -> None:
    assert in_layer(tree, "only") == only
    assert in_layer(tree, "without") == without


@thorough
@given(st.text('ab “”《》"', max_size=40), st.sampled_from("ab"))
def test_a_word_stands_in_one_layer_or_the_other(text: str, word: str) -> None:
    view = TextView(record(text, quotes=quotations(text)))

    def stretches(tree: Node) -> list[tuple[int, int]]:
        matched = match(tree, view)
        return list(matched.stretches) if matched else []

    whole, only, without = (
        stretches(tree)
        for tree in (words(word), within(words(word), "only"), within(words(word), "without"))
    )
    assert sorted([*only, *without]) == whole


IN_SENTENCES = (
    "The plan was new. “The party had a plan!” The party met. In the U.S. the plan failed."
)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (words("plan"), ["plan", "plan", "plan"]),
        (words("new the"), None),
        (And((words("party"), words("plan"))), ["party", "plan"]),
        (And((words("party"), words("new"))), None),
        (Or((words("new"), words("met"))), ["new", "met"]),
        (And((words("party"), Not(words("plan")))), ["party"]),
        (words("plan the", 5), ["The", "plan", "The", "plan", "the", "the", "plan"]),
        (words("met us", 5), None),
        (Not(words("the")), None),
        (Not(words("plan")), []),
        (InSentence((And((words("party"), words("plan"))),)), ["party", "plan"]),
    ],
)
def test_what_is_asked_stands_in_one_sentence(tree: Node, expected: list[str] | None) -> None:
    assert found(InSentence((tree,)), IN_SENTENCES) == expected


def test_what_a_sentence_excludes_another_may_have() -> None:
    party, plan = words("party"), words("plan")

    assert found(And((party, Not(plan))), IN_SENTENCES) is None
    assert found(And((party, Not(InSentence((And((party, plan)),))))), IN_SENTENCES) is None
    assert found(And((party, Not(InSentence((words("new party"),))))), "A new plan. A party.") == [
        "party"
    ]


def test_the_occurrences_of_all_sentences_count() -> None:
    plan = words("plan")
    matched = match(InSentence((plan,)), TextView(record(IN_SENTENCES, language="en")))

    assert matched is not None
    assert matched.frequencies == ((plan, 3),)


def test_only_a_text_tells_its_sentences() -> None:
    class Marks:
        facets = ()

        def positions(self, term: str) -> list[int]:
            return [0]

        def places(self, words: frozenset[str]) -> list[int]:
            return [0]

    with pytest.raises(TypeError):
        match(InSentence((words("plan"),)), Marks())


@thorough
@given(st.text("ab .!", max_size=40))
def test_the_sentences_of_a_text_have_its_tokens_each_once(text: str) -> None:
    view = TextView(record(text))
    inside = [place for start, end in view.sentences() for place in range(start, end)]

    assert inside == [token.position for token in view.tokens]
