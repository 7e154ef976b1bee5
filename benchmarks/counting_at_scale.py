"""How long the commands that count take over a large corpus, as ratios to a search in it.

    python benchmarks/counting_at_scale.py [--corpus DIR] [--megabytes N] [--rounds N]
    python benchmarks/counting_at_scale.py --sizes 6,60,600 --engine tantivy [--folder DIR]

Also --engine NAME. Without --corpus a seeded one of N megabytes is made (60): documents of a tenth
of a megabyte of paragraphs, some of whose words are joined by hyphens or in quotation marks. A word
in twelve is of an endless vocabulary, the others of 10,000 words: so the number of different words
grows with the text as it does in books, 0.08, 0.34 and 1.5 million at 6, 60 and 600 megabytes. What
is counted are its most frequent word and the hundredth.

Every command is a cold process and runs once a round. Printed are medians over the rounds: its
processor time by that of `wp8 search WORD --limit 10` in the same round, and its peak memory by
the text.

With --sizes, instead, what grows faster than the text: of a build, of a build after one file has
changed, of twenty queries and of four counts, each a cold process, the processor's seconds, those
of the clock and the peak of memory at each size, and the exponents of the first and the last from
size to size: 1 is as fast as the text. What was made in --folder is used again.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from itertools import accumulate, pairwise
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wp8.corpus.manifest import load_corpus
from wp8.index.engines import ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WP8 = str(Path(sys.executable).with_name("wp8"))
SEARCH = "search {word} --limit 10"
COMMANDS = (
    "frequency",
    "frequency {word}",
    "frequency {frequent}",
    "frequency --lemma",
    "frequency {word} --quotes without",
    "frequency --ngrams 2",
    "frequency --by document",
    "dispersion {word} --parts document",
    "keyness --target doc:{first} --reference {word}",
    "collocates {word}",
    "collocates {frequent}",
    "dispersion {word}",
    "dispersion {frequent}",
    "vocabulary",
    "vocabulary --shared",
    "concordance {word}",
    "similar {first}:1",
)
# One of each class, and what a class can have besides.
QUERIES = (
    "{word}",
    "{frequent}",
    "{rare}",
    "xyzzyqq",
    "{word} {other}",
    "{word} {frequent}",
    '"{frequent} {second}"',
    '"{word} {frequent}"',
    "{word} OR {other}",
    "{frequent} OR {second}",
    "{word} NOT {frequent}",
    "{frequent} NOT {word}",
    '"{word} {other}"~5',
    '"{frequent} {second}"~5',
    "{word}*",
    "*{word}",
    "/{word}(s|n)?/",
    "{rare}~",
    "({word} OR {other}) AND {frequent}",
    "{word} doc:{first}",
)
COUNTS = (
    "frequency --limit 20",
    "frequency {word} --limit 20",
    "frequency --ngrams 3-5 --limit 20",
    "collocates {word} --limit 20",
)
BUILD, REBUILD, INDEX = "reindex", "reindex after a change of one file", "bytes of the index"
# Bytes of a document.
DOCUMENT = 100_000
SEED = 8
RARER = 100
# Of the words that are known from the beginning, and how much of a text is none of them; how
# steeply the frequency of the others falls.
HEAD = 10_000
TAIL = 0.08
STEEP = 1.5
SYLLABLES = [
    first + vowel + last for last in ("", *"nrs") for first in "bdfgklmnprstvz" for vowel in "aeiou"
]
# So many words have one syllable.
SHORT = len(SYLLABLES) // 2


class Run(NamedTuple):
    """What a process took: seconds of the processor, bytes of memory at the peak, and seconds.

    `is_ended` says that it took too many.
    """

    seconds: float
    peak: int
    clock: float = 0
    is_ended: bool = False


def word(rank: int) -> str:
    """Return the word of a rank from 0: those of low ranks are short."""
    rest = rank + SHORT
    syllables = ""
    while rest >= 0:
        rest, number = divmod(rest, len(SYLLABLES))
        syllables += SYLLABLES[number]
        rest -= 1
    return syllables


def make_corpus(folder: Path, megabytes: float) -> None:
    """Write a seeded corpus into `folder`."""
    rng = random.Random(SEED)
    words = [*map(word, range(HEAD)), ""]
    known = [*accumulate(1 / (rank + 3) for rank in range(HEAD))]
    weights = [*(weight / known[-1] * (1 - TAIL) for weight in known), 1]
    manifest = ['name = "seeded"\n']
    for number in range(max(2, round(megabytes * 1e6 / DOCUMENT))):
        written = 0
        with (folder / f"d{number}.txt").open("w", encoding="utf-8") as file:
            while written < min(DOCUMENT, megabytes * 1e6 / 2):
                drawn = rng.choices(words, cum_weights=weights, k=rng.randint(20, 60))
                full = [each or word(further(rng)) for each in drawn]
                written += file.write(paragraph(rng, full))
        manifest.append(
            f'\n[[document]]\nid = "d{number}"\nfile = "d{number}.txt"\nlayout = "text"\n'
            f'title = "Seeded {number}"\n'
        )
    (folder / "corpus.toml").write_text("".join(manifest), encoding="utf-8")


def further(rng: random.Random) -> int:
    """Return the rank of a word of the endless part of the vocabulary."""
    return int(HEAD * (1 - rng.random()) ** (-1 / (STEEP - 1)))


def paragraph(rng: random.Random, words: Sequence[str]) -> str:
    """Return words as a paragraph, in every other of which two are joined and some are quoted."""
    if rng.random() < 1 / 2:
        return f"{' '.join(words).capitalize()}.\n\n"
    first, second, *rest = words
    place = rng.randrange(len(rest) - 4)
    quoted = " ".join(rest[place : place + 4])
    others = " ".join((*rest[:place], f"“{quoted}”", *rest[place + 4 :]))
    return f"{first}-{second}'s {others}.\n\n"


def run(command: Sequence[str], most: int = resource.RLIM_INFINITY) -> Run:
    """Run a command to its end, its results read by somebody, and return what it took.

    That nothing is found is a result. A command that takes more than `most` seconds of the
    processor is ended.
    """
    began = time.perf_counter()
    limit = partial(resource.setrlimit, resource.RLIMIT_CPU, (most, most))
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        preexec_fn=limit,  # noqa: PLW1509 - no threads here
    ) as process:
        assert process.stdout
        while process.stdout.read(1 << 16):
            pass
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1 or (process.returncode < 0 and most == resource.RLIM_INFINITY):
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    seconds = used.ru_utime + used.ru_stime
    clock = time.perf_counter() - began
    return Run(seconds, used.ru_maxrss * 1024, clock, process.returncode < 0)


def asked(corpus: Path, place: Sequence[str]) -> tuple[dict[str, str], int]:
    """Return what stands for the names in `COMMANDS`, and the number of bytes of the sources.

    Little is held in memory for it: a child begins with the memory of its parent.
    """
    command = [WP8, "frequency", "--limit", str(RARER), "--format", "text", *place]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words = [line.split("\t")[0] for line in lines.splitlines()]
    documents = load_corpus(corpus).documents
    size = sum((corpus / document.file).stat().st_size for document in documents)
    names = {"frequent": words[0], "second": words[1], "word": words[-1], "other": words[-2]}
    return names | {"first": documents[0].id, "rare": word(HEAD)}, size


def measure(corpus: Path, index: str, engine: str, rounds: int) -> Iterator[str]:
    """Yield the lines of the table."""
    place = ["--corpus", str(corpus), "--index", index, "--engine", engine]
    subprocess.run([WP8, "reindex", *place], capture_output=True, check=True)
    names, size = asked(corpus, place)
    runs: dict[str, list[Run]] = {command: [] for command in (SEARCH, *COMMANDS)}
    for _ in range(rounds + 1):
        for command, done in runs.items():
            done.append(run([WP8, *command.format(**names).split(), *place]))
    # The first round warms the caches of the system.
    searches = runs.pop(SEARCH)[1:]
    seconds = statistics.median(each.seconds for each in searches)
    yield f"{size / 1e6:.1f} MB of text; {SEARCH.format(**names)}: {seconds:.2f} s, {rounds} rounds"
    yield f"{'/ search':>9} {'MB':>6} {'/ text':>7}"
    for command, done in runs.items():
        pairs = zip(done[1:], searches, strict=True)
        ratio = statistics.median(one.seconds / search.seconds for one, search in pairs)
        peak = statistics.median(each.peak for each in done[1:])
        yield f"{ratio:9.1f} {peak / 1e6:6.0f} {peak / size:7.1f}  {command.format(**names)}"


def grown(folder: Path, sizes: Sequence[str], engine: str) -> Iterator[str]:
    """Yield the lines of the table of what grows how fast."""
    columns = [taken(folder / f"of{size}", float(size), engine) for size in sizes]
    yield "".join(f"{size + ' MB':>26}" for size in sizes) + "  exponents of seconds and memory"
    for what in columns[0]:
        runs = [column[what] for column in columns]
        cells = "".join(f"{r.seconds:9.2f}{r.clock:9.2f}{r.peak / 1e6:8.0f}" for r in runs)
        steps = [
            "/".join(
                exponent(before, after, float(to) / float(size))
                for before, after in zip(one[:2], other[:2], strict=True)
            )
            for (one, other), (size, to) in zip(pairwise(runs), pairwise(sizes), strict=True)
        ]
        yield f"{cells}  {' '.join(steps)}  {what}"


def exponent(before: float, after: float, times: float) -> str:
    """Return how fast a figure grows with a text that grows so many times; 0 is not at all."""
    return f"{log((after or 1) / (before or 1)) / log(times):.2f}"


def taken(folder: Path, megabytes: float, engine: str) -> dict[str, Run]:
    """Return what was taken by what is done to a corpus of so many megabytes."""
    corpus, index = folder / "corpus", folder / "index"
    place = ["--corpus", str(corpus), "--index", str(index), "--engine", engine]
    if not corpus.exists():
        corpus.mkdir(parents=True)
        make_corpus(corpus, megabytes)
    found = {BUILD: run([WP8, "reindex", *place])}
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    found[INDEX] = Run(0, size)
    with (corpus / "d1.txt").open("a", encoding="utf-8") as file:
        file.write("One more.\n")
    found[REBUILD] = run([WP8, "reindex", *place])
    names, _ = asked(corpus, place)
    for query in QUERIES:
        text = query.format(**names)
        found[f"search {query}"] = run([WP8, "search", "--limit", "10", *place, "--", text])
    for count in COUNTS:
        found[count] = run([WP8, *count.format(**names).split(), *place])
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--megabytes", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", type=lambda typed: typed.split(","))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--engine", choices=list(ENGINES), default="whoosh")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.sizes:
            for line in grown(options.folder or Path(folder), options.sizes, options.engine):
                print(line, flush=True)
            return
        corpus = options.corpus or Path(folder, "corpus")
        if not options.corpus:
            corpus.mkdir()
            make_corpus(corpus, options.megabytes)
        index = str(Path(folder, "index"))
        for line in measure(corpus, index, options.engine, options.rounds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
