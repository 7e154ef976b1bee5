"""`wp8 export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wp8.citation.styles import OF_CSL
from wp8.cli.completion import complete_folder
from wp8.cli.options import (
    check_sheet,
    corpus_options,
    fields_option,
    file_option,
    given,
    record_options,
    sheet_options,
)
from wp8.errors import ExitCode, ExportError
from wp8.export.editions import EDITIONS, EXPORTS
from wp8.export.formats import FORMATS
from wp8.export.sheets import Sheet
from wp8.numbers import and_more
from wp8.render.terminal import printable, report, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.api import Corpus


@click.command("export")
@click.option(
    "--format",
    type=click.Choice(EXPORTS),
    default="jsonl",
    help="How to write the records, or their words; as a bibliography, the documents.",
)
@click.option(
    "--style",
    default="",
    metavar="NAME",
    callback=given,
    shell_complete=lambda *given: [n for n in OF_CSL if n.startswith(given[-1])],
    help="Write the items of csl-json for this style of wp8 cite.",
)
@click.option(
    "--split",
    metavar="DIR",
    shell_complete=complete_folder,
    help="Write a file of TEI for each document into this folder.",
)
@record_options
@fields_option
@sheet_options[0]
@sheet_options[1]
@file_option
@corpus_options
def command(
    format: str,
    style: str,
    split: str | None,
    records: dict[str, Any],
    fields: tuple[str, ...],
    bom: bool,
    excel_safe: bool,
    corpus: Corpus,
) -> ExitCode:
    r"""Write every record of the corpus in reading order, or its documents as a bibliography.

    \b
    Examples:
      wp8 export --format jsonl > records.jsonl
      wp8 export | jq -r 'select(.kind == "note") | .text'
      wp8 export --format tei --output corpus.xml
      wp8 export --format conllu | grep -c '^# sent_id'
      wp8 export --format html > edition.html
      wp8 export --format bibtex > wp8.bib
      wp8 export --doc speech --kind paragraph
      wp8 export --where author:Kim --fields author,date --format csv
      wp8 export --format csl-json --style chicago-note --output notes.json
      wp8 export --format tei --split texts

    The items of csl-json are for Zotero and for any style. Those for a style are
    what wp8 cite gives to pandoc: Kim Jong Un, who has the family first, stays so.
    In a file of TEI of its own, a server of texts (DTS) finds paragraph 12 as 12.

    Exit 2 if the text of a document is not among them, which is then named.
    """
    check_sheet(format, Sheet(bom, excel_safe))
    if split is not None:
        if style or fields:
            raise click.UsageError("--style and --fields are not for --split")
        _write_each(corpus.exported_each(format, **records), split)
    else:
        how: Any = {"bom": bom, "excel_safe": excel_safe, "style": style, "fields": fields}
        for piece in corpus.exported(format, **how, **records):
            write((piece,))
    is_of_texts = format in FORMATS or format in EDITIONS
    if is_of_texts and corpus.unread:
        report(f"not exported: {and_more(corpus.unread)}")
        return ExitCode.ERROR
    return ExitCode.OK


def _write_each(each: Iterable[tuple[str, Iterable[str]]], folder: str) -> None:
    from wp8.export.whole_file import write_file

    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{folder}: cannot be made ({error.strerror})") from error
    for id_, pieces in each:
        path = Path(folder, f"{id_}.xml")
        write_file(path, "".join(pieces))
        write((f"{printable(str(path))}\n",))
