"""The pages say what is true: commands and options exist, examples print what is shown."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from test_layers import IMPORTS, SOURCES

from wp8.cli import COMMANDS, group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]


def sessions() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each console block of the pages: where it is, each `$ command` and what it prints."""
    for page in PAGES:
        blocks = re.findall(r"^```console\n(.*?)^```", page.read_text(), re.M | re.S)
        for number, block in enumerate(blocks, 1):
            nothing, *examples = re.split(r"^\$ ", block, flags=re.M)
            assert (nothing, bool(examples)) == ("", True), page
            parts = [example.partition("\n") for example in examples]
            yield f"{page.name}-{number}", [(command, printed) for command, _, printed in parts]


# A run of wp8 that needs no shell, and what its output goes through, if that is not wp8.
ALONE = re.compile(
    r"""wp8\s+((?:'[^']*'|"[^"$`\\]*"|[^'"|&;<>$`*?~\\])*?)\s*(2>/dev/null|2>&1)?(?:\|(?!.*\bwp8\b)(.*))?"""
)


class Shell:
    """Runs what is typed at a prompt, in a folder of its own; wp8 itself where it can in a fork."""

    def __init__(self, run_wp8: Runner, folder: Path) -> None:
        self._wp8 = run_wp8
        self._folder = folder
        (folder / "bin").mkdir()
        script = folder / "bin" / "wp8"
        script.write_text(f'#!/bin/sh\nexec {sys.executable} -m wp8 "$@"\n')
        script.chmod(0o755)
        path = f"{script.parent}:{run_wp8.environment['PATH']}"
        self._environment = run_wp8.environment | {"PATH": path}

    def __call__(self, command: str) -> str:
        """Return what a command prints."""
        alone = ALONE.fullmatch(command)
        if not alone:
            return self._sh(command)
        done = self._wp8(*shlex.split(alone[1]), cwd=self._folder)
        printed = (done.stderr if alone[2] == "2>&1" else "") + done.stdout
        return self._sh(alone[3], printed) if alone[3] else printed

    def _sh(self, command: str, stdin: str = "") -> str:
        return subprocess.run(
            ["sh", "-c", command],
            input=stdin,
            env=self._environment,
            cwd=self._folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=False,
        ).stdout


@pytest.mark.slow
@pytest.mark.parametrize("examples", [pytest.param(shown, id=at) for at, shown in sessions()])
def test_examples_print_what_a_page_shows(
    examples: list[tuple[str, str]], run_wp8: Runner, tmp_path: Path
) -> None:
    run_wp8("search", "cement")  # so that no example says that it built the index
    shell = Shell(run_wp8, tmp_path)

    assert [(command, shell(command)) for command, _ in examples] == examples


ASKED = "".join(re.findall(r"^\| .*\| \[.*", README.read_text(), re.M))
QUESTIONS = re.findall(r"`wp8 ([^`]+)`", ASKED)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_the_readme_asks_has_an_answer(question: str, run_wp8: Runner) -> None:
    done = run_wp8(*shlex.split(question))

    assert (done.exit_code, bool(done.stdout)) == (0, True)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_shows_every_command(command: str) -> None:
    assert [page for page in PAGES if f"`wp8 {command}" in page.read_text()] != []


CONTEXT = click.Context(group)


def unknown(words: list[str]) -> list[str]:
    """Return those of the words typed after `wp8` that look like options of it and are none."""
    command: click.Command | None = group
    options = {"-h"}
    for word in (*words, ""):
        if not command:
            break
        options |= {name for each in command.params for name in each.opts}
        command = command.get_command(CONTEXT, word) if isinstance(command, click.Group) else None
    return [word for word in words if re.match(r"--?[a-z]", word) and word not in options]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_options_that_the_commands_have(page: Path) -> None:
    named = re.findall(r"`wp8 ([^`]+)`|^(?:\$ |    )?wp8 (.+)", page.read_text(), re.M)
    typed = [re.split(r" [|#>]", span or line)[0] for span, line in named]

    assert [each for each in typed if unknown(re.split(r"[\s=,]+", each))] == []


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page are linked by, as GitHub does it."""
    headings = re.findall(r"^#+ (.+)", page.read_text(), re.M)
    return {re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_to_files_and_headings(page: Path) -> None:
    links = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)(?:#([^)\s]+))?", page.read_text())

    assert [link for link, _ in links if not (page.parent / link).exists()] == []
    assert [(to, at) for to, at in links if at and at not in anchors(page.parent / to)] == []


PLATE = re.compile(r"^\| `(\w+)` \|[^|]+\|([^|]+)\|", re.M)
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
DOORS = {room: set(re.findall(r"`([\w.]+)`", doors)) for room, doors in PLATE.findall(ARCHITECTURE)}
ROOMS = sorted({module.split(".")[1] for module in SOURCES if module.count(".") > 1})


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_entered_by_the_doors_of_its_plate(room: str) -> None:
    inside = f"wp8.{room}."
    entered = {
        other.removeprefix(inside)
        for module, others in IMPORTS.items()
        for other in others & SOURCES.keys()
        if other.startswith(inside) and not f"{module}.".startswith(inside)
    }

    assert entered <= DOORS[room]
    assert [door for door in DOORS[room] if f"{inside}{door}" not in SOURCES] == [] or room == "cli"


def test_the_modules_that_the_architecture_names_are_there() -> None:
    named = re.findall(r"`([\w/]+/(?:\w+\.py)?)`", ARCHITECTURE)
    places = (ROOT / "src" / "wp8", ROOT)

    assert named
    assert [path for path in named if not any((place / path).exists() for place in places)] == []


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md"])
def test_the_files_that_a_page_for_contributors_names_are_there(page: str) -> None:
    named = re.findall(r"`((?:src|tests|docs|benchmarks)/[\w./-]+)", (ROOT / page).read_text())

    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
