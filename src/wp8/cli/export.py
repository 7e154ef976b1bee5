"""`wp8 export`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from wp8.citation.bibliography import BIBLIOGRAPHIES, bibliography
from wp8.cli.options import bom_option, corpus_options, excel_safe_option, notify, written_as
from wp8.errors import ExitCode
from wp8.export.formats import FORMATS
from wp8.render.terminal import write
from wp8.workspace.building import read
from wp8.workspace.session import opened
from wp8.workspace.sources import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wp8.model import Record
    from wp8.workspace.settings import Settings

TABLES: Final = tuple(name for name in FORMATS if name != "text")
EDITIONS: Final = ("tei", "html")


@click.command("export")
@click.option(
    "--format",
    "format_",
    type=click.Choice([*TABLES, *EDITIONS, *BIBLIOGRAPHIES]),
    default="jsonl",
    help="How to write the records; as a bibliography, the documents.",
)
@bom_option
@excel_safe_option
@corpus_options
def command(format_: str, bom: bool, excel_safe: bool, settings: Settings) -> ExitCode:
    r"""Write every record of the corpus in reading order, or its documents as a bibliography.

    \b
    Examples:
      wp8 export --format jsonl > records.jsonl
      wp8 export | jq -r 'select(.kind == "note") | .text'
      wp8 export --format tei > corpus.xml
      wp8 export --format html > edition.html
      wp8 export --format bibtex > wp8.bib
    """
    layout = written_as(format_, bom=bom, excel_safe=excel_safe)
    if format_ == "tei":
        write(_tei(settings))
    elif format_ == "html":
        write(_html(settings))
    elif format_ in BIBLIOGRAPHIES:
        write(bibliography(format_, load(settings).documents))
    else:
        write(_table(layout, settings))
    return ExitCode.OK


def _table(layout: str, settings: Settings) -> Iterator[str]:
    from wp8.export.tables import records_as

    with opened(settings, notify) as session:
        records = session.backend.records(session.backend.ids())
        yield from records_as(layout, records, session.corpus)


def _tei(settings: Settings) -> Iterator[str]:
    from wp8 import __version__
    from wp8.export.tei.document import tei

    corpus, records = read(settings)
    about = {"name": corpus.name, "digest": corpus.digest}
    return tei(corpus.documents, records, about, version=__version__)


def _html(settings: Settings) -> Iterator[str]:
    from wp8 import __version__
    from wp8.citation.reference import reference
    from wp8.export.edition.page import edition

    corpus, records = read(settings)
    documents = {document.id: document for document in corpus.documents}
    about = {"name": corpus.name, "digest": corpus.digest, "version": __version__}

    def cite(record: Record) -> str:
        return reference(documents[record.document], record)

    return edition(corpus.documents, records, about, cite)
