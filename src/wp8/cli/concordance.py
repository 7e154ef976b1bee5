"""`wp8 concordance`, also called kwic."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.analysis.counts.concordance import SORT_KEYS, arranged, concordance, sampled
from wp8.cli.counting import write_rows
from wp8.cli.empty import say_why
from wp8.cli.options import corpus_options, notify, option_group, output_options, scope_options
from wp8.cli.stamps import stamped
from wp8.errors import ExitCode
from wp8.model import Table
from wp8.query.language.parser import parse
from wp8.query.search import Question, resolve
from wp8.workspace.session import opened

if TYPE_CHECKING:
    from wp8.analysis.counts.concordance import ConcordanceLine, SortKey
    from wp8.cli.options import Output
    from wp8.query.search import Scope
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings


COLUMNS = ("id", "left", "node", "right", "span", "quoted")


class Keys(click.ParamType["tuple[SortKey, ...]"]):
    """Sort keys with commas between: `L1,R1`."""

    name = "KEYS"

    def convert(
        self,
        value: str | tuple[SortKey, ...],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[SortKey, ...]:
        """Return the keys that `value` names."""
        if isinstance(value, tuple):
            return value
        named = value.split(",")
        if not set(named) <= set(SORT_KEYS):
            self.fail(f"{value!r}: the keys are {', '.join(SORT_KEYS)}")
        return tuple(key for name in named for key in SORT_KEYS if key == name)


class Lines(NamedTuple):
    """Which lines are wanted, and how they are laid out."""

    window: int
    keys: tuple[SortKey, ...]
    sample: int | None
    seed: int
    limit: int | None
    exact: bool


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
    click.option(
        "--sort",
        "keys",
        type=Keys(),
        default="document",
        help=f"By {', '.join(SORT_KEYS)}; several with commas.",
    ),
    click.option("--sample", type=click.IntRange(min=1), metavar="N", help="N lines at random."),
    click.option("--seed", type=int, default=1, metavar="S", help="For --sample (1)."),
    click.option("--limit", type=click.IntRange(min=0), metavar="N", help="The first N lines."),
    click.option("--exact", is_flag=True, help="Only whole words as written, hyphens and all."),
)


@click.command("concordance")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@scope_options
@lines_options
@output_options
@corpus_options
def command(
    query: tuple[str, ...], scope: Scope, lines: Lines, output: Output, settings: Settings
) -> ExitCode:
    r"""Show every occurrence of a query with the words around it.

    \b
    Examples:
      wp8 concordance self-reliance
      wp8 kwic plan --sort R1,L1 --kind paragraph
      wp8 concordance Party --sample 20 --seed 7
      wp8 concordance '조선로동당' --json
    """
    with opened(settings, notify) as session:
        question = Question(" ".join(query), scope, lines.exact)
        tree = resolve(parse(question.query), question, session.backend)
        ids = session.backend.search(tree, order="document").ids
        found = list(concordance(tree, session.backend.records(ids), window=lines.window))
        kept = sampled(found, number=lines.sample, seed=lines.seed) if lines.sample else found
        ordered = arranged(kept, lines.keys)
        shown = ordered[: lines.limit]
        if not found:
            say_why(question, session)
        if shown:
            _write(question, ordered, lines, session, output)
        if len(shown) < len(found):
            notify(f"{len(shown):,} of {len(found):,} lines")
    return ExitCode.OK if found else ExitCode.NO_HITS


def _write(
    question: Question,
    found: list[ConcordanceLine],
    lines: Lines,
    session: Session,
    output: Output,
) -> None:
    table = stamped(_table(question, found, lines), session, output)
    if output.is_view:
        from wp8.render.concordance import concordance_view
        from wp8.render.console import print_view

        view = concordance_view(found[: lines.limit], table.stamp)
        print_view(view, colored=output.colored, pager=output.pager)
        return
    write_rows(table._replace(rows=table.rows[: lines.limit]), session, output)


def _table(question: Question, found: list[ConcordanceLine], lines: Lines) -> Table:
    rows = [
        (line.record.id, line.left, line.node, line.right, line.span, quote and quote.kind)
        for line in found
        for quote in (line.record.quote_of(line.span),)
    ]
    parameters = {
        "query": question.query,
        "window": lines.window,
        "sort": ",".join(lines.keys),
        "sample": lines.sample,
        "seed": lines.seed if lines.sample else None,
        "exact": lines.exact,
        "lines": min(len(found), lines.limit if lines.limit is not None else len(found)),
        **({"quotes": question.scope.quotes} if question.scope.quotes else {}),
    }
    return Table("concordance", COLUMNS, rows, parameters, {}, COLUMNS[:4])
