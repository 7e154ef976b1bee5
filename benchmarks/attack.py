"""Whether wp8 withstands damaged files, failing calls, writers at once, and hostile input.

    python benchmarks/attack.py [--times N] [--seed 1] [--first 0] ATTACK [OPTION …] [ATTACK …]

A line says how many rounds were tried and failed, and which were the slowest, in seconds of the
processor. A failure is printed with the number of its round, which `--first NUMBER --times 1`
repeats; the exit code is 1 then. That nothing of a corpus reaches a terminal as a control is tested
in tests/cli/test_every_command_on_hostile_text.py; kill -9 at random moments: faults.py.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from functools import partial
from heapq import nlargest
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click
from attacks.calls import calls
from attacks.documents import documents
from attacks.indexes import indexes
from attacks.queries import queries
from attacks.rounds import chances, load
from attacks.writers import writers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from attacks.rounds import Outcome

SHIPPED: Final = Path(__file__).parents[1] / "corpus"
SLOWEST: Final = 3
ENGINE: Final = click.option("--engine", type=click.Choice(["whoosh", "tantivy"]), default="whoosh")


class Rounds(NamedTuple):
    """Which rounds are done: `times` of them, by default as many as an attack has."""

    times: int | None
    seed: int
    first: int

    def report(
        self, usual: int, attack: Callable[[Path, Iterator[Random]], Iterator[Outcome]]
    ) -> bool:
        """Do them in a folder of their own; print what came of them, and return if one failed."""
        name = click.get_current_context().info_name
        outcomes: list[Outcome] = []
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            os.environ["XDG_STATE_HOME"] = folder
            load()
            rounds = chances(self.seed, self.first, usual if self.times is None else self.times)
            # Ctrl-C ends it, and what was done so far is reported.
            with suppress(KeyboardInterrupt):
                for number, outcome in enumerate(attack(Path(folder), rounds), start=self.first):
                    outcomes.append(outcome)
                    if outcome.wrong:
                        print(f"  {number}: {outcome.what}: {outcome.wrong}", flush=True)
        failed = sum(bool(outcome.wrong) for outcome in outcomes)
        print(f"{name}: {len(outcomes):,} tried, {failed:,} failed; the slowest:")
        for outcome in nlargest(SLOWEST, outcomes, key=lambda each: each.seconds):
            print(f"  {outcome.seconds:.2f} s: {outcome.what}")
        return bool(failed)


@click.group(help=__doc__, chain=True)
@click.option("--times", type=int)
@click.option("--seed", default=1)
@click.option("--first", default=0)
@click.pass_context
def attack(context: click.Context, times: int | None, seed: int, first: int) -> None:
    """Note which rounds are asked for."""
    context.obj = Rounds(times, seed, first)


@attack.result_callback()
def end(failed: list[bool], **_: object) -> None:
    """Leave the process with 1 if an attack was not withstood."""
    sys.exit(any(failed))


@attack.command("indexes")
@ENGINE
@click.option("--megabytes", default=0.02, help="The size of the corpus.")
@click.pass_obj
def attack_indexes(rounds: Rounds, engine: str, megabytes: float) -> bool:
    """Damage a file of an index, or beside it: all answers have to be those of the scan."""
    return rounds.report(2_000, partial(indexes, engine=engine, megabytes=megabytes))


@attack.command("queries")
@ENGINE
@click.option("--corpus", type=click.Path(exists=True, path_type=Path), default=SHIPPED)
@click.pass_obj
def attack_queries(rounds: Rounds, engine: str, corpus: Path) -> bool:
    """Ask what is well formed, mutated, deep, long or no language: only wp8's errors are raised."""
    return rounds.report(100_000, partial(queries, engine=engine, corpus=corpus))


@attack.command("documents")
@click.pass_obj
def attack_documents(rounds: Rounds) -> bool:
    """Read mutated documents: a list of records or a line each, and nothing left behind."""
    return rounds.report(2_000, documents)


@attack.command("calls")
@ENGINE
@click.pass_obj
def attack_calls(rounds: Rounds, engine: str) -> bool:
    """Let calls to the system fail in add, init and reindex: no document is lost. Takes strace."""
    return rounds.report(500, partial(calls, engine=engine))


@attack.command("writers")
@click.pass_obj
def attack_writers(rounds: Rounds) -> bool:
    """Add by six commands at once: all documents are there."""
    return rounds.report(20, writers)


if __name__ == "__main__":
    attack()
