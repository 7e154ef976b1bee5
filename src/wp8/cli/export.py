"""`wp8 export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.options import check_sheet, corpus_options, file_option, sheet_options
from wp8.errors import ExitCode
from wp8.export.editions import EXPORTS
from wp8.export.sheets import Sheet
from wp8.render.terminal import write

if TYPE_CHECKING:
    from wp8.api import Corpus


@click.command("export")
@click.option(
    "--format",
    type=click.Choice(EXPORTS),
    default="jsonl",
    help="How to write the records, or their words; as a bibliography, the documents.",
)
@sheet_options[0]
@sheet_options[1]
@file_option
@corpus_options
def command(format: str, bom: bool, excel_safe: bool, corpus: Corpus) -> ExitCode:
    r"""Write every record of the corpus in reading order, or its documents as a bibliography.

    \b
    Examples:
      wp8 export --format jsonl > records.jsonl
      wp8 export | jq -r 'select(.kind == "note") | .text'
      wp8 export --format tei --output corpus.xml
      wp8 export --format conllu | grep -c '^# sent_id'
      wp8 export --format html > edition.html
      wp8 export --format bibtex > wp8.bib
    """
    check_sheet(format, Sheet(bom, excel_safe))
    for piece in corpus.exported(format, bom=bom, excel_safe=excel_safe):
        write((piece,))
    return ExitCode.OK
