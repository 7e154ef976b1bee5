"""`wp8 completion`, and what completes addresses."""

from __future__ import annotations

import sys

import click
from click.shell_completion import CompletionItem, get_completion_class

from wp8.errors import ExitCode, Wp8Error
from wp8.settings import settings

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
    made = get_completion_class(shell)
    if made is None:
        raise click.BadParameter(shell)
    from wp8.cli import group

    sys.stdout.write(_BASH if shell == "bash" else "")
    sys.stdout.write(made(group, {}, "wp8", "_WP8_COMPLETE").source() + "\n")
    return ExitCode.OK


def complete_addresses(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the documents, sections and records whose address begins with what is typed."""
    from wp8.contents import contents
    from wp8.session import load, opened

    # The options come after the arguments: what they say is not parsed yet.
    chosen = settings(context.params.get("corpus"), context.params.get("index"))
    try:
        with opened(chosen, lambda _: None) as session:
            records = session.backend.records(session.backend.ids())
            entries = list(contents(load(chosen).documents, records))
    except Wp8Error:
        return []
    addresses = [entry.address for entry in entries] + [record.id for record in records]
    return [
        CompletionItem(address)
        for address in dict.fromkeys(addresses)
        if address.startswith(incomplete)
    ]


def complete_documents(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the ids of documents that begin with what is typed."""
    from wp8.session import load

    try:
        corpus = load(settings(context.params.get("corpus"), None))
    except Wp8Error:
        return []
    return [CompletionItem(d.id) for d in corpus.documents if d.id.startswith(incomplete)]
