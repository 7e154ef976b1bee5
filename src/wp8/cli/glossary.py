"""`wp8 glossary`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.options import corpus_options, notify, output_options
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus
    from wp8.render.writer import Output


@click.command("glossary")
@click.argument("terms", nargs=-1, metavar="[TERM]...")
@output_options
@corpus_options
def command(terms: tuple[str, ...], output: Output, corpus: Corpus) -> ExitCode:
    r"""List the groups of forms that name one thing, and on what each rests.

    `wp8 search --variants` searches the whole group of a form.

    \b
    Examples:
      wp8 glossary
      wp8 glossary juche
    """
    groups = corpus.glossary(" ".join(terms))
    if groups:
        output.write(groups, corpus)
    elif not corpus.sources.glossary:
        notify("the corpus has no glossary.toml in its folder; docs/queries.md says what one has")
    else:
        notify(f"no group has {' '.join(terms)}; wp8 glossary lists them all")
    return ExitCode.OK if groups else ExitCode.NO_HITS
