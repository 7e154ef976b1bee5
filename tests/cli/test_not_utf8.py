"""Names of files, and words on a command line, that are not UTF-8."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

NAME = b"\xfe\xe4 letter.txt"
WORD = b"plan\xfe"


@pytest.fixture
def run_letters(run_wp8: Runner, tmp_path: Path) -> Runner:
    try:
        (tmp_path / os.fsdecode(NAME)).write_text("Some words of a letter.\n", encoding="utf-8")
    except OSError:
        pytest.skip("the file system wants names in UTF-8")
    (tmp_path / "corpus.toml").write_text('name = "n"\n[[document]]\nfiles = "*.txt"\n')
    return run_wp8.having(WP8_CORPUS=str(tmp_path))


def test_tei_names_the_file_by_its_bytes(run_letters: Runner) -> None:
    done = run_letters("export", "--format", "tei")

    assert done.exit_code == 0
    tree = etree.fromstring(done.stdout.encode())
    assert tree.xpath("//*[local-name()='p']/@source") == ["%FE%E4%20letter.txt#line=0,1"]
    assert tree.xpath("string(//*[local-name()='idno'][@type='file'])") == "\ufffd\ufffd letter.txt"


def test_a_link_names_the_file_by_its_bytes(run_letters: Runner) -> None:
    done = run_letters("cite", "letter", "--style", "link")

    assert (done.stdout, done.exit_code) == ("%FE%E4%20letter.txt\n", 0)


@pytest.mark.parametrize(
    "command",
    [
        *(["search", "words"], ["search", "words", "--json"], ["show", "document", "letter"]),
        *(["cite", "letter", "--style", "all"], ["export", "--format", "html"], ["info"]),
        *(["reindex"], ["show", "contents"], ["frequency"], ["locate", "words of a letter"]),
    ],
    ids=" ".join,
)
def test_a_file_of_any_name_is_a_document(run_letters: Runner, command: list[str]) -> None:
    done = run_letters(*command)

    assert "Traceback" not in done.stderr
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["search"], 0),
        (["search", "--json"], 0),
        (["search", "--explain"], 0),
        (["locate"], 0),
        (["show"], 2),
        (["show", "section"], 2),
        (["show", "contents"], 2),
        (["cite"], 2),
        (["similar"], 2),
        (["frequency"], 0),
        (["search", "plan", "--section"], 2),
    ],
    ids=str,
)
def test_words_that_are_not_utf8_are_answered(
    run_mini: Runner, command: list[str], code: int
) -> None:
    done = run_mini(*command, WORD)

    assert "Traceback" not in done.stderr
    assert done.exit_code == code


@pytest.mark.parametrize("word", [b"/pl\xfe?an/", b"report:\xfe", b"pl\xfe*", b"/\xfe/"])
def test_patterns_and_addresses_that_are_not_utf8_are_answered(
    run_mini: Runner, word: bytes
) -> None:
    for command in ("search", "cite", "show"):
        done = run_mini(command, word)
        assert "Traceback" not in done.stderr
