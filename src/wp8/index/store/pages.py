"""Reading of large files that are checked page by page, as far as they are read.

A small file is checked whole when an index is opened. A file of more than `LARGE` bytes has the
checksums of its pages in a file PAGES, which is small.
"""

from __future__ import annotations

import io
import os
import zlib
from array import array
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from wp8.index.packed import from_little, to_little
from wp8.index.store.trust import CHECKSUMS, PAGES, damage, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

    from _typeshed import WriteableBuffer

LARGE: Final = 1 << 20
PAGE: Final = 1 << 16
# Pages that are kept once they are read: what a dictionary is asked is in few.
_KEPT: Final = 64


def write_pages(folder: str) -> None:
    """Write the checksums of the pages of each large file of `folder`, by their names."""
    checksums = array("I")
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_file() and entry.stat().st_size > LARGE:
            with open(entry.path, "rb", buffering=0) as file:
                checksums.extend(map(zlib.crc32, iter(lambda: file.read(PAGE), b"")))
    if checksums:
        with open(os.path.join(folder, PAGES), "xb") as pages:
            pages.write(to_little(checksums))


class Files:
    """The files of a folder that is sealed; what is read of a large one is checked.

    In a folder that is not sealed, nothing is. A build that ends meanwhile takes the folder away:
    so all are open from the beginning.
    """

    def __init__(self, folder: str) -> None:
        entries = [entry for entry in os.scandir(folder) if entry.is_file()]
        self._files = {e.name: open(e.path, "rb", buffering=0) for e in entries}  # noqa: SIM115
        self._checked: dict[str, CheckedFile] = {}
        if CHECKSUMS in self._files:
            try:
                self._checked = dict(self._large(folder))
            except BaseException:
                self.close()
                raise

    def _large(self, folder: str) -> Iterator[tuple[str, CheckedFile]]:
        """Yield the large files by their names.

        Raises:
            IndexDamagedError: If the checksums are not of their pages.
        """
        sizes = sorted((name, size) for _, size, name in listed(folder))
        large = [(name, size) for name, size in sizes if size > LARGE and name != PAGES]
        ends = list(accumulate((_pages(size) for _, size in large), initial=0))
        checksums = array("I")
        if PAGES in self._files:
            content = self._files[PAGES].read()
            checksums = from_little("I", content[: len(content) // 4 * 4])
        if len(checksums) != ends[-1]:
            raise damage(folder, f"{PAGES} is not as it was written")
        for (name, size), (start, end) in zip(large, pairwise(ends), strict=True):
            own = checksums[start:end]
            yield name, CheckedFile(self._files[name], folder, name, size, own)

    def read(self, name: str, start: int = 0, size: int | None = None) -> bytes:
        """Return the content of a file, or `size` bytes of it from `start` on.

        Raises:
            IndexDamagedError: If it is not as it was written.
        """
        if name in self._checked:
            file = self._checked[name]
            return file.get(start, file.size - start if size is None else size)
        self._files[name].seek(start)
        return self._files[name].read(-1 if size is None else size)

    def file(self, name: str) -> CheckedFile | None:
        """Return a large file, or None if it is a small one."""
        return self._checked.get(name)

    def close(self) -> None:
        """Close all of them."""
        for file in self._files.values():
            file.close()


class CheckedFile:
    """A file whose pages are checked as they are read."""

    def __init__(
        self, file: FileIO, folder: str, name: str, size: int, checksums: array[int]
    ) -> None:
        self.size = size
        self._file = file
        self._folder = folder
        self._name = name
        self._checksums = checksums
        self._is_checked = bytearray(len(checksums))
        self._kept: dict[int, bytes] = {}

    def get(self, start: int, size: int) -> bytes:
        """Return `size` bytes from `start` on, fewer at the end of the file.

        Raises:
            IndexDamagedError: If they are not as they were written.
        """
        end = min(start + size, self.size)
        if start >= end:
            return b""
        first, last = start // PAGE, (end - 1) // PAGE
        if first == last:
            page = self._kept.get(first) or self._page(first)
            return page[start - first * PAGE : end - first * PAGE]
        whole = self._read(first, last)
        return whole[start - first * PAGE : end - first * PAGE]

    def _page(self, number: int) -> bytes:
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[number] = page = self._read(number, number)
        return page

    def _read(self, first: int, last: int) -> bytes:
        """Return the pages from `first` to `last`, checked."""
        self._file.seek(first * PAGE)
        wanted = min((last + 1) * PAGE, self.size) - first * PAGE
        pieces = []
        while wanted > 0 and (piece := self._file.read(wanted)):
            pieces.append(piece)
            wanted -= len(piece)
        if wanted > 0:
            raise damage(self._folder, f"{self._name} is cut short")
        whole = b"".join(pieces)
        view = memoryview(whole)
        for place in range(last - first + 1):
            page = view[place * PAGE : (place + 1) * PAGE]
            if not self._is_checked[first + place]:
                if zlib.crc32(page) != self._checksums[first + place]:
                    raise damage(self._folder, f"{self._name} is not as it was written")
                self._is_checked[first + place] = True
        return whole


def _pages(size: int) -> int:
    return (size + PAGE - 1) // PAGE


class Stream(io.RawIOBase):
    """A checked file as a stream."""

    def __init__(self, file: CheckedFile) -> None:
        super().__init__()
        self._source = file
        self._place = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read anywhere."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place and return it."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._source.size}
        self._place = base[whence] + offset
        return self._place

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read what follows into `buffer`; return how much."""
        view = memoryview(buffer).cast("B")
        found = self._source.get(self._place, len(view))
        view[: len(found)] = found
        self._place += len(found)
        return len(found)
