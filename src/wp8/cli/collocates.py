"""`wp8 collocates`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.analysis.measures.association import ASSOCIATION
from wp8.cli.completion import complete_file
from wp8.cli.counting import (
    SCREENFUL,
    body,
    draw,
    exact_option,
    measure_option,
    say_why_not,
    svg_option,
    write_table,
)
from wp8.cli.options import (
    corpus_options,
    counted_options,
    given,
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
    column: tuple[str, ...]
    min: int
    min_frequency: int
    repelled: bool
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
        "--column",
        multiple=True,
        metavar="NAME",
        help="Show too: sides (left, right), positions (L5 to R5), texts.",
    ),
    click.option(
        "--min",
        type=click.IntRange(min=1),
        default=2,
        metavar="N",
        help="Joint frequency at least N (2); with --repelled, the expected one.",
    ),
    click.option(
        "--min-frequency",
        type=click.IntRange(min=1),
        default=1,
        metavar="N",
        help="Frequency in all at least N (1).",
    ),
    click.option("--repelled", is_flag=True, help="Words that stand there less than by chance."),
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
@svg_option
@click.option(
    "--graphml",
    metavar="FILE",
    callback=given,
    help="Also write all collocates as a network for Gephi.",
    shell_complete=complete_file,
)
@limit_option
@output_options
@corpus_options
def command(
    node: tuple[str, ...],
    counted: Counted,
    wanted: Wanted,
    svg: str | None,
    graphml: str | None,
    limit: int | None,
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Show the words that stand near a node more often than by chance.

    The window never reaches beyond a paragraph. The node is a word, or a phrase of several.

    \b
    Examples:
      wp8 collocates economy
      wp8 collocates "self-reliance" --window 3:3 --measure log_dice --graphml words.graphml
      wp8 collocates the Party --column sides --svg party.svg
      wp8 collocates --query "economy OR industry" --repelled --json
    """
    words = " ".join(node)
    if not words and wanted.query is None:
        raise click.UsageError("Missing argument 'NODE...', or --query.")
    most = output.screenful(limit, SCREENFUL)
    whole = corpus.collocates(words, **wanted._asdict(), **counted)
    table = whole.first(most)
    if graphml and whole.total:
        from wp8.export.pictures.graphml import write_graphml

        write_graphml(graphml, whole)
    if table.total:
        draw(svg, whole)
        write_table(table, output, corpus)
    elif table.parameters["node_frequency"]:
        how = "repels is expected" if wanted.repelled else "attracts stands"
        least = {"--min": wanted.min, "--min-frequency": wanted.min_frequency}
        bounds = " ".join(f"{name} {bound}" for name, bound in least.items() if bound > 1)
        hint = f": rarer ones are left out by {bounds}" if bounds else ""
        notify(f"no word that {words or wanted.query} {how} near it{hint}")
    elif wanted.query is None:
        say_why_not(corpus, words, counted)
    else:
        say_why(corpus, wanted.query, body(counted), exact=wanted.exact)
    return ExitCode.OK if table.total else ExitCode.NO_HITS
