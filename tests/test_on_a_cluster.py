"""A corpus on a cluster of three nodes: the same answers, whatever happens to one of them."""

from __future__ import annotations

import json
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.errors import ClusterError, CorpusChangedError, PartialAnswerError
from wp8.index.scan.backend import MemoryBackend
from wp8.model import Record
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse
from wp8.words.lexemes import Lexemes

pytest.importorskip("opensearchpy", reason="the extra wp8[opensearch] is not installed")

from opensearch_cluster import end, shared

from wp8.index.opensearch.backend import ClusterBackend, opened
from wp8.index.opensearch.client import Cluster
from wp8.index.opensearch.place import Place
from wp8.index.opensearch.push import Push, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from conftest import Runner
    from opensearch_cluster import Cluster as Nodes
    from opensearch_cluster import Node

    from wp8.query.backend import Backend

pytestmark = pytest.mark.long

QUERIES = (
    "plan",
    '"self-reliance"',
    "people's living standards",
    "state of the economy",
    '"people standards"~3',
    "revolution* NOT congress",
    "Kim Jong Un",
    "로동신문",
    "kind:note",
    "doc:speech party",
)


@pytest.fixture(scope="module", autouse=True)
def _cluster_ends_with_the_module() -> Iterator[None]:
    yield
    end()


@pytest.fixture
def nodes() -> Iterator[Nodes]:
    """The three nodes, all of which run when a test begins."""
    cluster = shared()
    if isinstance(cluster, str):
        pytest.skip(cluster)
    cluster.start()
    yield cluster
    cluster.start()


@pytest.fixture(scope="module")
def records() -> list[Record]:
    from pathlib import Path

    return read_records(load_corpus(Path(__file__).parents[1] / "corpus"))


def connected(nodes: Nodes, name: str, *, allow_partial: bool = False) -> Cluster:
    return Cluster(Place(nodes.urls, name, allow_partial), lambda _: None)


def pushed(
    nodes: Nodes, name: str, records: Iterable[Record], shape: Shape, jobs: int = 1
) -> ClusterBackend:
    """Return the backend over what a push of `records` has made, its copies in place."""
    cluster = connected(nodes, name)
    push = Push(cluster, ("sha256:0", "sha256:0"), shape, jobs)
    push.publish(push.load(name, records, Lexemes()))
    params = {"wait_for_status": "green", "timeout": "60s"}
    cluster.ask("GET", f"/_cluster/health/{name}-*", params=params, seconds=90)
    return opened(cluster)


def removed(nodes: Nodes, name: str) -> None:
    connected(nodes, name).ask("DELETE", f"/{name}-*")


def answers(backend: Backend, query: str) -> object:
    return backend.search(Expander(backend.vocabulary).expand(parse(query)))


def numbered_records(number: int) -> Iterator[Record]:
    """Yield records whose texts tell them apart."""
    for place in range(1, number + 1):
        text = f"paragraph {place} of a long text " * 20
        yield Record(
            f"long:{place}", "long", "paragraph", "", place, None, text, "long.txt", (1, 1)
        )


def node_with(nodes: Nodes, index: str, number: int) -> Node:
    """The node that has the primary of a shard."""
    ask = connected(nodes, index).ask
    shards = ask("GET", f"/_cluster/state/routing_table/{index}")["routing_table"]["indices"]
    names = {id_: node["name"] for id_, node in ask("GET", "/_nodes")["nodes"].items()}
    copies = shards[index]["shards"][str(number)]
    (name,) = (names[copy["node"]] for copy in copies if copy["primary"])
    return next(node for node in nodes.nodes if node.name == name)


# As a user sees it


COMMANDS = (
    ("search", "coast OR plan", "--json"),
    ("search", "the", "--limit", "2", "--explain"),
    ("search", "xyzzy"),
    ("concordance", "the", "--format", "csv"),
    ("frequency", "--lemma", "--format", "tsv"),
    ("collocates", "the", "--json"),
    ("dispersion", "the", "--json"),
    ("show", "contents"),
    ("show", "harbor:1-3", "-C", "1"),
    ("cite", "harbor:1", "--style", "locus"),
    ("export", "--format", "jsonl"),
)


@pytest.fixture
def corpus(mini_corpus: Path, tmp_path: Path, nodes: Nodes) -> Iterator[Path]:
    """A copy of the mini corpus whose manifest names the cluster."""
    folder = tmp_path / "corpus"
    shutil.copytree(mini_corpus, folder)
    manifest = folder / "corpus.toml"
    place = f'engine = "opensearch"\nurl = "{",".join(nodes.urls)}"\nindex = "ours"\n'
    manifest.write_text(f"{place}{manifest.read_text('utf-8')}", encoding="utf-8")
    yield folder
    removed(nodes, "ours")


@pytest.fixture
def run(run_wp8: Runner, corpus: Path, tmp_path: Path, nodes: Nodes) -> Runner:
    """What runs wp8 on that corpus, for one who has named the cluster too."""
    places = {"WP8_CORPUS": str(corpus), "WP8_INDEX": str(tmp_path / "index")}
    return run_wp8.having(WP8_URL=",".join(nodes.urls), **places)


def test_every_command_prints_what_it_prints_of_files(run: Runner) -> None:
    assert run("push", "--shards", "2").exit_code == 0

    for command in COMMANDS:
        here, there = run(*command, env={"WP8_ENGINE": "whoosh"}), run(*command)
        stderr = here.stderr.replace("wp8: built the index: 10 records of 2 documents\n", "")
        assert (there.stdout, there.exit_code) == (here.stdout, here.exit_code), command
        assert there.stderr == stderr


def test_a_corpus_that_is_there_is_not_pushed_again(run: Runner) -> None:
    first, again = run("push"), run("push")

    assert (first.exit_code, again.exit_code, again.stderr) == (0, 0, "")
    assert again.stdout.startswith("nothing to do, the corpus is there: ")


def test_a_changed_corpus_is_not_searched_until_it_is_pushed(run: Runner, corpus: Path) -> None:
    run("push")
    source = next(corpus.glob("*.md"))
    source.write_text(f"{source.read_text('utf-8')}\n\nA lighthouse.\n", encoding="utf-8")

    before, push, after = run("search", "lighthouse"), run("push"), run("search", "lighthouse")

    assert before.exit_code == 2
    assert "/ours: that index is of another state of the corpus" in before.stderr
    assert "wp8 push puts this one there" in before.stderr
    assert push.exit_code == 0
    assert "the index before, ours-" in push.stderr
    assert after.stdout.endswith("\tA lighthouse.\n")


def test_who_has_no_sources_searches_what_was_pushed(run: Runner, corpus: Path) -> None:
    run("push")
    here = run("search", "coast", "--json")
    for source in corpus.iterdir():
        if source.name != "corpus.toml":
            source.unlink()

    without = run("search", "coast", "--json")

    assert (without.stdout, without.exit_code) == (here.stdout, 0)


def test_info_says_how_the_index_on_the_cluster_is(run: Runner) -> None:
    before = json.loads(run("info", "--json").stdout)
    run("push")
    after = json.loads(run("info", "--json").stdout)

    assert after["engine"] == "opensearch"
    assert after["index"].endswith("/ours")
    assert before["health"].endswith("/ours: the cluster has no such index (wp8 push makes it)")
    assert after["health"].endswith("on 3 nodes, 10 records")


# What a push leaves


def test_a_push_that_was_cut_goes_on_and_sends_what_is_not_there_so(nodes: Nodes) -> None:
    shape = Shape(shards=2, replicas=0)
    whole = list(numbered_records(3000))

    def cut() -> Iterator[Record]:
        # Of another text than it will have.
        yield Record("long:1", "long", "paragraph", "", 1, None, "wrong", "long.txt", (1, 1))
        yield from whole[1:2000]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        pushed(nodes, "cut", cut(), shape)
    cluster = connected(nodes, "cut")
    unfinished = cluster.ask("POST", "/cut-*/_refresh") and cluster.ask("GET", "/cut-*/_count")
    backend = pushed(nodes, "cut", whole, shape)

    assert 0 < unfinished["count"] < 3000
    assert list(backend.ids()) == [record.id for record in whole]
    assert answers(backend, "wrong") == answers(MemoryBackend(whole), "wrong")
    assert answers(backend, "paragraph 1999") == answers(MemoryBackend(whole), "paragraph 1999")
    removed(nodes, "cut")


def test_nothing_is_left_of_a_corpus_that_changed_while_it_was_read(nodes: Nodes) -> None:
    def changing() -> Iterator[Record]:
        yield from numbered_records(500)
        raise CorpusChangedError("it was changed")

    with pytest.raises(CorpusChangedError):
        pushed(nodes, "changing", changing(), Shape(shards=1, replicas=0))

    assert connected(nodes, "changing").ask("GET", "/changing-*") == {}


def test_a_node_that_dies_and_comes_back_during_a_push_costs_no_record(nodes: Nodes) -> None:
    victim = nodes.nodes[1]

    def records() -> Iterator[Record]:
        for place, record in enumerate(numbered_records(6000)):
            if place == 2000:
                victim.kill()
            if place == 4000:
                victim.start()
            yield record

    backend = pushed(nodes, "hit", records(), Shape(shards=3, replicas=1))

    assert list(backend.ids()) == [record.id for record in numbered_records(6000)]
    removed(nodes, "hit")


# What a search says


def test_without_the_node_that_leads_the_answers_are_the_same(
    nodes: Nodes, records: list[Record]
) -> None:
    backend = pushed(nodes, "one", records, Shape(shards=3, replicas=1))
    oracle = MemoryBackend(records)

    nodes.leader().kill()

    for query in QUERIES:
        assert until_it_answers(backend, query) == answers(oracle, query)
    assert backend.records(oracle.ids()) == records
    removed(nodes, "one")


def until_it_answers(backend: Backend, query: str) -> object:
    """What a backend says once the others know that a node is gone."""
    for _ in range(100):
        try:
            return answers(backend, query)
        except ClusterError:
            threading.Event().wait(0.2)
    return answers(backend, query)


def test_an_answer_of_some_shards_is_refused_or_marked(
    nodes: Nodes, records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = pushed(nodes, "some", records, Shape(shards=3, replicas=0))
    name = backend.facts.corpus
    index = next(iter(connected(nodes, name).ask("GET", "/some")))
    copies = {"index": {"number_of_replicas": 2}}
    connected(nodes, name).ask("PUT", f"/{index}-words/_settings", copies)
    health = {"wait_for_status": "green", "timeout": "60s"}
    connected(nodes, name).ask("GET", "/_cluster/health", params=health, seconds=90)
    whole = answers(backend, "plan")
    victim = node_with(nodes, index, 0)
    victim.kill()
    said: list[str] = []
    lenient = opened(Cluster(Place(nodes.urls, "some", allow_partial=True), said.append))

    nodes.wait(
        nodes.nodes[victim is nodes.nodes[0]], "/_cluster/health?wait_for_nodes=2&timeout=5s"
    )
    with pytest.raises(PartialAnswerError) as caught:
        answers(backend, "plan")
    partial = answers(lenient, "plan")

    assert caught.value.message.endswith("/some: 2 of 3 shards answered")
    assert partial.total < whole.total  # type: ignore[attr-defined]
    assert [line.partition("/some: ")[2] for line in said] == [
        "2 of 3 shards answered: what follows is not the whole"
    ]
    nodes.start()
    removed(nodes, "some")


def test_no_answer_is_less_than_whole_while_a_node_dies(
    nodes: Nodes, records: list[Record]
) -> None:
    backend = pushed(nodes, "stream", records, Shape(shards=3, replicas=1))
    oracle = MemoryBackend(records)
    expected = {query: answers(oracle, query) for query in QUERIES}
    refused = 0

    for number in range(150):
        if number == 40:
            nodes.nodes[2].kill()
        query = QUERIES[number % len(QUERIES)]
        try:
            assert answers(backend, query) == expected[query]
        except ClusterError:
            refused += 1

    assert refused < 75
    assert until_it_answers(backend, "plan") == expected["plan"]
    removed(nodes, "stream")
