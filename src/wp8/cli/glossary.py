"""`wp8 glossary`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wp8.cli.options import corpus_options, notify, output_options
from wp8.errors import ExitCode
from wp8.render.terminal import write
from wp8.words.tokens import normalize
from wp8.workspace.sources import load

if TYPE_CHECKING:
    from wp8.cli.options import Output
    from wp8.workspace.settings import Settings


@click.command("glossary")
@click.argument("terms", nargs=-1, metavar="[TERM]...")
@output_options
@corpus_options
def command(terms: tuple[str, ...], output: Output, settings: Settings) -> ExitCode:
    r"""List the groups of forms that name one thing, and on what each rests.

    `wp8 search --variants` searches the whole group of a form.

    \b
    Examples:
      wp8 glossary
      wp8 glossary juche
    """
    wanted = normalize(" ".join(terms))
    groups = [
        group
        for group in load(settings).glossary
        if any(wanted in normalize(form) for form in group.forms)
    ]
    if groups and output.format == "text":
        from wp8.render.plain import glossary_lines

        sys.stdout.writelines(glossary_lines(groups))
    elif groups:
        from wp8.export.tables import glossary_as

        write(glossary_as(output.written_as, groups))
    else:
        notify(f"no group has {' '.join(terms) or 'a form'}; wp8 glossary lists them all")
    return ExitCode.OK if groups else ExitCode.NO_HITS
