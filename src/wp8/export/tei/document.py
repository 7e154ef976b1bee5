"""The corpus as TEI P5: one `teiCorpus` with a `TEI` for each document."""

from __future__ import annotations

from itertools import accumulate, chain, groupby, pairwise, takewhile
from typing import TYPE_CHECKING, Final

from wp8.export.tei.header import (
    corpus_header,
    document_header,
    encoding_of_one,
    language_of,
)
from wp8.export.tei.markup import element, has_hangul, start_tag
from wp8.export.tei.record import Elements
from wp8.export.tei.table import units
from wp8.results import by_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from wp8.corpus.document import Document
    from wp8.model import Record

_NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"
_PROLOGUE: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<?xml-model href="http://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng" \
type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"?>
"""

# What stands before and after the running text, and what it stands in there.
_MATTER: Final = {
    "title": "titlePage",
    "imprint": "titlePage",
    "abstract": "div",
    "colophon": "div",
    "author_note": "",
}
# What a division begins with. After its text, it begins a division of its own.
_OPENING: Final = ("heading", "salutation")


def tei(
    documents: Sequence[Document],
    records: Sequence[Record],
    corpus: Mapping[str, str],
    *,
    version: str,
    lemma: Callable[[str], str] | None = None,
) -> Iterator[str]:
    """Yield the corpus as TEI, in pieces; `version` is that of wp8.

    With `lemma`, which gives that of a word's norm, each word is an element.
    """
    yield _PROLOGUE
    yield start_tag("teiCorpus", {"xmlns": _NAMESPACE, "xmlns:tei": _NAMESPACE}) + "\n"
    yield from corpus_header(corpus, version)
    for document, own in _by_document(documents, records):
        yield from _document(document, own, corpus, lemma)
    yield "</teiCorpus>\n"


def tei_of_each(
    documents: Sequence[Document],
    records: Sequence[Record],
    corpus: Mapping[str, str],
    *,
    version: str,
    lemma: Callable[[str], str] | None = None,
) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the id of each document, and its TEI alone, in which its numbers are found."""
    encoding = "".join(encoding_of_one(corpus, version))
    for document, own in _by_document(documents, records):
        pieces = _document(document, own, corpus, lemma, encoding=encoding, xmlns=_NAMESPACE)
        yield document.id, chain([_PROLOGUE], pieces)


def _by_document(
    documents: Sequence[Document], records: Sequence[Record]
) -> Iterator[tuple[Document, list[Record]]]:
    ids = [document.id for document in documents]
    return zip(documents, by_document(ids, records), strict=True)


def _document(
    document: Document,
    records: Sequence[Record],
    corpus: Mapping[str, str],
    lemma: Callable[[str], str] | None,
    *,
    encoding: str = "",
    **attributes: str,
) -> Iterator[str]:
    """Yield the `TEI` of a document: a line for each record but a note inside another."""
    named = {"xml:id": document.id, "xml:lang": language_of(document)}
    has_korean = any(has_hangul(record.text) for record in records)
    yield start_tag("TEI", {**attributes, **named}) + "\n"
    yield from document_header(document, corpus, has_korean=has_korean, encoding=encoding)
    elements = Elements(document, records, lemma)
    front = list(takewhile(_is_matter, elements.flow))
    rest = elements.flow[len(front) :]
    back = list(takewhile(_is_matter, reversed(rest)))[::-1]
    yield "<text>\n"
    if front:
        yield from ("<front>\n", *_matter(front, elements), "</front>\n")
    yield from ("<body>\n", *_body(rest[: len(rest) - len(back)], elements), "</body>\n")
    if back:
        yield from ("<back>\n", *_matter(back, elements), "</back>\n")
    yield "</text>\n</TEI>\n"


def _is_matter(record: Record) -> bool:
    return record.kind in _MATTER and not record.section


def _matter(records: Sequence[Record], elements: Elements) -> Iterator[str]:
    """Yield front or back matter: title pages, each from a title to an imprint, and the rest."""
    turns = (a.kind == "imprint" and b.kind == "title" for a, b in pairwise(records))
    pages = accumulate(turns, initial=0)
    placed = zip(pages, records, strict=True)
    for (_, tag, kind), group in groupby(placed, key=lambda item: _place(*item)):
        lines = [f"{elements.matter(record)}\n" for _, record in group]
        opening = start_tag(tag, {"type": kind}) + "\n" if tag else ""
        yield from (opening, *lines, f"</{tag}>\n" if tag else "")


def _place(page: int, record: Record) -> tuple[int, str, str]:
    """Return what a record of front or back matter shares with those that stand in one with it."""
    tag = _MATTER[record.kind]
    return page, tag, record.kind if tag == "div" else ""


def _body(records: Sequence[Record], elements: Elements) -> Iterator[str]:
    """Yield the divisions of the body; text before the first section stands in none."""
    runs = [(own, list(run)) for own, run in groupby(records, lambda r: (r.section, r.section_id))]
    for place, ((label, id_), run) in enumerate(runs):
        is_bare = not label and not place and any(r.kind == "paragraph" for r in run)
        lines = _division(run, elements)
        opening = start_tag("div", {"type": "section", "n": id_ or label} if label else {})
        called = f"<index>{element('term', label)}</index>\n" if label != (id_ or label) else ""
        yield from lines if is_bare else (f"{opening}\n", called, *lines, "</div>\n")
    if not runs:
        yield "<div/>\n"


def _division(records: Iterable[Record], elements: Elements) -> Iterator[str]:
    """Yield the contents of a division; what opens one inside it opens a division of its own."""
    has_text = is_inside = False
    for unit in units(records):
        opens = unit[0].kind in _OPENING
        if opens and has_text:
            yield "</div>\n<div>\n" if is_inside else "<div>\n"
            is_inside = True
        has_text = not opens
        yield from elements.lines(unit)
    if is_inside:
        yield "</div>\n"
