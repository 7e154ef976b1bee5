"""`wp8 concordance`, also called kwic."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.analysis.counts.concordance import SORT_KEYS
from wp8.cli.options import (
    cite_in,
    corpus_options,
    fields_option,
    notify,
    option_group,
    place_output_options,
    say_why,
    scope_options,
    style_options,
)
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus, Scoped
    from wp8.render.writer import Output


class Lines(NamedTuple):
    """Which lines are wanted, and how they are laid out."""

    window: int
    sentence: bool
    sort: str
    sample: int | None
    seed: int
    fields: tuple[str, ...]
    limit: int | None
    exact: bool
    lemma: bool


lines_options = option_group(
    "lines",
    Lines,
    click.option(
        "--window",
        type=click.IntRange(0, 100),
        default=10,
        metavar="N",
        help="Words on either side (10).",
    ),
    click.option("--sentence", is_flag=True, help="The whole sentence, not a window."),
    click.option(
        "--sort",
        metavar="KEYS",
        default="document",
        help=f"By {', '.join(SORT_KEYS)}; several with commas.",
    ),
    click.option("--sample", type=click.IntRange(min=1), metavar="N", help="N lines at random."),
    click.option("--seed", type=int, default=1, metavar="S", help="For --sample (1)."),
    fields_option,
    click.option("--limit", type=click.IntRange(min=0), metavar="N", help="The first N lines."),
    click.option("--exact", is_flag=True, help="Only whole words as written, hyphens and all."),
    click.option("--lemma", is_flag=True, help="Whole words by lemmas: plan, plans, planned."),
)


@click.command("concordance")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@scope_options
@lines_options
@style_options
@place_output_options
@corpus_options
def command(
    query: tuple[str, ...],
    scope: Scoped,
    lines: Lines,
    cited: dict[str, str],
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Show every occurrence of a query with the words around it.

    \b
    Examples:
      wp8 concordance self-reliance
      wp8 kwic plan --sort R1,L1 --kind paragraph
      wp8 concordance Party --sample 20 --seed 7
      wp8 concordance "hostile forces" --sentence
      wp8 concordance '조선로동당' --json
    """
    cite_in(output, cited)
    table = corpus.concordance(" ".join(query), **lines._asdict(), **scope)
    if not table.total:
        say_why(corpus, " ".join(query), scope, exact=lines.exact)
    if table:
        output.write(table, corpus)
    if len(table) < table.total:
        notify(f"{len(table):,} of {table.total:,} lines")
    return ExitCode.OK if table.total else ExitCode.NO_HITS
