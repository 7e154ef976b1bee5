"""Nothing is written half: not to a disk that is full, and not to a file of --output."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from wp8.cli import COMMANDS, group

if TYPE_CHECKING:
    from conftest import Runner

TOO_LARGE = b"wp8: cannot write the results: File too large\n"


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "command",
    [
        ["export"],
        ["search", "the", "--json"],
        ["search", "the"],
        ["show", "speech"],
        ["frequency", "--json"],
    ],
    ids=" ".join,
)
def test_what_does_not_fit_on_the_disk_ends_with_2(
    run_wp8: Runner, tmp_path: Path, command: list[str], unbuffered: str
) -> None:
    run_wp8("search", "the", "--count")
    whole = run_wp8(*command).stdout.encode()
    with (tmp_path / "out").open("wb") as out:
        ended = subprocess.run(
            ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", sys.executable, "-m", "wp8", *command],
            env={**run_wp8.environment, "PYTHONUNBUFFERED": unbuffered},
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )

    written = (tmp_path / "out").read_bytes()
    assert len(whole) > len(written)
    assert whole.startswith(written)
    assert (ended.returncode, ended.stderr) == (2, TOO_LARGE)


@pytest.mark.slow
def test_unbuffered_output_is_all_there_and_line_by_line(run_wp8: Runner) -> None:
    environment = {**run_wp8.environment, "PYTHONUNBUFFERED": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "wp8", "export"], env=environment, capture_output=True, check=True
    )

    assert done.stdout.decode() == run_wp8("export").stdout


@pytest.mark.parametrize(
    "command",
    [
        ["export"],
        ["export", "--format", "html"],
        ["search", "plan"],
        ["search", "plan", "--format", "md"],
        ["search", "plan", "--count"],
        ["show", "harbor:1", "--json"],
        ["frequency", "--format", "csv"],
        ["frequency"],
        ["concordance", "plan", "--format", "tsv"],
        ["glossary", "--json"],
    ],
    ids=" ".join,
)
def test_a_file_gets_what_stdout_would_have(
    run_mini: Runner, tmp_path: Path, command: list[str]
) -> None:
    expected = run_mini(*command)
    result = run_mini(*command, "--output", str(tmp_path / "out"))

    assert result == expected._replace(stdout="")
    if expected.exit_code < 2:
        assert (tmp_path / "out").read_bytes().decode() == expected.stdout
        assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_gets_no_view_though_there_is_a_terminal(run_mini: Runner, tmp_path: Path) -> None:
    screen = run_mini.on_terminal("search", "plan", "--output", str(tmp_path / "out"))

    assert (screen.output, screen.exit_code) == (b"", 0)
    assert (tmp_path / "out").read_text() == run_mini("search", "plan").stdout


@pytest.mark.parametrize(
    "command",
    [
        ["search", '"plan'],
        ["search", "plan", "--format", "xml"],
        ["show", "paragraph", "harbor:99"],
        ["export", "--bom"],
    ],
    ids=" ".join,
)
def test_after_an_error_a_file_is_as_it_was(
    run_mini: Runner, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "out").write_text("mine")

    assert run_mini(*command, "--output", str(tmp_path / "out")).exit_code == 2
    assert (tmp_path / "out").read_text() == "mine"


def test_no_hits_make_an_empty_file(run_mini: Runner, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("of the last time")

    assert run_mini("search", "xyzzy", "--output", str(tmp_path / "out")).exit_code == 1
    assert (tmp_path / "out").read_text() == ""


def test_a_file_keeps_its_rights_and_a_link_leads_where_it_led(
    run_mini: Runner, tmp_path: Path
) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "real").chmod(0o600)
    (tmp_path / "link").symlink_to("real")

    run_mini("search", "plan", "--count", "--output", str(tmp_path / "link"))

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == run_mini("search", "plan", "--count").stdout
    assert stat.S_IMODE((tmp_path / "real").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("{}", "wp8: Invalid value for '--output': File '{}' is a directory.\n"),
        ("{}/no/out", "wp8: {}/no/out: cannot be written (No such file or directory)\n"),
        ("{}/fifo", "wp8: {}/fifo: is not a file\n"),
        ("/dev/null", "wp8: /dev/null: is not a file\n"),
    ],
)
def test_where_no_file_can_be_it_is_an_error(
    run_mini: Runner, tmp_path: Path, place: str, said: str
) -> None:
    os.mkfifo(tmp_path / "fifo")

    result = run_mini("search", "plan", "--output", place.format(tmp_path))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(said.format(tmp_path))
    assert Path("/dev/null").is_char_device()


def test_a_file_that_does_not_fit_is_not_there(run_mini: Runner, tmp_path: Path) -> None:
    command = ["search", "plan", "--json", "--output", str(tmp_path / "out")]
    ended = subprocess.run(
        ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", sys.executable, "-m", "wp8", *command],
        env=run_mini.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    said = f"wp8: {tmp_path}/out: cannot be written (File too large)\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)
    assert list(tmp_path.iterdir()) == []


def test_every_command_with_formats_takes_a_file() -> None:
    context = click.Context(group)
    options = {
        name: {option for parameter in command.params for option in parameter.opts}
        for name in COMMANDS
        if (command := group.get_command(context, name))
    }

    with_formats = {name for name, own in options.items() if "--format" in own}
    assert len(with_formats) > 10
    assert {name for name, own in options.items() if "--output" in own} == with_formats
