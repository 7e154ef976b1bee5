"""`wp8 search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.cli.options import (
    by_option,
    cite_in,
    context_option,
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
from wp8.render.terminal import remark, write
from wp8.render.writer import TEXT

if TYPE_CHECKING:
    from wp8.api import Corpus, Scoped
    from wp8.render.writer import Output
    from wp8.results import SearchResult

# How many hits a terminal shows unless it is told otherwise.
SCREENFUL = 10


class Wanted(NamedTuple):
    """How a query is read, and what of its hits is asked for."""

    exact: bool
    variants: bool
    sort: str
    limit: int | None
    show_all: bool
    context: int
    count_only: bool
    ids: bool
    explain: bool
    by: str | None
    fields: tuple[str, ...]
    mark: tuple[str, str] | None

    def limit_for(self, output: Output) -> int | None:
        """Return how many hits to show: a terminal gets a screenful, anything else gets all."""
        if self.count_only or self.by:
            return 0
        if self.show_all or self.ids:
            return self.limit
        return output.screenful(self.limit, SCREENFUL)


wanted_options = option_group(
    "wanted",
    Wanted,
    click.option("--exact", is_flag=True, help="Only whole words as written, hyphens and all."),
    click.option("--variants", is_flag=True, help="Also the glossary's other forms of the words."),
    click.option(
        "--sort",
        metavar="ORDER",
        default="relevance",
        help="Best first; document: in reading order; or by a field: date, author, title …",
    ),
    click.option(
        "--limit", type=click.IntRange(min=0), metavar="N", help="At most N hits, or rows."
    ),
    click.option("--all", "show_all", is_flag=True, help="All hits, on a terminal too."),
    context_option,
    click.option(
        "-c", "--count", "count_only", is_flag=True, help="Print only the number of paragraphs."
    ),
    click.option("--ids", is_flag=True, help="Print only the ids, one a line."),
    click.option("--explain", is_flag=True, help="Say how the query was read."),
    by_option,
    fields_option,
    click.option("--mark", nargs=2, metavar="LEFT RIGHT", help="Put matches between these."),
)


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@scope_options
@wanted_options
@style_options
@place_output_options
@corpus_options
def command(
    words: tuple[str, ...],
    scope: Scoped,
    wanted: Wanted,
    cited: dict[str, str],
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Find the paragraphs that answer a query.

    \b
    Examples:
      wp8 search self-reliance
      wp8 search '"the people are god"'        words in a row, nothing else
      wp8 search 'plan* NOT "five-year"'       any ending; an exclusion
      wp8 search '"tons cement"~2'             at most two words between
      wp8 search China --doc paper --kind note
      wp8 search plan --where 'author:Kim date:2019..2021' --by year
      wp8 search economy --ids | wp8 show paragraph -
      wp8 search economy --format docx --style apa --output economy.docx
    """
    _require_one_answer(wanted, output)
    cite_in(output, cited)
    query = " ".join(words)
    if wanted.explain:
        _explain(query, scope, wanted, corpus)
    result = corpus.search(
        query,
        exact=wanted.exact,
        variants=wanted.variants,
        sort=wanted.sort,
        by=wanted.by,
        fields=wanted.fields,
        limit=wanted.limit_for(output),
        context=wanted.context,
        ids=wanted.ids,
        **scope,
    )
    if result.stated and not (output.is_view and result.total):
        from wp8.render.plain import stated_lines

        for line in stated_lines(result.stated):
            notify(line)
    is_answered = any(value for _, _, value in result.stated)
    if result.total:
        output.mark = wanted.mark
        _write(result, wanted, output, corpus)
    elif not is_answered:
        say_why(corpus, query, scope, exact=wanted.exact)
    _comment(result, wanted)
    return ExitCode.OK if result.total or is_answered else ExitCode.NO_HITS


def _require_one_answer(wanted: Wanted, output: Output) -> None:
    """Check that one answer is asked for: hits in a format, their number, ids, or a table."""
    shapes = {"--count": wanted.count_only, "--ids": wanted.ids, "--by": wanted.by}
    asked = [name for name, is_asked in shapes.items() if is_asked]
    if output.format != TEXT and asked[:1] not in ([], ["--by"]):
        asked.append(f"--format {output.format}")
    if len(asked) > 1:
        raise click.UsageError(f"{asked[0]} and {asked[1]} ask for two answers: give one of them.")


def _explain(query: str, scope: Scoped, wanted: Wanted, corpus: Corpus) -> None:
    from wp8.render.plain import explanation_lines

    found = corpus.explain(query, exact=wanted.exact, variants=wanted.variants, **scope)
    remark(explanation_lines(found))


def _write(result: SearchResult, wanted: Wanted, output: Output, corpus: Corpus) -> None:
    """Write a result that has hits in the way asked for."""
    if wanted.by:
        from wp8.cli.counting import write_table

        write_table(result.facets.first(wanted.limit), output, corpus)
    elif wanted.count_only:
        write([f"{result.total}\n"])
    elif wanted.ids:
        write(f"{id_}\n" for id_ in result.ids)
    else:
        output.write(result, corpus)


def _comment(result: SearchResult, wanted: Wanted) -> None:
    """Say on stderr what the hits do not: what is left out, what was loosened."""
    from wp8.render.plain import comments

    for comment in comments(result, all_shown=wanted.count_only or bool(wanted.by)):
        notify(comment)
