"""What sources say of themselves, and which sources are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.corpus.manifest import load_corpus

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "---\ntitle: {}\nauthor: Someone\n---\n\nText.\n"


def test_a_link_out_of_the_folder_is_not_asked_for_its_title(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (tmp_path / "outside.md").write_text(SOURCE.format("Elsewhere"))
    (folder / "linked.md").symlink_to("../outside.md")
    (folder / "own.md").write_text(SOURCE.format("Here"))
    (folder / "within.md").symlink_to("own.md")
    (folder / "corpus.toml").write_text('name = "n"\n[[document]]\nfiles = "*.md"\n')

    assert [(d.id, d.title, d.author) for d in load_corpus(folder).documents] == [
        ("linked", "linked", ""),
        ("own", "Here", "Someone"),
        ("within", "Here", "Someone"),
    ]
