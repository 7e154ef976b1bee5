"""The attacks of benchmarks/attack.py, a few rounds of each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.long]

ATTACK = Path(__file__).parents[1] / "benchmarks" / "attack.py"
TIMES = 2


def test_every_attack_is_withstood() -> None:
    attacks = ["indexes", "writers", "queries", "documents"]
    if shutil.which("strace"):
        attacks.append("calls")
    done = subprocess.run(
        [sys.executable, str(ATTACK), "--times", str(TIMES), *attacks],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )

    results = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert results == [f"{name}: {TIMES} tried, 0 failed; the slowest:" for name in attacks]
    assert (done.stderr, done.returncode) == ("", 0)
