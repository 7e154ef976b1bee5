"""`wp8 cite`, and the bibliographies of `wp8 export`."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from wp8.citation.styles import READABLE, STYLES
from wp8.extras import to_install

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

NOTE = (
    "Kim Jong Un, “Concluding Speech at the Eighth Congress of the Workers’ Party of Korea,” "
    "Foreign Languages Publishing House, January 12, 2021, para. 12 (wp8 numbering), "
    "beginning “I am fully aware of how.”"
)


@pytest.fixture(scope="module", autouse=True)
def _indexed(run_wp8: Runner) -> None:
    """Have the index built before it is asked what stderr has."""
    run_wp8("reindex")


@pytest.fixture
def without_pandoc(run_wp8: Runner, tmp_path: Path) -> Runner:
    """Return what runs wp8 where the extra is not installed."""
    (tmp_path / "pypandoc.py").write_text("raise ImportError('no pypandoc')\n")
    return run_wp8.having(PYTHONPATH=f"{tmp_path}:{run_wp8.environment['PYTHONPATH']}")


def test_one_style_is_the_citation_alone(run_wp8: Runner) -> None:
    result = run_wp8("cite", "speech:12", "--style", "chicago-note")

    assert result == (f"{NOTE}\n", "", 0)


def test_several_styles_are_a_line_each_after_their_names(run_wp8: Runner) -> None:
    result = run_wp8("cite", "speech:12")

    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert [name for name, _ in lines] == list(READABLE)
    assert dict(lines)["chicago-note"] == NOTE
    assert dict(lines)["apa-text"] == "(Kim, 2021, para. 12)"


@pytest.mark.slow
def test_all_styles_are_all_and_a_family_is_its_own(run_wp8: Runner) -> None:
    every = run_wp8("cite", "paper", "--style", "all").stdout.splitlines()
    apa = run_wp8("cite", "paper:n7", "--style", "apa", "--style", "cts", "--style", "apa-text")

    assert [line.partition("\t")[0] for line in every] == list(STYLES)
    assert apa.stdout.splitlines() == [
        "apa-text\t(Li, n.d., Note 7)",
        "apa-reference\tLi, C. (n.d.). "
        "[Analysis of the Eighth Congress of the Workers’ Party of Korea].",
        "cts\turn:cts:wp8:wp8.paper.en:n7",
    ]


def test_addresses_are_those_of_show(run_wp8: Runner) -> None:
    result = run_wp8("cite", "speech:12,14-15", "-", "--style", "apa-text", stdin="paper:n7\tx\n")

    assert result.stdout == (
        "(Kim, 2021, para. 12)\n(Kim, 2021, paras. 14–15)\n(Li, n.d., Note 7)\n"
    )


def test_an_entry_in_ris_keeps_its_line_ends(run_wp8: Runner) -> None:
    lines = run_wp8("cite", "speech:12", "--style", "ris").stdout.split("\r\n")

    assert lines[0] == "TY  - SLIDE"
    assert lines[-3:] == ["N1  - para. 12 (wp8 numbering)", "ER  - ", ""]


def test_json_has_the_ids_and_the_italics(run_wp8: Runner) -> None:
    result = json.loads(
        run_wp8("cite", "speech:12-13", "--style", "apa-reference", "--json").stdout
    )

    (citation,) = result["rows"]
    ((start, end),) = citation["italics"]
    assert (result["schema"], result["corpus"]["name"]) == ("wp8.cite/1", "wp8")
    assert citation["ids"] == ["speech:12", "speech:13"]
    assert citation["address"] == "speech:12-13"
    assert citation["text"][start:end].startswith("Concluding speech")


def test_the_other_formats_have_the_same_citations(run_wp8: Runner) -> None:
    asked = ("cite", "speech:12", "--style", "apa", "--format")
    lines = [json.loads(line) for line in run_wp8(*asked, "jsonl").stdout.splitlines()]
    rows = list(csv.DictReader(run_wp8(*asked, "csv").stdout.splitlines()))

    assert {line["schema"] for line in lines} == {"wp8.cite/1"}
    assert [line["text"] for line in lines] == [row["text"] for row in rows]
    assert run_wp8(*asked, "md").stdout == (
        "**speech:12** apa-text\n\n(Kim, 2021, para. 12)\n\n"
        "**speech:12** apa-reference\n\nKim, J. U. (2021, January 12). "
        "*Concluding speech at the Eighth Congress of the Workers’ Party of Korea* \\[Speech\\]. "
        "Foreign Languages Publishing House.\n\n"
    )


def test_words_are_found_whatever_their_case_and_marks(run_wp8: Runner) -> None:
    asked = ("cite", "speech:19-20", "--style", "cts", "--words")

    assert run_wp8(*asked, "“SELF RELIANCE” intensely").stdout == (
        "urn:cts:wp8:wp8.speech.en:20@self[1]-20@intensely[1]\n"
    )
    assert run_wp8(*asked, "no such words") == (
        "",
        "wp8: the words 'no such words' do not stand in speech:19 to speech:20\n"
        "     to read it: wp8 show paragraph speech:19\n",
        2,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["speech:1", "--style", "chicago-nota"],
            "there is no style chicago-nota\n     did you mean chicago-note?",
        ),
        (["speech:1", "--style", "aap"], "there is no style aap\n     did you mean apa?"),
        (["speech:99"], "there is no speech:99 in the corpus"),
        (["nowhere:1"], "the corpus has no document nowhere"),
        ([], "Missing argument 'ID|QUOTATION...'."),
    ],
)
def test_what_is_not_there_is_named(run_wp8: Runner, arguments: list[str], said: str) -> None:
    result = run_wp8("cite", *arguments)

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr.startswith(f"wp8: {said}")


def test_a_person_is_told_what_each_style_is(run_wp8: Runner) -> None:
    screen = run_wp8.on_terminal("cite", "speech:12", "paper:n7", "--style", "apa-text")

    assert screen.lines == [
        "\x1b[1;35mspeech:12\x1b[0m",
        "",
        "\x1b[1mapa-text\x1b[0m  APA, 7th edition: in the text",
        "(Kim, 2021, para. 12)",
        "",
        "\x1b[1;35mpaper:n7\x1b[0m",
        "",
        "\x1b[1mapa-text\x1b[0m  APA, 7th edition: in the text",
        "(Li, n.d., Note 7)",
    ]


def test_without_pandoc_a_style_that_needs_it_is_an_error(without_pandoc: Runner) -> None:
    result = without_pandoc("cite", "speech:12", "--style", "mla-text")

    assert result == (
        "",
        "wp8: Chicago, APA and MLA cannot be written: "
        "they need pandoc, which comes with the extra wp8[cite]\n"
        f"     install it: {to_install('pypandoc-binary')}\n",
        2,
    )


def test_without_pandoc_the_others_are_written(without_pandoc: Runner) -> None:
    alone = without_pandoc("cite", "speech:12", "--style", "pandoc")
    default = without_pandoc("cite", "speech:12")

    assert alone == ("[@kim2021, para. 12]\n", "", 0)
    assert [line.partition("\t")[0] for line in default.stdout.splitlines()] == [
        *("plain", "pandoc", "cts", "link")
    ]
    assert (default.stderr.count("\n"), default.exit_code) == (1, 0)
    assert "wp8[cite]" in default.stderr


@pytest.mark.parametrize("format_", ["csl-json", "bibtex", "biblatex", "ris"])
def test_an_export_can_be_a_bibliography(run_wp8: Runner, format_: str) -> None:
    result = run_wp8("export", "--format", format_)

    assert (result.stderr, result.exit_code) == ("", 0)
    assert "Foreign Languages Publishing House" in result.stdout
    assert "Li" in result.stdout


def test_a_work_that_a_style_does_not_list_is_said(run_wp8: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.\n\nTwo.\n")
    (tmp_path / "corpus.toml").write_text(
        'name = "m"\n[[document]]\nid = "a"\nfile = "a.txt"\nlayout = "text"\n'
        'title = "Diary"\ntype = "manuscript"\n'
    )
    home = run_wp8.having(WP8_CORPUS=str(tmp_path), WP8_INDEX=str(tmp_path / "index"))
    home("reindex")

    assert home("cite", "a:1", "--style", "chicago-bibliography") == (
        "",
        "wp8: a:1 has no entry in chicago-bibliography, by the rules of the style\n",
        1,
    )


@pytest.mark.slow
def test_nothing_in_a_manifest_acts_on_a_terminal(run_wp8: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One paragraph.\n\nAnother.\n")
    (tmp_path / "corpus.toml").write_text(
        'name = "x-y.z"\n[[document]]\nid = "a-b"\nfile = "a.txt"\nlayout = "text"\n'
        'title = "A \\u001b[31m[red] <i>title</i> \\u009b1m"\nauthor = "\\u202eN\\nM"\n'
        'url = "https://example.org/a?b=c#d"\n'
    )
    home = run_wp8.having(WP8_CORPUS=str(tmp_path), WP8_INDEX=str(tmp_path / "index"))
    home("reindex")

    written = home("cite", "a-b:1", "--style", "all")
    as_json = home("cite", "a-b:1", "--style", "all", "--json")

    assert (written.exit_code, as_json.exit_code) == (0, 0)
    text = written.stdout + as_json.stdout
    assert not any(c in text for c in "\x1b\x9b\u202e")
    assert "cts\turn:cts:wp8:x_y_z.a_b.und:1\n" in text
    assert "link\thttps://example.org/a?b=c#d:~:text=One%20paragraph.\n" in text


def test_a_quotation_is_cited_where_it_stands(run_wp8: Runner) -> None:
    done = run_wp8("cite", "learn with an open mind", "--style", "apa-text")

    assert done == ("(Kim, 2021, para. 76)\n", "", 0)


def test_a_quotation_gives_its_words_to_a_link(run_wp8: Runner) -> None:
    done = run_wp8("cite", "“learn with\nan open mind”", "--style", "link")

    assert done.stdout == "speech.md#:~:text=learn%20with%20an%20open%20mind\n"


def test_a_quotation_that_differs_or_stands_twice_is_said(run_wp8: Runner) -> None:
    differing = run_wp8("cite", "must learn with an open mind what they do", "--style", "plain")
    twice = run_wp8("cite", "the ideals of the people are god", "--style", "plain")

    assert differing.stdout.endswith("para. 76 (wp8 numbering)\n")
    assert "differs from the text" in differing.stderr
    assert "stands in 2 places; cited is speech:19" in twice.stderr


def test_words_that_no_text_has_are_not_cited(run_wp8: Runner) -> None:
    done = run_wp8("cite", "there is no business like it", "--style", "plain")

    assert (done.stdout, done.exit_code) == ("", 2)
    assert done.stderr.startswith("wp8: neither an address nor in the corpus: there is no")
