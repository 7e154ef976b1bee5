"""What a person sees: wp8 under a pseudo-terminal of a given size."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from wp8.export.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner


@pytest.fixture
def plain(run_mini: Runner) -> Runner:
    """Return what runs wp8 on the mini corpus without colour."""
    return run_mini.having(NO_COLOR="1")


SUMMARY = "4 paragraphs · 9 occurrences  (harbor 1 · 3, report 3 · 6)"
PLAN = {
    60: f"""\
report:3  Section Words, paragraph 2 · [A report]
  >>Plan<< the >>plan<<, say the people's planners: no
  >>plan<<, no building. >>Plan<<.

harbor:1  The Harbor
  The >>plan<< for the harbor is a good >>plan<<. The
  harbor-master's >>plans<< are known.

report:1  Section Report, paragraph 1 · 1 note · [A report]
  The >>plan<< of the Eighth Congress was printed in Korean,
  and read.

report:n1  note to report:1
  《로동신문》, 10 January 2021. The >>plan<< stands on page
  2.

{SUMMARY}
""",
    80: f"""\
report:3  Section Words, paragraph 2 · [A report]
  >>Plan<< the >>plan<<, say the people's planners: no >>plan<<, no building.
  >>Plan<<.

harbor:1  The Harbor
  The >>plan<< for the harbor is a good >>plan<<. The harbor-master's >>plans<<
  are known.

report:1  Section Report, paragraph 1 · 1 note · [A report]
  The >>plan<< of the Eighth Congress was printed in Korean, and read.

report:n1  note to report:1
  《로동신문》, 10 January 2021. The >>plan<< stands on page 2.

{SUMMARY}
""",
    100: f"""\
report:3  Section Words, paragraph 2 · [A report]
  >>Plan<< the >>plan<<, say the people's planners: no >>plan<<, no building. >>Plan<<.

harbor:1  The Harbor
  The >>plan<< for the harbor is a good >>plan<<. The harbor-master's >>plans<< are known.

report:1  Section Report, paragraph 1 · 1 note · [A report]
  The >>plan<< of the Eighth Congress was printed in Korean, and read.

report:n1  note to report:1
  《로동신문》, 10 January 2021. The >>plan<< stands on page 2.

{SUMMARY}
""",
}


def unstamped(lines: list[str]) -> list[str]:
    """Return the lines of a screen but the last, which is the stamp."""
    assert re.fullmatch("wp8:[0-9a-f]{12}:search plan #4-3-[0-9a-f]{8}", lines[-1])
    return lines[:-1]


@pytest.mark.parametrize("width", PLAN)
def test_hits_are_set_to_the_width_of_the_window(plain: Runner, width: int) -> None:
    screen = plain.on_terminal("search", "plan", width=width)

    assert unstamped(screen.lines) == PLAN[width].splitlines()
    assert (screen.stderr, screen.exit_code) == ("", 0)


def test_contents_show_what_to_type(plain: Runner) -> None:
    assert plain.on_terminal("show").lines == [
        "",
        "harbor          The Harbor  harbor:1-4",
        "harbor:1-4      (before the first section)",
        "",
        "report          [A report]  report:1-3",
        "report:§report  Report  report:1",
        "report:§words   Words  report:2-3",
        "report:h1-h2    heading",
        "report:n1       note",
        "",
        "Read on: wp8 show harbor    wp8 show paragraph ID[-ID]",
    ]


def test_contents_of_a_corpus_that_was_named_are_read_on_in_it(
    run_wp8: Runner, tmp_path: Path
) -> None:
    folder = tmp_path / "a corpus"
    folder.mkdir()
    (folder / "corpus.toml").write_text(
        'name = "x"\n[[document]]\nid = "a"\nfile = "a.txt"\nlayout = "text"\ntitle = "A"\n'
    )
    (folder / "a.txt").write_text("A harbor.\n")

    screen = run_wp8.on_terminal("show", "--corpus", str(folder), width=400, env={"NO_COLOR": "1"})

    on_this = f"--corpus '{folder}'"
    assert screen.lines[-1] == (
        f"Read on: wp8 show a {on_this}    wp8 show paragraph ID[-ID] {on_this}"
    )


def test_a_hangul_syllable_is_two_columns_wide(plain: Runner) -> None:
    assert plain.on_terminal("show", "report:2", width=44).lines == [
        "[A report]",
        "",
        "          Section Words, paragraph 1",
        "report:2  The paper wrote 제8차대회 and, a",
        "          line below, 제 8 차대회.",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("width", [20, 60, 120])
@pytest.mark.parametrize(
    "command", [["search", "Kim OR 조선", "--all"], ["show", "paper"], ["show"]], ids=" ".join
)
def test_no_line_is_wider_than_the_window(run_wp8: Runner, command: list[str], width: int) -> None:
    screen = run_wp8.on_terminal(*command, "--no-pager", "--color", "never", width=width)

    assert screen.exit_code == 0
    assert len(screen.lines) > 20
    assert max(map(cell_len, screen.text.splitlines())) <= width


def test_text_is_set_no_wider_than_is_readable(run_wp8: Runner) -> None:
    screen = run_wp8.on_terminal("show", "paper:1", "--color", "never", width=200)

    assert max(map(cell_len, screen.text.splitlines())) <= 100


def test_a_terminal_gets_a_screenful_and_is_told(run_wp8: Runner) -> None:
    screen = run_wp8.on_terminal("search", "people", "--color", "never")
    heads = [line for line in screen.lines if re.match(r"(speech|paper):\S+  ", line)]

    total = int(run_wp8("search", "people", "--count").stdout)
    assert (len(heads), total > 10) == (10, True)
    assert screen.stderr == f"wp8: 10 of {total} paragraphs; --all shows them\n"


@pytest.mark.parametrize("asked", ["search people", "show speech:12", "frequency people", "docs"])
def test_a_format_for_programs_is_the_same_on_a_terminal(run_wp8: Runner, asked: str) -> None:
    for name in FORMATS:
        command = (*asked.split(), "--format", name)

        assert run_wp8.on_terminal(*command).text == run_wp8(*command).stdout


def test_nothing_is_shown_where_nothing_is_found(run_mini: Runner) -> None:
    screen = run_mini.on_terminal("search", "xyzzy")

    assert (screen.output, screen.exit_code) == (b"", 1)


COLORED = """\
{link}\x1b[1;35mreport:2\x1b[0m{end}  \x1b[2mSection Words, paragraph 1 · [A report]\x1b[0m
  The paper wrote \x1b[1;4;31m제8차대회\x1b[0m and, a line below, \x1b[1;4;31m제 8 차대회\x1b[0m.

\x1b[2m1 paragraph · 2 occurrences  (report 1 · 2)\x1b[0m
"""


def test_colour_marks_the_matches_and_the_id_links_to_its_source(
    run_mini: Runner, mini_corpus: Path
) -> None:
    screen = run_mini.on_terminal("search", "제8차대회")
    *shown, stamp = screen.lines
    text = re.sub("]8;id=[0-9]+;", "]8;;", "\n".join(shown) + "\n")

    link = f"\x1b]8;;file://{mini_corpus / 'report.md'}#L7\x1b\\"
    assert text == COLORED.format(link=link, end="\x1b]8;;\x1b\\")
    assert re.fullmatch(
        "\x1b\\[2mwp8:[0-9a-f]{12}:search '제8차대회' #1-3-[0-9a-f]{8}\x1b\\[0m", stamp
    )


@pytest.mark.parametrize(
    "command",
    [("info",), ("cite", "report:3", "--style", "plain"), ("help", "query"), ("show", "report:2")],
)
def test_no_line_is_wider_than_the_window_but_for_one_word_or_a_command(
    run_mini: Runner, command: tuple[str, ...]
) -> None:
    screen = run_mini.on_terminal(*command, width=40, env={"NO_COLOR": "1"})
    wide = [line for line in screen.lines if len(line) > 40]

    assert len(screen.lines) > 2
    assert [line for line in wide if len(line.split()) > 2 and line[:4] != "wp8 "] == []


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_help_is_set_to_the_window(run_mini: Runner, unbuffered: str) -> None:
    env = {"PYTHONUNBUFFERED": unbuffered}
    screen = run_mini.on_terminal("similar", "-h", width=60, env=env)

    assert max(map(len, screen.lines)) <= 60


def test_colour_in_a_pipe_is_of_ids_and_matches_only(run_mini: Runner) -> None:
    result = run_mini("search", "building", "--color", "always")

    assert result.stdout == (
        "\x1b[1;35mreport:3\x1b[0m\tPlan the plan, say the people's planners: "
        "no plan, no \x1b[1;4;31mbuilding\x1b[0m. Plan.\n"
    )


@pytest.mark.parametrize(
    ("options", "environment", "colored"),
    [
        ([], {}, True),
        ([], {"TERM": "dumb"}, False),
        ([], {"NO_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
    ],
)
def test_the_flag_comes_before_the_environment_before_the_terminal(
    run_mini: Runner, options: list[str], environment: dict[str, str], *, colored: bool
) -> None:
    screen = run_mini.on_terminal("search", "building", *options, env=environment)

    assert (b"\x1b[" in screen.output, b"\x1b]8;" in screen.output) == (colored, colored)
    assert (b">>building<<" in screen.output) != colored


@pytest.mark.parametrize(
    ("options", "environment", "colored"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_a_pipe_is_coloured_on_request_only(
    run_mini: Runner, options: list[str], environment: dict[str, str], *, colored: bool
) -> None:
    result = run_mini("search", "building", *options, env=environment)

    assert ("\x1b[" in result.stdout) == colored
    assert "\x1b]8;" not in result.stdout


@pytest.mark.parametrize(
    "options", [["--mark", "[", "]"], ["--mark", "[", "]", "--color", "always"]]
)
def test_marks_stand_in_for_styles(run_mini: Runner, options: list[str]) -> None:
    screen = run_mini.on_terminal("search", "building", *options)

    assert "no [building]. Plan." in screen.text


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Return the file that the pager of `paging` copies its pages to."""
    return tmp_path / "pages"


@pytest.fixture
def paging(plain: Runner, pages: Path) -> Runner:
    """Return what runs wp8 with a pager that copies to the screen and to `pages`."""
    return plain.having(WP8_PAGER=f"tee '{pages}'")


HEIGHT = len(PLAN[80].splitlines()) + 1


def test_what_fills_the_window_is_shown_in_the_pager(paging: Runner, pages: Path) -> None:
    screen = paging.on_terminal("search", "plan", height=HEIGHT)

    assert unstamped(screen.lines) == PLAN[80].splitlines()
    assert pages.read_bytes() == screen.output


def test_what_fits_the_window_is_shown_without_a_pager(paging: Runner, pages: Path) -> None:
    screen = paging.on_terminal("search", "plan", height=HEIGHT + 1)

    assert unstamped(screen.lines) == PLAN[80].splitlines()
    assert not pages.exists()


@pytest.mark.parametrize(
    "command",
    [
        ["search", "plan", "--no-pager"],
        ["search", "plan", "--json"],
        ["search", "plan", "--ids"],
        ["search", "plan", "--count"],
        ["export"],
    ],
    ids=" ".join,
)
def test_there_is_no_pager_for(paging: Runner, pages: Path, command: list[str]) -> None:
    screen = paging.on_terminal(*command, height=2)

    assert (screen.exit_code, screen.output != b"") == (0, True)
    assert not pages.exists()


def test_a_pipe_gets_no_pager(paging: Runner, pages: Path) -> None:
    paging("show", "report")

    assert not pages.exists()


@pytest.mark.parametrize("command", [["show"], ["show", "report"]], ids=" ".join)
def test_show_uses_the_pager_too(paging: Runner, pages: Path, command: list[str]) -> None:
    screen = paging.on_terminal(*command, height=5)

    assert pages.read_bytes() == screen.output != b""


@pytest.mark.parametrize(
    ("own", "general", "used"),
    [(None, "tee {}", True), ("cat", "tee {}", False), ("", "tee {}", False)],
)
def test_the_pager_of_wp8_comes_before_the_general_one(
    plain: Runner, pages: Path, own: str | None, general: str, *, used: bool
) -> None:
    environment = {"PAGER": general.format(pages)} | ({} if own is None else {"WP8_PAGER": own})

    screen = plain.on_terminal("search", "plan", height=5, env=environment)

    assert unstamped(screen.lines) == PLAN[80].splitlines()
    assert pages.exists() == used


@pytest.mark.parametrize("pager", ["{absent}/pager", "an 'open quote"])
def test_a_pager_that_cannot_start_is_done_without(
    plain: Runner, pager: str, tmp_path: Path
) -> None:
    pager = pager.format(absent=tmp_path / "absent")
    screen = plain.on_terminal("search", "plan", height=5, env={"WP8_PAGER": pager})

    assert unstamped(screen.lines) == PLAN[80].splitlines()
    assert screen.exit_code == 0


def test_a_pager_that_is_left_early_is_no_error(run_wp8: Runner) -> None:
    screen = run_wp8.on_terminal(
        "show", "speech", height=5, env={"WP8_PAGER": f"{sys.executable} -c 'print(input()[:0])'"}
    )

    assert (screen.output, screen.stderr, screen.exit_code) == (b"\n", "", 0)


def test_the_pager_is_told_to_keep_colours(run_mini: Runner, tmp_path: Path) -> None:
    said = tmp_path / "said"
    pager = f"sh -c 'cat >/dev/null; echo $LESS $LV >>{said}'"
    for environment in ({}, {"LESS": "X"}):
        run_mini.on_terminal("show", "report", height=5, env={"WP8_PAGER": pager, **environment})

    assert said.read_text() == "FRX -c\nX -c\n"
