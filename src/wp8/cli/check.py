"""`wp8 check`."""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

import click

from wp8.cli.options import corpus_options, stdin_text
from wp8.cli.stamps import STAMPED, is_canonical
from wp8.errors import ExitCode, StampError, Wp8Error
from wp8.render.terminal import report, write
from wp8.stamp import Stamp, changes, checksum, read_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.api import Corpus


@click.command("check", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED, metavar="STAMP")
@corpus_options
def command(words: tuple[str, ...], corpus: Corpus) -> ExitCode:
    r"""Run the command of a stamp again, and say whether its result is the same.

    Tables and lists carry a stamp; JSON has it as "stamp". With - the stamps are read from stdin,
    one a line; one that cannot be checked does not keep the others from it.

    \b
    Examples:
      wp8 check 'wp8:3fbcf18bfa19:frequency plan --doc speech'
      wp8 check - < stamps.txt
    """
    if words != ("-",):
        return _check(" ".join(words), corpus)
    lines = [(n, line) for n, line in enumerate(stdin_text().splitlines(), start=1) if line.strip()]
    if not lines:
        raise StampError(
            "no stamp came on stdin",
            hint="what is piped has none: take it from the terminal, or from --format json",
        )
    codes = [ExitCode.OK]
    for number, line in lines:
        try:
            codes.append(_check(line, corpus))
        except Wp8Error as error:
            report(f"line {number}: {error.message}", error.hint)
            codes.append(ExitCode.ERROR)
    return max(codes)


def _check(text: str, corpus: Corpus) -> ExitCode:
    """Check one stamp, say what came of it, and return whether anything changed."""
    then = read_stamp(text)
    changed = list(changes(then, _again(then, corpus)))
    for change in changed or ["same"]:
        write([f"{change}\n"])
    return ExitCode.NO_HITS if changed else ExitCode.OK


def _again(then: Stamp, corpus: Corpus) -> Stamp:
    """Return the stamp that the command of another has now."""
    from wp8.cli import group, shown

    name, *arguments = then.command
    run = group.get_command(click.Context(group), name) if name in STAMPED else None
    if run is None:
        raise StampError(
            f"wp8 {name} gives no stamp", hint=f"these do: {', '.join(sorted(STAMPED))}"
        )
    try:
        return _run_again(run, then, arguments, corpus)
    except click.ClickException as error:
        message = f"the command of this stamp cannot be run: {shown(error)}"
        raise StampError(message, hint=f"see: wp8 {name} -h") from error


def _run_again(run: click.Command, then: Stamp, arguments: Sequence[str], corpus: Corpus) -> Stamp:
    from wp8.cli import group

    if not is_canonical(run, arguments):
        raise StampError("this stamp has an option that only says how to show a result")
    settings = corpus.settings
    places = ["--corpus", settings.corpus, "--index", settings.index_root]
    for option, value in (("--engine", settings.engine), ("--url", settings.url)):
        places += [option, value] if value else []
    found = _Beginning()
    with redirect_stdout(found), redirect_stderr(StringIO()):
        group.main([then.command[0], "--json", *places, *arguments], "wp8", standalone_mode=False)
    if not found.getvalue():
        return Stamp(corpus.digest, then.command, 0, checksum(()))
    # In a text of JSON the quotation marks would be escaped.
    _, _, begun = found.getvalue().partition('"stamp": ')
    stamp, _ = json.JSONDecoder().raw_decode(begun)
    return read_stamp(stamp)


class _Beginning(StringIO):
    """Keeps the beginning of a result alone, which has its stamp."""

    def write(self, text: str) -> int:
        """Take a text, unless there was one."""
        return len(text) if self.tell() else super().write(text)
