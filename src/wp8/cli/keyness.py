"""`wp8 keyness`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.analysis.measures.keyness import KEYNESS
from wp8.cli.counting import SCREENFUL, body, measure_option
from wp8.cli.options import corpus_options, counted_options, notify, output_options, say_why
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus, Counted
    from wp8.render.writer import Output


@click.command("keyness")
@click.option("--target", required=True, metavar="QUERY", help="The records to describe.")
@click.option("--reference", required=True, metavar="QUERY", help="The records to compare with.")
@counted_options
@click.option(
    "--min",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="At least N occurrences on both sides together (1).",
)
@measure_option(KEYNESS)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="N rows of either end.")
@output_options
@corpus_options
def command(
    target: str,
    reference: str,
    counted: Counted,
    min: int,
    measure: tuple[str, ...],
    limit: int | None,
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Show the words that are more frequent in some records than in others.

    The keyest words of the target come first, those of the reference last.

    \b
    Examples:
      wp8 keyness --target doc:speech --reference doc:paper --limit 20
      wp8 keyness --target section:IV --reference "doc:paper NOT section:IV"
      wp8 keyness --target economy --reference party --min 5 --json
    """
    most = output.screenful(limit, SCREENFUL // 2)
    table = corpus.keyness(
        target=target, reference=reference, measure=measure, min=min, limit=most, **counted
    )
    records = str(table.parameters["records"]).split(" and ")
    for query, number in zip((target, reference), records, strict=True):
        if number == "0":
            say_why(corpus, query, body(counted))
    if common := table.parameters.get("records_on_both_sides"):
        notify(f"{common} records are on both sides: the counts are not independent")
    if table:
        output.write(table, corpus)
    if len(table) < table.total:
        notify(f"{most} of either end of {table.total:,} rows; --limit N shows N of either")
    return ExitCode.OK if table else ExitCode.NO_HITS
