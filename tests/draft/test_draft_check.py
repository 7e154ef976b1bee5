"""What a draft quotes, where it does, and whether the corpus has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wp8.analysis.passages.draft import check, quoted_matter
from wp8.analysis.passages.locate import Locator
from wp8.draft.blocks import Block, DraftError, read_blocks, text_blocks
from wp8.draft.markdown import markdown_blocks
from wp8.model import Record

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "The old harbor was closed in winter, and the fishing fleet lay idle for eleven weeks."
RECORD = Record("a:1", "a", "paragraph", "", 1, 1, TEXT, "a.txt", (1, 1))


def quoted_in_markdown(text: str) -> list[tuple[str, str]]:
    return [(quoted.where, quoted.text) for quoted in quoted_matter(markdown_blocks(text))]


def verdicts(text: str, *, short_ones: bool = False) -> list[tuple[str, str]]:
    found = check(text_blocks(text), Locator([RECORD]), file="a.txt", short_ones=short_ones)
    return [(checked.text, checked.verdict) for checked in found]


@pytest.mark.parametrize(
    ("draft", "quoted"),
    [
        ('He says "the fleet lay idle".', [("1", "the fleet lay idle")]),
        ("He says “the fleet lay idle.”", [("1", "the fleet lay idle.")]),
        ("He says 'the men's fleet'.", [("1", "the men's fleet")]),
        ("He says ‘the fleet’.", [("1", "the fleet")]),
        ("He says “the ‘old’ harbor”.", [("1", "the ‘old’ harbor")]),
        ("The men's boats and the masters' boats.", []),
        ("Two lines\nbefore “a quotation\nthat goes on”.", [("2", "a quotation\nthat goes on")]),
        ("*See* “the *old* harbor”.", [("1", "the old harbor")]),
        ("| a | b |\n| --- | --- |\n| “in a cell” | x |", [("3", "in a cell")]),
        ("> The fleet\n> lay idle.\n\nOn.", [("1", "The fleet\nlay idle.")]),
        ("> One.\n>\n> Two.\n> — The Author, 1921", [("1", "One.\nTwo.\n")]),
        ("- > in a list\n\n> apart", [("1", "in a list"), ("3", "apart")]),
        ('```\nprint("no quotation")\n```', []),
        ('    print("no quotation")', []),
        ('Type `say "no quotation"`.', []),
        ('Text.[^1]\n\n[^1]: See "the note".', [("3", "the note")]),
        ('[^1]: See "title".\n\n    And "its second".', [("1", "title"), ("3", "its second")]),
        ("“”, \"\", “…”", []),
    ],
)  # fmt: skip
def test_what_a_markdown_draft_quotes(draft: str, quoted: list[tuple[str, str]]) -> None:
    assert quoted_in_markdown(draft) == quoted


def test_a_line_of_a_text_is_counted_from_the_top_of_the_file() -> None:
    blocks = text_blocks("One.\n\n\nTwo,\nthree.\n")

    assert blocks == [Block("One.", 1), Block("Two,\nthree.", 4)]


def test_a_quotation_is_verbatim_or_differs_or_is_not_in_the_corpus() -> None:
    draft = (
        "“the fishing fleet lay idle” “the fishing fleet was idle for eleven weeks” "
        "“we know nothing of the sea”"
    )

    assert [verdict for _, verdict in verdicts(draft)] == [
        "verbatim",
        "differs",
        "not in the corpus",
    ]


def test_one_or_two_words_that_the_corpus_lacks_are_listed_only_if_asked_for() -> None:
    draft = "The “so-called” council met in the “old harbor”."

    assert verdicts(draft) == [("old harbor", "verbatim")]
    assert verdicts(draft, short_ones=True) == [
        ("so-called", "not in the corpus"),
        ("old harbor", "verbatim"),
    ]


def test_a_quotation_too_long_to_locate_is_an_error_that_names_its_line() -> None:
    blocks = [Block("word " * 1001, 7, quoted=True)]

    with pytest.raises(DraftError, match=r"a\.md:7: a quotation of 1,001 words"):
        check(blocks, Locator([RECORD]), file="a.md")


def test_a_draft_of_another_kind_is_an_error_that_names_the_kinds(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match=r"is not \.md, \.markdown, \.txt or \.docx"):
        read_blocks(str(tmp_path / "draft.odt"))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.md", None, "cannot be read"),
        ("a.txt", b"\xff\xfe", "is not UTF-8"),
        ("a.docx", b"no archive", "is not a Word file"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_an_error(
    name: str, content: bytes | None, message: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(DraftError, match=message):
        read_blocks(str(tmp_path / name))
