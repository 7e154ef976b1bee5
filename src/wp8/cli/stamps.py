"""The stamp of a result: which command made it, as typed but for how it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from wp8.cli import TYPED
from wp8.query.language.parser import parse
from wp8.stamp import Stamp, checksum

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wp8.cli.options import Output
    from wp8.model import Table
    from wp8.workspace.session import Session

STAMPED: Final = frozenset(
    "search concordance frequency collocates keyness dispersion vocabulary parallels".split()
)
_QUERIES: Final = frozenset(("words", "query", "node"))
# What says where to look and how to show, not what is found.
_SHOWING: Final = frozenset(
    "format_ as_json color no_pager corpus index engine url allow_partial limit show_all context "
    "count_only ids explained mark svg bom excel_safe".split()
)


def stamped(table: Table, session: Session, output: Output) -> Table:
    """Return `table` with its stamp, a short one where a person reads it on a terminal."""
    made = stamp(session, table.rows)
    return table._replace(stamp=made.short() if output.is_view else str(made))


def stamp(session: Session, rows: Sequence[tuple[object, ...]]) -> Stamp:
    """Return the stamp of what the running command found: `rows`."""
    context = click.get_current_context()
    command = canonical(context.command, context.meta[TYPED])
    return Stamp(session.digest, command, len(rows), checksum(rows))


def canonical(command: click.Command, arguments: Sequence[str]) -> tuple[str, ...]:
    """Return a command line without what only shows: name, arguments, options in fixed order.

    Queries are as they were parsed.
    """
    typed, _, _ = command.make_parser(click.Context(command)).parse_args(list(arguments))
    words: list[str] = []
    options: list[str] = []
    for parameter in command.params:
        value = typed.get(parameter.name)
        if parameter.name in _SHOWING:
            continue
        if isinstance(parameter, click.Option):
            options += _option(max(parameter.opts, key=len), value)
        elif isinstance(value, tuple):
            words += [str(parse(" ".join(value)))] if parameter.name in _QUERIES else value
    if any(word.startswith("-") for word in words):
        return (command.name or "", *options, "--", *words)
    return (command.name or "", *words, *options)


def _option(name: str, value: object) -> Iterator[str]:
    if value is True:
        yield name
    elif isinstance(value, str):
        yield from (name, value)
    elif isinstance(value, list):
        for each in value:
            yield from (name, each)


def is_canonical(command: click.Command, arguments: Sequence[str]) -> bool:
    """Return whether nothing of `arguments` says how to show a result, or where to write it."""
    typed, _, _ = command.make_parser(click.Context(command)).parse_args(list(arguments))
    return not _SHOWING.intersection(typed)
