"""How long the checksum of a stamp takes, against the counting of the table that it is made of.

    python benchmarks/stamps.py [TYPES]

Printed are CPU seconds and their ratio, medians of alternating rounds.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from array import array
from typing import TYPE_CHECKING

from wp8.analysis.counts.keyness import keyness, side
from wp8.analysis.counts.population import Arrangement, Population
from wp8.model import Heads
from wp8.results import by_column
from wp8.stamp import checksum

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5


def drawn(types: int, seed: int) -> Population:
    """Return words drawn so that few types are frequent, each of them once or more."""
    chance = random.Random(seed)
    words = array("I", range(types))
    words.extend(int(types * chance.random() ** 4) for _ in range(4 * types))
    heads = Heads(["a:1"], ["a"], ["paragraph"], ["I"], [False])
    items = [f"w{number}" for number in range(types)]
    return Population(heads, words, [0, len(words)], items, lambda _: Arrangement((), ()))


def spent(work: Callable[[], object]) -> float:
    """Return the CPU seconds that `work` takes."""
    before = time.process_time()
    work()
    return time.process_time() - before


def main() -> None:
    """Measure and print."""
    types = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    target, reference = (side(drawn(types, seed), range(1, 2)) for seed in (1, 2))
    rows = keyness(target, reference).rows
    rounds = [
        (spent(lambda: keyness(target, reference)), spent(lambda: checksum(by_column(rows))))
        for _ in range(ROUNDS)
    ]
    counting, stamping = (statistics.median(each) for each in zip(*rounds, strict=True))
    print(f"{len(rows):,} rows of {len(rows[0])} columns")
    print(f"counted in {counting:.2f} s, checksum in {stamping:.2f} s: {stamping / counting:.2f}")


if __name__ == "__main__":
    main()
