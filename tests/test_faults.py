"""The faults of benchmarks/faults.py, at small size."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FAULTS = Path(__file__).parents[1] / "benchmarks" / "faults.py"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_no_fault_makes_an_answer_wrong() -> None:
    # More than two batches, so that other processes work on the builds, and large files.
    done = subprocess.run(
        [sys.executable, str(FAULTS), "--megabytes", "0.9", "--times", "4"],
        capture_output=True,
        text=True,
        check=False,
    )

    results = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert list(results) == "kills interrupts rebuilds builders full-disks updates damages".split()
    assert {name: re.sub(".* done, ", "", each) for name, each in results.items()} == (
        dict.fromkeys(results, "0 wrong")
    ), done.stdout
    assert (done.stderr, done.returncode) == ("", 0)
