"""The benchmarks, at a hundredth of their size: they run, and measure what they name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.long]

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
# What each is asked, and a part of what it prints; the others have tests of their own.
RUNS = {
    "agreement.py 20": "20 queries agree",
    "answers.py --queries 5": "\trelevance\t",
    "collocates_null.py 1": "words, 5 or more expected",
    "commands.py --megabytes 0.1 --only kind:": "| `search {word} kind:paragraph --limit 10` |",
    "counting.py 2": "--ngrams 3-5 --json",
    "counting_at_scale.py --megabytes 0.1 --rounds 1": "collocates",
    "counting_at_scale.py --sizes 0.05,0.1": "({word} OR {other}) AND {frequent}",
    "engines.py --megabytes 0.1 --rounds 1": "build / fts5",
    "incremental.py --megabytes 1 --rounds 1": "one of 1000",
    "scripts.py": "60 of 60 words",
    "sentences.py": "en wp8       P 1.000 R 1.000",
    "start_up.py 2": "wp8 search self-reliance | cat",
    "stamps.py 1000": "1,000 rows",
}


@pytest.mark.parametrize("run", RUNS)
def test_a_benchmark_runs(run: str) -> None:
    name, *arguments = run.split()
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / name), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert RUNS[run] in done.stdout


def test_every_benchmark_is_run() -> None:
    known = {run.split()[0] for run in RUNS} | {
        "attack.py",
        "cluster.py",
        "english_words.py",
        "faults.py",
        "pdfs.py",
        "receipts.py",
        "referee.py",
    }

    assert {path.name for path in BENCHMARKS.glob("*.py")} == known
