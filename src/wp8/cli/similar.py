"""`wp8 similar`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.completion import complete_address
from wp8.cli.options import corpus_options, notify, output_options
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus
    from wp8.render.writer import Output


@click.command("similar")
@click.argument("address", metavar="ID", shell_complete=complete_address)
@click.option("--limit", type=click.IntRange(min=1), default=5, metavar="N", help="At most N.")
@output_options
@corpus_options
def command(address: str, limit: int, output: Output, corpus: Corpus) -> ExitCode:
    r"""Find the paragraphs most like one, with the words that tie them.

    \b
    Examples:
      wp8 similar speech:61
      wp8 similar paper:13 --limit 3 --json
    """
    found = corpus.similar(address, limit=limit)
    output.write(found, corpus)
    if not found:
        notify(f"no record is like {address}: none has a word of it that not all have")
    if len(found) < found.total:
        notify(f"{len(found)} of {found.total:,} records; --limit {found.total} shows all")
    return ExitCode.OK if found else ExitCode.NO_HITS
