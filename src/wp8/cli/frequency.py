"""`wp8 frequency`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.counting import (
    SCREENFUL,
    ngrams_option,
    queried_options,
    say_absent,
    stop_words_option,
    write_table,
)
from wp8.cli.options import corpus_options, counted_options, limit_option, output_options
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus, Counted
    from wp8.cli.counting import Queried
    from wp8.render.writer import Output


@click.command("frequency")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@queried_options
@counted_options
@ngrams_option
@stop_words_option
@limit_option
@output_options
@corpus_options
def command(
    words: tuple[str, ...],
    queried: Queried,
    counted: Counted,
    ngrams: str,
    stop_words: bool,
    limit: int | None,
    output: Output,
    corpus: Corpus,
) -> ExitCode:
    r"""Count words: all of them, or each WORD by document and section.

    A running word is written with its hyphens and apostrophes: self-reliance is one word. Words
    with blanks between are a phrase; signs between them do not matter, and occurrences do not
    overlap. Only paragraphs count, unless --kind names what does.

    \b
    Examples:
      wp8 frequency --limit 20
      wp8 frequency self-reliance "living standards"
      wp8 frequency --ngrams 2-4 --doc paper --stop-words
      wp8 frequency "self reliance" --unit token
      wp8 frequency --query "economy OR industry" --json
    """
    table = corpus.frequency(
        *words, ngrams=ngrams, stop_words=stop_words, **queried._asdict(), **counted
    )
    say_absent(table, words, queried, counted, corpus)
    write_table(table.first(output.screenful(limit, SCREENFUL)), output, corpus)
    is_found = not (words or queried.query) or any(row[3] for row in table.cells)
    return ExitCode.OK if is_found else ExitCode.NO_HITS
