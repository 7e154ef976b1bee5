"""What the shipped corpus answers, checked by hand against the sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index.scan.backend import MemoryBackend
from wp8.query.search import search

if TYPE_CHECKING:
    from wp8.query.backend import Backend

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def corpus() -> Backend:
    return MemoryBackend(read_records(load_corpus(CORPUS)))


@pytest.mark.parametrize(
    ("id_", "lines", "opening"),
    [
        ("speech:b1", (1, 1), "KIM JONG UN"),
        ("speech:s1", (23, 23), "Dear delegates,"),
        ("speech:1", (25, 25), "At this Congress, the eighth in the history of our Party"),
        ("speech:4", (31, 33), "Additionally, active investigations and discussions"),
        ("speech:12", (51, 51), "I am fully aware of how noble the mission is"),
        ("speech:14", (57, 57), "The external environment for our revolution"),
        ("speech:20", (69, 69), 'The ideal of "The people are god" reflects'),
        ("speech:42", (115, 117), "The success or failure of the new five-year plan for nation"),
        ("speech:55", (147, 147), "The state must press ahead with providing 10 000 tons"),
        ("speech:83", (209, 209), "The delegates, who understand better than anyone else"),
        ("speech:s4", (211, 211), "Dear delegates,"),
        ("speech:87", (221, 221), "Let us all fight on with greater vigour"),
        ("paper:a1", (1, 1), "[Abstract] In January 2021, the 8th Congress"),
        ("paper:1", (2, 2), "The 8th Congress of the Workers’ Party of Korea (herein"),
        ("paper:h1", (3, 3), "I. Further Consolidate and Strengthen"),
        ("paper:2", (4, 4), "According to the Rules and Constitution"),
        ("paper:n1", (4, 4), "“서문은 김일성 - 김정일주의는주체사상에"),
        ("paper:t1.5", (30, 32), "Kim Tok-Hun\tPremier of North Korea"),
        ("paper:n8", (101, 101), "[North Korea] Foreign Investment and Economic"),
        ("paper:n10", (107, 108), "“On Report Made by Supreme Leader"),
        ("paper:14", (110, 110), "In order to implement the new five-year plan"),
        ("paper:n13", (117, 117), "《조선로동당 중앙위 원회 제8기"),
        ("paper:33", (140, 140), "At present, the situation on the Korean Peninsula"),
        ("paper:w1", (141, 141), "(Li Chengri is a research associate"),
    ],
)
def test_a_record_stands_where_the_source_has_it(
    corpus: Backend, id_: str, lines: tuple[int, int], opening: str
) -> None:
    (record,) = corpus.records([id_])

    assert record.lines == lines
    assert record.text[: len(opening)] == opening


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("premier", "paper:t1.5"),
        ("marshal", "paper:t1.4 paper:t1.7"),
        ("bureaucratism", "speech:59"),
        ("Xinjiang", "paper:24"),
        ("chollima", "paper:14"),
        ('"do-or-die"', "speech:24"),
        ('"cement"', "speech:55 paper:7"),
        ("nuclear", "speech:61"),
        ('"as long as"', "speech:73 speech:86"),
        ('"standard of living"', "speech:54 paper:13"),
        ('"fundamental means"', "speech:21"),
        ('"fighting goals"', "speech:80"),
        ('"single-hearted unity"', "speech:19 speech:20 speech:21 speech:22 speech:86"),
        ('"single-minded unity"', "paper:h3 paper:18 paper:31"),
        (
            '"self-reliance"',
            "speech:19 speech:20 speech:21 speech:22 paper:a1 paper:h2 paper:12 paper:14 paper:31",
        ),
        (
            '"the people are god"',
            "speech:19 speech:20 speech:21 speech:22 paper:h1 paper:7 paper:31",
        ),
        ("COVID-19", "paper:1 paper:10 paper:11 paper:24 paper:30"),
        ("19", "paper:4"),
        ("10,000", "speech:55"),
        ("10 000", "speech:55"),
        ("50000", "paper:7"),
        ("U.S.", "paper:1 paper:10 paper:27 paper:28"),
        ('"North Korea-China"', "paper:23"),
        ('"Genera Secretary"', "paper:22"),
        (
            '"General Secretary"',
            "speech:11 paper:2 paper:3 paper:t1.1 paper:23 paper:24 paper:25",
        ),
        ('"Political Bureau Kim Jong Un"', ""),
        ("자력갱생", "paper:n9"),
        (
            "로동신문",
            "paper:n1 paper:n2 paper:n3 paper:n9 paper:n11 paper:n12 paper:n13 paper:n18",
        ),
        ("제8차대회", "paper:n1 paper:n2 paper:n4 paper:n11 paper:n18"),
        ("중앙위원회", "paper:n12 paper:n13"),
        (
            "kcna kind:note",
            "paper:n5 paper:n6 paper:n7 paper:n10 paper:n14 paper:n16 paper:n17 paper:n19",
        ),
        ("god NOT self", "speech:12 paper:h1 paper:7"),
        ("WPK doc:speech", "speech:87"),
        ('"power people"~3', ""),
    ],
)
def test_a_query_finds_the_records_that_the_sources_have(
    corpus: Backend, query: str, expected: str
) -> None:
    result = search(query, backend=corpus, order="document")

    assert [hit.record.id for hit in result.hits] == expected.split()


@pytest.mark.parametrize(
    ("query", "speech", "paper"),
    [
        ('"self-reliance"', 4, 7),
        ('"the people are god"', 4, 3),
        ('"living standards"', 8, 1),
        ("WPK", 1, 103),
        ("COVID-19", 0, 6),
        ("kcna", 0, 16),
        ("U.S.", 0, 9),
        ('"General Secretary"', 1, 8),
        ('"cement"', 1, 1),
    ],
)
def test_a_query_is_counted_as_grep_counts_it(
    corpus: Backend, query: str, speech: int, paper: int
) -> None:
    result = search(query, backend=corpus)

    counted = {document: number for document, (_, number) in result.documents.items()}
    assert (counted.get("speech", 0), counted.get("paper", 0)) == (speech, paper)


def test_the_texts_have_as_many_records_as_were_counted(corpus: Backend) -> None:
    ids = corpus.ids()

    assert len([id_ for id_ in ids if id_.removeprefix("speech:").isdigit()]) == 87
    assert len([id_ for id_ in ids if id_.removeprefix("paper:").isdigit()]) == 33
    assert len([id_ for id_ in ids if id_.startswith("paper:n")]) == 19
    assert len(ids) == 106 + 81
