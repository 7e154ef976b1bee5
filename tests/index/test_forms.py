"""What capitals tell of tokens, in numbers of records, so that records can be added and taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from wp8.index.forms import Capitals
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = st.sampled_from("the Party party Jong Un Kim Man-gon gon self-reliance US".split())
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=5)


def noted(texts: Sequence[str]) -> Capitals:
    capitals = Capitals()
    for text in texts:
        capitals.note(list(tokenize(text)))
    return capitals


def test_capitals_count_the_records_of_a_token_each_once() -> None:
    seen = noted(["Kim Jong Un, Kim Jong Un", "the party of Kim", "Party, the"])
    counts = seen.tokens
    assert (counts["kim"], counts["jong"], counts["party"], counts["the"]) == (2, 1, 2, 2)
    assert (seen.capital["kim"], seen.capital["party"], seen.capital["the"]) == (2, 1, 0)
    assert (seen.joined["kim"], seen.joined["jong"], seen.joined["party"]) == (1, 1, 0)
    assert seen.names() == {"kim": False, "jong": True, "un": True}
    assert seen.may_be_name("kim")
    assert not seen.may_be_name("party")


@given(TEXTS, TEXTS)
def test_capitals_of_two_parts_joined_are_those_of_the_whole(
    one: list[str], two: list[str]
) -> None:
    whole, joined = noted(one + two), noted(one)
    joined.join(noted(two))
    for name in ("tokens", "capital", "joined"):
        assert getattr(whole, name) == getattr(joined, name)
    assert whole.names() == joined.names()
