"""`wp8 vocabulary`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.analysis.measures.lexical_diversity import DIVERSITY
from wp8.cli.counting import SCREENFUL, listed_options, measure_option, write_table
from wp8.cli.options import (
    by_option,
    corpus_options,
    counted_options,
    limit_option,
    option_group,
    output_options,
)
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus, Counted
    from wp8.cli.counting import Listed
    from wp8.render.writer import Output


class Wanted(NamedTuple):
    """What of the vocabulary is wanted."""

    segment: int
    window: int
    measure: tuple[str, ...]
    shared: bool
    only: str | None
    by: str | None


wanted_options = option_group(
    "wanted",
    Wanted,
    click.option(
        "--segment", type=click.IntRange(min=1), default=1000, help="Words, for STTR (1000)."
    ),
    click.option(
        "--window", type=click.IntRange(min=1), default=500, help="Words, for MATTR (500)."
    ),
    measure_option(DIVERSITY),
    click.option("--shared", is_flag=True, help="List the words that all documents have."),
    click.option("--only", metavar="ID", help="List the words that only this document has."),
    by_option,
)


@click.command("vocabulary")
@counted_options
@wanted_options
@listed_options
@limit_option
@output_options
@corpus_options
def command(
    counted: Counted,
    wanted: Wanted,
    listed: Listed,
    limit: int | None,
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Show types, tokens and their ratios by document, or shared and unique words.

    \b
    Examples:
      wp8 vocabulary
      wp8 vocabulary --shared --ngrams 3-5 --limit 20
      wp8 vocabulary --only speech --stop-words --limit 20
    """
    most = output.screenful(limit, SCREENFUL)
    table = corpus.vocabulary(limit=most, **wanted._asdict(), **listed._asdict(), **counted)
    write_table(table, output, corpus)
    return ExitCode.OK if table.total else ExitCode.NO_HITS
