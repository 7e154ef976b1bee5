"""What is said of a command line that cannot be read: what to type instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from conftest import Result

from wp8.cli import COMMANDS, group

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runner


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("plan", "to search for it: wp8 search plan"),
        (
            "five-year plan's --doc paper",
            """to search for it: wp8 search five-year 'plan'"'"'s' """,
        ),
        ("serch plan", "did you mean: wp8 search plan?"),
        ("conc plan", "did you mean: wp8 concordance plan?"),
        ("search plan --author Kim", "--where 'author:…'; see: wp8 search -h"),
        ("keyness --year 1921", "--where 'year:…'; see: wp8 keyness -h"),
        ("cite paper:1 --year 1921", "see: wp8 cite -h"),
        ("-plan", "see: wp8 -h"),
        (
            "search plan -strategy --doc paper",
            "to leave out a word: wp8 search plan NOT strategy --doc paper; see: wp8 search -h",
        ),
        ("search plan -China", "to leave out a word: wp8 search plan NOT China; "),
        ("search -China plan", "to leave out a word: wp8 search plan NOT China; "),
        ("search -China", "to leave out a word, say first what to find: "),
        ("search -i plan", "capitals make no difference here: leave it out; "),
        ("search --word-regexp plan", "whole words are searched, in all their forms; "),
        ("search plan -m 3", "at most N hits: --limit N; "),
        ("search plan -A 3", "N paragraphs before and after: -C N; "),
        ("search -Z plan", "to search for words that begin with a hyphen, write -- before the"),
        ("search plan --limit x", "see: wp8 search -h"),
        ("frequency -i plan", "see: wp8 frequency -h"),
        ("docs set", "see: wp8 docs set -h"),
        ("docs ste", "see: wp8 docs -h"),
        ("docs rename a b --force", "see: wp8 docs rename -h"),
    ],
)
def test_a_command_line_that_cannot_be_read_says_what_to_type(
    line: str, hint: str, run_wp8: Runner
) -> None:
    done = run_wp8(*line.split())

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.splitlines()[1].startswith(f"     {hint}".rstrip())


def test_an_option_of_grep_is_no_slip_for_another(run_wp8: Runner) -> None:
    done = run_wp8("search", "--ignore-case", "plan")

    assert done.stderr.splitlines()[0] == "wp8: No such option '--ignore-case'."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("search plan --formt csv", "No such option '--formt'. Did you mean '--format'?"),
        ("search plan --outp x", "No such option '--outp'. Did you mean '--output'?"),
        ("similar speech:1 --doc paper", "No such option '--doc'."),
    ],
)
def test_what_an_option_is_no_slip_for_is_not_proposed(
    run_wp8: Runner, line: str, said: str
) -> None:
    assert run_wp8(*line.split()).stderr.splitlines()[0] == f"wp8: {said}"


def test_an_operator_in_small_letters_is_a_word_and_stderr_says_what_it_would_be(
    run_wp8: Runner,
) -> None:
    done = run_wp8("search", "plan not strategy", "--count")

    assert (done.stdout, done.exit_code) == ("6\n", 0)
    assert done.stderr.endswith(
        "wp8: not in small letters is a word, no operator: plan NOT strategy finds 25 paragraphs\n"
    )


def test_an_operator_among_other_function_words_is_no_operator(run_wp8: Runner) -> None:
    done = run_wp8("search", "the plan or the strategy", "--count")

    assert done.exit_code == 0
    assert "operator" not in done.stderr


def single_options() -> dict[str, list[str]]:
    """Return how each option with a value that may be given once is typed, by its command."""
    context = click.Context(group)
    found = {}
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command
        for each in (command, *getattr(command, "commands", {}).values()):
            words = [name] if each is command else [name, each.name]
            options = [p for p in each.params if isinstance(p, click.Option)]
            for option in (o for o in options if not (o.multiple or o.is_flag)):
                found[" ".join([*words, option.opts[0]])] = [*words, option.opts[0]]
    return found


def test_an_option_that_may_be_given_once_is_not_the_last_of_two(
    call_mini: Callable[..., Result],
) -> None:
    options = single_options()
    assert {"search --corpus", "search -C", "concordance --sort", "docs rm --index"} <= set(options)

    for words in options.values():
        value = ["1"] * (2 if words[-1] == "--mark" else 1)
        done = call_mini(*words, *value, words[-1], *value)
        said = done.stderr.splitlines()[0]
        assert (done.stdout, done.exit_code) == ("", 2)
        assert said.endswith(" is given 2 times: it may be given once"), words


def test_what_may_be_given_several_times_still_may(call_mini: Callable[..., Result]) -> None:
    both = call_mini("search", "harbor", "--doc", "harbor", "--doc", "report", "-c", "--count")

    assert (both.exit_code, both.stderr) == (0, "")
    assert int(both.stdout) > 0


def test_json_is_not_written_instead_of_another_format(call_mini: Callable[..., Result]) -> None:
    assert call_mini("search", "plan", "--json", "--format", "csv") == Result(
        "",
        "wp8: --json and --format csv ask for two formats: give one of them\n"
        "     see: wp8 search -h\n",
        2,
    )
    assert call_mini("search", "plan", "--json", "--format", "json").exit_code == 0
