"""A build removes what is dead and old, and nothing else."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from test_store import NAME, WHOLE, edition, files_of, lines_store, opened_edition

from wp8.index.store.store import OTHER_INDEXES

if TYPE_CHECKING:
    import pytest


def test_the_last_built_of_the_other_indexes_are_kept(tmp_path: Path) -> None:
    store = lines_store(tmp_path)
    names = [f"{i:032x}-lines-1-t1" for i in range(OTHER_INDEXES + 3)]
    for age, name in enumerate(names):
        store.build(name, edition(1))
        os.utime(Path(store.place(name), "CURRENT"), (1000 - age, 1000 - age))

    store.build(names[-1], edition(2))

    kept = sorted(path.name for path in (tmp_path / "index").iterdir() if path.is_dir())
    assert kept == [*names[:OTHER_INDEXES], names[-1]]


def test_what_is_not_the_stores_is_never_removed(tmp_path: Path) -> None:
    store = lines_store(tmp_path)
    for i in range(OTHER_INDEXES + 1):
        store.build(f"{i:032x}-lines-1-t1", edition(1))
    treasure = tmp_path / "treasure"
    (treasure / "0123456789abcdef").mkdir(parents=True)
    (treasure / "0123456789abcdef" / "gold").touch()
    root, oldest = tmp_path / "index", Path(store.place(f"{0:032x}-lines-1-t1"))
    os.utime(oldest / "CURRENT", (1, 1))
    (oldest / "diary").touch()
    (root / f"{'a' * 32}-lines-1-t1").symlink_to(treasure)
    (oldest / "fedcba9876543210").symlink_to(treasure)
    (root / "photos" / "0123456789abcdef").mkdir(parents=True)

    store.build(f"{'b' * 32}-lines-1-t1", edition(1))

    assert (treasure / "0123456789abcdef" / "gold").exists()
    assert sorted(path.name for path in oldest.iterdir()) == ["diary", "fedcba9876543210"]
    assert (root / "photos" / "0123456789abcdef").exists()


def test_leftovers_of_a_dead_build_of_another_index_are_removed(tmp_path: Path) -> None:
    store, other = lines_store(tmp_path), NAME.replace("0", "1")
    store.build(other, edition(1))
    generation = next(path for path in Path(store.place(other)).iterdir() if path.is_dir())
    shutil.copytree(generation, generation.with_name("0123456789abcdef"))

    store.build(NAME, edition(1))

    assert files_of(store, other) == WHOLE
    assert opened_edition(store, other) == 1


def test_where_there_are_no_locks_only_what_is_an_hour_old_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    store = lines_store(tmp_path)
    store.build(NAME, edition(1))
    old, young = Path(store.place(NAME), "0" * 16), Path(store.place(NAME), "1" * 16)
    for folder, age in ((old, 3700), (young, 3500)):
        folder.mkdir()
        os.utime(folder, (time.time() - age, time.time() - age))

    store.build(NAME, edition(2))

    assert opened_edition(store) == 2
    assert (old.exists(), young.exists()) == (False, True)
