"""What a reindex takes after one document of a thousand has changed, as a ratio to the whole.

    python benchmarks/incremental.py [--megabytes 60] [--rounds 5] [--engine tantivy] [--corpus DIR]

A seeded corpus of a thousand files is made (or that of text files in DIR is copied) and indexed,
twice, since the first build has the dictionary forms of all words to look up; then one file after
the other gets another paragraph, and the corpus is indexed again. Each is a process of its own:
printed are the medians of whole processes, as a user waits for them, and of the seconds that
`wp8 reindex` says, as ratios to those of the second build.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from engines import make_corpus

from wp8.index.engines import ENGINES

DOCUMENTS = 1000
WP8 = str(Path(sys.executable).with_name("wp8"))


class Taken(NamedTuple):
    """Seconds of a whole process, and those that it says."""

    process: float
    said: float


def write_documents(folder: Path, megabytes: float) -> None:
    """Write a seeded corpus of many documents into `folder`."""
    make_corpus(folder, megabytes)
    paragraphs = (folder / "text.txt").read_text(encoding="utf-8").split("\n\n")[:-1]
    for number in range(DOCUMENTS):
        own = paragraphs[number::DOCUMENTS]
        (folder / f"d{number}.txt").write_text("\n\n".join(own) + "\n", encoding="utf-8")
    (folder / "text.txt").unlink()
    manifest = 'name = "seeded"\n\n[[document]]\nfiles = "*.txt"\nlayout = "text"\n'
    (folder / "corpus.toml").write_text(manifest, encoding="utf-8")


def reindexed(corpus: Path, index: Path, engine: str) -> Taken:
    """Index the corpus and return what it took."""
    command = [WP8, "reindex", "--corpus", str(corpus), "--index", str(index), "--engine", engine]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    taken = time.perf_counter() - started
    said = re.search(r" in ([\d.]+) s: ", done.stdout)
    return Taken(taken, float(said[1]) if said else taken)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", choices=list(ENGINES), default="tantivy")
    parser.add_argument("--corpus", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        corpus, index = Path(temporary, "corpus"), Path(temporary, "index")
        if given.corpus:
            shutil.copytree(given.corpus, corpus)
        else:
            corpus.mkdir()
            write_documents(corpus, given.megabytes)
        files = sorted(corpus.glob("*.txt"))
        # What was written this moment could change again unseen: it is not remembered.
        time.sleep(3)
        reindexed(corpus, index, given.engine)
        whole = reindexed(corpus, index, given.engine)
        parts = []
        for number, path in enumerate(files[: 7 * given.rounds : 7]):
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\n\nOne more paragraph, the {number}.\n")
            parts.append(reindexed(corpus, index, given.engine))
    for name, of_whole, of_parts in zip(
        Taken._fields, whole, zip(*parts, strict=True), strict=True
    ):
        part = statistics.median(of_parts)
        seconds = f"{part:.2f} s of {of_whole:.1f} s"
        print(f"one of {len(files)} / all, {name:8} {part / of_whole:.4f}   ({seconds})")


if __name__ == "__main__":
    main()
