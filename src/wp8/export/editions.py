"""The register of exports: every record as data or an edition, the documents as entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.citation.bibliography import BIBLIOGRAPHIES, CSL_JSON, bibliography
from wp8.errors import ExportError
from wp8.export.formats import FORMATS
from wp8.export.sheets import Sheet
from wp8.model import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wp8.corpus.document import Corpus
    from wp8.model import Record
    from wp8.results import Records


class Whole(NamedTuple):
    """A whole corpus; `lemma` gives the lemma of a word's norm."""

    records: Records
    corpus: Corpus
    lemma: Callable[[str], str]


def _tei(whole: Whole) -> Iterator[str]:
    return _as_tei(whole)


def _tei_words(whole: Whole) -> Iterator[str]:
    return _as_tei(whole, lemma=whole.lemma)


def _as_tei(whole: Whole, lemma: Callable[[str], str] | None = None) -> Iterator[str]:
    from wp8 import __version__
    from wp8.export.tei.document import tei

    records, corpus = whole.records, whole.corpus
    return tei(corpus.documents, records.records, records.corpus, version=__version__, lemma=lemma)


def export_each(
    name: str, records: Records, corpus: Corpus, lemma: Callable[[str], str]
) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the id of each document, and the document as TEI in pieces.

    Raises:
        ExportError: If it is another format.
    """
    from wp8 import __version__
    from wp8.export.tei.document import tei_of_each

    if name not in _SPLIT:
        raise ExportError(f"{name} is one file", hint=f"a file each have: {', '.join(_SPLIT)}")
    each = tei_of_each(
        *(corpus.documents, records.records, records.corpus),
        version=__version__,
        lemma=lemma if name == "tei-words" else None,
    )
    return ((id_, map(visible, pieces)) for id_, pieces in each)


def _vertical(whole: Whole) -> Iterator[str]:
    from wp8.export.tokens.vertical import vertical

    return vertical(whole.corpus.documents, whole.records.records, whole.lemma)


def _conllu(whole: Whole) -> Iterator[str]:
    from wp8.export.tokens.conllu import conllu

    return conllu(whole.records.records, whole.lemma)


def _html(whole: Whole) -> Iterator[str]:
    from wp8 import __version__
    from wp8.citation.reference import reference
    from wp8.export.edition.page import edition

    records, corpus, _ = whole
    documents = {document.id: document for document in corpus.documents}
    about = {**records.corpus, "version": __version__}

    def cite(record: Record) -> str:
        return reference(documents[record.document], record)

    return edition(corpus.documents, records.records, about, cite)


_SPLIT: Final = ("tei", "tei-words")
EDITIONS: Final[dict[str, Callable[[Whole], Iterator[str]]]] = {
    "tei": _tei,
    "tei-words": _tei_words,
    "html": _html,
    "vertical": _vertical,
    "conllu": _conllu,
}
EXPORTS: Final = (*FORMATS, *EDITIONS, *BIBLIOGRAPHIES)


def export(
    name: str,
    records: Records,
    corpus: Corpus,
    *,
    bom: bool = False,
    excel_safe: bool = False,
    style: str = "",
    lemma: Callable[[str], str] = str,
) -> Iterator[str]:
    """Return a whole corpus in one of `EXPORTS`, in pieces.

    Args:
        name: The format.
        records: All records, in reading order.
        corpus: The corpus as its manifest describes it.
        bom: Begin CSV or TSV with the mark that tells Excel of UTF-8.
        excel_safe: Let no cell of CSV or TSV begin like a formula.
        style: The style of CSL that the items of CSL-JSON are for.
        lemma: What gives the lemma of a word's norm, for formats of tokens.

    Raises:
        ExportError: If there is no such format, or it is for no style, or not of records that were
            asked for with what is said of their documents.
        UnknownNameError: If there is no such style.
    """
    if style and name != CSL_JSON:
        raise ExportError(f"{name} is for no style", hint=f"for one is: --format {CSL_JSON}")
    if records.said and name in (*EDITIONS, *BIBLIOGRAPHIES):
        hint = f"formats with --fields: {', '.join(FORMATS)}"
        raise ExportError(f"{name} has all that is said of documents", hint=hint)
    if name in FORMATS:
        from wp8.export.records import WholeRecords

        return FORMATS[name].write(WholeRecords(), records, Sheet(bom, excel_safe))
    if name in EDITIONS:
        return map(visible, EDITIONS[name](Whole(records, corpus, lemma)))
    if name in BIBLIOGRAPHIES:
        return map(visible, bibliography(name, corpus.documents, style))
    raise ExportError(f"there is no format {name!r}", hint=f"formats: {', '.join(EXPORTS)}")
