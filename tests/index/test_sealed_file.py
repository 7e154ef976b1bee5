"""What is kept beside the indexes is believed only under the seal of this user."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from wp8.corpus.digest import Memo
from wp8.corpus.manifest import load_corpus
from wp8.index.store.seal import seal
from wp8.index.store.sealed_file import SealedFile
from wp8.words.lexemes import Lexemes

if TYPE_CHECKING:
    from pathlib import Path

STRANGER = 12345
CONTENT = b"one\ntwo\n"

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def file(tmp_path: Path) -> SealedFile:
    file = SealedFile(tmp_path / "file", tmp_path / "state")
    file.write(CONTENT)
    return file


def test_what_was_written_is_read_and_nobody_else_can_read_it(
    file: SealedFile, tmp_path: Path
) -> None:
    key = (tmp_path / "state" / "index.key").read_bytes()

    assert file.read() == CONTENT
    assert (tmp_path / "file").read_bytes() == CONTENT + seal("file", key, CONTENT)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    file.write(b"")
    assert file.read() == b""


def test_any_other_byte_and_any_other_length_is_noticed(file: SealedFile, tmp_path: Path) -> None:
    path = tmp_path / "file"
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place])
        assert file.read() is None
        path.write_bytes(
            whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :]
        )
        assert file.read() is None
    for more in (b"\n", whole):
        path.write_bytes(whole + more)
        assert file.read() is None


def test_the_seal_of_a_stranger_or_of_another_file_is_none(
    file: SealedFile, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(CONTENT + seal("file", b"0" * 32, CONTENT))
    assert file.read() is None
    other = SealedFile(tmp_path / "other", tmp_path / "state")
    other.write(CONTENT)
    (tmp_path / "other").replace(path)
    assert file.read() is None


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_what_others_can_write_is_none(file: SealedFile, tmp_path: Path, mode: int) -> None:
    (tmp_path / "file").chmod(mode)

    assert file.read() is None


@needs_root
def test_what_is_another_users_is_none(file: SealedFile, tmp_path: Path) -> None:
    os.chown(tmp_path / "file", STRANGER, STRANGER)

    assert file.read() is None


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to(path.with_name("moved"))])
def test_what_is_no_file_is_none_is_not_waited_for_and_is_replaced(
    file: SealedFile, tmp_path: Path, make: object
) -> None:
    assert callable(make)
    (tmp_path / "file").rename(tmp_path / "moved")
    make(tmp_path / "file")
    moved = (tmp_path / "moved").read_bytes()

    assert file.read() is None
    file.write(b"new\n")
    assert (file.read(), (tmp_path / "moved").read_bytes()) == (b"new\n", moved)


def test_nothing_is_written_where_others_can_write_or_no_folder_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o770)
    for folder in (shared, tmp_path / "absent"):
        SealedFile(folder / "file", tmp_path / "state").write(CONTENT)

    assert list(tmp_path.rglob("*")) == [shared]


def test_where_no_key_can_be_nothing_is_kept(file: SealedFile, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "state")
    (tmp_path / "state").touch()

    assert file.read() is None
    before = (tmp_path / "file").read_bytes()
    file.write(b"new\n")
    assert (tmp_path / "file").read_bytes() == before


def forged(path: Path, old: str, new: str) -> None:
    """Let the file at `path` say something else, under the seal of somebody else's key."""
    content = path.read_bytes().rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n"
    assert old.encode() in content
    content = content.replace(old.encode(), new.encode())
    path.write_bytes(content + seal(path.name, b"0" * 32, content))


def test_a_forged_stamp_does_not_give_a_corpus_the_index_of_another(
    mini_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wp8.corpus.digest._FRESH_NANOSECONDS", -(10**12))
    stamp = SealedFile(tmp_path / "stamp", tmp_path / "state")
    corpus = load_corpus(mini_corpus)
    Memo(mini_corpus, stamp).remember(corpus)
    forged(tmp_path / "stamp", corpus.digest, f"sha256:{'0' * 64}")

    assert Memo(mini_corpus, stamp).known() is None
    Memo(mini_corpus, stamp).remember(corpus)
    known = Memo(mini_corpus, stamp).known()
    assert known is not None
    assert known.digest == corpus.digest


def test_a_forged_dictionary_does_not_say_which_words_are_forms_of_one(tmp_path: Path) -> None:
    file = SealedFile(tmp_path / "lexemes.gd", tmp_path / "state")
    known = Lexemes(lambda _: file).of("gd", ["eaglaisean"])
    forged(tmp_path / "lexemes.gd", "\nx eaglais ", "\nx zeal ")

    assert Lexemes(lambda _: file).of("gd", ["eaglaisean"]) == known
    assert b"\nx eaglais " in (file.read() or b"")
