"""Lists of words and n-grams as processes: what is listed, in which order, by document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

DOCUMENTS = 23
ENTRY = '[[document]]\nid = "d{n}"\nfile = "d{n}.txt"\ntitle = "D"\nlanguage = "en"\n'


@pytest.fixture
def run_many(run_wp8: Runner, tmp_path: Path) -> Runner:
    """Run wp8 on 23 documents: `d7` has `plan` seven times, and all but `d0` have it."""
    for n in range(DOCUMENTS):
        (tmp_path / f"d{n}.txt").write_text(f"{'plan ' * n}of d{n}", encoding="utf-8")
    entries = "".join(ENTRY.format(n=n) for n in range(DOCUMENTS))
    (tmp_path / "corpus.toml").write_text(f'name = "t"\n{entries}', encoding="utf-8")
    return run_wp8.having(WP8_CORPUS=str(tmp_path))


def result_of(run: Runner, *arguments: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return result


def test_what_is_listed_is_said_and_stamped(run_mini: Runner) -> None:
    how = ("--ngrams", "2", "--skip", "1", "--match", "* plan", "--min", "2", "--sort", "form")
    result = result_of(run_mini, "frequency", *how)
    forms = [row["form"] for row in result["rows"]]

    assert len(forms) > 1
    assert forms == sorted(forms)
    assert all(form.endswith(" plan") for form in forms)
    assert all(row["frequency"] > 1 for row in result["rows"])
    said = {name: result["parameters"][name] for name in ("ngrams", "skip", "match")}
    assert said == {"ngrams": "2", "skip": "up to 1", "match": "* plan"}
    assert result["parameters"]["least_frequency"] == 2
    assert run_mini("check", result["stamp"]).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["frequency", "plan", "--ngrams", "2"],
            "--ngrams is for a list of all words, not for plan",
        ),
        (["frequency", "plan", "--min", "2"], "--min is for a list of all words, not for plan"),
        (
            ["frequency", "--query", "plan", "--stop-words"],
            "--stop-words is for a list of all words",
        ),
        (
            ["frequency", "--by", "year", "--matrix", "x.mtx"],
            "--matrix is of documents, not by year",
        ),
        (
            ["frequency", "plan", "--matrix", "counts.mtx"],
            "--matrix is for a list of all words, not for plan",
        ),
        (["vocabulary", "--ngrams", "2"], "--ngrams is for a list: with --shared or --only ID"),
        (
            ["vocabulary", "--shared", "--only", "speech"],
            "--shared words are those of all documents, and --only those of one",
        ),
        (["vocabulary", "--shared", "--segment", "9"], "--segment is for figures, not for a list"),
        (
            ["vocabulary", "--only", "harbor", "--measure", "ttr"],
            "--measure is for figures, not for",
        ),
    ],
)
def test_an_option_that_would_say_nothing_is_refused_in_a_line(
    run_mini: Runner, arguments: list[str], said: str
) -> None:
    done = run_mini(*arguments)

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith(f"wp8: {said}")
    assert done.stderr.count("\n") == 1


def test_of_a_phrase_with_a_gap_one_is_told_how_to_list_what_stands_there(run_mini: Runner) -> None:
    done = run_mini("frequency", "the * of")

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.endswith("wp8 frequency --ngrams 3 --match 'the * of'\n")


def test_a_list_without_a_word_is_no_hit_and_says_so(run_mini: Runner) -> None:
    done = run_mini("frequency", "--match", "zebra*")

    assert (done.stdout, done.exit_code) == ("", 1)
    assert done.stderr.endswith("wp8: nothing is listed: --match matches no whole word or n-gram\n")


def test_a_column_that_there_is_not_is_named(run_mini: Runner) -> None:
    done = run_mini("vocabulary", "--sort", "frequency")

    assert (done.stdout, done.exit_code) == ("", 2)
    assert "the table has no column frequency\n     it has document, tokens, types" in done.stderr


def test_richness_is_sorted_by_any_column(run_mini: Runner) -> None:
    rows = result_of(run_mini, "vocabulary", "--sort", "hapaxes")["rows"]

    assert [row["hapaxes"] for row in rows] == sorted((r["hapaxes"] for r in rows), reverse=True)


def test_a_list_by_document_is_written_as_a_matrix(run_mini: Runner, tmp_path: Path) -> None:
    path = tmp_path / "counts.mtx"
    result = result_of(run_mini, "frequency", "--matrix", str(path), "--min", "3")
    rows = {row["form"]: row for row in result["rows"]}
    header, stamp, size, *entries = path.read_text("utf-8").splitlines()
    documents = (tmp_path / "counts.mtx.rows").read_text("utf-8").splitlines()
    forms = (tmp_path / "counts.mtx.columns").read_text("utf-8").splitlines()

    assert (header, stamp) == (
        "%%MatrixMarket matrix coordinate integer general",
        f"% {result['stamp']}",
    )
    assert f"{len(documents)} {len(forms)} {len(entries)}" == size
    assert (documents, forms) == (["harbor", "report"], [*rows])
    cells = [tuple(map(int, entry.split())) for entry in entries]
    assert {(documents[row - 1], forms[column - 1]): number for row, column, number in cells} == {
        (document, form): row[document]
        for form, row in rows.items()
        for document in documents
        if row[document]
    }
    assert "--by document --min 3 #" in result["stamp"]
    assert "--matrix" not in result["stamp"]


def test_of_a_word_in_many_documents_text_has_the_twenty_with_most(run_many: Runner) -> None:
    done = run_many("frequency", "plan")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    total = sum(range(DOCUMENTS))

    assert (lines[0][0], lines[0][3]) == ("plan", str(total))
    assert [line[1] for line in lines[1:]] == [f"d{n}" for n in range(22, 2, -1)]
    assert "wp8: plan is in 22 documents: shown are the 20 with most\n" in done.stderr
    assert done.stderr.endswith("wp8: 21 of 24 rows; --limit 24 shows all\n")
    assert len(run_many("frequency", "plan", "--limit", "24").stdout.splitlines()) == 24


@pytest.mark.slow
def test_what_text_leaves_out_other_formats_have(run_many: Runner) -> None:
    rows = result_of(run_many, "frequency", "plan", "d0")["rows"]
    sorted_ = result_of(run_many, "frequency", "plan", "--sort", "frequency")["rows"]
    rare = run_many("frequency", "d0")

    assert len(rows) == 2 * (1 + DOCUMENTS)
    assert [row["document"] for row in sorted_] == ["", *(f"d{n}" for n in range(22, -1, -1))]
    assert [line.split("\t")[1] for line in rare.stdout.splitlines()] == ["-", "d0"]
    assert "shown are" not in rare.stderr


def test_a_terminal_has_no_column_of_sections_where_none_is_shown(run_many: Runner) -> None:
    many = run_many.on_terminal("frequency", "plan")

    assert "document" in many.text
    assert "section" not in many.text.partition("counted:")[0]


def test_many_documents_are_listed_a_form_in_a_document_a_row(run_many: Runner) -> None:
    result = result_of(run_many, "frequency", "--by", "document", "--match", "plan")

    assert result["parameters"]["by"] == "document"
    assert [tuple(row.values())[:4] for row in result["rows"]] == [
        ("plan", f"d{n}", n, n + 2) for n in range(1, DOCUMENTS)
    ]
