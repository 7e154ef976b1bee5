"""`wp8 docs`: what is about the documents of a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.completion import complete_facet
from wp8.cli.options import corpus_options, notify, output_options
from wp8.errors import ExitCode
from wp8.numbers import NAMED
from wp8.render.terminal import report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.api import Corpus
    from wp8.corpus.receipts.receipt import Receipt
    from wp8.render.writer import Output


@click.group("docs", no_args_is_help=False)
def command() -> None:
    r"""Say what became of the text of each document: wp8 docs audit.

    \b
    Examples:
      wp8 docs audit
      wp8 docs audit paper --json
    """


@command.command("audit")
@click.argument("doc", nargs=-1, metavar="[DOC]...", shell_complete=complete_facet)
@output_options
@corpus_options
def audit(doc: tuple[str, ...], output: Output, corpus: Corpus) -> ExitCode:
    r"""Compare the words of each document's file with those of its records, in order.

    The text of the file is taken apart from what reads it. What was left out on purpose is counted
    by kind. What is lost, doubled or out of nothing is shown by its first words, with the record
    that it is in or, if it is lost, that it follows.

    \b
    Examples:
      wp8 docs audit
      wp8 docs audit paper --json

    Exit 1 if anything is unexplained.
    """
    found = corpus.audit(*doc)
    output.write(found, corpus)
    for reason in found.unread:
        notify(f"not read: {reason}")
    if found.unread:
        return ExitCode.ERROR
    return ExitCode.OK if all(each.is_clean for each in found) else ExitCode.NO_HITS


@command.command("fields")
@output_options
@corpus_options
def fields(output: Output, corpus: Corpus) -> ExitCode:
    r"""List what documents can be asked for by: author:Kim, date:2019..2021, fields of your own.

    \b
    Examples:
      wp8 docs fields
      wp8 docs fields --format csv
    """
    output.write(corpus.fields(), corpus)
    return ExitCode.OK


def report_receipts(receipts: Iterable[Receipt]) -> None:
    """Say on stderr what of a few documents is not in their records, and of how many more."""
    told = [receipt for receipt in receipts if receipt.line]
    for receipt in told[:NAMED]:
        report(f"{receipt.file}: {receipt.line}")
    if len(told) > NAMED:
        report(f"the text of {len(told) - NAMED:,} more is not all in their records, either")
    if told:
        report("what became of each document's text: wp8 docs audit")
