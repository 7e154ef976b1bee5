"""Postings in bytes, written: what `packed` reads. Until the end they are on the disk."""

from __future__ import annotations

from array import array
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from wp8.index.packed import from_little, to_little, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# The bytes of a column that are held at once.
_PART: Final = 1 << 18


class PostingsWriter:
    """Takes the occurrences of a term in order; keeps them in files without a name in `folder`."""

    def __init__(self, folder: str) -> None:
        self._columns = [
            TemporaryFile(dir=folder),  # noqa: SIM115 - `close` closes them
            TemporaryFile(dir=folder),  # noqa: SIM115
        ]
        self._most = [0, 0]

    def add(self, occurrences: array[int]) -> None:
        """Take further occurrences, as `occurrence` numbers them."""
        if not occurrences:
            return
        halves = from_little("I", to_little(occurrences))
        for number, column in enumerate((halves[1::2], halves[::2])):
            most = max(column)
            self._most[number] = max(most, self._most[number])
            self._columns[number].write(column.tobytes())

    def content(self) -> Iterator[bytes]:
        """Yield the bytes of the postings, in parts; none where there are no occurrences."""
        if not self._columns[0].tell():
            return
        widths = "".join(map(width_of, self._most))
        yield widths.encode()
        for width, column in zip(widths, self._columns, strict=True):
            column.seek(0)
            while part := column.read(_PART):
                yield to_little(array(width, array("I", part)))

    def close(self) -> None:
        """Let go of the files."""
        for column in self._columns:
            column.close()
