"""`wp8 add`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.completion import complete_file
from wp8.cli.init import show_additions
from wp8.cli.options import column_option, corpus_options, encoding_option
from wp8.errors import ExitCode

if TYPE_CHECKING:
    from wp8.api import Corpus


@click.command("add")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_file)
@encoding_option
@column_option
@corpus_options
def command(files: tuple[str, ...], encoding: str, text_column: str, corpus: Corpus) -> ExitCode:
    r"""Add copies of files to a corpus of your own.

    What its corpus.toml has already stays as it is.

    \b
    Examples:
      wp8 add fourth.docx --corpus letters
      WP8_CORPUS=letters wp8 add ~/letters/5*.md
    """
    added = corpus.add(*files, encoding=encoding, text_column=text_column)
    show_additions(added, corpus.settings.corpus)
    return ExitCode.OK
