"""Records and hits in the formats that other programs read."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wp8.analysis.counts.table import Table
from wp8.corpus.contents import Contents, Entry
from wp8.export.counts import Rows, shown
from wp8.export.formats import FORMATS
from wp8.export.json_text import json_object
from wp8.export.records import Entries, Hits, WholeRecords, record_fields
from wp8.export.sheets import Sheet, comma_separated, tab_separated
from wp8.model import Hit, Record, visible
from wp8.results import Found, Records, SearchResult

CORPUS = {"name": "tiny", "digest": f"sha256:{0:064}"}


def record(text: str = "The text.", **fields: object) -> Record:
    """Return a paragraph of this text, with some of its fields as given."""
    values: dict[str, Any] = {
        "id": "a:1",
        "document": "a",
        "kind": "paragraph",
        "section": "II",
        "number": 1,
        "number_in_section": 3,
        "text": text,
        "file": "a.txt",
        "lines": (4, 6),
        **fields,
    }
    return Record(**values)


def written(format_: str, records: list[Record]) -> str:
    """Return records in a format."""
    result = Records(records, corpus=CORPUS)
    return "".join(FORMATS[format_].write(WholeRecords(), result, Sheet()))


def result_of(*hits: Hit) -> SearchResult:
    """Return a result with these hits."""
    documents = {"a": Found(7, 9)}
    return SearchResult("q", hits, 7, 9, documents, command=("search", "q"), corpus=CORPUS)


def hits_in(format_: str, *hits: Hit) -> str:
    """Return hits in a format."""
    return "".join(FORMATS[format_].write(Hits(), result_of(*hits), Sheet()))


FIELDS = {
    "id": "a:1",
    "document": "a",
    "kind": "paragraph",
    "section": "II",
    "number": 1,
    "number_in_section": 3,
    "text": "The text.",
    "source": {"file": "a.txt", "lines": [4, 6]},
    "notes": [],
    "section_id": "",
}


def test_a_record_has_the_fields_of_the_schema_in_their_order() -> None:
    assert list(record_fields(record()).items()) == list(FIELDS.items())


def test_a_note_knows_who_cites_it_and_where() -> None:
    note = record(kind="note", cited_by="a:2", cited_at=0)

    assert record_fields(note) == FIELDS | {"kind": "note", "cited_by": "a:2", "cited_at": 0}


def test_a_table_row_has_its_cells() -> None:
    row = record(kind="table_row", group="G", name="", position=None)

    expected = {"kind": "table_row", "group": "G", "name": "", "position": None}
    assert record_fields(row) == FIELDS | expected


def test_records_as_json_are_one_object() -> None:
    assert json.loads(written("json", [record(), record()])) == {
        "schema": "wp8.records/1",
        "corpus": CORPUS,
        "records": [FIELDS, FIELDS],
    }


def test_a_search_as_json_has_the_counts_of_all_hits() -> None:
    hit = Hit(record(), 1.23456, ((4, 8),))

    assert json.loads(hits_in("json", hit)) == {
        "schema": "wp8.search/1",
        "query": "q",
        "total": 7,
        "occurrences": 9,
        "corpus": CORPUS,
        "stamp": result_of().stamp,
        "documents": {"a": {"total": 7, "occurrences": 9}},
        "loosened": None,
        "forms": [],
        "missing": [],
        "stated": [],
        "hits": [FIELDS | {"score": 1.2346, "highlights": [[4, 8]], "quoted": [None]}],
    }


def test_neighbours_are_fields_of_their_hit() -> None:
    hit = Hit(record(), 1.0, (), before=(record("Before."),))

    found = json.loads(hits_in("jsonl", hit))
    assert (found["schema"], found["after"]) == ("wp8.hit/1", [])
    assert found["before"] == [FIELDS | {"text": "Before."}]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_every_text_comes_back_from_json_and_from_a_sheet_made_visible(texts: list[str]) -> None:
    records = [record(text) for text in texts]

    assert [r["text"] for r in json.loads(written("json", records))["records"]] == texts
    lines = written("jsonl", records).removesuffix("\n").split("\n")
    assert [json.loads(line)["text"] for line in lines] == texts
    table = StringIO(written("csv", records), newline="")
    assert [row["text"] for row in csv.DictReader(table)] == list(map(visible, texts))


@pytest.mark.parametrize("text", ["a,b", 'a "b" c', "제8차대회", "=1+1", "", " a "])
@pytest.mark.parametrize(("format_", "dialect"), [("csv", "excel"), ("tsv", "excel-tab")])
def test_a_table_keeps_a_text_as_it_is(text: str, format_: str, dialect: str) -> None:
    table = StringIO(written(format_, [record(text)]), newline="")

    (row,) = csv.DictReader(table, dialect=dialect)
    assert row["text"] == text


def test_the_cells_of_a_row_are_one_field_of_a_tsv() -> None:
    assert "a | b" in written("tsv", [record("a\tb")]).splitlines()[1].split("\t")
    assert "a\tb" in written("csv", [record("a\tb")])


def test_csv_ends_its_lines_as_the_rfc_says_and_tsv_as_unix_does() -> None:
    assert written("csv", [record()]).endswith(",a.txt,4,6,,,\r\n")
    assert written("tsv", [record()]).endswith("\ta.txt\t4\t6\t\t\t\n")
    assert "\r" not in written("tsv", [record()])


def test_a_table_without_rows_has_its_header() -> None:
    assert written("csv", []) == (
        "id,document,kind,section,number,number_in_section,text,file,first_line,last_line,notes,section_id,speaker\r\n"
    )


def test_highlights_in_a_table_are_parted_by_blanks() -> None:
    hit = Hit(record("a b c", notes=("a:n1", "a:n2")), 2.0, ((0, 1), (4, 5)))

    header, row = csv.reader(hits_in("csv", hit).splitlines())
    found = dict(zip(header, row, strict=True))
    assert (found["notes"], found["score"], found["highlights"]) == ("a:n1 a:n2", "2.0", "0-1 4-5")


def test_json_lets_no_control_character_through() -> None:
    output = json_object("s/1", {"text": "\x1b[31m\x9b\x7f\u202e\u2069\udcff"})

    assert (
        output
        == '{\n  "schema": "s/1",\n  "text": "\\u001b[31m\\u009b\\u007f\\u202e\\u2069\\udcff"\n}\n'
    )


def test_markdown_escapes_what_it_would_take_for_its_own() -> None:
    output = written("md", [record("*a* _b_ `c` [d](e) <f> #g | h\\", section="[II]")])

    assert output == (
        "**a:1** (\\[II\\])\n\n> \\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\#g \\| h\\\\\n\n"
    )


def test_contents_are_a_row_for_each_entry() -> None:
    entries = [Entry("a", "a:1-2", "A", 0)]
    row = {"address": "a", "ids": "a:1-2", "label": "A"}

    def output(format_: str) -> str:
        result = Contents(entries, corpus=CORPUS)
        return "".join(FORMATS[format_].write(Entries(), result, Sheet()))

    assert json.loads(output("json"))["contents"] == [row]
    assert json.loads(output("jsonl")) == {"schema": "wp8.contents/1", **row}
    assert output("csv") == "address,ids,label\r\na,a:1-2,A\r\n"
    assert output("tsv") == "address\tids\tlabel\na\ta:1-2\tA\n"
    assert output("md") == "- `a` A\n"


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+82", "'+82"),
        ("-9", "'-9"),
        ("@A1", "'@A1"),
        (" \t=1", "' \t=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a=1", "a=1"),
        ("", ""),
        (-9, "-9"),
    ],
)
def test_no_guarded_cell_begins_like_a_formula(cell: object, guarded: str) -> None:
    (written,) = comma_separated([[cell]], Sheet(excel_safe=True))
    (as_it_is,) = comma_separated([[cell]], Sheet())

    assert next(csv.reader([written], strict=True), [""]) == [guarded]
    assert next(csv.reader([as_it_is], strict=True), [""]) == [str(cell)]


def test_a_byte_order_mark_stands_first_and_once() -> None:
    written = "".join(comma_separated([["a"], ["로동신문"]], Sheet(bom=True)))

    assert written.encode().decode("utf-8-sig") == "a\r\n로동신문\r\n"


def test_a_row_of_a_tsv_is_a_line() -> None:
    (line,) = tab_separated([["one\ntwo", 3]], Sheet())

    assert line == "one two\t3\n"


def test_equal_cells_of_other_types_are_written_as_what_they_are() -> None:
    cells = [("a", 1), ("b", 1.0), ("c", True)]
    table = Table("frequency", ("form", "figure"), cells, {}, {}, corpus=CORPUS)

    rows = json.loads("".join(FORMATS["json"].write(Rows(), table, Sheet())))["rows"]
    assert [repr(row["figure"]) for row in rows] == ["1", "1.0", "True"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(True, "yes"), (False, ""), (None, ""), (1234.5, "1,234.50"), ((1, 2), "1-2")],
)
def test_a_cell_is_shown_as_a_person_reads_it(cell: object, text: str) -> None:
    assert shown(cell) == text
