"""Of one phrase, in one scope, every command says the same number."""

from __future__ import annotations

import re
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.analysis.counts.collocates import collocates
from wp8.analysis.counts.concordance import concordance, nodes_of
from wp8.analysis.counts.counting import Counting, has_operators, typed_item
from wp8.analysis.counts.dispersion import dispersion
from wp8.analysis.counts.lists.frequency_list import frequency_list
from wp8.analysis.counts.lists.listing import Listing
from wp8.corpus.quotations import quotations
from wp8.errors import QueryError
from wp8.index.engines import ENGINES, named_engine
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.search import EVERYTHING, Question, Scope, search
from wp8.query.tree import Layer, Typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.query.backend import Backend


def records_of(texts: Sequence[str]) -> list[Record]:
    return [
        Record(
            *(f"a:{number}", "a", "paragraph", "I", number, None, text, "a.txt", (1, 1)),
            quotes=quotations(text),
            language="en",
        )
        for number, text in enumerate(texts, start=1)
    ]


def counting(*texts: str, lemma: bool = False, unit: str = "word") -> Counting:
    backend = MemoryBackend(records_of(texts))
    return Counting(backend, EVERYTHING, lemma=lemma, unit="token" if unit == "token" else "word")


def frequency(counted: Counting, item: str) -> int:
    number = sum(counted.item_frequencies(item))
    assert number == len(counted.item_occurrences(item).starts)
    assert number == sum(len(stretches) for _, stretches in counted.item_stretches(item))
    return number


PIECES = ("a", "b", "c", "a-b", "a-a", "a's", "A,", "b", "a", "a\tb", "“b a” a", "US", "us")
TEXTS = st.lists(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=3
)
ROWS = st.lists(
    st.sampled_from(["a", "b", "a-b", "a-a", "a's", "US", "us"]), min_size=1, max_size=4
).filter(lambda row: len(row) == 1 or set(row) != {"US"})
LAYERS = st.sampled_from([None, *get_args(Layer)])


def opened(engine: str, records: Sequence[Record], folder: str) -> Backend:
    if engine == "memory":
        return MemoryBackend(records)
    if engine == "tantivy":
        pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    named_engine(engine).build(folder, iter(records))
    return named_engine(engine).open(folder)


def hold_one_number(engine: str, texts: list[str], row: list[str], layer: Layer | None) -> None:
    records, phrase = records_of(texts), " ".join(row)
    scope = Scope(kinds=("paragraph",), quotes=layer)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        backend = opened(engine, records, folder)
        counted = Counting(backend, scope)
        number = frequency(counted, phrase)
        question = Question(f'"{phrase}"', scope, exact=True)
        nodes, _ = nodes_of(question, backend)
        lines = concordance(zip(backend.records(nodes), nodes.values(), strict=True), window=1)
        listed = {r.form: r.frequency for r in frequency_list(counted.words, Listing(range(1, 5)))}
        occurrences = counted.item_occurrences(phrase)
        (spread,) = dispersion(counted.words, {phrase: occurrences}).rows
        near = collocates(counted.words, occurrences, left=1, right=1)

        assert search(question, backend=backend).occurrences == number
        assert len(list(lines)) == number
        assert listed.get(phrase, 0) == number
        assert (spread.frequency, near.node) == (number, number)
        backend.close()


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(TEXTS, ROWS, LAYERS)
def test_every_command_says_one_number_of_a_phrase(
    texts: list[str], row: list[str], layer: Layer | None
) -> None:
    hold_one_number("memory", texts, row, layer)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(TEXTS, ROWS, LAYERS)
def test_it_is_the_same_of_every_engine(
    engine: str, texts: list[str], row: list[str], layer: Layer | None
) -> None:
    hold_one_number(engine, texts, row, layer)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(TEXTS, ROWS)
def test_for_tokens_what_joins_words_is_as_a_blank(texts: list[str], row: list[str]) -> None:
    counted = counting(*texts, unit="token")
    apart = counting(*(re.sub("(?<=a)[-']", " ", text) for text in texts), unit="token")

    assert frequency(counted, " ".join(row)) == frequency(apart, re.sub("[-']", " ", " ".join(row)))


@pytest.mark.parametrize(
    ("item", "number"),
    [
        ("b b", 2),
        ("b b b", 1),
        ("b b b b b c", 1),
        ("b", 7),
        ("b c", 2),
        ("c b", 1),
    ],
)
def test_occurrences_do_not_overlap(item: str, number: int) -> None:
    counted = counting("b b b b b c", "b c b")
    listed = {
        row.form: row.frequency for row in frequency_list(counted.words, Listing(range(1, 7)))
    }

    assert frequency(counted, item) == listed[item] == number


STANDARDS = ("The living; standards, living: x", "Standards of living", "living-standards' rise")


@pytest.mark.parametrize(
    ("item", "unit", "number", "otherwise"),
    [
        ("living standards", "word", 1, {"living-standards": 1}),
        ('"living   standards"', "word", 1, {"living-standards": 1}),
        ("living-standards", "word", 1, {"living standards": 1}),
        ("Living standards", "token", 2, {}),
        ("living-standards", "token", 2, {}),
        ("standards living", "word", 1, {}),
        ("standards of", "word", 1, {}),
        ("of living living", "word", 0, {}),
    ],
)
def test_signs_between_words_do_not_count_and_hyphens_are_of_the_unit(
    item: str, unit: str, number: int, otherwise: dict[str, int]
) -> None:
    counted = counting(*STANDARDS, unit=unit)

    assert frequency(counted, item) == number
    assert counted.joined_otherwise(item) == otherwise


@pytest.mark.parametrize(
    ("item", "number"), [("year", 1), ("2½", 1), ("19", 1), ("covid 19", 1), ("s", 1), ("대", 1)]
)
def test_a_token_is_counted_in_whatever_word_it_stands(item: str, number: int) -> None:
    counted = counting("The 2½-year plan's COVID-19.", "제8차대회", unit="token")

    assert frequency(counted, item) == number
    assert counted.words.size == 7 + 5


def test_in_a_phrase_of_acronyms_one_is_not_its_namesake() -> None:
    counted = counting("The US GDP, and the GDP of us.", "It shows us GDP.")

    assert frequency(counted, "US GDP") == 1
    assert frequency(counted, "us GDP") == 1
    assert frequency(counted, "US") == 1


def test_a_compound_is_named_where_a_phrase_is_not() -> None:
    counted = counting("Self-reliance and self-reliance.", "Self-reliance's, selfreliance, selves")

    assert frequency(counted, "self reliance") == 0
    assert counted.joined_otherwise("self reliance") == {"self-reliance": 2}
    assert counted.joined_otherwise("self") == {}


@pytest.mark.parametrize(
    ("word", "text", "number"),
    [
        ("economies", "An economy.", 1),
        ("men", "A man, a plan.", 1),
        ("leaves", "A leaf.", 1),
        ("saws", "He saw it.", 0),
        ("planned bureaus", "A plan bureau.", 1),
    ],
)
def test_a_form_that_no_text_has_counts_by_its_lemma(word: str, text: str, number: int) -> None:
    assert frequency(counting(text, lemma=True), word) == number


def test_a_possessive_is_another_word_and_the_same_lemma() -> None:
    texts = ("The Party, the Party's and the parties.",)

    assert frequency(counting(*texts), "the party") == 1
    assert frequency(counting(*texts), "the Party's") == 1
    assert frequency(counting(*texts, lemma=True), "the party") == 3
    assert frequency(counting(*texts, unit="token"), "the party") == 2


@pytest.mark.parametrize(
    ("typed", "item"),
    [
        ("plan", Typed("word", "plan")),
        ("-a", Typed("phrase", "-a")),
        ("plan*", Typed("wildcard", "plan*")),
        (" the \n party ", Typed("phrase", "the party")),
        ('"the party"', Typed("phrase", "the party")),
        ('"the party"~3', Typed("phrase", "the party", 3)),
        ("plan OR party", Typed("phrase", "plan OR party")),
        ("doc:speech plan", Typed("phrase", "doc:speech plan")),
        ('the "great" (party', Typed("phrase", "the great (party")),
    ],
)
def test_what_is_typed_to_be_counted_is_a_word_or_a_phrase(typed: str, item: Typed) -> None:
    assert typed_item(typed) == item


def test_what_has_no_letter_cannot_be_counted() -> None:
    with pytest.raises(QueryError):
        typed_item("… —")


@pytest.mark.parametrize(
    ("typed", "is_more"),
    [("the party", False), ("a OR b", True), ("a NOT b", True), ("doc:a b", True), ("(a", False)],
)
def test_operators_and_fields_are_told_from_words(typed: str, is_more: bool) -> None:
    assert has_operators(typed) is is_more
