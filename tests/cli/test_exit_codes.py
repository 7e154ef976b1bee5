"""The exit codes: one for each row of docs/with-other-tools.md, through a real process."""

from __future__ import annotations

import array
import fcntl
import os
import signal
import subprocess
import sys
import termios
import time
from errno import EACCES
from typing import TYPE_CHECKING

import pytest
from conftest import PATIENCE

from wp8.cli import group, main

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner


@pytest.mark.parametrize(
    "command",
    [
        ["search", "plan"],
        ["search", "plan", "--limit", "0"],
        ["show"],
        ["show", "paragraph", "harbor:1"],
        ["export"],
        ["info"],
        ["reindex"],
        ["reindex", "--check"],
        ["--version"],
        [],
        ["-h"],
        *([command, "-h"] for command in ("search", "show", "export", "info", "reindex")),
    ],
    ids=" ".join,
)
def test_hits_or_work_that_is_done_end_with_0(run_mini: Runner, command: list[str]) -> None:
    assert run_mini(*command).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "how",
    [
        *(["--format", name] for name in ("text", "json", "jsonl", "csv", "tsv", "md")),
        ["--json"],
        ["--count"],
        ["--ids"],
        ["--color", "always"],
    ],
    ids=" ".join,
)
def test_no_hits_end_with_1_and_nothing_on_stdout(run_mini: Runner, how: list[str]) -> None:
    result = run_mini("search", "xyzzy", *how)

    assert (result.exit_code, result.stdout) == (1, "")


WRONG_USAGE = {
    "unknown command": ["bogus"],
    "unknown option": ["search", "plan", "--bogus"],
    "unknown option of wp8": ["--bogus"],
    "no query": ["search"],
    "option without its value": ["search", "plan", "--doc"],
    "one mark for two": ["search", "plan", "--mark", "["],
    "no number": ["search", "plan", "--limit", "x"],
    "number below the least": ["search", "plan", "--limit", "-1"],
    "number above the most": ["search", "plan", "-C", "101"],
    "unknown format": ["search", "plan", "--format", "xml"],
    "unknown order": ["search", "plan", "--sort", "size"],
    "unknown colour": ["search", "plan", "--color", "red"],
    "argument too many": ["reindex", "now"],
}
WP8_ERRORS = {
    "QueryError": ["search", ""],
    "QuerySyntaxError": ["search", '"plan'],
    "UnknownNameError": ["show", "paragraph", "harbor:99"],
    "CorpusError": ["search", "plan", "--corpus", "{absent}"],
    "IndexStoreError": ["reindex", "--index", "/dev/null/index"],
    "IndexMissingError": ["reindex", "--check", "--index", "{absent}"],
}


@pytest.mark.parametrize(
    "command", [*WRONG_USAGE.values(), *WP8_ERRORS.values()], ids=[*WRONG_USAGE, *WP8_ERRORS]
)
def test_wrong_usage_and_errors_end_with_2(
    run_mini: Runner, command: list[str], tmp_path: Path
) -> None:
    result = run_mini(*(part.format(absent=tmp_path / "absent") for part in command))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("wp8: ")
    assert "Traceback" not in result.stderr


# A line end before it parts it from the ^C that a terminal shows.
INTERRUPTED = b"wp8: interrupted\n"


def unread(pipe: int) -> int:
    """Return the number of bytes in `pipe` that nobody has read."""
    number = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, number)
    return number[0]


@pytest.mark.skipif(not hasattr(termios, "FIONREAD"), reason="a pipe cannot be asked here")
def test_ctrl_c_while_ids_are_read_ends_with_130(run_mini: Runner) -> None:
    readable, writable = os.pipe()
    process = run_mini.start("show", "paragraph", "-", stdin=readable)
    os.write(writable, b"harbor:1\n")
    while unread(readable):
        assert process.poll() is None
        time.sleep(0.005)

    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=PATIENCE)

    assert (process.returncode, stdout, stderr.lstrip()) == (130, b"", INTERRUPTED)
    os.close(readable)
    os.close(writable)


def test_ctrl_c_while_an_index_is_built_ends_with_130_and_leaves_no_index(
    run_wp8: Runner, tmp_path: Path
) -> None:
    corpus = large_corpus(tmp_path / "corpus")
    index = tmp_path / "index"
    process = run_wp8.start("reindex", "--corpus", str(corpus), "--index", str(index))
    while not list(index.glob("*/*/")):
        assert process.poll() is None
        time.sleep(0.005)

    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=PATIENCE)

    assert (process.returncode, stdout, stderr.lstrip()) == (130, b"", INTERRUPTED)
    assert [path for path in index.glob("*/*") if path.is_dir() or path.name == "CURRENT"] == []


def large_corpus(folder: Path) -> Path:
    """Make a corpus whose index takes some seconds to build."""
    folder.mkdir()
    paragraphs = (f"Paragraph {n} of {n % 97} says {n * 7919} the same." for n in range(20_000))
    (folder / "long.txt").write_text("\n\n".join(paragraphs))
    (folder / "corpus.toml").write_text(
        'name = "long"\n[[document]]\n'
        'id = "long"\nfile = "long.txt"\nlayout = "text"\ntitle = "Long"\nlanguage = "en"\n'
    )
    return folder


@pytest.mark.parametrize(
    "command",
    [["search", "the", "--all"], ["search", "the", "--json"], ["export"], ["show", "paper"]],
    ids=" ".join,
)
def test_a_reader_that_leaves_early_ends_it_with_0_and_in_silence(
    run_wp8: Runner, command: list[str]
) -> None:
    run_wp8("search", "the", "--count")
    process = run_wp8.start(*command)
    assert process.stdout is not None

    assert process.stdout.read(1) != b""
    process.stdout.close()
    assert process.stderr is not None
    stderr = process.stderr.read()
    process.stderr.close()

    assert (process.wait(timeout=PATIENCE), stderr) == (0, b"")


def test_a_pipe_into_head_is_quiet(run_wp8: Runner) -> None:
    run_wp8("search", "the", "--count")
    process = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m wp8 export | head -n 1"],
        env=run_wp8.environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert process.stdout.startswith('{"schema": "wp8.record/1", "id": "speech:')
    assert process.stdout.count("\n") == 1
    assert process.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")  # noqa: PTH110
@pytest.mark.parametrize(
    "command",
    [["search", "plan"], ["show"], ["export"], ["info"], ["reindex"], ["-h"], ["search", "-h"]],
    ids=" ".join,
)
def test_results_that_cannot_be_written_end_with_2_and_one_line(
    run_mini: Runner, command: list[str]
) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    process = run_mini.start(*command, stdout=full)
    os.close(full)

    _, stderr = process.communicate(timeout=PATIENCE)

    assert process.returncode == 2
    assert stderr == b"wp8: cannot write the results: No space left on device\n"


@pytest.mark.parametrize(
    ("command", "code"),
    [(["search", "plan"], 0), (["search", "nosuch"], 1), (["search", "plan", "--nosuch"], 2)],
    ids=["hits", "no hits", "wrong usage"],
)
def test_where_messages_go_that_nobody_reads_changes_no_exit_code(
    run_mini: Runner, command: list[str], code: int
) -> None:
    read, write = os.pipe()
    os.close(read)
    process = run_mini.start(*command, stderr=write)
    os.close(write)

    process.communicate(timeout=PATIENCE)

    assert process.returncode == code


def test_a_reader_of_results_and_messages_that_leaves_early_ends_it_with_0(
    run_mini: Runner,
) -> None:
    read, write = os.pipe()
    os.close(read)
    process = run_mini.start("frequency", stdout=write, stderr=write)
    os.close(write)

    assert process.wait(timeout=PATIENCE) == 0


@pytest.mark.parametrize(
    ("command", "closed", "expected"),
    [
        ("search plan", ">&-", (2, "wp8: cannot write the results: stdout is closed\n")),
        ("search nosuch --ids", ">&- 2>&-", (1, "")),
        ("search plan", ">&- 2>&-", (2, "")),
        ("search plan", "<&- >/dev/null 2>&-", (0, "")),
    ],
)
def test_a_stream_may_be_closed_from_the_start(
    run_mini: Runner, command: str, closed: str, expected: tuple[int, str]
) -> None:
    process = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m wp8 {command} {closed}"],
        env=run_mini.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (process.returncode, process.stderr) == expected


def test_a_file_that_fails_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(EACCES, "Permission denied", "a/file")

    monkeypatch.setattr(group, "main", refuse)

    assert (main(["info"]), capsys.readouterr().err) == (2, "wp8: a/file: Permission denied\n")
