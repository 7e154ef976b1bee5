"""The store on a disk that is full, read-only, or not for this user."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
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

from wp8.errors import IndexStoreError
from wp8.index.engines import named_engine
from wp8.index.store.store import IndexStore
from wp8.index.whoosh.backend import WhooshEngine
from wp8.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

PAGE = os.sysconf("SC_PAGESIZE")
NOBODY = 65534


@contextmanager
def mounted(folder: Path, *, pages: int) -> Iterator[Path]:
    """Yield `folder` with a file system of so many pages mounted on it."""
    options = f"size={pages * PAGE},mode=700"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, check=False).returncode:
        pytest.skip("mounting a small file system is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def ordinary_users_folder() -> Iterator[tuple[Path, int | None]]:
    """Yield a folder of a user that permissions bind, and that user's id if it is not us."""
    with tempfile.TemporaryDirectory() as name:
        folder, user = Path(name), NOBODY if os.geteuid() == 0 else None
        if user is not None:
            os.chown(folder, user, user)
        yield folder, user
        folder.chmod(0o700)


@pytest.mark.parametrize("size", [20, 2000])
def test_a_full_disk_leaves_the_old_index_and_nothing_else(tmp_path: Path, size: int) -> None:
    with mounted(tmp_path, pages=64) as disk:
        store = lines_store(disk)
        store.build(NAME, edition(1))
        built, messages = [], set()
        for free in range(24):
            ballast = disk / "ballast"
            ballast.write_bytes(bytes((shutil.disk_usage(disk).free // PAGE - free) * PAGE))
            try:
                store.build(NAME, edition(2, size))
                built.append(True)
            except IndexStoreError as error:
                built.append(False)
                messages.add(error.message.replace(str(disk), "DISK"))
            assert files_of(store) == WHOLE
            assert opened_edition(store) == (2 if built[-1] else 1)
            ballast.unlink()
            store.build(NAME, edition(1))

    assert built == sorted(built)
    assert set(built) == {False, True}
    assert {message.partition("DISK")[0] for message in messages} == {"cannot write the index: "}
    assert {message.rpartition(": ")[2] for message in messages} == {"No space left on device"}


def test_a_limit_on_the_size_of_files_leaves_the_old_index(tmp_path: Path) -> None:
    store = lines_store(tmp_path)
    store.build(NAME, edition(1))

    def build_within(limit: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        store.build(NAME, edition(2))

    for limit in (0, 15, 16, 60, 100):
        outcome = Child(partial(build_within, limit)).outcome()

        assert outcome.startswith("IndexStoreError: cannot write the index: ")
        assert outcome.endswith(": File too large")
        assert opened_edition(store) == 1
        assert files_of(store) == WHOLE


def test_what_tantivy_cannot_write_leaves_the_old_index(tmp_path: Path) -> None:
    pytest.importorskip("tantivy", reason="the extra wp8[tantivy] is not installed")
    store = IndexStore(tmp_path / "index", named_engine("tantivy", jobs=1), tmp_path / "state")
    store.build(NAME, edition(1))
    files = files_of(store)

    def build_within(limit: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        store.build(NAME, edition(2))

    for limit in (0, 50, 300, 1000):
        outcome = Child(partial(build_within, limit)).outcome()

        assert outcome.startswith("IndexStoreError: cannot write the index: ")
        assert outcome.endswith(": File too large")
        assert files_of(store) == files
    store.check(NAME)


def test_a_read_only_disk_is_read_but_not_written(tmp_path: Path) -> None:
    with mounted(tmp_path, pages=64) as disk:
        store = lines_store(disk)
        store.build(NAME, edition(1))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

        assert opened_edition(store) == 1
        with pytest.raises(IndexStoreError, match=r"^cannot write .*: Read-only file system$"):
            store.build(NAME, edition(2))
        assert opened_edition(store) == 1


def test_a_read_only_folder_is_read_but_not_written() -> None:
    with ordinary_users_folder() as (folder, user):
        store = IndexStore(folder, LinesEngine(), folder / "state")
        assert Child(lambda: store.build(NAME, edition(1)), user=user).outcome() == "done"
        (folder / ".wp8-lock").unlink()
        folder.chmod(0o500)

        assert Child(lambda: opened_edition(store), user=user).outcome() == "done"
        assert Child(lambda: store.build(NAME, edition(2)), user=user).outcome() == (
            f"IndexStoreError: cannot write the index: {folder}/.wp8-lock: Permission denied"
        )


def test_a_root_cannot_be_made_in_a_read_only_folder() -> None:
    with ordinary_users_folder() as (folder, user):
        store = IndexStore(folder / "cache" / "index", LinesEngine(), folder / "state")
        folder.chmod(0o500)

        assert Child(lambda: store.build(NAME, edition(1)), user=user).outcome() == (
            f"IndexStoreError: cannot write the index: {folder}/cache: Permission denied"
        )


def test_a_folder_that_cannot_be_entered_is_an_error() -> None:
    with ordinary_users_folder() as (folder, user):
        store = IndexStore(folder / "cache" / "index", LinesEngine(), folder / "state")
        folder.chmod(0o000)

        assert Child(lambda: store.open(NAME), user=user).outcome() == (
            f"IndexStoreError: cannot read the index: {folder}/cache: Permission denied"
        )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has files of two users")
def test_an_index_of_another_user_is_refused() -> None:
    with ordinary_users_folder() as (folder, user):
        store = IndexStore(folder, LinesEngine(), folder / "state")
        Child(lambda: store.build(NAME, edition(1)), user=user).outcome()

        assert Child(lambda: store.open(NAME), user=12345).outcome() == (
            f"IndexUntrustedError: {folder} belongs to another user (uid {NOBODY}): "
            "its index is not trusted"
        )


def test_a_path_that_is_too_long_is_an_error(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / ("x" * 300), LinesEngine(), tmp_path / "state")

    with pytest.raises(IndexStoreError, match=r"^cannot read .*: File name too long$"):
        store.open(NAME)
    with pytest.raises(IndexStoreError, match=r"^cannot write .*: File name too long$"):
        store.build(NAME, edition(1))


def test_a_disk_that_fills_while_whoosh_is_written_leaves_the_old_index(tmp_path: Path) -> None:
    def texts(number: int) -> Iterator[Record]:
        for i in range(1, 9000):
            text = f"edition {number} word{i % 700} word{i % 90}"
            yield Record(f"d:{i}", "d", "paragraph", "", i, i, text, "d.txt", (i, i))

    with mounted(tmp_path, pages=4096) as disk:
        store = IndexStore(disk / "index", WhooshEngine(), disk / "state")
        store.build(NAME, texts(1))
        files = files_of(store)
        for free in (0, 8, 40, 160, 320):
            ballast = disk / "ballast"
            ballast.write_bytes(bytes((shutil.disk_usage(disk).free // PAGE - free) * PAGE))
            with pytest.raises(IndexStoreError, match=r"^cannot write .*No space left on device$"):
                store.build(NAME, texts(2))
            assert files_of(store) == files
            ballast.unlink()
        store.check(NAME)
        opened = store.open(NAME)
        assert opened.records(["d:8999"])[0].text.startswith("edition 1")
        opened.close()
