"""The attacks of benchmarks/attack.py, a few rounds of each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PATIENCE

pytestmark = pytest.mark.slow

ATTACK = Path(__file__).parents[1] / "benchmarks" / "attack.py"
ROUNDS = {"indexes": 3, "calls": 2, "writers": 1, "queries": 40, "documents": 4}


@pytest.mark.parametrize("attack", ROUNDS)
def test_an_attack_is_withstood(attack: str) -> None:
    if attack == "calls" and not shutil.which("strace"):
        pytest.skip("there is no strace here")
    done = subprocess.run(
        [sys.executable, str(ATTACK), "--times", str(ROUNDS[attack]), attack],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )

    assert done.stdout.startswith(f"{attack}: {ROUNDS[attack]} tried, 0 failed;"), done.stdout
    assert (done.stderr, done.returncode) == ("", 0)
