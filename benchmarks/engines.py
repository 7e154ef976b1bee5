"""How the engines compare: builds, sizes, memory, and warm and cold searches, as ratios.

    python benchmarks/engines.py [--corpus DIR] [--megabytes N] [--rounds N] [--sizes N,N]

Without --corpus a seeded corpus of N megabytes is made: words of a Zipfian vocabulary in
paragraphs of 20 to 100. Each build is a process of its own; engines take turns, and printed are
medians of ratios to the processor time of SQLite's FTS5 over the same paragraphs in the same round,
but for sizes and memory, which are ratios to the text, and cold searches, which are ratios to
`python -I -c pass`. The last column is a build that only tokenizes: no engine of wp8's can be
faster.

The queries are drawn from the running text and asked as one types them: they are parsed, and
words find their other forms. `frequent` is two of the ten most frequent words with AND, the others
are of words of four letters or more, those of `near` some that are near each other. Each is asked
of each engine in turn, once a round; a median is of the medians of all queries. What FTS5 has no
query for is compared with its answer to one word.
The first build of an engine looks up the words of the corpus in a dictionary, the others remember
them: take three rounds or more.
FTS5 counts all hits and returns ten rows; wp8 its ten ids and scores, and the counts of all hits
and occurrences.

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
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.index.engines import ENGINES, named_engine
from wp8.query.search import search
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.model import Record
    from wp8.query.backend import Backend
    from wp8.query.page import Order

FTS5 = "fts5"
COUNTED = "select count(*) from t"
# What any build does first, and nothing else.
FLOOR = "tokens"
BARE = "bare Python"
BARE_COMMAND = [sys.executable, "-I", "-c", "pass"]
INSTALLED = [name for name in ENGINES if name != "tantivy" or find_spec("tantivy")]
ALL = (*INSTALLED, FTS5)
QUERIES = 50
BEST = 10
# Of words that are drawn, and of a prefix.
LETTERS = 4
FREQUENT = 10
NEAR = 5
SEED = 8
WP8 = str(Path(sys.executable).with_name("wp8"))
SYLLABLES = [a + b for a in "b d f g k l m n p r s t v".split() for b in "a e i o u".split()]


class Asked(NamedTuple):
    """One query as typed for wp8 and for FTS5, how many hits are wanted, and in which order."""

    query: str
    match: str
    limit: int | None = BEST
    order: Order = "relevance"


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
    started = spent()
    if engine == FTS5:
        with sqlite3.connect(index / "fts5.db") as database:
            database.execute("create virtual table t using fts5(text)")
            database.executemany("insert into t values (?)", ((r.text,) for r in records))
    elif engine == FLOOR:
        for record in records:
            list(tokenize(record.text))
    else:
        named_engine(engine).build(str(index), iter(records))
    taken = spent() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(taken, sum(path.stat().st_size for path in index.iterdir()), peak)


def built(engine: str, corpus: Path, index: Path) -> Build:
    """Build in a child process and return what it took."""
    index.mkdir()
    script = [sys.executable, __file__, "--build", engine]
    command = [*script, "--corpus", str(corpus), "--index", str(index)]
    taken, size, peak = run(command).split()
    return Build(float(taken), int(size), int(peak))


def kinds(
    words: Sequence[str], near: Sequence[str], row: str, frequent: Sequence[str]
) -> dict[str, Asked]:
    """Return a query of each kind: of two words, two near ones, some in a row, two frequent."""
    (one, other), (this, that), (the, of) = words, near, frequent
    return {
        "word": Asked(one, f'"{one}"'),
        "phrase": Asked(f'"{row}"', f'"{row}"'),
        "OR": Asked(f"{one} OR {other}", f"{one} OR {other}"),
        "AND": Asked(f"{one} AND {other}", f"{one} AND {other}"),
        "NOT": Asked(f"{one} NOT {other}", f"{one} NOT {other}"),
        "near": Asked(f'"{this} {that}"~5', f"NEAR({this} {that}, 5)"),
        "frequent": Asked(f"{the} AND {of}", f"{the} AND {of}"),
        "prefix": Asked(f"{one[:LETTERS]}*", f"{one[:LETTERS]}*"),
        "wildcard": Asked(f"{one[:2]}*{one[-2:]}", f'"{one}"'),
        "suffix": Asked(f"*{one[-3:]}", f'"{one}"'),
        "regex": Asked(f"/{one}(s|ed|ing)?/", f'"{one}"'),
        "fuzzy": Asked(f"{one}~1", f'"{one}"'),
        "field": Asked(f"{one} kind:paragraph", f'"{one}"'),
        "count": Asked(the, f'"{the}"', limit=0),
        "all ids": Asked(the, f'"{the}"', limit=None),
        "in order": Asked(the, f'"{the}"', order="document"),
    }


def queries(records: Sequence[Record]) -> dict[str, list[Asked]]:
    """Return the seeded queries of each kind."""
    rng = random.Random(SEED)
    norms = [[token.norm for token in tokenize(record.text)] for record in records]
    counts = Counter(word for own in norms for word in own if is_plain(word, 1))
    frequent = [word for word, _ in counts.most_common(FREQUENT)]
    asked: dict[str, list[Asked]] = {}
    number = 0
    while number < QUERIES:
        own = rng.choice(norms)
        words = sorted({word for word in own if is_plain(word, LETTERS)})
        length = rng.choice((2, 3))
        start = rng.randrange(max(1, len(own) - length))
        row = own[start : start + length]
        near = list(near_words(own))
        if not near or not row[1:] or not all(is_plain(word, 1) for word in row):
            continue
        number += 1
        pair, two = rng.sample(words, 2), rng.sample(frequent, 2)
        drawn = kinds(pair, rng.choice(near), " ".join(row), two)
        for kind, each in drawn.items():
            asked.setdefault(kind, []).append(each)
    return asked


def near_words(norms: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield words that stand near each other, and nothing long between them."""
    long = [(place, word) for place, word in enumerate(norms) if is_plain(word, LETTERS)]
    for (place, word), (following, other) in itertools.pairwise(long):
        if following - place <= NEAR and word != other:
            yield word, other


def is_plain(word: str, letters: int) -> bool:
    """Return whether FTS5 takes a word for one, of so many letters or more."""
    return len(word) >= letters and word.isascii() and word.isalpha()


def askers(folder: Path) -> Iterator[tuple[str, Callable[[Asked], object]]]:
    """Yield what asks each engine whose index is in `folder`."""
    for name in INSTALLED:
        yield name, asker(named_engine(name).open(str(folder / name)))
    database = sqlite3.connect(folder / FTS5 / "fts5.db")

    def ask(asked: Asked) -> object:
        if asked.limit == 0:
            return database.execute(f"{COUNTED} where t match ?", (asked.match,)).fetchall()
        database.execute(f"{COUNTED} where t match ?", (asked.match,)).fetchall()
        order = "rank" if asked.order == "relevance" else "rowid"
        most = -1 if asked.limit is None else asked.limit
        query = f"select rowid from t where t match ? order by {order} limit {most}"
        return database.execute(query, (asked.match,)).fetchall()

    yield FTS5, ask


def asker(backend: Backend) -> Callable[[Asked], object]:
    """Return what asks a backend as `wp8 search --ids` does."""
    return lambda asked: search(
        asked.query, backend=backend, limit=asked.limit, order=asked.order, only_ids=True
    )


def warm(folder: Path, asked: dict[str, list[Asked]], rounds: int) -> dict[str, dict[str, float]]:
    """Return the median seconds of each kind of query by engine."""
    engines = dict(askers(folder))
    medians: dict[str, dict[str, float]] = {}
    for kind, found in asked.items():
        times: dict[str, list[float]] = {name: [] for name in engines}
        for each in found:
            for name, ask in engines.items():
                taken = [seconds(lambda ask=ask, each=each: ask(each)) for _ in range(rounds + 1)]  # type: ignore[misc]
                times[name].append(statistics.median(taken[1:]))
        medians[kind] = {name: statistics.median(taken) for name, taken in times.items()}
    return medians


def seconds(act: Callable[[], object]) -> float:
    """Return the processor time that `act` takes, here or in a process that it starts."""
    started = spent()
    act()
    return spent() - started


def spent() -> float:
    """Return the processor time so far of this process and those that it started."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


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
                times[engine].append(seconds(lambda command=command: run(command)))  # type: ignore[misc]
            bare = statistics.median(times.pop(BARE))
            # The first may build the index.
            found = (f"{e} {statistics.median(taken[1:]) / bare:.1f}" for e, taken in times.items())
            yield f"{size:5.1f} MB  {name:12}{'  '.join(found)}"


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
    for kind, medians in warm(folder, asked, rounds).items():
        of = medians[FTS5]
        yield f"{kind} / {FTS5}", {name: taken / of for name, taken in medians.items()}
    word = asked["word"][0].query
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
