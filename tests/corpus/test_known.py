"""What a corpus has already, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wp8.corpus.care.additions import add
from wp8.corpus.care.known import Content, keep_contents, known_contents
from wp8.files import regular_bytes
from wp8.index.store.sealed_file import SealedFile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "contents",
    [
        {},
        {"a": Content("1"), "b": Content("2")},
        {"a": Content("1"), "b": Content("2", "words")},
        {"a": Content("1", "", "origin"), "b": Content("2", "words", "other")},
    ],
)
def test_what_is_known_of_files_comes_back(tmp_path: Path, contents: dict[str, Content]) -> None:
    kept = SealedFile(tmp_path / "files", tmp_path / "state")
    keep_contents(kept, contents)

    assert known_contents(kept) == contents


def test_to_add_a_file_no_source_of_another_length_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "corpus.toml").write_text('name = "x"\n[[document]]\nfiles = "*.txt"\n')
    for name, text in (("long", "One word and more."), ("short", "One."), ("same", "One word.")):
        (folder / f"{name}.txt").write_text(text)
    new = tmp_path / "new.txt"
    new.write_text("Two, word")
    read: list[str] = []

    def noted(path: Path, most: int) -> bytes | None:
        read.append(path.name)
        return regular_bytes(path, most)

    monkeypatch.setattr("wp8.corpus.source.regular_bytes", noted)
    (added,) = add(folder, [str(new)], str)

    assert (added.document.id, added.fate) == ("new", "copied")
    assert {*read} & {"long.txt", "short.txt", "same.txt"} == {"same.txt"}
