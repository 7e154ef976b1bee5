"""`wp8 parallels`."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from wp8.cli.completion import complete_facet
from wp8.cli.counting import SCREENFUL
from wp8.cli.options import corpus_options, limit_option, notify, output_options, where_option
from wp8.errors import ExitCode
from wp8.numbers import numbered

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from wp8.analysis.passages.parallels import Stage
    from wp8.api import Corpus
    from wp8.render.writer import Output


class Wanted(TypedDict):
    """Which pairs are wanted, and in which order."""

    within: bool
    min_score: float | None
    min_words: int | None
    stock: bool
    sort: str
    doc: tuple[str, ...]
    where: tuple[str, ...]


@click.command("parallels")
@click.option("--within", is_flag=True, help="What each document repeats of itself.")
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    metavar="S",
    help="At least this score, 0 to 1; without it 0.75.",
)
@click.option(
    "--min-words",
    type=click.IntRange(min=4),
    metavar="N",
    help="At least N equal words, 4 or more; without it 8.",
)
@click.option("--stock", is_flag=True, help="Also what is stock phrases but for a few words.")
@click.option(
    "--sort",
    type=click.Choice(["document", "length", "score"]),
    default="document",
    help="In reading order, or the longest or most alike first.",
)
@click.option(
    "--doc",
    multiple=True,
    metavar="ID",
    help="Only passages of this document.",
    shell_complete=complete_facet,
)
@where_option
@limit_option
@output_options
@corpus_options
def command(
    limit: int | None, output: Output, corpus: Corpus, **wanted: Unpack[Wanted]
) -> ExitCode:
    r"""Show the wording that documents have in common, word for word or nearly.

    \b
    Examples:
      wp8 parallels
      wp8 parallels --within --doc paper
      wp8 parallels --sort length --min-words 10
      wp8 parallels --min-score 1 --format csv

    Two passages are parallel if at least 8 of their words are equal, 4 of them no function words
    and not all of a name. Stock phrases, 4 words that stand in 4 different texts, do not count
    unless --stock is given; how many pairs that leaves out is said. Between documents, the exact
    words of a quoted slogan count however few they are, but for one word alone. The score is 1 less
    the share of words that differ. What stands in more than 16 places is paired with the next of
    them alone, and it is said; with --doc, with each of up to 250.
    """
    with _working() as progress:
        shown = output.screenful(limit, SCREENFUL)
        found = corpus.parallels(limit=shown, progress=progress, **wanted)
    output.write(found, corpus)
    pairs = numbered(found.total, "pair")
    if len(found) < found.total:
        notify(f"{len(found)} of {pairs} of passages; --limit {found.total} shows all")
    else:
        notify(f"{pairs} of passages")
    if found.left_out is None:
        notify("stock wording left out, of more pairs than are counted; --stock shows them")
    elif found.left_out:
        more = numbered(found.left_out, "pair") + " or more" * bool(found.left_out_chained)
        notify(f"{more} of stock wording left out; --stock shows them")
    if found.chained:
        many = f"what stands in more than {found.chained} places is paired with the next alone"
        notify(many if wanted["doc"] else f"{many}; --doc ID pairs that of one document with each")
    return ExitCode.OK if found.total else ExitCode.NO_HITS


def _working() -> AbstractContextManager[Stage | None]:
    """Return what shows how far the work is, on a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from wp8.render.progress import working

    return working()
