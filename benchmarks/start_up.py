"""How long a cold wp8 takes, as whole processes, in multiples of a bare Python.

    python benchmarks/start_up.py [ROUNDS]

Every command runs once a round, one after the other, so that a slow moment meets all of them.
Printed are medians of the ratios to `python -I -c pass` of the same round, with the quartiles.
"""

from __future__ import annotations

import os
import pty
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WP8 = str(Path(sys.executable).with_name("wp8"))
BARE = "python -I -c pass"
FLOOR = "import click, whoosh.columns, whoosh.filedb.filetables"


def commands(folder: Path) -> dict[str, list[str]]:
    """Return what is measured, by the name it is printed under."""
    measured = {
        BARE: [sys.executable, "-I", "-c", "pass"],
        "floor: imports of click and of Whoosh's readers": [sys.executable, "-c", FLOOR],
        "wp8 --version": [WP8, "--version"],
        "wp8 search self-reliance | cat": [WP8, "search", "self-reliance"],
        "wp8 search self-reliance, on a terminal": ["pty", WP8, "search", "self-reliance"],
        "wp8 search --json self-reliance": [WP8, "search", "--json", "self-reliance"],
        "wp8 show paragraph speech:12": [WP8, "show", "paragraph", "speech:12"],
        "wp8 reindex": [WP8, "reindex"],
    }
    if rg := shutil.which("rg"):
        corpus = Path(__file__).parent.parent / "corpus"
        measured["rg self-reliance corpus"] = [rg, "-i", "self-reliance", str(corpus)]
    if sqlite := shutil.which("sqlite3"):
        query = "select record from t where t match '\"self reliance\"' order by rank"
        measured["sqlite3 FTS5"] = [sqlite, str(fts5(folder)), query]
    if recollq := shutil.which("recollq"):
        measured["recollq"] = [recollq, "self-reliance"]
    return measured


def fts5(folder: Path) -> Path:
    """Return an FTS5 database of the corpus's records."""
    lines = subprocess.run([WP8, "export"], capture_output=True, text=True, check=True).stdout
    database = folder / "fts5.db"
    with sqlite3.connect(database) as connection:
        connection.execute("create virtual table t using fts5(record)")
        connection.executemany("insert into t values (?)", ([line] for line in lines.splitlines()))
    return database


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return how long `command` takes as a process; one that begins with `pty` has a terminal."""
    started = time.perf_counter()
    if command[0] == "pty":
        parent, child = pty.openpty()
        process = subprocess.Popen(
            command[1:], stdin=child, stdout=child, stderr=child, env=environment
        )
        os.close(child)
        drain(parent)
        process.wait()
        os.close(parent)
    else:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL, env=environment, check=False)  # fmt: skip
    return time.perf_counter() - started


def drain(descriptor: int) -> None:
    """Read a terminal until its other side is closed."""
    try:
        while os.read(descriptor, 1 << 16):
            pass
    except OSError:
        return


def main(rounds: int = 40) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        environment = os.environ | {
            "WP8_INDEX": str(folder / "index"),
            "WP8_PAGER": "cat",
            "TERM": "xterm-256color",
        }
        measured = commands(folder)
        times: dict[str, list[float]] = {name: [] for name in measured}
        for number in range(rounds + 2):
            for name, command in measured.items():
                taken = seconds(command, environment)
                if number > 1:
                    times[name].append(taken)
        print(f"{BARE}: {statistics.median(times[BARE]) * 1000:.1f} ms, {rounds} rounds")
        for name, taken_times in times.items():
            ratios = [taken / bare for taken, bare in zip(taken_times, times[BARE], strict=True)]
            low, middle, high = statistics.quantiles(ratios, n=4)
            print(f"{middle:6.2f}  ({low:.2f} to {high:.2f})  {name}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
