"""Completion in bash, zsh and fish on a terminal: what they insert and run is what was meant."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import socket
import time
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import PATIENCE

from wp8.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conftest import Runner

pytestmark = pytest.mark.slow

SHELLS = ("bash", "zsh", "fish")
# In the place of wp8: it gives these tests what it is run with, and writes what they answer.
STAND_IN = """\
#!/usr/bin/env bash
exec 3<>/dev/tcp/127.0.0.1/{port}
printf '%s\\0' "$#" "$_WP8_COMPLETE" "$@" >&3
exec cat <&3
"""
START = {
    "bash": ("bash", "--noprofile", "--rcfile", ".bashrc", "-i"),
    "zsh": ("zsh", "-d", "-i"),
    "fish": ("fish", "--private"),
}
SET_UP = {
    ".bashrc": 'PS1="ready> "; eval "$(wp8 completion bash)"\n',
    ".zshrc": 'autoload -U compinit; compinit -u -D\nPS1="ready> "; eval "$(wp8 completion zsh)"\n',
    ".config/fish/config.fish": "function fish_prompt; echo 'ready> '; end\nset fish_greeting\n"
    "wp8 completion fish | source\n",
}
# What loads an installed script on demand, as most systems have it.
ON_DEMAND = "/usr/share/bash-completion/bash_completion"
WITH_INSTALLED = {
    ".bashrc": f'PS1="ready> "; . {ON_DEMAND}\n',
    ".zshrc": "fpath=(~/.local/share/zsh/site-functions $fpath)\n"
    'autoload -U compinit; compinit -u -D\nPS1="ready> "\n',
    ".config/fish/config.fish": "function fish_prompt; echo 'ready> '; end\nset fish_greeting\n",
}
ACTING = (
    *("$(touch${IFS}ran)", "`touch ran`", "${HOME}", "$'touch ran'", ";touch ran", "&touch ran"),
    *("|touch ran", ">ran", "<ran", "(touch ran)", "{a,b}", "*", "?", "[a-z]*", "!!", "#x"),
    *(
        "it's",
        '"so"',
        "\\",
        "a\\nb",
        "a\nb",
        "a\n;touch ran",
        " x",
        "x ",
        "two  blanks",
        "a=b",
        "a@b",
    ),
    *("조선로동당 제8차대회", "“so”", "—dash", "%s", "^a", "$PATH", "é\u0301", "ㄱ:§4.13"),
)
ACTING_IN_QUOTES = (
    *("$(touch${IFS}ran)", "`touch ran`", "${HOME}", "!!", "it's", '"so"', "\\", "a\nb", "x "),
    *("; touch ran & touch ran | touch ran", "조선로동당 제8차대회"),
)


@dataclass
class Terminal:
    """A shell on a terminal, the folder it is at home in, and where it asks for wp8."""

    shell: str
    home: Path
    screen: int
    asked: socket.socket
    names: Sequence[str] = ()
    log: list[list[str]] = field(default_factory=list)

    def type(self, text: str) -> None:
        """Send what someone types."""
        os.write(self.screen, text.encode())

    def then(self, keys: str) -> list[str]:
        """Type what makes the shell run wp8 once, and return what wp8 says."""
        number, end = len(self.log), time.monotonic() + PATIENCE / 10
        self.type(keys)
        while len(self.log) == number:
            self.read()
            if time.monotonic() > end:
                pytest.fail(f"{self.shell} does not run wp8")
        return self.log[-1]

    def read(self) -> bytes:
        """Be wp8 where it is run; return what comes on the screen in a twentieth of a second."""
        ready, _, _ = select.select([self.screen, self.asked.fileno()], [], [], 0.05)
        if self.asked.fileno() in ready:
            with self.asked.accept()[0] as client:
                self.answer(client)
        return os.read(self.screen, 1 << 16) if self.screen in ready else b""

    def answer(self, client: socket.socket) -> None:
        """Complete the names there are, write the script of a shell, or only note what is run."""
        given = [b""]
        while len(given) < 3 or len(given) < 3 + int(given[0]):
            given = (b"\0".join(given) + client.recv(1 << 16)).split(b"\0")
        shell, *arguments = (each.decode() for each in given[1:-1])
        if not shell and arguments[:1] != ["completion"]:
            self.log.append(["ran", *arguments])
            return
        with ExitStack() as stack:
            answer = stack.enter_context(redirect_stdout(StringIO()))
            stack.enter_context(redirect_stderr(StringIO()))
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            patch.setattr("wp8.cli.completion._beginning", self.beginning)
            patch.setenv("_WP8_COMPLETE", shell)
            main(arguments)
        client.sendall(answer.getvalue().encode())
        if shell:
            self.log.append(["completed"])

    def beginning(self, _: object, __: object, typed: str = "", **___: object) -> list[str]:
        """Return the names that begin with what is typed."""
        return [name for name in self.names if name.startswith(typed)]

    def offer(self, *names: str) -> None:
        """Let these be what there is."""
        self.names = names

    def complete(self, typed: str) -> None:
        """Type, press Tab, and wait for the answer of wp8."""
        assert self.then(f"{typed}\t") == ["completed"]

    def run_after_tab(self, typed: str) -> list[str]:
        """Type, press Tab, and Enter when wp8 has answered; return what wp8 is run with."""
        self.complete(typed)
        ran, *arguments = self.then("\r")
        assert ran == "ran"
        return arguments


@pytest.fixture(scope="module", params=SHELLS)
def terminal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    with started(request.param, tmp_path_factory.mktemp(request.param), SET_UP) as terminal:
        yield terminal


@contextmanager
def started(shell: str, home: Path, set_up: Mapping[str, str]) -> Iterator[Terminal]:
    """Yield a shell on a terminal, at home in a folder with these files."""
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    asked = socket.create_server(("127.0.0.1", 0))
    (home / "bin").mkdir()
    wp8 = home / "bin" / "wp8"
    wp8.write_text(STAND_IN.format(port=asked.getsockname()[1]))
    wp8.chmod(0o755)
    for name, text in set_up.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    (home / "files" / "my $(touch ran) letters" / "within").mkdir(parents=True)
    (home / "files" / "a `touch ran` draft.md").touch()
    number, screen = pty.fork()
    if not number:
        environment = {
            "PATH": f"{home}/bin:{os.environ.get('PATH', os.defpath)}",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
        }
        os.chdir(home)
        os.execvpe(START[shell][0], START[shell], environment)
    made = Terminal(shell, home, screen, asked)
    seen = b""
    end = time.monotonic() + PATIENCE / 10
    try:
        while b"ready> " not in seen:
            seen += made.read()
            if time.monotonic() > end:
                pytest.fail(f"{shell} does not start: {seen!r}")
        yield made
    finally:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        os.close(screen)
        asked.close()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *((typed, name) for typed in ("", "ab") for name in ACTING),
        *((typed, name) for typed in ("'ab", '"ab') for name in ACTING_IN_QUOTES),
    ],
)
def test_a_completed_name_is_the_word_that_was_meant(
    terminal: Terminal, typed: str, name: str
) -> None:
    meant = f"ab{name}" if typed else name
    terminal.offer(meant)

    assert terminal.run_after_tab(f"wp8 show section {typed}") == ["show", "section", meant]
    assert not (terminal.home / "ran").exists()


def test_a_name_may_begin_like_a_home(terminal: Terminal) -> None:
    terminal.offer("~root", "~root's")
    # In fish, what begins so is a home.
    inserted = {"bash": ["~root"], "zsh": ["~root"], "fish": []}[terminal.shell]

    assert terminal.run_after_tab("wp8 show section ") == ["show", "section", *inserted]


def test_what_several_names_begin_with_is_inserted_and_is_a_word(terminal: Terminal) -> None:
    terminal.offer("ab $(touch ran) 1", "ab $(touch ran) 2")

    assert terminal.run_after_tab("wp8 show section a") == ["show", "section", "ab $(touch ran) "]


def test_what_is_inserted_for_several_is_completed_further(terminal: Terminal) -> None:
    terminal.offer("ab $(touch ran) cd", "ab $(touch ran) ef")
    terminal.complete("wp8 show section a")

    assert terminal.run_after_tab("c") == ["show", "section", "ab $(touch ran) cd"]


@pytest.mark.parametrize("typed", ["--section ab", "--section=ab"])
def test_the_value_of_an_option_is_quoted_too(terminal: Terminal, typed: str) -> None:
    terminal.offer("ab $(touch ran)")

    *words, last = typed.split(" ")
    said = terminal.run_after_tab(f"wp8 search x {typed}")
    assert said == ["search", "x", *words, f"{last} $(touch ran)"]
    assert not (terminal.home / "ran").exists()


def test_commands_and_options_are_completed(terminal: Terminal) -> None:
    terminal.offer()
    terminal.complete("wp8 conc")

    assert terminal.run_after_tab("x --sam") == ["concordance", "x", "--sample"]


@pytest.mark.parametrize(
    ("typed", "inserted"),
    [
        ("show contents --corpus files/m", "files/my $(touch ran) letters"),
        ("show contents --index files/m", "files/my $(touch ran) letters"),
        ("show contents --corpus=files/m", "--corpus=files/my $(touch ran) letters"),
        ("init files/m", "files/my $(touch ran) letters"),
        ("init x files/a", "files/a `touch ran` draft.md"),
        ("add files/a", "files/a `touch ran` draft.md"),
        ("locate --draft files/a", "files/a `touch ran` draft.md"),
        ("dispersion x --svg files/a", "files/a `touch ran` draft.md"),
    ],
)
def test_files_and_folders_are_completed(terminal: Terminal, typed: str, inserted: str) -> None:
    terminal.offer()

    # The slash after a folder stays, or goes with Enter.
    assert terminal.run_after_tab(f"wp8 {typed}")[-1].rstrip("/") == inserted
    assert not (terminal.home / "ran").exists()


def test_a_value_can_be_typed_right_behind_a_completed_field(terminal: Terminal) -> None:
    terminal.offer("publisher=")
    terminal.complete("wp8 docs set log publ")

    assert terminal.then("quay\r") == ["ran", "docs", "set", "log", "publisher=quay"]


@pytest.mark.parametrize("shell", SHELLS)
def test_an_installed_script_completes_from_the_first_tab_on(
    shell: str, run_wp8: Runner, tmp_path: Path
) -> None:
    if shell == "bash" and not Path(ON_DEMAND).exists():
        pytest.skip("there is no bash-completion")
    assert run_wp8("completion", shell, "--install", env={"HOME": str(tmp_path)}).exit_code == 0
    with started(shell, tmp_path, WITH_INSTALLED) as terminal:
        terminal.offer("letters:12")

        assert terminal.run_after_tab("wp8 cite letters:1") == ["cite", "letters:12"]
