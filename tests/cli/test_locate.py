"""`wp8 locate` and `wp8 parallels` as a user runs them."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

OPEN_MIND = "must learn with an open mind what they do not know"


def cited(paragraph: int) -> str:
    title = "Concluding Speech at the Eighth Congress of the Workers' Party of Korea"
    return f"Kim Jong Un, {title} (2021), para. {paragraph} (wp8 numbering)"


DIFF = "must learn with an open mind [-that-]{+what+} they do not know"


def test_a_quotation_is_a_line_for_each_place(run_wp8: Runner) -> None:
    done = run_wp8("locate", "the", "ideals", "of", "“The people are god”,")

    assert done.stdout.splitlines() == [
        f'speech:19:103-136\tverbatim\t1.00\tthe ideals of "The people are god\t{cited(19)}',
        f'speech:21:3-36\tverbatim\t1.00\tthe ideals of "The people are god\t{cited(21)}',
    ]


def test_a_quotation_that_differs_is_found_with_its_word_diff(run_wp8: Runner) -> None:
    done = run_wp8("locate", OPEN_MIND)

    assert done == (f"speech:76:5-55\tdiffers\t0.91\t{DIFF}\t{cited(76)}\n", "", 0)


def test_a_quotation_is_read_from_stdin(run_wp8: Runner) -> None:
    done = run_wp8("locate", "-", stdin="“We must ready our-\nselves to launch”\n")

    assert done.stdout == (
        f"speech:84:0-33\tverbatim\t1.00\tWe must ready ourselves to launch\t{cited(84)}\n"
    )


def test_what_is_not_there_is_one_line_on_stderr_with_what_is_near(run_wp8: Runner) -> None:
    far = run_wp8("locate", "there is no business like show business")
    near = run_wp8("locate", "We must ready ourselves for a more arduous voyage around the world")

    assert far == ("", "wp8: not in the corpus: there is no business like show business\n", 1)
    assert (near.stdout, near.exit_code, near.stderr.count("\n")) == ("", 1, 1)
    assert "; nearest: speech:84:0-" in near.stderr


def test_json_has_every_place_with_its_diff(run_wp8: Runner) -> None:
    found = json.loads(run_wp8("locate", "--json", OPEN_MIND).stdout)

    assert (found["schema"], found["quotation"], found["total"]) == ("wp8.locate/1", OPEN_MIND, 1)
    assert found["places"] == [
        {
            "passages": [{"id": "speech:76", "start": 5, "end": 55}],
            "verbatim": False,
            "remarks": [],
            "score": 0.9091,
            "text": "must learn with an open mind that they do not know",
            "diff": [
                {
                    "kind": "equal",
                    "text": "must learn with an open mind ",
                    "quoted": "must learn with an open mind ",
                },
                {"kind": "replaced", "text": "that ", "quoted": "what "},
                {"kind": "equal", "text": "they do not know", "quoted": "they do not know"},
            ],
            "citation": cited(76),
        }
    ]


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "tsv", "md", "text"])
@pytest.mark.parametrize("command", [("locate", OPEN_MIND), ("parallels", "--min-score", "0.9")])
def test_every_format_has_both_wordings(
    command: tuple[str, ...], format_: str, run_wp8: Runner
) -> None:
    done = run_wp8(*command, "--format", format_)

    assert done.exit_code == 0
    wordings = ("that", "what") if command[0] == "locate" else ("main", "links")
    assert all(wording in done.stdout for wording in wordings)


def test_the_total_counts_the_places_beyond_the_limit(run_wp8: Runner) -> None:
    done = run_wp8("locate", "the people are god", "--limit", "2", "--json")
    found = json.loads(done.stdout)

    assert (found["total"], len(found["places"])) == (7, 2)
    assert done.stderr == "wp8: 2 of 7 places; --limit 7 shows all\n"


def test_a_terminal_gets_colours_and_without_them_marks(run_wp8: Runner) -> None:
    colored = run_wp8.on_terminal("locate", OPEN_MIND)
    plain = run_wp8.on_terminal("locate", OPEN_MIND, env={"NO_COLOR": "1"})

    assert "\x1b[9;31mthat\x1b[0m" in colored.text
    assert "[-" not in colored.text
    assert plain.lines[:2] == ["speech:76:5-55  differs  0.91", f"  {DIFF}"]
    assert " ".join(map(str.strip, plain.lines[2:])).strip() == cited(76)


def test_a_terminal_gets_ten_places_and_is_told_of_the_others(run_wp8: Runner) -> None:
    screen = run_wp8.on_terminal("locate", "the Party")

    assert screen.text.count("verbatim") == 10
    assert screen.stderr.startswith("wp8: 10 of ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("locate",), "needs a quotation, or --draft FILE"),
        (("locate", "x", "--draft", "a.md"), "needs a quotation, or --draft FILE"),
        (("locate", "…"), "a quotation of 0 words cannot be located"),
        (("locate", "word " * 1001), "a quotation of 1,001 words cannot be located"),
        (("locate", "--draft", "/absent"), "/absent: there is no such file"),
        (("locate", "--draft", "/"), "/: is not a file"),
        (("parallels", "--doc", "report"), "the corpus has no document report\n     it has: "),
        (
            ("parallels", "--doc", "speech", "--where", "doc:paper"),
            "the condition leaves out speech\n     it leaves paper\n",
        ),
        (("parallels", "--doc", "paper,speech"), "\n     one by one: --doc paper --doc speech\n"),
        (("parallels", "--min-score", "2"), "2.0 is not in the range"),
        (("parallels", "--min-words", "3"), "3 is not in the range"),
    ],
)
def test_wrong_use_is_one_error(arguments: tuple[str, ...], message: str, run_wp8: Runner) -> None:
    done = run_wp8(*arguments)

    assert (done.stdout, done.exit_code) == ("", 2)
    assert message in done.stderr


def test_a_draft_is_checked_line_by_line(run_wp8: Runner, tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(
        f"He says “{OPEN_MIND}”.\n\n> The people are god.\n\nAnd “the sea is very wide”.\n"
    )

    done = run_wp8("locate", "--draft", "draft.md", cwd=tmp_path)

    assert done == (
        f"draft.md:1\tdiffers\tspeech:76:5-55\t{DIFF}\n"
        "draft.md:3\tverbatim\tspeech:19:118-136\tThe people are god\n"
        "draft.md:5\tnot in the corpus\t-\tthe sea is very wide\n",
        "wp8: draft.md: 3 quotations: 1 verbatim, 1 not verbatim, 1 not in the corpus\n",
        1,
    )


@pytest.mark.parametrize(
    ("draft", "options", "exit_code"),
    [
        ("“The people are god”", (), 0),
        ("“the sea is very wide”", (), 0),
        ("“the sea is very wide”", ("--strict",), 1),
        (f"“{OPEN_MIND}”", (), 1),
        ("No quotation.", (), 0),
    ],
)
def test_a_draft_fails_if_a_quotation_differs(
    draft: str, options: tuple[str, ...], exit_code: int, run_wp8: Runner, tmp_path: Path
) -> None:
    (tmp_path / "draft.txt").write_text(draft)

    done = run_wp8("locate", "--draft", str(tmp_path / "draft.txt"), *options)

    assert done.exit_code == exit_code


def test_hostile_words_in_a_draft_do_nothing_to_the_terminal(
    run_wp8: Runner, tmp_path: Path
) -> None:
    (tmp_path / "draft.txt").write_text("“\x1b[31mred \x07 and [/red] are the words”")

    screen = run_wp8.on_terminal("locate", "--draft", str(tmp_path / "draft.txt"), width=200)

    assert "\x1b[31m" not in screen.text
    assert "[/red] are the words" in screen.text


def test_pairs_are_rows_with_both_places(run_wp8: Runner) -> None:
    done = run_wp8("parallels", "--format", "csv", "--min-score", "0.85")
    rows = list(csv.DictReader(done.stdout.splitlines()))

    assert len(rows) == 22
    assert rows[-1] == {
        "first": "speech:54:58-117",
        "second": "paper:13:224-277",
        "verbatim": "no",
        "remarks": "",
        "score": "0.8889",
        "quoted": "yes",
        "first_text": "economy and improving the local people's standard of living",
        "second_text": "economy and improving the people’s standard of living",
        "words": "9",
        "stock": "no",
    }
    assert done.stderr.endswith(
        "\nwp8: 22 pairs of passages\nwp8: 22 pairs or more of stock wording left out; "
        "--stock shows them\n"
    )


def test_stock_wording_is_shown_on_request_and_the_longest_comes_first(run_wp8: Runner) -> None:
    done = run_wp8("parallels", "--stock", "--sort", "length", "--limit", "3", "--json")
    found = json.loads(done.stdout)

    assert (found["total"], found["left_out"]) == (44, 0)
    assert [(row["words"], row["stock"], row["second"]["text"]) for row in found["rows"]] == [
        (9, True, "the new five-year plan for national economic development"),
        (9, True, "the new five-year plan for national economic development"),
        (9, True, "the new five-year plan for national economic development"),
    ]
    assert done.stderr.splitlines() == [
        "wp8: 3 of 44 pairs of passages; --limit 44 shows all",
        "wp8: what stands in more than 16 places is paired with the next alone; "
        "--doc ID pairs that of one document with each",
    ]
    assert (found["chained"], found["left_out_chained"]) == (16, 0)
    assert run_wp8("check", found["stamp"]).stdout == "same\n"


def test_pairs_say_what_they_rest_on(run_wp8: Runner) -> None:
    done = run_wp8("parallels", "--min-words", "9")

    assert [line.rpartition("\t")[2] for line in done.stdout.splitlines()] == [
        "the main [-link-]{+links+} in the whole chain of economic development",
        "economy and improving the [-local-] people's standard of living",
    ]
    assert done.stderr.splitlines()[:3] == [
        "wp8: least_score: 0.75; least_words: 9; least_content_words: 4; "
        "stock_phrase: 4 words in 4 texts",
        "wp8: score: 1 - e / n: e words that differ, of n in the second passage",
        "wp8: words: those that are equal",
    ]


@pytest.mark.slow
def test_what_stands_in_more_places_than_are_all_paired_is_told(
    run_wp8: Runner, tmp_path: Path
) -> None:
    ferry = "The ferry of the northern coast carries salt and timber"
    for number in range(17):
        file = tmp_path / f"t{number}.txt"
        file.write_text(f"{ferry}.\n\nIn {number}: {ferry} in {number}.\n")
    run_wp8("init", str(tmp_path))
    own = ("parallels", "--corpus", str(tmp_path), "--index", str(tmp_path / "index"))

    said = {
        options: run_wp8(*own, *options).stderr.splitlines()[-2:]
        for options in ((), ("--stock",), ("--doc", "t0"))
    }
    many = "wp8: what stands in more than 16 places is paired with the next alone"
    assert said[()][-1] == f"{many}; --doc ID pairs that of one document with each"
    assert "or more of stock wording left out" in said[()][0]
    assert said["--stock",][-1] == said[()][-1]
    assert "or more" not in "".join(said["--doc", "t0"])
    assert many not in said["--doc", "t0"]


def test_pairs_within_a_document_are_that_documents_only(run_wp8: Runner) -> None:
    done = run_wp8("parallels", "--within", "--doc", "speech", "--format", "jsonl")
    found = [json.loads(line) for line in done.stdout.splitlines()]

    assert [(pair["first"]["id"], pair["second"]["id"]) for pair in found] == [
        ("speech:b2", "speech:b5"),
        ("speech:b2", "speech:b8"),
        ("speech:b5", "speech:b8"),
    ]
