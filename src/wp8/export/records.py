"""The layouts of records and of documents: hits, records, contents, a glossary, receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wp8.export.layout import Layout
from wp8.export.markdown import escaped, markdown, stamp_in_markdown
from wp8.export.sheets import span_text
from wp8.numbers import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wp8.corpus.care.documents import Documents
    from wp8.corpus.contents import Contents
    from wp8.corpus.editions.past import NumberChanges
    from wp8.corpus.glossary import Glossary
    from wp8.corpus.receipts.receipt import Audit, Passage
    from wp8.export.excerpts.excerpt import Excerpt
    from wp8.model import Hit, Record
    from wp8.results import Records, SearchResult

COLUMNS: Final = (
    "id document kind section number number_in_section text file first_line last_line notes "
    "section_id speaker"
).split()


def record_fields(record: Record) -> dict[str, Any]:
    """Return a record's fields as JSON has them: the contract of the schema wp8.record/1."""
    found: dict[str, Any] = {
        "id": record.id,
        "document": record.document,
        "kind": record.kind,
        "section": record.section,
        "number": record.number,
        "number_in_section": record.number_in_section,
        "text": record.text,
        "source": {"file": record.file, "lines": list(record.lines)},
        "notes": list(record.notes),
        "section_id": record.section_id,
    }
    return found | {
        "language": record.language or None,
        "cited_by": record.cited_by,
        "cited_at": record.cited_at,
        "group": record.group if record.name is not None else None,
        "name": record.name,
        "position": record.position if record.name is not None else None,
        "speaker": record.speaker,
        "pages": list(record.pages) if record.pages is not None else None,
        "page_labels": list(record.page_labels) if record.page_labels is not None else None,
        "quotes": [{"kind": kind, "span": [*span]} for kind, *span in record.quotes],
    }


def hit_fields(hit: Hit) -> dict[str, Any]:
    """Return a hit's fields as JSON has them: the record's, its score and its highlights.

    `quoted` has for each highlight the kind of quoted matter it stands in, or null, `fields` what
    was asked for of the document.
    """
    return record_fields(hit.record) | {
        "score": round(hit.score, 4),
        "highlights": [list(span) for span in hit.highlights],
        "quoted": hit.quoted,
        "fields": dict(hit.fields),
        "before": list(map(record_fields, hit.before)),
        "after": list(map(record_fields, hit.after)),
    }


class Hits(Layout["SearchResult"]):
    """The hits of a search."""

    schema, row_schema, rows = "wp8.search/1", "wp8.hit/1", "hits"

    def about(self, result: SearchResult) -> Mapping[str, Any]:
        """Return the query, how much there is of it, and where."""
        return {
            "query": result.query,
            "total": result.total,
            "occurrences": result.occurrences,
            "corpus": dict(result.corpus),
            "stamp": result.stamp,
            "documents": {name: found._asdict() for name, found in result.documents.items()},
            "loosened": list(result.loosened) if result.loosened else None,
            "forms": [count._asdict() for count in result.forms],
            "missing": list(result.missing),
            "stated": [stated._asdict() for stated in result.stated],
        }

    def fields(self, result: SearchResult) -> Iterator[Mapping[str, Any]]:
        """Yield the fields of each hit."""
        return map(hit_fields, result.hits)

    def cells(self, result: SearchResult) -> Iterator[Sequence[object]]:
        """Yield a row for each hit; highlights are `start-end`, by blanks."""
        names = next((hit.fields for hit in result.hits), ())
        yield [*COLUMNS, "score", "highlights", *names]
        for hit in result.hits:
            spans = " ".join(map(span_text, hit.highlights))
            said = hit.fields.values()
            yield [*record_cells(hit.record), round(hit.score, 4), spans, *said]

    def markdown(self, result: SearchResult) -> Iterator[str]:
        """Yield each hit, its matches in bold, and the stamp."""
        for hit in result.hits:
            yield from markdown([(hit.record, hit.highlights)])
            yield f"{escaped(hit.said)}\n\n" * bool(hit.said)
        yield f"{stamp_in_markdown(result.stamp)}\n"

    def excerpts(self, result: SearchResult) -> Iterator[Excerpt]:
        """Yield each hit, its matches as such."""
        from wp8.export.excerpts.excerpt import excerpt

        return (excerpt(hit.record, hit.highlights) for hit in result.hits)

    def footnotes(self, result: SearchResult) -> list[str]:
        """Return the stamp."""
        return [f"stamp: {result.stamp}"]


class WholeRecords(Layout["Records"]):
    """Records."""

    schema, row_schema, rows = "wp8.records/1", "wp8.record/1", "records"

    def about(self, result: Records) -> Mapping[str, Any]:
        """Return the corpus."""
        return {"corpus": dict(result.corpus)}

    def fields(self, result: Records) -> Iterator[Mapping[str, Any]]:
        """Yield the fields of each record, and what was asked for of its document."""
        for record in result.records:
            said = {"fields": dict(result.said[record.document])} if result.said else {}
            yield record_fields(record) | said

    def cells(self, result: Records) -> Iterator[Sequence[object]]:
        """Yield a row for each record."""
        yield [*COLUMNS, *next(iter(result.said.values()), ())]
        for record in result.records:
            yield [*record_cells(record), *result.said.get(record.document, {}).values()]

    def markdown(self, result: Records) -> Iterator[str]:
        """Yield each record under its id."""
        return markdown((record, ()) for record in result.records)

    def excerpts(self, result: Records) -> Iterator[Excerpt]:
        """Yield each record."""
        from wp8.export.excerpts.excerpt import excerpt

        return map(excerpt, result.records)


class Entries(Layout["Contents"]):
    """The contents of a corpus."""

    schema, rows = "wp8.contents/1", "contents"

    def about(self, result: Contents) -> Mapping[str, Any]:
        """Return the corpus."""
        return {"corpus": dict(result.corpus)}

    def fields(self, result: Contents) -> Iterator[Mapping[str, Any]]:
        """Yield each entry."""
        return ({"address": e.address, "ids": e.ids, "label": e.label} for e in result.contents)

    def cells(self, result: Contents) -> Iterator[Sequence[object]]:
        """Yield a row for each entry."""
        yield ["address", "ids", "label"]
        yield from ([e.address, e.ids, e.label] for e in result.contents)

    def markdown(self, result: Contents) -> Iterator[str]:
        """Yield a list of the entries."""
        return (f"- `{e.address}` {escaped(e.label)}\n" for e in result.contents)


class Groups(Layout["Glossary"]):
    """The groups of a glossary."""

    schema, rows = "wp8.glossary/1", "groups"

    def about(self, result: Glossary) -> Mapping[str, Any]:
        """Return nothing: the groups are all."""
        return {}

    def fields(self, result: Glossary) -> Iterator[Mapping[str, Any]]:
        """Yield each group."""
        return ({"forms": list(g.forms), "rests_on": g.rests_on} for g in result.groups)

    def cells(self, result: Glossary) -> Iterator[Sequence[object]]:
        """Yield a row for each group."""
        yield ["forms", "rests_on"]
        yield from ([" | ".join(group.forms), group.rests_on] for group in result.groups)

    def markdown(self, result: Glossary) -> Iterator[str]:
        """Yield a list of the groups."""
        groups = result.groups
        return (f"- {escaped(', '.join(g.forms))}: {escaped(g.rests_on)}\n" for g in groups)


class Receipts(Layout["Audit"]):
    """What became of the text of documents."""

    schema, rows = "wp8.receipts/1", "receipts"

    def about(self, result: Audit) -> Mapping[str, Any]:
        """Return the corpus, and why documents of it could not be read."""
        return {"corpus": dict(result.corpus), "unread": list(result.unread)}

    def fields(self, result: Audit) -> Iterator[Mapping[str, Any]]:
        """Yield each receipt."""
        for receipt in result.receipts:
            yield {
                "document": receipt.document,
                "file": receipt.file,
                "is_clean": receipt.is_clean,
                "lost": _passages(receipt.lost),
                "doubled": _passages(receipt.doubled),
                "unfounded": _passages(receipt.unfounded),
                "left_out": dict(receipt.left_out),
                "remarks": list(receipt.remarks),
            }

    def cells(self, result: Audit) -> Iterator[Sequence[object]]:
        """Yield a row for each receipt: numbers of words, and what is unexplained in words."""
        yield [
            "document",
            "file",
            "lost",
            "doubled",
            "unfounded",
            "left_out",
            "unexplained",
            "remarks",
        ]
        for receipt in result.receipts:
            numbers = (
                sum(each.words for each in passages) for passages in receipt.passages.values()
            )
            yield [
                *(receipt.document, receipt.file, *numbers, sum(receipt.left_out.values())),
                *("; ".join(receipt.unexplained), "; ".join(receipt.remarks)),
            ]

    def markdown(self, result: Audit) -> Iterator[str]:
        """Yield a list of the receipts."""
        for receipt in result.receipts:
            yield f"- `{receipt.document}` {escaped(receipt.whole)}\n"


# What a list of documents has of each.
_DOCUMENT_COLUMNS: Final = (
    *("id", "title", "author", "date", "words", "state", "why", "file", "key"),
)


class Listing(Layout["Documents"]):
    """The documents of a corpus: what each is, and how it stands."""

    schema, row_schema, rows = "wp8.documents/1", "wp8.document/1", "documents"

    def about(self, result: Documents) -> Mapping[str, Any]:
        """Return the corpus."""
        return {"corpus": dict(result.corpus)}

    def fields(self, result: Documents) -> Iterator[Mapping[str, Any]]:
        """Yield each document; a field that is not stated is empty."""
        for document in result.documents:
            yield document._asdict() | {"fields": dict(document.fields)}

    def cells(self, result: Documents) -> Iterator[Sequence[object]]:
        """Yield a row for each document, with a column for each field of the corpus's own."""
        own = list(dict.fromkeys(name for each in result.documents for name in each.fields))
        yield [*_DOCUMENT_COLUMNS, *(f"fields.{name}" for name in own)]
        for each in result.documents:
            said = each._asdict()
            words = "" if each.words is None else each.words
            yield [
                *((said | {"words": words})[column] for column in _DOCUMENT_COLUMNS),
                *(_said(each.fields.get(name, "")) for name in own),
            ]

    def markdown(self, result: Documents) -> Iterator[str]:
        """Yield a list of the documents."""
        for each in result.documents:
            words = "" if each.words is None else numbered(each.words, "word")
            said = (each.title, each.author, each.date, words, each.state, each.why)
            yield f"- `{each.id}` {escaped(', '.join(filter(None, said)))}\n"


class Renumbering(Layout["NumberChanges"]):
    """What became of the numbers of documents."""

    schema, row_schema, rows = "wp8.renumbering/1", "wp8.renumbered/1", "changes"

    def about(self, result: NumberChanges) -> Mapping[str, Any]:
        """Return the corpus."""
        return {"corpus": dict(result.corpus)}

    def fields(self, result: NumberChanges) -> Iterator[Mapping[str, Any]]:
        """Yield each number; a new paragraph had none."""
        for each in result.changes:
            yield each._asdict() | {"old": each.old or None, "new": list(each.new)}

    def cells(self, result: NumberChanges) -> Iterator[Sequence[object]]:
        """Yield a row for each number."""
        yield ["document", "edition", "until", "change", "old", "new"]
        yield from ([*each[:-1], " ".join(each.new)] for each in result.changes)

    def markdown(self, result: NumberChanges) -> Iterator[str]:
        """Yield a list of the numbers."""
        for each in result.changes:
            ids = " ".join(f"`{id_}`" for id_ in each.new)
            old = f"`{each.old}` " if each.old else ""
            yield f"- {old}{each.change}{f': {ids}' if ids else ''}\n"


def record_cells(record: Record) -> list[object]:
    """Return a record's cells below `COLUMNS`."""
    return [
        record.id,
        record.document,
        record.kind,
        record.section,
        record.number,
        "" if record.number_in_section is None else record.number_in_section,
        record.text,
        record.file,
        *record.lines,
        " ".join(record.notes),
        record.section_id,
        record.speaker or "",
    ]


def _passages(passages: Sequence[Passage]) -> list[dict[str, object]]:
    return [passage._asdict() for passage in passages]


def _said(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
