"""`wp8 info`, and the help of every command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from wp8 import __version__
from wp8.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

FACTS = ["wp8", "corpus", "states", "folder", "digest", "engine", "index", "health", "origin"]


def test_info_names_the_corpus_the_index_and_the_versions(
    run_mini: Runner, mini_corpus: Path
) -> None:
    facts = dict(line.split(maxsplit=1) for line in run_mini("info").stdout.splitlines())

    assert list(facts) == FACTS
    assert facts["wp8"].startswith(f"{__version__}, Python 3.")
    assert facts["corpus"] == "mini: harbor, report"
    assert facts["states"] == "2 indexed"
    assert facts["folder"] == str(mini_corpus)
    assert facts["engine"] == "whoosh (auto: 0.0 MB; tantivy from 2 MB)"
    assert facts["index"].startswith(run_mini.environment["WP8_INDEX"])
    assert facts["health"].startswith("whole, ")


def test_info_names_the_largest_of_many_documents(run_wp8: Runner, tmp_path: Path) -> None:
    manifest = ['name = "letters"']
    for number in range(1, 8):
        (tmp_path / f"{number}.txt").write_text("Peace. " * number)
        manifest.append(f'[[document]]\nid = "l{number}"\nfile = "{number}.txt"\nlayout = "text"')
        manifest.append(f'title = "Letter {number}"')
    (tmp_path / "corpus.toml").write_text("\n".join(manifest))

    whole = run_wp8("info", "--corpus", str(tmp_path), "--json").stdout
    lines = run_wp8("info", "--corpus", str(tmp_path)).stdout.splitlines()
    assert lines[1] == "corpus  letters: l7, l6, l5, l4, l3 and 2 more"
    assert json.loads(whole)["corpus"] == "letters: l1, l2, l3, l4, l5, l6, l7"


def test_info_as_json_has_the_same_facts(run_mini: Runner) -> None:
    plain = dict(line.split(maxsplit=1) for line in run_mini("info").stdout.splitlines())
    facts = json.loads(run_mini("info", "--json").stdout)

    assert plain["engine"] == f"{facts['engine']} ({facts.pop('chosen')})"
    assert facts == {"schema": "wp8.info/1", **plain, "engine": "whoosh"}


def test_info_has_the_digest_that_results_have(run_mini: Runner) -> None:
    facts = json.loads(run_mini("info", "--json").stdout)
    result = json.loads(run_mini("search", "plan", "--json").stdout)

    assert facts["digest"] == result["corpus"]["digest"]


def test_info_builds_nothing(run_mini: Runner, private_index: Path) -> None:
    result = run_mini("info", "--index", str(private_index))

    assert (result.exit_code, result.stderr) == (0, "")
    assert "there is no index" in result.stdout
    assert list(private_index.glob("**/CURRENT")) == []


def test_info_of_a_missing_corpus_is_an_error(run_wp8: Runner, tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    result = run_wp8("info", "--corpus", str(absent))

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr == f"wp8: {absent}: there is no such corpus folder\n"


def test_help_lists_every_command(run_wp8: Runner) -> None:
    help_ = run_wp8("--help").stdout

    listed = help_.partition("Commands:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in listed.splitlines()] == list(COMMANDS)
    assert run_wp8().stdout == run_wp8("-h").stdout == help_


@pytest.mark.parametrize("command", list(COMMANDS))
def test_each_command_says_how_it_is_used(run_wp8: Runner, command: str) -> None:
    long, short = run_wp8(command, "--help"), run_wp8(command, "-h")

    assert long == short
    assert long.stdout.startswith(f"Usage: wp8 {command} ")
    assert (long.stderr, long.exit_code) == ("", 0)


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_is_one_line(run_wp8: Runner, option: str) -> None:
    assert run_wp8(option) == (f"wp8 {__version__}\n", "", 0)
