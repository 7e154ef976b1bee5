"""`wp8 keyness`: the two sides, what the table says of them, and what cannot be compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

HARBOR = ("keyness", "--target", "doc:harbor")


def table_of(run: Runner, *arguments: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return table


def test_the_rest_is_all_but_the_target(run_mini: Runner) -> None:
    rest = table_of(run_mini, *HARBOR, "--reference", "rest")
    named = table_of(run_mini, *HARBOR, "--reference", "doc:report")

    assert rest["rows"] == named["rows"]
    assert rest["parameters"] == {**named["parameters"], "reference": "rest"}
    assert rest["parameters"]["records"] == "4 and 3"


def test_a_quoted_rest_is_a_word(run_mini: Runner) -> None:
    done = run_mini(*HARBOR, "--reference", '"rest"')

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith('wp8: the reference has no words: no hits for "rest"\n')


def test_the_table_says_what_was_tested_and_how_it_is_corrected(run_mini: Runner) -> None:
    few = table_of(run_mini, *HARBOR, "--reference", "rest", "--min", "3")

    assert [row["form"] for row in few["rows"]] == ["the", "and", "plan"]
    assert few["parameters"]["types_tested"] == 3
    assert few["parameters"]["least_frequency"] == 3
    assert (
        few["parameters"]["correction"] == "Bonferroni for the interval of the Log Ratio, 0.05 / 3"
    )
    assert few["formulas"]["p"].startswith("class of log_likelihood for one test, not corrected")


def test_a_terminal_shows_both_bounds_and_that_p_is_not_corrected(run_mini: Runner) -> None:
    how = ("--reference", "rest", "--limit", "1", "--color", "never")
    screen = run_mini.on_terminal(*HARBOR, *how, width=160)

    assert screen.lines[0].split()[-9:] == [
        *("p", "uncorr.", "LR", "LR", "low", "LR", "high", "LRC", "small"),
    ]


@pytest.mark.parametrize("measure", ["log_ratio", "ODDS_RATIO", "log_likelihood"])
def test_rows_are_sorted_by_any_measure(run_mini: Runner, measure: str) -> None:
    sides = (*HARBOR, "--reference", "rest")
    found = table_of(run_mini, *sides, "--sort", measure, "--measure", "simple_maths")
    asked = ("--measure", measure.lower(), "--measure", "simple_maths")

    assert found["rows"] == table_of(run_mini, *sides, *asked)["rows"]
    assert found["parameters"]["measure"] == measure.lower()
    assert found["rows"] != table_of(run_mini, *sides)["rows"]


def test_without_a_wish_it_says_by_what_rows_are_sorted(run_mini: Runner) -> None:
    parameters = table_of(run_mini, *HARBOR, "--reference", "rest")["parameters"]

    assert parameters["measure"] == "log_ratio_conservative, log_likelihood"


def test_records_on_both_sides_are_said_in_the_table_and_beside_it(run_mini: Runner) -> None:
    sides = ("keyness", "--target", "plan", "--reference", "doc:report")
    done = run_mini(*sides, "--format", "md")

    assert table_of(run_mini, *sides)["parameters"]["records_on_both_sides"] == 2
    assert r"records\_on\_both\_sides: 2" in done.stdout
    assert "2 records are on both sides: the counts are not independent" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--target", "peeple", "--reference", "plan"],
            "the target has no words: no hits for peeple\n"
            "     no text has the word peeple; did you mean people (3)?\n",
        ),
        (
            ["--target", "plan", "--reference", "kind:note"],
            "the reference has no words: no hits for kind:note\n     no paragraph has kind:note\n",
        ),
        (
            ["--target", "kind:paragraph", "--reference", "rest"],
            "the reference has no words: every record answers the target\n"
            "     narrow the target, or compare with a list: --reference-list FILE\n",
        ),
        (
            ["--target", "doc:harbor", "--reference", "rest", "--quotes", "only"],
            "the target has no words: the 4 records of doc:harbor have none that count\n"
            "     leave --quotes away\n",
        ),
    ],
)
def test_a_side_without_words_is_an_error(
    run_mini: Runner, arguments: list[str], said: str
) -> None:
    done = run_mini("keyness", *arguments)

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr == f"wp8: {said}"


def test_nothing_that_occurs_often_enough_is_no_hit(run_mini: Runner) -> None:
    done = run_mini(*HARBOR, "--reference", "rest", "--min", "99")

    assert (done.stdout, done.exit_code) == ("", 1)
    assert done.stderr == "wp8: nothing occurs 99 times or more on both sides together\n"


@pytest.mark.parametrize(
    "sides",
    [
        ["--target", "harbor", "--reference", "doc:report"],
        ["--target", "doc:report", "--reference", "Harbor"],
    ],
)
def test_a_word_that_names_a_document_is_told(run_mini: Runner, sides: list[str]) -> None:
    word = next(side for side in sides if side.lower() == "harbor")
    done = run_mini("keyness", *sides)

    assert done.exit_code == 0
    assert f"wp8: {word} is searched for as a word: doc:harbor is the document\n" in done.stderr
    assert "is the document" not in run_mini(*HARBOR, "--reference", "rest").stderr


# A list


@pytest.mark.parametrize("how", [[], ["--lemma"], ["--unit", "token"], ["--stop-words"]])
@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_a_list_of_another_document_is_as_good_as_the_document(
    run_mini: Runner, tmp_path: Path, how: list[str], format_: str
) -> None:
    file = tmp_path / "report"
    counted = [each for each in how if each != "--stop-words"]
    run_mini("frequency", "--doc", "report", *counted, "--format", format_, "--output", str(file))

    by_list = table_of(run_mini, *HARBOR, "--reference-list", str(file), *how)
    by_query = table_of(run_mini, *HARBOR, "--reference", "doc:report", *how)

    assert by_list["rows"] == by_query["rows"]
    assert by_list["parameters"]["reference_list"] == str(file)
    assert by_list["parameters"]["reference_size_is"] == "the sum of the list"
    assert by_list["parameters"]["reference_size"] == by_query["parameters"]["reference_size"]


def test_a_list_of_ngrams_of_a_size(run_mini: Runner, tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("the harbor\t20\nThe plan\t3\nplan\t7\n", encoding="utf-8")
    how = ("--reference-list", str(file), "--ngrams", "2")
    refused = run_mini(*HARBOR, *how)
    found = table_of(run_mini, *HARBOR, *how, "--reference-size", "1000")

    assert (refused.stdout, refused.exit_code) == ("", 2)
    assert "--reference-size N" in refused.stderr
    rows = {row["form"]: row for row in found["rows"]}
    assert (rows["the harbor"]["target_frequency"], rows["the harbor"]["reference_frequency"]) == (
        1,
        20,
    )
    assert rows["the plan"]["reference_per_thousand"] == 3.0
    assert "plan" not in rows
    assert found["parameters"]["reference_size_is"] == "as given"


def test_a_list_that_cannot_be_read_is_one_line(run_mini: Runner, tmp_path: Path) -> None:
    file = tmp_path / "list.tsv"
    file.write_bytes(b"the\t60\n\xff\t30\n")
    done = run_mini(*HARBOR, "--reference-list", str(file))
    absent = run_mini(*HARBOR, "--reference-list", str(tmp_path / "absent"))

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr == (
        f"wp8: {file}:2: is not UTF-8 (at byte 7)\n"
        "     iconv -f NAME -t UTF-8 list.tsv > new-list.tsv makes it UTF-8; in a corpus, init and "
        'add take --encoding NAME, and corpus.toml encoding = "NAME"\n'
    )
    assert absent.stderr == f"wp8: {tmp_path / 'absent'}: there is no such file\n"


@pytest.mark.parametrize(
    "more", [["--reference", "rest", "--reference-list", "x"], ["--reference-size", "9"]]
)
def test_there_is_one_reference(run_mini: Runner, more: list[str]) -> None:
    done = run_mini(*HARBOR, *more)

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith("wp8: the target is compared with one reference")


# What is compared


def test_ngrams_without_function_words(run_mini: Runner) -> None:
    found = table_of(run_mini, *HARBOR, "--reference", "rest", "--ngrams", "2-3", "--stop-words")
    forms = {row["form"] for row in found["rows"]}

    assert {"good plan", "eighth congress"} <= forms
    assert not {form for form in forms if "the" in form.split()}
    assert found["parameters"]["ngrams"] == "2-3"
    assert found["parameters"]["types_tested"] == len(forms)
    assert "the" in found["parameters"]["left_out"].split()


def test_lemmas_are_compared_as_one(run_mini: Runner) -> None:
    found = table_of(run_mini, *HARBOR, "--reference", "rest", "--lemma")
    rows = {row["form"]: row for row in found["rows"]}

    assert (rows["plan"]["target_frequency"], rows["plan"]["reference_frequency"]) == (3, 5)
    assert "plans" not in rows
    assert found["parameters"]["counted"] == "lemmas"


def test_keyness_can_leave_quotations_out(run_wp8: Runner) -> None:
    sides = ("keyness", "--target", "doc:paper", "--reference", "doc:speech")

    def sizes(*more: str) -> tuple[int, int]:
        parameters = json.loads(run_wp8(*sides, *more, "--json").stdout)["parameters"]
        return parameters["size"], parameters["reference_size"]

    with_them, only, without = sizes(), sizes("--quotes", "only"), sizes("--quotes", "without")
    assert only == (467, 16)
    assert (only[0] + without[0], only[1] + without[1]) == with_them
