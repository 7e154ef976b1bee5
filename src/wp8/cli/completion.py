"""`wp8 completion`, and what completes the values of arguments and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.errors import ExitCode, Wp8Error
from wp8.workspace.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from wp8.api import Corpus

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
    from wp8.render.terminal import write

    made = get_completion_class(shell)
    if made is None:
        raise click.BadParameter(shell)
    script = made(group, {}, "wp8", "_WP8_COMPLETE").source()
    write([_BASH if shell == "bash" else "", script, "\n"])
    return ExitCode.OK


def complete_address(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Return the documents, sections and records whose address begins with what is typed."""
    return _beginning(context, lambda corpus: corpus.addresses(), typed)


def complete_facet(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the documents, sections or kinds, as the option asks, that begin as typed."""
    field = {"doc": "document"}.get(parameter.name or "", parameter.name or "")
    return _beginning(context, lambda corpus: corpus.values(field), typed.casefold())


def _beginning(
    context: click.Context, names: Callable[[Corpus], list[str]], typed: str
) -> list[str]:
    """Return those of a corpus's names that begin as typed; none if it cannot be read."""
    from wp8.api import Corpus

    chosen = settings(context.params.get("corpus"), context.params.get("index"))
    try:
        with Corpus(chosen, lambda _: None) as corpus:
            return [name for name in names(corpus) if name.startswith(typed)]
    except Wp8Error:
        return []
