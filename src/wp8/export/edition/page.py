"""The reading edition: a corpus as one HTML page that needs nothing from outside."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib import resources
from itertools import groupby
from string import Template
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from wp8.corpus.item.dates import readable
from wp8.corpus.item.names import listed
from wp8.export.edition import table
from wp8.export.edition.markup import Html, element, escaped, joined
from wp8.export.edition.parts import parts
from wp8.results import Streamed, by_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.corpus.document import Document
    from wp8.export.edition.parts import Cite, Parts
    from wp8.model import Record


class _Section(NamedTuple):
    """What stands under one heading: the id that leads there, its label, its records."""

    id: str
    label: str
    records: Sequence[Record]

    @property
    def opens_with_heading(self) -> bool:
        """Whether the source has a heading here, and not only a part that wp8 numbers."""
        return self.records[0].kind == "heading"


class _Chapter(NamedTuple):
    """A document and its records: those in its sections, and its notes."""

    document: Document
    records: Sequence[Record]
    sections: Sequence[_Section]
    notes: Sequence[Record]

    @property
    def notes_id(self) -> str:
        """The id of the notes' heading."""
        return f"_notes:{self.document.id}"


def edition(
    documents: Sequence[Document],
    records: Sequence[Record],
    corpus: Mapping[str, str],
    cite: Cite,
) -> Iterator[str]:
    """Yield, in pieces, an HTML page with all `records`, the same bytes for the same corpus.

    `corpus` has its `name` and `digest`, and the `version` of wp8; `cite` returns what to copy
    to cite a record.
    """
    contents, paragraphs = [], 0
    for chapter in _chapters(documents, records):
        contents.append(_contents(chapter))
        paragraphs += sum(record.kind == "paragraph" for record in chapter.records)
    style, script = _file("style.css"), _file("page.js") + _file("search.js")
    frame = Template(_file("page.html")).substitute(
        policy=f"style-src '{_digest(style)}'; script-src '{_digest(script)}'",
        style=style,
        script=script,
        name=escaped(corpus["name"]),
        digest=escaped(corpus["digest"]),
        version=escaped(corpus["version"]),
        scope=_scope(len(contents), paragraphs),
        contents=element("ol", *contents),
    )
    head, foot = frame.split("<!-- documents -->")
    yield head
    for chapter in _chapters(documents, records):
        yield from _article(chapter, cite)
    yield foot


def _file(name: str) -> str:
    return (resources.files("wp8.export.edition") / name).read_text(encoding="utf-8")


def _digest(source: str) -> str:
    """Return the name by which a content security policy knows an inline style or script."""
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


def _scope(documents: int, paragraphs: int) -> Html:
    chapters = f"{documents:,} document{'s' * (documents != 1)}"
    return escaped(f"{chapters}, {paragraphs:,} numbered paragraph{'s' * (paragraphs != 1)}")


def _chapters(documents: Sequence[Document], records: Sequence[Record]) -> Iterator[_Chapter]:
    """Yield the documents one after the other: a large corpus is read twice, but not held."""
    ids = {*records.ids} if isinstance(records, Streamed) else {record.id for record in records}
    names = [document.id for document in documents]
    for document, own in zip(documents, by_document(names, records), strict=True):
        yield _chapter(document, own, ids)


def _chapter(document: Document, records: Sequence[Record], ids: set[str]) -> _Chapter:
    flow = [record for record in records if record.kind != "note"]
    notes = [record for record in records if record.kind == "note"]
    return _Chapter(document, records, list(_sections(flow, ids)), notes)


def _sections(flow: Iterable[Record], ids: set[str]) -> Iterator[_Section]:
    """Yield the sections of a document; `ids` are those of the page, and get theirs."""
    run: list[Record] = []
    for record in flow:
        if run and (record.section != run[-1].section or record.kind == "heading"):
            yield _section(run, ids)
            run = []
        run.append(record)
    if run:
        yield _section(run, ids)


def _section(run: Sequence[Record], ids: set[str]) -> _Section:
    first = run[0]
    label = first.text if first.kind == "heading" else first.section
    id_ = f"{first.document}:{first.section_id}"
    if id_ in ids or not first.section_id:
        id_ = first.id
    ids.add(id_)
    return _Section(id_, label, run)


def _contents(chapter: _Chapter) -> Html:
    document = chapter.document
    entries = [
        element("li", _link(section.id, section.label), Html(" "), _extent(section.records))
        for section in chapter.sections
        if section.label
    ]
    if chapter.notes:
        extent = element("span", escaped(f"{len(chapter.notes):,}"), class_="extent")
        entries.append(element("li", _link(chapter.notes_id, "Notes"), Html(" "), extent))
    inner = element("ol", *entries) if entries else Html("")
    return element("li", _link(document.id, document.title), inner)


def _extent(records: Iterable[Record]) -> Html:
    """Return the numbers of the first and the last paragraph of `records`."""
    numbers = [record.number for record in records if record.kind == "paragraph"]
    if not numbers:
        return Html("")
    ends = dict.fromkeys((f"{numbers[0]}", f"{numbers[-1]}"))
    return element("span", escaped("–".join(ends)), class_="extent")


def _link(id_: str, label: str) -> Html:
    return element("a", escaped(label), href=f"#{quote(id_, safe=':')}")


def _article(chapter: _Chapter, cite: Cite) -> Iterator[Html]:
    document = chapter.document
    made = parts(document, chapter.records, cite)
    yield Html(
        f'<article id="{document.id}" aria-labelledby="_title:{document.id}"'
        f' lang="{escaped(document.language)}">\n'
    )
    yield _head(document)
    for section in chapter.sections:
        yield _section_html(section, made)
    if chapter.notes:
        heading = element("h3", Html("Notes"), id=chapter.notes_id, lang="en")
        notes = element("ol", *map(made.note, chapter.notes), role="list")
        yield element(
            "section", heading, notes, role="doc-endnotes", aria_labelledby=chapter.notes_id
        )
    yield Html("</article>\n")


def _head(document: Document) -> Html:
    """Return the title of a document and what its manifest states of it."""
    work = document.item
    stated = {
        "Author": document.author,
        "Affiliation": document.affiliation,
        "Editor": listed(work.get("editor", [])),
        "Translator": listed(work.get("translator", [])),
        "In": work.get("container-title", ""),
        "Date": readable(document.date),
        "Publisher": document.publisher,
        "Place": work.get("publisher-place", ""),
        "Issued": document.date_in_words,
        "Title": "supplied; the source has none" if document.title_supplied else "",
        "Source": document.source,
        "Rights": document.rights,
    }
    rows = (
        element("div", element("dt", escaped(name)), element("dd", escaped(value)))
        for name, value in stated.items()
        if value
    )
    title = element("h2", escaped(document.title), id=f"_title:{document.id}")
    return element("header", title, element("dl", *rows, lang="en"))


def _section_html(section: _Section, made: Parts) -> Html:
    pieces: list[Html] = []
    records = table.whole(section.records)
    for is_table, group in groupby(records, key=lambda record: record.kind in table.KINDS):
        run = list(group)
        pieces += table.tables(run, made) if is_table else map(made.passage, run)
    if not section.label:
        return joined(*pieces)
    supplied = Html("")
    if not section.opens_with_heading:
        supplied = element("h3", escaped(section.label), class_="supplied", lang="en")
    id_ = section.id if section.id != section.records[0].id else ""
    return element("section", supplied, *pieces, id=id_)
