"""`wp8 docs audit`, and what `init` and `reindex` say of receipts."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from made_sources import docx

import wp8
from wp8.cli import main
from wp8.corpus.records import blocks_of
from wp8.errors import ExitCode
from wp8.extras import to_install

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

    from wp8.corpus.readers.block import Block

PAGE = "<p>The word stands here, and others.</p><p hidden>two words</p>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    (folder / "b.txt").write_text("One line of text.\n")
    (folder / "corpus.toml").write_text(
        'name = "own"\n[[document]]\nid = "a"\nfile = "a.html"\ntitle = "A"\n'
        '[[document]]\nid = "b"\nfile = "b.txt"\ntitle = "B"\n'
    )
    return folder


def test_an_audit_says_of_each_document_what_became_of_its_text(
    run_wp8: Runner, folder: Path
) -> None:
    whole = run_wp8("docs", "audit", "--corpus", str(folder))
    one = run_wp8("docs", "audit", "b", "--corpus", str(folder), "--json")

    assert (whole.exit_code, whole.stderr) == (0, "")
    assert whole.stdout == (
        "a\tevery word is in its records; left out: 2 words (hidden text 2)\n"
        "b\tevery word is in its records\n"
    )
    (receipt,) = json.loads(one.stdout)["receipts"]
    assert receipt == {
        **{"document": "b", "file": "b.txt", "is_clean": True, "lost": [], "doubled": []},
        **{"unfounded": [], "left_out": {}, "remarks": []},
    }


def test_a_document_that_there_is_not_and_one_that_cannot_be_read_are_errors(
    run_wp8: Runner, folder: Path
) -> None:
    (folder / "b.txt").write_bytes(b"\xff")
    absent = run_wp8("docs", "audit", "c", "--corpus", str(folder))
    unread = run_wp8("docs", "audit", "--corpus", str(folder))

    assert (absent.exit_code, absent.stdout) == (2, "")
    assert absent.stderr == "wp8: there is no document c\n     for example a\n"
    assert unread.exit_code == 2
    assert unread.stdout.startswith("a\tevery word is in its records")
    assert unread.stderr == f"wp8: not read: {folder}/b.txt:1: is not UTF-8 (at byte 0)\n"


def test_reindex_and_init_name_what_is_left_out_that_may_be_missed(
    run_wp8: Runner, folder: Path, tmp_path: Path
) -> None:
    said = (
        "wp8: a.html: left out: 2 words (hidden text 2)\n"
        "wp8: what became of each document's text: wp8 docs audit --corpus {}\n"
    )
    built = run_wp8("reindex", "--corpus", str(folder), env={"WP8_INDEX": str(tmp_path / "ix")})
    made = run_wp8("init", str(tmp_path / "new"), str(folder / "a.html"), str(folder / "b.txt"))

    assert (built.exit_code, built.stderr) == (0, said.format(folder))
    assert made.stderr.startswith(said.format(tmp_path / "new"))


def test_of_many_documents_five_are_named(run_wp8: Runner, tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.html").write_text(PAGE)
    files = [str(tmp_path / f"{number}.html") for number in range(8)]
    made = run_wp8("init", str(tmp_path / "new"), *files, "--anyway")

    lines = made.stderr.splitlines()
    assert [line[5:11] for line in lines[:5]] == [f"{number}.html" for number in range(5)]
    assert lines[5] == "wp8: the text of 3 more is not all in their records, either"


def test_what_is_unexplained_is_shown_with_its_place_and_the_exit_code_is_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def losing(source: bytes, layout: str, path: Path, encoding: str = "") -> list[Block]:
        first, *rest = blocks_of(source, layout, path, encoding)
        return [replace(first, text=first.text.replace("word", "new word here")), *rest]

    monkeypatch.setattr("wp8.corpus.records.blocks_of", losing)
    code = main(["docs", "audit", "a", "--corpus", str(folder)])

    assert code == 1
    assert capsys.readouterr().out == (
        "a\t1 word doubled: “here”; 1 word out of nothing: “new”; "
        "left out: 2 words (hidden text 2)\n"
        "    doubled\t1\ta:1\there\n"
        "    out of nothing\t1\ta:1\tnew\n"
    )


def test_the_library_says_the_same(folder: Path, tmp_path: Path) -> None:
    with wp8.open(str(folder), index=str(tmp_path / "ix")) as corpus:
        found = corpus.audit("a")

    assert [(each.document, each.is_clean, dict(each.left_out)) for each in found] == [
        ("a", True, {"hidden text": 2})
    ]


def test_init_says_of_a_file_that_it_cannot_be_read_and_what_helps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    (tmp_path / "a.docx").write_bytes(docx())

    code = main(["init", str(tmp_path / "own"), str(tmp_path / "a.docx")])

    assert code == ExitCode.ERROR
    assert capsys.readouterr().err.splitlines() == [
        f"wp8: not added: {tmp_path}/a.docx: to read it takes pypandoc-binary",
        f"     it comes with the extra wp8[convert]; install it: {to_install('pypandoc-binary')}",
    ]
