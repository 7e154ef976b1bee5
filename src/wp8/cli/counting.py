"""What the commands that count share: whose words, counted as what, and how a table is written."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import click

from wp8.analysis.population import form, lemma_by, population
from wp8.cli.empty import say_why
from wp8.cli.options import notify, option_group
from wp8.cli.stamps import stamped
from wp8.matching import match
from wp8.query.parser import parse
from wp8.query.tree import within
from wp8.record_view import facets
from wp8.render.terminal import write
from wp8.search import Question, resolve, selected
from wp8.text import index_terms, tokenize
from wp8.text import words as running_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wp8.analysis.population import Passage, Population
    from wp8.cli.options import Output
    from wp8.model import Record, Table
    from wp8.query.tree import Node
    from wp8.record_view import Stretch
    from wp8.search import Scope
    from wp8.session import Session

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


def body(scope: Scope) -> Scope:
    """Return `scope`, of running text alone unless it names kinds."""
    return scope if scope.kinds else scope._replace(kinds=BODY)


def say_absent(found: Mapping[str, object], unit: Unit, scope: Scope, session: Session) -> None:
    """Say why those of the counted items do not occur for which nothing was found."""
    for item, places in found.items():
        if not places:
            say_why(Question(item, body(scope), exact=not unit.lemma), session)


def body_records(scope: Scope, session: Session) -> list[Record]:
    """Return the records of `scope`, of running text alone unless it names kinds."""
    return selected(body(scope), session.backend)


def counted(records: Sequence[Record], unit: Unit, scope: Scope, session: Session) -> Population:
    """Return the running words of `records` that `scope` sees, counted as `unit` says."""
    item = lemma_by(session.backend.vocabulary.lemma) if unit.lemma else form
    norms = session.backend.words(record.id for record in records)
    return population(records, item, scope.quotes, norms)


def about(records: Sequence[Record], words: Population, unit: Unit) -> dict[str, object]:
    """Return the parameters that every table has: what was counted."""
    return {
        "counted": unit.name,
        "kinds": ", ".join(dict.fromkeys(record.kind for record in records)),
        "documents": ", ".join(dict.fromkeys(record.document for record in records)),
        "records": len(records),
        "size": words.size,
        **({"quotes": words.layer} if words.layer else {}),
    }


def tree_of(query: str, session: Session, *, exact: bool = False) -> Node:
    """Return the tree of a query, resolved over the corpus's vocabulary."""
    question = Question(query, exact=exact)
    return resolve(parse(query), question, session.backend)


class PassageView:
    """The tokens of a passage as a query sees them."""

    def __init__(self, passage: Passage) -> None:
        self.facets = facets(passage.record)
        tokens = chain.from_iterable(word.tokens for word in passage.words)
        self._terms = list(index_terms(tokens, passage.record.quoted))

    def positions(self, term: str) -> list[int]:
        """Return the positions of `term`, ascending."""
        return [position for own, position in self._terms if own == term]


def stretches(tree: Node, words: Population, session: Session) -> dict[str, Sequence[Stretch]]:
    """Return the stretches of positions that `tree` matches, by record id."""
    tree = within(tree, words.layer) if words.layer else tree
    answers = set(session.backend.search(tree, order="document").ids)
    found = {}
    for passage in words.passages:
        if passage.record.id in answers:
            matched = match(tree, PassageView(passage))
            if matched is not None and matched.stretches:
                found[passage.record.id] = matched.stretches
    return found


def matching_records(query: str, records: Sequence[Record], session: Session) -> list[Record]:
    """Return those of `records` that answer `query`."""
    answers = set(session.backend.search(tree_of(query, session), order="document").ids)
    return [record for record in records if record.id in answers]


def item_stretches(
    item: str, words: Population, unit: Unit, session: Session
) -> dict[str, Sequence[Stretch]]:
    """Return the stretches of positions of an item, by record id.

    Counted as words, `item` is a word or a phrase as written; as lemmas, all words of its lemma.
    """
    if not unit.lemma:
        return stretches(tree_of(item, session, exact=True), words, session)
    wanted = {words.item(word) for word in running_words(tokenize(item))}
    found = {
        passage.record.id: [
            (word.position, word.position + len(word.tokens))
            for word in passage.words
            if words.item(word) in wanted
        ]
        for passage in words.passages
    }
    return {id_: places for id_, places in found.items() if places}


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
