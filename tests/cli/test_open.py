"""`wp8 open`: the source of a record in the user's own programs, at its line or page."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from made_sources import pdf

from wp8.cli.open import EDITORS, VIEWERS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

MARKDOWN = """\
---
title: Letters
---

# Of the harbor

The first paragraph of the *letters*.

The second one
has two lines.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a corpus of texts, a table and a PDF."""
    folder = tmp_path_factory.mktemp("open")
    (folder / "-a b.md").write_text(MARKDOWN)
    (folder / "t.csv").write_text("id,text\none,First row.\ntwo,Second row.\n")
    (folder / "p.pdf").write_bytes(
        pdf([[(72, 700, 12, line)] for line in ("On page one.", "On page two.")])
    )
    named = "".join(
        f'[[document]]\nid = "{id_}"\ntitle = "T"\nfile = "{file}"\n'
        for id_, file in (("a", "-a b.md"), ("p", "p.pdf"))
    )
    (folder / "corpus.toml").write_text(f'name = "t"\n{named}[[document]]\nfiles = "t.csv"\n')
    return folder


@pytest.fixture(scope="module")
def run(run_wp8: Runner, folder: Path) -> Runner:
    """Return what runs wp8 on the corpus, with programs of the tests' own."""
    bin_ = folder / "bin"
    bin_.mkdir()
    return run_wp8.having(WP8_CORPUS=str(folder), PATH=f"{bin_}:{run_wp8.environment['PATH']}")


def program(folder: Path, name: str, does: str = r"printf '%s\n'") -> None:
    """Put a program into the folder of programs; by default it writes its arguments, one a line."""
    file = folder / "bin" / name
    file.write_text(f'#!/bin/sh\n{does} "$@"\n')
    file.chmod(0o755)


def opened(run: Runner, id_: str, **environment: str) -> tuple[list[str], str]:
    """Return what a program was given that opens the source of a record, and what was said."""
    screen = run.on_terminal("open", id_, env=environment)
    assert screen.exit_code == 0
    return screen.lines, screen.stderr


@pytest.mark.parametrize(
    ("id_", "said"),
    [
        ("a", "-a b.md:5"),
        ("a:1", "-a b.md:7"),
        ("a:2", "-a b.md:9"),
        ("p:2", "p.pdf\tpage 2"),
        ("two:1", "t.csv:3"),
    ],
)
def test_in_a_pipe_the_place_is_printed(run: Runner, folder: Path, id_: str, said: str) -> None:
    assert run("open", id_).stdout == f"{folder}/{said}\n"


def test_what_is_a_part_of_a_file_is_said_to_be_one(run: Runner) -> None:
    assert run("open", "two").stderr == "wp8: two is of two, a part of t.csv\n"


def test_every_editor_is_told_the_line_in_its_own_way(run: Runner, folder: Path) -> None:
    file = f"{folder}/-a b.md"
    ways = {"vim": ["+9", file], "code": ["--goto", f"{file}:9"], "hx": [f"{file}:9"]}
    ways |= {"kate": ["--line", "9", file], "nano": ["+9", file], "emacs": ["+9", file]}
    for name, arguments in ways.items():
        program(folder, name)
        assert opened(run, "a:2", EDITOR=name) == (arguments, "")
    assert {tuple(told("F", 9)) for told in EDITORS.values()} == {
        tuple(each.replace(file, "F") for each in arguments) for arguments in ways.values()
    }


def test_the_visual_editor_comes_first_and_keeps_its_own_arguments(
    run: Runner, folder: Path
) -> None:
    program(folder, "code")
    editors = {"VISUAL": f"'{folder}/bin/code' --wait", "EDITOR": "absent"}

    assert opened(run, "a:2", **editors)[0] == ["--wait", "--goto", f"{folder}/-a b.md:9"]


def test_an_unknown_editor_gets_the_file_and_the_line_is_said(run: Runner, folder: Path) -> None:
    program(folder, "quill")
    file = f"{folder}/-a b.md"

    assert opened(run, "a:2", EDITOR="quill") == ([file], f"wp8: line 9 of {file}\n")


def test_no_shell_reads_an_editor(run: Runner, folder: Path) -> None:
    program(folder, "quill")

    words, _ = opened(run, "a:2", EDITOR="quill $(touch ran); touch ran", HOME=str(folder))
    assert words[:-1] == ["$(touch", "ran);", "touch", "ran"]


def test_vim_is_at_the_line(run: Runner, folder: Path, tmp_path: Path) -> None:
    if not (vim := shutil.which("vim")):
        pytest.skip("there is no vim")
    out = tmp_path / "line"
    writes = f'au VimEnter * call writefile([line(".")], "{out}") | q'
    editor = f"{vim} -u NONE --cmd '{writes}'"
    (folder / "bin" / "vim").unlink(missing_ok=True)
    run.on_terminal("open", "a:2", env={"EDITOR": editor})

    assert out.read_text() == "9\n"


def test_a_pdf_is_shown_at_its_page_by_the_desktops_viewer(run: Runner, folder: Path) -> None:
    file = f"{folder}/p.pdf"
    ways = {"zathura": ["--page=2", file], "evince": ["--page-index=2", file]}
    ways |= {"okular": ["-p", "2", file], "mupdf": [file, "2"]}
    ways |= {"firefox": [f"file://{file}#page=2"]}
    for name, arguments in ways.items():
        program(folder, name)
        program(folder, "xdg-mime", f"echo org.desktop.{name.title()}.desktop #")
        assert opened(run, "p:2") == (arguments, "")
    assert {tuple(told("/F", 2)) for told in VIEWERS.values()} == {
        tuple(each.replace(file, "/F") for each in arguments) for arguments in ways.values()
    }


def test_another_viewer_is_opened_by_the_desktop_and_the_page_is_said(
    run: Runner, folder: Path
) -> None:
    program(folder, "xdg-mime", "echo other.desktop #")
    program(folder, "xdg-open")
    file = f"{folder}/p.pdf"

    assert opened(run, "p:2") == ([file], f"wp8: page 2 of {file}\n")


def test_where_there_is_no_program_the_place_is_printed(run: Runner, folder: Path) -> None:
    assert opened(run, "a:2") == ([f"{folder}/-a b.md:9"], "")
    assert opened(run, "p:2", PATH=str(folder)) == ([f"{folder}/p.pdf\tpage 2"], "")


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("absent-editor", "absent-editor: cannot be run (No such file or directory)"),
        ("false", "false ended with the exit code 1"),
        ("'", "': is no command (No closing quotation)"),
    ],
)
def test_an_editor_that_fails_is_an_error(run: Runner, editor: str, said: str) -> None:
    screen = run.on_terminal("open", "a:1", env={"EDITOR": editor})

    assert (screen.text, screen.exit_code) == ("", 2)
    assert f"wp8: {said}\n" in screen.stderr


def test_a_source_that_is_gone_is_an_error(run_wp8: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.\n")
    (tmp_path / "b.txt").write_text("Two.\n")
    (tmp_path / "corpus.toml").write_text('name = "t"\n[[document]]\nfiles = "*.txt"\n')
    run = run_wp8.having(WP8_CORPUS=str(tmp_path))
    run("search", "one")
    (tmp_path / "a.txt").unlink()

    assert run("open", "a:1").exit_code == 2
