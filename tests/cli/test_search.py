"""`wp8 search` on the mini corpus, where every answer can be counted by hand."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Result, Runner

# Best first: the more of a record the word is, and the longer the list of where it stands.
BEST_FIRST = ["report:3", "harbor:1", "report:1", "report:n1"]
READING_ORDER = ["harbor:1", "report:1", "report:n1", "report:3"]


def ids(result: Result) -> list[str]:
    """Return the ids of the hits of text output."""
    return [line.partition("\t")[0] for line in result.stdout.splitlines()]


def test_each_hit_is_a_line_of_id_and_text(run_mini: Runner) -> None:
    result = run_mini("search", "plan", "building")

    assert result.stdout == (
        "report:3\tPlan the plan, say the people's planners: no plan, no building. Plan.\n"
    )
    assert (result.stderr, result.exit_code) == ("", 0)


def test_a_line_is_not_wrapped_however_narrow_the_window(run_mini: Runner) -> None:
    assert run_mini("search", "crowns", env={"COLUMNS": "20"}).stdout == (
        "harbor:2\tSelf-reliance, they say, is not self reliance. "
        "The boats, people's and ours, cost 10 000 crowns.\n"
    )


def test_hits_come_best_first(run_mini: Runner) -> None:
    assert ids(run_mini("search", "plan")) == BEST_FIRST


def test_sorted_by_document_hits_come_in_reading_order(run_mini: Runner) -> None:
    assert ids(run_mini("search", "plan", "--sort", "document")) == READING_ORDER


def test_the_words_of_a_query_need_no_quotes_for_the_shell(run_mini: Runner) -> None:
    apart = run_mini("search", "plan", "NOT", "harbor")

    assert apart == run_mini("search", "plan NOT harbor")
    assert ids(apart) == ["report:3", "report:1", "report:n1"]


def test_a_limit_cuts_and_says_so(run_mini: Runner) -> None:
    result = run_mini("search", "plan", "--limit", "2")

    assert ids(result) == BEST_FIRST[:2]
    assert result.stderr == "wp8: 2 of 4 paragraphs; --all shows them\n"


@pytest.mark.parametrize("options", [["--limit", "4"], ["--limit", "99"], ["--all"], []])
def test_what_is_not_cut_is_not_spoken_of(run_mini: Runner, options: list[str]) -> None:
    result = run_mini("search", "plan", *options)

    assert (ids(result), result.stderr) == (BEST_FIRST, "")


def test_ids_are_one_a_line(run_mini: Runner) -> None:
    result = run_mini("search", "plan", "--ids")

    assert result.stdout == "report:3\nharbor:1\nreport:1\nreport:n1\n"


def test_ids_can_be_shown(run_mini: Runner) -> None:
    found = run_mini("search", "plan NOT Congress", "--ids")

    shown = run_mini("show", "paragraph", "-", stdin=found.stdout)

    assert ids(shown) == ["report:3", "harbor:1", "report:n1"]


def test_lines_of_hits_can_be_shown_as_they_are(run_mini: Runner) -> None:
    found = run_mini("search", "plan NOT Congress")

    shown = run_mini("show", "paragraph", "-", stdin=found.stdout)

    assert shown.stdout == found.stdout


@pytest.mark.parametrize("option", ["-c", "--count"])
def test_a_count_is_of_all_hits_and_alone(run_mini: Runner, option: str) -> None:
    result = run_mini("search", "plan", option, "--limit", "1")

    assert (result.stdout, result.stderr) == ("4\n", "")


def test_matches_stand_between_marks(run_mini: Runner) -> None:
    result = run_mini("search", '"people\'s planners" OR building', "--mark", "[b]", "\\")

    assert result.stdout == (
        "report:3\tPlan the plan, say the [b]people's planners\\: "
        "no plan, no [b]building\\. Plan.\n"
    )


def test_context_is_the_neighbours_in_the_same_document(run_mini: Runner) -> None:
    result = run_mini("search", "coast OR Congress", "-C", "1", "--sort", "document")

    assert ids(result) == ["harbor:3-", "harbor:4", "--", "report:h1-", "report:1", "report:h2-"]


def test_a_note_is_no_neighbour_of_a_paragraph(run_mini: Runner) -> None:
    result = run_mini("search", "Hangul OR 제8차대회", "-C", "2")

    assert ids(result) == ["report:1-", "report:h2-", "report:2", "report:3-"]


def test_exact_takes_words_as_they_are_written(run_mini: Runner) -> None:
    loose = run_mini("search", '"self reliance"', "--mark", "[", "]")
    exact = run_mini("search", '"self reliance"', "--exact", "--mark", "[", "]")

    assert "[Self-reliance], they say, is not [self reliance]." in loose.stdout
    assert "\tSelf-reliance, they say, is not [self reliance]." in exact.stdout


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--doc", "harbor"], ["harbor:1"]),
        (["--doc", "harbor", "--doc", "report"], BEST_FIRST),
        (["--kind", "note"], ["report:n1"]),
        (
            ["--kind", "note", "--kind", "paragraph", "--doc", "report"],
            BEST_FIRST[:1] + BEST_FIRST[2:],
        ),
        (["--section", "Words"], ["report:3"]),
        (["--section", "words"], ["report:3"]),
    ],
    ids=" ".join,
)
def test_options_narrow_what_is_searched(
    run_mini: Runner, options: list[str], expected: list[str]
) -> None:
    assert sorted(ids(run_mini("search", "plan", *options))) == sorted(expected)


def test_an_explanation_goes_to_stderr(run_mini: Runner) -> None:
    result = run_mini("search", "harbor", "OR", "COVID", "--explain")

    lines = [" ".join(line.split()) for line in result.stderr.splitlines()]
    assert lines[0] == "query harbor OR COVID"
    assert lines[2:4] == [
        "harbor: 1 paragraph, 2 occurrences",
        "COVID: 1 paragraph, 1 occurrence",
    ]
    assert (ids(result), result.exit_code) == (["harbor:1", "harbor:3"], 0)


def test_a_question_says_what_it_rests_on(run_mini: Runner) -> None:
    result = run_mini("search", "Where are the boats and the planners and the whales?")

    assert ids(result) == ["report:3", "harbor:2"]
    assert result.stderr == (
        "wp8: paragraphs with one or more of these 3 words, the best first\n"
        "wp8: no text has the word whales\n"
    )
    as_json = run_mini("search", "Where are the boats and the whales?", "--json").stdout
    found = json.loads(as_json)
    assert (found["loosened"], found["missing"], found["stated"]) == ([1, 2], ["whales"], [])


def test_of_a_question_without_hits_one_line_says_why(run_mini: Runner) -> None:
    result = run_mini("search", "Why are the whales and the ostriches?")

    assert result.exit_code == 1
    assert result.stderr == (
        "wp8: no hits for Why are the whales and the ostriches?\n"
        "     no text has the words whales, ostriches\n"
    )


def test_a_question_for_the_author_is_answered_above_the_hits(run_mini: Runner) -> None:
    result = run_mini("search", "Who is the author of the harbor?", "--limit", "1")

    assert result.stderr.splitlines()[0] == "wp8: author of harbor: Nobody"
    assert ids(result) == ["harbor:1"]
    when = run_mini("search", "When was the report published?", "--json")
    assert json.loads(when.stdout)["stated"] == [
        {"document": "report", "field": "date", "value": ""}
    ]
    assert when.stderr.splitlines()[0] == "wp8: report states no date"


def test_what_the_metadata_answer_needs_no_hits(run_mini: Runner) -> None:
    result = run_mini("search", "Who is the author?", "--kind", "note")

    assert (result.stdout, result.exit_code) == ("", 0)
    assert result.stderr.splitlines()[0] == "wp8: author of harbor: Nobody"
    assert "no hits" not in result.stderr


def test_an_acronym_that_looks_like_a_question_word_asks_nothing(run_mini: Runner) -> None:
    result = run_mini("search", "WHO boats")

    assert (result.stdout, result.exit_code) == ("", 1)
    assert result.stderr == (
        "wp8: no hits for WHO boats\n"
        "     no text has the word WHO; without it: 1 paragraph\n"
        "       wp8 search boats\n"
    )


def test_on_a_terminal_the_author_stands_above_the_hits(run_mini: Runner) -> None:
    screen = run_mini.on_terminal("search", "Who is the author of the harbor?")

    assert screen.text.splitlines()[0] == "author of harbor: Nobody"
    assert "Nobody" not in screen.stderr


def test_the_stamp_of_a_question_can_be_checked(run_mini: Runner) -> None:
    stamp = json.loads(run_mini("search", "Boats and planners?", "--json").stdout)["stamp"]

    assert run_mini("check", stamp).exit_code == 0


def test_an_empty_answer_says_why_on_stderr_and_what_to_ask_instead(run_mini: Runner) -> None:
    result = run_mini("search", "harbor", "COVID")

    assert (result.stdout, result.exit_code) == ("", 1)
    assert result.stderr == (
        "wp8: no hits for harbor COVID\n"
        "     paragraphs with each part alone: harbor 1, COVID 1\n"
        "       wp8 search 'harbor OR COVID'\n"
    )


def test_a_query_that_begins_with_a_hyphen_stands_after_two(run_mini: Runner) -> None:
    assert ids(run_mini("search", "--", "-harbor", "plan", "-Congress")) == [
        "report:3",
        "report:n1",
    ]


RECORD_KEYS = [
    "id",
    "document",
    "kind",
    "section",
    "number",
    "number_in_section",
    "text",
    "source",
    "notes",
    "section_id",
    "language",
    *("cited_by", "cited_at", "group", "name", "position"),
    *("speaker", "pages", "page_labels", "quotes"),
]
# What has none of these.
UNSAID = dict.fromkeys(RECORD_KEYS[-9:-1]) | {"quotes": []}


def test_json_is_exactly_what_the_schema_says(run_mini: Runner) -> None:
    result = json.loads(run_mini("search", "plan", "--doc", "harbor", "--json").stdout)

    digest, score = result["corpus"].pop("digest"), result["hits"][0].pop("score")
    assert result.pop("stamp").startswith(f"wp8:{digest}:search plan --doc harbor #1-")
    assert (digest[:7], len(digest)) == ("sha256:", 71)
    assert score > 0
    assert result == {
        "schema": "wp8.search/1",
        "query": "plan",
        "total": 1,
        "occurrences": 3,
        "corpus": {"name": "mini"},
        "documents": {"harbor": {"total": 1, "occurrences": 3}},
        "loosened": None,
        "forms": [],
        "missing": [],
        "stated": [],
        "hits": [
            {
                "id": "harbor:1",
                "document": "harbor",
                "kind": "paragraph",
                "section": "",
                "number": 1,
                "number_in_section": 1,
                "text": "The plan for the harbor is a good plan."
                " The harbor-master's plans are known.",
                "source": {"file": "harbor.txt", "lines": [1, 2]},
                "notes": [],
                "section_id": "",
                "language": "en",
                **UNSAID,
                "highlights": [[4, 8], [34, 38], [60, 65]],
                "quoted": [None, None, None],
                "fields": {},
                "before": [],
                "after": [],
            }
        ],
    }


def test_json_keeps_its_keys_and_their_order(run_mini: Runner) -> None:
    result = json.loads(run_mini("search", "plan", "--json").stdout)

    *keys, hits = result
    assert keys[:5] == ["schema", "query", "total", "occurrences", "corpus"]
    assert keys[5:7] == ["stamp", "documents"]
    assert (sorted(keys[7:]), hits) == (["forms", "loosened", "missing", "stated"], "hits")
    of_hits = [*RECORD_KEYS, "score", "highlights", "quoted", "fields", "before", "after"]
    assert [list(hit) for hit in result["hits"]] == [of_hits] * 4


def test_json_and_format_json_are_one(run_mini: Runner) -> None:
    short = run_mini("search", "plan", "--json").stdout

    assert short == run_mini("search", "plan", "--format", "json").stdout


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"plan"', ["plan", "plan", "plan", "plan", "Plan", "plan", "plan", "Plan"]),
        ("plans", ["plan", "plan", "plans", "plan", "plan", "Plan", "plan", "plan", "Plan"]),
        ("people's", ["people's", "people's"]),
        ("제8차대회", ["제8차대회", "제 8 차대회"]),
        ("10000", ["10 000"]),
        ('"the coast"', ["the coast", "The coast"]),
        (
            "pla*",
            ["Plan", "plan", "planners", "plan", "Plan", *["plan"] * 2, "plans", *["plan"] * 2],
        ),
    ],
)
def test_highlights_cut_out_of_the_text_what_was_asked_for(
    run_mini: Runner, query: str, expected: list[str]
) -> None:
    hits = json.loads(run_mini("search", query, "--json").stdout)["hits"]

    found = [hit["text"][start:end] for hit in hits for start, end in hit["highlights"]]
    assert sorted(found) == sorted(expected)


def test_neighbours_are_in_json_as_records(run_mini: Runner) -> None:
    (hit,) = json.loads(run_mini("search", "coast", "-C", "1", "--json").stdout)["hits"]

    assert [record["id"] for record in hit["before"]] == ["harbor:3"]
    assert list(hit["before"][0]) == RECORD_KEYS
    assert hit["after"] == []


def rows_of(result: Result, dialect: str) -> list[dict[str, Any]]:
    """Return the rows of CSV or TSV as Python's own reader reads them."""
    return list(csv.DictReader(StringIO(result.stdout, newline=""), dialect=dialect))


@pytest.mark.parametrize(("format_", "dialect"), [("csv", "excel"), ("tsv", "excel-tab")])
def test_a_table_has_a_row_for_each_hit(run_mini: Runner, format_: str, dialect: str) -> None:
    result = run_mini("search", "plan", "--format", format_)
    hits = json.loads(run_mini("search", "plan", "--json").stdout)["hits"]

    assert rows_of(result, dialect) == [
        {
            "id": hit["id"],
            "document": hit["document"],
            "kind": hit["kind"],
            "section": hit["section"],
            "number": str(hit["number"]),
            "number_in_section": str(hit["number_in_section"] or ""),
            "text": hit["text"],
            "file": hit["source"]["file"],
            "first_line": str(hit["source"]["lines"][0]),
            "last_line": str(hit["source"]["lines"][1]),
            "notes": " ".join(hit["notes"]),
            "section_id": hit["section_id"],
            "speaker": "",
            "score": str(hit["score"]),
            "highlights": " ".join(f"{start}-{end}" for start, end in hit["highlights"]),
        }
        for hit in hits
    ]


def test_json_lines_are_the_hits_of_json(run_mini: Runner) -> None:
    lines = run_mini("search", "plan", "--format", "jsonl").stdout.splitlines()
    hits = json.loads(run_mini("search", "plan", "--json").stdout)["hits"]

    assert [json.loads(line) for line in lines] == [{"schema": "wp8.hit/1", **hit} for hit in hits]


def test_markdown_quotes_each_hit_with_its_matches_bold(run_mini: Runner) -> None:
    result = run_mini("search", "plan building", "--format", "md")

    shown, mark, stamp = result.stdout.partition("`")
    assert (mark + stamp).startswith("`wp8:sha256:")
    assert shown == (
        "**report:3** (Words)\n\n"
        "> **Plan** the **plan**, say the people's planners: "
        "no **plan**, no **building**. **Plan**.\n\n"
    )


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "tsv", "md"])
def test_a_format_for_programs_is_never_coloured(run_mini: Runner, format_: str) -> None:
    plain = run_mini("search", "plan", "--format", format_)

    assert plain == run_mini("search", "plan", "--format", format_, "--color", "always")


@pytest.mark.parametrize("query", ["the", "party AND state", "revolution*", "중앙위원회", "China"])
def test_every_format_has_every_hit_in_the_same_order(run_wp8: Runner, query: str) -> None:
    result = json.loads(run_wp8("search", query, "--json").stdout)
    expected = [hit["id"] for hit in result["hits"]]
    lines = run_wp8("search", query, "--format", "jsonl").stdout.splitlines()

    assert result["total"] == len(expected) == len(set(expected)) > 0
    assert result["occurrences"] == sum(len(hit["highlights"]) for hit in result["hits"])
    assert ids(run_wp8("search", query)) == expected
    assert run_wp8("search", query, "--ids").stdout.split() == expected
    assert [json.loads(line)["id"] for line in lines] == expected
    for format_, dialect in (("csv", "excel"), ("tsv", "excel-tab")):
        rows = rows_of(run_wp8("search", query, "--format", format_), dialect)
        assert [row["id"] for row in rows] == expected
    assert run_wp8("search", query, "--count").stdout == f"{len(expected)}\n"


def test_the_first_search_builds_the_index_and_says_so_once(
    run_mini: Runner, private_index: Path
) -> None:
    first = run_mini("search", "plan", "--index", str(private_index))
    second = run_mini("search", "plan", env={"WP8_INDEX": str(private_index)})

    assert first.stderr == "wp8: built the index: 10 records of 2 documents\n"
    assert second == first._replace(stderr="")
    assert ids(first) == BEST_FIRST


def test_the_folder_of_the_index_is_private(run_mini: Runner, private_index: Path) -> None:
    run_mini("search", "plan", "--index", str(private_index))

    folders = [private_index, *(path for path in private_index.glob("**/") if path.is_dir())]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_the_corpus_is_found_from_any_folder(run_wp8: Runner, tmp_path: Path) -> None:
    assert run_wp8("search", "cement", "--ids", cwd=tmp_path).stdout == (
        run_wp8("search", "cement", "--ids").stdout
    )


def test_a_changed_corpus_is_never_answered_from_the_old_index(
    run_wp8: Runner, tmp_path: Path, private_index: Path
) -> None:
    source = tmp_path / "a.txt"
    source.write_text("The old words.\n")
    (tmp_path / "corpus.toml").write_text(
        'name = "a"\n[[document]]\n'
        'id = "a"\nfile = "a.txt"\nlayout = "text"\ntitle = "A"\nlanguage = "en"\n'
    )
    search = ("search", "words", "--corpus", str(tmp_path), "--index", str(private_index))
    assert run_wp8(*search).stdout == "a:1\tThe old words.\n"

    source.write_text("The new words.\n")

    assert run_wp8(*search).stdout == "a:1\tThe new words.\n"

    advised = run_wp8("search", "old", *search[2:]).stderr
    misspelt = run_wp8("search", "wrods", *search[2:]).stderr
    assert "wp8 search" not in advised
    assert misspelt.endswith(f"wp8 search words --corpus {tmp_path} --index {private_index}\n")


def test_a_hit_says_of_each_match_whether_it_is_quoted(run_wp8: Runner) -> None:
    done = run_wp8("search", "self-reliance", "--doc", "paper", "--json")
    quoted = {hit["id"]: hit["quoted"] for hit in json.loads(done.stdout)["hits"]}

    assert quoted["paper:12"] == [None, None]
    assert quoted["paper:14"] == [None, "slogan"]
    assert quoted["paper:31"] == ["slogan"]


def test_a_search_without_quotations_says_what_they_have(run_wp8: Runner) -> None:
    done = run_wp8("search", '"frontal breakthrough war"', "--quotes", "without")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "the filters exclude 1 paragraph" in done.stderr


def test_csv_can_be_made_for_a_spreadsheet(run_wp8: Runner) -> None:
    plain = run_wp8("search", "로동신문", "--format", "csv").stdout
    marked = run_wp8("search", "로동신문", "--format", "csv", "--bom", "--excel-safe").stdout

    assert marked == "\ufeff" + plain
    assert run_wp8("search", "plan", "--json", "--bom").exit_code == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--ids", "--json"), "--ids and --format json"),
        (("-c", "--format", "csv"), "--count and --format csv"),
        (("--ids", "--count"), "--count and --ids"),
        (("--by", "document", "--ids"), "--ids and --by"),
    ],
)
def test_two_answers_at_once_are_refused(
    run_mini: Runner, options: tuple[str, ...], said: str
) -> None:
    done = run_mini("search", "plan", *options)

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith(f"wp8: {said} ask for two answers: give one of them")
