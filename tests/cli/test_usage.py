"""What is said of a command line that cannot be read: what to type instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
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
