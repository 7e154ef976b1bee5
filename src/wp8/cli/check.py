"""`wp8 check`."""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

import click

from wp8.cli.options import corpus_options
from wp8.cli.stamps import STAMPED, is_canonical
from wp8.errors import ExitCode, StampError
from wp8.render.terminal import write
from wp8.stamp import Stamp, changes, read_stamp

if TYPE_CHECKING:
    from wp8.api import Corpus


@click.command("check", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED, metavar="STAMP")
@corpus_options
def command(words: tuple[str, ...], corpus: Corpus) -> ExitCode:
    r"""Run the command of a stamp again, and say whether its result is the same.

    Tables and lists carry a stamp; JSON has it as "stamp". With - the stamps are read from stdin,
    one a line.

    \b
    Examples:
      wp8 check 'wp8:3fbcf18bfa19:frequency plan --doc speech'
      wp8 check - < stamps.txt
    """
    lines = filter(str.strip, sys.stdin) if words == ("-",) else [" ".join(words)]
    same = [_check(line, corpus) for line in lines]
    return ExitCode.OK if all(same) else ExitCode.NO_HITS


def _check(text: str, corpus: Corpus) -> bool:
    """Check one stamp, say what came of it, and return whether nothing changed."""
    then = read_stamp(text)
    changed = list(changes(then, _again(then, corpus)))
    for change in changed or ["same"]:
        write([f"{change}\n"])
    return not changed


def _again(then: Stamp, corpus: Corpus) -> Stamp:
    """Return the stamp that the command of another has now."""
    from wp8.cli import group

    name, *arguments = then.command
    run = group.get_command(click.Context(group), name) if name in STAMPED else None
    if run is None:
        raise StampError(
            f"wp8 {name} gives no stamp", hint=f"these do: {', '.join(sorted(STAMPED))}"
        )
    if not is_canonical(run, arguments):
        raise StampError("this stamp has an option that only says how to show a result")
    settings = corpus.settings
    places = ["--corpus", settings.corpus, "--index", settings.index_root]
    for option, value in (("--engine", settings.engine), ("--url", settings.url)):
        places += [option, value] if value else []
    found = StringIO()
    with redirect_stdout(found), redirect_stderr(StringIO()):
        group.main([name, "--json", *places, *arguments], "wp8", standalone_mode=False)
    if not found.getvalue():
        return Stamp(corpus.digest, then.command, 0, None)
    return read_stamp(json.loads(found.getvalue())["stamp"])
