"""Rounds of an attack, each with chances of its own, in processes that may crash or hang."""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import traceback
from contextlib import suppress
from pkgutil import walk_packages
from random import Random
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import wp8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Attack = Callable[[Iterable[Random]], Iterator["Outcome"]]

# For one answer, of the processor and, on a busy machine, of the clock.
HANGS_AFTER: Final = 20
WAITS_FOR: Final = 600


class Outcome(NamedTuple):
    """What was done in one round, what was wrong then, if anything, and the processor's seconds."""

    what: str
    wrong: str
    seconds: float


class Ended(NamedTuple):
    """What a process answered before its end, what it wrote, how it ended, and what it took."""

    answers: list[Any]
    said: str
    code: int
    seconds: float
    bytes: int

    @property
    def wrong(self) -> str:
        """What nobody should see of any process."""
        if self.code:
            return f"ended with {self.code}: {self.said[-2000:]}"
        return self.said[-2000:] if "Traceback" in self.said else ""


def chances(seed: int, first: int, times: int) -> Iterator[Random]:
    """Yield the chances of each round, which depend on its number alone."""
    for number in range(first, first + times):
        yield Random(f"{seed}/{number}")


def load() -> None:
    """Import all of wp8 once, for the processes to come."""
    for module in walk_packages(wp8.__path__, "wp8."):
        with suppress(ImportError):  # of an extra
            importlib.import_module(module.name)
    importlib.import_module("wp8.words.lexemes").lexemes("loading")


def forked(work: Callable[[], Iterable[object]]) -> Ended:
    """Take the answers of `work` in a process of its own, which has all it begins ended with it."""
    with TemporaryFile() as answers, TemporaryFile() as said:
        child = os.fork()
        if not child:
            _work(work, answers.fileno(), said.fileno())
        _, status, used = os.wait4(child, 0)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        answers.seek(0)
        said.seek(0)
        return Ended(
            [json.loads(line) for line in answers],
            said.read().decode(errors="replace"),
            os.waitstatus_to_exitcode(status),
            used.ru_utime + used.ru_stime,
            used.ru_maxrss << 10,
        )


def _wait() -> None:
    """End this process where the next answer takes too long."""
    signal.alarm(WAITS_FOR)
    signal.setitimer(signal.ITIMER_PROF, HANGS_AFTER)


def _work(work: Callable[[], Iterable[object]], answers: int, said: int) -> None:
    code = 1
    try:
        os.setsid()
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - to the end
        sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115 - to the end
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _wait()
        for answer in work():
            os.write(answers, json.dumps(answer).encode() + b"\n")
            _wait()
        code = 0
    except BaseException:  # noqa: BLE001 - this process must not go on as its parent
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
