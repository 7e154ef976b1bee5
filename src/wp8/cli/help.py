"""`wp8 help`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wp8.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

# Each line of the language: what is typed, and what it finds. Tests run every one.
QUERY = (
    ("economic plan", "both words; paragraphs where they stand together come first"),
    ('"economic plan"', "the words in a row, in this form and spelling"),
    ('"five-year p*"', "wildcards in a phrase; self-* finds what a hyphen joins"),
    ("plan OR strategy", "one of them, or both; plan | strategy is the same"),
    ("plan NOT strategy", "the first without the second; also plan -strategy, plan !strategy"),
    ("(plan OR strategy) economic", "parentheses group"),
    ("plan", "also its other forms: plans, planned, planning; not in quotes"),
    ("self-reliance", "also self reliance; --exact only as written"),
    ("Ri Pyong Chol", "also Ri Pyongchol; the words of a name stand together"),
    ("US", "the acronym, U.S. too, not the word us"),
    ("revolution*", "any ending; * stands for any letters, ? for one"),
    ("w?rk", "one letter in the middle"),
    ("bureacracy~1", "one slip of the pen; ~2 for two"),
    ('"tons cement"~2', "at most two words between, in either order"),
    ("party congress within:sentence", "both in one sentence, not only in one paragraph"),
    ("/plan(s|ned)?/", "a pattern of a whole word: . [a-z] \\d (a|b) * + ? {2,5}"),
    ("10 000 tons", "also 10,000 and 10000"),
    ("제8차대회", "whatever blanks stand in it; 제 8 차대회 is the same"),
    ("노동신문", "also the northern spelling, 로동신문"),
    ("자력갱생의", "with its particle or without"),
    ("China doc:paper section:IV", "only there; also kind:note, note:7, speaker:anna; --doc …"),
    ("What did closing the border do?", "a question: its function words do not decide"),
)


def complete_topic(_: click.Context, __: click.Parameter, typed: str) -> list[str]:
    """Return what there is a help on that begins as typed."""
    from wp8.cli import COMMANDS

    return [name for name in ("query", *COMMANDS) if name.startswith(typed)]


@click.command("help")
@click.argument("topic", metavar="[query|COMMAND]", required=False, shell_complete=complete_topic)
def command(topic: str | None) -> ExitCode:
    r"""Explain the query language, each line by an example, or a command.

    \b
    Examples:
      wp8 help query
      wp8 help frequency
    """
    from wp8.cli import ALIASES, COMMANDS, group

    if topic == "query":
        from wp8.render.terminal import write

        write(_language())
    elif topic is None or topic in COMMANDS or topic in ALIASES:
        # Click's own way to a help; it ends with `Exit`, which `main` knows.
        arguments = [topic, "-h"] if topic else ["-h"]
        group.main(arguments, prog_name="wp8", standalone_mode=False)
    else:
        raise click.BadParameter(f"{topic!r} is neither query nor a command: wp8 -h lists them")
    return ExitCode.OK


def _language() -> Iterator[str]:
    """Yield the query language, an example a line."""
    from wp8.render.terminal import columns, said, window

    width = window(sys.stdout)
    yield from columns(QUERY, width)
    yield "\n"
    quoted = "wp8 search '\"economic plan\" NOT strategy'"
    yield from said(f"In a shell, put the whole query in single quotes: {quoted}", width)
    yield from said("How a query was read: wp8 search --explain", width)
