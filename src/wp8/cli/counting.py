"""What the commands that count share: whose words, counted as what, and how a table is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.analysis.counts.frequency import MOST_DOCUMENTS
from wp8.analysis.counts.population import form, lemma_by
from wp8.analysis.counts.running import counted_words
from wp8.cli.empty import say_why
from wp8.cli.options import notify, option_group
from wp8.cli.stamps import stamped
from wp8.query.language.parser import parse
from wp8.query.search import Question, resolve, selected
from wp8.query.tree import Typed, within
from wp8.render.terminal import write
from wp8.words.tokens import tokenize, word_norms

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from wp8.analysis.counts.population import Item, Population
    from wp8.analysis.measures.family import Family
    from wp8.cli.options import Decorator, Output
    from wp8.model import Table
    from wp8.query.record_view import Stretch
    from wp8.query.search import Scope
    from wp8.query.tree import Node
    from wp8.workspace.session import Session

# What counts as running text unless --kind says otherwise.
BODY = ("paragraph",)
SCREENFUL = 40


class Unit(NamedTuple):
    """What a running word counts as."""

    lemma: bool

    @property
    def name(self) -> str:
        """The unit as a table names it."""
        return "lemmas" if self.lemma else "words"


unit_options = option_group(
    "unit",
    Unit,
    click.option("--lemma", is_flag=True, help="Count lemmas: plan, plans, planned as one."),
)

limit_option = click.option(
    "--limit", type=click.IntRange(min=0), metavar="N", help="At most N rows."
)


def measure_option(family: Family) -> Decorator:
    """Return the option that asks for measures of a family by name."""

    def named(_: object, __: object, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(family[name.lower()].name for name in names)

    def completed(_: object, __: object, begun: str) -> list[str]:
        return [name for name in family if name.startswith(begun.lower())]

    return click.option(
        "--measure",
        "measures",
        multiple=True,
        metavar="NAME",
        callback=named,
        shell_complete=completed,
        help=f"Show too, and sort by the first: {', '.join(family)}.",
    )


def measured_by(measures: Sequence[str]) -> dict[str, object]:
    """Return the parameter that says by which measure rows are sorted, if one was asked for."""
    return {"measure": measures[0]} if measures else {}


def body(scope: Scope) -> Scope:
    """Return `scope`, of running text alone unless it names kinds."""
    return scope if scope.kinds else scope._replace(kinds=BODY)


def say_absent(found: Mapping[str, object], unit: Unit, scope: Scope, session: Session) -> None:
    """Say why those of the counted items do not occur for which nothing was found."""
    for item, places in found.items():
        if not places:
            say_why(Question(item, body(scope), exact=not unit.lemma), session)


def counted(scope: Scope, unit: Unit, session: Session) -> Population:
    """Return the running words that `scope` sees, of running text alone unless it names kinds."""
    ids = selected(body(scope), session.backend)
    return counted_words(ids, _item(unit, session), scope.quotes, session.backend)


def about(whole: Population, unit: Unit, part: Population | None = None) -> dict[str, object]:
    """Return the parameters that every table has: what was counted, the whole or a part of it."""
    words = whole if part is None else part
    return {
        "counted": unit.name,
        "kinds": ", ".join(dict.fromkeys(whole.heads.kinds)),
        "documents": _named(list(dict.fromkeys(whole.heads.documents))),
        "records": len(whole.heads.ids),
        "size": words.size,
        **({"quotes": words.layer} if words.layer else {}),
    }


def _named(documents: Sequence[str]) -> str:
    """Return the names of documents, of very many the first and the last."""
    if len(documents) <= MOST_DOCUMENTS:
        return ", ".join(documents)
    return f"{len(documents):,}: {documents[0]} … {documents[-1]}"


def tree_of(query: str, session: Session, *, exact: bool = False) -> Node:
    """Return the tree of a query, resolved over the corpus's vocabulary."""
    question = Question(query, exact=exact)
    return resolve(parse(query), question, session.backend)


def stretches(tree: Node, words: Population, session: Session) -> Mapping[str, Sequence[Stretch]]:
    """Return the stretches of positions that `tree` matches, by record id."""
    own = set(words.heads.ids)
    if not words.layer:
        return {id_: each for id_, each in session.backend.occurrences(tree) if id_ in own}
    found = session.backend.occurrences(within(tree, words.layer))
    counted = ((id_, words.arrangement(id_).counted(each)) for id_, each in found if id_ in own)
    return {id_: each for id_, each in counted if each}


def part_answering(query: str, words: Population, session: Session) -> Population:
    """Return the part of `words` that stands in the records which answer `query`."""
    answers = session.backend.search(tree_of(query, session), order="document").ids
    return words.of(set(answers))


def item_stretches(
    item: str, words: Population, unit: Unit, session: Session
) -> Mapping[str, Sequence[Stretch]]:
    """Return the stretches of positions of an item, by record id.

    Counted as words, `item` is a word or a phrase as written; as lemmas, all words of its lemma.
    """
    counted_as = _counted_as(item, unit, session)
    if counted_as is not None:
        return words.stretches_of(counted_as)
    return stretches(tree_of(item, session, exact=True), words, session)


def item_frequencies(
    item: str, words: Population, unit: Unit, session: Session
) -> Mapping[str, int]:
    """Return how often an item occurs, by record id; `item` is as in `item_stretches`."""
    counted_as = _counted_as(item, unit, session)
    if counted_as is not None:
        return words.frequencies_of(counted_as)
    return {id_: len(own) for id_, own in item_stretches(item, words, unit, session).items()}


def _counted_as(item: str, unit: Unit, session: Session) -> Container[str] | None:
    """Return what the running words count as that are occurrences of `item`.

    None, if it is not a word but a phrase or another query.
    """
    if unit.lemma:
        return set(map(_item(unit, session), word_norms(tokenize(item))))
    typed = parse(item)
    if not isinstance(typed, Typed) or typed.form != "word":
        return None
    norms = word_norms(tokenize(typed.text, shouted=False))
    return norms if len(norms) == 1 else None


def _item(unit: Unit, session: Session) -> Item:
    """Return what gives the item that a running word counts as."""
    return lemma_by(session.backend.vocabulary.lemma) if unit.lemma else form


def write_table(table: Table, session: Session, output: Output, *, limit: int | None) -> None:
    """Write `table`, at most `limit` rows of it; a terminal gets a screenful unless told."""
    total = len(table.rows)
    table = table if table.stamp else stamped(table, session, output)
    most = SCREENFUL if limit is None and output.is_view else limit
    cut = table._replace(rows=table.rows[:most])
    if output.is_view:
        from wp8.render.console import print_view
        from wp8.render.tables import table_view

        print_view(table_view(cut.as_text()), colored=output.colored, pager=output.pager)
    else:
        write_rows(cut, session, output)
    if len(cut.rows) < total:
        notify(f"{len(cut.rows)} of {total:,} rows; --limit {total} shows all")


def write_rows(table: Table, session: Session, output: Output) -> None:
    """Write `table` for a program; what it rests on goes to stderr, unless the format has it."""
    from wp8.export.counts import footnotes, table_as
    from wp8.render.plain import table_lines

    if output.format == "text":
        table = table.as_text()
        write(table_lines(table))
    else:
        write(table_as(output.written_as, table, session.corpus))
    if output.format not in ("json", "md"):
        for line in footnotes(table):
            notify(line)
