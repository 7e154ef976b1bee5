"""More queries of scholars, of every kind that `test_acceptance.py` has, answered by eye."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index.scan.backend import MemoryBackend
from wp8.query.search import Question, Scope, search

if TYPE_CHECKING:
    from wp8.results import SearchResult

HERE = Path(__file__).parent
FILTERS = ("doc", "section", "kind")
# What answers a question in plain words is to be among so many.
FIRST = 5

Case = dict[str, Any]

CASES: list[Case] = json.loads((HERE / "acceptance" / "more_queries.json").read_text("utf-8"))
TOPICS = [case for case in CASES if case["type"] == "topic"]
WHOLE = [case for case in CASES if case["type"] != "topic"]


@pytest.fixture(scope="module")
def backend() -> MemoryBackend:
    return MemoryBackend(read_records(load_corpus(HERE.parent / "corpus")))


def name(case: Case) -> str:
    return f"{case['type']}: {case['query']}"


def answer(case: Case, backend: MemoryBackend) -> SearchResult:
    filters = case["filters"] or {}
    documents, sections, kinds = ((filters[key],) if key in filters else () for key in FILTERS)
    scope = Scope(documents, sections, kinds)
    return search(Question(case["query"], scope), backend=backend)


@pytest.mark.parametrize("case", WHOLE, ids=name)
def test_the_answer_is_all_that_is_relevant_and_marks_it(
    case: Case, backend: MemoryBackend
) -> None:
    hits = answer(case, backend).hits
    found = {hit.record.id for hit in hits}
    marked = {hit.record.text[start:end] for hit in hits for start, end in hit.highlights}

    assert set(case["relevant"]) - found == set()
    assert found - {*case["relevant"], *case["acceptable"]} == set()
    assert set(case["must_highlight"]) - marked == set()


@pytest.mark.parametrize("case", TOPICS, ids=name)
def test_a_question_finds_its_answer_among_the_first(case: Case, backend: MemoryBackend) -> None:
    first = [hit.record.id for hit in answer(case, backend).hits[:FIRST]]

    assert set(case["relevant"]) - set(first) == set()
