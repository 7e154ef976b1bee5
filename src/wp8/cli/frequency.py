"""`wp8 frequency`."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import click

from wp8.cli.completion import complete_file
from wp8.cli.counting import (
    SCREENFUL,
    draw,
    listed_options,
    queried_options,
    say_absent,
    svg_option,
    write_table,
)
from wp8.cli.options import (
    by_option,
    corpus_options,
    counted_options,
    given,
    limit_option,
    notify,
    output_options,
)
from wp8.errors import ExitCode, QueryError
from wp8.render.writer import TEXT

if TYPE_CHECKING:
    from wp8.analysis.counts.table import Table
    from wp8.api import Corpus, Counted
    from wp8.cli.counting import Listed, Queried
    from wp8.render.writer import Output

# Of each word: those of more documents are read by nobody.
MOST_DOCUMENTS: Final = 20


@click.command("frequency")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@queried_options
@counted_options
@listed_options
@by_option
@click.option(
    "--matrix",
    metavar="FILE",
    callback=given,
    help="Also write documents by forms, sparse (MatrixMarket).",
    shell_complete=complete_file,
)
@svg_option
@limit_option
@output_options
@corpus_options
def command(
    words: tuple[str, ...],
    queried: Queried,
    counted: Counted,
    listed: Listed,
    by: str | None,
    matrix: str | None,
    svg: str | None,
    limit: int | None,
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Count words: all of them, or each WORD by document and section.

    A running word is written with its hyphens and apostrophes: self-reliance is one word. Words
    with blanks between are a phrase; signs between them do not matter, and occurrences do not
    overlap. Only paragraphs count, unless --kind names what does.

    \b
    Examples:
      wp8 frequency --limit 20
      wp8 frequency self-reliance "living standards"
      wp8 frequency plan economy --by year --svg years.svg
      wp8 frequency --match 'self-*' --min 2 --sort texts
      wp8 frequency --ngrams 2-4 --doc paper --stop-words
      wp8 frequency --ngrams 3 --gap --by document
      wp8 frequency "self reliance" --unit token
      wp8 frequency --query "economy OR industry" --json
    """
    is_list = not (words or queried.query)
    if matrix and not is_list:
        raise QueryError(
            f"--matrix is for a list of all words, not for {[*words, *queried.query][0]}"
        )
    if matrix and by not in (None, "document"):
        raise QueryError(f"--matrix is of documents, not by {by}")
    how = {**queried._asdict(), "by": "document" if matrix else by, **listed._asdict()}
    is_whole = not is_list or how["by"] or listed.sort
    most = None if is_whole else output.screenful(limit, SCREENFUL)
    table = corpus.frequency(*words, **how, **counted, limit=most)
    say_absent(table, words, queried, counted, corpus)
    if matrix:
        from wp8.export.matrix import write_matrix

        write_matrix(matrix, table)
    draw(svg, table)
    is_bounded = limit is None and not listed.sort and output.format == TEXT
    shown = _with_most(table) if is_bounded and not (is_list or by) else table
    if len(shown) == len(table):
        shown = table.first(output.screenful(limit, SCREENFUL))
    if output.is_view and not (is_list or by) and not any(row[2] for row in shown.cells):
        without = (name for name in shown.columns if name != "section")
        shown = replace(shown, in_text=tuple(without))
    write_table(shown, output, corpus)
    is_found = table.total and (is_list or any(row.frequency for row in table))
    return ExitCode.OK if is_found else ExitCode.NO_HITS


def _with_most(table: Table) -> Table:
    """Return a table of words with no more documents of each than anybody reads, and say so.

    Where there are more, those are kept that have the word most, without their sections.
    """
    kept: list[tuple[Any, ...]] = []
    for form, rows in groupby(table.cells, itemgetter(0)):
        whole, *parts = rows
        documents = [row for row in parts if not row[2]]
        if len(documents) <= MOST_DOCUMENTS:
            kept += (whole, *parts)
            continue
        having = sorted((row for row in documents if row[3]), key=lambda row: -row[3])
        kept += (whole, *having[:MOST_DOCUMENTS])
        if len(having) > MOST_DOCUMENTS:
            many = f"{form} is in {len(having):,} documents"
            notify(f"{many}: shown are the {MOST_DOCUMENTS} with most")
    return replace(table, cells=kept)
