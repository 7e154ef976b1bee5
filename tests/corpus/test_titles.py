"""What sources say of themselves, and which sources are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wp8.corpus.manifest import load_corpus
from wp8.corpus.titles import one_line

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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The infra\u00adstruc\u00adture of a\u2060 sea\u200b", "The infrastructure of a sea"),
        ("ende\u200clich and a\u200d\u200db", "endelich and ab"),
        ("می\u200cخواهم \u200fو\u200e می\u200c", "می\u200cخواهم و می"),
        ("क्\u200dष \u200d", "क्\u200dष"),
        ("\x1b[1mthe\x07sea\t \n of\r\u2028coal", "[1mthe sea of coal"),
        ("s" * 400, "s" * 300),
    ],
)
def test_a_title_has_what_its_words_need_and_no_blank_for_what_is_not_seen(
    text: str, line: str
) -> None:
    assert one_line(text) == line
