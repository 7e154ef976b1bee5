"""`wp8 add`."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from wp8.cli.completion import complete_file
from wp8.cli.init import adding, show_additions
from wp8.cli.options import (
    agreed,
    anyway_option,
    column_option,
    corpus_options,
    encoding_option,
)
from wp8.numbers import and_more

if TYPE_CHECKING:
    from wp8.api import Corpus
    from wp8.errors import ExitCode


@click.command("add")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_file)
@encoding_option
@column_option
@click.option("--replace", is_flag=True, help="Let newer copies take the place of the older ones.")
@anyway_option
@corpus_options
def command(
    files: tuple[str, ...],
    encoding: str,
    text_column: str,
    replace: bool,
    anyway: bool,
    corpus: Corpus,
) -> ExitCode:
    r"""Add copies of files, and of those in folders, to a corpus of your own.

    What its corpus.toml has already stays as it is. Files are taken and left out as wp8 init does
    it: wp8 add FOLDER again adds what has come since.

    A file with the name of one that the corpus has, and other bytes, may be a newer copy of it: on
    a terminal you are asked, elsewhere it is left out, unless --replace lets it take that one's
    place, where it keeps id and metadata, or --anyway adds it as a document of its own.

    \b
    Examples:
      wp8 add fourth.docx --corpus letters
      wp8 add ~/letters --corpus letters
      wp8 add corrected/fourth.docx --replace --corpus letters

    Exit 0 if nothing was left out but texts that are there already, 2 if something was.
    """
    add = partial(corpus.add, encoding=encoding, text_column=text_column, anyway=anyway)
    with adding() as progress:
        added = add(*files, replace=replace, progress=progress)
    newer = [each for each in added.refused if each.known_as]
    if newer and sys.stdin.isatty() and sys.stderr.isatty():
        named = and_more([f"{each.file} ({each.known_as})" for each in newer])
        if agreed(f"newer copies of files that the corpus has: {named}", "let them replace these?"):
            again = add(*(each.file for each in newer), replace=True)
            added += again
            added.refused[:] = [each for each in added.refused if not each.known_as]
            added.refused += again.refused
    return show_additions(added, corpus.settings)
