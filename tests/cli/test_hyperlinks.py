"""Links of ids to their sources: in which format, and where none are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click
import pytest

from wp8.cli.hyperlinks import FORMATS, pattern

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

LINK: Final = re.compile("\x1b\\]8;id=\\d+;([^\x1b]*)\x1b")


def links(run: Runner, *more: str, **environment: str) -> list[str]:
    """Return where the ids of a search link to on a terminal."""
    return LINK.findall(run.on_terminal("search", "제8차대회", *more, env=environment).text)


@pytest.mark.parametrize(
    ("format_", "link"),
    [
        ("vscode", "vscode://fileFILE:7:17"),
        ("cursor", "cursor://fileFILE:7:17"),
        ("grep+", "grep+://FILE:7"),
        ("x-edit://{path}?l={line}&c={column}", "x-edit://FILE?l=7&c=17"),
        ("editor:{path}", "editor:FILE"),
    ],
)
def test_a_link_is_as_its_format_says(
    run_mini: Runner, mini_corpus: Path, format_: str, link: str
) -> None:
    found = links(run_mini, "--hyperlink-format", format_)

    assert set(found) == {link.replace("FILE", str(mini_corpus / "report.md"))}


def test_none_and_a_terminal_that_shows_them_as_text_have_no_links(run_mini: Runner) -> None:
    assert links(run_mini, "--hyperlink-format", "none") == []
    assert links(run_mini, TERM="linux") == []
    assert links(run_mini, INSIDE_EMACS="t") == []
    assert links(run_mini) != []


def test_the_config_file_names_a_format(run_mini: Runner, tmp_path: Path) -> None:
    (tmp_path / "wp8").mkdir()
    (tmp_path / "wp8" / "config.toml").write_text('hyperlink_format = "vscodium"\n')
    config = {"XDG_CONFIG_HOME": str(tmp_path)}

    assert links(run_mini, **config)[0].startswith("vscodium://file/")
    assert links(run_mini, "--hyperlink-format", "file", **config)[0].startswith("file:///")


@pytest.mark.parametrize(
    ("pager", "version", "passes"),
    [
        ("less", "less 590 (GNU regular expressions)", True),
        ("less", "less 551 (GNU regular expressions)", False),
        ("bat", "bat 0.22.1", False),
    ],
)
def test_a_pager_that_shows_links_as_text_gets_none(
    run_mini: Runner, tmp_path: Path, pager: str, version: str, passes: bool
) -> None:
    program, out = tmp_path / pager, tmp_path / "out"
    program.write_text(
        f'#!/bin/sh\nif [ "$1" = --version ]; then echo "{version}"; else cat > "{out}"; fi\n'
    )
    program.chmod(0o755)
    run_mini.on_terminal("show", "document", "report", height=5, env={"PAGER": str(program)})

    shown = out.read_text()
    assert ("\x1b]8;" in shown) == passes
    assert "\x1b[2mreport:1" in shown


@pytest.mark.parametrize(
    "format_", ["vim", "x://{line}", "x://{path}{row}", "x://{path}}", "x://{path} y", "{path}"]
)
def test_what_is_no_format_is_refused(format_: str) -> None:
    with pytest.raises(click.BadParameter):
        pattern(format_)


def test_a_named_format_is_one_that_could_be_typed() -> None:
    assert {pattern(each) for each in FORMATS.values() if each} == {*FORMATS.values()} - {None, ""}
