"""`wp8 export`."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from wp8.corpus.manifest import load_corpus
from wp8.corpus.records import read_records
from wp8.model import Quote, Record

if TYPE_CHECKING:
    from conftest import Runner

CORPUS = Path(__file__).parents[2] / "corpus"
MINI = Path(__file__).parents[1] / "mini_corpus"


def test_an_export_is_every_record_in_reading_order(run_mini: Runner) -> None:
    result = run_mini("export")
    records = [json.loads(line) for line in result.stdout.splitlines()]

    assert [record["id"] for record in records] == [
        *(f"harbor:{number}" for number in range(1, 5)),
        *(f"report:{name}" for name in ("h1", "1", "n1", "h2", "2", "3")),
    ]
    assert {record["schema"] for record in records} == {"wp8.record/1"}
    assert (result.stderr, result.exit_code) == ("", 0)


def test_an_exported_record_is_the_one_that_is_shown(run_wp8: Runner) -> None:
    exported = run_wp8("export", "--format", "jsonl").stdout
    shown = run_wp8("show", "speech", "paper", "--format", "jsonl").stdout

    assert sorted(exported.splitlines()) == sorted(shown.splitlines())


def test_an_exported_note_knows_who_cites_it(run_wp8: Runner) -> None:
    records = [json.loads(line) for line in run_wp8("export").stdout.splitlines()]
    by_id = {record["id"]: record for record in records}
    notes = [record for record in records if record["kind"] == "note"]

    assert len(notes) == 19
    for note in notes:
        assert note["id"] in by_id[note["cited_by"]]["notes"]
        assert 0 <= note["cited_at"] <= len(by_id[note["cited_by"]]["text"])


def test_an_export_as_tei_has_every_record_once(run_mini: Runner) -> None:
    result = run_mini("export", "--format", "tei")
    root = ElementTree.fromstring(result.stdout)

    assert [
        e.get("{http://www.w3.org/XML/1998/namespace}id") for e in root.iter() if e.get("source")
    ] == [
        *(f"harbor.{number}" for number in range(1, 5)),
        *(f"report.{name}" for name in ("h1", "1", "n1", "h2", "2", "3")),
    ]
    assert (result.stderr, result.exit_code) == ("", 0)


def test_an_export_as_tei_names_the_bytes_that_it_was_made_from(run_mini: Runner) -> None:
    exported = run_mini("export", "--format", "json")
    digest = json.loads(exported.stdout)["corpus"]["digest"]

    assert f"The digest of the corpus is {digest}." in run_mini("export", "--format", "tei").stdout


def record_of(fields: dict[str, Any]) -> Record:
    """The record that a line of an export was made of."""
    source = fields.pop("source")
    quotes = (Quote(quote["kind"], *quote["span"]) for quote in fields.pop("quotes", ()))
    del fields["schema"]
    return Record(
        **fields | {"notes": tuple(fields["notes"])},
        file=source["file"],
        lines=tuple(source["lines"]),
        quotes=tuple(quotes),
    )


@pytest.mark.parametrize("corpus", [CORPUS, MINI])
def test_the_lines_of_an_export_are_the_records(run_wp8: Runner, corpus: Path) -> None:
    lines = run_wp8("export", "--corpus", str(corpus)).stdout.splitlines()

    assert [record_of(json.loads(line)) for line in lines] == read_records(load_corpus(corpus))


def test_csv_is_read_back_as_the_same_table(run_wp8: Runner) -> None:
    written = run_wp8("export", "--format", "csv").stdout
    records = read_records(load_corpus(CORPUS))
    rows = list(csv.DictReader(StringIO(written, newline="")))

    assert [row["id"] for row in rows] == [record.id for record in records]
    assert [row["text"] for row in rows] == [record.text for record in records]
    assert [row["notes"].split() for row in rows] == [list(record.notes) for record in records]


def test_an_export_may_be_of_some_documents_and_kinds(run_wp8: Runner) -> None:
    notes = run_wp8("export", "--doc", "paper", "--kind", "note").stdout.splitlines()
    entries = run_wp8("export", "--format", "ris", "--doc", "paper").stdout
    nothing = run_wp8("export", "--doc", "papers")

    assert [json.loads(line)["id"] for line in notes] == [f"paper:n{n}" for n in range(1, 20)]
    assert (entries.count("TY  - "), "ID  - li-nd" in entries) == (1, True)
    assert (nothing.stdout, nothing.exit_code) == ("", 2)
    for format_ in ("tei", "html", "vertical", "conllu", "md"):
        assert "Kim" in run_wp8("export", "--kind", "note", "--format", format_).stdout


def test_an_export_may_be_of_documents_chosen_by_what_is_said_of_them(run_mini: Runner) -> None:
    chosen = ("export", "--where", "author:nobody", "--fields", "author,date")
    lines = [json.loads(line) for line in run_mini(*chosen).stdout.splitlines()]
    rows = list(csv.DictReader(StringIO(run_mini(*chosen, "--format", "csv").stdout)))
    plain = [json.loads(line) for line in run_mini("export", "--doc", "harbor").stdout.splitlines()]
    xml = run_mini("export", "--where", "author:nobody", "--format", "tei").stdout

    assert [line.pop("fields") for line in lines] == [
        {"author": "Nobody", "date": "2020-02-01"}
    ] * 4
    assert lines == plain
    assert [(row["id"], row["author"], row["date"]) for row in rows] == [
        (line["id"], "Nobody", "2020-02-01") for line in plain
    ]
    assert xml == run_mini("export", "--doc", "harbor", "--format", "tei").stdout


def test_every_line_has_every_key(run_wp8: Runner) -> None:
    records = [json.loads(line) for line in run_wp8("export").stdout.splitlines()]
    hits = [json.loads(run_wp8("search", "cement", "--limit", "1", "--format", "jsonl").stdout)]
    in_context = run_wp8("search", "cement", "-C", "1", "--limit", "1", "--format", "jsonl")

    assert {tuple(record) for record in records} == {tuple(records[0])}
    assert {tuple(hit) for hit in [*hits, json.loads(in_context.stdout)]} == {tuple(hits[0])}


def test_a_file_of_tei_for_each_document(run_wp8: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "texts"
    result = run_wp8("export", "--format", "tei", "--split", str(folder))

    assert result == (f"{folder}/speech.xml\n{folder}/paper.xml\n", "", 0)
    assert sorted(path.name for path in folder.iterdir()) == ["paper.xml", "speech.xml"]
    for path in folder.iterdir():
        assert ElementTree.parse(path).getroot().tag == "{http://www.tei-c.org/ns/1.0}TEI"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--split", "x"], "jsonl is one file\n     a file each have: tei, tei-words"),
        (["--style", "apa-text"], "jsonl is for no style\n     for one is: --format csl-json"),
        (
            ["--format", "csl-json", "--style", "apa"],
            "there is no style of CSL apa\n     styles: chicago-note,",
        ),
        (["--format", "tei", "--split", "/dev/null/x"], "/dev/null/x: cannot be made ("),
        (["--format", "tei", "--fields", "date"], "tei has all that is said of documents"),
        (
            ["--format", "tei", "--split", "x", "--style", "apa-text"],
            "--style and --fields are not",
        ),
        (["--fields", "quay"], "there is no field"),
    ],
)
def test_what_cannot_be_exported_so_is_said(
    run_wp8: Runner, arguments: list[str], said: str
) -> None:
    result = run_wp8("export", *arguments)

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr.startswith(f"wp8: {said}")
