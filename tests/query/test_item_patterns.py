"""What of a list a pattern matches: counted words and n-grams, from end to end."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.errors import QueryError
from wp8.query.language.patterns import matching

ITEMS = (
    *("self-reliance", "self", "us", "US", "U.S.", "people's", "조선로동당", "covid-19"),
    *("peoples party", "10000 tons", "24 7", "the US of", "the us of"),
    *("the plan of", "the state of", "the five-year plan of"),
)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("self-*", ["self-reliance"]),
        ("self\u2010*", ["self-reliance"]),
        ("*-*", ["self-reliance", "covid-19"]),
        ("self", ["self"]),
        ("Us", ["us", "US"]),
        ("US", ["US"]),
        ("U.S.", ["U.S."]),
        ("the US *", ["the US of"]),
        ("peoples' party", ["peoples party"]),
        ("peoples’ p*", ["peoples party"]),
        ("10 000 tons", ["10000 tons"]),
        ("10,000 *", ["10000 tons"]),
        ("24/7", ["24 7"]),
        ("u?s?", ["U.S."]),
        ("people\u2019s", ["people's"]),
        ("조선*", ["조선로동당"]),
        ("the * of", ["the US of", "the us of", "the plan of", "the state of"]),
        ("  the *-*  * of", ["the five-year plan of"]),
        (
            "/the .* of/",
            [item for item in ITEMS if item.startswith("the ")],
        ),
        ("/(self|us)/", ["self", "us", "US"]),
        ("(self|us)", ["self", "us", "US"]),
        ("u[.]s[.]", ["U.S."]),
        ("", []),
        ("//", []),
    ],
)
def test_a_pattern_matches_whole_items(pattern: str, found: list[str]) -> None:
    assert list(matching(pattern, ITEMS)) == found


def test_a_pattern_that_is_none_is_an_error() -> None:
    with pytest.raises(QueryError, match=r"/\[a/ is not a pattern: \[ is never closed"):
        list(matching("/[a/", ITEMS))


@given(st.text("ab*? "), st.lists(st.text("ab ")))
def test_a_star_is_any_letters_of_a_word_and_a_question_mark_one(
    pattern: str, items: list[str]
) -> None:
    same = " ".join(pattern.split()).replace("*", "[^ ]*").replace("?", "[^ ]")

    assert sorted(matching(pattern, items)) == sorted(i for i in items if re.fullmatch(same, i))
