"""The store under kill -9, Ctrl-C, and several builders and readers at a time."""

from __future__ import annotations

import os
import random
import signal
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from test_store import (
    NAME,
    WHOLE,
    Child,
    LinesEngine,
    edition,
    files_of,
    lines_store,
    opened_edition,
)

from wp8.errors import IndexMissingError
from wp8.index.store.store import IndexStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wp8.model import Record
    from wp8.query.backend import Backend

pytestmark = pytest.mark.slow

DISK_OPERATIONS = ("mkdir", "chmod", "open", "link", "fsync", "replace", "unlink", "rmdir")


def die_at(step: int) -> None:
    """Have this process killed just before its `step`-th operation on the disk."""
    done = 0

    def deadly(operation: Callable[..., object]) -> Callable[..., object]:
        def operate(*args: object, **options: object) -> object:
            nonlocal done
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return operation(*args, **options)

        return operate

    for name in DISK_OPERATIONS:
        setattr(os, name, deadly(getattr(os, name)))


def build_and_die(store: IndexStore, number: int, step: int) -> str:
    """Build an edition in a child that is killed at `step`; return what became of it."""

    def act() -> None:
        die_at(step)
        store.build(NAME, edition(number))

    return Child(act).outcome()


def test_a_build_killed_at_any_step_leaves_the_old_index_or_the_new(tmp_path: Path) -> None:
    store = lines_store(tmp_path)
    store.build(NAME, edition(0))
    swapped = []
    for step in range(1, 100):
        outcome = build_and_die(store, step, step)
        opened = opened_edition(store)
        assert opened in (0, step)
        swapped.append(opened == step)
        store.build(NAME, edition(0))
        assert files_of(store) == WHOLE
        if outcome == "done":
            break

    # Every step before the swap changed nothing, every step after it lost nothing.
    assert swapped == sorted(swapped)
    assert 8 < swapped.index(True) < len(swapped) - 4


def test_the_first_build_killed_at_any_step_leaves_no_index_or_a_whole_one(tmp_path: Path) -> None:
    outcome = ""
    for step in range(1, 100):
        store = lines_store(tmp_path / str(step))
        outcome = build_and_die(store, 1, step)
        try:
            assert opened_edition(store) == 1
        except IndexMissingError:
            assert outcome == "killed"
        store.build(NAME, edition(2))
        assert opened_edition(store) == 2
        assert files_of(store) == WHOLE
        if outcome == "done":
            break
    assert outcome == "done"


def test_a_build_killed_at_random_moments_leaves_a_whole_index(tmp_path: Path) -> None:
    moments = random.Random(8)
    store = lines_store(tmp_path, pause=lambda: time.sleep(0.002))
    store.build(NAME, edition(0))
    outcomes = []
    for number in range(1, 16):
        child = Child(partial(store.build, NAME, edition(number)))
        time.sleep(moments.uniform(0, 0.08))
        before = opened_edition(store)
        child.kill()
        outcomes.append(child.outcome())

        assert opened_edition(store) in ({number} if outcomes[-1] == "done" else {before, number})

    assert set(outcomes) <= {"done", "killed"}
    store.build(NAME, edition(16))
    assert opened_edition(store) == 16
    assert files_of(store) == WHOLE


def test_a_ctrl_c_leaves_the_old_index_and_nothing_else(tmp_path: Path) -> None:
    building, paused = os.pipe()

    def pause() -> None:
        os.write(paused, b".")
        time.sleep(60)

    store = lines_store(tmp_path)
    store.build(NAME, edition(1))
    child = Child(lambda: lines_store(tmp_path, pause).build(NAME, edition(2)))
    os.read(building, 1)

    os.kill(child.pid, signal.SIGINT)

    assert child.outcome() == "KeyboardInterrupt"
    assert opened_edition(store) == 1
    assert files_of(store) == WHOLE
    os.close(building)
    os.close(paused)


@pytest.mark.parametrize("builders", [2, 4])
def test_builders_at_the_same_time_do_each_other_no_harm(tmp_path: Path, builders: int) -> None:
    def build_five(number: int) -> None:
        store = lines_store(tmp_path, pause=lambda: time.sleep(0.0005))
        for _ in range(5):
            store.build(NAME, edition(number))
            opened_edition(store)

    children = [Child(partial(build_five, number)) for number in range(1, builders + 1)]

    assert [child.outcome() for child in children] == ["done"] * builders
    assert opened_edition(lines_store(tmp_path)) in range(1, builders + 1)
    assert files_of(lines_store(tmp_path)) == WHOLE


def test_a_build_spares_what_a_living_builder_is_writing(tmp_path: Path) -> None:
    (building, paused), (released, release) = os.pipe(), os.pipe()

    def pause() -> None:
        os.write(paused, b".")
        os.read(released, 1)

    store = lines_store(tmp_path)
    child = Child(lambda: lines_store(tmp_path, pause).build(NAME, edition(1, size=1)))
    os.read(building, 1)
    store.build(NAME, edition(2))
    assert opened_edition(store) == 2
    assert files_of(store) == sorted([*WHOLE, "*", "*/ids", "*/texts"])

    os.write(release, b".")

    assert child.outcome() == "done"
    assert opened_edition(store) == 1
    assert files_of(store) == WHOLE
    for descriptor in (building, paused, released, release):
        os.close(descriptor)


def test_a_build_that_fails_beside_another_removes_what_it_wrote(tmp_path: Path) -> None:
    def failing() -> Iterator[Record]:
        yield from edition(3, size=3)
        raise ValueError

    def outer() -> Iterator[Record]:
        yield from edition(2, size=10)
        with pytest.raises(ValueError, match=r"^$"):
            store.build(NAME, failing())
        assert files_of(store) == ["*", "*/ids", "*/texts"]

    store = lines_store(tmp_path)

    assert store.build(NAME, outer()) == 10

    assert opened_edition(store) == 2


def test_readers_see_a_whole_index_during_rebuilds(tmp_path: Path) -> None:
    store = lines_store(tmp_path)
    store.build(NAME, edition(1))

    def read_on() -> None:
        last = 1
        while last < 21:
            opened = opened_edition(store)
            assert opened >= last
            last = opened

    readers = [Child(read_on) for _ in range(2)]
    for number in range(2, 22):
        store.build(NAME, edition(number))

    assert [reader.outcome() for reader in readers] == ["done", "done"]


def test_a_reader_that_loses_its_generation_opens_the_next(tmp_path: Path) -> None:
    class Overtaken(LinesEngine):
        def open(self, folder: str) -> Backend:
            if next(editions, None):
                store.build(NAME, edition(2))
            return super().open(folder)

    editions = iter([True])
    store = IndexStore(tmp_path / "index", Overtaken(), tmp_path / "state")
    store.build(NAME, edition(1))

    assert opened_edition(store) == 2
