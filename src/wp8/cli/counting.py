"""What the commands that count share: their n-grams, how a table is written, what it lacks."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.cli.completion import complete_file
from wp8.cli.options import fields_option, given, notify, option_group, say_why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wp8.analysis.counts.table import Table
    from wp8.analysis.measures.family import Family
    from wp8.api import Corpus, Counted, Scoped
    from wp8.cli.options import Decorator
    from wp8.render.writer import Output

SCREENFUL = 40
# What joins the parts of a word, each of which is a token.
JOINERS = frozenset("-'\u2010\u2011\u2019")

ngrams_option = click.option(
    "--ngrams", metavar="N[-M]", default="1", help="Runs of words: 2, or 2-4."
)


def measure_option(family: Family) -> Decorator:
    """Return the option that asks for measures of a family by name."""

    def named(_: object, __: object, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(family[name.lower()].name for name in names)

    def completed(_: object, __: object, begun: str) -> list[str]:
        return [name for name in family if name.startswith(begun.lower())]

    return click.option(
        "--measure",
        multiple=True,
        metavar="NAME",
        callback=named,
        shell_complete=completed,
        help=f"Show too, and sort by the first: {', '.join(family)}.",
    )


stop_words_option = click.option(
    "--stop-words", is_flag=True, help="Leave out English function words."
)


svg_option = click.option(
    "--svg",
    metavar="FILE",
    callback=given,
    help="Also draw a picture (extra: plot).",
    shell_complete=complete_file,
)


def draw(svg: str | None, table: Table) -> None:
    """Draw `table` into the file that is named, if one is, and say which letters have no font."""
    if svg is None:
        return
    from wp8.export.pictures.register import write_picture

    if lacking := write_picture(svg, table):
        notify(f"no font here has {lacking[:20]}: they show where there is one")


class Listed(NamedTuple):
    """Which words or n-grams a list has, in which order."""

    ngrams: str
    gap: bool
    skip: int
    match: str
    min: int
    stop_words: bool
    sort: str | None
    fields: tuple[str, ...]


listed_options = option_group(
    "listed",
    Listed,
    ngrams_option,
    click.option("--gap", is_flag=True, help="Leave a word of each n-gram open: the * of."),
    click.option(
        "--skip",
        type=click.IntRange(0, 9),
        default=0,
        metavar="N",
        help="Let up to N words stand among those of an n-gram.",
    ),
    click.option(
        "--match", metavar="PATTERN", default="", help="Only these: 'self-*', 'the * of', /re.*/."
    ),
    click.option(
        "--min", type=click.IntRange(min=1), default=1, metavar="N", help="At least N occurrences."
    ),
    stop_words_option,
    click.option("--sort", metavar="COLUMN", help="Sort by a column, figures from high to low."),
    fields_option,
)


def write_table(table: Table, output: Output, corpus: Corpus) -> None:
    """Write `table`, and say how many rows it lacks, or that it has none."""
    output.write(table, corpus)
    if len(table) < table.total:
        notify(f"{len(table)} of {table.total:,} rows; --limit {table.total} shows all")
    if not table.total:
        notify(f"nothing is listed{_why_nothing(str(table.parameters.get('match', '')), table)}")


def _why_nothing(match: str, table: Table) -> str:
    """Return why a pattern matches nothing of a list, if it has one."""
    if not match:
        return ""
    if table.parameters["unit"] == "token" and not JOINERS.isdisjoint(match):
        return ": with --unit token no word has a hyphen or an apostrophe: --unit word"
    return ": --match matches no whole word or n-gram"


class Queried(NamedTuple):
    """The queries that are counted instead of words, and how they are read."""

    query: tuple[str, ...]
    exact: bool


exact_option = click.option(
    "--exact", is_flag=True, help="With --query: only whole words as written, hyphens and all."
)
queried_options = option_group(
    "queried",
    Queried,
    click.option(
        "--query",
        multiple=True,
        metavar="QUERY",
        help="Not words but a query, as search reads it; adjacent words of it count once.",
    ),
    exact_option,
)


def say_absent(
    table: Table, words: Sequence[str], queried: Queried, counted: Counted, corpus: Corpus
) -> None:
    """Say why those of the counted words or queries do not occur that `table` has 0 times."""
    if not (words or queried.query):
        return
    place = table.columns.index("frequency")
    there = {row[0] for row in table.cells if row[place]}
    for word in dict.fromkeys(" ".join(word.split()) for word in words):
        if word not in there:
            say_why_not(corpus, word, counted)
    for query in dict.fromkeys(queried.query):
        if query not in there:
            say_why(corpus, query, body(counted), exact=queried.exact)


def say_why_not(corpus: Corpus, word: str, counted: Counted) -> None:
    """Say that a word or phrase does not occur, and what of it does."""
    from wp8.analysis.counts.counting import has_operators, typed_item

    joined = corpus.joined_otherwise(word, **counted)
    found = [f"{form} ({number:,})" for form, number in joined.items()]
    typed = str(typed_item(word))
    if counted["unit"] == "word" and corpus.search(typed, limit=0, **body(counted)).total:
        in_tokens: Counted = {**counted, "unit": "token"}
        number = corpus.frequency(word, **in_tokens).rows[0].frequency
        found += [f"{number:,} with --unit token"] if number else []
    if found:
        notify(f"no hits for {word}, but {', '.join(found)}")
        return
    if has_operators(word):
        notify(f"{word} is counted as a phrase; as a query: --query {quote(word)}")
    say_why(corpus, typed, body(counted), exact=not counted["lemma"])


def body(counted: Counted) -> Scoped:
    """Return the scope in which words are counted: of running text alone unless it names kinds."""
    from wp8.analysis.counts.counting import BODY

    return {
        "doc": counted["doc"],
        "section": counted["section"],
        "kind": counted["kind"] or BODY,
        "quotes": counted["quotes"],
        "where": counted["where"],
    }
