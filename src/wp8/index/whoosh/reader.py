"""The files of a Whoosh index, read by Whoosh's readers of files and of columns.

Its readers of a table of contents and of postings import half of Whoosh, which takes a search
longer than all it does; and they load any pickle, where what is stored in an index of wp8's is
numbers, strings, and tuples and lists of these.
"""

from __future__ import annotations

from functools import cached_property
from io import BufferedReader, BytesIO
from pickle import Unpickler
from typing import TYPE_CHECKING, Any

from whoosh.columns import CompressedBytesColumn, EmptyColumnReader
from whoosh.filedb.structfile import StructFile

from wp8.errors import IndexDamagedError
from wp8.index.store.pages import Stream
from wp8.index.whoosh.names import CONTENTS, column_name

if TYPE_CHECKING:
    from typing import BinaryIO

    from whoosh.columns import Column, ColumnReader

    from wp8.index.store.pages import Files


class Held:
    """What a table of contents has of a class of Whoosh's: its attributes."""

    _doccount: int


class _Plain(Unpickler):
    """Loads plain values, and as `Held` the two classes of a table of contents."""

    def find_class(self, module: str, name: str) -> type[Held]:
        """Return what stands for a class.

        Raises:
            IndexDamagedError: If it is none that an index names.
        """
        if module == "whoosh.codec.whoosh3" and name in ("W3Segment", "W3Codec"):
            return Held
        raise _damage(f"it names {module}.{name}")


def plain_from(stream: BinaryIO) -> Any:  # noqa: ANN401 - numbers, strings, tuples, lists
    """Return the plain value that was pickled where a stream is read.

    Raises:
        IndexDamagedError: If it names a class or a function, or is no pickle.
    """
    try:
        return _Plain(stream).load()
    except IndexDamagedError:
        raise
    except Exception as error:
        raise _damage("it has a value that cannot be read") from error


def _damage(reason: str) -> IndexDamagedError:
    message = f"the index is damaged: {reason}"
    return IndexDamagedError(message, hint="wp8 reindex builds it anew")


def plain(pickled: bytes) -> Any:  # noqa: ANN401 - as of `plain_from`
    """Return the plain value that was pickled; errors as of `plain_from`."""
    return plain_from(BytesIO(pickled))


class IndexFile(StructFile):  # type: ignore[misc]
    """A file of an index, as Whoosh's readers read it; `size` is the number of its bytes."""

    def __init__(self, files: Files, name: str) -> None:
        large = files.file(name)
        content = b"" if large else files.read(name)
        super().__init__(BufferedReader(Stream(large)) if large else BytesIO(content), name)
        self.size = large.size if large else len(content)
        if large:
            self.get = large.get

    def read_pickle(self) -> Any:  # noqa: ANN401 - as of `plain_from`
        """Return the plain value that was pickled here."""
        return plain_from(self.file)


class Segment:
    """The one segment of an index, of `size` records."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.size = _segment(IndexFile(files, CONTENTS))._doccount

    def column(self, field: str, column: Column) -> ColumnReader:
        """Return what reads the column of a field."""
        if not self.size:
            return EmptyColumnReader(column.default_value(), self.size)
        file = self.file(field)
        return column.reader(file, 0, file.size, self.size)

    def file(self, field: str) -> IndexFile:
        """Return the file of a field's column; there is one if there are records."""
        return IndexFile(self._files, column_name(field))

    @cached_property
    def _stored(self) -> ColumnReader:
        return self.column("_stored", CompressedBytesColumn())

    def stored(self, number: int) -> dict[str, Any]:
        """Return the stored fields of a record."""
        values: dict[str, Any] = plain(self._stored[number])
        return values


def _segment(contents: IndexFile) -> Held:
    """Return the segment that a table of contents has."""
    for _ in range(3):
        contents.read_varint()
    contents.read_int(), contents.read_int()
    for _ in range(3):
        contents.read_varint()
    contents.skip_string()
    contents.read_int(), contents.read_int()
    segments: list[Held] = contents.read_pickle()
    return segments[0]
