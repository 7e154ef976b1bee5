"""`wp8 collocates`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.analysis.counts.collocates import RANKED_BY, collocates
from wp8.analysis.measures.association import ASSOCIATION
from wp8.cli.counting import (
    about,
    body,
    counted,
    limit_option,
    measure_option,
    stretches,
    tree_of,
    unit_options,
    write_table,
)
from wp8.cli.empty import say_why
from wp8.cli.options import corpus_options, notify, option_group, output_options, scope_options
from wp8.errors import ExitCode
from wp8.model import Table
from wp8.query.search import Question
from wp8.workspace.session import opened

if TYPE_CHECKING:
    from wp8.cli.counting import Unit
    from wp8.cli.options import Output
    from wp8.query.search import Scope
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings

# What a person reads unless told; the other formats have all that is computed.
SIDE_BY_SIDE = (
    *("form", "joint_frequency", "frequency", "expected"),
    *("log_likelihood", "mi", "log_dice", "t_score"),
)


class Span(click.ParamType["tuple[int, int]"]):
    """The words to the left and to the right: `5:5`."""

    name = "L:R"

    def convert(
        self,
        value: str | tuple[int, int],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[int, int]:
        """Return the two numbers that `value` names."""
        if isinstance(value, tuple):
            return value
        named = re.fullmatch(r"(\d{1,2}):(\d{1,2})", value)
        if not named or value in ("0:0", "00:00"):
            self.fail(f"{value!r} is not two numbers of words with a colon: 5:5")
        return int(named[1]), int(named[2])


class Wanted(NamedTuple):
    """Which collocates are wanted."""

    window: tuple[int, int]
    measures: tuple[str, ...]
    least: int
    exact: bool

    def parameters(self) -> dict[str, object]:
        """Return what a table says of it."""
        window = "{}:{}".format(*self.window)
        first = self.measures[0] if self.measures else RANKED_BY
        return {"window": window, "measure": first, "least_joint": self.least}


wanted_options = option_group(
    "wanted",
    Wanted,
    click.option("--window", type=Span(), default="5:5", help="Words to the left and right (5:5)."),
    measure_option(ASSOCIATION),
    click.option(
        "--min",
        "least",
        type=click.IntRange(min=1),
        default=2,
        metavar="N",
        help="Joint frequency at least N (2).",
    ),
    click.option("--exact", is_flag=True, help="The node as written, hyphens and all."),
)


@click.command("collocates")
@click.argument("node", nargs=-1, required=True, metavar="NODE...")
@scope_options
@unit_options
@wanted_options
@limit_option
@output_options
@corpus_options
def command(
    node: tuple[str, ...],
    scope: Scope,
    unit: Unit,
    wanted: Wanted,
    limit: int | None,
    output: Output,
    settings: Settings,
) -> ExitCode:
    r"""Show the words that stand near a node more often than by chance.

    The window never reaches beyond a paragraph. The node may be any query.

    \b
    Examples:
      wp8 collocates economy
      wp8 collocates "self-reliance" --window 3:3 --measure log_dice
      wp8 collocates Party --doc speech --min 5 --json
    """
    query = " ".join(node)
    left, right = wanted.window
    with opened(settings, notify) as session:
        words = counted(scope, unit, session)
        nodes = stretches(tree_of(query, session, exact=wanted.exact), words, session)
        found = collocates(
            words, nodes, left=left, right=right, least=wanted.least, measures=wanted.measures
        )
        parameters = {
            **about(words, unit),
            "node": query,
            "node_frequency": found.node,
            **wanted.parameters(),
        }
        if not found.rows:
            _say_none(Question(query, body(scope), wanted.exact), found.node, wanted, session)
        else:
            columns, formulas = found.columns.names, found.columns.formulas
            shown = tuple(dict.fromkeys((*SIDE_BY_SIDE, *wanted.measures)))
            table = Table("collocates", columns, found.rows, parameters, formulas, shown)
            write_table(table, session, output, limit=limit)
    return ExitCode.OK if found.rows else ExitCode.NO_HITS


def _say_none(question: Question, nodes: int, wanted: Wanted, session: Session) -> None:
    """Say why there is no collocate: no node, or no word often enough near it."""
    if nodes:
        often = f"{wanted.least} times or more"
        notify(f"no word stands {often} near {question.query}; --min 1 shows all")
    else:
        say_why(question, session)
