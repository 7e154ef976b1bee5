"""Large files, checked page by page as they are read."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wp8.errors import IndexDamagedError
from wp8.index.store import digests, pages
from wp8.index.store.digests import verify, write_digests
from wp8.index.store.pages import Files, Stream

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = bytes(range(256)) * 4


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pages, "LARGE", 100)
    for module in (digests, pages):
        monkeypatch.setattr(module, "PAGE", 64)
    tmp_path.chmod(0o700)
    for name, content in (("a", CONTENT), ("b", b"small"), ("c", CONTENT[::-1] + b"!")):
        (tmp_path / name).write_bytes(content)
    write_digests(str(tmp_path))
    return tmp_path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(start=st.integers(0, 1100), size=st.none() | st.integers(0, 1100))
def test_any_part_of_a_file_is_read(folder: Path, start: int, size: int | None) -> None:
    files = Files(str(folder))
    end = None if size is None else start + size

    for name in ("a", "b", "c"):
        assert files.read(name, start, size) == (folder / name).read_bytes()[start:end]
    files.close()


def test_a_flipped_bit_is_found_where_it_is_read_and_nowhere_else(folder: Path) -> None:
    for place in (0, 63, 64, 500, 1024):
        content = bytearray((folder / "c").read_bytes())
        content[place] ^= 4
        (folder / "c").write_bytes(content)
        listing = (folder / "DIGESTS").read_bytes()
        verify(str(folder), listing, later=lambda name: name == "c")
        with pytest.raises(IndexDamagedError, match="c is not as it was written"):
            verify(str(folder), listing, later=lambda name: name == "a")
        files = Files(str(folder))
        with pytest.raises(IndexDamagedError, match="c is not as it was written"):
            files.read("c", place, 1)
        with pytest.raises(IndexDamagedError):
            files.read("c")
        other = 640 if place < 640 else 0
        assert files.read("c", other, 9) == content[other : other + 9]
        files.close()
        content[place] ^= 4
        (folder / "c").write_bytes(content)


@pytest.mark.parametrize(
    "listing", [b"", b"wp8-index 1\n", b"wp8-index 2\nabc", b"wp8-index 2\n1 0 a\n"]
)
def test_a_list_that_is_none_is_damage(folder: Path, listing: bytes) -> None:
    (folder / "DIGESTS").write_bytes(listing)

    with pytest.raises(IndexDamagedError, match="DIGESTS is "):
        Files(str(folder))


def test_a_page_without_a_digest_is_not_read(folder: Path) -> None:
    listing = (folder / "DIGESTS").read_bytes()
    digest = listing.split()[3].decode()
    (folder / "DIGESTS").write_bytes(listing.replace(digest.encode(), digest[:-64].encode()))
    files = Files(str(folder))

    with pytest.raises(IndexDamagedError, match="a is not as it was written"):
        files.read("a", 1000, 1)
    files.close()


def test_a_file_cut_short_while_it_is_open_is_damage(folder: Path) -> None:
    files = Files(str(folder))
    (folder / "a").write_bytes(CONTENT[:70])

    with pytest.raises(IndexDamagedError):
        files.read("a", 64, 64)
    files.close()


def test_a_folder_that_is_not_sealed_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(CONTENT)

    files = Files(str(tmp_path))

    assert files.read("a", 250, 10) == CONTENT[250:260]
    files.close()


def test_a_checked_file_is_a_stream(folder: Path) -> None:
    (folder / "a").write_bytes(pickle.dumps(list(range(300))))
    for name in ("DIGESTS", "c"):
        (folder / name).unlink()
    write_digests(str(folder))
    files = Files(str(folder))
    file = files.file("a")
    assert file

    assert pickle.load(Stream(file)) == list(range(300))
    files.close()


def test_what_is_open_is_read_after_the_folder_is_gone(folder: Path) -> None:
    files = Files(str(folder))
    for path in folder.iterdir():
        path.unlink()

    assert (files.read("a"), files.read("b")) == (CONTENT, b"small")
    files.close()
