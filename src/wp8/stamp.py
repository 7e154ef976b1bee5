"""Stamps: what a figure or a list rests on, in a line that can be checked.

    wp8:sha256:5494e8…:frequency plan --doc speech #5-1f0c22a9

A stamp has the corpus's digest, the command with its query as parsed, and of the result its
number of rows and a checksum.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from wp8.errors import StampError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_STAMP: Final = re.compile(r"wp8:(?:sha256:)?([0-9a-f]{8,64}):(.+?)(?: #(\d+)-([0-9a-f]{8}))?")
_SHORT: Final = 12
_NONE: Final = type(None)
_FIGURES: Final = {int, float, bool, _NONE}


class Stamp(NamedTuple):
    """A stamp: digest of the corpus (or its beginning), command, rows and checksum.

    The last two are None in a stamp that was shortened to its command.
    """

    digest: str
    command: tuple[str, ...]
    rows: int | None = None
    checksum: str | None = None

    def __str__(self) -> str:
        """Return the stamp as one cites it."""
        result = "" if self.rows is None else f" #{self.rows}-{self.checksum}"
        return f"wp8:{self.digest}:{shlex.join(self.command)}{result}"

    def short(self) -> str:
        """Return the stamp with the beginning of the digest, which is enough to check it."""
        return str(self._replace(digest=self.digest.removeprefix("sha256:")[:_SHORT]))


def read_stamp(text: str) -> Stamp:
    """Return the stamp that `text` is.

    Raises:
        StampError: If it is none.
    """
    found = _STAMP.fullmatch(" ".join(text.split()))
    if not found:
        raise StampError(
            "this is no stamp of wp8",
            hint="a stamp is wp8:DIGEST:COMMAND; the commands that count and search print it",
        )
    digest, command, rows, checksum = found.groups()
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise StampError(f"the command of this stamp cannot be read: {error}") from error
    return Stamp(digest, words, int(rows) if rows else None, checksum)


def checksum(rows: Iterable[Sequence[object]]) -> str:
    """Return eight digits that tell a table from another: CRC-32 of its texts and its sums.

    Of figures the sum of their column goes in, to nine digits: the last ones of a logarithm are
    not the same on all machines.
    """
    found = 0
    for column in zip(*rows, strict=True):
        kinds = set(map(type, column))
        if kinds <= _FIGURES:
            text = f"{sum(column if _NONE not in kinds else filter(None, column)):.9g}"
        else:
            text = "\n".join(column if kinds == {str} else map(str, column))
        found = crc32(text.encode(errors="replace"), found)
    return f"{found:08x}"


def changes(then: Stamp, now: Stamp) -> Iterator[str]:
    """Yield what is no more as `then` says: the corpus, the number of rows, the figures."""
    digest = now.digest.removeprefix("sha256:")
    if not digest.startswith(then.digest):
        yield f"the corpus is another: {then.digest[:_SHORT]} then, {digest[:_SHORT]} now"
    if then.rows is None:
        return
    if then.rows != now.rows:
        yield f"the result has {now.rows or 0:,} rows now, {then.rows:,} then"
    elif then.checksum != now.checksum:
        yield "the result has as many rows, but other words or figures"
