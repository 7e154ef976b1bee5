"""`wp8 collocates`: what is attracted, what is repelled, and the columns that can be asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Runner


def table_of(run: Runner, *arguments: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(run("collocates", *arguments, "--json").stdout)
    return table


@pytest.mark.parametrize("measure", ["log_likelihood", "dice", "mi"])
def test_what_is_repelled_is_in_no_list_of_what_is_attracted(run_wp8: Runner, measure: str) -> None:
    attracted, repelled = (
        table_of(run_wp8, "party", "--min", "1", "--measure", measure, *how)["rows"]
        for how in ((), ("--repelled",))
    )

    assert all(row["joint_frequency"] >= row["expected"] for row in attracted)
    assert all(row["joint_frequency"] < row["expected"] for row in repelled)
    assert {row["form"] for row in attracted}.isdisjoint(row["form"] for row in repelled)


def test_the_most_repelled_come_first_and_are_words_that_could_be_there(run_wp8: Runner) -> None:
    table = table_of(run_wp8, "party", "--repelled")
    scores = [row["signed_log_likelihood"] for row in table["rows"]]

    assert scores == sorted(scores)
    assert max(scores) < 0
    assert min(row["expected"] for row in table["rows"]) >= 2
    assert 0 in {row["joint_frequency"] for row in table["rows"]}
    parameters = table["parameters"]
    assert (parameters["least_joint"], parameters["least_expected"]) == (None, 2)
    assert parameters["direction"] == "repelled: joint below expected"


def test_a_table_says_what_its_windows_are_and_how_many_words_stand_in_them(
    run_mini: Runner,
) -> None:
    parameters = table_of(run_mini, "boats", "--window", "2:2", "--min", "1")["parameters"]

    # … self reliance. The boats, people's and …
    assert parameters["words_in_windows"] == 4
    assert parameters["words_without_node"] == parameters["size"] - 1
    assert parameters["windows"].startswith("end with the record, its cell or layer; ")
    assert parameters["window"] == "2:2"


def test_columns_that_are_asked_for_stand_after_the_joint_frequency(run_mini: Runner) -> None:
    asked = ("boats", "--window", "2:3", "--min", "1")
    more = ("--column", "sides", "--column", "positions", "--column", "texts")
    names = ["left", "right", "L2", "L1", "R1", "R2", "R3", "texts"]
    plain, table = table_of(run_mini, *asked), table_of(run_mini, *asked, *more)
    text = run_mini("collocates", *asked, *more).stdout.splitlines()

    assert list(table["rows"][0])[2:10] == names
    assert [{k: v for k, v in row.items() if k not in names} for row in table["rows"]] == (
        plain["rows"]
    )
    # The boats, people's and ours, cost 10 000 crowns.
    assert [line.split("\t")[:10] for line in text if line.startswith("and\t")] == [
        ["and", "1", "0", "1", "0", "0", "0", "1", "0", "1"]
    ]
    assert table["formulas"]["texts"] == "documents in which the word stands near the node"


def test_a_rare_collocate_can_be_left_out(run_mini: Runner) -> None:
    rows = table_of(run_mini, "plan", "--min", "1", "--min-frequency", "3")["rows"]

    assert rows
    assert min(row["frequency"] for row in rows) >= 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--column", "L5"], "wp8: collocates have no column L5\n     there are: sides, positions"),
        (["--min-frequency", "0"], "Invalid value for '--min-frequency'"),
    ],
)
def test_what_cannot_be_shown_is_an_error(
    run_mini: Runner, arguments: list[str], said: str
) -> None:
    done = run_mini("collocates", "plan", *arguments)

    assert (done.stdout, done.exit_code) == ("", 2)
    assert said in done.stderr


@pytest.mark.parametrize(
    ("node", "bounds", "said"),
    [
        ("boats", "--min 2", ": rarer ones are left out by --min 2"),
        (
            "boats",
            "--min 3 --min-frequency 9",
            ": rarer ones are left out by --min 3 --min-frequency 9",
        ),
        ("coast", "--min 1 --window 50:50", ""),
    ],
)
def test_that_nothing_is_repelled_is_said(
    run_mini: Runner, node: str, bounds: str, said: str
) -> None:
    done = run_mini("collocates", node, "--repelled", *bounds.split())

    assert (done.stdout, done.exit_code) == ("", 1)
    assert done.stderr == f"wp8: no word that {node} repels is expected near it{said}\n"
