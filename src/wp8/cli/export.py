"""`wp8 export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.citation.bibliography import BIBLIOGRAPHIES, bibliography
from wp8.cli.options import corpus_options, notify
from wp8.errors import ExitCode
from wp8.export.formats import FORMATS
from wp8.export.tables import records_as
from wp8.render.terminal import write
from wp8.session import load, opened

if TYPE_CHECKING:
    from wp8.settings import Settings


@click.command("export")
@click.option(
    "--format",
    "format_",
    type=click.Choice([*(name for name in FORMATS if name != "text"), *BIBLIOGRAPHIES]),
    default="jsonl",
    help="How to write the records; as a bibliography, the documents.",
)
@corpus_options
def command(format_: str, settings: Settings) -> ExitCode:
    r"""Write every record of the corpus in reading order.

    \b
    Examples:
      wp8 export --format jsonl > records.jsonl
      wp8 export | jq -r 'select(.kind == "note") | .text'
      wp8 export --format bibtex > wp8.bib
    """
    if format_ in BIBLIOGRAPHIES:
        write(bibliography(format_, load(settings).documents))
        return ExitCode.OK
    with opened(settings, notify) as session:
        records = session.backend.records(session.backend.ids())
        write(records_as(format_, records, session.corpus))
    return ExitCode.OK
