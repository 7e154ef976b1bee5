"""`wp8 keyness`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.analysis.measures.keyness import KEYNESS
from wp8.cli.completion import complete_file
from wp8.cli.counting import (
    SCREENFUL,
    draw,
    measure_option,
    ngrams_option,
    stop_words_option,
    svg_option,
)
from wp8.cli.options import corpus_options, counted_options, given, notify, output_options
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus, Counted
    from wp8.render.writer import Output


@click.command("keyness")
@click.option("--target", required=True, metavar="QUERY", help="The records to describe.")
@click.option("--reference", metavar="QUERY", help="The records to compare with; rest: all others.")
@click.option(
    "--reference-list",
    metavar="FILE",
    callback=given,
    shell_complete=complete_file,
    help="Compare with a list of another corpus: forms and their frequencies.",
)
@click.option(
    "--reference-size",
    type=click.IntRange(min=1),
    metavar="N",
    help="The words of the list's corpus (the sum of its frequencies).",
)
@counted_options
@click.option(
    "--min",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Test what occurs N times or more on both sides together (1).",
)
@ngrams_option
@stop_words_option
@measure_option(KEYNESS)
@click.option(
    "--sort",
    type=click.Choice([*KEYNESS], case_sensitive=False),
    metavar="NAME",
    help="Sort by this measure, and show it.",
)
@svg_option
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="N rows of either end.")
@output_options
@corpus_options
def command(
    target: str,
    reference: str | None,
    reference_list: str | None,
    reference_size: int | None,
    counted: Counted,
    min: int,
    ngrams: str,
    stop_words: bool,
    measure: tuple[str, ...],
    sort: str | None,
    svg: str | None,
    limit: int | None,
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Show the words that are more frequent in some records than in others.

    The keyest words of the target come first, those of the reference last.

    \b
    Examples:
      wp8 keyness --target doc:speech --reference doc:paper --limit 20
      wp8 keyness --target section:IV --reference rest --ngrams 2-3 --stop-words
      wp8 keyness --target economy --reference party --min 5 --sort log_ratio
      wp8 keyness --target doc:speech --reference-list bnc.csv
      wp8 keyness --target doc:speech --reference rest --svg words.svg
    """
    most = output.screenful(limit, SCREENFUL // 2)
    whole = corpus.keyness(
        target=target,
        reference=reference,
        reference_list=reference_list,
        reference_size=reference_size,
        measure=measure,
        sort=sort,
        min=min,
        ngrams=ngrams,
        stop_words=stop_words,
        **counted,
    )
    if common := whole.parameters.get("records_on_both_sides"):
        notify(f"{common} records are on both sides: the counts are not independent")
    if not whole.total:
        notify(f"nothing occurs {min} times or more on both sides together")
        return ExitCode.NO_HITS
    draw(svg, whole)
    table = whole.ends(most)
    output.write(table, corpus)
    if len(table) < table.total:
        notify(f"{most} of either end of {table.total:,} rows; --limit N shows N of either")
    return ExitCode.OK
