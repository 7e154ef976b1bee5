"""What sources say of themselves, and which sources are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_sources import zipped

from wp8.corpus.manifest import load_corpus
from wp8.corpus.readers.block import Block
from wp8.corpus.readers.odt import read as read_odt
from wp8.corpus.titles import one_line, title_over

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


def block(kind: str, text: str, level: int | None = None) -> Block:
    return Block(kind, text, (1, 1), level=level)


@pytest.mark.parametrize(
    ("blocks", "title"),
    [
        ([block("heading", "The  sea", 1), block("heading", "Dawn", 2)], "The sea"),
        (
            [block("title", "The sea"), block("title", "A tale"), block("heading", "I", 1)],
            "The sea",
        ),
        ([block("heading", "Dawn", 1), block("heading", "Noon", 1)], ""),
        ([block("heading", "Dawn", 2), block("heading", "The sea", 1)], ""),
        ([block("paragraph", "We left."), block("heading", "Dawn", 1)], ""),
        ([block("heading", "Dawn")], ""),
        ([], ""),
    ],
)
def test_the_one_highest_heading_before_all_else_is_a_title(
    blocks: list[Block], title: str
) -> None:
    assert title_over(blocks) == title


def test_a_heading_of_open_document_has_its_level_whatever_stands_there() -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    headings = "".join(
        f'<t:h t:outline-level="{level}">Dawn</t:h>' for level in ("1", "2", "x", "9" * 5_000)
    )
    content = (
        f'<o:document-content xmlns:o="{space}:office:1.0" xmlns:t="{space}:text:1.0">'
        f"<o:body><o:text>{headings}</o:text></o:body></o:document-content>"
    )

    found = read_odt(zipped({"content.xml": content}))

    assert [each.level for each in found] == [1, 2, 1, 99]
