"""The faults of benchmarks/faults.py, at small size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FAULTS = Path(__file__).parents[1] / "benchmarks" / "faults.py"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
@pytest.mark.parametrize(
    ("fault", "times"),
    [("kills", 4), ("interrupts", 10), ("rebuilds", 20), ("builders", 20), ("damages", 6)],
)
def test_no_answer_is_wrong_after(fault: str, times: int) -> None:
    # Two batches, so that other processes work on the builds, and large files.
    done = subprocess.run(
        [sys.executable, str(FAULTS), fault, "--megabytes", "1.1", "--times", str(times)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.endswith(" done, 0 wrong\n"), done.stdout
    assert (done.stderr, done.returncode) == ("", 0)
