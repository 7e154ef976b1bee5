"""Which words and n-grams a list has, and how often each document has them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.analysis.counts.counting import Counting
from wp8.analysis.counts.lists.by_group import MOST_COLUMNS
from wp8.analysis.counts.lists.frequency_list import frequency_list
from wp8.analysis.counts.lists.listing import Listing
from wp8.analysis.counts.population import Population, form, population
from wp8.analysis.counts.tables import frequencies_by, listing_of
from wp8.errors import QueryError
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.fields.groups import Groups
from wp8.query.search import Scope

BY_DOCUMENT: Final = Groups("document", {}, {})
TEXTS: Final = {
    "a": "The plan of the state; the state of the plan.",
    "b": "The plan of self-reliance is the plan of us. No US.",
    "c": "Nothing.",
}


def records(texts: dict[str, str]) -> list[Record]:
    return [
        Record(f"{name}:1", name, "paragraph", "", 1, 1, text, "a.txt", (1, 1))
        for name, text in texts.items()
    ]


def counted(*texts: str) -> Population:
    return population(records({f"d{n}": text for n, text in enumerate(texts)}), form)


def listed(listing: Listing, *texts: str) -> dict[str, int]:
    """Return the frequencies of a list in its order, which is checked."""
    rows = frequency_list(counted(*(texts or TEXTS.values())), listing)
    order = [(-row.frequency, row.form) for row in rows]
    assert order == sorted(order)
    return {row.form: row.frequency for row in rows}


def test_rare_words_are_left_out() -> None:
    assert listed(Listing(least=3)) == {"the": 6, "of": 4, "plan": 4}


def test_a_pattern_lists_each_type_it_matches() -> None:
    assert listed(Listing(match="self-*")) == {"self-reliance": 1}
    assert listed(Listing(match="us")) == {"US": 1, "us": 1}
    assert listed(Listing((3,), match="the * of")) == {"the plan of": 3, "the state of": 1}
    assert listed(Listing((1, 2), match="/(the )?plan/", least=4)) == {"plan": 4, "the plan": 4}


def test_a_gap_stands_within_an_n_gram() -> None:
    assert listed(Listing((3,), gap=True, least=3)) == {"the * of": 4}
    found = listed(Listing((4,), gap=True), "a b c d e")
    assert found == {"a * c d": 1, "a b * d": 1, "b * d e": 1, "b c * e": 1}


def test_frames_do_not_overlap_as_no_n_gram_does() -> None:
    assert listed(Listing((3,), gap=True), "x a x b x c x") == {"a * b": 1, "b * c": 1, "x * x": 2}


def test_an_n_gram_with_words_skipped_is_each_choice_of_them() -> None:
    assert listed(Listing((2,), skip=1), "a b c", "a") == {"a b": 1, "a c": 1, "b c": 1}
    assert listed(Listing((2,), skip=1), "a a a") == {"a a": 3}


WORDS: Final = st.lists(st.sampled_from("abc"), max_size=9)


@given(WORDS, st.integers(2, 4), st.integers(1, 3))
def test_words_are_skipped_as_in_guthrie_2006(words: list[str], length: int, skip: int) -> None:
    chosen = combinations(range(len(words)), length)
    near = (places for places in chosen if places[-1] - places[0] < length + skip)
    grams = Counter(" ".join(words[place] for place in places) for places in near)

    assert listed(Listing((length,), skip=skip), " ".join(words)) == grams


@given(st.permutations("abcdefgh"), st.integers(3, 5))
def test_a_frame_is_as_frequent_as_what_fills_it(words: list[str], length: int) -> None:
    text = " ".join(words)
    whole = listed(Listing((length,)), text, text)

    for frame, number in listed(Listing((length,), gap=True), text, text).items():
        filled = listed(Listing((length,), match=frame), text, text)
        assert sum(filled.values()) == number
        assert filled.items() <= whole.items()


def test_a_stop_word_takes_its_n_grams_along() -> None:
    listing = listing_of(ngrams="2", gap=False, skip=0, match="", min=1, stop_words=True)

    assert listed(listing) == {}
    assert listed(listing, "Must us all, the plan states") == {"must us": 1, "plan states": 1}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"gap": True}, "--gap opens a word within n-grams of three words or more"),
        ({"gap": True, "ngrams": "2-4"}, "--gap opens a word within n-grams of three words"),
        ({"gap": True, "ngrams": "3", "skip": 1}, "and skips none"),
        ({"skip": 1}, "--skip is for n-grams of two words or more"),
        (
            {"skip": 9, "ngrams": "5"},
            "5 words of 14 can be taken in 715 ways; at most 100 are counted",
        ),
        ({"match": "the * of"}, r"--match the \* of is of 3 words, and words are listed"),
        ({"match": "the * of", "ngrams": "2"}, "is of 3 words, and other n-grams are listed"),
        ({"match": "24/7"}, "is of 2 words, and words are listed"),
    ],
)
def test_n_grams_that_cannot_be_made_are_refused(options: dict[str, str], said: str) -> None:
    asked = {"ngrams": "1", "gap": False, "skip": 0, "match": "", "min": 1, "stop_words": False}

    with pytest.raises(QueryError, match=said):
        listing_of(**(asked | options))  # type: ignore[arg-type]


def counting(texts: dict[str, str]) -> Counting:
    return Counting(MemoryBackend(records(texts)), Scope())


def test_few_documents_stand_side_by_side() -> None:
    table = frequencies_by(BY_DOCUMENT, counting(TEXTS), Listing(match="p*"))

    assert table.columns == (
        *("form", "frequency", "per_thousand", "texts", "range"),
        *("a", "a_per_thousand", "b", "b_per_thousand", "c", "c_per_thousand"),
    )
    assert table.cells == [("plan", 4, 4000 / 22, 2, 2, 2, 200.0, 2, 2000 / 11, 0, 0.0)]
    assert table.documents == {"a": {"plan": 2}, "b": {"plan": 2}, "c": {}}


LONG: Final = ("form", "document", "frequency", "words", "per_thousand")


def test_of_more_documents_a_row_is_a_form_in_a_document() -> None:
    few = {f"d{n}": "plan" for n in range(MOST_COLUMNS)}
    table = frequencies_by(BY_DOCUMENT, counting(few | {"z": "a plan, a"}), Listing())

    assert frequencies_by(BY_DOCUMENT, counting(few), Listing()).columns[-2:] == (
        *("d19", "d19_per_thousand"),
    )
    assert table.columns == LONG
    assert table.cells[:1] == [("plan", "d0", 1, 1, 1000.0)]
    assert table.cells[-2:] == [("a", "z", 2, 3, 2000 / 3), ("plan", "z", 1, 3, 1000 / 3)]
    assert (len(table.cells), len(table.documents)) == (22, 21)


@pytest.mark.parametrize("names", [["form", "b"], ["b", "b_per_thousand"]])
def test_no_document_takes_the_place_of_a_column(names: list[str]) -> None:
    table = frequencies_by(BY_DOCUMENT, counting(dict.fromkeys(names, "plan")), Listing())

    assert table.columns == LONG
    assert [row[:3] for row in table.cells] == [("plan", name, 1) for name in names]


@given(st.lists(WORDS, min_size=1, max_size=25))
def test_documents_add_up_to_the_whole(texts: list[list[str]]) -> None:
    named = {f"d{n}": " ".join(words) for n, words in enumerate(texts)}
    table = frequencies_by(BY_DOCUMENT, counting(named), Listing((1, 2)))
    rows = frequency_list(counting(named).words, Listing((1, 2)))
    whole: Counter[str] = Counter()
    for own in table.documents.values():
        whole.update(own)

    assert whole == {row.form: row.frequency for row in rows}
    assert all(
        sum(row.form in own for own in table.documents.values()) == row.texts for row in rows
    )
    for own in table.documents.values():
        assert all(one >= next_ for one, next_ in pairwise(own.values()))
