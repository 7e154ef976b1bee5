"""What a cluster of three nodes does: push, agreement, failures, the cost of a query.

    python benchmarks/cluster.py [--corpus DIR] [--megabytes N] [--queries N] [--rounds N] [--apart]
                                 [--push]

The cluster is that of the tests: three processes on this machine, with 256 MB of heap each.
Without --corpus a seeded corpus of N megabytes is made, as in `engines.py`. Printed are

- push: records a second of `wp8 push`, from the start of its process to its end: it reads the
  corpus, tokenizes, makes the lines, posts them and the vocabulary, refreshes, counts, and switches
  the alias; of the same but for the process and the reading; and of the very lines that a push
  posts, made before, posted by as many threads and by one, from the first request to the last
  answer, and until they are refreshed, as a push leaves them. All go into new indices of the same
  shards, without copies and not refreshed meanwhile; the one for the lines is made before the
  clock starts. They take turns; the ratios are medians. The words of the corpus were looked up in
  a dictionary by an earlier build. With --apart, the nodes have one half of the processors and
  who posts the other, as where a cluster is on other machines.
- agreement: ids, scores, totals and counts of drawn queries, against the local engine, with all
  nodes, and with one killed (-9) and one replica of each shard.
- a node killed during a stream of queries: how many were refused, after how many seconds the
  first was answered whole; and during a push, started again later: records lost, records doubled.
- the milliseconds of queries by kind and number of hits, warm, and of each record that only
  `matching` can decide.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import engines
import urllib3

from wp8.errors import ClusterError
from wp8.index.build.workers import processors
from wp8.index.opensearch.backend import ClusterBackend, opened
from wp8.index.opensearch.batch import Totals
from wp8.index.opensearch.client import AT_ONCE, Cluster
from wp8.index.opensearch.counting import counted
from wp8.index.opensearch.place import Place
from wp8.index.opensearch.push import Push, Shape
from wp8.index.opensearch.schema import records_index
from wp8.index.whoosh.backend import WhooshEngine
from wp8.query.language.expand import Expander
from wp8.query.language.parser import parse
from wp8.query.search import Question, resolve
from wp8.query.tree import And, Phrase
from wp8.words.lexemes import Lexemes

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from opensearch_cluster import Cluster as Nodes
from opensearch_cluster import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.model import Record
    from wp8.query.backend import Backend
    from wp8.query.tree import Node as Tree

SHARDS = 3
SEED = 8


class Bench:
    """A cluster, the records of a corpus, and the words that were looked up."""

    def __init__(self, nodes: Nodes, records: list[Record], lexemes: Lexemes) -> None:
        self.nodes = nodes
        self.records = records
        self.lexemes = lexemes
        self.cluster = self.connection()

    def connection(self) -> Cluster:
        """Return a connection of its own to the cluster."""
        return Cluster(Place(self.nodes.urls, "bench"), print)

    def push(self, records: Iterator[Record], replicas: int) -> ClusterBackend:
        """Push `records` and return the backend, all copies in place."""
        push = Push(self.cluster, ("sha256:0", "sha256:0"), Shape(SHARDS, replicas), processors())
        push.publish(push.load("bench", records, self.lexemes))
        self.settled()
        return opened(self.connection())

    def settled(self) -> None:
        """Wait until all shards have their copies."""
        params = {"wait_for_status": "green", "timeout": "120s"}
        self.cluster.ask("GET", "/_cluster/health/bench-*", params=params, seconds=150)

    def removed(self) -> None:
        """Remove what was pushed."""
        self.cluster.ask("DELETE", "/bench-*,wp8-*", seconds=60)


def seconds(act: Callable[[], object]) -> float:
    """Return how long `act` takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def bodies(records: Sequence[Record]) -> list[bytes]:
    """Return what a push of `records` sends, batch by batch."""
    return [lines.body for lines in Totals().batches(records, processors())]


def post(nodes: Nodes, batches: Sequence[bytes], threads: int) -> None:
    """Post batches as they are."""
    addresses = [urlsplit(url) for url in nodes.urls]
    pools = [
        urllib3.HTTPConnectionPool(a.hostname or "", a.port, maxsize=threads) for a in addresses
    ]

    def one(place: int) -> None:
        # A small heap cannot take all at once: as a push does, it is tried again.
        while True:
            answer = pools[place % len(pools)].request(
                "POST",
                "/raw/_bulk?filter_path=errors",
                body=batches[place],
                headers={"content-type": "application/x-ndjson"},
            )
            if json.loads(answer.data) == {"errors": False}:
                return
            time.sleep(0.2)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, range(len(batches))))


def measure_push(bench: Bench, corpus: Path, index: Path, rounds: int) -> None:
    """Print what a push takes, and the same lines posted as they are."""
    batches = bodies(bench.records)
    number = len(bench.records)
    print(f"push: {number:,} records, {sum(map(len, batches)) / 1e6:.1f} MB of lines")
    taken: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        taken["wp8 push"].append(seconds(lambda: run_push(bench.nodes, corpus, index)))
        bench.removed()
        taken["push, read"].append(seconds(lambda: bench.push(iter(bench.records), 0)))
        bench.removed()
        for threads in (AT_ONCE, 1):
            bench.cluster.ask("PUT", "/raw", records_index(SHARDS), seconds=60)
            posted = seconds(lambda t=threads: post(bench.nodes, batches, t))  # type: ignore[misc]
            refreshed = seconds(lambda: bench.cluster.ask("POST", "/raw/_refresh", seconds=60))
            taken[f"posted by {threads}"].append(posted)
            taken["  refreshed" + " " * (threads == 1)].append(posted + refreshed)
            bench.cluster.ask("DELETE", "/raw", seconds=60)
    for name, times in taken.items():
        ratios = [raw / own for raw, own in zip(times, taken["wp8 push"], strict=True)]
        inner = [raw / own for raw, own in zip(times, taken["push, read"], strict=True)]
        print(
            f"  {name:12} {number / statistics.median(times):8,.0f} records/s; wp8 push / this: "
            f"{statistics.median(ratios):.2f}; push, read / this: {statistics.median(inner):.2f}",
            flush=True,
        )


def run_push(nodes: Nodes, corpus: Path, index: Path) -> None:
    """Push a corpus as a user does."""
    shape = ["--shards", str(SHARDS), "--replicas", "0"]
    command = [engines.WP8, "push", "--corpus", str(corpus), "--url", ",".join(nodes.urls), *shape]
    environment = {**os.environ, "WP8_INDEX": str(index)}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


def set_apart(nodes: Nodes) -> None:
    """Give the nodes one half of the processors, and this process the other."""
    every = sorted(os.sched_getaffinity(0))
    half = len(every) // 2
    os.sched_setaffinity(0, every[half:])
    for node in nodes.nodes:
        for thread in Path(f"/proc/{node.pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), every[:half])


def trees(records: Sequence[Record], number: int, backend: Backend) -> list[Tree]:
    """Return drawn queries of every kind, resolved over a backend."""
    found = [
        tree_of(asked, backend) for drawn in engines.queries(records).values() for asked in drawn
    ]
    random.Random(SEED).shuffle(found)
    return found[:number]


def tree_of(asked: engines.Asked, backend: Backend) -> Tree:
    """Return a drawn query resolved over a backend."""
    return resolve(parse(asked.query), Question(asked.query), backend)


def texts(records: Sequence[Record], number: int) -> list[str]:
    """Return queries as they are typed, words that stand together."""
    rng = random.Random(SEED)
    found: list[str] = []
    while len(found) < number:
        words = [word for word in rng.choice(records).text.split() if word.isalpha()]
        start = rng.randrange(max(1, len(words) - 3))
        row = " ".join(words[start : start + rng.choice((1, 2, 2, 3))])
        if row:
            found.append(
                rng.choice((row, f'"{row}"', f"{max(words, key=len)[:5]}*", f"{row} -the"))
            )
    return found


def agree(ours: Backend, local: Backend, asked: Sequence[Tree], typed: Sequence[str]) -> str:
    """Return how many of the queries both answer alike."""
    alike = sum(ours.search(tree, limit=50) == local.search(tree, limit=50) for tree in asked)
    alike += sum(
        ours.search(Expander(ours.vocabulary).expand(parse(text)))
        == local.search(Expander(local.vocabulary).expand(parse(text)))
        for text in typed
    )
    return f"{alike} of {len(asked) + len(typed)} queries"


def measure_agreement(bench: Bench, local: Backend, queries: int) -> None:
    """Print how many drawn queries both answer alike, with all nodes and with one killed."""
    asked, typed = trees(bench.records, queries // 2, local), texts(bench.records, queries // 2)
    ours = bench.push(iter(bench.records), 1)
    print(f"agreement: {agree(ours, local, asked, typed)}", flush=True)
    bench.nodes.leader().kill()
    until_whole(ours, asked[0])
    print(f"  with one node killed: {agree(ours, local, asked, typed)}", flush=True)
    bench.nodes.start()
    bench.settled()


def until_whole(backend: Backend, tree: Tree) -> None:
    """Ask until there is an answer."""
    while True:
        try:
            backend.search(tree, limit=10)
        except ClusterError:
            time.sleep(0.05)
        else:
            return


def measure_stream(bench: Bench, local: Backend, queries: int, victim: str) -> None:
    """Print what a node that is killed costs a stream of queries."""
    asked = trees(bench.records, queries, local)
    expected = [local.search(tree, limit=10) for tree in asked]
    ours = opened(bench.connection())
    node = bench.nodes.leader()
    if victim != "leader":
        node = next(each for each in bench.nodes.nodes if each is not node)
    refused = wrong = 0
    killed = whole = 0.0
    for number, tree in enumerate(asked):
        if number == queries // 4:
            killed = time.perf_counter()
            node.kill()
        try:
            wrong += ours.search(tree, limit=10) != expected[number]
        except ClusterError:
            refused += 1
        else:
            whole = whole or (killed and time.perf_counter() - killed)
    print(
        f"the {victim} killed during {queries} queries: {refused} refused, {wrong} wrong, "
        f"the first whole answer after {whole:.2f} s",
        flush=True,
    )
    bench.nodes.start()
    bench.settled()


def measure_cut(bench: Bench) -> None:
    """Print what a node that is killed during a push costs it."""
    victim = bench.nodes.nodes[1]
    third = len(bench.records) // 3

    def records() -> Iterator[Record]:
        for number, record in enumerate(bench.records):
            if number == third:
                victim.kill()
            if number == 2 * third:
                victim.start()
            yield record

    bench.removed()
    started = time.perf_counter()
    ids = list(bench.push(records(), 1).ids())
    taken = time.perf_counter() - started
    lost, doubled = len({r.id for r in bench.records} - set(ids)), len(ids) - len(set(ids))
    print(
        f"a node killed and started during a push of {taken:.0f} s: {lost} lost, {doubled} doubled"
    )


def measure_queries(bench: Bench) -> None:
    """Print the milliseconds of queries by their kind, and what the cluster holds."""
    ours = opened(bench.connection())
    for kind, drawn in engines.queries(bench.records).items():
        found = [tree_of(asked, ours) for asked in drawn]
        print_times(ours, kind, found)
    frequent = sorted(ours.vocabulary, key=ours.vocabulary.frequency)[-3:]
    words = [Phrase((((word,),),)) for word in frequent]
    print_times(ours, "frequent", words)
    print_times(ours, "3 frequent", [And(tuple(words))])
    print_times(ours, "near", [Phrase(tuple(((word,),) for word in frequent[:2]), 3)])
    for index in bench.cluster.ask("GET", "/bench*/_stats/store,docs")["indices"].items():
        primaries = index[1]["primaries"]
        count, size = primaries["docs"]["count"], primaries["store"]["size_in_bytes"]
        print(f"  {index[0]}: {count:,} documents, {size / 1e6:.1f} MB")


def print_times(backend: ClusterBackend, kind: str, asked: Sequence[Tree]) -> None:
    """Print the median of the milliseconds that the best ten of queries take."""
    if not asked:
        return
    times = []
    hits = 0
    for tree in asked:
        hits += backend.search(tree, limit=10).total
        taken = [seconds(lambda t=tree: backend.search(t, limit=10)) for _ in range(3)]  # type: ignore[misc]
        times.append(statistics.median(taken))
    plan = counted(asked[0], backend.vocabulary.most)
    how = "counted by the cluster" if plan else "decided record by record"
    median = statistics.median(times) * 1000
    print(f"  {kind:12} {median:8.1f} ms, {hits // len(asked):,} hits on average, {how}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--megabytes", type=float, default=6.0)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--apart", action="store_true", help="let nodes and clients not compete")
    parser.add_argument("--push", action="store_true", help="measure nothing else")
    given = parser.parse_args()
    # As in `wp8` itself.
    gc.set_threshold(500_000)
    with tempfile.TemporaryDirectory() as temporary, running() as nodes:
        folder = Path(temporary)
        if not given.corpus:
            engines.make_corpus(folder, given.megabytes)
        corpus = given.corpus or folder
        records = engines.records_of(corpus)
        cache = folder / "cache"
        cache.mkdir(mode=0o700)
        lexemes = Lexemes()
        (folder / "local").mkdir()
        WhooshEngine(lexemes).build(str(folder / "local"), iter(records))
        bench = Bench(nodes, records, lexemes)
        if given.apart:
            set_apart(nodes)
        measure_push(bench, corpus, cache, given.rounds)
        if not given.push:
            measure_rest(bench, WhooshEngine().open(str(folder / "local")), given.queries)


def measure_rest(bench: Bench, local: Backend, queries: int) -> None:
    """Print what is measured but for the rate of a push."""
    measure_agreement(bench, local, queries)
    measure_queries(bench)
    for victim in ("leader", "other node"):
        measure_stream(bench, local, queries, victim)
    measure_cut(bench)


if __name__ == "__main__":
    main()
