"""Running wp8 as a real process, with an index and an environment of the tests' own."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NamedTuple

import hypothesis
import pytest
from forked import Forks

from wp8.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

# What has passed once passes again; `--hypothesis-profile explore` looks for more.
hypothesis.settings.register_profile("wp8", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("wp8")

TESTS = Path(__file__).parent
# Nothing that is asked of wp8 here takes a hundredth of this; a process that hangs must not.
PATIENCE = 600


# What says how a program is to show what it has.
WISHES = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PAGER"}
# What takes seconds to be had: a cluster, a browser, the schema of TEI, a large corpus.
SLOW_FIXTURES = {"nodes", "browser", "schema", "large"}


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark as slow what nobody should have to: what draws examples, or asks for one of these."""
    if isinstance(item, pytest.Function) and (
        hypothesis.is_hypothesis_test(item.obj) or SLOW_FIXTURES & set(item.fixturenames)
    ):
        item.add_marker(pytest.mark.slow)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin first: in the end no process of the tests waits for another."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session", autouse=True)
def _no_wishes_of_the_testers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let wp8, called in this process, see nothing that the tester has set for it, or keeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        for name in [n for n in os.environ if n.startswith("WP8_") or n in WISHES]:
            patch.delenv(name)
        yield


class Result(NamedTuple):
    """What a process wrote, and how it ended."""

    stdout: str
    stderr: str
    exit_code: int


class Screen(NamedTuple):
    """What a process wrote to its terminal and to stderr, and how it ended."""

    output: bytes
    stderr: str
    exit_code: int

    @property
    def text(self) -> str:
        """What was written to the terminal."""
        return self.output.decode()

    @property
    def lines(self) -> list[str]:
        """The lines on the terminal without the blanks that fill them."""
        return [line.rstrip() for line in self.text.splitlines()]


class Runner:
    """Runs wp8 in an environment that has `environment` and nothing of the tester's."""

    def __init__(self, environment: Mapping[str, str], forks: Forks) -> None:
        self.environment = dict(environment)
        self._forks = forks

    def having(self, **environment: str) -> Runner:
        """Return a runner with more in its environment, for another corpus with its own index.

        In a folder of many indexes the oldest are removed.
        """
        if "WP8_CORPUS" in environment and "WP8_INDEX" not in environment:
            beside = Path(self.environment["WP8_INDEX"]).parent
            environment["WP8_INDEX"] = tempfile.mkdtemp(dir=beside)
        return Runner(self.environment | environment, self._forks)

    def __call__(
        self,
        *arguments: str | bytes,
        stdin: str | bytes | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Result:
        """Run wp8 to its end, on no terminal."""
        environment = self.environment | dict(env or {})
        with TemporaryFile() as given, TemporaryFile() as output, TemporaryFile() as errors:
            given.write((stdin.encode() if isinstance(stdin, str) else stdin) or b"")
            given.seek(0)
            streams = (given.fileno(), output.fileno(), errors.fileno())
            code = self._begin(arguments, environment, cwd, *streams)()
            output.seek(0)
            errors.seek(0)
            return Result(output.read().decode(), errors.read().decode(), code)

    def _begin(
        self,
        arguments: Sequence[str | bytes],
        environment: Mapping[str, str],
        cwd: Path | None,
        *streams: int,
    ) -> Callable[[], int]:
        """Begin to run wp8; return what waits for its end and says its exit code."""
        if self._forks.can_run(environment):
            self._forks.start(arguments, environment, cwd, *streams)
            return partial(self._forks.wait, PATIENCE)
        stdin, stdout, stderr = streams
        process = subprocess.Popen(
            [sys.executable, "-m", "wp8", *arguments],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=environment,
            cwd=cwd,
        )
        return partial(process.wait, PATIENCE)

    def start(
        self,
        *arguments: str,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
    ) -> subprocess.Popen[bytes]:
        """Start wp8 and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-m", "wp8", *arguments],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=self.environment,
        )

    def on_terminal(
        self,
        *arguments: str,
        width: int = 80,
        height: int = 200,
        env: Mapping[str, str] | None = None,
        stderr_too: bool = False,
        typed: bytes = b"",
    ) -> Screen:
        """Run wp8 to its end on a terminal of this size; stderr is a pipe unless it is too."""
        terminal, side = pty.openpty()
        os.write(terminal, typed)
        # A newline is to be read as it was written, not as "\r\n".
        modes = termios.tcgetattr(side)
        modes[1] &= ~termios.OPOST
        termios.tcsetattr(side, termios.TCSANOW, modes)
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        with TemporaryFile() as errors:
            stderr = side if stderr_too else errors.fileno()
            environment = self.environment | dict(env or {})
            wait = self._begin(arguments, environment, None, side, side, stderr)
            os.close(side)
            output = b""
            # Linux answers EIO, others nothing, once all the writers are gone.
            with suppress(OSError):
                while chunk := os.read(terminal, 1 << 16):
                    output += chunk
            os.close(terminal)
            code = wait()
            errors.seek(0)
            return Screen(output, errors.read().decode(), code)


@pytest.fixture(scope="session")
def run_wp8(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """Yield what runs wp8 on the corpus that is shipped, its index built once for all tests."""
    home = tmp_path_factory.mktemp("home")
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": os.environ["XDG_STATE_HOME"],
        "WP8_INDEX": str(home / "index"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        # The process is to find the same wp8 as the tests that start it.
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        **{name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")},
    }
    forks = Forks(environment)
    yield Runner(environment, forks)
    forks.close()


@pytest.fixture(scope="session")
def mini_corpus() -> Path:
    """Return the folder of a corpus that a person can count by hand."""
    return TESTS / "mini_corpus"


@pytest.fixture(scope="session")
def run_mini(run_wp8: Runner, mini_corpus: Path) -> Runner:
    """Return what runs wp8 on the mini corpus, its index already built."""
    runner = run_wp8.having(WP8_CORPUS=str(mini_corpus))
    runner("reindex")
    return runner


@pytest.fixture
def private_index(tmp_path: Path) -> Path:
    """Return a folder for indexes that does not exist yet and is this test's alone."""
    return tmp_path / "index"


@pytest.fixture
def call_mini(
    run_mini: Runner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Return what calls wp8 on the mini corpus in this process: for many messages, quickly."""
    for name in ("WP8_CORPUS", "WP8_INDEX"):
        monkeypatch.setenv(name, run_mini.environment[name])

    def call(*arguments: str) -> Result:
        exit_code = main(list(arguments))
        return Result(*capsys.readouterr(), exit_code)

    return call
