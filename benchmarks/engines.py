"""How the engines compare: builds, sizes, memory, and warm and cold searches, as ratios.

    python benchmarks/engines.py [--corpus DIR] [--megabytes N] [--rounds N] [--sizes N,N]

Without --corpus a seeded corpus of N megabytes is made: words of a Zipfian vocabulary in
paragraphs of 20 to 100. Each build is a process of its own; engines take turns, and printed are
medians of ratios to SQLite's FTS5 over the same paragraphs in the same round, but for sizes and
memory, which are ratios to the text, and cold searches, which are ratios to `python -I -c pass`.
The last column is a build that only tokenizes: no engine of wp8's can be faster.

The queries are drawn from the running text, words of four letters or more: one word; three of one
paragraph (AND); two or three that follow each other; the first four letters of one. Each is asked
of each engine in turn for its best ten, five times; a median is of the medians of all queries.
The first build of an engine looks up the words of the corpus in a dictionary, the others remember
them: take three rounds or more.
FTS5 returns ten rows; wp8 its ten ids and scores, and the counts of all hits and occurrences.

With --sizes, instead, what `auto` rests on: commands over the first N megabytes of the corpus,
cold, in the processor time of `python -I -c pass`, alternated; of each engine the median.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index.engines import ENGINES, named_engine
from wp8.query.tree import And, Phrase
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.model import Record
    from wp8.query.backend import Backend
    from wp8.query.tree import Node

FTS5 = "fts5"
# What any build does first, and nothing else.
FLOOR = "tokens"
BARE = "bare Python"
BARE_COMMAND = [sys.executable, "-I", "-c", "pass"]
INSTALLED = [name for name in ENGINES if name != "tantivy" or find_spec("tantivy")]
ALL = (*INSTALLED, FTS5)
KINDS = ("term", "AND of 3", "phrase", "prefix")
QUERIES = 200
BEST = 10
# The letters of a prefix; a paragraph that queries are drawn from has so many words or more.
LETTERS = 4
LEAST = 3
SEED = 8
WP8 = str(Path(sys.executable).with_name("wp8"))
SYLLABLES = [a + b for a in "b d f g k l m n p r s t v".split() for b in "a e i o u".split()]


class Asked(NamedTuple):
    """One query as wp8 asks it and as FTS5 does."""

    letters: str
    tree: Node | None
    match: str


class Build(NamedTuple):
    """What a build took: seconds, and bytes of the index and of memory at the peak."""

    seconds: float
    size: int
    peak: int


def vocabulary(rng: random.Random) -> tuple[list[str], list[float]]:
    """Return made words, the frequent first, and their cumulated weights as Zipf has them."""
    words = [
        "".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 3, 3, 4)))) for _ in range(60_000)
    ]
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    return words, weights


def make_corpus(folder: Path, megabytes: float) -> None:
    """Write a seeded corpus into `folder`."""
    rng = random.Random(SEED)
    words, weights = vocabulary(rng)
    texts = []
    written = 0
    while written < megabytes * 1e6:
        chosen = rng.choices(words, cum_weights=weights, k=rng.randint(20, 100))
        texts.append(f"{' '.join(chosen).capitalize()}.")
        written += len(texts[-1]) + 2
    write_corpus(folder, texts)


def write_corpus(folder: Path, texts: Sequence[str]) -> None:
    """Write a corpus of one document with these paragraphs into `folder`."""
    (folder / "text.txt").write_text("\n\n".join(texts), encoding="utf-8")
    (folder / "corpus.toml").write_text(
        'name = "seeded"\n\n[[document]]\nid = "text"\nfile = "text.txt"\n'
        'layout = "text"\ntitle = "Seeded words"\n',
        encoding="utf-8",
    )


def records_of(folder: Path) -> list[Record]:
    """Return the records of the corpus in `folder`."""
    return read_records(load_corpus(folder))


def build(engine: str, corpus: Path, index: Path) -> None:
    """Build an index and print what it took: the work of one child process."""
    # As in `wp8` itself.
    gc.set_threshold(500_000)
    records = records_of(corpus)
    started = time.perf_counter()
    if engine == FTS5:
        with sqlite3.connect(index / "fts5.db") as database:
            database.execute("create virtual table t using fts5(text)")
            database.executemany("insert into t values (?)", ((r.text,) for r in records))
    elif engine == FLOOR:
        for record in records:
            list(tokenize(record.text))
    else:
        named_engine(engine).build(str(index), iter(records))
    taken = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(taken, sum(path.stat().st_size for path in index.iterdir()), peak)


def built(engine: str, corpus: Path, index: Path) -> Build:
    """Build in a child process and return what it took."""
    index.mkdir()
    script = [sys.executable, __file__, "--build", engine]
    command = [*script, "--corpus", str(corpus), "--index", str(index)]
    taken, size, peak = run(command).split()
    return Build(float(taken), int(size), int(peak))


def queries(records: Sequence[Record]) -> dict[str, list[Asked]]:
    """Return the seeded queries of each kind."""
    rng = random.Random(SEED)
    asked: dict[str, list[Asked]] = {kind: [] for kind in KINDS}
    while any(len(found) < QUERIES for found in asked.values()):
        norms = [token.norm for token in tokenize(rng.choice(records).text)]
        plain = [
            norm for norm in norms if len(norm) >= LETTERS and norm.isascii() and norm.isalpha()
        ]
        if len(set(plain)) < LEAST:
            continue
        start = rng.randrange(len(norms) - 2)
        row = norms[start : start + rng.choice((2, 3))]
        three = rng.sample(sorted(set(plain)), 3)
        word = rng.choice(plain)
        if all(norm.isascii() and norm.isalpha() for norm in row):
            asked["phrase"].append(Asked("", phrase(*row), f'"{" ".join(row)}"'))
        asked["AND of 3"].append(Asked("", And(tuple(map(phrase, three))), " AND ".join(three)))
        asked["term"].append(Asked("", phrase(word), f'"{word}"'))
        asked["prefix"].append(Asked(word[:LETTERS], None, f"{word[:LETTERS]}*"))
    return {kind: found[:QUERIES] for kind, found in asked.items()}


def phrase(*tokens: str) -> Phrase:
    """Return the phrase of these tokens as they are."""
    return Phrase(tuple(((token,),) for token in tokens))


def askers(folder: Path) -> Iterator[tuple[str, Callable[[Asked], object]]]:
    """Yield what asks each engine whose index is in `folder`."""
    for name in INSTALLED:
        yield name, asker(named_engine(name).open(str(folder / name)))
    database = sqlite3.connect(folder / FTS5 / "fts5.db")
    query = f"select rowid from t where t match ? order by rank limit {BEST}"
    yield FTS5, lambda asked: database.execute(query, (asked.match,)).fetchall()


def asker(backend: Backend) -> Callable[[Asked], object]:
    """Return what asks a backend; a prefix is looked up each time."""

    def ask(asked: Asked) -> object:
        tree = asked.tree
        if tree is None:
            slot = tuple((token,) for token in backend.vocabulary.starting(asked.letters))
            tree = Phrase((slot,))
        return backend.search(tree, limit=BEST)

    return ask


def warm(folder: Path, asked: dict[str, list[Asked]]) -> dict[str, dict[str, float]]:
    """Return the median seconds of each kind of query by engine."""
    engines = dict(askers(folder))
    medians: dict[str, dict[str, float]] = {}
    for kind, found in asked.items():
        times: dict[str, list[float]] = {name: [] for name in engines}
        for each in found:
            for name, ask in engines.items():
                taken = [seconds(lambda ask=ask, each=each: ask(each)) for _ in range(6)]  # type: ignore[misc]
                times[name].append(statistics.median(taken[1:]))
        medians[kind] = {name: statistics.median(taken) for name, taken in times.items()}
    return medians


def seconds(act: Callable[[], object]) -> float:
    """Return how long `act` takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def cold(corpus: Path, word: str, folder: Path, rounds: int) -> dict[str, float]:
    """Return how long a cold search takes by engine, in multiples of a bare Python."""
    commands = {BARE: BARE_COMMAND}
    for name in INSTALLED:
        place = ["--corpus", str(corpus), "--index", str(folder / "cold"), "--engine", name]
        commands[name] = [WP8, "search", word, "--limit", str(BEST), *place]
    times: dict[str, list[float]] = {name: [] for name in commands}
    # The first two build the indexes and remember the corpus.
    for number in range(rounds + 2):
        for name, command in commands.items():
            taken = seconds(lambda command=command: run(command))  # type: ignore[misc]
            if number > 1:
                times[name].append(taken)
    bare = times.pop(BARE)
    return {name: median_ratio(taken, bare) for name, taken in times.items()}


COMMANDS = {
    "reindex": ["reindex", "--jobs", "1"],
    "search": ["search", "cement", "--limit", "10"],
    "phrase": ["search", '"of the"', "--exact", "--limit", "10"],
    "frequency": ["frequency"],
    "collocates": ["collocates", "people"],
}


def by_size(corpus: Path, folder: Path, sizes: Sequence[float], rounds: int) -> Iterator[str]:
    """Yield a line for each size and command: the processor time of each engine in bare Pythons."""
    texts = [record.text for record in records_of(corpus)]
    for size in sizes:
        part = folder / f"{size}"
        part.mkdir()
        ends = itertools.accumulate(len(text.encode()) for text in texts)
        own = [text for text, end in zip(texts, ends, strict=True) if end <= size * 1e6]
        write_corpus(part, own)
        for name, arguments in COMMANDS.items():
            times: dict[str, list[float]] = {engine: [] for engine in (BARE, *INSTALLED)}
            for engine in (BARE, *INSTALLED) * (rounds + 1):
                place = ["--corpus", str(part), "--index", str(folder / "index")]
                wp8 = [WP8, *arguments, *place, "--engine", engine]
                command = BARE_COMMAND if engine == BARE else wp8
                times[engine].append(processor_seconds(command))
            bare = statistics.median(times.pop(BARE))
            # The first may build the index.
            found = (f"{e} {statistics.median(taken[1:]) / bare:.1f}" for e, taken in times.items())
            yield f"{size:5.1f} MB  {name:12}{'  '.join(found)}"


def processor_seconds(command: Sequence[str]) -> float:
    """Return the processor time of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(command: Sequence[str]) -> str:
    """Return what `command` writes."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def median_ratio(ones: Sequence[float], others: Sequence[float]) -> float:
    """Return the median of the ratios of what was measured side by side."""
    return statistics.median(one / other for one, other in zip(ones, others, strict=True))


def compare(corpus: Path, folder: Path, rounds: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield each row of the table: what is measured, and the ratio of each engine."""
    records = records_of(corpus)
    text = sum(len(record.text.encode()) for record in records)
    builds: dict[str, list[Build]] = {name: [] for name in (*ALL, FLOOR)}
    for _, name in itertools.product(range(rounds), builds):
        shutil.rmtree(folder / name, ignore_errors=True)
        builds[name].append(built(name, corpus, folder / name))
    of_fts5 = [each.seconds for each in builds[FTS5]]
    yield (
        f"build / {FTS5}",
        {
            name: median_ratio([each.seconds for each in made], of_fts5)
            for name, made in builds.items()
        },
    )
    yield "index / text", {name: made[-1].size / text for name, made in builds.items()}
    yield "peak memory / text", {name: made[-1].peak / text for name, made in builds.items()}
    asked = queries(records)
    for kind, medians in warm(folder, asked).items():
        of = medians[FTS5]
        yield f"{kind} / {FTS5}", {name: taken / of for name, taken in medians.items()}
    word = asked["term"][0].match.strip('"')
    yield f"cold search / {BARE}", cold(corpus, word, folder, 2 * rounds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--megabytes", type=float, default=6.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", metavar="N,N", help="megabytes to compare the engines at")
    parser.add_argument("--build", help=argparse.SUPPRESS)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        build(given.build, given.corpus, given.index)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if not given.corpus:
            make_corpus(folder, given.megabytes)
        if given.sizes:
            sizes = list(map(float, given.sizes.split(",")))
            for line in by_size(given.corpus or folder, folder, sizes, given.rounds):
                print(line, flush=True)
            return
        print(" " * 32, *(f"{name:>10}" for name in (*ALL, FLOOR)))
        for row, ratios in compare(given.corpus or folder, folder, given.rounds):
            cells = (
                f"{ratios[name]:10.2f}" if name in ratios else " " * 10 for name in (*ALL, FLOOR)
            )
            print(f"{row:32}", *cells, flush=True)


if __name__ == "__main__":
    main()
