"""Whether collocates are what chance says they are, where there is nothing but chance.

    python benchmarks/collocates_null.py [CORPORA]

Texts are drawn word by word, by Zipf's law and by one with few types, so that no word is drawn to
another. For nodes that are frequent and rare it is printed which share of the words has a G² above
3.841, which chi-squared has in one of twenty, by the frequency that is expected of them both near
the node and elsewhere. Words that never stand near it are among them. Then every row of a random
corpus and of the shipped one is held to the package association-measures, if that is installed:
what is expected, and the sign and value of the scores.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from importlib.util import find_spec
from itertools import accumulate
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wp8.analysis.counts.collocates import collocates
from wp8.analysis.counts.population import Population, form, population
from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CRITICAL: Final = 3.841
LEAST_EXPECTED: Final = (0.5, 1, 2, 5, 10, 20)
SIDE: Final = 5
TOLERANCE: Final = 1e-9
PARAGRAPHS, WORDS = 200, 68
# The weights of types, from the most frequent to the rarest, and the nodes.
LAWS: Final[dict[str, Sequence[float]]] = {
    "Zipf, 2,000 types": [1 / rank for rank in range(1, 2001)],
    "47 types": [6, 6, 3, 2, 1, *[1] * 42],
}
NODES: Final = ("w0", "w4", "w20")
SCORES: Final = {
    "z_score": "z_score",
    "t_score": "t_score",
    "signed_log_likelihood": "log_likelihood",
    "mi": "mutual_information",
}


def drawn(weights: Sequence[float], seed: int) -> Population:
    """Return paragraphs of words that are drawn one by one."""
    chance = random.Random(seed)
    types = [f"w{rank}" for rank in range(len(weights))]
    law = list(accumulate(weights))
    texts = (" ".join(chance.choices(types, cum_weights=law, k=WORDS)) for _ in range(PARAGRAPHS))
    return population(
        (
            Record(f"a:{n}", "a", "paragraph", "", n, n, text, "a.txt", (n, n))
            for n, text in enumerate(texts, start=1)
        ),
        form,
    )


def pairs(words: Population, node: str) -> Iterator[tuple[Any, int, int]]:
    """Yield each word with one of its kind near the node or elsewhere, with R1 and N."""
    nodes = words.occurrences_of((node,))
    for repelled in (False, True):
        found = collocates(words, nodes, left=SIDE, right=SIDE, least=0, repelled=repelled)
        yield from ((row, found.near, found.size) for row in found.rows)


def shares(weights: Sequence[float], node: str, corpora: int) -> dict[float, tuple[int, int]]:
    """Return how many words are above the critical value, and of how many, by the expected."""
    above: Counter[float] = Counter()
    words: Counter[float] = Counter()
    for seed in range(corpora):
        for row, _, _ in pairs(drawn(weights, seed), node):
            for least in LEAST_EXPECTED:
                if min(row.expected, row.frequency - row.expected) >= least:
                    words[least] += 1
                    above[least] += row.log_likelihood > CRITICAL
    return {least: (above[least], words[least]) for least in LEAST_EXPECTED}


def differences(words: Population, node: str) -> tuple[int, Counter[str]]:
    """Return the number of rows, and in how many a figure differs from association-measures."""
    from association_measures.measures import score
    from pandas import DataFrame

    rows = list(pairs(words, node))
    counts = [(row.joint_frequency, near, row.frequency, size) for row, near, size in rows]
    theirs = score(
        DataFrame(counts, columns=["f", "f1", "f2", "N"]), measures=[*SCORES.values()], digits=None
    )
    found: Counter[str] = Counter()
    for (row, _, _), (_, other) in zip(rows, theirs.iterrows(), strict=True):
        found["expected"] += abs(row.expected - float(other["E11"])) > TOLERANCE * row.expected
        for name, called in SCORES.items():
            own = getattr(row, name)
            # MI and t of what never occurs are computed there as if it occurred a little.
            if own is not None:
                value = float(other[called]) / (log10(2) if name == "mi" else 1)
                found[f"sign of {name}"] += own * value < 0
                found[name] += abs(own - value) > TOLERANCE * max(1, abs(value))
    return len(rows), +found


def main(corpora: int = 100) -> None:
    """Measure and print."""
    print(f"{corpora} corpora of {PARAGRAPHS * WORDS:,} words, windows of {SIDE}:{SIDE}")
    for law, weights in LAWS.items():
        for node in NODES:
            print(f"{law}, node {node}: G² above {CRITICAL}")
            for least, (above, words) in shares(weights, node, corpora).items():
                share = f"{above / words:7.2%}" if words else "   none"
                print(f"{share} of {words:9,} words, {least} or more expected")
    if not find_spec("association_measures"):
        print("association-measures is not installed: nothing is compared with it")
        return
    shipped = read_records(load_corpus(Path(__file__).parent.parent / "corpus"))
    body = population([record for record in shipped if record.kind == "paragraph"], form)
    chance = drawn(LAWS["Zipf, 2,000 types"], 0)
    for name, text, node in (
        ("random", chance, "w4"),
        ("shipped", body, "economy"),
        ("shipped", body, "party"),
    ):
        rows, found = differences(text, node)
        print(f"{name}, node {node}: {rows:,} rows, of which differ {dict(found) or 'none'}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
