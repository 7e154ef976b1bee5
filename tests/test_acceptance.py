"""Queries that scholars put to the shipped corpus, answered by hand from the two texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index.engines import ENGINES, named_engine
from wp8.index.scan.backend import MemoryBackend
from wp8.query.search import Question, Scope, search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

    from wp8.query.backend import Backend
    from wp8.results import SearchResult

HERE = Path(__file__).parent
FILTERS = ("doc", "section", "kind")

Case = dict[str, Any]


def cases() -> list[Case]:
    """Return every case of the file."""
    found: list[Case] = json.loads((HERE / "acceptance" / "queries.json").read_text("utf-8"))
    return found


each_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case["query"])


@pytest.fixture(scope="module", params=["memory", *ENGINES])
def backend(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Backend]:
    records = read_records(load_corpus(HERE.parent / "corpus"))
    if request.param == "memory":
        yield MemoryBackend(records)
        return
    if request.param == "tantivy":
        pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    engine, folder = named_engine(request.param), tmp_path_factory.mktemp("engine")
    engine.build(str(folder), records)
    opened = engine.open(str(folder))
    yield opened
    opened.close()


def answer(case: Case, backend: Backend) -> SearchResult:
    filters = case["filters"] or {}
    documents, sections, kinds = ((filters[key],) if key in filters else () for key in FILTERS)
    scope = Scope(documents, sections, kinds)
    return search(Question(case["query"], scope), backend=backend)


@each_case
def test_the_answer_is_all_that_is_relevant_and_nothing_else(case: Case, backend: Backend) -> None:
    found = {hit.record.id for hit in answer(case, backend).hits}

    assert set(case["relevant"]) - found == set()
    assert found - {*case["relevant"], *case["acceptable"]} == set()


@each_case
def test_what_answers_is_highlighted(case: Case, backend: Backend) -> None:
    highlighted = {
        hit.record.text[start:end]
        for hit in answer(case, backend).hits
        for start, end in hit.highlights
    }

    assert set(case["must_highlight"]) - highlighted == set()


@pytest.mark.slow
@pytest.mark.parametrize("type_", ["phrase_stopwords", "proximity", "field", "negative"])
def test_the_command_line_answers_as_the_library_does(
    type_: str, backend: Backend, run_wp8: Runner
) -> None:
    case = next(case for case in cases() if case["type"] == type_)
    options = [f"--{key}={value}" for key, value in (case["filters"] or {}).items()]
    expected = [hit.record.id for hit in answer(case, backend).hits]

    result = run_wp8("search", "--ids", *options, "--", case["query"])

    assert result.stdout.split() == expected
    assert result.exit_code == (0 if expected else 1)
