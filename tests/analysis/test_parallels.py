"""What the documents of the real corpus have in common: every pair was read in both texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from wp8.analysis.passages.parallels import Parallel, parallels
from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.model import Quote, Record


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read_records(load_corpus(Path(__file__).parents[2] / "corpus"))


def record(id_: str, text: str, *quotes: Quote) -> Record:
    document = id_.partition(":")[0]
    return Record(id_, document, "paragraph", "", 1, 1, text, "a.txt", (1, 1), quotes=quotes)


def ids(parallel: Parallel) -> str:
    return f"{parallel.first.passages[0].id} {parallel.second.id}"


def shown(parallel: Parallel) -> tuple[str, str, str]:
    return ids(parallel), parallel.first.text, parallel.text


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
    found = parallels(records)

    assert sorted(map(shown, found)) == sorted(GOD + SELF_RELIANCE + FORMULAS)
    assert [ids(parallel) for parallel in found if not parallel.first.verbatim] == [
        "speech:28 paper:13",
        "speech:54 paper:13",
    ]


def test_what_the_paper_quotes_of_the_report_has_no_place_in_the_speech(
    records: list[Record],
) -> None:
    found = {parallel.second.id for parallel in parallels(records)}

    assert found.isdisjoint({"paper:3", "paper:6", "paper:8", "paper:16", "paper:19", "paper:23"})


def test_the_passages_that_each_document_repeats_of_itself(records: list[Record]) -> None:
    found = [
        (ids(parallel), parallel.first.verbatim) for parallel in parallels(records, within=True)
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
        for parallel in parallels(records, within=True)
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
