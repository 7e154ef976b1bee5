"""`wp8 completion`, and what completes the values of arguments and options."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click

from wp8.errors import ExitCode, Wp8Error
from wp8.workspace.settings import config, settings, unheard

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

    from wp8.api import Corpus

    Items = list[CompletionItem[str]]


SHELLS: Final = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS), required=False)
@click.option("--install", "is_installed", is_flag=True, help="Put it where the shell looks.")
def command(shell: str | None, is_installed: bool) -> ExitCode:
    r"""Write the script that makes a shell complete commands, options, ids and files.

    Without a shell it is that of $SHELL.

    \b
    Examples:
      wp8 completion --install            where the shell looks; says where
      eval "$(wp8 completion bash)"       or this in ~/.bashrc
      eval "$(wp8 completion zsh)"        or this in ~/.zshrc
      wp8 completion fish | source        or this in ~/.config/fish/config.fish
    """
    from importlib.resources import files
    from pathlib import PurePath

    from wp8.render.terminal import report, write

    own = shell or PurePath(os.environ.get("SHELL", "")).name
    if own not in SHELLS:
        raise click.UsageError(f"say for which shell: {', '.join(SHELLS)}")
    script = (files("wp8.cli") / "shells" / f"wp8.{own}").read_text(encoding="utf-8")
    if is_installed:
        from wp8.cli.shells.install import install

        for line in install(own, script):
            report(line)
    else:
        write([script])
    return ExitCode.OK


def complete_file(_: click.Context, __: click.Parameter, typed: str) -> Items:
    """Return what makes a shell complete the names of files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(typed, type="file")]


def complete_folder(_: click.Context, __: click.Parameter, typed: str) -> Items:
    """Return what makes a shell complete the names of folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(typed, type="dir")]


def complete_corpus(_: click.Context, parameter: click.Parameter, typed: str) -> Items:
    """Return the corpora that the config file names so; where there is none, folders."""
    from click.shell_completion import CompletionItem

    try:
        names = [name for name in config().get("corpora", {}) if name.startswith(typed)]
    except Wp8Error:
        names = []
    return [CompletionItem(name) for name in names] or complete_folder(_, parameter, typed)


def complete_address(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Return the documents whose address begins as typed; of one, its sections and records too."""
    return _beginning(context, lambda corpus: corpus.addresses(typed), typed, of_last=True)


def complete_facet(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the documents, sections or kinds, as the option asks, that begin as typed."""
    field = {"doc": "document"}.get(parameter.name or "", parameter.name or "")
    return _beginning(context, lambda corpus: corpus.values(field, typed), of_last=True)


def complete_style(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Return the styles that begin as typed: what is kept has all, else those of Word's documents.

    Of either there are families too.
    """
    from wp8.citation.styles import FAMILIES, OF_CSL, OF_DOCUMENTS, STYLES

    has_all = context.info_name == "kept" and context.params.get("format") != "docx"
    taken = (*FAMILIES, *STYLES) if has_all else (*OF_DOCUMENTS, *OF_CSL)
    return [name for name in taken if name.startswith(typed)]


def complete_kept(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Return the addresses of what is kept that begin as typed."""
    return _beginning(context, lambda corpus: [each.address for each in corpus.kept()], typed)


def complete_tag(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Return the tags of what is kept that begin as typed."""

    def tags(corpus: Corpus) -> list[str]:
        return list(dict.fromkeys(tag for each in corpus.kept() for tag in each.tags))

    return _beginning(context, tags, typed)


def complete_asked(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Return the fields of documents that begin as typed; after a comma, the next one."""
    before, comma, begun = typed.rpartition(",")
    names = _beginning(context, lambda corpus: [row.field for row in corpus.metadata()], begun)
    return [f"{before}{comma}{name}" for name in names if ":" not in name]


def complete_document(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Return the documents whose ids begin as typed."""
    return _beginning(context, lambda corpus: corpus.values("document", typed), of_last=True)


def complete_field(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Return the documents, and the fields with the sign behind them, that begin as typed."""

    def names(corpus: Corpus) -> list[str]:
        ids = [document.id for document in corpus.sources.documents]
        return [*ids, *(f"{field}=" for field in corpus.fields())]

    return _beginning(context, names, typed)


def _beginning(
    context: click.Context,
    names: Callable[[Corpus], list[str]],
    typed: str = "",
    *,
    of_last: bool = False,
) -> list[str]:
    """Return those of a corpus's names that begin as typed; none if it cannot be read.

    Those `of_last` are of its last index, for which nobody waits.
    """
    from wp8.api import Corpus

    chosen = settings(context.params.get("corpus"), context.params.get("index"))
    try:
        with Corpus(chosen, unheard, of_last=of_last) as corpus:
            return [name for name in names(corpus) if name.startswith(typed)]
    except Wp8Error:
        return []
