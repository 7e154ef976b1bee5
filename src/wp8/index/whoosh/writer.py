"""A Whoosh index, written by Whoosh's codec: one segment, with the terms as `tokenize` has them.

`IndexWriter.add_document` would take the positions of tokens from a list, and so lose the gaps
between the cells of a table; and it takes twice as long. The index is made in memory: Whoosh's
writers leave temporary folders, and open files where a disk is full.
"""

from __future__ import annotations

import os
import zlib
from array import array
from collections import defaultdict
from functools import lru_cache
from pickle import dumps
from typing import TYPE_CHECKING, Any, Final

from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3PerDocWriter,
    W3PostingsWriter,
    W3Segment,
)
from whoosh.filedb.filestore import RamStorage
from whoosh.formats import Positions
from whoosh.index import TOC
from whoosh.util.numeric import length_to_byte

from wp8.index.build.batch import Counting, tasks_of
from wp8.index.build.chunks import Chunks
from wp8.index.whoosh.names import GENERATION, INDEX, SEGMENT
from wp8.index.whoosh.schema import schema
from wp8.model import RECORD_FIELDS
from wp8.query.record_view import facets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from whoosh.fields import Schema

    from wp8.index.build.chunks import Row
    from wp8.index.forms import Capitals
    from wp8.model import Record

    # The terms of each field.
    Terms = dict[str, defaultdict[str, "_Postings"]]

# A term that fills a field is there once, and nothing more is said of its place.
_NOWHERE: Final = (1, b"")
_FIELDS: Final = (
    *("document", "id", "kind", "language", "marks", "note", "section", "section_id", "speaker"),
    "text",
)
# Whoosh's own, 2, calls a function for each value of bytes; this one is as old as Python 3.
_PROTOCOL: Final = 3
# What is shorter, zlib makes longer.
_LEAST_COMPRESSED: Final = 80


def write_index(folder: str, records: Iterable[Record]) -> tuple[int, Capitals]:
    """Write a Whoosh index of `records` into `folder`.

    Returns:
        The number of the records, and what capitals tell of their tokens.
    """
    storage = _Memory()
    segment = W3Segment(W3Codec(), INDEX, segid=SEGMENT)
    fields = schema()
    counting = Counting(Chunks())
    terms: Terms = {name: defaultdict(_Postings) for name in _FIELDS}
    writer = W3PerDocWriter(W3Codec(), storage, segment)
    for first, taken in tasks_of(iter(records)):
        if counting.chunks.is_full():
            counting.chunks = Chunks()
        rows = counting.take(taken).each()
        for number, (record, row) in enumerate(zip(taken, rows, strict=True), first):
            _note_terms(terms, number, record, row, counting.chunks.norms)
            _write_record(writer, fields, number, record, len(row.kinds))
    writer.close()
    segment.set_doc_count(len(counting.lengths))
    # As plain a value as any.
    segment._fieldlengths = dict(segment._fieldlengths)
    _write_terms(_FieldWriter(_Codec(), storage, segment), fields, terms, counting.lengths)
    TOC(fields, [segment], GENERATION).write(storage, INDEX)
    for name, content in storage.files.items():
        with open(os.path.join(folder, name), "xb") as file:
            file.write(content)
    return len(counting.lengths), counting.capitals


def _note_terms(terms: Terms, number: int, record: Record, row: Row, norms: Sequence[str]) -> None:
    """Note where the terms of a record stand, by the norms of the kinds of its tokens."""
    own = map(norms.__getitem__, row.kinds)
    _note(terms["text"], number, zip(own, row.positions, strict=True))
    if row.marks:
        marks = ((mark, row.positions[token]) for mark, token in row.marks)
        _note(terms["marks"], number, marks)
    for field, _, value in (name.partition(":") for name in (f"id:{record.id}", *facets(record))):
        terms[field][value].records.append(number)
        terms[field][value].places.append(_NOWHERE)


def _note(
    terms: defaultdict[str, _Postings], number: int, placed: Iterable[tuple[str, int]]
) -> None:
    """Note that terms stand at places of a record."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for term, place in placed:
        found[term].append(place)
    for term, places in found.items():
        postings = terms[term]
        postings.records.append(number)
        postings.places.append(_encoded(tuple(places)))


def _write_record(
    writer: W3PerDocWriter, fields: Schema, number: int, record: Record, length: int
) -> None:
    """Write what is stored of a record."""
    writer.start_doc(number)
    for name, value in _stored(record).items():
        writer.add_field(name, fields[name], value, length if name == "text" else 0)
    for name in ("id", "document", "kind"):
        writer.add_column_value(name, fields[name].column_type, getattr(record, name).encode())
    writer.add_column_value("length", fields["length"].column_type, length)
    writer.finish_doc()


def _stored(record: Record) -> dict[str, Any]:
    """Return what an index stores of a record, as numbers, strings and tuples of these."""
    values = {name: getattr(record, name) for name in RECORD_FIELDS}
    values["quotes"] = tuple(map(tuple, record.quotes))
    return {name: value for name, value in values.items() if value not in (None, ())}


def _write_terms(
    writer: _FieldWriter, fields: Schema, terms: Terms, lengths: Sequence[int]
) -> None:
    """Write the terms of all fields with their postings."""
    for name in _FIELDS:
        writer.start_field(name, fields[name])
        for term in sorted(terms[name]):
            writer.start_term(term.encode())
            writer.add_all(terms[name].pop(term), lengths if name == "text" else None)
            writer.finish_term()
        writer.finish_field()
    writer.close()


class _Postings:
    """The records that have a term, and of each the number of its places there and the places."""

    def __init__(self) -> None:
        self.records = array("I")
        self.places: list[tuple[int, bytes]] = []


@lru_cache(1 << 16)
def _encoded(places: tuple[int, ...]) -> tuple[int, bytes]:
    """Return the number of places, and these as Whoosh has them; most stand in many postings."""
    return len(places), Positions().encode(places)


class _Memory(RamStorage):  # type: ignore[misc]
    """Files in memory, the temporary ones too."""

    def temp_storage(self, name: str | None = None) -> RamStorage:
        """Return a storage of its own."""
        return RamStorage()


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec, with smaller postings."""

    def postings_writer(self, dbfile: object, byteids: bool = False) -> _PostingsWriter:
        """Return what writes postings into a file."""
        return _PostingsWriter(dbfile, self._blocklimit, byteids, self._compression)


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Whoosh's writer, which takes the postings of a term at once."""

    def add_all(self, postings: _Postings, lengths: Sequence[int] | None) -> None:
        """Add postings of the term that was begun; `lengths` are those of all records."""
        self._postwriter.add_all(postings, lengths)


class _PostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """Whoosh's writer, which fills its blocks at once, and packs them by `_PROTOCOL`."""

    _ids: array[int]

    def add_all(self, postings: _Postings, lengths: Sequence[int] | None) -> None:
        """Add the postings of a term; the last block is left to `finish_postings`."""
        for start in range(0, len(postings.records), self._blocklimit):
            if self._ids:
                self._write_block()
            self._ids = postings.records[start : start + self._blocklimit]
            counts, values = zip(*postings.places[start : start + self._blocklimit], strict=True)
            self._weights = array("f", counts)
            self._maxweight = max(counts)
            self._values = list(filter(None, values))
            if lengths is not None:
                own = list(map(lengths.__getitem__, self._ids))
                self._minlength, self._maxlength = min(own), max(own)

    def _write_block(self, last: bool = False) -> None:
        if not self._blockcount:
            self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._terminfo.add_block(self)
        data = dumps((self._mini_ids(), self._mini_weights(), self._mini_values()), _PROTOCOL)
        compression = self._compression if len(data) >= _LEAST_COMPRESSED else 0
        if compression:
            data = zlib.compress(data, compression)
        lengths = map(length_to_byte, (self._minlength, self._maxlength))
        head = (len(self._ids), self._ids[-1], self._maxweight, compression, *lengths)
        info = dumps(head, _PROTOCOL)
        size = len(info) + len(data)
        self._postfile.write_int(-size if last else size)
        self._postfile.write(info + data)
        self._blockcount += 1
        self._new_block()
