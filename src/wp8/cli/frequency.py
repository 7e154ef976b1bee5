"""`wp8 frequency`."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import click

from wp8.analysis.counts.frequency import MOST_DOCUMENTS, frequency_list, part_frequencies
from wp8.cli.counting import (
    about,
    counted,
    item_frequencies,
    limit_option,
    say_absent,
    unit_options,
    write_table,
)
from wp8.cli.options import corpus_options, notify, output_options, scope_options
from wp8.errors import ExitCode
from wp8.model import Table
from wp8.words.tokens import FUNCTION_WORDS
from wp8.workspace.session import opened

if TYPE_CHECKING:
    from wp8.analysis.counts.frequency import Frequency
    from wp8.analysis.counts.population import Population
    from wp8.cli.counting import Unit
    from wp8.cli.options import Output
    from wp8.query.search import Scope
    from wp8.workspace.settings import Settings

FORMULAS = {"per_thousand": "1000 · frequency / running words"}


class Lengths(click.ParamType[range]):
    """A length of n-grams, or the first and the last: `2` or `2-4`."""

    name = "N[-M]"

    def convert(
        self, value: str | range, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        """Return the lengths that `value` names."""
        if isinstance(value, range):
            return value
        named = re.fullmatch(r"([1-9])(?:-([1-9]))?", value)
        if not named or int(named[2] or named[1]) < int(named[1]):
            self.fail(f"{value!r} is not a length from 1 to 9, or two with a hyphen: 2-4")
        return range(int(named[1]), int(named[2] or named[1]) + 1)


@click.command("frequency")
@click.argument("items", nargs=-1, metavar="[WORD]...")
@scope_options
@unit_options
@click.option("--ngrams", "lengths", type=Lengths(), default="1", help="Runs of words: 2, or 2-4.")
@click.option("--stop-words", "stopped", is_flag=True, help="Leave out function words.")
@limit_option
@output_options
@corpus_options
def command(
    items: tuple[str, ...],
    scope: Scope,
    unit: Unit,
    lengths: range,
    stopped: bool,
    limit: int | None,
    output: Output,
    settings: Settings,
) -> ExitCode:
    r"""Count words: all of them, or each WORD by document and section.

    A running word is written with its hyphens and apostrophes: self-reliance is one word. Only
    paragraphs count, unless --kind names what does.

    \b
    Examples:
      wp8 frequency --limit 20
      wp8 frequency self-reliance "living standards"
      wp8 frequency --ngrams 2-4 --doc paper --stop-words
      wp8 frequency plan --lemma --json
    """
    with opened(settings, notify) as session:
        words = counted(scope, unit, session)
        parameters = about(words, unit)
        if items:
            found = {item: item_frequencies(item, words, unit, session) for item in items}
            say_absent(found, unit, scope, session)
            rows = list(part_frequencies(words, found))
            columns = ("form", "document", "section", "frequency", "words", "per_thousand")
            table = Table("frequency", columns, rows, parameters, FORMULAS)
        else:
            listed = frequency_list(words, lengths=lengths, without=left_out(stopped=stopped))
            how = parameters | described(lengths, stopped=stopped)
            table = list_table("frequency", listed, words, how)
        write_table(table, session, output, limit=limit)
    return ExitCode.OK if any(row[3] for row in table.rows) or not items else ExitCode.NO_HITS


def list_table(
    name: str, listed: list[Frequency], words: Population, parameters: dict[str, object]
) -> Table:
    """Return a list of frequencies as a table, with two columns for each of a few documents."""
    columns = ["form", "frequency", "per_thousand"]
    documents = dict.fromkeys(words.heads.documents)
    for document in documents if len(documents) <= MOST_DOCUMENTS else ():
        columns += [document, f"{document}_per_thousand"]
    distinct = {id(shares): shares for _, shares in listed}
    figures = {
        key: (*shares.whole, *chain.from_iterable(shares.documents.values()))
        for key, shares in distinct.items()
    }
    # A sum of tuples takes half as long as one that is unpacked into another.
    rows = [(item,) + figures[id(shares)] for item, shares in listed]
    return Table(name, tuple(columns), rows, parameters, FORMULAS)


def left_out(*, stopped: bool) -> frozenset[str]:
    """Return the words that are left out of a list."""
    return FUNCTION_WORDS if stopped else frozenset()


def described(lengths: range, *, stopped: bool) -> dict[str, object]:
    """Return the parameters of a list: the lengths of its n-grams, the words left out."""
    spread = f"{lengths[0]}-{lengths[-1]}" if len(lengths) > 1 else str(lengths[0])
    found: dict[str, object] = {"ngrams": spread}
    if stopped:
        found["left_out"] = " ".join(sorted(FUNCTION_WORDS))
    return found
