"""The command line: `main` runs a command and turns whatever happens into an exit code."""

from __future__ import annotations

import io
import os
import sys
from errno import EBADF
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from wp8 import __version__
from wp8.cli.once import Group
from wp8.errors import ConfigError, ExitCode, QuerySyntaxError, Wp8Error, fate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Each command, the module that has it, and its line in `wp8 --help`.
COMMANDS: Final = {
    "search": "Find the paragraphs that answer a query.",
    "pick": "Search as you type in fzf, and open what you pick.",
    "show": "Read paragraphs, sections, documents, or the contents.",
    "open": "Open the source of a paragraph, at its line or page.",
    "cite": "Write a citation in Chicago, APA, MLA and more.",
    "keep": "Keep passages, with notes and tags.",
    "kept": "List what is kept, or write it as a document of Word.",
    "similar": "Find the paragraphs most like one.",
    "locate": "Find where a quotation stands, or check a draft's.",
    "parallels": "Show the wording that documents have in common.",
    "frequency": "Count words, lemmas and n-grams.",
    "concordance": "Show every occurrence with the words around it.",
    "collocates": "Show the words that stand near a node.",
    "keyness": "Show the words that tell some records from others.",
    "dispersion": "Show where words stand, and how evenly.",
    "vocabulary": "Show types and tokens, shared and unique words.",
    "check": "Say whether the result behind a stamp is still the same.",
    "glossary": "List the groups of forms that name one thing.",
    "export": "Write every record of the corpus.",
    "init": "Make a corpus of your own from files.",
    "add": "Add files to a corpus of your own.",
    "update": "Follow what has changed in the folder of a corpus.",
    "docs": "List the documents, and change what is said of them.",
    "info": "Say which corpus, index and versions are in use.",
    "reindex": "Build the index, or check it.",
    "push": "Put the corpus on an OpenSearch cluster.",
    "help": "Explain the query language.",
    "completion": "Write the completion script of a shell.",
}

ALIASES: Final = {"kwic": "concordance"}
_NAMES: Final = frozenset((*COMMANDS, *ALIASES))
# What an alias of the user's is that has one of these names.
_TAKEN: Final = "not used: wp8 has a command of that name"

# What a completion script names its shell in.
_COMPLETING: Final = "_WP8_COMPLETE"

# A longer message repeats too much of what was typed.
_SHOWN: Final = 200

HELP: Final = """Search, read and cite a corpus of texts, paragraph by paragraph.

\b
Examples:
  wp8 search "self-reliance"
  wp8 search '"the people are god"' --doc paper
  wp8 show paragraph speech:12-14
  wp8 show contents
"""


class _ReaderLeftError(Exception):
    """A closed pipe, under a name that Click does not make an exit code of."""


class _Commands(Group):
    """The commands, each imported when it is used."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ReaderLeftError from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *_own_commands()]

    def meant(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:
            return _meant(args, _own_commands)
        typed, meant = args[0], _meant(args, _aliases)
        if typed in _NAMES:
            if typed in _own_commands():
                _report(f"the alias {typed} is {_TAKEN}")
        elif meant is not args and meant[0] not in COMMANDS:
            from wp8.workspace.settings import config_file

            message = f"the alias {typed} begins with {meant[0]}, which is no command of wp8's"
            raise ConfigError(message, hint=f"see {config_file()}")
        return meant

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        cmd_name = next(iter(_meant([cmd_name], _own_commands)), cmd_name)
        if cmd_name not in COMMANDS:
            return None
        try:
            command: click.Command = import_module(f"wp8.cli.{cmd_name}").command
        except (Exception, KeyboardInterrupt) as error:
            if fate(error) == "interrupted":
                raise click.exceptions.Exit(ExitCode.INTERRUPTED) from error
            raise
        for each in (command, *getattr(command, "commands", {}).values()):
            # Click's mark for lines to leave as they are is two characters in a raw docstring.
            each.help = (each.help or "").replace("\\b", "\b")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
        if own := _own_commands():
            from wp8.render.terminal import printable

            taken = f"({_TAKEN})"
            with formatter.section("Your own"):
                formatter.write_dl(
                    [
                        (name, taken if name in _NAMES else printable(line))
                        for name, line in own.items()
                    ]
                )


def _meant(typed: list[str], own: Callable[[], Mapping[str, str]]) -> list[str]:
    """Return a command line whose first word is no name for another command line."""
    name, *others = typed
    if name in ALIASES:
        return [ALIASES[name], *others]
    if name in _NAMES or name.startswith("-"):
        return typed
    if not (line := own().get(name)):
        return typed
    from shlex import split  # few lines begin with a name of the user's own

    return [*split(line), *others]


def _aliases() -> Mapping[str, str]:
    """Return the command lines for which the user has names.

    Raises:
        ConfigError: The config file cannot be read.
    """
    from wp8.workspace.settings import config

    found: Mapping[str, str] = config().get("aliases", {})
    return found


def _own_commands() -> Mapping[str, str]:
    """Return the same; none where the file cannot be read."""
    try:
        return _aliases()
    except ConfigError:
        return {}


@click.command(
    cls=_Commands,
    help=HELP,
    epilog="Exit codes: 0 hits or done, 1 no hits, 2 wrong usage or an error, 130 Ctrl-C.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context) -> None:
    """Print the help when no command is given."""
    if context.invoked_subcommand is None:
        from wp8.render.terminal import write

        write([f"{context.get_help()}\n"])


def main(arguments: list[str] | None = None) -> int:
    """Run wp8 with `arguments` (by default, those of the process) and return its exit code."""
    _prepare_streams()
    typed = sys.argv[1:] if arguments is None else arguments
    try:
        code = _run(typed)
        sys.stdout.flush()
    except (BrokenPipeError, _ReaderLeftError):
        # Whoever read the results has read enough.
        code = ExitCode.OK
    except OSError as error:
        reason = "stdout is closed" if error.errno == EBADF else error.strerror
        # What has a name is a file that wp8 reads or writes, not stdout.
        _report(f"{error.filename or 'cannot write the results'}: {reason}")
        code = ExitCode.ERROR
    for stream in (sys.stdout, sys.stderr):
        _let_go(stream)
    return code


def _let_go(stream: TextIO) -> None:
    """Write what a stream still holds, or drop it: Python would try again, and exit with 120."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _prepare_streams() -> None:
    """Make stdin, stdout and stderr usable, closed as they may be, and their text UTF-8.

    What is written to a stdout that is closed fails when it is flushed.
    """
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - to the end
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stdout, sys.stderr = _buffered(sys.stdout), _buffered(sys.stderr)
    # Here Click asks how wide the window is.
    vars(sys)["__stdout__"] = sys.stdout
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"}))


def _buffered(stream: Any) -> Any:  # noqa: ANN401 - what Python has put there, or a test
    """Return a stream that goes on after a short write, as PYTHONUNBUFFERED's does not."""
    if not isinstance(getattr(stream, "buffer", None), io.RawIOBase):
        return stream
    encoding, errors = stream.encoding, stream.errors
    buffer = io.BufferedWriter(stream.detach())
    return io.TextIOWrapper(buffer, encoding, errors, line_buffering=True)


def _run(arguments: list[str]) -> int:
    """Run a command, and report what it raises."""
    try:
        if shell := os.environ.get(_COMPLETING):
            from wp8.cli.shells import offer

            return offer(group, shell, arguments)
        result = group.main(arguments, prog_name="wp8", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the exit code is ours
        return _failed(error, arguments)
    return result if isinstance(result, int) else ExitCode.OK


def _failed(error: BaseException, arguments: list[str]) -> int:
    """Report what has ended a command, and return the exit code; output that fails is raised."""
    # It is often an error of another kind that rests on this.
    if cause := fate(error):
        _report(cause)
        return ExitCode.INTERRUPTED if cause == "interrupted" else ExitCode.ERROR
    if isinstance(error, click.ClickException):
        return _usage(error, arguments)
    if isinstance(error, Wp8Error):
        caret = _caret(error) if isinstance(error, QuerySyntaxError) else ""
        _report(error.message, error.hint, caret)
    elif isinstance(error, (OSError, _ReaderLeftError)):
        raise error
    else:  # a bug is shown whole
        import traceback

        from wp8.render.terminal import remark

        remark([traceback.format_exc()])
        _report("this is a bug in wp8: please report it with the lines above")
    return ExitCode.ERROR


def _usage(error: click.ClickException, arguments: list[str]) -> int:
    """Report wrong usage, and what to type instead."""
    from wp8.cli.usage import hint, with_near

    meant = _meant([*arguments], _own_commands) if arguments else []
    _report(shown(with_near(error)), hint(error, meant, (*COMMANDS, *_own_commands())))
    return ExitCode.ERROR


def shown(error: click.ClickException) -> str:
    """Return what is wrong with a command line, on one line and not much longer than that."""
    message = error.format_message().replace("\n", " ")
    return message if len(message) <= _SHOWN else f"{message[:_SHOWN]}…"


def _caret(error: QuerySyntaxError) -> str:
    """Return the part of the query around the error, and a caret under its place."""
    start = max(0, error.position - 40)
    shown = error.query[start : start + 70]
    return f"  {shown}\n  {' ' * (error.position - start)}^\n"


def _report(message: str, hint: str | None = None, detail: str = "") -> None:
    from wp8.render.terminal import report

    report(message, hint, detail)
