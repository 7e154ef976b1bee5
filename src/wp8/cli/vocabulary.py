"""`wp8 vocabulary`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.analysis.counts.vocabulary import richness, shared, unique
from wp8.analysis.measures.lexical_diversity import DIVERSITY
from wp8.cli.counting import (
    about,
    counted,
    limit_option,
    measure_option,
    measured_by,
    unit_options,
    write_table,
)
from wp8.cli.frequency import Lengths, described, left_out, list_table
from wp8.cli.options import corpus_options, notify, output_options, scope_options
from wp8.errors import ExitCode
from wp8.model import Table
from wp8.query.search import Scope, selected
from wp8.workspace.session import opened

if TYPE_CHECKING:
    from wp8.analysis.counts.frequency import Frequency
    from wp8.analysis.counts.population import Population
    from wp8.cli.counting import Unit
    from wp8.cli.options import Output
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings


@click.command("vocabulary")
@scope_options
@unit_options
@click.option("--segment", type=click.IntRange(min=1), default=1000, help="Words, for STTR (1000).")
@click.option("--window", type=click.IntRange(min=1), default=500, help="Words, for MATTR (500).")
@measure_option(DIVERSITY)
@click.option("--shared", "in_all", is_flag=True, help="List the words that all documents have.")
@click.option(
    "--only",
    metavar="ID",
    help="List the words that only this document has.",
)
@click.option("--ngrams", "lengths", type=Lengths(), default="1", help="Runs of words: 2, or 2-4.")
@click.option("--stop-words", "stopped", is_flag=True, help="Leave out function words.")
@limit_option
@output_options
@corpus_options
def command(
    scope: Scope,
    unit: Unit,
    segment: int,
    window: int,
    measures: tuple[str, ...],
    in_all: bool,
    only: str | None,
    lengths: range,
    stopped: bool,
    limit: int | None,
    output: Output,
    settings: Settings,
) -> ExitCode:
    r"""Show types, tokens and their ratios by document, or shared and unique words.

    \b
    Examples:
      wp8 vocabulary
      wp8 vocabulary --shared --ngrams 3-5 --limit 20
      wp8 vocabulary --only speech --stop-words --limit 20
    """
    with opened(settings, notify) as session:
        _check(only, session)
        words = counted(scope, unit, session)
        parameters = about(words, unit)
        if in_all or only:
            without = left_out(stopped=stopped)
            listed = _listed(words, only, lengths, without)
            how = {"documents_with_them": only or "all", **described(lengths, stopped=stopped)}
            table = list_table("vocabulary", listed, words, parameters | how)
        else:
            rows, columns = richness(words, segment=segment, window=window, measures=measures)
            sizes = parameters | {"segment": segment, "window": window} | measured_by(measures)
            table = Table("vocabulary", columns.names, rows, sizes, columns.formulas)
        write_table(table, session, output, limit=limit)
    return ExitCode.OK if table.rows else ExitCode.NO_HITS


def _check(only: str | None, session: Session) -> None:
    """Raise an UnknownNameError if the document named is not in the corpus."""
    if only:
        selected(Scope(documents=(only,)), session.backend)


def _listed(
    words: Population, only: str | None, lengths: range, without: frozenset[str]
) -> list[Frequency]:
    if only:
        return unique(words, only, lengths=lengths, without=without)
    return shared(words, lengths=lengths, without=without)
