"""`wp8 docs`: the list of documents, and what changes it."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Runner

MANIFEST = """\
name = "quay"

# By the harbour master.
[[document]]
id = "log"
file = "log.txt"
title = "The log of the quay, kept by three hands and copied by a fourth in the winter after"
author = ["Roe, Ann", "Poe, Bo"]
date = "1848-03"
[document.fields]
place = "quay"

[[document]]
id = "sea"
file = "sea.txt"
title = "The sea \\u001b[2J\\u202e"
"""


@pytest.fixture
def quay(run_wp8: Runner, tmp_path: Path) -> Runner:
    """Return what runs wp8 on a corpus of two documents."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "corpus.toml").write_text(MANIFEST)
    (folder / "log.txt").write_text("The tide is out.\n\nThe tide is in.\n")
    (folder / "sea.txt").write_text("The sea 바다.\n\nAgain the sea.\n")
    return run_wp8.having(WP8_CORPUS=str(folder))


def folder_of(runner: Runner) -> Path:
    return Path(runner.environment["WP8_CORPUS"])


def test_the_list_has_what_each_is_and_how_it_stands(quay: Runner) -> None:
    new = quay("docs")
    quay("reindex")
    listed = quay("docs", "--json")

    log, sea = json.loads(listed.stdout)["documents"]
    assert [line.split("\t")[-2:] for line in new.stdout.splitlines()] == [["-", "new"]] * 2
    assert (new.stderr, new.exit_code) == ("", 0)
    assert log == {
        "id": "log",
        "title": "The log of the quay, kept by three hands and copied by a fourth in the winter "
        "after",
        "author": "Ann Roe, Bo Poe",
        "date": "1848-03",
        "words": 8,
        "state": "indexed",
        "why": "",
        "file": "log.txt",
        "key": "roe1848-log",
        "fields": {"place": "quay"},
    }
    assert (sea["words"], sea["state"]) == (6, "indexed")


def test_words_are_those_that_are_counted(quay: Runner) -> None:
    quay("reindex")
    counted = json.loads(quay("vocabulary", "--json").stdout)["rows"]
    expected = {row["document"]: row["tokens"] for row in counted if row["document"]}
    for _ in ("counted", "remembered"):
        documents = json.loads(quay("docs", "--json").stdout)["documents"]
        assert {each["id"]: each["words"] for each in documents} == expected


def test_a_table_has_a_column_for_each_own_field(quay: Runner) -> None:
    header, log, sea = csv.reader(StringIO(quay("docs", "--format", "csv").stdout))

    assert header == [*"id title author date words state why file key".split(), "fields.place"]
    assert (log[-1], sea[-1]) == ("quay", "")


def test_a_state_can_be_asked_for(quay: Runner) -> None:
    quay("reindex")
    (folder_of(quay) / "sea.txt").unlink()

    found, none = quay("docs", "--state", "missing"), quay("docs", "--state", "unread")
    assert (found.stdout.split("\t")[0], found.stdout.split("\t")[-1]) == ("sea", "missing\n")
    assert (none.stdout, none.exit_code) == ("", 1)


@pytest.mark.parametrize("columns", ["20", "200"])
def test_nothing_is_cut_in_a_window(quay: Runner, columns: str) -> None:
    quay("reindex")
    shown = quay.on_terminal("docs", env={"COLUMNS": columns, "NO_COLOR": "1"}).text

    whole = " ".join(shown.split())
    said = "copied by a fourth in the winter after"
    assert said in whole
    assert "Ann Roe, Bo Poe · 1848-03 · 8 words · place: quay · indexed" in whole
    assert max(map(len, shown.splitlines())) <= int(columns)
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown


def test_what_is_taken_out_can_be_put_back(quay: Runner) -> None:
    manifest = folder_of(quay) / "corpus.toml"
    start, end = MANIFEST.index("#"), MANIFEST.rindex("[[document]]")
    removed = quay("docs", "rm", "log")

    assert manifest.read_text() == f"{MANIFEST[:start]}{MANIFEST[end:]}"
    assert removed.stdout == f"\n{MANIFEST[start:end].rstrip()}\n"
    assert removed.stderr == (
        "wp8: taken out of corpus.toml: 1 document\n"
        f"wp8: its file stays in {folder_of(quay)}: log.txt; wp8 update would add it again\n"
        "wp8: to bring back what is printed, put it at the end of corpus.toml\n"
    )
    with manifest.open("a") as file:
        file.write(removed.stdout)
    assert [line.split("\t")[0] for line in quay("docs").stdout.splitlines()] == ["sea", "log"]


def test_another_id_is_told_with_what_still_names_the_old(quay: Runner) -> None:
    group = '[[group]]\nforms = ["sea", "바다"]\nrests_on = "sea:1 has both"\n'
    (folder_of(quay) / "glossary.toml").write_text(group)
    renamed = quay("docs", "rename", "sea", "open-sea")

    assert renamed.stdout == "sea\topen-sea\n"
    assert renamed.stderr == (
        "wp8: its key was sea-nd and is open-sea-nd now; "
        "to keep the old one: wp8 docs set open-sea key=sea-nd\n"
        "wp8: what was cited as sea:1 is open-sea:1 now; stamps and addresses of before name sea\n"
        "wp8: still named sea in glossary.toml:3: change it there by hand\n"
    )
    assert quay("show", "open-sea:1").stdout == "open-sea:1\tThe sea 바다.\n"


def test_what_documents_are_can_be_said(quay: Runner) -> None:
    given = ("log", "sea", "publisher=Quay", "author=Roe, Ann", "author=Poe", "fields.place=sea")
    said = quay("docs", "set", *given, "date=")

    assert said.stdout.splitlines()[3:] == [
        "log\tdate\ttaken out",
        "sea\tpublisher\tQuay",
        "sea\tauthor\tRoe, Ann; Poe",
        "sea\tfields.place\tsea",
        "sea\tdate\ttaken out",
    ]
    for each in json.loads(quay("docs", "--json").stdout)["documents"]:
        assert (each["author"], each["date"], each["fields"]) == (
            "Ann Roe, Poe", "", {"place": "sea"}
        )  # fmt: skip


def test_what_may_not_be_meant_is_told(quay: Runner) -> None:
    said = quay("docs", "set", "log", "date=1848-13-01")

    assert said.stdout == "log\tdate\t1848-13-01\n"
    assert said.stderr.startswith("wp8: document 'log': '1848-13-01' is no date: ")


def test_a_date_in_words_is_kept_and_told(quay: Runner) -> None:
    said = quay("docs", "set", "log", "date=one night in 1848", "original-date=3. März 1872")

    assert (said.exit_code, said.stderr) == (
        0,
        "wp8: date is kept in words, and no year will find it; a date is written as 1872-03-03 or "
        "3 March 1872\n",
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["set", "log", "language=French"], "'language' is no tag of a language"),
        (["set", "log"], "a FIELD=VALUE is missing: wp8 docs set ID... FIELD=VALUE..."),
        (["set", "date=1"], "the ID of a document is missing: wp8 docs set ID... FIELD=VALUE..."),
        (["--json", "audit"], "--json has its place behind: wp8 docs audit … --json"),
    ],
)
def test_wrong_usage_is_told_with_the_right_one(
    quay: Runner, given: list[str], message: str
) -> None:
    result = quay("docs", *given)

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr.splitlines()[0] == f"wp8: {message}"


@pytest.mark.parametrize("name", ["audit", "rename", "rm", "set"])
def test_examples_stand_in_lines_of_their_own(quay: Runner, name: str) -> None:
    lines = quay("docs", name, "-h").stdout.splitlines()

    assert lines[lines.index("  Examples:") + 1].startswith(f"    wp8 docs {name}")


def test_the_corpus_of_wp8_is_not_changed(run_wp8: Runner) -> None:
    for given in (["rm", "paper"], ["rename", "paper", "p"], ["set", "paper", "date=1"]):
        result = run_wp8("docs", *given)
        assert result.exit_code == 2
        assert "this corpus is wp8's own" in result.stderr


def test_ids_and_fields_are_completed(quay: Runner) -> None:
    def completed(*typed: str) -> list[str]:
        words = quay(*typed, env={"_WP8_COMPLETE": "zsh"}).stdout.split("\0")
        return words[1:-1:2]

    assert completed("docs", "rm", "") == ["log", "sea"]
    assert completed("docs", "rename", "s") == ["sea"]
    assert completed("docs", "set", "log", "publ") == ["publisher=", "publisher-place="]
    assert completed("docs", "set", "log", "fields.") == ["fields.place="]


def test_an_export_without_a_missing_document_says_so_each_time(quay: Runner) -> None:
    (folder_of(quay) / "sea.txt").unlink()
    first, second = quay("export", "--format", "csv"), quay("export", "--format", "tei")

    assert first.stderr.startswith("wp8: sea.txt is not there any more; ") or (
        "\nwp8: sea.txt is not there any more; " in first.stderr
    )
    assert second.stderr == "wp8: not exported: sea.txt: there is no such file\n"
    assert (first.exit_code, second.exit_code) == (2, 2)
    assert quay("export", "--format", "csl-json").exit_code == 0
