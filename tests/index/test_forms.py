"""What capitals tell of tokens, in numbers of records, so that records can be added and taken."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from wp8.index.forms import AllCapitals, Capitals, Numbers
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


@given(TEXTS, TEXTS)
def test_what_capitals_tell_of_all_is_the_sum_of_what_they_tell_of_some(
    english: list[str], others: list[str]
) -> None:
    whole, parts = Capitals(), AllCapitals(Numbers())
    for text, language in (*((text, "en") for text in english), *((text, "") for text in others)):
        one = Capitals()
        for capitals in (whole, one):
            capitals.note(list(tokenize(text)), language)
        parts.join(one)

    languages = [*whole.languages]
    assert list(map(dict, parts.counters(languages))) == list(map(dict, whole.counters(languages)))
    assert list(map(len, parts.counters(languages))) == list(map(len, whole.counters(languages)))
    assert (parts.names(), parts.spoken()) == (whole.names(), whole.spoken())
    assert not [token for token in ("kim", "none") if parts.tokens[token] != whole.tokens[token]]
    assert [*filter(parts.may_be_name, whole.tokens)] == [*filter(whole.may_be_name, whole.tokens)]


def test_tallies_know_a_token_by_one_number() -> None:
    some = Capitals()
    for counter in some.counters(["en"]):
        counter.update({f"token{number}": 1000 for number in range(20_000)})

    def held(whole: Capitals | AllCapitals) -> int:
        tracemalloc.start()
        whole.join(some)
        whole.join(some)
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return size

    assert 3 * held(AllCapitals(Numbers())) < held(Capitals())
