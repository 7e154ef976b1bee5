"""However a scholar types it: the real corpus, and what a careful reader would want."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wp8.cli.help import QUERY
from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index.scan.backend import MemoryBackend
from wp8.query.search import Question, search
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.results import SearchResult
    from wp8.words.tokens import Token

CORPUS = load_corpus(Path(__file__).parent.parent / "corpus")
GLOSSARY = [group.forms for group in CORPUS.glossary]


@pytest.fixture(scope="module")
def backend() -> MemoryBackend:
    return MemoryBackend(read_records(CORPUS))


def found(result: SearchResult) -> set[str]:
    return {hit.record.id for hit in result.hits}


def marked(result: SearchResult) -> set[str]:
    return {hit.record.text[a:b] for hit in result.hits for a, b in hit.highlights}


@pytest.mark.parametrize(
    "queries",
    [
        ("self-reliance", "self reliance", "Self‑Reliance", "“self-reliance”", "SELF-RELIANCE"),
        ("10 000 tons", "10,000 tons", "10000 tons"),
        ("Ri Pyongchol", '"Ri Pyong Chol"', "Ri Pyong-Chol"),
        ("Kim Tok-Hun", "Kim Tokhun", "Kim Tok Hun"),
        ("Pak Jong chon", "Pak Jong-chon", "Pak Jongchon"),
        ("COVID-19", "covid 19", "Covid19"),
        ("U.S.", "US", "the U.S."),
        ("labour", "labor"),
        ("defence", "defense"),
        ("제8차대회", "제 8 차대회", "제 8차 대회", unicodedata.normalize("NFD", "제8차대회")),
        ("로동신문", "노동신문", "《로동신문》"),
        ("페막", "폐막"),
        ("party's", "partys"),
        ("자력갱생", "자력갱생의", "자력"),
        ("조선로동당", "조선노동당"),
        ("people's living standards", "people’s living standards"),
        ("economy", "economies"),
        ("Kim Jong Un", "Kim Jŏng-ŭn"),
    ],
)
def test_ways_to_type_one_thing_find_the_same(
    queries: tuple[str, ...], backend: MemoryBackend
) -> None:
    answers = [found(search(query, backend=backend)) for query in queries]

    assert answers[0]
    assert answers == [answers[0]] * len(answers)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("영도", {"paper:n3"}),
        ("Premier", {"paper:t1.5"}),
        ("19", {"paper:4"}),
        ("2021년2월", {"paper:n9", "paper:n12", "paper:n13"}),
        ("sing", set()),
        ("go", set()),
        ("men", set()),
        ("center", {"paper:3", "paper:14"}),
        ("여성", set()),
        ("Kim Yong Chol", {"paper:t1.14"}),
        ("labor", {"speech:79"}),
        ("KCNA note:14", {"paper:n14"}),
        ('"Political Bureau Kim Jong Un"', set()),
        ('"as long as"', {"speech:73", "speech:86"}),
        ("do-or-die", {"speech:24"}),
        ('"General Secretary" doc:speech', {"speech:11"}),
        ("rodong s?inmun", {"paper:r1"}),
    ],
)
def test_a_query_finds_exactly_this(query: str, expected: set[str], backend: MemoryBackend) -> None:
    assert found(search(query, backend=backend)) == expected


def test_the_acronym_is_not_the_pronoun(backend: MemoryBackend) -> None:
    assert marked(search("US", backend=backend)) == {"US", "U.S."}


def test_a_query_in_capitals_is_not_one_of_acronyms(backend: MemoryBackend) -> None:
    assert found(search("THE PEOPLE ARE GOD", backend=backend)) == found(
        search("the people are god", backend=backend)
    )


def test_a_question_is_answered_by_its_content_words(backend: MemoryBackend) -> None:
    result = search("What did closing the border do to the economy?", backend=backend)

    assert result.hits[0].record.id == "paper:10"
    assert "closed the border" in marked(result)


def test_a_question_that_no_paragraph_answers_whole_is_loosened(backend: MemoryBackend) -> None:
    result = search("What did the closing of the frontier do to trade in 2020?", backend=backend)

    assert (result.loosened, result.missing) == ((1, 4), ("frontier",))
    assert result.hits[0].record.id == "paper:10"


def test_words_that_are_no_question_are_not_loosened(backend: MemoryBackend) -> None:
    assert search("Kim Yo Jong", backend=backend).total == 0


def test_a_variant_group_is_searched_when_asked(backend: MemoryBackend) -> None:
    alone = search("single-minded unity", backend=backend, glossary=GLOSSARY)
    group = search(
        Question("single-minded unity", variants=True), backend=backend, glossary=GLOSSARY
    )

    assert (alone.total, alone.more, alone.forms) == (3, 5, ())
    assert found(group) == found(alone) | {f"speech:{n}" for n in (19, 20, 21, 22, 86)}
    assert {(c.form, c.hits) for c in group.forms} >= {
        ("single-hearted unity", 5),
        ("single-minded unity", 3),
        ("일심단결", 0),
    }


def test_only_groups_of_which_a_form_may_be_typed_are_looked_at_closely(
    backend: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def noted(text: str) -> Iterator[Token]:
        looked.append(text)
        return tokenize(text)

    monkeypatch.setattr("wp8.query.language.variants.tokenize", noted)
    glossary = [("command economy", "Planned Economy"), ("planners", "plan maker"), ("plants",)]
    result = search(
        Question("the p'lan-ned economy", variants=True), backend=backend, glossary=glossary
    )

    assert {count.form for count in result.forms} == {"command economy", "Planned Economy"}
    assert set(looked) == {"the", "p'lan-ned", "economy", "command economy", "Planned Economy"}


def test_the_variants_of_a_form_within_a_query_are_searched(backend: MemoryBackend) -> None:
    query = Question('"Rodong Sinmun" OR (Juche AND revolutionary)', variants=True)

    result = search(query, backend=backend, glossary=GLOSSARY)

    assert {"paper:12", "paper:r1", "paper:n18", "speech:87", "paper:n1"} <= found(result)


@pytest.mark.parametrize("typed", [typed for typed, _ in QUERY])
def test_every_line_of_the_help_finds_something(typed: str, backend: MemoryBackend) -> None:
    assert search(typed, backend=backend).total
