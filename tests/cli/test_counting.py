"""The commands that count, as processes: formats, parameters, limits, errors."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from wp8.words.english.stop_words import STOP_WORDS
from wp8.words.tokens import LEXEMES_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

COMMANDS = {
    "frequency": ["frequency"],
    "frequency of": ["frequency", "plan", "people's"],
    "concordance": ["concordance", "plan"],
    "collocates": ["collocates", "plan", "--min", "1"],
    "keyness": ["keyness", "--target", "doc:harbor", "--reference", "doc:report"],
    "dispersion": ["dispersion", "plan", "people"],
    "vocabulary": ["vocabulary"],
    "vocabulary shared": ["vocabulary", "--shared"],
}


def rows_of(run: Runner, *arguments: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run(*arguments, "--json").stdout)["rows"]
    return rows


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_every_format_has_the_same_rows(run_mini: Runner, name: str) -> None:
    arguments = COMMANDS[name]
    whole = json.loads(run_mini(*arguments, "--json").stdout)
    lines = run_mini(*arguments, "--format", "jsonl").stdout.splitlines()
    text = run_mini(*arguments).stdout.splitlines()
    markdown = run_mini(*arguments, "--format", "md").stdout

    assert whole["schema"] == f"wp8.{arguments[0]}/1"
    assert whole["corpus"]["digest"].startswith("sha256:")
    assert whole["parameters"]
    schema = {"schema": whole["schema"]}
    assert [json.loads(line) for line in lines] == [schema | row for row in whole["rows"]]
    assert len(text) == len(whole["rows"])
    # The line below the header is one more.
    assert markdown.count("\n| ") == len(whole["rows"]) + 1
    for format_, dialect in (("csv", "excel"), ("tsv", "excel-tab")):
        table = StringIO(run_mini(*arguments, "--format", format_).stdout, newline="")
        found = list(csv.DictReader(table, dialect=dialect))
        assert [list(row) for row in found] == [list(row) for row in whole["rows"]]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("frequency", "form frequency per_thousand"),
        ("concordance", "id left node right span"),
        (
            "collocates",
            "form joint_frequency frequency expected log_likelihood mi mi3 t_score z_score dice "
            "log_dice",
        ),
        (
            "keyness",
            "form direction target_frequency reference_frequency target_per_thousand "
            "reference_per_thousand log_likelihood log_likelihood_four_cell p log_ratio "
            "log_ratio_conservative small",
        ),
        ("dispersion", "form frequency range parts dp dp_norm juilland_d arf"),
    ],
)
def test_rows_use_the_names_of_the_measures(run_mini: Runner, name: str, columns: str) -> None:
    (row, *_) = rows_of(run_mini, *COMMANDS[name])

    assert list(row)[: len(columns.split())] == columns.split()


def test_a_span_of_a_concordance_is_that_of_its_node(run_mini: Runner) -> None:
    arguments = COMMANDS["concordance"]
    (row, *_) = rows_of(run_mini, *arguments)
    (record,) = json.loads(run_mini("show", "paragraph", row["id"], "--json").stdout)["records"][:1]
    table = StringIO(run_mini(*arguments, "--format", "csv").stdout, newline="")

    assert record["text"][slice(*row["span"])] == row["node"]
    assert next(csv.DictReader(table))["span"] == "{}-{}".format(*row["span"])


def test_frequencies_of_words_are_exact(run_mini: Runner) -> None:
    rows = rows_of(run_mini, "frequency", "plan")

    assert [(r["document"], r["section"], r["frequency"]) for r in rows] == [
        ("", "", 7),
        ("harbor", "", 2),
        ("report", "", 5),
        ("report", "Report", 1),
        ("report", "Words", 4),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("word", ["plan", "the party", "self-reliance", "living standards"])
def test_a_word_has_one_frequency_whatever_counts_it(run_wp8: Runner, word: str) -> None:
    def parameters(*arguments: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(run_wp8(*arguments, "--json").stdout)
        found |= found.get("parameters", {})
        return found

    listed = {
        row["form"]: row["frequency"] for row in rows_of(run_wp8, "frequency", "--ngrams=1-2")
    }
    body = ("--exact", "--kind", "paragraph")
    (spread,) = rows_of(run_wp8, "dispersion", word)

    assert listed[word] > 0
    assert {
        rows_of(run_wp8, "frequency", word)[0]["frequency"],
        spread["frequency"],
        parameters("collocates", *word.split())["node_frequency"],
        parameters("search", f'"{word}"', *body)["occurrences"],
        parameters("concordance", f'"{word}"', *body)["lines"],
    } == {listed[word]}


def test_for_words_a_compound_is_one_and_for_tokens_it_is_not(run_wp8: Runner) -> None:
    words, tokens = (run_wp8("frequency", "self reliance", "--unit", u) for u in ("word", "token"))

    assert words.stdout.startswith("self reliance\t-\t-\t0\t")
    why = "wp8: no hits for self reliance, but self-reliance (9), 9 with --unit token\n"
    assert why in words.stderr
    assert tokens.stdout.startswith("self reliance\t-\t-\t9\t")
    assert "unit: token;" in tokens.stderr
    near = run_wp8("collocates", "self", "reliance")
    assert (near.stdout, near.exit_code) == ("", 1)
    assert "but self-reliance (9)" in near.stderr


def test_operators_are_of_queries(run_mini: Runner) -> None:
    phrase, query = run_mini("frequency", "plan OR people"), ("--query", "plan OR people")
    exact, wide = (run_mini("frequency", *query, *more) for more in (["--exact"], []))

    assert phrase.stderr.startswith(
        "wp8: plan OR people is counted as a phrase; as a query: --query 'plan OR people'\n"
    )
    assert phrase.exit_code == 1
    assert "queries: as written, but for case and accents" in exact.stderr
    assert "occurrences: adjacent words of a query count once" in exact.stderr
    assert "queries: other forms of the words count too" in wide.stderr
    of_query = [rows_of(run_mini, "frequency", *query, "--exact")[0]["frequency"]]
    of_words = [
        sum(rows_of(run_mini, "frequency", word)[0]["frequency"] for word in ("plan", "people"))
    ]
    assert of_query == of_words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["collocates"], "Missing argument 'NODE...', or --query."),
        (["dispersion", "--exact"], "Missing argument 'WORD...', or --query."),
        (["collocates", "plan", "--query", "plan"], "give words or a query"),
        (["frequency", "plan", "--query", "plan"], "give words or a query"),
        (["frequency", "…"], "there is no letter or digit to count in …"),
    ],
)
def test_what_is_counted_is_words_or_a_query(
    run_mini: Runner, arguments: list[str], said: str
) -> None:
    done = run_mini(*arguments)

    assert (done.stdout, done.exit_code) == ("", 2)
    assert said in done.stderr


def test_a_table_says_its_unit_its_lemmatizer_and_its_forms(run_mini: Runner) -> None:
    def said(*arguments: str) -> dict[str, str]:
        found: dict[str, str] = json.loads(run_mini(*arguments, "--json").stdout)["parameters"]
        return found

    assert said("frequency")["unit"] == "word"
    assert said("keyness", "--target=plan", "--reference=people", "--unit=token")["unit"] == "token"
    assert said("frequency", "plan", "--lemma")["lemmatizer"] == f"wp8 {LEXEMES_VERSION} (en)"
    assert said("concordance", "plan")["forms"] == "other forms of the words too"
    exact = "as written, but for case and accents"
    assert said("concordance", "plan", "--exact")["forms"] == exact
    assert said("frequency")["folded"] == "case and accents"


def test_a_kind_that_is_asked_for_counts(run_mini: Runner) -> None:
    def total(*more: str) -> int:
        frequency: int = rows_of(run_mini, "frequency", "plan", *more)[0]["frequency"]
        return frequency

    assert (total(), total("--kind", "note"), total("--kind", "note", "--kind", "paragraph")) == (
        7,
        1,
        8,
    )


def test_lemmas_count_together(run_mini: Runner) -> None:
    (first, *_) = rows_of(run_mini, "frequency", "plans", "--lemma")

    assert first["frequency"] == 8


def test_what_is_counted_is_said(run_mini: Runner) -> None:
    done = run_mini("frequency", "plan")

    assert "kinds: paragraph" in done.stderr
    assert "1000 · frequency / running words" in done.stderr
    assert "sha256:" in done.stderr


@pytest.mark.parametrize("format_", ["text", "csv", "tsv", "jsonl"])
def test_a_format_without_room_for_it_says_on_stderr_what_was_counted(
    run_mini: Runner, format_: str
) -> None:
    for command in (["vocabulary"], ["concordance", "plan"]):
        done = run_mini(*command, "--format", format_)
        assert "stamp: wp8:sha256:" in done.stderr


def test_stop_words_of_the_texts_are_left_out_and_listed(run_mini: Runner) -> None:
    forms = {row["form"] for row in rows_of(run_mini, "frequency")}
    whole = json.loads(run_mini("frequency", "--stop-words", "--json").stdout)
    left_out = set(whole["parameters"]["left_out"].split())

    assert whole["parameters"]["stop_words"] == "Snowball's English stop list, Porter 2001"
    assert "the" in left_out
    assert forms - {row["form"] for row in whole["rows"]} == left_out


def test_stop_words_have_no_content() -> None:
    assert len(STOP_WORDS) == 174
    assert {"the", "of", "cannot", "we're"} <= STOP_WORDS
    assert STOP_WORDS.isdisjoint({"us", "can", "may", "must", "will", "every", "many", "new"})


def test_kwic_is_the_concordance(run_mini: Runner) -> None:
    assert run_mini("kwic", "plan") == run_mini("concordance", "plan")


def test_a_concordance_has_the_id_on_every_line(run_mini: Runner) -> None:
    lines = run_mini("concordance", "plan", "--window", "2", "--sort", "R1").stdout.splitlines()

    assert len(lines) == 9
    assert lines[0].split("\t")[0] in {"report:3", "harbor:1"}
    assert all(line.count("\t") == 3 for line in lines)


def test_a_limit_is_said(run_mini: Runner) -> None:
    assert run_mini("concordance", "plan", "--limit", "2").stderr.endswith("wp8: 2 of 9 lines\n")
    assert "3 of " in run_mini("frequency", "--limit", "3").stderr


def test_the_lines_of_a_concordance_are_the_occurrences_of_the_search(run_wp8: Runner) -> None:
    for query in ("plan", "조선로동당", '"people are god"'):
        occurrences = json.loads(run_wp8("search", query, "--json").stdout)["occurrences"]
        assert len(run_wp8("concordance", query).stdout.splitlines()) == occurrences


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frequency", "--ngrams", "4-2"], "'4-2' is not a length from 1 to 9"),
        (["collocates", "plan", "--window", "5"], "'5' is not two numbers of words"),
        (["concordance", "plan", "--sort", "L9"], "the keys are document, frequency, L1"),
        (["keyness", "--target", "doc:harbor"], "the target is compared with one reference"),
        (["keyness", "--reference", "doc:harbor"], "Missing option '--target'"),
        (["dispersion"], "Missing argument"),
        (["frequency", "plan", "--kind", "verse"], "the corpus has no kind verse"),
    ],
)
def test_what_cannot_be_counted_is_an_error(
    run_mini: Runner, arguments: list[str], said: str
) -> None:
    done = run_mini(*arguments)

    assert (done.stdout, done.exit_code) == ("", 2)
    assert said in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["concordance", "zebra"],
        ["collocates", "zebra"],
    ],
)
def test_what_does_not_occur_is_no_hit(run_mini: Runner, arguments: list[str]) -> None:
    done = run_mini(*arguments)

    assert (done.stdout, done.exit_code) == ("", 1)


@pytest.mark.slow
def test_a_plot_is_drawn_as_a_picture(run_mini: Runner, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra wp8[plot] is not installed")
    done = run_mini("dispersion", "plan", "제8차대회", "--svg", str(tmp_path / "plot.svg"))

    assert done.exit_code == 0
    assert "제8차대회" in (tmp_path / "plot.svg").read_text()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("frequency plan --by document", "plan by document"),
        ("keyness --target plan --reference rest", "Keywords of plan and rest"),
        ("collocates the", "Collocates of the"),
    ],
)
def test_a_table_is_drawn_whole_with_its_stamp(
    typed: str, title: str, run_mini: Runner, tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib", reason="the extra wp8[plot] is not installed")
    done = run_mini(*typed.split(), "--limit", "1", "--json", "--svg", str(tmp_path / "a.svg"))
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")

    assert done.exit_code == 0
    assert f"<title>{title}</title>" in drawn
    assert json.loads(done.stdout)["stamp"] in drawn


def test_collocates_are_written_as_a_network(run_mini: Runner, tmp_path: Path) -> None:
    run_mini("collocates", "the", "--limit", "1", "--graphml", str(tmp_path / "a.graphml"))
    rows = json.loads(run_mini("collocates", "the", "--json").stdout)["rows"]

    assert (tmp_path / "a.graphml").read_text(encoding="utf-8").count("<edge ") == len(rows) > 1


def test_a_terminal_shows_the_plot_and_the_table(run_mini: Runner) -> None:
    screen = run_mini.on_terminal("dispersion", "plan")

    assert "in each cell:" in screen.text
    assert any(line.startswith("plan") for line in screen.lines)


def test_a_concordance_shows_whole_sentences_on_a_terminal(run_wp8: Runner) -> None:
    screen = run_wp8.on_terminal("concordance", "hostile", "--sentence", "--color", "never")
    piped = run_wp8("concordance", "hostile", "--sentence").stdout.splitlines()

    *lines, blank, stamp = screen.lines
    assert (blank, stamp[:7]) == ("", "stamp: ")
    assert "".join(" ".join(lines).split()) == "".join("".join(piped).split())
    assert len(piped) == 4
    assert [line for line in lines if cell_len(line) > 80] == []


def test_the_nodes_of_a_concordance_stand_in_one_column(run_mini: Runner) -> None:
    screen = run_mini.on_terminal("concordance", "plan", "--color", "never", "--exact")

    *lines, blank, cut, stamp = screen.lines
    assert (blank, cut, stamp[:7]) == (
        "",
        "words that do not fit the window are left out: --format csv",
        "stamp: ",
    )
    starts = [
        {cell_len(line[:at]) for at in range(len(line)) if line[at : at + 4].lower() == "plan"}
        for line in lines
    ]
    assert set.intersection(*starts)


@pytest.mark.parametrize("width", [40, 60, 100])
def test_the_lines_of_a_concordance_have_whole_words_as_many_as_fit(
    run_mini: Runner, width: int
) -> None:
    screen = run_mini.on_terminal("concordance", "plan", "--color", "never", width=width)
    whole = rows_of(run_mini, "concordance", "plan")

    assert len(whole) == 9
    for line, row in zip(screen.lines, whole, strict=False):
        shown = line.removeprefix(row["id"]).strip()
        assert cell_len(line) <= width
        assert row["node"] in shown
        assert f" {shown} " in f" {row['left']}{row['node']}{row['right']} "


def test_a_pipe_gets_bare_digits_and_no_empty_cells(run_wp8: Runner) -> None:
    whole = run_wp8("frequency", "the").stdout.splitlines()[0]
    keys = run_wp8("keyness", "--target", "doc:speech", "--reference", "doc:paper").stdout

    assert whole == "the\t-\t-\t884\t8131\t108.72"
    assert keys.splitlines()[0].split("\t")[-6:] == [".0001", "7.16", "2.53", "-", "2.53", "no"]


@pytest.mark.parametrize("layer", ["only", "without"])
def test_search_frequency_and_concordance_see_the_same_layer(run_wp8: Runner, layer: str) -> None:
    for word in ("people", "self-reliance", "the"):
        how = (f'"{word}"', "--quotes", layer, "--kind", "paragraph", "--exact")
        occurrences = json.loads(run_wp8("search", *how, "--json").stdout)["occurrences"]
        lines = rows_of(run_wp8, "concordance", *how)
        (row, *_) = rows_of(run_wp8, "frequency", word, "--quotes", layer)
        assert len(lines) == occurrences == row["frequency"] > 0
        assert {bool(line["quoted"]) for line in lines} == {layer == "only"}


def test_what_is_left_out_is_said(run_wp8: Runner) -> None:
    assert "quotes: without" in run_wp8("frequency", "plan", "--quotes", "without").stderr
    assert "quotes: only" in run_wp8("concordance", "people", "--quotes", "only").stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["concordance", "peeple"],
        ["collocates", "peeple"],
        ["frequency", "peeple"],
        ["dispersion", "peeple", "plan"],
    ],
    ids=lambda command: command[0],
)
def test_a_word_that_does_not_occur_is_never_passed_over_in_silence(
    run_mini: Runner, command: list[str]
) -> None:
    said = run_mini(*command).stderr

    assert "wp8: no hits for peeple\n" in said
    assert "did you mean people" in said
    assert "no hits for plan" not in said


def test_a_node_without_frequent_neighbours_is_said(run_mini: Runner) -> None:
    done = run_mini("collocates", "boats", "--min", "9")

    assert (done.stdout, done.exit_code) == ("", 1)
    assert done.stderr == (
        "wp8: no word that boats attracts stands near it: rarer ones are left out by --min 9\n"
    )


def test_words_of_a_document_that_is_not_there_are_an_error(run_mini: Runner) -> None:
    done = run_mini("vocabulary", "--only", "harbour")

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr == "wp8: the corpus has no document harbour\n     did you mean harbor?\n"


@pytest.mark.parametrize(
    ("format_", "is_said"),
    [("text", True), ("json", False), ("jsonl", True), ("csv", True), ("tsv", True), ("md", False)],
)
def test_what_a_table_rests_on_is_said_once(format_: str, is_said: bool, run_mini: Runner) -> None:
    result = run_mini("frequency", "plan", "--format", format_)

    assert ("stamp: " in result.stderr) is is_said
    assert ("wp8:sha256:" in result.stdout) is not is_said


def test_words_are_counted_as_written_and_exact_is_for_queries(run_wp8: Runner) -> None:
    for command in (("frequency", "plan"), ("dispersion", "plan"), ("collocates", "plan")):
        refused = run_wp8(*command, "--exact")

        assert refused.exit_code == 2
        assert refused.stderr.endswith(
            "wp8: --exact is for --query: words are counted as written without it\n"
        )


@pytest.mark.parametrize(
    ("unit", "why"),
    [
        ("token", "with --unit token no word has a hyphen or an apostrophe: --unit word"),
        ("word", "--match matches no whole word or n-gram"),
    ],
)
def test_a_pattern_of_a_compound_is_no_pattern_of_tokens(
    unit: str, why: str, run_wp8: Runner
) -> None:
    listed = run_wp8("frequency", "--match", "selb-*", "--unit", unit)

    assert listed.exit_code == 1
    assert listed.stderr.endswith(f"wp8: nothing is listed: {why}\n")


def test_how_many_collocates_are_expected_too_seldom_for_chi_squared(run_wp8: Runner) -> None:
    table = json.loads(run_wp8("collocates", "party", "--json").stdout)
    few = sum(row["expected"] < 5 for row in table["rows"])

    assert few > 1
    said = f"below 5 in {few} rows: χ² is no guide there"
    assert table["parameters"]["small_expected"] == said
