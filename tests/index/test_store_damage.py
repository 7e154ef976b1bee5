"""The store never opens an index that is not as it was written."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_store import (
    NAME,
    WHOLE,
    LinesEngine,
    edition,
    files_of,
    lines_store,
    opened_edition,
)

from wp8.errors import IndexDamagedError, IndexMissingError, IndexUntrustedError
from wp8.index.store.digests import write_digests
from wp8.index.store.store import IndexStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.model import Record
    from wp8.query.backend import Backend

FILES = ("CURRENT", "SEAL", "DIGESTS", "ids", "texts")


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    store = lines_store(tmp_path)
    store.build(NAME, edition(1))
    return store


def generation_of(store: IndexStore) -> Path:
    place = Path(store.place(NAME))
    return place / (place / "CURRENT").read_text()


def file_of(store: IndexStore, name: str) -> Path:
    return Path(store.place(NAME), name) if name == "CURRENT" else generation_of(store) / name


def assert_damaged(store: IndexStore) -> None:
    for use in (store.open, store.check, store.size):
        with pytest.raises(IndexDamagedError):
            use(NAME)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_anywhere_is_damage(store: IndexStore, name: str) -> None:
    path = file_of(store, name)
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        assert_damaged(store)

    path.write_bytes(content)
    assert opened_edition(store) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_anywhere_is_damage(store: IndexStore, name: str) -> None:
    path = file_of(store, name)
    content = path.read_bytes()
    for bit in random.Random(8).sample(range(8 * len(content)), min(300, 8 * len(content))):
        altered = bytearray(content)
        altered[bit // 8] ^= 1 << bit % 8
        path.write_bytes(altered)
        assert_damaged(store)

    path.write_bytes(content)
    assert opened_edition(store) == 1


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("added", [b"\n", b"\0", b"wp8-index 2\n"])
def test_a_file_with_more_in_it_is_damage(store: IndexStore, name: str, added: bytes) -> None:
    with file_of(store, name).open("ab") as file:
        file.write(added)

    assert_damaged(store)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_a_file_is_damage(store: IndexStore, name: str) -> None:
    path = file_of(store, name)
    path.unlink()
    path.mkdir(mode=0o700)

    assert_damaged(store)


@pytest.mark.parametrize("name", ["SEAL", "DIGESTS", "ids", "texts"])
def test_a_missing_file_is_damage(store: IndexStore, name: str) -> None:
    file_of(store, name).unlink()

    assert_damaged(store)


def test_a_missing_generation_is_damage(store: IndexStore) -> None:
    generation_of(store).rename(generation_of(store).with_name("elsewhere"))

    assert_damaged(store)


def test_without_current_the_index_is_missing(store: IndexStore) -> None:
    file_of(store, "CURRENT").unlink()

    with pytest.raises(IndexMissingError):
        store.open(NAME)


def test_a_hidden_file_that_is_not_listed_does_no_harm(store: IndexStore) -> None:
    (generation_of(store) / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")

    assert opened_edition(store) == 1


def test_a_file_that_was_put_there_is_damage(store: IndexStore) -> None:
    (generation_of(store) / "more").touch(mode=0o600)

    assert_damaged(store)


@pytest.mark.parametrize("pointer", ["../../elsewhere", ".", "", "/", "A" * 16, "é" * 16])
def test_current_names_nothing_but_a_generation(store: IndexStore, pointer: str) -> None:
    file_of(store, "CURRENT").write_text(pointer, encoding="utf-8")

    with pytest.raises(IndexDamagedError, match="CURRENT names no generation"):
        store.open(NAME)


def test_the_message_names_the_folder_and_the_file(store: IndexStore) -> None:
    file_of(store, "texts").write_text("ed. 2\n")

    with pytest.raises(IndexDamagedError) as raised:
        store.open(NAME)

    assert raised.value.message == (
        f"the index in {generation_of(store)} is damaged: texts is not as it was written"
    )
    assert raised.value.hint == "wp8 reindex builds it anew"


@pytest.mark.parametrize("name", FILES)
def test_a_build_heals_what_is_damaged(store: IndexStore, name: str) -> None:
    file_of(store, name).write_bytes(b"\xff")

    store.build(NAME, edition(2))

    assert opened_edition(store) == 2
    assert files_of(store) == WHOLE


@pytest.fixture
def segmented(tmp_path: Path) -> IndexStore:
    """Return a store with an index whose files are in a folder of the generation, sealed there."""

    class Segmented(LinesEngine):
        def build(self, folder: str, records: Iterable[Record]) -> int:
            segment = Path(folder, "0")
            segment.mkdir(mode=0o700)
            count = super().build(str(segment), records)
            write_digests(str(segment))
            return count

        def open(self, folder: str) -> Backend:
            return super().open(f"{folder}/0")

    store = IndexStore(tmp_path / "index", Segmented(), tmp_path / "state")
    store.build(NAME, edition(1))
    return store


@pytest.mark.parametrize("name", ["0/ids", "0/texts", "0/DIGESTS", "DIGESTS"])
def test_damage_in_a_folder_of_an_index_is_damage(segmented: IndexStore, name: str) -> None:
    assert opened_edition(segmented) == 1
    assert segmented.size(NAME) == sum(
        path.stat().st_size for path in generation_of(segmented).rglob("*") if path.is_file()
    )
    path = generation_of(segmented) / name
    path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))

    assert_damaged(segmented)


def test_a_folder_of_another_index_is_damage(segmented: IndexStore) -> None:
    segment = generation_of(segmented) / "0"
    (segment / "DIGESTS").unlink()
    (segment / "texts").write_text((segment / "texts").read_text().replace("ed. 1", "ed. 7"))
    write_digests(str(segment))

    assert_damaged(segmented)


def test_a_folder_that_others_can_write_is_not_opened(segmented: IndexStore) -> None:
    (generation_of(segmented) / "0").chmod(0o770)

    with pytest.raises(IndexUntrustedError):
        segmented.open(NAME)


def test_the_other_whole_indexes_are_told_the_latest_first(store: IndexStore) -> None:
    others = [f"{digit * 32}-lines-1-t1" for digit in "abc"]
    for name in (*others, f"{'d' * 32}-lines-2-t1", f"{'e' * 32}-words-1-t1"):
        store.build(name, edition(1))
    for age, name in enumerate(others):
        os.utime(Path(store.place(name), "CURRENT"), (age, age))
    damaged = next(Path(store.place(others[1])).glob("*/texts"))
    damaged.write_text("")

    found = [Path(folder).parent.name for folder in store.others(NAME)]

    assert found == [others[2], others[0]]


def test_a_store_without_indexes_has_no_others(tmp_path: Path) -> None:
    assert list(lines_store(tmp_path / "none").others(NAME)) == []
