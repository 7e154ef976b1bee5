"""`wp8 export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wp8.cli.options import bom_option, corpus_options, excel_safe_option, notify, written_as
from wp8.errors import ExitCode
from wp8.export.formats import FORMATS
from wp8.render.terminal import write
from wp8.session import opened, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wp8.document import Corpus, Document
    from wp8.model import Record
    from wp8.settings import Settings

    Edition = Callable[[Corpus, list[Record]], Iterator[str]]


@click.command("export")
@click.option(
    "--format",
    "format_",
    type=click.Choice([*(name for name in FORMATS if name != "text"), "tei", "html"]),
    default="jsonl",
    help="How to write the records.",
)
@bom_option
@excel_safe_option
@corpus_options
def command(format_: str, bom: bool, excel_safe: bool, settings: Settings) -> ExitCode:
    r"""Write every record of the corpus in reading order.

    \b
    Examples:
      wp8 export --format jsonl > records.jsonl
      wp8 export | jq -r 'select(.kind == "note") | .text'
      wp8 export --format tei > corpus.xml
      wp8 export --format html > edition.html
    """
    layout = written_as(format_, bom=bom, excel_safe=excel_safe)
    if edition := EDITIONS.get(format_):
        write(edition(*read(settings)))
        return ExitCode.OK
    from wp8.export.tables import records_as

    with opened(settings, notify) as session:
        records = session.backend.records(session.backend.ids())
        write(records_as(layout, records, session.corpus))
    return ExitCode.OK


def _tei(corpus: Corpus, records: list[Record]) -> Iterator[str]:
    from wp8 import __version__
    from wp8.export.tei import tei

    about = {"name": corpus.name, "digest": corpus.digest}
    return tei(corpus.documents, records, about, version=__version__)


def _html(corpus: Corpus, records: list[Record]) -> Iterator[str]:
    from wp8 import __version__
    from wp8.export.edition.page import edition

    documents = {document.id: document for document in corpus.documents}
    about = {"name": corpus.name, "digest": corpus.digest, "version": __version__}

    def cite(record: Record) -> str:
        return _reference(documents[record.document], record)

    return edition(corpus.documents, records, about, cite)


def _reference(document: Document, record: Record) -> str:
    """Return what to copy to cite `record`: only what its document states, and where it stands."""
    place = {
        "paragraph": f"para. {record.number} (wp8 numbering)",
        "note": f"n. {record.number}",
    }.get(record.kind, f"wp8 {record.id}")
    title = document.title if document.title_supplied else f"“{document.title}”"
    return ", ".join(filter(None, (document.author, title, document.date[:4], place)))


# The formats that have the whole corpus in one document.
EDITIONS: dict[str, Edition] = {"tei": _tei, "html": _html}
