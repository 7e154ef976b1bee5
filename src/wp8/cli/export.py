"""`wp8 export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.options import check_sheet, corpus_options, file_option, sheet_options
from wp8.errors import ExitCode
from wp8.export.editions import EDITIONS, EXPORTS
from wp8.export.formats import FORMATS
from wp8.export.sheets import Sheet
from wp8.numbers import and_more
from wp8.render.terminal import report, write

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

    Exit 2 if the text of a document is not among them, which is then named.
    """
    check_sheet(format, Sheet(bom, excel_safe))
    for piece in corpus.exported(format, bom=bom, excel_safe=excel_safe):
        write((piece,))
    is_of_texts = format in FORMATS or format in EDITIONS
    if is_of_texts and corpus.unread:
        report(f"not exported: {and_more(corpus.unread)}")
        return ExitCode.ERROR
    return ExitCode.OK
