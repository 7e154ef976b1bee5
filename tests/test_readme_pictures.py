"""The pictures in the README: what a terminal shows, drawn anew and compared with what is there."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from conftest import Runner

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
WIDTH = 80
COMMANDS = {
    "search": ("search", "living standards", "--limit", "3"),
    "dispersion": ("dispersion", "party", "people", "economy"),
}
# Rich has it come from the network, where a picture in a page may not look for it.
FONT_FACE = re.compile(r"@font-face \{.*?\}", re.S)
FONTS = "Fira Code, Menlo, Consolas, DejaVu Sans Mono, monospace"


def typed(arguments: tuple[str, ...]) -> str:
    """Return how a command is typed, as the README says it of its picture."""
    return " ".join(["wp8", *(f'"{each}"' if " " in each else each for each in arguments)])


def drawn(name: str, screen: str) -> str:
    """Return a window with a command and what it shows, as SVG."""
    console = Console(file=StringIO(), record=True, width=WIDTH, color_system="truecolor")
    console.print(f"$ {typed(COMMANDS[name])}", style="bold", markup=False, highlight=False)
    console.print(Text.from_ansi(screen))
    picture = FONT_FACE.sub("", console.export_svg(title="", unique_id=name))
    lines = picture.replace("Fira Code, monospace", FONTS).splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_picture_shows_what_the_command_shows(name: str, run_wp8: Runner, tmp_path: Path) -> None:
    run_wp8("search", "cement")  # so that the picture does not say that it built the index
    screen = run_wp8.on_terminal(*COMMANDS[name], "--no-pager", width=WIDTH, stderr_too=True).text
    picture = tmp_path / f"{name}.svg"
    picture.write_text(drawn(name, screen), encoding="utf-8")
    shown = PICTURES / picture.name

    assert shown.exists(), f"look at it, and copy it: {picture}"
    assert picture.read_bytes() == shown.read_bytes(), f"look at it, and copy it: {picture}"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_has_each_picture_and_its_command(name: str) -> None:
    line = f"![`{typed(COMMANDS[name])}`](docs/pictures/{name}.svg)"

    assert line in (ROOT / "README.md").read_text(encoding="utf-8")
