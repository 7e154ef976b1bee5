"""Reading of files whose pages are checked as they are read."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Final

from wp8.index.store.digests import DIGEST_SIZE, DIGESTS, PAGE, is_page, listed
from wp8.index.store.trust import damage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

    from _typeshed import WriteableBuffer

# A file of more bytes is better read in parts.
LARGE: Final = 1 << 20
# Pages that are kept once they are read: what a dictionary is asked is in few.
_KEPT: Final = 64
# A page that is checked is read whole if it is asked so often in a row: who asks here and there
# wants little of it.
_OFTEN: Final = 8


class Files:
    """The files of a folder that has digests; what is read of them is checked.

    In a folder that has none, nothing is. A build that ends meanwhile takes the folder away: so
    all are open from the beginning.
    """

    def __init__(self, folder: str) -> None:
        self._files: dict[str, CheckedFile] = {}
        try:
            for size, digests, name in _known(folder):
                file = open(os.path.join(folder, name), "rb", buffering=0)  # noqa: SIM115
                self._files[name] = CheckedFile(file, folder, name, size, digests)
        except BaseException:
            self.close()
            raise

    def read(self, name: str, start: int = 0, size: int | None = None) -> bytes:
        """Return the content of a file, or `size` bytes of it from `start` on.

        Raises:
            IndexDamagedError: If it is not as it was written.
        """
        file = self._files[name]
        return file.get(start, file.size - start if size is None else size)

    def file(self, name: str) -> CheckedFile | None:
        """Return a large file, or None if it is a small one."""
        file = self._files[name]
        return file if file.size > LARGE else None

    def close(self) -> None:
        """Close all of them."""
        for file in self._files.values():
            file.close()


def _known(folder: str) -> Iterator[tuple[int, bytes | None, str]]:
    """Yield size, digests and name of each file in `folder`."""
    if os.path.lexists(os.path.join(folder, DIGESTS)):
        yield from (row for row in listed(folder) if "/" not in row[2])
    else:
        entries = [entry for entry in os.scandir(folder) if entry.is_file()]
        yield from ((entry.stat().st_size, None, entry.name) for entry in entries)


class CheckedFile:
    """A file of `size` bytes whose pages are checked as they are read, if it has digests."""

    def __init__(
        self, file: FileIO, folder: str, name: str, size: int, digests: bytes | None
    ) -> None:
        self.size = size
        self._file = file
        self._folder = folder
        self._name = name
        self._digests = digests
        self._is_checked = bytearray((size + PAGE - 1) // PAGE)
        self._kept: dict[int, bytes] = {}
        self._last = -1
        self._in_a_row = 0

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
            self._in_a_row = self._in_a_row + 1 if first == self._last else 0
            self._last = first
            page = self._kept.get(first)
            if page is None and self._is_checked[first] and self._in_a_row < _OFTEN:
                return self._bytes(start, end)
            page = page or self._page(first)
            return page[start - first * PAGE : end - first * PAGE]
        whole = self._read(first, last)
        return whole[start - first * PAGE : end - first * PAGE]

    def close(self) -> None:
        """Close it."""
        self._file.close()

    def _page(self, number: int) -> bytes:
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[number] = page = self._read(number, number)
        return page

    def _read(self, first: int, last: int) -> bytes:
        """Return the pages from `first` to `last`, checked."""
        whole = self._bytes(first * PAGE, min((last + 1) * PAGE, self.size))
        if self._digests is not None:
            view = memoryview(whole)
            for place in range(last - first + 1):
                self._check(first + place, view[place * PAGE : (place + 1) * PAGE], self._digests)
        return whole

    def _bytes(self, start: int, end: int) -> bytes:
        """Return what stands from `start` to `end`, as it is now."""
        self._file.seek(start)
        found = self._file.read(end - start)
        while len(found) < end - start and (piece := self._file.read(end - start - len(found))):
            found += piece
        if len(found) < end - start:
            raise damage(self._folder, f"{self._name} is cut short")
        return found

    def _check(self, number: int, content: memoryview, digests: bytes) -> None:
        if not self._is_checked[number]:
            own = digests[number * DIGEST_SIZE : (number + 1) * DIGEST_SIZE]
            if not is_page(content, own):
                raise damage(self._folder, f"{self._name} is not as it was written")
            self._is_checked[number] = True


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
