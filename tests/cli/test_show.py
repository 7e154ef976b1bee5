"""`wp8 show` on the mini corpus."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result, Runner

NOTED = "report:1\tThe plan of the Eighth Congress was printed in Korean, and read.\n"
NOTE = "report:n1\t《로동신문》, 10 January 2021. The plan stands on page 2.\n"


def ids(result: Result) -> list[str]:
    """Return the ids of the lines of text output."""
    return [line.partition("\t")[0] for line in result.stdout.splitlines()]


def test_a_paragraph_is_a_line_and_its_notes_follow_it(run_mini: Runner) -> None:
    result = run_mini("show", "paragraph", "report:1")

    assert result == (NOTED + NOTE, "", 0)


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        (["harbor:2-4"], ["harbor:2", "harbor:3", "harbor:4"]),
        (["harbor:4,1-2"], ["harbor:4", "harbor:1", "harbor:2"]),
        (["harbor:1", "report:2", "harbor:1"], ["harbor:1", "report:2"]),
        (["report:n1"], ["report:n1"]),
        (["report:h1-h2"], ["report:h1", "report:h2"]),
        (["report:Words"], ["report:h2", "report:2", "report:3"]),
        (["report:words.2"], ["report:3"]),
        (["harbor"], ["harbor:1", "harbor:2", "harbor:3", "harbor:4"]),
        (["report"], ["report:h1", "report:1", "report:n1", "report:h2", "report:2", "report:3"]),
    ],
    ids=" ".join,
)
def test_an_address_names_its_records_in_order(
    run_mini: Runner, addresses: list[str], expected: list[str]
) -> None:
    result = run_mini("show", "paragraph", *addresses)

    assert (ids(result), result.exit_code) == (expected, 0)


@pytest.mark.parametrize("what", [["section"], ["document"], []])
def test_the_word_before_an_address_may_be_another_or_none(
    run_mini: Runner, what: list[str]
) -> None:
    assert run_mini("show", *what, "report:1").stdout == NOTED + NOTE


def test_context_is_the_neighbours_each_once(run_mini: Runner) -> None:
    result = run_mini("show", "paragraph", "harbor:2", "harbor:3", "-C", "1")

    assert ids(result) == ["harbor:1", "harbor:2", "harbor:3", "harbor:4"]


def test_ids_are_read_from_stdin_among_others(run_mini: Runner) -> None:
    result = run_mini(
        "show", "paragraph", "harbor:4", "-", stdin="\nharbor:2\n  harbor:1 \nharbor:3\twith text"
    )

    assert ids(result) == ["harbor:4", "harbor:2", "harbor:1", "harbor:3"]


def test_hits_among_neighbours_are_read_from_stdin(run_mini: Runner) -> None:
    result = run_mini("show", "-", stdin="harbor:1-\tA\nharbor:2\tB\n--\nharbor:4-")

    assert ids(result) == ["harbor:1", "harbor:2", "harbor:4"]


@pytest.mark.parametrize("command", ["show paragraph -", "cite - --json", "keep -"])
def test_no_ids_on_stdin_are_no_hits_and_one_line_says_so(run_mini: Runner, command: str) -> None:
    result = run_mini(*command.split(), stdin="\n--\n")

    assert result == ("", "wp8: no id came on stdin\n", 1)


CONTENTS = [
    ("harbor", "harbor:1-4", "The Harbor"),
    ("harbor:1-4", "harbor:1-4", "(before the first section)"),
    ("report", "report:1-3", "[A report]"),
    ("report:§report", "report:1", "Report"),
    ("report:§words", "report:2-3", "Words"),
    ("report:h1-h2", "report:h1-h2", "heading"),
    ("report:n1", "report:n1", "note"),
]


@pytest.mark.parametrize("command", [["show"], ["show", "contents"]], ids=" ".join)
def test_the_contents_are_a_line_for_each_address(run_mini: Runner, command: list[str]) -> None:
    lines = run_mini(*command).stdout.splitlines()

    assert [tuple(line.split("\t")) for line in lines] == CONTENTS


def test_every_address_of_the_contents_can_be_shown(run_wp8: Runner) -> None:
    entries = [line.split("\t") for line in run_wp8("show").stdout.splitlines()]
    addresses = [address for address, _, _ in entries] + [ids for _, ids, _ in entries]

    shown = run_wp8("show", "paragraph", *addresses)
    whole = run_wp8("export")

    assert len(entries) > 10
    assert len(ids(shown)) == len(set(ids(shown))) == whole.stdout.count("\n")


def test_the_contents_have_every_format(run_mini: Runner) -> None:
    keys = ("address", "ids", "label")
    expected = [dict(zip(keys, entry, strict=True)) for entry in CONTENTS]
    whole = json.loads(run_mini("show", "--json").stdout)
    lines = run_mini("show", "--format", "jsonl").stdout.splitlines()

    assert (whole["schema"], whole["contents"]) == ("wp8.contents/1", expected)
    assert [json.loads(line) for line in lines] == [
        {"schema": "wp8.contents/1", **entry} for entry in expected
    ]
    for format_, dialect in (("csv", "excel"), ("tsv", "excel-tab")):
        table = StringIO(run_mini("show", "--format", format_).stdout, newline="")
        assert list(csv.DictReader(table, dialect=dialect)) == expected
    assert run_mini("show", "--format", "md").stdout.splitlines()[2] == r"- `report` \[A report\]"


UNSAID = ("group", "name", "position", "speaker", "pages", "page_labels")


def test_json_has_the_fields_of_each_record(run_mini: Runner) -> None:
    result = json.loads(run_mini("show", "report:1", "--json").stdout)

    assert list(result) == ["schema", "corpus", "records"]
    assert result["schema"] == "wp8.records/1"
    assert result["records"] == [
        {
            "id": "report:1",
            "document": "report",
            "kind": "paragraph",
            "section": "Report",
            "number": 1,
            "number_in_section": 1,
            "text": "The plan of the Eighth Congress was printed in Korean, and read.",
            "source": {"file": "report.md", "lines": [3, 3]},
            "notes": ["report:n1"],
            "section_id": "§report",
            "language": "en",
            **dict.fromkeys(["cited_by", "cited_at", *UNSAID]),
            "quotes": [],
        },
        {
            "id": "report:n1",
            "document": "report",
            "kind": "note",
            "section": "Report",
            "number": 1,
            "number_in_section": None,
            "text": "《로동신문》, 10 January 2021. The plan stands on page 2.",
            "source": {"file": "report.md", "lines": [12, 13]},
            "notes": [],
            "section_id": "§report",
            "language": "en",
            "cited_by": "report:1",
            "cited_at": len("The plan of the Eighth Congress was printed in Korean"),
            **dict.fromkeys(UNSAID),
            "quotes": [{"kind": "title", "span": [1, 5]}],
        },
    ]


def test_a_table_row_has_its_cells(run_wp8: Runner) -> None:
    (row,) = json.loads(run_wp8("show", "paper:t1.7", "--json").stdout)["records"]

    assert list(row)[-7:] == [*UNSAID, "quotes"]
    assert row["name"] == "Pak Jong chon"
    assert "\t" in row["text"]
    assert run_wp8("show", "paper:t1.7").stdout.count("\t") == 1


@pytest.mark.parametrize("format_", ["jsonl", "csv", "tsv", "md"])
def test_every_format_has_the_same_records(run_wp8: Runner, format_: str) -> None:
    records = json.loads(run_wp8("show", "paper", "--json").stdout)["records"]
    output = run_wp8("show", "paper", "--format", format_).stdout

    if format_ == "jsonl":
        found = [json.loads(line) for line in output.splitlines()]
        assert found == [{"schema": "wp8.record/1", **record} for record in records]
    elif format_ == "md":
        heads = [line.split("**")[1] for line in output.splitlines() if line.startswith("**")]
        assert heads == [record["id"] for record in records]
    else:
        dialect = "excel" if format_ == "csv" else "excel-tab"
        rows = csv.DictReader(StringIO(output, newline=""), dialect=dialect)
        found = [(row["id"], row["text"], row["notes"]) for row in rows]
        cell = "\t" if format_ == "csv" else " | "
        assert found == [
            (r["id"], r["text"].replace("\t", cell), " ".join(r["notes"])) for r in records
        ]


@pytest.mark.parametrize(
    ("address", "message", "hint"),
    [
        ("harbor:99", "there is no harbor:99 in the corpus", "wp8 show contents"),
        ("harbour:1", "the corpus has no document harbour", "did you mean harbor:1?"),
        ("harbour", "the corpus has no document harbour", "did you mean harbor?"),
        ("quay:1", "the corpus has no document quay", "it has: harbor, report"),
        ("harbor:3-1", "the range harbor:3-1 runs backwards", "did you mean harbor:1-3?"),
        ("harbor:3-9", "there is no harbor:9 in the corpus", "harbor:1 to harbor:4"),
        ("report:n1-n4", "there is no report:n4 in the corpus", "report:n1 to report:n1"),
        ("report:IX", "there is no report:IX in the corpus", "wp8 show contents"),
        ("report:words.9", "there is no report:words.9 in the corpus", "wp8 show contents"),
        ("harbor:", "there is no harbor: in the corpus", "wp8 show contents"),
        (":1", "an address begins with the name of a document", "it has: harbor, report"),
    ],
)
def test_an_address_that_names_nothing_is_an_error_with_a_way_on(
    call_mini: Callable[..., Result], address: str, message: str, hint: str
) -> None:
    result = call_mini("show", "paragraph", "harbor:1", address)

    first, second = result.stderr.splitlines()
    assert (result.stdout, result.exit_code) == ("", 2)
    assert first == f"wp8: {message}"
    assert hint in second
