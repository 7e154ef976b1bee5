"""Ctrl-C, and memory that does not suffice, while wp8 is being loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wp8.errors import fate

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

# Python runs this at its start, before it looks for wp8.
STOP = """\
import sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            raise {error}
sys.meta_path.insert(0, Stop())
"""
LOADED = ["wp8.cli", "click", "wp8.cli.search", "wp8.cli.options"]
# What is loaded later, and where a package is missed that is there.
NEEDED = [*LOADED, "wp8.api", "wp8.index.whoosh.backend"]
NO_ROOM = "ImportError('index.so: failed to map segment from shared object')"
NO_MEMORY = "OSError(12, 'Cannot allocate memory')"
# A signal when wp8 has loaded so many modules, in what Python calls of a weak reference: there it
# shows an exception, and forgets it.
SIGNALLED = """\
import os, signal, sys
left = {at}
def profile(frame, event, _):
    global left
    if event == "call" and frame.f_code.co_name == "cb" and "wp8.errors" in sys.modules:
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.{signal})
sys.setprofile(profile)
"""


def stopped(
    run: Runner, folder: Path, module: str, error: str, query: str = "plan"
) -> tuple[str, str, int]:
    """Return what wp8 says, and its exit code, if loading a module raises an error."""
    (folder / "sitecustomize.py").write_text(STOP.format(module=module, error=error))
    return run("search", query, env={"PYTHONPATH": str(folder)})


@pytest.mark.parametrize("module", LOADED)
def test_ctrl_c_while_modules_are_loaded_is_silent(
    run_mini: Runner, tmp_path: Path, module: str
) -> None:
    assert stopped(run_mini, tmp_path, module, "KeyboardInterrupt") == ("", "", 130)


@pytest.mark.parametrize(
    ("module", "error"),
    [
        *((module, error) for module in NEEDED for error in ("MemoryError", NO_ROOM, NO_MEMORY)),
        ("wp8.errors", "MemoryError"),
    ],
)
def test_too_little_memory_is_one_line(
    run_mini: Runner, tmp_path: Path, module: str, error: str
) -> None:
    said = stopped(run_mini, tmp_path, module, error)

    assert said == ("", "wp8: out of memory\n", 2)


def signalled(run: Runner, folder: Path, signal: str, at: int) -> tuple[str, str, int]:
    """Return what wp8 says, and its exit code, if it gets a signal after so many modules."""
    (folder / "sitecustomize.py").write_text(SIGNALLED.format(signal=signal, at=at))
    return run("search", "plan", env={"PYTHONPATH": str(folder)})


@pytest.mark.slow
def test_ctrl_c_is_never_lost_nor_shown_as_a_traceback(run_mini: Runner, tmp_path: Path) -> None:
    found = [signalled(run_mini, tmp_path, "SIGINT", at) for at in (3, 23, 47, 71, 90)]

    assert found[:2] == [("", "", 130)] * 2
    # Click ends the line in which a terminal shows `^C`.
    assert set(found[2:]) <= {("", "", 130), ("", "\nwp8: interrupted\n", 130)}


@pytest.mark.slow
def test_the_limit_of_processor_time_is_one_line(run_mini: Runner, tmp_path: Path) -> None:
    for at in (3, 90):
        output, said, code = signalled(run_mini, tmp_path, "SIGXCPU", at)
        assert (output, said.lstrip("\n"), code) == ("", "wp8: out of processor time\n", 2)


@pytest.mark.slow
def test_a_ctrl_c_that_the_caller_ignores_is_ignored(run_mini: Runner, tmp_path: Path) -> None:
    plain = run_mini("search", "plan")
    ignored = SIGNALLED.format(signal="SIGINT", at=23) + "signal.signal(2, signal.SIG_IGN)\n"
    (tmp_path / "sitecustomize.py").write_text(ignored)

    assert run_mini("search", "plan", env={"PYTHONPATH": str(tmp_path)}) == plain


@pytest.mark.parametrize("module", ["patterns", "automaton", "pattern_reader"])
def test_a_search_loads_nothing_of_patterns_but_for_one(
    run_mini: Runner, tmp_path: Path, module: str
) -> None:
    module = f"wp8.query.language.{module}"

    said = stopped(run_mini, tmp_path, module, "MemoryError", "plan")
    assert said == run_mini("search", "plan")
    assert stopped(run_mini, tmp_path, module, "MemoryError", "/plan/")[2] == 2


def test_a_bug_is_still_shown(run_mini: Runner, tmp_path: Path) -> None:
    _, said, code = stopped(run_mini, tmp_path, "wp8.cli.options", "LookupError('x')")

    assert said.startswith("Traceback ")
    assert said.endswith(
        "LookupError: x\nwp8: this is a bug in wp8: please report it with the lines above\n"
    )
    assert code == 2


def test_what_an_error_stands_for_is_found() -> None:
    class Interrupting:
        def __set_name__(self, _: type, __: str) -> None:
            raise KeyboardInterrupt

    # Python before 3.12 raises a RuntimeError over it.
    with pytest.raises((RuntimeError, KeyboardInterrupt)) as caught:
        type("Made", (), {"a": Interrupting()})
    assert fate(caught.value) == "interrupted"
    assert fate(ValueError()) is None


# What Python looks for, each module that is loaded among it, on a line of a file.
NOTED = """\
import os, sys
class Noted:
    def find_spec(self, name, path=None, target=None):
        os.write(there, f"{name}\\n".encode())
there = os.open(os.environ["NOTES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
sys.meta_path.insert(0, Noted())
"""
# Each takes as long as the rest of a search, or has to do with reading sources.
SLOW = {
    *("asyncio", "email", "json", "logging", "pathlib", "socket", "sqlite3"),
    *("subprocess", "tempfile", "tomllib", "unittest", "xml"),
}


@pytest.mark.parametrize(
    ("arguments", "terminal", "packages", "of_corpus"),
    [
        (("search", "plan"), False, {"whoosh"}, {"digest"}),
        (("search", "plan"), True, {"rich", "whoosh"}, {"digest"}),
        (("search", "xyzzyq"), False, {"whoosh"}, {"digest"}),
        (("search", "-h"), False, set(), set()),
        (("show", "d"), None, set(), {"digest"}),
        (("show", "paragraph", "report:n"), None, {"whoosh"}, {"contents", "digest", "document"}),
    ],
    ids=["pipe", "terminal", "miss", "help", "document", "record"],
)
def test_no_more_is_loaded_than_is_needed(
    run_mini: Runner,
    tmp_path: Path,
    arguments: tuple[str, ...],
    terminal: bool | None,
    packages: set[str],
    of_corpus: set[str],
) -> None:
    (tmp_path / "sitecustomize.py").write_text(NOTED)
    notes = tmp_path / "notes"
    env = {"PYTHONPATH": str(tmp_path), "NOTES": str(notes), "WP8_PAGER": "cat"}
    if terminal is None:
        env["_WP8_COMPLETE"] = "bash"
    run = run_mini.on_terminal if terminal else run_mini
    run(*arguments)
    run("search", "plan")
    run(*arguments, env=env)

    loaded = set(notes.read_text().split())
    assert SLOW & loaded == set()
    assert {"click", "rapidfuzz", "rich", "simplemma", "tantivy", "whoosh", "yaml"} & loaded == {
        "click",
        *packages,
    }
    corpus = (name for name in loaded if name.startswith("wp8.corpus."))
    assert {name.removeprefix("wp8.corpus.") for name in corpus} == of_corpus
    assert {name for name in loaded if name.startswith(("wp8.analysis.", "wp8.citation."))} == set()
