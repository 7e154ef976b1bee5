"""What is not of the shape that is read is not OpenSearch: one line, whatever it is."""

from __future__ import annotations

import json
from contextlib import suppress
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wp8.errors import Wp8Error
from wp8.index.opensearch.backend import ClusterBackend, opened
from wp8.index.opensearch.client import Cluster
from wp8.index.opensearch.place import Place
from wp8.index.opensearch.schema import SCHEMA_VERSION, STORED_RECORD, Facts, words_name
from wp8.index.opensearch.shape import fits
from wp8.index.versions import MADE_BY
from wp8.model import RECORD_FIELDS, Quote, Record
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
pytest.importorskip("opensearchpy", reason="the extra wp8[opensearch] is not installed")

RECORD = Record("a:1", "a", "paragraph", "", 1, None, "a plan for a plan", "a.txt", (1, 1))
FULL = Record(
    *("a:1", "a", "note", "s", 1, 2, "“plan”", "a.txt", (1, 2), ("a:n1",), "a:2", 3),
    *("g", "n", "p", (Quote("quotation", 1, 5),), (1, 2)),
)
VALUES = attrgetter(*RECORD_FIELDS)
FACTS = Facts("ours", "sha256:0", "sha256:0", SCHEMA_VERSION, MADE_BY, 1, 1, 5)
INDEX = "ours-1"
SHARDS = {"total": 1, "successful": 1}
WORDS = [
    *(["a", 1, 2, [], [], [], False, False], ["for", 1, 1, [], [], [], False, False]),
    ["plan", 1, 2, ["plan"], [], ["plan"], False, False],
]


def told(path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a cluster answers that has an index of one record."""
    if path == f"/{INDEX}/_mget":
        return {"docs": [{"found": True, "_source": {"record": VALUES(RECORD)}}]}
    if path.startswith("/_cluster"):
        return {
            **{"status": "green", "active_shards": 2, "active_primary_shards": 1},
            "number_of_data_nodes": 1,
        }
    if path == "/ours":
        return {INDEX: {"mappings": {"_meta": FACTS.as_meta()}}}
    block = {"_source": {"entries": WORDS}, "sort": ["a"]}
    if path == f"/{words_name(INDEX)}/_msearch":
        lines = body if isinstance(body, str) else ""
        responses = lines.count("\n") // 2
        return {"responses": [{"_shards": SHARDS, "hits": {"hits": [block]}}] * responses}
    if path == f"/{words_name(INDEX)}/_search":
        return {"_shards": SHARDS, "hits": {"hits": [block]}}
    scored = "track_scores" in body and body["size"]
    hit = {
        **{"_id": "a:1", "_source": {"record": VALUES(RECORD)}},
        "sort": [1.5, 0] if scored else [0],
    }
    bucket = {"key": {"place": 0, "document": "a"}, "doc_count": 1, "occurrences": {"value": 2.0}}
    return {
        "_shards": SHARDS,
        "hits": {"hits": [hit] if body.get("size") else []},
        "aggregations": {"d": {"buckets": [bucket]}},
    }


class Answering:
    """What stands for the client: it answers as `told`, but at one place as `otherwise`."""

    def __init__(
        self, spoilt: int = 0, otherwise: Callable[[dict[str, Any]], object] = lambda answer: answer
    ) -> None:
        self._left = spoilt
        self._otherwise = otherwise

    def perform_request(self, _: str, path: str, *rest: object) -> object:
        """Return an answer, as JSON has it."""
        body: Any = rest[1] or {}
        answer = json.loads(json.dumps(told(path, body)))
        self._left -= 1
        return self._otherwise(answer) if self._left == 0 else answer

    def close(self) -> None:
        """End."""


def connected(answering: Answering) -> Cluster:
    cluster = Cluster(Place(("http://127.0.0.1:9",), "ours"), pytest.fail)
    cluster._transport = answering  # type: ignore[assignment]
    return cluster


def asked(backend: ClusterBackend) -> Iterator[object]:
    """Yield what is answered to all that can be asked."""
    expanded = Expander(backend.vocabulary).expand
    for query in ("plan", '"a plan"', '"plan plan"~3', "plan*", "a* OR plan"):
        yield backend.search(expanded(parse(query)))
        yield backend.search(expanded(parse(query)), limit=1)
    yield backend.records(["a:1"])
    yield backend.ids()
    yield list(backend.occurrences(expanded(parse("plan"))))
    yield backend.state()
    yield list(backend.vocabulary)
    yield backend.vocabulary.facets()


def test_the_answers_that_are_spoilt_below_are_answers() -> None:
    results: list[Any] = list(asked(opened(connected(Answering()))))

    assert [page.total for page in results[:10]] == [1] * 10
    assert results[10:] == [
        *([RECORD], ["a:1"], [("a:1", [(1, 2), (4, 5)])]),
        "green: 1 shards with 1 copies on 1 nodes, 1 records",
        *(["a", "for", "plan"], ["a", "for", "plan"]),
    ]


DEEP = json.loads("[" * 500 + "]" * 500)
JUNK: tuple[object, ...] = (
    None,
    True,
    -1,
    0.5,
    2**70,
    float("inf"),
    float("nan"),
    "",
    "x",
    [],
    {},
    [[]],
    [{}],
    DEEP,
)


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to each value within a value."""
    yield path
    items = value.items() if isinstance(value, dict) else ()
    for key, each in enumerate(value) if isinstance(value, list) else items:
        yield from places(each, (*path, key))


def spoilt(answer: object, place: int, junk: object) -> object:
    """Return an answer with something else at one of its places."""
    paths = list(places(answer))
    *path, last = paths[place % len(paths)] or (None,)
    if last is None:
        return junk
    inner: Any = answer
    for key in path:
        inner = inner[key]
    inner[last] = junk
    return answer


@given(st.integers(1, 28), st.integers(0, 60), st.sampled_from(JUNK))
@example(2, 32, "")
def test_an_answer_that_is_spoilt_is_an_answer_or_one_line(
    number: int, place: int, junk: object
) -> None:
    answering = Answering(number, lambda answer: spoilt(answer, place, junk))
    with suppress(Wp8Error):
        for _ in asked(opened(connected(answering))):
            pass


@pytest.mark.parametrize("record", [RECORD, FULL])
def test_a_record_has_the_shape_of_one(record: Record) -> None:
    values = json.loads(json.dumps(VALUES(record)))

    assert fits(values, STORED_RECORD)
    for place in range(len(values)):
        assert not fits([*values[:place], {"": 1}, *values[place + 1 :]], STORED_RECORD)
    assert not fits(values[:-1], STORED_RECORD)
