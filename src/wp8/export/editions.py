"""The register of exports: every record as data or an edition, the documents as entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.citation.bibliography import BIBLIOGRAPHIES, bibliography
from wp8.errors import ExportError
from wp8.export.formats import FORMATS
from wp8.export.sheets import Sheet
from wp8.model import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wp8.corpus.document import Corpus
    from wp8.model import Record
    from wp8.results import Records


def _tei(records: Records, corpus: Corpus) -> Iterator[str]:
    from wp8 import __version__
    from wp8.export.tei.document import tei

    return tei(corpus.documents, records.records, records.corpus, version=__version__)


def _html(records: Records, corpus: Corpus) -> Iterator[str]:
    from wp8 import __version__
    from wp8.citation.reference import reference
    from wp8.export.edition.page import edition

    documents = {document.id: document for document in corpus.documents}
    about = {**records.corpus, "version": __version__}

    def cite(record: Record) -> str:
        return reference(documents[record.document], record)

    return edition(corpus.documents, records.records, about, cite)


EDITIONS: Final[dict[str, Callable[[Records, Corpus], Iterator[str]]]] = {
    "tei": _tei,
    "html": _html,
}
EXPORTS: Final = (*FORMATS, *EDITIONS, *BIBLIOGRAPHIES)


def export(
    name: str, records: Records, corpus: Corpus, *, bom: bool = False, excel_safe: bool = False
) -> Iterator[str]:
    """Return a whole corpus in one of `EXPORTS`.

    Raises:
        ExportError: If there is no such format.
    """
    if name in FORMATS:
        from wp8.export.records import WholeRecords

        return FORMATS[name].write(WholeRecords(), records, Sheet(bom, excel_safe))
    if name in EDITIONS:
        return map(visible, EDITIONS[name](records, corpus))
    if name in BIBLIOGRAPHIES:
        return map(visible, bibliography(name, corpus.documents))
    raise ExportError(f"there is no format {name!r}", hint=f"formats: {', '.join(EXPORTS)}")
