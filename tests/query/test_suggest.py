"""Which words somebody may have meant: the costs of slips."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.query.language.suggest import SWAP, allowance, led, nearest, slip

WORDS = ("harbor", "harbour", "party", "people", "separate", "weather", "nation", "notion", "quay")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("harbro", ["harbor"]),
        ("partty", ["party"]),
        ("poeple", ["people"]),
        ("seperate", ["separate"]),
        ("wether", ["weather"]),
        ("peopel", ["people"]),
        ("natoin", ["nation"]),
        ("zebra", []),
        ("nition", ["nation", "notion"]),
        ("pasture", []),
        ("station", []),
        ("party", []),
    ],
)
def test_a_slip_leads_to_the_word(typed: str, meant: list[str]) -> None:
    assert nearest(typed, WORDS) == meant


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("كتاب", {"الكتاب", "بالكتاب"}),
        ("والكتاب", {"الكتاب", "بالكتاب"}),
        ("ספרייה", {"בספרייה"}),
        ("הספרייה", {"בספרייה"}),
        ("المكتبة", set()),
        ("word", set()),
        # A letter alone is no word before which one is written.
        ("כ", set()),
    ],
)
def test_a_word_is_led_by_what_is_written_with_it(typed: str, there: set[str]) -> None:
    assert there == {"الكتاب", "بالكتاب", "בספרייה", "sword", "ל"}.intersection(led(typed))


def test_the_more_frequent_of_words_nearly_as_near_comes_first() -> None:
    frequency = {"nation": 1, "notion": 30}.__getitem__

    assert nearest("nition", ("nation", "notion"), frequency=frequency) == ["notion", "nation"]


@pytest.mark.parametrize(
    ("word", "meant", "cost"),
    [
        ("ab", "ab", 0.0),
        ("abb", "ab", 0.5),
        ("ab", "abb", 0.5),
        ("acb", "abc", 0.7),
        ("bac", "abc", 1.0),
        ("xab", "xeb", 0.8),
        ("ac", "abc", 1.0),
        ("bc", "abc", 1.3),
        ("abc", "", 3.3),
    ],
)
def test_a_slip_costs_the_more_the_rarer_it_is(word: str, meant: str, cost: float) -> None:
    assert slip(word, meant, 9.0) == pytest.approx(cost)


LETTERS = st.text("abcé한", max_size=8)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(LETTERS, LETTERS, st.floats(0, 3))
def test_a_bound_changes_no_cost_within_it(word: str, meant: str, most: float) -> None:
    whole = slip(word, meant, 99.0)

    assert (slip(word, meant, most) == whole) if whole <= most else (slip(word, meant, most) > most)


@pytest.mark.parametrize(("typed", "meant"), [("form", "from"), ("abdc", "abcd"), ("bacd", "abcd")])
def test_a_swap_that_may_cost_no_more_is_found(typed: str, meant: str) -> None:
    most = slip(typed, meant, 9.0)

    assert nearest(typed, (meant,), most=most) == [meant]


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(LETTERS.filter(bool), st.lists(LETTERS, max_size=8), st.sampled_from((None, SWAP, 1.0, 2.0)))
def test_of_many_words_the_same_are_near_as_of_few(
    word: str, known: list[str], most: float | None
) -> None:
    few = nearest(word, known, limit=99, most=most)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("wp8.query.language.suggest._MANY", 0)
        assert nearest(word, known, limit=99, most=most) == few


def test_a_longer_word_may_have_more_slips() -> None:
    assert [allowance(length) for length in (3, 4, 7, 14, 20)] == [1.3, 1.3, 2.0, 3.0, 3.0]
