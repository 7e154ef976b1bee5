"""`wp8 add`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wp8.cli.init import show_additions
from wp8.cli.options import corpus_options
from wp8.errors import CorpusError, ExitCode
from wp8.workspace.settings import is_shipped

if TYPE_CHECKING:
    from wp8.workspace.settings import Settings


@click.command("add")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@corpus_options
def command(files: tuple[str, ...], settings: Settings) -> ExitCode:
    r"""Add copies of files to a corpus of your own.

    What its corpus.toml has already stays as it is.

    \b
    Examples:
      wp8 add fourth.docx --corpus letters
      WP8_CORPUS=letters wp8 add ~/letters/5*.md
    """
    from wp8.corpus.additions import add

    if is_shipped(settings.corpus):
        hint = "name yours with --corpus DIR or WP8_CORPUS; to make one: wp8 init DIR FILE..."
        raise CorpusError(f"{settings.corpus}: this corpus is wp8's own", hint=hint)
    show_additions(add(Path(settings.corpus), files), settings.corpus)
    return ExitCode.OK
