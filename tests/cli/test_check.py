"""`wp8 check`: a stamp from any command, and what became of its result."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

LISTED: Final = ["frequency", "--ngrams", "2-3", "--stop-words"]
COMMANDS = [
    ["search", "plan"],
    ["search", '"the plan"', "OR", "people", "--doc", "report", "--quotes", "without"],
    ["search", "plan -harbor", "--section", "Words"],
    ["concordance", "plan", "--sort", "R1", "--sample", "3", "--seed", "4"],
    ["concordance", "the", "plans", "--lemma", "--kind", "paragraph"],
    ["concordance", "plan", "--sentence"],
    ["concordance", "coast people within:sentence"],
    ["frequency", "people's", "plan", "--lemma"],
    LISTED,
    ["collocates", "plan", "--window", "3:2", "--measure", "mi", "--min", "1"],
    ["collocates", "plan", "--measure", "delta_p", "--measure", "mi"],
    ["collocates", "plan", "--repelled", "--min", "1", "--column", "sides", "--column", "texts"],
    ["collocates", "plan", "--min-frequency", "2", "--column", "positions"],
    ["keyness", "--target", "doc:harbor", "--reference", "doc:report"],
    ["keyness", "--target", "doc:harbor", "--reference", "doc:report", "--measure", "odds_ratio"],
    [
        *("keyness", "--target", "doc:harbor", "--reference", "rest", "--sort", "log_ratio"),
        *("--ngrams", "1-2", "--stop-words", "--min", "2"),
    ],
    ["dispersion", "plan", "people"],
    ["vocabulary", "--only", "report"],
]


def stamp_of(run: Runner, *command: str) -> str:
    stamp: str = json.loads(run(*command, "--json").stdout)["stamp"]
    return stamp


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_same_command_has_the_same_result(run_mini: Runner, command: list[str]) -> None:
    done = run_mini("check", stamp_of(run_mini, *command))

    assert (done.stdout, done.stderr, done.exit_code) == ("same\n", "", 0)


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_how_a_result_is_shown_is_not_in_its_stamp(run_mini: Runner, command: list[str]) -> None:
    stamp = stamp_of(run_mini, *command)
    is_limited = command[0] != "dispersion" and command != LISTED
    limited = stamp_of(run_mini, *command, "--limit", "1") if is_limited else stamp
    beside = run_mini(*command, "--format", "csv").stderr
    markdown = run_mini(*command, "--format", "md").stdout

    assert limited == stamp
    assert f"wp8: stamp: {stamp}\n" in beside
    assert f"`{stamp}`" in markdown
    screen = "".join(run_mini.on_terminal(*command, "--no-pager", width=200).lines)
    assert stamp.replace("sha256:", "")[:16] in screen


def test_the_stamp_of_the_first_rows_of_a_list_says_how_many_they_are(run_mini: Runner) -> None:
    whole, first = (stamp_of(run_mini, *LISTED, *more) for more in ((), ("--limit", "3")))
    command, rows = whole.split(" #")
    then, checksum = first.split(f"{command} --limit 3 #{rows.partition('-')[0]}-3-")
    other = first.replace("--limit 3", "--limit 2")

    assert then == ""
    assert rows.partition("-3-")[2] != checksum
    assert stamp_of(run_mini, *LISTED, "--limit", "10000") == whole
    assert run_mini("check", first).stdout == "same\n"
    assert run_mini("check", other).exit_code == 1


def test_a_stamp_on_a_terminal_can_be_checked(run_mini: Runner) -> None:
    shown = run_mini.on_terminal("search", "plan", "--color", "never").lines[-1]

    assert run_mini("check", shown).stdout == "same\n"


def test_a_shell_may_have_taken_a_stamp_apart(run_mini: Runner) -> None:
    stamp = stamp_of(run_mini, "frequency", "plan", "--lemma")

    assert run_mini("check", *stamp.split()).stdout == "same\n"


def test_stamps_are_read_from_a_pipe(run_mini: Runner) -> None:
    stamps = [stamp_of(run_mini, *command) for command in COMMANDS[:3]]

    done = run_mini("check", "-", stdin="\n".join(stamps) + "\n")
    assert (done.stdout, done.exit_code) == ("same\n" * 3, 0)


@pytest.mark.parametrize("stdin", ["", "\n \n"])
def test_no_stamp_in_a_pipe_is_an_error(run_mini: Runner, stdin: str) -> None:
    done = run_mini("check", "-", stdin=stdin)

    said = "no stamp came on stdin"
    hint = "what is piped has none: take it from the terminal, or from --format json"
    assert (done.stdout, done.stderr, done.exit_code) == ("", f"wp8: {said}\n     {hint}\n", 2)


def test_a_stamp_that_cannot_be_checked_does_not_keep_others_from_it(run_mini: Runner) -> None:
    good = stamp_of(run_mini, "search", "plan")
    bad = [
        *("nonsense", "", good.replace("search plan", "search plan --nonsense")),
        *(good.replace("search plan", "search nowhere"), good.replace("search plan", "search '('")),
    ]

    done = run_mini("check", "-", stdin="\n".join([*bad, good, ""]).encode() + b"\xff\n")
    assert done.stdout == "the result has 0 rows now, 4 then\nsame\n"
    assert [line.split(": ")[1:3] for line in done.stderr.splitlines() if "line" in line] == [
        ["line 1", "this is no stamp of wp8"],
        ["line 3", "the command of this stamp cannot be run"],
        ["line 5", "this parenthesis is never closed"],
        ["line 7", "this is no stamp of wp8"],
    ]
    assert done.exit_code == 2


def test_a_changed_corpus_is_named(run_mini: Runner, mini_corpus: Path, tmp_path: Path) -> None:
    stamp = stamp_of(run_mini, "search", "harbor")
    changed = tmp_path / "changed"
    shutil.copytree(mini_corpus, changed)
    with (changed / "harbor.txt").open("a", encoding="utf-8") as source:
        source.write("\nAnother harbor.\n")

    done = run_mini("check", stamp, "--corpus", str(changed))
    assert done.exit_code == 1
    assert re.fullmatch(
        r"the corpus is another: \w{12} then, \w{12} now\nthe result has 2 rows now, 1 then\n",
        done.stdout,
    )


def test_a_figure_more_here_and_one_less_there_are_another_result(
    run_wp8: Runner, tmp_path: Path
) -> None:
    source = tmp_path / "a.txt"
    (tmp_path / "corpus.toml").write_text(
        'name = "s"\n[[document]]\nid = "a"\nfile = "a.txt"\ntitle = "A"\n', encoding="utf-8"
    )
    source.write_text("plan plan plan plan plan plan party party party god\n", encoding="utf-8")
    stamp = stamp_of(run_wp8, "frequency", "--corpus", str(tmp_path))
    source.write_text("plan plan plan plan plan party party party party god\n", encoding="utf-8")

    done = run_wp8("check", stamp, "--corpus", str(tmp_path))
    assert done.exit_code == 1
    assert done.stdout.endswith("\nthe result has as many rows, but other words or figures\n")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("-", "of an older form, which wp8 no longer checks: run its command again"),
        (
            "-4-",
            "of a newer form (4; this wp8 makes 3): check it with the wp8 that made it, "
            "or run its command again",
        ),
    ],
)
def test_a_stamp_of_another_form_is_told_so_and_not_changed(
    run_mini: Runner, form: str, said: str
) -> None:
    stamp = stamp_of(run_mini, "frequency", "plan")
    other = re.sub("-3-(?=[0-9a-f]{8}$)", form, stamp)
    assert other != stamp

    done = run_mini("check", other)
    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr == f"wp8: this stamp is {said}\n"


def test_a_result_that_is_gone_is_said(run_mini: Runner) -> None:
    stamp = stamp_of(run_mini, "search", "harbor").replace("search harbor", "search nowhere")

    done = run_mini("check", stamp)
    assert (done.stdout, done.exit_code) == ("the result has 0 rows now, 1 then\n", 1)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("export", "gives no stamp"),
        ("reindex", "gives no stamp"),
        ("nothing", "gives no stamp"),
        ("dispersion plan --svg /tmp/x.svg", "only says how to show"),
        ("frequency --output /tmp/x.csv", "only says how to show"),
        ("search plan --corpus /", "only says how to show"),
        ("search plan --nonsense", "No such option"),
        ("search", "cannot be run: Missing argument 'QUERY...'"),
        (f"concordance plan --sample {'9' * 5000}", "cannot be run: Invalid value for '--sample'"),
        ("search plan --help", "only says how to show"),
        ("search plan -h", "only says how to show"),
        ("search 'plan", "No closing quotation"),
        (f"search plan #{'9' * 5000}-3-1f0c22a9", "the end of this stamp cannot be read"),
        (f"search plan #5-{'9' * 5000}-1f0c22a9", "the end of this stamp cannot be read"),
    ],
)
def test_a_stamp_runs_nothing_but_what_counts(run_mini: Runner, command: str, said: str) -> None:
    done = run_mini("check", f"wp8:0123456789ab:{command}")

    assert (done.stdout, done.exit_code) == ("", 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert max(map(len, done.stderr.splitlines())) < 300


def test_what_is_no_stamp_is_refused(run_mini: Runner) -> None:
    assert run_mini("check", "plan").exit_code == 2
    assert run_mini("check", "").exit_code == 2
