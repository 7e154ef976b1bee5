"""The man pages that the build makes of the commands."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import click
import pytest

import man_pages
from wp8.cli import COMMANDS, group

if TYPE_CHECKING:
    from pathlib import Path

# What is installed where a wheel is made.
ONLY_CLICK: Final = """
import sys
class Others:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in "rich whoosh simplemma rapidfuzz yaml markdown_it".split():
            raise ImportError(name)
sys.meta_path.insert(0, Others())
import man_pages
print(len(list(man_pages.man_pages())))
"""


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages by their names."""
    return dict(man_pages.man_pages())


def test_each_command_has_a_page_with_its_options(pages: dict[str, str]) -> None:
    context = click.Context(group)
    below = [
        f"{name}-{own}"
        for name in COMMANDS
        for own in getattr(group.get_command(context, name), "commands", {})
    ]

    assert {"docs-rm", "kept-rm"} <= {*below}
    assert set(pages) == {f"wp8{name}.1" for name in ("", *(f"-{n}" for n in (*COMMANDS, *below)))}
    for name in COMMANDS:
        command, page = group.get_command(context, name), pages[f"wp8-{name}.1"]
        assert command
        for option in (each for each in command.params if isinstance(each, click.Option)):
            assert max(option.opts, key=len).replace("-", r"\-") in page
        assert "\n.SH EXAMPLES\n.nf\nwp8 " in page


@pytest.mark.parametrize(
    "check",
    [
        ("mandoc", "-T", "lint", "-W", "warning"),
        ("groff", "-man", "-ww", "-K", "utf8", "-T", "utf8", "-z"),
    ],
)
def test_what_shows_man_pages_has_nothing_to_say_of_them(
    check: tuple[str, ...], pages: dict[str, str], tmp_path: Path
) -> None:
    if not shutil.which(check[0]):
        pytest.skip(f"there is no {check[0]}")
    for name, page in pages.items():
        (tmp_path / name).write_text(page, encoding="utf-8")
    done = subprocess.run(
        [*check, *sorted(pages)], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_no_text_is_a_request_or_an_escape() -> None:
    assert man_pages._text(r".so 'a\n'--") == r"\&.so \(aqa\en\(aq\-\-"


def test_nothing_but_click_is_needed_to_make_them(pages: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ONLY_CLICK], capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == (f"{len(pages)}\n", "")
