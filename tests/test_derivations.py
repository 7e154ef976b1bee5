from __future__ import annotations

import pytest

from wp8.words.derivations import number, relatives


def related(word: str, *texts: str) -> list[str]:
    """What `word` finds in a vocabulary of some words."""
    vocabulary = sorted(texts)
    return relatives(
        {word}, lambda letters: [token for token in vocabulary if token.startswith(letters)]
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("close", "closure"),
        ("economy", "economic"),
        ("economy", "economist"),
        ("strong", "strength"),
        ("decide", "decision"),
        ("expand", "expansion"),
        ("permit", "permission"),
        ("produce", "production"),
        ("responsible", "responsibility"),
        ("important", "importance"),
        ("bureaucracy", "bureaucratic"),
        ("nation", "national"),
        ("socialism", "socialist"),
        ("analysis", "analytic"),
        ("describe", "description"),
        ("defend", "defence"),
        ("elect", "election"),
        ("resume", "resumption"),
    ],
)
def test_words_of_one_family_find_each_other(one: str, other: str) -> None:
    assert (related(one, other), related(other, one)) == ([other], [one])


def test_a_family_is_reached_over_a_word_that_a_text_has() -> None:
    assert related("strengthen", "strength", "strong") == ["strength", "strong"]
    assert related("economist", "economic") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("party", "part"),
        ("party", "partial"),
        ("general", "generation"),
        ("state", "station"),
        ("policy", "police"),
        ("even", "event"),
        ("close", "closet"),
        ("plan", "planet"),
        ("war", "warm"),
    ],
)
def test_words_that_only_begin_alike_are_not_related(one: str, other: str) -> None:
    assert (related(one, other), related(other, one)) == ([], [])


@pytest.mark.parametrize("word", ["", "a", "제8차", "économie", "x" * 5000, "20", "don't"])
def test_what_is_no_english_word_has_no_relatives(word: str) -> None:
    assert related(word, "a", "economy", "제8차대회", "20th") == []


@pytest.mark.parametrize(
    ("word", "figures"),
    [("eighth", "8th"), ("first", "1st"), ("twelve", "12"), ("twentieth", "20th"), ("two", "2")],
)
def test_a_number_is_the_same_in_words_and_in_figures(word: str, figures: str) -> None:
    assert (number(word), number(figures)) == (figures, word)


@pytest.mark.parametrize("word", ["", "21", "0", "twenty-one", "hundred", "8", "th"])
def test_other_numbers_are_only_what_they_are(word: str) -> None:
    assert number(word) == ("eight" if word == "8" else None)
