"""The command line: `main` runs a command and turns whatever happens into an exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from wp8 import __version__
from wp8.errors import ExitCode, QuerySyntaxError, Wp8Error

# Each command, the module that has it, and its line in `wp8 --help`.
COMMANDS: Final = {
    "search": "Find the paragraphs that answer a query.",
    "show": "Read paragraphs, sections, documents, or the contents.",
    "similar": "Find the paragraphs most like one.",
    "glossary": "List the groups of forms that name one thing.",
    "export": "Write every record of the corpus.",
    "info": "Say which corpus, index and versions are in use.",
    "reindex": "Build the index anew, or check it.",
    "help": "Explain the query language.",
    "completion": "Write the completion script of a shell.",
}

HELP: Final = """Search, read and cite a corpus of texts, paragraph by paragraph.

\b
Examples:
  wp8 search "self-reliance"
  wp8 search '"the people are god"' --doc paper
  wp8 show paragraph speech:12-14
  wp8 show contents
"""


class _Commands(click.Group):
    """The commands, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"wp8.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


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
        sys.stdout.write(context.get_help() + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Run wp8 with `arguments` (by default, those of the process) and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"}))
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the results has read enough. Python would try to flush once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except OSError as error:
        _report(f"cannot write the results: {error.strerror}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.ERROR
    return code


def _run(arguments: list[str] | None) -> int:
    try:
        result = group.main(arguments, prog_name="wp8", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        _report("interrupted")
        return ExitCode.INTERRUPTED
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        return _usage(error)
    except Wp8Error as error:
        _report(
            error.message, error.hint, _caret(error) if isinstance(error, QuerySyntaxError) else ""
        )
        return ExitCode.ERROR
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - a bug: it is shown whole, and the exit code is still ours
        import traceback

        traceback.print_exc()
        _report("this is a bug in wp8: please report it with the lines above")
        return ExitCode.ERROR
    return result if isinstance(result, int) else ExitCode.OK


def _usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "wp8"
    hint = f"see: {command} -h"
    if isinstance(error, click.NoSuchOption) and command == "wp8 search":
        hint = "to search for words that begin with a hyphen, write -- before the query; " + hint
    _report(error.format_message().replace("\n", " "), hint)
    return ExitCode.ERROR


def _caret(error: QuerySyntaxError) -> str:
    """Return the part of the query around the error, and a caret under its place."""
    start = max(0, error.position - 40)
    shown = error.query[start : start + 70]
    return f"  {shown}\n  {' ' * (error.position - start)}^\n"


def _report(message: str, hint: str | None = None, detail: str = "") -> None:
    from wp8.render.terminal import report

    report(message, hint, detail)
