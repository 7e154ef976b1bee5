"""Records and hits as JSON, JSON Lines, CSV, TSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wp8.export.json_text import json_lines, json_object
from wp8.export.markdown import escaped, markdown, stamp_in_markdown
from wp8.export.sheets import separated, span_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wp8.analysis.counts.similar import Similar
    from wp8.corpus.contents import Entry
    from wp8.corpus.document import Group
    from wp8.model import Hit, InContext, Record, SearchResult

_COLUMNS: Final = (
    "id document kind section number number_in_section text file first_line last_line notes"
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
    }
    if record.cited_by is not None:
        found |= {"cited_by": record.cited_by, "cited_at": record.cited_at}
    if record.name is not None:
        found |= {"group": record.group, "name": record.name, "position": record.position}
    if record.pages is not None:
        found["pages"] = list(record.pages)
    if record.quotes:
        found["quotes"] = [{"kind": kind, "span": [*span]} for kind, *span in record.quotes]
    return found


def hit_fields(hit: Hit) -> dict[str, Any]:
    """Return a hit's fields as JSON has them: the record's, its score and its highlights.

    `quoted` has for each highlight the kind of quoted matter it stands in, or null.
    """
    return record_fields(hit.record) | {
        "score": round(hit.score, 4),
        "highlights": [list(span) for span in hit.highlights],
        "quoted": [quote and quote.kind for quote in hit.quotes],
    }


def hits_as(
    format_: str,
    result: SearchResult,
    corpus: Mapping[str, str],
    hits: Sequence[InContext],
    stamp: str,
) -> Iterator[str]:
    """Yield a search result in one of the formats but text (schema wp8.search/1, wp8.hit/1)."""
    found = [context.hit for context in hits]
    if format_ == "json":
        yield json_object("wp8.search/1", _result_fields(result, corpus, hits, stamp))
    elif format_ == "jsonl":
        yield from json_lines(map(_context_fields, hits), "wp8.hit/1")
    elif format_ == "md":
        yield from markdown((hit.record, hit.highlights) for hit in found)
        yield f"{stamp_in_markdown(stamp)}\n"
    else:
        yield from separated(hit_rows(found), format_)


def records_as(format_: str, records: Sequence[Record], corpus: Mapping[str, str]) -> Iterator[str]:
    """Yield records in one of the formats but text (schema wp8.records/1, wp8.record/1)."""
    if format_ == "json":
        fields = [record_fields(record) for record in records]
        yield json_object("wp8.records/1", {"corpus": dict(corpus), "records": fields})
    elif format_ == "jsonl":
        yield from json_lines(map(record_fields, records), "wp8.record/1")
    elif format_ == "md":
        yield from markdown((record, ()) for record in records)
    else:
        yield from separated(record_rows(records), format_)


def contents_as(format_: str, entries: Sequence[Entry], corpus: Mapping[str, str]) -> Iterator[str]:
    """Yield the contents in one of the formats but text (schema wp8.contents/1)."""
    rows = [{"address": e.address, "ids": e.ids, "label": e.label} for e in entries]
    if format_ == "json":
        yield json_object("wp8.contents/1", {"corpus": dict(corpus), "contents": rows})
    elif format_ == "jsonl":
        yield from json_lines(rows, "wp8.contents/1")
    elif format_ == "md":
        yield from (f"- `{e.address}` {escaped(e.label)}\n" for e in entries)
    else:
        yield from separated([list(rows[0]), *(list(row.values()) for row in rows)], format_)


def similar_as(format_: str, found: Sequence[Similar], corpus: Mapping[str, str]) -> Iterator[str]:
    """Yield like records in one of the formats but text (schema wp8.similar/1)."""
    rows = [
        record_fields(record) | {"score": round(score, 4), "words": list(words)}
        for record, score, words in found
    ]
    if format_ == "json":
        yield json_object("wp8.similar/1", {"corpus": dict(corpus), "similar": rows})
    elif format_ == "jsonl":
        yield from json_lines(rows, "wp8.similar/1")
    elif format_ == "md":
        yield from markdown((record, ()) for record, _, _ in found)
    else:
        header = [*_COLUMNS, "score", "words"]
        cells = ([*_cells(r), round(score, 4), " ".join(words)] for r, score, words in found)
        yield from separated([header, *cells], format_)


def glossary_as(format_: str, groups: Sequence[Group]) -> Iterator[str]:
    """Yield the groups of a glossary in one of the formats but text (schema wp8.glossary/1)."""
    rows = [{"forms": list(group.forms), "rests_on": group.rests_on} for group in groups]
    if format_ == "json":
        yield json_object("wp8.glossary/1", {"groups": rows})
    elif format_ == "jsonl":
        yield from json_lines(rows, "wp8.glossary/1")
    elif format_ == "md":
        yield from (f"- {escaped(', '.join(g.forms))}: {escaped(g.rests_on)}\n" for g in groups)
    else:
        cells = ([" | ".join(group.forms), group.rests_on] for group in groups)
        yield from separated([["forms", "rests_on"], *cells], format_)


def _result_fields(
    result: SearchResult, corpus: Mapping[str, str], hits: Sequence[InContext], stamp: str
) -> dict[str, Any]:
    return {
        "query": result.query,
        "total": result.total,
        "occurrences": result.occurrences,
        "corpus": dict(corpus),
        "stamp": stamp,
        "documents": {
            document: {"total": total, "occurrences": occurrences}
            for document, (total, occurrences) in result.counts.items()
        },
        "loosened": list(result.loosened) if result.loosened else None,
        "forms": [count._asdict() for count in result.forms],
        "hits": [_context_fields(context) for context in hits],
    }


def _context_fields(context: InContext) -> dict[str, Any]:
    fields = hit_fields(context.hit)
    if context.before or context.after:
        fields["before"] = [record_fields(record) for record in context.before]
        fields["after"] = [record_fields(record) for record in context.after]
    return fields


def record_rows(records: Iterable[Record]) -> Iterator[list[object]]:
    """Yield the header and a row of cells for each record."""
    yield list(_COLUMNS)
    for record in records:
        yield _cells(record)


def hit_rows(hits: Iterable[Hit]) -> Iterator[list[object]]:
    """Yield the header and a row of cells for each hit; highlights are `start-end`, by blanks."""
    yield [*_COLUMNS, "score", "highlights"]
    for hit in hits:
        spans = " ".join(map(span_text, hit.highlights))
        yield [*_cells(hit.record), round(hit.score, 4), spans]


def _cells(record: Record) -> list[object]:
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
    ]
