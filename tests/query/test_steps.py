"""Reading a query takes steps in proportion to its words: steps are counted, not seconds."""

from __future__ import annotations

from functools import partial

import pytest
from counted_steps import steps
from hypothesis import given, settings
from hypothesis import strategies as st

from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.advice import advise
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse
from wp8.query.language.variants import with_variants
from wp8.query.search import Question, resolve
from wp8.query.tree import leaves

TEXT = "A harbor of Port Arthur and Ri Pyong Chol, 조선로동당 제8차대회, new towns; co-op 10 000"
BACKEND = MemoryBackend(
    [Record("a:1", "a", "paragraph", "", 1, None, TEXT, "a.txt", (1, 1))],
)
GLOSSARY = (("조선 로동당", "조선로동당", "the party"), ("new harbor towns", "port arthur"))

# With {} for a number, so that no two are the same.
PIECES = (
    *("조선로동당", "조선", "로동당", "harbor", "new", "Port", "Arthur", "the", "of", "US"),
    *(
        "word{}",
        "Wörd{}",
        "port{}arthur",
        "새{}말",
        "co-op{}",
        "'it{}'",
        "제",
        "8",
        "차",
        "10",
        "000",
    ),
    *("(port OR w{})", "-zzz{}", "NOT port", "(the -w{})", '"port arthur"', '"새 {}"', '"w{} a"~3'),
    *("kind:paragraph", "...", "“port{}”", "Ri", "Pyong", "Chol", "조" * 20),
)


def read(query: str) -> None:
    """Read a query as a search does, up to what an engine is asked."""
    variants = with_variants(parse(query), GLOSSARY)
    list(leaves(variants.tree))
    resolve(variants.tree, Question(query), BACKEND)
    Expander(BACKEND.vocabulary, exact=True).expand(variants.tree)


def repeated(pieces: list[str], times: int) -> str:
    filled = (piece.format(n) for n in range(times) for piece in pieces)
    return f"harbor {' '.join(filled)}"


@settings(max_examples=40)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3))
def test_twice_the_words_are_at_most_twice_the_steps(pieces: list[str]) -> None:
    read(repeated(pieces, 2))
    few, many = (steps(partial(read, repeated(pieces, times))) for times in (20, 40))

    assert many < 2.3 * few


@pytest.mark.parametrize("piece", ["zzq{} ", "조선{} "])
def test_advice_on_many_unknown_words_takes_the_steps_of_few(piece: str) -> None:
    few, many = (
        steps(lambda times=times: advise(Question(repeated([piece], times)), backend=BACKEND))  # type: ignore[misc]
        for times in (50, 100)
    )

    assert many < 2.3 * few


def test_advice_tries_no_more_beginnings_of_a_longer_word() -> None:
    few, many = (
        steps(lambda size=size: advise(Question("조" * size), backend=BACKEND))  # type: ignore[misc]
        for size in (100, 200)
    )

    assert many < 2.3 * few


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "조선로동당 " * 200,
        "조" * 10_000,
        "a" * 10_000,
        "10 " + "000 " * 2400,
        '"' + "조 " * 4990 + '"',
        '"' + "".join(f"é{n} " for n in range(1800)) + '"',
        "-".join(["ab"] * 3300),
        "'" * 9_000 + " a",
        "a" + " '" * 200,
        "/" * 9_000 + " a",
        "(" * 49 + "a" + ")" * 49,
        "harbor " + " ".join(f"-zz{n}" for n in range(200)),
    ],
    ids=lambda query: query[:12],
)
def test_the_longest_queries_take_few_steps(query: str) -> None:
    # The forms of the vocabulary are made once.
    read("boats")

    assert steps(lambda: read(query[:10_000])) < 3_000_000


@pytest.mark.slow
@pytest.mark.parametrize("word", ["제1" * 5_000, "롒" * 10_000, "q" * 9_999 + "*"])
def test_advice_on_the_longest_words_takes_few_steps(word: str) -> None:
    assert steps(lambda: list(advise(Question(word), backend=BACKEND))) < 10_000_000
