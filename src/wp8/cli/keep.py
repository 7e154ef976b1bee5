"""`wp8 keep`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.completion import complete_address, complete_tag
from wp8.cli.options import corpus_options
from wp8.cli.show import typed
from wp8.errors import ExitCode
from wp8.numbers import numbered
from wp8.render.terminal import printable, report, write

if TYPE_CHECKING:
    from wp8.api import Corpus


@click.command("keep")
@click.argument(
    "addresses", nargs=-1, required=True, metavar="ID...", shell_complete=complete_address
)
@click.option("--note", default="", metavar="TEXT", help="What you want to say of it.")
@click.option(
    "--tag",
    multiple=True,
    metavar="TAG",
    shell_complete=complete_tag,
    help="What to find it by: may be given several times.",
)
@corpus_options
def command(
    addresses: tuple[str, ...], note: str, tag: tuple[str, ...], corpus: Corpus
) -> ExitCode:
    r"""Keep paragraphs, ranges, sections or documents, with a note and tags, for wp8 kept.

    \b
    Examples:
      wp8 keep speech:12 --note "against the plan of 1994" --tag plan
      wp8 keep speech:12-14 paper:II paper:n7
      wp8 search cement --ids | wp8 keep - --tag cement
      wp8 kept --tag cement --format docx --output cement.docx

    What is kept is yours alone, and no part of the corpus. What is kept already gets
    the new note in the place of its old one, and the tags as well.
    """
    kept = corpus.keep(*typed(addresses), note=note, tag=tag)
    write(f"{printable(each.address)}\n" for each in kept)
    if not kept:
        return ExitCode.NO_HITS
    report(f"kept: {numbered(len(kept), 'passage')}; to see all: wp8 kept")
    return ExitCode.OK
