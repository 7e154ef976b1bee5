"""How long the commands that count take over a large corpus, as ratios to a search in it.

    python benchmarks/counting_at_scale.py [--corpus DIR] [--megabytes N] [--rounds N]

Also --engine NAME. Without --corpus a seeded one of N megabytes is made (60): ten documents of
paragraphs of words of a Zipfian vocabulary, some joined by hyphens or in quotation marks. What is
counted are its most frequent word and the hundredth.

Every command is a cold process and runs once a round. Printed are medians over the rounds: its
processor time by that of `wp8 search WORD --limit 10` in the same round, and its peak memory by
the text.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engines import vocabulary

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
DOCUMENTS = 10
SEED = 8
RARER = 100


class Run(NamedTuple):
    """What a process took: seconds of the processor, and bytes of memory at the peak."""

    seconds: float
    peak: int


def make_corpus(folder: Path, megabytes: float) -> None:
    """Write a seeded corpus into `folder`."""
    rng = random.Random(SEED)
    words, weights = vocabulary(rng)
    manifest = ['name = "seeded"\n']
    for number in range(DOCUMENTS):
        written = 0
        with (folder / f"d{number}.txt").open("w", encoding="utf-8") as file:
            while written < megabytes * 1e6 / DOCUMENTS:
                drawn = rng.choices(words, cum_weights=weights, k=rng.randint(20, 60))
                written += file.write(paragraph(rng, drawn))
        manifest.append(
            f'\n[[document]]\nid = "d{number}"\nfile = "d{number}.txt"\nlayout = "text"\n'
            f'title = "Seeded {number}"\n'
        )
    (folder / "corpus.toml").write_text("".join(manifest), encoding="utf-8")


def paragraph(rng: random.Random, words: Sequence[str]) -> str:
    """Return words as a paragraph, in every other of which two are joined and some are quoted."""
    if rng.random() < 1 / 2:
        return f"{' '.join(words).capitalize()}.\n\n"
    first, second, *rest = words
    place = rng.randrange(len(rest) - 4)
    quoted = " ".join(rest[place : place + 4])
    others = " ".join((*rest[:place], f"“{quoted}”", *rest[place + 4 :]))
    return f"{first}-{second}'s {others}.\n\n"


def run(command: Sequence[str]) -> Run:
    """Run a command to its end, its results read by somebody, and return what it took."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        while process.stdout.read(1 << 16):
            pass
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def asked(corpus: Path, place: Sequence[str]) -> tuple[dict[str, str], int]:
    """Return what stands for the names in `COMMANDS`, and the number of bytes of the sources.

    Little is held in memory for it: a child begins with the memory of its parent.
    """
    command = [WP8, "frequency", "--limit", str(RARER), "--format", "text", *place]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words = [line.split("\t")[0] for line in lines.splitlines()]
    documents = load_corpus(corpus).documents
    size = sum((corpus / document.file).stat().st_size for document in documents)
    return {"frequent": words[0], "word": words[-1], "first": documents[0].id}, size


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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--megabytes", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", choices=list(ENGINES), default="whoosh")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = options.corpus or Path(folder, "corpus")
        if not options.corpus:
            corpus.mkdir()
            make_corpus(corpus, options.megabytes)
        index = str(Path(folder, "index"))
        for line in measure(corpus, index, options.engine, options.rounds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
