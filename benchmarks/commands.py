"""What every command takes, cold, at two sizes, and how it grows: wall, processor, peak memory.

    python benchmarks/commands.py [--megabytes 6,60] [--rounds N] [--most SECONDS] [--only WORD]

A seeded corpus of each size is made, as `counting_at_scale.py` does it, and asked with tantivy; the
first size with Whoosh too. Every command is a cold process whose results somebody reads; printed,
as a table of Markdown, are medians of N rounds (1). `grows` is the exponent with which processor
time and memory grow from the first size to the last: 1 is as the text. A command that takes more
than SECONDS of a processor (60) is ended, and `>` stands before what it had taken.

The rivals answer from the same paragraphs: SQLite's FTS5 and tantivy itself count all hits and give
the ten best; ripgrep counts lines, recollq gives ten, where they are installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from counting_at_scale import WP8, Run, exponent, make_corpus, run

from wp8.cli import COMMANDS as KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ASKED = (
    "reindex --jobs 1",
    "reindex",
    "search {word} --limit 10",
    "search {the} --limit 10",
    "search {the} --count",
    "search {the} --ids --all",
    "search {the} --sort document --limit 10",
    "search {the}",
    "search {the} -C 1",
    "search {word}+{other} --limit 10",
    "search {word}+OR+{other} --limit 10",
    "search {word}+AND+{other} --limit 10",
    "search {word}+NOT+{other} --limit 10",
    "search {the}+AND+{of} --limit 10",
    'search "{word}+{other}"~5 --limit 10',
    'search "{the}+{of}"~5 --limit 10',
    'search "{the}+{of}" --limit 10',
    "search {start}* --limit 10",
    "search *{end} --limit 10",
    "search /{word}(s|ed)/ --limit 10",
    "search {word}~ --limit 10",
    "search {word}+kind:paragraph --limit 10",
    "search {word}+doc:{first} --limit 10",
    "search xyzzyqq",
    "show {first}:1",
    "show contents",
    "cite {first}:1",
    "open {first}:1",
    "keep {first}:1",
    "kept",
    "similar {first}:1",
    "locate {quotation}",
    "parallels --doc {first}",
    "parallels",
    "frequency",
    "frequency --limit 20",
    "frequency {word}",
    "frequency --lemma --limit 20",
    "frequency --ngrams 2-3 --limit 20",
    "frequency --by document --limit 20",
    "frequency --ngrams 2 --by document --limit 20",
    "frequency --unit token --limit 20",
    "frequency --quotes without --limit 20",
    "concordance {word}",
    "concordance {the} --limit 20",
    "concordance {the} --sample 20",
    "collocates {word}",
    "keyness --target doc:{first} --reference {word}",
    "keyness --target {word} --reference rest --limit 20",
    "keyness --target {word} --reference rest --ngrams 2 --limit 20",
    "dispersion {the} --parts document",
    "vocabulary",
    "check {stamp}",
    "glossary",
    "export --format jsonl",
    "export --format csv",
    "export --format tei",
    "docs",
    "info",
    "help",
    "completion bash",
    "init {folder}",
    "add {file}",
    "update",
)
# They take no corpus in a folder, or one that they change.
ELSEWHERE = ("help", "completion", "init", "add", "update")
# What needs a cluster is measured by `cluster.py`; `pick` waits for a person.
UNASKED = {"push", "pick"}
RANK = 100
FTS5 = "FTS5"
_FTS5_BUILD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[2])
database.execute("create virtual table t using fts5(text)")
for name in sys.argv[3:]:
    texts = open(name, encoding="utf-8").read().split("\\n\\n")
    database.executemany("insert into t values (?)", ((text,) for text in texts))
database.commit()
"""
_FTS5_ASK = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[2])
print(database.execute("select count(*) from t where t match ?", (sys.argv[1],)).fetchall())
best = "select rowid from t where t match ? order by rank limit 10"
print(database.execute(best, (sys.argv[1],)).fetchall())
"""
_TANTIVY_BUILD = """
import os, sys, tantivy
os.mkdir(sys.argv[2])
schema = tantivy.SchemaBuilder()
schema.add_text_field("text")
index = tantivy.Index(schema.build(), path=sys.argv[2])
writer = index.writer(64_000_000, num_threads=1)
for name in sys.argv[3:]:
    for text in open(name, encoding="utf-8").read().split("\\n\\n"):
        document = tantivy.Document()
        document.add_text("text", text)
        writer.add_document(document)
writer.commit()
writer.wait_merging_threads()
"""
_TANTIVY_ASK = """
import sys, tantivy
index = tantivy.Index.open(sys.argv[2])
query = index.parse_query(sys.argv[1], ["text"])
print(index.searcher().search(query, 10, True))
"""
RIVAL_QUERIES = (
    "{word}",
    "{the}",
    "{word} OR {other}",
    "{word} AND {other}",
    "{word} NOT {other}",
    "{the} AND {of}",
)


def cells(run: Run) -> str:
    """Return what a process took as cells of a table."""
    more = ">" if run.is_ended else ""
    return f"{more}{run.clock:.2f} | {more}{run.seconds:.2f} | {run.peak / 1e6:.0f}"


def median(command: Sequence[str], most: int, rounds: int) -> Run:
    """Return the medians of what a command takes, of `most` seconds of a processor."""
    seconds, peaks, clock, ended = zip(*(run(command, most) for _ in range(rounds)), strict=True)
    peak = int(statistics.median(peaks))
    return Run(statistics.median(seconds), peak, statistics.median(clock), any(ended))


def names(corpus: Path, place: Sequence[str]) -> dict[str, str]:
    """Return what stands for the names in `ASKED`."""

    def asked(*arguments: str) -> str:
        command = [WP8, *arguments, *place]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    lines = asked("frequency", "--limit", "1000", "--format", "text").splitlines()
    words = [word for word in (line.split("\t")[0] for line in lines) if word.isalpha()]
    the, of, word, other = words[0], words[1], words[RANK], words[RANK + 1]
    text = (corpus / "d0.txt").read_text(encoding="utf-8")
    stamped = asked("frequency", word, "--format", "json")
    return {
        **{"the": the, "of": of, "word": word, "other": other, "first": "d0"},
        "start": word[:4],
        "end": word[-3:],
        "quotation": " ".join(text.split()[100:115]),
        "stamp": stamped.partition('"stamp": "')[2].partition('"')[0].replace("\\\\", "\\"),
    }


def commands(corpus: Path, index: Path, engine: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command as it is written, and the command; the index is built by the first."""
    place = ["--corpus", str(corpus), "--index", str(index), "--engine", engine]
    build = [WP8, "reindex", "--jobs", "1", *place]
    yield "reindex --jobs 1", build
    known = names(corpus, place)
    with tempfile.TemporaryDirectory() as folder:
        copy, more = Path(folder, "copy"), Path(folder, "more.txt")
        shutil.copytree(corpus, copy, ignore=shutil.ignore_patterns("corpus.toml"))
        more.write_text("A document that is new.\n", encoding="utf-8")
        own = ["--corpus", str(copy)]
        changed = [*own, "--index", str(index), "--engine", engine]
        known |= {"folder": str(copy), "file": str(more)}
        after = {"init": [], "add": own, "update": [*changed, "--yes"], "help": []}
        for template in ASKED[1:]:
            name, *parts = template.split()
            arguments = [part.replace("+", " ").format_map(known) for part in parts]
            yield (
                template.replace("+", " "),
                [WP8, name, *arguments, *(after.get(name, []) if name in ELSEWHERE else place)],
            )


def rivals(corpus: Path, folder: Path, known: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the same questions for others than wp8, the builds first."""
    texts = sorted(map(str, corpus.glob("*.txt")))
    python = [sys.executable, "-I", "-c"]
    scripts = {FTS5: (_FTS5_BUILD, _FTS5_ASK), "tantivy alone": (_TANTIVY_BUILD, _TANTIVY_ASK)}
    for rival, (build, ask) in scripts.items():
        index = str(folder / rival.replace(" ", "-"))
        yield f"{rival}: build", [*python, build, "", index, *texts]
        for template in RIVAL_QUERIES:
            query = template.format_map(known)
            if rival != FTS5:
                query = query.replace(" NOT ", " AND NOT ")
            yield f"{rival}: {template}", [*python, ask, query, index]
    if shutil.which("rg"):
        for word in ("{word}", "{the}"):
            yield f"ripgrep: {word}", ["rg", "-ciw", known[word.strip("{}")], *texts]
    if shutil.which("recollq"):
        settings = folder / "recoll"
        settings.mkdir()
        (settings / "recoll.conf").write_text(f"topdirs = {corpus}\n", encoding="utf-8")
        yield "recoll: build", ["recollindex", "-c", str(settings)]
        yield "recoll: {word}", ["recollq", "-c", str(settings), "-n", "10", known["word"]]


def measured(folder: Path, size: float, engine: str, given: argparse.Namespace) -> dict[str, Run]:
    """Return what each command and rival takes at a size."""
    corpus = folder / f"{size:g}"
    if not corpus.exists():
        corpus.mkdir()
        make_corpus(corpus, size)
    own = Path(tempfile.mkdtemp(dir=folder))
    found: dict[str, Run] = {}

    def measure(what: str, command: Sequence[str], *, once: bool) -> None:
        if given.only in what or not found:
            found[what] = median(command, given.most, 1 if once else given.rounds)

    changing = ("reindex", "init", "add", "update")
    for what, command in commands(corpus, own / "index", engine):
        measure(what, command, once=what.startswith(changing))
    if engine == "tantivy":
        place = ["--corpus", str(corpus), "--index", str(own / "index"), "--engine", engine]
        for what, command in rivals(corpus, own, names(corpus, place)):
            measure(what, command, once=what.endswith("build"))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", default="6,60")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--most", type=int, default=60, metavar="SECONDS")
    parser.add_argument("--only", default="", metavar="WORD", help="only the commands that have it")
    given = parser.parse_args()
    sizes = list(map(float, given.megabytes.split(",")))
    first, last = sizes[0], sizes[-1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_STATE_HOME"] = str(folder / "state")
        whoosh = measured(folder, first, "whoosh", given)
        by_size = {size: measured(folder, size, "tantivy", given) for size in sizes}
    units = "s | s of CPU | MB"
    headings = [f"Whoosh, {first:g} MB: {units}", *(f"{size:g} MB: {units}" for size in sizes)]
    print("| command |", " | ".join(headings), "| grows: CPU | memory |")
    print("|---" * (3 * len(headings) + 3) + "|")
    for what, small in by_size[first].items():
        runs = [whoosh.get(what), *(found.get(what) for found in by_size.values())]
        columns = [cells(each) if each else " | | " for each in runs]
        large = by_size[last].get(what, small)
        if first < last:
            columns.append(exponent(small.seconds, large.seconds, last / first))
            columns.append(exponent(small.peak, large.peak, last / first))
        written = what.replace("|", "\\|")
        print(f"| `{written}` |", " | ".join(columns), "|", flush=True)


assert {template.split()[0] for template in ASKED} == KNOWN.keys() - UNASKED

if __name__ == "__main__":
    main()
