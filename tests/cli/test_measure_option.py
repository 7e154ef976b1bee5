"""`--measure` of the commands that measure: every measure of the register can be printed."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from wp8.analysis.measures.register import FAMILIES, HEADINGS

if TYPE_CHECKING:
    from conftest import Runner

    from wp8.analysis.measures.family import Family

COMMANDS = {
    "association": ["collocates", "plan", "--min", "1"],
    "keyness": ["keyness", "--target", "doc:harbor", "--reference", "doc:report"],
    "dispersion": ["dispersion", "plan", "people"],
    "diversity": ["vocabulary", "--segment", "10", "--window", "10"],
}


def table_of(run: Runner, *arguments: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return table


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_measure_can_be_printed_with_its_formula(run_mini: Runner, family: Family) -> None:
    command = COMMANDS[family.name]
    asked = [word for name in family for word in ("--measure", name)]

    table = table_of(run_mini, *command, *asked)
    text = run_mini.on_terminal(*command, *asked, "--no-pager", width=400).text
    sheet = csv.DictReader(StringIO(run_mini(*command, *asked, "--format", "csv").stdout))

    assert {name for name in family if name in table["rows"][0]} == {*family}
    assert {*family} <= table["formulas"].keys()
    assert table["parameters"]["measure"] == next(iter(family))
    assert {*family} <= {*(sheet.fieldnames or ())}
    assert [name for name in family if HEADINGS[name] not in text] == []


def test_the_text_of_collocates_has_a_measure_more_when_it_is_asked_for(run_mini: Runner) -> None:
    command = COMMANDS["association"]
    plain = run_mini(*command).stdout.splitlines()[0].split("\t")
    asked = run_mini(*command, "--measure", "mi3").stdout.splitlines()[0].split("\t")
    known = run_mini(*command, "--measure", "mi").stdout.splitlines()[0].split("\t")

    assert (len(plain), len(asked), len(known)) == (8, 9, 8)


def test_a_measure_may_be_typed_in_capitals(run_mini: Runner) -> None:
    command = COMMANDS["association"]

    assert (
        run_mini(*command, "--measure", "MI3").stdout
        == run_mini(*command, "--measure", "mi3").stdout
    )


def test_collocates_say_by_what_they_are_sorted(run_mini: Runner) -> None:
    command = COMMANDS["association"]
    asked = table_of(run_mini, *command, "--measure", "dice", "--measure", "mi")

    assert table_of(run_mini, *command)["parameters"]["measure"] == "signed_log_likelihood"
    assert asked["parameters"]["measure"] == "dice"
    values = [row["dice"] for row in asked["rows"]]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("family", "name", "hint"),
    [
        ("association", "log_dise", "did you mean log_dice?"),
        ("keyness", "lrc", "there are: log_likelihood, "),
        ("diversity", "richness", "there are: ttr, "),
    ],
)
def test_a_measure_that_there_is_not_is_an_error(
    run_mini: Runner, family: str, name: str, hint: str
) -> None:
    done = run_mini(*COMMANDS[family], "--measure", name)

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith(f"wp8: there is no measure of {family} {name}\n     {hint}")
