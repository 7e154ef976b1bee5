"""Commands that add to one corpus at once: all their documents are there."""

from __future__ import annotations

import shutil
import subprocess
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import wp8
from attacks.own import WP8, Own, written
from attacks.rounds import Outcome, forked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

WRITERS: Final = 6


def writers(folder: Path, rounds: Iterator[Random]) -> Iterator[Outcome]:
    """Add by six commands at once."""
    for chance in rounds:
        own = Own(folder / "corpus", folder / "index")
        done = forked(partial(add_at_once, own, folder / "files", chance))
        yield Outcome(f"{WRITERS} at once", done.wrong or "; ".join(done.answers), done.seconds)
        for each in (own.corpus, own.indexes, folder / "files"):
            shutil.rmtree(each)


def add_at_once(own: Own, files: Path, chance: Random) -> Iterator[str]:
    """Yield what is wrong after it."""
    (first,) = written(files / "first", ["first.md"])
    wp8.new_corpus(str(own.corpus), str(first))
    expected = [first.read_text()]
    processes = []
    for number in range(WRITERS):
        names = {chance.choice(("same.md", "same.txt", f"{number}.md")) for _ in range(2)}
        new = written(files / str(number), sorted(names))
        expected += [file.read_text() for file in new]
        processes.append(
            subprocess.Popen([*WP8, "add", "--anyway", *map(str, new), *own.where[:2]])
        )
        time.sleep(chance.choice((0, 0, 0.05)))
    codes = [process.wait() for process in processes]
    if any(codes):
        yield f"exit codes {codes}"
    if own.texts() != sorted(expected):
        yield f"documents: {own.texts()}"
    if own.found() != sorted(expected):
        yield f"found: {own.found()}"
    if own.left():
        yield f"left behind: {own.left()}"
