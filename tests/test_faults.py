"""The faults of benchmarks/faults.py, at small size."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.long]

FAULTS = Path(__file__).parents[1] / "benchmarks" / "faults.py"


# With tantivy more than two batches, so that other processes work on the builds; large files.
@pytest.mark.parametrize(("engine", "megabytes"), [("whoosh", "0.4"), ("tantivy", "0.9")])
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_no_fault_makes_an_answer_wrong(engine: str, megabytes: str) -> None:
    if engine == "tantivy":
        pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    arguments = ["--engine", engine, "--megabytes", megabytes, "--times", "2"]
    done = subprocess.run(
        [sys.executable, str(FAULTS), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )

    results = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    faults = "kills interrupts rebuilds builders full-disks updates damages strangers"
    assert list(results) == faults.split()
    assert {name: re.sub(".* done, ", "", each) for name, each in results.items()} == (
        dict.fromkeys(results, "0 wrong")
    ), done.stdout
    assert (done.stderr, done.returncode) == ("", 0)
