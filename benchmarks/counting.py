"""How long the commands that count take, as cold processes whose stdout is a pipe.

    python benchmarks/counting.py [ROUNDS]

Measured as start_up.py does it: every command runs once a round, and printed are medians of the
ratios to `python -I -c pass` of the same round, with the quartiles. Each command is measured with
its results as text and as JSON.
"""

from __future__ import annotations

import os
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
COMMANDS = (
    "frequency",
    "frequency plan",
    "frequency plan --lemma",
    "frequency --ngrams 2-4",
    "concordance Party",
    "collocates economy",
    "keyness --target doc:speech --reference doc:paper",
    "dispersion plan Party",
    "vocabulary",
    "vocabulary --shared --ngrams 3-5",
    "similar speech:55",
)


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return how long `command` takes as a process whose stdout somebody reads."""
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                   stdin=subprocess.DEVNULL, env=environment, check=True)  # fmt: skip
    return time.perf_counter() - started


def measure(rounds: int, environment: Mapping[str, str]) -> dict[str, list[float]]:
    """Return the times of every command, by the name it is printed under."""
    commands = {BARE: [sys.executable, "-I", "-c", "pass"]}
    for command in COMMANDS:
        for name in (command, f"{command} --json"):
            commands[name] = [WP8, *name.split()]
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 2):
        for name, arguments in commands.items():
            taken = seconds(arguments, environment)
            # The first rounds build the index and warm the caches of the system.
            if number > 1:
                times[name].append(taken)
    return times


def main(rounds: int = 20) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        times = measure(rounds, os.environ | {"WP8_INDEX": str(Path(folder, "index"))})
    bare = times[BARE]
    print(f"{BARE}: {statistics.median(bare) * 1000:.1f} ms, {rounds} rounds")
    for name, taken in times.items():
        ratios = [own / unit for own, unit in zip(taken, bare, strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        print(f"{middle:6.2f}  ({low:.2f} to {high:.2f})  {name}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
