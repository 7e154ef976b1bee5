"""The Whoosh codec of a build: a segment whose terms have packed postings.

Whoosh writes the segment and its dictionary, an ordered hash file; what stands in it under a term
is one value, made by `packed`. Only a build needs the codec: a search reads the dictionary itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence
from whoosh.index import TOC

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_INDEX = "MAIN"
_SEGMENT = "wp8"


class _Packed(FieldType):  # type: ignore[misc]
    """A field whose terms come with their postings ready made."""

    def __init__(self) -> None:
        self.format = Existence()

    def clean(self) -> None:
        """There is no analyzer to clean."""


class _Value:
    """A posting list as Whoosh's field writer wants one: what is added is what is written."""

    def start_postings(self, *_: object) -> None:
        """Begin a term."""

    def add_posting(self, _number: int, _weight: float, packed: bytes, *_: object) -> None:
        """Take the packed postings of the term."""
        self._packed = packed

    def finish_postings(self) -> _Value:
        """Return what `to_bytes` makes the value of the term."""
        return self

    def to_bytes(self) -> bytes:
        """Return the packed postings."""
        return self._packed


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's own codec, but for the postings."""

    def postings_writer(self, *_: object, **__: object) -> _Value:
        """Return what takes the postings of one term after the other."""
        return _Value()


def write_segment(
    folder: str, fields: Mapping[str, Iterable[tuple[str, bytes]]], *, records: int
) -> None:
    """Write an index of one segment into `folder`: for each field its terms and their postings.

    The terms of a field are in code point order, the fields in the order of their names.
    """
    storage = FileStorage(folder)
    codec = PackedCodec()
    segment = W3Segment(codec, _INDEX, doccount=records, segid=_SEGMENT)
    writer = codec.field_writer(storage, segment)
    for name, terms in fields.items():
        field = _Packed()
        writer.start_field(name, field)
        for term, packed in terms:
            writer.start_term(term.encode())
            writer.add(0, 1.0, packed, 0)
            writer.finish_term()
        writer.finish_field()
    writer.close()
    schema = Schema(**{name: _Packed() for name in fields})
    TOC(schema, [segment], 0).write(storage, _INDEX)
