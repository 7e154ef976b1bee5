"""`wp8 dispersion`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.analysis.measures.dispersion import DISPERSION
from wp8.cli.counting import (
    draw,
    measure_option,
    queried_options,
    say_absent,
    svg_option,
    write_table,
)
from wp8.cli.options import corpus_options, counted_options, output_options
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus, Counted
    from wp8.cli.counting import Queried
    from wp8.render.writer import Output


@click.command("dispersion")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@queried_options
@counted_options
@click.option(
    "--parts",
    metavar="PARTS",
    default="paragraph",
    help="Over what they are spread (paragraph): section, document, year, author …",
)
@measure_option(DISPERSION)
@svg_option
@output_options
@corpus_options
def command(
    words: tuple[str, ...],
    queried: Queried,
    counted: Counted,
    parts: str,
    measure: tuple[str, ...],
    svg: str | None,
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Show where words stand in the documents, and how evenly they are spread.

    \b
    Examples:
      wp8 dispersion plan Party "living standards"
      wp8 dispersion economy --lemma --doc speech
      wp8 dispersion economy --parts document --measure kl_divergence
      wp8 dispersion self-reliance unity --svg plot.svg
    """
    if not (words or queried.query):
        raise click.UsageError("Missing argument 'WORD...', or --query.")
    how = {**queried._asdict(), "parts": parts, "measure": measure}
    table = corpus.dispersion(*words, **how, **counted)
    say_absent(table, words, queried, counted, corpus)
    draw(svg, table)
    write_table(table, output, corpus)
    return ExitCode.OK if any(row.frequency for row in table) else ExitCode.NO_HITS
