"""The README says what is true: its commands exist, and its examples print what it shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_layers import IMPORTS, SOURCES

from wp8.cli import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

README = Path(__file__).parent.parent / "README.md"


def examples() -> Iterator[tuple[str, str]]:
    """Yield each `$ command` of the README's console blocks with what it prints there."""
    for block in re.findall(r"^```console\n(.*?)^```", README.read_text(), re.M | re.S):
        for example in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, printed = example.partition("\n")
            yield command, printed


@pytest.fixture(scope="module")
def shell_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose `bin` has this Python's wp8 and nothing else of it."""
    folder = tmp_path_factory.mktemp("shell")
    (folder / "wp8").write_text(f'#!/bin/sh\nexec {sys.executable} -m wp8 "$@"\n')
    (folder / "wp8").chmod(0o755)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("command", "printed"), list(examples()))
def test_an_example_of_the_readme_prints_what_it_shows(
    command: str, printed: str, shell_folder: Path, run_wp8: Runner
) -> None:
    environment = run_wp8.environment | {
        "PATH": f"{shell_folder}:{run_wp8.environment['PATH']}",
        "WP8_INDEX": str(shell_folder / "index"),
    }
    done = subprocess.run(
        ["sh", "-c", command], env=environment, cwd="/", capture_output=True, text=True, check=False
    )

    assert done.stdout == printed


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_shows_every_command(command: str) -> None:
    assert f"wp8 {command}" in README.read_text()


ROOT = README.parent
DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


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
