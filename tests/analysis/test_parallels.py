"""What the documents of the real corpus have in common: every pair was read in both texts."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.analysis.passages.parallels import ORDERS, Parallel, compare, ordered, read
from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Quote, Record


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read_records(load_corpus(Path(__file__).parents[2] / "corpus"))


def record(id_: str, text: str, *quotes: Quote) -> Record:
    document = id_.partition(":")[0]
    return Record(id_, document, "paragraph", "", 1, 1, text, "a.txt", (1, 1), quotes=quotes)


def parallels(records: list[Record], sort: str = "document", **how: Any) -> list[Parallel]:  # noqa: ANN401
    backend, ids = MemoryBackend(records), [each.id for each in records]
    return [*read(backend, ids, ordered(compare(backend, ids, **how).pairs, sort))]


def ids(parallel: Parallel) -> str:
    return f"{parallel.first.passages[0].id} {parallel.second.id}"


def shown(parallel: Parallel) -> tuple[str, str, str]:
    return ids(parallel), parallel.first.text, parallel.text


def telling(found: list[Parallel]) -> list[Parallel]:
    return [parallel for parallel in found if not parallel.stock]


GOD = [
    (f"speech:{one} paper:{other}", "The people are god", slogan)
    for one in (19, 20, 21, 22)
    for other, slogan in (
        ("h1", "the People Are God"),
        ("7", "the People Are God"),
        ("31", "The People Are God"),
    )
]
SELF_RELIANCE = [
    (f"speech:{one} paper:{other}", "self-reliance", "Self-Reliance")
    for one in (19, 20, 21, 22)
    for other in ("a1", "31")
]
FORMULAS = [
    (
        "speech:28 paper:13",
        "the main link in the whole chain of economic development",
        "the main links in the whole chain of economic development",
    ),
    (
        "speech:54 paper:13",
        "economy and improving the local people's standard of living",
        "economy and improving the people’s standard of living",
    ),
]


def test_speech_and_paper_share_two_slogans_and_two_formulas_and_nothing_else(
    records: list[Record],
) -> None:
    found = telling(parallels(records))

    assert sorted(map(shown, found)) == sorted(GOD + SELF_RELIANCE + FORMULAS)
    assert [ids(parallel) for parallel in found if not parallel.first.verbatim] == [
        "speech:28 paper:13",
        "speech:54 paper:13",
    ]


def test_what_the_paper_quotes_of_the_report_has_no_place_in_the_speech(
    records: list[Record],
) -> None:
    found = {parallel.second.id for parallel in telling(parallels(records))}

    assert found.isdisjoint({"paper:3", "paper:6", "paper:8", "paper:16", "paper:19", "paper:23"})


def test_the_passages_that_each_document_repeats_of_itself(records: list[Record]) -> None:
    found = [
        (ids(parallel), parallel.first.verbatim)
        for parallel in telling(parallels(records, within=True))
    ]

    assert found == [
        ("speech:b2 speech:b5", True),
        ("speech:b2 speech:b8", True),
        ("speech:b5 speech:b8", True),
        ("paper:a1 paper:1", False),
        ("paper:a1 paper:1", True),
        ("paper:n1 paper:n2", True),
        ("paper:n1 paper:n4", True),
        ("paper:n1 paper:n11", True),
        ("paper:n2 paper:n4", True),
        ("paper:n2 paper:n11", True),
        ("paper:n4 paper:n11", True),
        ("paper:5 paper:17", True),
        ("paper:n5 paper:n6", False),
        ("paper:n5 paper:n10", True),
        ("paper:n5 paper:n16", True),
        ("paper:n5 paper:n17", True),
        ("paper:n6 paper:n10", False),
        ("paper:n6 paper:n16", False),
        ("paper:n6 paper:n17", False),
        ("paper:12 paper:31", True),
        ("paper:12 paper:31", True),
        ("paper:n10 paper:n16", True),
        ("paper:n10 paper:n17", True),
        ("paper:n12 paper:n13", True),
        ("paper:n16 paper:n17", True),
    ]


def test_the_last_sentence_of_the_abstract_stands_in_the_introduction(
    records: list[Record],
) -> None:
    (parallel,) = (
        parallel
        for parallel in telling(parallels(records, within=True))
        if ids(parallel) == "paper:a1 paper:1" and parallel.first.verbatim
    )

    assert parallel.first.text == parallel.text
    assert parallel.text.startswith("A series of messages delivered at the 8th Congress")
    assert parallel.text.endswith("policies of North Korea for the next five years")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Long live the Workers' Party of Korea!", "It is the Workers' Party of Korea."),
        (
            "In 2018 the Foreign Investment and Economic Cooperation Committee met in May.",
            "See Foreign Investment and Economic Cooperation Committee, Report.",
        ),
        ("as long as it is for the good of the people", "as long as it is for the sake of it"),
    ],
)
def test_names_and_common_phrases_make_no_pair(one: str, other: str) -> None:
    assert parallels([record("a:1", one), record("b:1", other)]) == []


def test_one_quoted_word_is_a_term_and_no_slogan() -> None:
    quoting = record("a:1", "the “unity” of all", Quote("slogan", 5, 10))

    assert parallels([quoting, record("b:1", "their unity is strong")]) == []


def test_a_score_below_the_least_is_left_out(records: list[Record]) -> None:
    assert all(parallel.first.verbatim for parallel in parallels(records, least=1))


PLAN = "the new five-year plan for national economic development"


def test_stock_wording_is_told_from_what_is_said_once(records: list[Record]) -> None:
    found = [each for each in parallels(records) if each.stock]

    assert len(found) == 22
    assert [(ids(each), each.words) for each in found if each.text == PLAN] == [
        (f"speech:{one} paper:{other}", 9) for one in (24, 28, 38, 42, 50) for other in (14, 31)
    ]


STOCK = [
    record(f"{name}:1", f"{name} is for the coal and the iron of our hills and valleys.")
    for name in "abcd"
]
TELLING = [
    record("a:2", "In May the miners of the valley dug a new road to the harbor."),
    record("b:2", "In May the miners of the valley dug an old road to the harbor."),
]


def test_stock_wording_adds_to_what_is_found_and_takes_nothing_from_it() -> None:
    found = parallels([*STOCK, *TELLING])

    assert [ids(each) for each in found if each.stock] == [
        f"{one}:1 {other}:1" for one, other in combinations("abcd", 2)
    ]
    assert [ids(each) for each in telling(found)] == ["a:2 b:2"]
    assert telling(found) == parallels(TELLING)


def test_where_very_many_texts_have_stock_wording_in_common_it_is_not_compared() -> None:
    records = [*STOCK, *TELLING]
    backend, own = MemoryBackend(records), [each.id for each in records]

    assert [compare(backend, own, most=most).is_whole for most in (5, 6, 7)] == [
        False,
        True,
        True,
    ]
    assert list(map(ids, parallels([*STOCK, *TELLING], most=5))) == ["a:2 b:2"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [(4, ["a:1 b:1", "a:2 b:2"]), (12, ["a:2 b:2"]), (13, [])],
)
def test_at_least_so_many_words_are_equal(words: int, expected: list[str]) -> None:
    short = [record(f"{name}:1", f"{name}: the coal and iron") for name in "ab"]

    assert [ids(each) for each in parallels([*short, *TELLING], words=words)] == expected


def test_a_slogan_has_as_many_words_as_are_asked_for() -> None:
    quoting = record("a:1", "He said “coal and iron for all” again.", Quote("slogan", 9, 30))
    repeating = record("b:1", "We want coal and iron for all, now.")

    assert [len(parallels([quoting, repeating], words=n)) for n in (None, 5, 6)] == [1, 1, 0]


def test_pairs_are_in_reading_order_or_the_longest_or_most_alike_first() -> None:
    records = [
        *TELLING,
        record("a:3", "The boats of the old fishermen came to the harbor."),
        record("b:3", "The boats of the old fishermen came to the harbor."),
    ]

    assert {order: list(map(ids, parallels(records, order))) for order in ORDERS} == {
        "document": ["a:2 b:2", "a:3 b:3"],
        "length": ["a:2 b:2", "a:3 b:3"],
        "score": ["a:3 b:3", "a:2 b:2"],
    }
    assert [each.words for each in parallels(records)] == [12, 10]


@given(
    st.lists(st.lists(st.sampled_from("coal iron of the hills".split()), max_size=14), max_size=6)
)
def test_no_pair_is_there_twice_and_each_is_as_long_as_it_says(texts: list[list[str]]) -> None:
    found = parallels([record(f"{n}:1", " ".join(text)) for n, text in enumerate(texts)])
    where = [(each.first.passages, each.second) for each in found]

    assert len(set(where)) == len(where)
    assert all(each.words == len(each.text.split()) for each in found if each.verbatim)
