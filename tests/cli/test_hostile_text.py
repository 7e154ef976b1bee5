"""A corpus whose text would act on a terminal, or on Rich, if it were let."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

MARKUP = "word [bold]x[/bold] [/x] [sic] :smile: [link=http://x]y[/link] \\[z"
# A colour, a title, a link, an alarm, a C1 introducer, an override of the reading order.
ACTING = (
    "word \x1b[31mred \x1b]2;title\x07 \x1b]8;;http://x\x1b\\ \x9b31m \x7f \u202eabc\u2066 \x08."
)
SHOWN = "word ␛[31mred ␛]2;title␇ ␛]8;;http://x␛\\ �31m � �abc� ␈."
TITLE = "A \x1b[31m\x9b1m\u202e title [/x]"
TITLE_SHOWN = "A ␛[31m�1m� title [/x]"
# What no byte of the corpus may bring to a terminal.
FORBIDDEN = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066)} - {"\n"}


@pytest.fixture(scope="module")
def hostile(run_wp8: Runner, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Return what runs wp8 on a hostile corpus, its index already built."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    (folder / "a.txt").write_text(f"{MARKUP}\n\n{ACTING}\n", newline="")
    manifest = {"id": "a", "file": "a.txt", "layout": "text", "title": TITLE, "language": "en"}
    # A JSON string of ASCII is a TOML string too.
    lines = [f"{key} = {json.dumps(value)}" for key, value in manifest.items()]
    text = "\n".join(['name = "a"', "[[document]]", *lines]).replace("\x7f", "\\u007f")
    (folder / "corpus.toml").write_text(text)
    runner = run_wp8.having(WP8_CORPUS=str(folder), NO_COLOR="1")
    assert runner("reindex").exit_code == 0
    return runner


def test_what_would_act_is_shown_instead(hostile: Runner) -> None:
    assert hostile.on_terminal("search", "title", width=100).lines[:-1] == [
        f"a:2  {TITLE_SHOWN}",
        f"  {SHOWN.replace('title', '>>title<<')}",
        "",
        "1 paragraph · 1 occurrence  (a 1 · 1)",
    ]


@pytest.mark.parametrize("color", ["always", "never"])
def test_markup_is_text(hostile: Runner, color: str) -> None:
    screen = hostile.on_terminal("show", "a:1", "--color", color, width=100)

    assert screen.lines[-1].endswith(f"  {MARKUP}")


def test_markup_is_text_in_a_pipe(hostile: Runner) -> None:
    assert hostile("show", "a:1").stdout == f"a:1\t{MARKUP}\n"


def test_text_in_a_pipe_acts_on_no_terminal_behind_it(hostile: Runner) -> None:
    assert hostile("show", "a:2").stdout == f"a:2\t{SHOWN}\n"


def test_the_contents_show_a_title_as_it_is(hostile: Runner) -> None:
    assert hostile("show").stdout.splitlines()[0] == f"a\ta:1-2\t{TITLE_SHOWN}"


def test_json_has_the_text_itself_and_a_sheet_what_cannot_act(hostile: Runner) -> None:
    expected = [MARKUP, ACTING]
    for_sheets = [MARKUP, SHOWN]

    whole = json.loads(hostile("show", "a", "--json").stdout)["records"]
    lines = [json.loads(line) for line in hostile("export").stdout.splitlines()]
    assert [record["text"] for record in whole] == expected
    assert [record["text"] for record in lines] == expected
    for format_, dialect in (("csv", "excel"), ("tsv", "excel-tab")):
        table = StringIO(hostile("show", "a", "--format", format_).stdout, newline="")
        assert [row["text"] for row in csv.DictReader(table, dialect=dialect)] == for_sheets


def test_json_spells_out_what_would_act(hostile: Runner) -> None:
    for format_ in ("json", "jsonl"):
        output = hostile("search", "word", "--format", format_).stdout

        assert set(output) & FORBIDDEN == set()


def test_markdown_does_not_take_a_text_for_markup(hostile: Runner) -> None:
    output = hostile("search", "sic", "--format", "md").stdout

    shown, _, stamp = output.rpartition("`wp8:")
    assert stamp
    assert shown == (
        "**a:1**\n\n"
        r"> word \[bold\]x\[/bold\] \[/x\] \[**sic**\] :smile: "
        "\\[link=http://x\\]y\\[/link\\] \\\\\\[z\n\n"
    )


def test_a_name_in_an_error_is_shown_harmlessly(hostile: Runner) -> None:
    result = hostile("search", "word", "--corpus", "/\x1b[31m\u202e[/x]")

    assert result.stderr == "wp8: /␛[31m�[/x]: there is no such corpus folder\n"
