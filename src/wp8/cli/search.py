"""`wp8 search`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.cli.options import (
    context_option,
    corpus_options,
    notify,
    option_group,
    output_options,
    scope_options,
)
from wp8.errors import ExitCode
from wp8.query.search import Question, in_context, search
from wp8.render.terminal import write
from wp8.workspace.session import opened
from wp8.workspace.sources import load

if TYPE_CHECKING:
    from wp8.cli.options import Output
    from wp8.model import InContext, SearchResult
    from wp8.query.page import Order
    from wp8.query.search import Scope
    from wp8.stamp import Stamp
    from wp8.workspace.session import Session
    from wp8.workspace.settings import Settings

# How many hits a terminal shows unless it is told otherwise.
SCREENFUL = 10


class Wanted(NamedTuple):
    """What of the hits is asked for."""

    exact: bool
    variants: bool
    order: Order
    limit: int | None
    show_all: bool
    context: int
    count_only: bool
    ids: bool
    explained: bool
    mark: tuple[str, str] | None

    def limit_for(self, output: Output) -> int | None:
        """Return how many hits to show: a terminal gets a screenful, anything else gets all."""
        if self.limit is not None or self.show_all:
            return self.limit
        return SCREENFUL if output.is_view and not self.ids else None


wanted_options = option_group(
    "wanted",
    Wanted,
    click.option("--exact", is_flag=True, help="Only whole words as written, hyphens and all."),
    click.option("--variants", is_flag=True, help="Also the glossary's other forms of the words."),
    click.option(
        "--sort",
        "order",
        type=click.Choice(["relevance", "document"]),
        default="relevance",
        help="Best first, or in reading order.",
    ),
    click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most N hits."),
    click.option("--all", "show_all", is_flag=True, help="All hits, on a terminal too."),
    context_option,
    click.option(
        "-c", "--count", "count_only", is_flag=True, help="Print only the number of paragraphs."
    ),
    click.option("--ids", is_flag=True, help="Print only the ids, one a line."),
    click.option("--explain", "explained", is_flag=True, help="Say how the query was read."),
    click.option("--mark", nargs=2, metavar="LEFT RIGHT", help="Put matches between these."),
)


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@scope_options
@wanted_options
@output_options
@corpus_options
def command(
    words: tuple[str, ...], scope: Scope, wanted: Wanted, output: Output, settings: Settings
) -> ExitCode:
    r"""Find the paragraphs that answer a query.

    \b
    Examples:
      wp8 search self-reliance
      wp8 search '"the people are god"'        words in a row, nothing else
      wp8 search 'plan* NOT "five-year"'       any ending; an exclusion
      wp8 search '"tons cement"~2'             at most two words between
      wp8 search China --doc paper --kind note
      wp8 search economy --ids | wp8 show paragraph -
    """
    question = Question(" ".join(words), scope, wanted.exact, wanted.variants)
    with opened(settings, notify) as session:
        if wanted.explained:
            _explain(question, session)
        result = search(
            question,
            backend=session.backend,
            glossary=session.glossary,
            limit=wanted.limit_for(output),
            order=wanted.order,
        )
        _write(result, session, wanted, output, settings)
        _comment(result, question, session, wanted)
    return ExitCode.OK if result.total else ExitCode.NO_HITS


def _explain(question: Question, session: Session) -> None:
    from wp8.query.explain import explain
    from wp8.render.plain import explanation_lines

    explanation = explain(question, backend=session.backend, glossary=session.glossary)
    sys.stderr.writelines(explanation_lines(explanation))


def _comment(result: SearchResult, question: Question, session: Session, wanted: Wanted) -> None:
    """Say on stderr what the hits do not: what is left out, what was loosened, what to try."""
    from wp8.render.plain import comments

    if not result.total:
        from wp8.cli.empty import say_why

        say_why(question, session)
    for comment in comments(result, all_shown=wanted.count_only):
        notify(comment)


def _write(
    result: SearchResult, session: Session, wanted: Wanted, output: Output, settings: Settings
) -> None:
    """Write a result that has hits in the way asked for, and say if hits are left out."""
    if not result.total:
        return
    if wanted.count_only:
        sys.stdout.write(f"{result.total}\n")
        return
    if wanted.ids:
        sys.stdout.writelines(f"{hit.record.id}\n" for hit in result.hits)
    elif output.is_view:
        _view(result, session, wanted, output, settings)
    elif output.format == "text":
        from wp8.render.plain import hit_lines

        groups = _in_context(result, session, wanted)
        sys.stdout.writelines(hit_lines(groups, mark=wanted.mark, color=output.colored))
    else:
        from wp8.export.tables import hits_as

        made = str(_stamp(result, session))
        groups = _in_context(result, session, wanted)
        write(hits_as(output.written_as, result, session.corpus, groups, made))
        if output.format not in ("json", "md"):
            notify(f"stamp: {made}")


def _view(
    result: SearchResult, session: Session, wanted: Wanted, output: Output, settings: Settings
) -> None:
    from wp8.render.console import print_view
    from wp8.render.views import Views

    views = Views(load(settings), colored=output.colored, mark=wanted.mark)
    groups = _in_context(result, session, wanted)
    view = views.result(result, groups, _stamp(result, session).short())
    print_view(view, colored=output.colored, pager=output.pager)


def _stamp(result: SearchResult, session: Session) -> Stamp:
    """Return the stamp of a result: of its counts by document."""
    from wp8.cli.stamps import stamp

    made = stamp(session, [(name, *counts) for name, counts in result.counts.items()])
    return made._replace(rows=result.total)


def _in_context(result: SearchResult, session: Session, wanted: Wanted) -> list[InContext]:
    return in_context(result.hits, backend=session.backend, number=wanted.context)
