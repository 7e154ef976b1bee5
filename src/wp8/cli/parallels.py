"""`wp8 parallels`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.completion import complete_facet
from wp8.cli.options import corpus_options, notify, output_options
from wp8.errors import ExitCode
from wp8.numbers import numbered

if TYPE_CHECKING:
    from wp8.api import Corpus
    from wp8.render.writer import Output


@click.command("parallels")
@click.option("--within", is_flag=True, help="What each document repeats of itself.")
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    metavar="S",
    help="At least this score, 0 to 1; without it 0.75.",
)
@click.option(
    "--doc",
    multiple=True,
    metavar="ID",
    help="Only passages of this document.",
    shell_complete=complete_facet,
)
@output_options
@corpus_options
def command(
    within: bool, min_score: float | None, doc: tuple[str, ...], output: Output, corpus: Corpus
) -> ExitCode:
    r"""Show the wording that documents have in common, word for word or nearly.

    \b
    Examples:
      wp8 parallels
      wp8 parallels --within --doc paper
      wp8 parallels --min-score 1 --format csv

    Two passages are parallel if at least 8 of their words are equal, 4 of them no function words
    and not all of a name. Stock phrases, 4 words that stand in 4 different texts, do not count.
    Between documents, the exact words of a quoted slogan count however few they are, but for one
    word alone. The score is 1 less the share of words that differ.
    """
    found = corpus.parallels(within=within, min_score=min_score, doc=doc)
    if found:
        output.write(found, corpus)
    notify(f"{numbered(len(found), 'pair')} of passages")
    return ExitCode.OK if found else ExitCode.NO_HITS
