"""Sorted lines in a file, found by their beginnings without reading all of them."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# The file with all tokens of an index; after a tab a line may have more about one.
TOKENS: Final = "tokens"
# To find one line costs about as much as to read so many bytes of all.
_READ: Final = 400
# So many bytes, and what is left of a line, are made lines at a time.
_BLOCK: Final = 1 << 16
# So many lines are written at a time.
_WRITTEN: Final = 1 << 12


def write_lines(path: str, lines: Iterable[str]) -> None:
    """Write `lines`, which are in code point order, to a new file at `path`."""
    coming = iter(lines)
    with open(path, "xb") as file:
        while some := list(islice(coming, _WRITTEN)):
            file.write("\n".join([*some, ""]).encode())


def keys(lines: Iterable[str]) -> list[str]:
    """Return what stands before the tab in each line, or the line."""
    return [line.partition("\t")[0] for line in lines]


def spliced(content: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Return `content` with other bytes from one place to another, for each of `changes`."""
    pieces: list[bytes] = []
    reached = 0
    for start, end, new in changes:
        pieces += (content[reached:start], new)
        reached = end
    pieces.append(content[reached:])
    return b"".join(pieces)


class SortedLines:
    """The lines of a file, in the order of their bytes, which is that of code points.

    The key of a line is all of it, or what stands before a tab. Where many are asked for, all are
    read, once.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._asked = 0

    def __iter__(self) -> Iterator[str]:
        """Yield every line."""
        return (line for block in self.blocks() for line in block.split("\n")[:-1])

    def blocks(self) -> Iterator[str]:
        """Yield the lines with their ends, many at a time."""
        end = 0
        while end < len(self._content):
            start, end = end, self._content.find(b"\n", end + _BLOCK) + 1 or len(self._content)
            yield self._content[start:end].decode()

    def starting(self, beginning: str) -> list[str]:
        """Return the keys that begin with `beginning`, in order; no line has two tabs."""
        wanted = beginning.encode()
        start = self._place(wanted)
        # No byte of UTF-8 is so high: it stands after all that begins so.
        end = self._place(wanted + b"\xff")
        lines = self._content[start:end].decode()
        if lines.count("\t") == lines.count("\n"):
            return lines.replace("\t", "\n").split("\n")[:-1:2]
        return keys(lines.split("\n")[:-1])

    def get(self, key: str) -> str | None:
        """Return what follows `key` and a tab in its line, or None where no line has it."""
        line = self.line(key)
        return line[len(key) + 1 :] if line is not None and line != key else None

    def has(self, line: str) -> bool:
        """Return whether `line`, which is a key alone, is there."""
        return self.line(line) == line

    def line(self, key: str) -> str | None:
        """Return the line of `key`, or None where there is none."""
        if self._asked * _READ > len(self._content):
            return self._lines.get(key)
        self._asked += 1
        start, end = self.span(key)
        return self._content[start : end - 1].decode() if end > start else None

    @cached_property
    def _lines(self) -> dict[str, str]:
        return {line.partition("\t")[0]: line for line in self}

    def span(self, key: str) -> tuple[int, int]:
        """Return from where to where the line of `key` stands, or would stand: the same place."""
        wanted = key.encode()
        start = self._place(wanted)
        if not self._content.startswith((wanted + b"\n", wanted + b"\t"), start):
            return start, start
        return start, self._content.index(b"\n", start) + 1

    def changed(self, changes: Mapping[str, str | None]) -> bytes:
        """Return the content with other lines for some keys, or with none."""
        return spliced(
            self._content,
            (
                (*self.span(key), b"" if line is None else f"{line}\n".encode())
                for key, line in sorted(changes.items())
            ),
        )

    def _place(self, wanted: bytes) -> int:
        """Return the offset of the first line that is not less than `wanted`."""
        content = self._content
        low, high = 0, len(content)
        while low < high:
            middle = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = content.find(b"\n", middle)
            if content[middle:end] < wanted:
                low = end + 1
            else:
                high = middle
        return low
