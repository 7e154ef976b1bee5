"""A man page for wp8 and for each of its commands, made of what `-h` says."""

from __future__ import annotations

import inspect
import os
import re
import time
from typing import TYPE_CHECKING, Final

import click

from wp8 import __version__
from wp8.cli import COMMANDS, group
from wp8.cli.help import QUERY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENVIRONMENT: Final = (
    ("WP8_CORPUS, WP8_INDEX, WP8_ENGINE, WP8_URL", "What --corpus, --index, --engine, --url say."),
    ("VISUAL, EDITOR", "The editor that wp8 open opens a text in."),
    ("WP8_PAGER, PAGER", "The pager of long results; empty or cat for none."),
    ("WP8_THEME", "What --theme says."),
    ("NO_COLOR, FORCE_COLOR", "No colour, or colour in a pipe too."),
)
_FILES: Final = (
    ("~/.config/wp8/config.toml", "Names of corpora, command lines of one's own, and defaults."),
)
# Where Click is told to leave lines as they are.
_AS_IT_IS: Final = "\b\n"
_EXAMPLES: Final = "Examples:\n"


def man_pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each page."""
    context = click.Context(group, info_name="wp8")
    yield _page("wp8", "a citable, searchable full-text corpus", group, context, _of_wp8())
    for name in COMMANDS:
        command = group.get_command(context, name)
        if command is not None:
            yield from _pages(command, context)


def _pages(command: click.Command, parent: click.Context) -> Iterator[tuple[str, str]]:
    """Yield the page of a command, and those of the commands below it."""
    context = click.Context(command, info_name=command.name, parent=parent)
    path = context.command_path.replace(" ", "-")
    what = command.get_short_help_str(limit=200).rstrip(".")
    yield _page(path, what[:1].lower() + what[1:], command, context)
    for below in getattr(command, "commands", {}).values():
        yield from _pages(below, context)


def _page(
    path: str, what: str, command: click.Command, context: click.Context, more: Iterable[str] = ()
) -> tuple[str, str]:
    built = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))
    usage = " ".join(command.collect_usage_pieces(context))
    records = (parameter.get_help_record(context) for parameter in command.get_params(context))
    lines = [
        "'\\\" -*- coding: UTF-8 -*-",
        f'.TH "{path.upper()}" 1 "{time.strftime("%Y-%m-%d", built)}" "wp8 {__version__}"',
        *(".SH NAME", f"{_text(path)} \\- {_text(what)}"),
        *(".SH SYNOPSIS", f"\\fB{_text(context.command_path)}\\fR {_text(usage)}"),
        *(".SH DESCRIPTION", *_described(command)),
        *_listed("OPTIONS", [record for record in records if record and record[1]]),
        *more,
        *(".SH EXIT STATUS", _text((group.epilog or "").removeprefix("Exit codes: "))),
        *([".SH SEE ALSO", r"\fBwp8\fR(1)"] if path != "wp8" else []),
    ]
    return f"{path}.1", "\n".join(lines) + "\n"


def _described(command: click.Command) -> Iterator[str]:
    """Yield the help of a command, its examples as a section of their own."""
    examples = ""
    for place, paragraph in enumerate(inspect.cleandoc(command.help or "").split("\n\n")):
        own = paragraph.removeprefix(_AS_IT_IS)
        if own.startswith(_EXAMPLES):
            examples = own.removeprefix(_EXAMPLES)
        else:
            yield from [".PP"] * bool(place)
            yield from _as_it_is(own) if own != paragraph else [_text(" ".join(own.split()))]
    if examples:
        yield from (".SH EXAMPLES", *_as_it_is(inspect.cleandoc(examples)))


def _of_wp8() -> Iterator[str]:
    """Yield the sections of the page of wp8 alone."""
    pages = [(f"wp8-{name}(1)", what) for name, what in COMMANDS.items()]
    yield from _listed("COMMANDS", pages)
    yield from _listed("QUERIES", QUERY)
    yield from _listed("ENVIRONMENT", _ENVIRONMENT)
    yield from _listed("FILES", _FILES)


def _listed(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a section of names, each with what is said of it."""
    yield f".SH {title}"
    for name, said in rows:
        yield from (".TP", f"\\fB{_text(name)}\\fR", _text(said))


def _as_it_is(text: str) -> Iterator[str]:
    yield from (".nf", *map(_text, text.split("\n")), ".fi")


def _text(text: str) -> str:
    """Return a line of text in which nothing is a request or an escape."""
    plain = re.sub(r"[\\\-'`^~]", lambda found: _SIGNS[found[0]], text)
    return f"\\&{plain}" if plain.startswith(".") else plain


_SIGNS: Final = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}
