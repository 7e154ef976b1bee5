"""Processes that work on batches."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import count
from typing import TYPE_CHECKING

import pytest

from wp8.errors import IndexStoreError, OutOfTimeError
from wp8.index.build.workers import processors, worked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


def slower_if_even(number: int) -> int:
    """Return a process's own id."""
    time.sleep(0.02 * (number % 2 == 0))
    return os.getpid()


def length(text: str) -> int:
    return len(text)


def end_at_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def run_out_of_time_at_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGXCPU)
    return number


def test_what_is_made_comes_in_the_order_of_the_tasks_and_from_other_processes() -> None:
    done = list(worked(slower_if_even, range(8), jobs=2))

    assert [task for task, _ in done] == list(range(8))
    makers = {maker for _, maker in done}
    assert len(makers) == 2
    assert os.getpid() not in makers


def test_a_script_that_builds_is_not_run_again_by_them(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from wp8.index.build.workers import worked\n"
        "print('begun', [*worked(len, ['a', 'bc'], jobs=2)])\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("begun [('a', 1), ('bc', 2)]\n", "")


def test_no_more_processes_are_started_than_there_are_tasks() -> None:
    assert len({maker for _, maker in worked(slower_if_even, range(1), jobs=4)}) == 1
    assert list(worked(slower_if_even, [], jobs=4)) == []


def test_tasks_are_taken_as_they_are_worked_on() -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in count():
            taken.append(number)
            yield number

    done = worked(slower_if_even, tasks(), jobs=2)
    next(done)

    assert taken == [0, 1, 2]
    done.close()  # type: ignore[attr-defined]


def test_tasks_and_results_larger_than_a_pipe_block_nobody() -> None:
    texts = ["x" * 3_000_000] * 5

    assert [made for _, made in worked(length, texts, jobs=2)] == [3_000_000] * 5


def test_a_process_that_somebody_ends_is_an_error_with_a_next_step() -> None:
    with pytest.raises(IndexStoreError, match="a process that worked on it was ended") as raised:
        list(worked(end_at_three, range(8), jobs=2))

    assert "--jobs 1" in str(raised.value.hint)


def test_the_end_of_one_by_the_limit_of_processor_time_is_named() -> None:
    with pytest.raises(OutOfTimeError):
        list(worked(run_out_of_time_at_three, range(8), jobs=2))


def test_an_error_in_the_tasks_ends_the_processes() -> None:
    def tasks() -> Iterator[int]:
        yield from range(3)
        raise ValueError

    makers: list[int] = []
    with pytest.raises(ValueError, match=r"^$"):
        makers.extend(maker for _, maker in worked(slower_if_even, tasks(), jobs=2))

    assert processors() >= 1
    for maker in makers:
        with pytest.raises(ProcessLookupError):
            os.kill(maker, 0)
