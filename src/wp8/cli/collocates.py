"""`wp8 collocates`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.analysis.measures.association import ASSOCIATION
from wp8.cli.counting import (
    SCREENFUL,
    body,
    exact_option,
    measure_option,
    say_why_not,
    write_table,
)
from wp8.cli.options import (
    corpus_options,
    counted_options,
    limit_option,
    notify,
    option_group,
    output_options,
    say_why,
)
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus, Counted
    from wp8.render.writer import Output


class Wanted(NamedTuple):
    """Which collocates are wanted."""

    window: str
    measure: tuple[str, ...]
    min: int
    query: str | None
    exact: bool


wanted_options = option_group(
    "wanted",
    Wanted,
    click.option(
        "--window", metavar="L:R", default="5:5", help="Words to the left and right (5:5)."
    ),
    measure_option(ASSOCIATION),
    click.option(
        "--min",
        type=click.IntRange(min=1),
        default=2,
        metavar="N",
        help="Joint frequency at least N (2).",
    ),
    click.option(
        "--query",
        metavar="QUERY",
        help="Not a word but a query, with operators and fields, as search reads it.",
    ),
    exact_option,
)


@click.command("collocates")
@click.argument("node", nargs=-1, metavar="[NODE]...")
@counted_options
@wanted_options
@limit_option
@output_options
@corpus_options
def command(
    node: tuple[str, ...],
    counted: Counted,
    wanted: Wanted,
    limit: int | None,
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Show the words that stand near a node more often than by chance.

    The window never reaches beyond a paragraph. The node is a word, or a phrase of several.

    \b
    Examples:
      wp8 collocates economy
      wp8 collocates "self-reliance" --window 3:3 --measure log_dice
      wp8 collocates the Party --doc speech --min 5 --json
      wp8 collocates --query "economy OR industry"
    """
    words = " ".join(node)
    if not words and wanted.query is None:
        raise click.UsageError("Missing argument 'NODE...', or --query.")
    most = output.screenful(limit, SCREENFUL)
    table = corpus.collocates(words, limit=most, **wanted._asdict(), **counted)
    if table.total:
        write_table(table, output, corpus)
    elif table.parameters["node_frequency"]:
        often = f"{wanted.min} times or more"
        notify(f"no word stands {often} near {words or wanted.query}; --min 1 shows all")
    elif wanted.query is None:
        say_why_not(corpus, words, counted)
    else:
        say_why(corpus, wanted.query, body(counted), exact=wanted.exact)
    return ExitCode.OK if table.total else ExitCode.NO_HITS
