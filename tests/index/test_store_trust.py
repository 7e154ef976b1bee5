"""The store opens and builds only where nobody but this user can write."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from pathlib import Path

import pytest
from test_store import NAME, Child, LinesEngine, edition, files_of, lines_store, opened_edition

from wp8.errors import IndexStoreError, IndexUntrustedError
from wp8.index.store.store import IndexStore

STRANGER = 12345

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    store = lines_store(tmp_path)
    store.build(NAME, edition(1))
    return store


def parts_of(store: IndexStore) -> dict[str, Path]:
    place = Path(store.place(NAME))
    generation = place / (place / "CURRENT").read_text()
    return {
        "root": place.parent,
        "place": place,
        "current": place / "CURRENT",
        "generation": generation,
        "checksums": generation / "DIGESTS",
        "file": generation / "ids",
    }


PARTS = ("root", "place", "current", "generation", "checksums", "file")


def refusal(store: IndexStore) -> IndexUntrustedError:
    with pytest.raises(IndexUntrustedError) as raised:
        store.open(NAME)
    with pytest.raises(IndexUntrustedError):
        store.check(NAME)
    return raised.value


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("bit", [stat.S_IWGRP, stat.S_IWOTH])
def test_what_others_can_write_is_refused(store: IndexStore, part: str, bit: int) -> None:
    path = parts_of(store)[part]
    path.chmod(path.stat().st_mode | bit)

    error = refusal(store)

    mode = "700" if path.is_dir() else "600"
    assert error.message == f"{path} can be written by other users: its index is not trusted"
    assert error.hint == (
        f"chmod {mode} {path}, or choose another folder with --index DIR or WP8_INDEX"
    )


@needs_root
@pytest.mark.parametrize("part", PARTS)
def test_what_belongs_to_another_user_is_refused(store: IndexStore, part: str) -> None:
    path = parts_of(store)[part]
    os.chown(path, STRANGER, -1)

    error = refusal(store)

    assert error.message == (
        f"{path} belongs to another user (uid {STRANGER}): its index is not trusted"
    )
    assert error.hint == "choose another folder with --index DIR or WP8_INDEX"


@pytest.mark.parametrize("part", PARTS[1:])
def test_a_link_below_the_root_is_refused(store: IndexStore, tmp_path: Path, part: str) -> None:
    path = parts_of(store)[part]
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")

    assert refusal(store).message == f"{path} is a symbolic link: its index is not trusted"


@pytest.mark.parametrize("part", ["root", "place"])
def test_nothing_is_built_where_others_can_write(store: IndexStore, part: str) -> None:
    before = files_of(store)
    parts_of(store)[part].chmod(0o777)

    with pytest.raises(IndexUntrustedError):
        store.build(NAME, edition(2))

    assert files_of(store) == before


def test_nothing_is_made_below_an_ancestor_that_others_can_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)

    with pytest.raises(IndexUntrustedError) as raised:
        IndexStore(tmp_path / "cache" / "index", LinesEngine(), tmp_path / "state").build(
            NAME, edition(1)
        )

    assert raised.value.hint == (
        f"chmod go-w {tmp_path}, or choose another folder with --index DIR or WP8_INDEX"
    )
    assert list(tmp_path.iterdir()) == []


def test_an_ancestor_that_others_can_write_is_refused(store: IndexStore, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)

    assert refusal(store).message.startswith(f"{tmp_path} can be written by other users")


def test_a_sticky_ancestor_is_as_good_as_private(store: IndexStore, tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)

    assert opened_edition(store) == 1


@needs_root
def test_an_ancestor_of_another_user_is_refused(store: IndexStore, tmp_path: Path) -> None:
    os.chown(tmp_path, STRANGER, -1)

    assert refusal(store).message.startswith(f"{tmp_path} belongs to another user")


@pytest.mark.parametrize(
    ("group", "members", "is_trusted"),
    [
        ("kim", [], True),
        ("kim", ["kim"], True),
        ("kim", ["kim", "ri"], False),
        ("staff", [], False),
    ],
)
def test_an_ancestor_may_be_writable_by_the_users_own_group(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    group: str,
    members: list[str],
    is_trusted: bool,
) -> None:
    store = lines_store(tmp_path)
    store.build(NAME, edition(1))
    tmp_path.chmod(0o775)
    gid = tmp_path.stat().st_gid
    user = pwd.struct_passwd(("kim", "x", os.geteuid(), gid, "", "/", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda _: user)
    monkeypatch.setattr(grp, "getgrgid", lambda _: grp.struct_group((group, "x", gid, members)))

    if is_trusted:
        assert opened_edition(store) == 1
    else:
        assert refusal(store).message.startswith(f"{tmp_path} can be written")


def test_a_user_without_an_account_has_no_group(
    store: IndexStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_: int) -> pwd.struct_passwd:
        raise KeyError

    tmp_path.chmod(0o775)
    monkeypatch.setattr(pwd, "getpwuid", unknown)

    assert refusal(store).message.startswith(f"{tmp_path} can be written")


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o022])
def test_what_is_made_is_private_under_any_umask(tmp_path: Path, umask: int) -> None:
    store = IndexStore(tmp_path / "cache" / "wp8" / "index", LinesEngine(), tmp_path / "state")

    def build() -> None:
        os.umask(umask)
        store.build(NAME, edition(1))

    assert Child(build).outcome() == "done"
    assert opened_edition(store) == 1
    for path in (tmp_path / "cache").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700


def test_an_index_that_others_may_read_is_opened(store: IndexStore) -> None:
    for part in ("root", "place", "generation"):
        parts_of(store)[part].chmod(0o755)
    parts_of(store)["file"].chmod(0o644)

    assert opened_edition(store) == 1


@pytest.mark.parametrize("kind", ["root", "place"])
def test_a_file_is_not_a_folder(tmp_path: Path, kind: str) -> None:
    store = lines_store(tmp_path)
    path = tmp_path / "index" if kind == "root" else Path(store.place(NAME))
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600)

    with pytest.raises(IndexStoreError) as reading:
        store.open(NAME)
    with pytest.raises(IndexStoreError) as writing:
        store.build(NAME, edition(1))

    assert reading.value.message == f"cannot read the index: {path}: Not a directory"
    assert writing.value.message == f"cannot write the index: {path}: Not a directory"


def test_a_lock_that_is_a_link_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir(0o700)
    (tmp_path / "index" / ".wp8-lock").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(IndexStoreError, match=r"cannot write the index: .*\.wp8-lock: "):
        lines_store(tmp_path).build(NAME, edition(1))
    assert not (tmp_path / "elsewhere").exists()
