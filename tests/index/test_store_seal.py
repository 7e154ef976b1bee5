"""The store opens only what carries the seal of this user, for this corpus and these versions."""

from __future__ import annotations

import hmac
import os
import shutil
import stat
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_store import NAME, WHOLE, Child, edition, files_of, lines_store, opened_edition

from wp8.errors import IndexDamagedError, IndexKeyError, IndexUntrustedError
from wp8.index.store.digests import write_digests
from wp8.index.store.seal import users_key, write_seal

if TYPE_CHECKING:
    from wp8.index.store.store import IndexStore

OTHER = f"{'1' * 32}-lines-1-t1"
STRANGER = 12345
NOT_SEALED = r"does not carry your seal for this corpus$"

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    store = lines_store(tmp_path)
    store.build(NAME, edition(1))
    return store


def generation(store: IndexStore, name: str = NAME) -> Path:
    place = Path(store.place(name))
    return place / (place / "CURRENT").read_text()


def assert_not_sealed(store: IndexStore) -> None:
    for use in (store.open, store.check, store.size):
        with pytest.raises(IndexDamagedError, match=NOT_SEALED):
            use(NAME)


def resealed(folder: Path, key: bytes, name: str = NAME) -> None:
    """Write new digests of the files in `folder`, and a seal by `key`."""
    for old in ("DIGESTS", "SEAL"):
        (folder / old).unlink()
    write_seal(str(folder), name, key, write_digests(str(folder)))


def test_the_seal_is_an_hmac_of_the_name_and_of_the_digests(
    store: IndexStore, tmp_path: Path
) -> None:
    folder = generation(store)
    key = (tmp_path / "state" / "index.key").read_bytes()
    digests = (folder / "DIGESTS").read_bytes()

    lines = [
        f"{len(content)} {sha256(content).hexdigest()} {name}\n"
        for name in ("ids", "texts")
        for content in [(folder / name).read_bytes()]
    ]
    assert digests.decode() == "wp8-index 2\n" + "".join(lines)
    expected = hmac.new(key, f"{NAME}\n".encode() + digests, "sha256").hexdigest()
    assert (folder / "SEAL").read_text() == f"{expected}\n"


def test_an_index_of_another_corpus_under_this_name_is_not_opened(store: IndexStore) -> None:
    store.build(OTHER, edition(2))
    shutil.rmtree(generation(store))
    shutil.copytree(generation(store, OTHER), generation(store))

    assert_not_sealed(store)
    assert opened_edition(store, OTHER) == 2


def test_a_folder_with_another_name_is_not_opened(store: IndexStore) -> None:
    Path(store.place(NAME)).rename(store.place(OTHER))
    Path(store.place(OTHER)).rename(store.place(NAME.replace("-t1", "-t2")))

    with pytest.raises(IndexDamagedError, match=NOT_SEALED):
        store.open(NAME.replace("-t1", "-t2"))


def test_an_index_of_another_machine_is_not_opened(store: IndexStore, tmp_path: Path) -> None:
    elsewhere = lines_store(tmp_path / "elsewhere")
    shutil.copytree(tmp_path / "index", tmp_path / "elsewhere" / "index")

    assert_not_sealed(elsewhere)
    elsewhere.build(NAME, edition(3))
    assert (opened_edition(elsewhere), opened_edition(store)) == (3, 1)


def test_files_with_digests_of_a_stranger_are_not_opened(store: IndexStore) -> None:
    folder = generation(store)
    (folder / "texts").write_text("ed. 7\n" * 20)
    resealed(folder, b"0" * 32)

    assert_not_sealed(store)


def test_digests_alone_do_not_open_an_index(store: IndexStore) -> None:
    folder = generation(store)
    (folder / "texts").write_text("ed. 7\n" * 20)
    (folder / "DIGESTS").unlink()
    write_digests(str(folder))

    assert_not_sealed(store)


def test_an_index_is_opened_wherever_its_folder_is(store: IndexStore, tmp_path: Path) -> None:
    moved = lines_store(tmp_path / "moved")
    (tmp_path / "moved").mkdir(0o700)
    for name in ("index", "state"):
        (tmp_path / name).rename(tmp_path / "moved" / name)

    assert opened_edition(moved) == 1


def test_a_key_is_made_once_where_nobody_else_can_read(tmp_path: Path) -> None:
    state = tmp_path / "home" / "state" / "wp8"
    key = users_key(str(state))

    assert users_key(str(state)) == key
    assert (len(key), [path.name for path in state.iterdir()]) == (32, ["index.key"])
    assert stat.S_IMODE((state / "index.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert users_key(str(tmp_path / "other")) != key


@pytest.mark.slow
def test_many_that_make_a_key_at_once_have_the_same(tmp_path: Path) -> None:
    def make(number: int) -> None:
        (tmp_path / f"key{number}").write_bytes(users_key(str(tmp_path / "state")))

    children = [Child(partial(make, number)) for number in range(16)]

    assert [child.outcome() for child in children] == ["done"] * 16
    keys = {path.read_bytes() for path in tmp_path.glob("key*")}
    assert keys == {(tmp_path / "state" / "index.key").read_bytes()}
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["index.key"]


def assert_no_key(store: IndexStore, reason: str) -> None:
    before = files_of(store)
    for use in (store.open, store.check, lambda name: store.build(name, edition(2))):
        with pytest.raises(IndexKeyError) as raised:
            use(NAME)
        assert raised.value.message.startswith("no key can be kept that an index is sealed with: ")
        assert raised.value.message.endswith(f": {reason}")
    assert files_of(store) == before == WHOLE


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_a_key_that_others_can_use_is_none(store: IndexStore, tmp_path: Path, mode: int) -> None:
    (tmp_path / "state" / "index.key").chmod(mode)

    assert_no_key(store, "it is not a file that only you can read")


@needs_root
def test_a_key_of_another_user_is_none(store: IndexStore, tmp_path: Path) -> None:
    os.chown(tmp_path / "state" / "index.key", STRANGER, STRANGER)

    assert_no_key(store, "it is not a file that only you can read")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_no_key(store: IndexStore, tmp_path: Path, make: object) -> None:
    assert callable(make)
    key = tmp_path / "state" / "index.key"
    key.unlink()
    make(key)

    assert_no_key(store, "it is not a file that only you can read")


@pytest.mark.parametrize("content", [b"", b"0" * 31, b"0" * 33])
def test_a_key_of_another_size_is_none(store: IndexStore, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state" / "index.key").write_bytes(content)

    assert_no_key(store, "it is no key")


def test_where_no_folder_can_be_there_is_no_key(store: IndexStore, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "state")
    (tmp_path / "state").touch()

    assert_no_key(store, "Not a directory")


def test_a_user_without_a_home_has_no_key() -> None:
    with pytest.raises(IndexKeyError, match=r"you have no home folder$"):
        users_key("~/.local/state/wp8")


def test_an_index_that_others_can_write_is_refused_before_a_key_is_asked_for(
    store: IndexStore, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "state")
    (tmp_path / "index").chmod(0o770)

    with pytest.raises(IndexUntrustedError):
        store.open(NAME)
    assert not (tmp_path / "state").exists()
