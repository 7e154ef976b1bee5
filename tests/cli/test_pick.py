"""`wp8 pick`: a search in fzf, and what is picked."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

# What a person does when the list is there.
ENTER = {"FZF_DEFAULT_OPTS": "--bind load:accept"}
LEAVE = {"FZF_DEFAULT_OPTS": "--bind load:abort"}

has_fzf = pytest.mark.skipif(not shutil.which("fzf"), reason="there is no fzf")


@pytest.fixture
def editor(tmp_path: Path) -> dict[str, str]:
    """An editor that writes down what it is to open."""
    program = tmp_path / "hx"
    program.write_text(f'#!/bin/sh\nprintf %s "$@" > "{tmp_path}/opened"\n')
    program.chmod(0o755)
    return {"EDITOR": str(program)}


@has_fzf
@pytest.mark.slow
def test_what_is_picked_is_opened(
    run_mini: Runner, mini_corpus: Path, tmp_path: Path, editor: dict[str, str]
) -> None:
    first = run_mini("search", "harbor", "--ids").stdout.splitlines()[0]
    place = run_mini("open", first).stdout.strip()
    screen = run_mini.on_terminal("pick", "harbor", env=ENTER | editor, stderr_too=True)

    assert screen.exit_code == 0
    assert (tmp_path / "opened").read_text() == place


@has_fzf
@pytest.mark.slow
def test_in_a_pipe_the_id_is_printed(run_mini: Runner) -> None:
    terminal, side = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "wp8", "pick", "harbor"],
        env=run_mini.environment | ENTER,
        stdin=side,
        stdout=subprocess.PIPE,
        stderr=side,
        text=True,
        check=True,
    )
    os.close(side)
    os.close(terminal)

    assert done.stdout == run_mini("search", "harbor", "--ids", "--limit", "1").stdout


@has_fzf
@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "does", "code"),
    [("harbor", LEAVE, 130), ("nothing-has-this", ENTER, 1), ("$(touch ran)';touch ran", ENTER, 1)],
)
def test_what_is_left_or_finds_nothing_opens_nothing(
    run_mini: Runner,
    query: str,
    does: dict[str, str],
    code: int,
    editor: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    screen = run_mini.on_terminal("pick", query, env=does | editor, stderr_too=True)

    assert screen.exit_code == code
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hx"]


def test_without_fzf_it_is_said_where_it_is_had(run_mini: Runner, tmp_path: Path) -> None:
    done = run_mini("pick", "harbor", env={"PATH": str(tmp_path)})

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith("wp8: there is no fzf\n     install it: apt install fzf")


def test_without_a_terminal_it_is_said_what_to_type(run_mini: Runner, tmp_path: Path) -> None:
    fzf = tmp_path / "fzf"
    fzf.write_text("#!/bin/sh\nexit 2\n")
    fzf.chmod(0o755)
    done = run_mini("pick", "harbor", env={"PATH": str(tmp_path)})

    assert done.exit_code == 2
    assert done.stderr == (
        "wp8: fzf ended with the exit code 2\n"
        "     it takes a terminal; without one: wp8 search QUERY --ids\n"
    )
