"""The segment of a Whoosh index whose terms have packed postings.

What stands in the dictionary, Whoosh's ordered hash file, under a term is one value, made by
`packed`. Only a build needs this module: a search reads the dictionary itself.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Final

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.formats import Existence
from whoosh.index import TOC

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_INDEX = "MAIN"
_SEGMENT = "wp8"
# What stands before a key and its value: their lengths.
_LENGTHS: Final = Struct("!ii")


class _Packed(FieldType):  # type: ignore[misc]
    """A field whose terms come with their postings ready made."""

    def __init__(self) -> None:
        self.format = Existence()

    def clean(self) -> None:
        """There is no analyzer to clean."""


class _Dictionary(OrderedHashWriter):  # type: ignore[misc]
    """Whoosh's ordered hash file, written in half the time."""

    def add_all(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Add keys, which are in order, and their values."""
        write, note, hashed, buckets = (
            self.dbfile.file.write,
            self.index.append,
            self.hashfn,
            self.buckets,
        )
        place = self.tell()
        for key, value in items:
            note(place)
            number = hashed(key)
            buckets[number & 255].append((number, place))
            place += write(_LENGTHS.pack(len(key), len(value)) + key + value)


def write_segment(
    folder: str, fields: Mapping[str, Iterable[tuple[str, bytes]]], *, records: int
) -> None:
    """Write an index of one segment into `folder`: for each field its terms and their postings.

    The terms of a field are in code point order, the fields in the order of their names.
    """
    storage = FileStorage(folder)
    segment = W3Segment(W3Codec(), _INDEX, doccount=records, segid=_SEGMENT)
    # Whoosh has a file of postings: those of such a segment are all in its dictionary.
    segment.create_file(storage, W3Codec.POSTS_EXT).close()
    writer = _Dictionary(segment.create_file(storage, W3Codec.TERMS_EXT))
    numbers = writer.extras["fieldmap"] = {name: number for number, name in enumerate(fields)}
    for name, terms in fields.items():
        field = numbers[name].to_bytes(2, "big")
        writer.add_all((field + term.encode(), packed) for term, packed in terms)
    writer.close()
    schema = Schema(**{name: _Packed() for name in fields})
    TOC(schema, [segment], 0).write(storage, _INDEX)
