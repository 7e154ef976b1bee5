"""Words written as one, with a hyphen or with a blank; acronyms; what no word of the texts is."""

from __future__ import annotations

import pytest

from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.advice import advise
from wp8.query.search import Question, search

TEXTS = (
    "An e-mail, email and e mail; e, mail. Self-reliance is self reliance.",
    "The director of the works is direct (or not). We grow 12 per cent, percent; ten per, cent.",
    "A five-year plan, a fifty-five-year one, two-year-old figs, a year; an x-ray.",
    "Do not trust: don’t rust. A party’s word and sword. The long road is a road too long.",
    "Mun Il Un spoke of the road-side, Mun Il Un of the sea. U.S. and US goods reach us.",
)
BACKEND = MemoryBackend(
    Record(f"a:{n}", "a", "paragraph", "", n, None, text, "a.txt", (n, n))
    for n, text in enumerate(TEXTS, start=1)
)


def marked(query: str, *, exact: bool = False) -> list[str]:
    """What `query` finds, as it is written, by the record."""
    hits = search(Question(query, exact=exact), backend=BACKEND, order="document").hits
    return [hit.text[start:end] for hit in hits for start, end in hit.highlights]


@pytest.mark.parametrize(
    ("queries", "expected"),
    [
        (("email", "e-mail", "e mail"), ["e-mail", "email", "e mail"]),
        (("percent", "per cent", "per-cent"), ["per cent", "percent"]),
        (("self reliance", "self-reliance"), ["Self-reliance", "self reliance"]),
        (("five year", "five-year"), ["five-year", "five-year"]),
        (("xray", "x-ray", "x ray"), ["x-ray"]),
        (("director",), ["director"]),
        (("trust",), ["trust"]),
        (("sword",), ["sword"]),
        (("*-year",), ["five-year", "fifty-five-year"]),
        (('"*-year plan"', '"*-year pl*"'), ["five-year plan"]),
        (("*-year-old",), ["two-year-old"]),
        (("sword's", "sword\u2019s"), ["sword"]),
        (("party's",), ["party\u2019s"]),
        (("long road",), ["long road", "road", "long"]),
        (("sea/road",), ["road", "sea"]),
    ],
)
def test_a_compound_is_found_however_it_is_typed(
    queries: tuple[str, ...], expected: list[str]
) -> None:
    assert [marked(query) for query in queries] == [expected] * len(queries)


@pytest.mark.parametrize(
    ("query", "exact", "expected"),
    [
        ("US", False, ["U.S.", "US"]),
        ("US", True, ["US"]),
        ("U.S.", True, ["U.S."]),
        ("us", False, ["us"]),
        ("MUN IL UN", False, ["Mun Il Un", "Mun Il Un"]),
        ("UN", False, []),
    ],
)
def test_an_acronym_is_no_namesake(query: str, exact: bool, expected: list[str]) -> None:
    assert marked(query, exact=exact) == expected


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("UN", ("no text has the acronym UN; the word Un is in 1 paragraph", "Un")),
        (
            "notes/paper.docx",
            (
                "a query was expected here, not a file; its quotations: wp8 locate --draft"
                " notes/paper.docx; to take it into the corpus: wp8 add notes/paper.docx",
                None,
            ),
        ),
    ],
)
def test_what_is_no_word_of_the_texts_is_told_apart(
    query: str, advice: tuple[str, str | None]
) -> None:
    first = advise(Question(query), backend=BACKEND)[0]

    assert (first.reason, first.query) == advice


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("worker", ["worker", "workers", "worker"]),
        ("workers", ["worker", "workers", "worker"]),
        ("workers'", ["worker", "workers", "worker"]),
        ("worker's", ["worker's"]),
        ("workers tools", ["worker's tools", "workers", "worker"]),
        ("Maos", ["Mao"]),
    ],
)
def test_a_word_is_marked_alike_by_all_its_forms(query: str, marked: list[str]) -> None:
    text = "The worker's tools, the workers' club, a worker; Mao's words."
    record = Record("a:1", "a", "paragraph", "", 1, None, text, "a.txt", (1, 1), language="en")

    (hit,) = search(query, backend=MemoryBackend([record])).hits

    assert [text[start:end] for start, end in hit.highlights] == marked


def test_a_compound_has_the_forms_of_its_last_member() -> None:
    texts = ("The policy-makers of a five-year plan.", "A policy maker; Kim Yong-win.")
    records = [
        Record(f"a:{n}", "a", "paragraph", "", n, None, text, "a", (n, n), language="en")
        for n, text in enumerate(texts, start=1)
    ]

    def found(query: str, *, exact: bool = False) -> list[str]:
        hits = search(Question(query, exact=exact), backend=MemoryBackend(records)).hits
        return [hit.text[start:end] for hit in hits for start, end in hit.highlights]

    assert found("policy-maker") == ["policy maker", "policy-makers"]
    assert found("policy-makers") == ["policy-makers", "policy maker"]
    assert found("five-year-plans") == ["five-year plan"]
    assert found("policy-makers", exact=True) == ["policy-makers"]
    assert found("Yong-won") == []
