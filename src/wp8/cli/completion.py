"""`wp8 completion`, and what completes the values of arguments and options."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from wp8.errors import ExitCode, Wp8Error
from wp8.workspace.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings

# Without this, bash takes speech:12 for two words.
_BASH = "COMP_WORDBREAKS=${COMP_WORDBREAKS//:}\n"


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> ExitCode:
    r"""Write the script that makes a shell complete commands, options and ids.

    \b
    Examples:
      eval "$(wp8 completion bash)"       in ~/.bashrc
      eval "$(wp8 completion zsh)"        in ~/.zshrc
      wp8 completion fish > ~/.config/fish/completions/wp8.fish
    """
    from click.shell_completion import get_completion_class

    from wp8.cli import group

    made = get_completion_class(shell)
    if made is None:
        raise click.BadParameter(shell)
    sys.stdout.write(_BASH if shell == "bash" else "")
    sys.stdout.write(made(group, {}, "wp8", "_WP8_COMPLETE").source() + "\n")
    return ExitCode.OK


def complete_address(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Return the documents, sections and records whose address begins with what is typed."""
    from wp8.corpus.contents import contents
    from wp8.workspace.sources import load

    with _quietly_opened(context) as session:
        if session is None:
            return []
        records = session.backend.records(session.backend.ids())
        entries = contents(load(_settings(context)).documents, records)
        addresses = [entry.address for entry in entries] + [record.id for record in records]
        return [address for address in dict.fromkeys(addresses) if address.startswith(typed)]


def complete_facet(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the documents, sections or kinds, as the option asks, that begin as typed."""
    prefix = f"{(parameter.name or '').removesuffix('s')}:"
    with _quietly_opened(context) as session:
        facets = session.backend.vocabulary.facets() if session else ()
        values = [f.removeprefix(prefix) for f in facets if f.startswith(prefix)]
        return [value for value in values if value.startswith(typed.casefold())]


@contextmanager
def _quietly_opened(context: click.Context) -> Iterator[Session | None]:
    from wp8.workspace.session import opened

    try:
        with opened(_settings(context), lambda _: None) as session:
            yield session
    except Wp8Error:
        yield None


def _settings(context: click.Context) -> Settings:
    return settings(context.params.get("corpus"), context.params.get("index"))
