"""`wp8 keyness`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.analysis.counts.keyness import ALPHA, keyness
from wp8.analysis.measures.keyness import KEYNESS
from wp8.cli.counting import (
    SCREENFUL,
    about,
    body,
    counted,
    measure_option,
    measured_by,
    part_answering,
    unit_options,
    write_table,
)
from wp8.cli.empty import say_why
from wp8.cli.options import corpus_options, notify, output_options, scope_options
from wp8.cli.stamps import stamped
from wp8.errors import ExitCode
from wp8.model import Table
from wp8.query.search import Question
from wp8.workspace.session import opened

if TYPE_CHECKING:
    from wp8.analysis.counts.columns import Measured
    from wp8.analysis.counts.population import Population
    from wp8.cli.counting import Unit
    from wp8.cli.options import Output
    from wp8.query.search import Scope
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings


@click.command("keyness")
@click.option("--target", required=True, metavar="QUERY", help="The records to describe.")
@click.option("--reference", required=True, metavar="QUERY", help="The records to compare with.")
@scope_options
@unit_options
@click.option(
    "--min",
    "least",
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
    scope: Scope,
    unit: Unit,
    least: int,
    measures: tuple[str, ...],
    limit: int | None,
    output: Output,
    settings: Settings,
) -> ExitCode:
    r"""Show the words that are more frequent in some records than in others.

    The keyest words of the target come first, those of the reference last.

    \b
    Examples:
      wp8 keyness --target doc:speech --reference doc:paper --limit 20
      wp8 keyness --target section:IV --reference "doc:paper NOT section:IV"
      wp8 keyness --target economy --reference party --min 5 --json
    """
    with opened(settings, notify) as session:
        words = counted(scope, unit, session)
        sides = [_side(query, words, scope, session) for query in (target, reference)]
        found = keyness(*sides, least=least, measures=measures)
        records = [side.heads.ids for side in sides]
        parameters = about(words, unit, sides[0]) | {
            "target": target,
            "reference": reference,
            "records": f"{len(records[0])} and {len(records[1])}",
            "reference_size": sides[1].size,
            "types_tested": len(sides[0].frequencies | sides[1].frequencies),
            "alpha": ALPHA,
            **measured_by(measures),
        }
        if common := set(records[0]).intersection(records[1]):
            notify(f"{len(common)} records are on both sides: the counts are not independent")
        if found.rows:
            _write(found, parameters, limit, session, output)
    return ExitCode.OK if found.rows else ExitCode.NO_HITS


def _side(query: str, words: Population, scope: Scope, session: Session) -> Population:
    """Return the part of `words` in records that answer `query`; if there are none, say why."""
    found = part_answering(query, words, session)
    if not found.heads.ids:
        say_why(Question(query, body(scope)), session)
    return found


def _write(
    found: Measured,
    parameters: dict[str, object],
    limit: int | None,
    session: Session,
    output: Output,
) -> None:
    """Write the rows, or `limit` of either end of them."""
    rows, columns = found
    most = SCREENFUL // 2 if limit is None and output.is_view else limit
    ends = rows if most is None or 2 * most >= len(rows) else [*rows[:most], *rows[-most:]]
    whole = Table("keyness", columns.names, rows, parameters, columns.formulas)
    table = stamped(whole, session, output)
    write_table(table._replace(rows=ends), session, output, limit=len(ends))
    if len(ends) < len(rows):
        notify(f"{most} of either end of {len(rows):,} rows; --limit N shows N of either")
