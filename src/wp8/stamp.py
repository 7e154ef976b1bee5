"""Stamps: what a figure or a list rests on, in a line that can be checked.

    wp8:sha256:5494e8…:frequency plan --doc speech #5-3-1f0c22a9

A stamp has the corpus's digest, the command with its query as parsed, and of the result its
number of rows, the form of the stamp, and a checksum of every cell as JSON prints it; of a
concordance, whose lines are texts of the corpus, of where its nodes stand. A list of words or
n-grams that was asked for with a limit, in its own order, is not made whole: its stamp names the
limit, and has the number of all rows and the checksum of those that are shown.
"""

from __future__ import annotations

import re
import shlex
from itertools import groupby, islice
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zlib import crc32

from wp8.errors import StampError
from wp8.model import ACTING, is_printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Of what a stamp says of its result; the first had no number.
FORM: Final = 3
_STAMP: Final = re.compile(
    r"wp8:(?:sha256:)?([0-9a-f]{8,64}):(\S.*?)"
    r"(?: #([0-9]{1,18})-(?:([0-9]{1,9})-)?([0-9a-f]{8,}))?"
)
_SHORT: Final = 12
# So many cells of a column are summed up together.
_AT_ONCE: Final = 1 << 16
# What Python calls otherwise than JSON.
_NAMED: Final = {"None": "null", "inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}
# JSON lets most of them stand.
_SPELT_OUT: Final = f"[{ACTING}\ud800-\udfff]"


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
        result = "" if self.rows is None else f" #{self.rows}-{FORM}-{self.checksum}"
        return f"wp8:{self.digest}:{shlex.join(self.command)}{result}"

    def short(self) -> str:
        """Return the stamp with the beginning of the digest, which is enough to check it."""
        return str(self._replace(digest=self.digest.removeprefix("sha256:")[:_SHORT]))


def read_stamp(text: str) -> Stamp:
    """Return the stamp that `text` is.

    Raises:
        StampError: If it is none, or one of another form than this wp8 makes.
    """
    found = _STAMP.fullmatch(" ".join(text.split()))
    if not found:
        raise StampError(
            "this is no stamp of wp8",
            hint="a stamp is wp8:DIGEST:COMMAND; the commands that count and search print it",
        )
    digest, command, rows, form, checksum = found.groups()
    if rows and int(form or 1) != FORM:
        raise StampError(_of_another_form(int(form or 1)))
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise StampError(f"the command of this stamp cannot be read: {error}") from error
    # No command has a # but in quotation marks.
    if len(shlex.split(command, comments=True)) < len(words):
        raise StampError("the end of this stamp cannot be read: it says nothing of a result")
    return Stamp(digest, words, int(rows) if rows else None, checksum)


def _of_another_form(form: int) -> str:
    """Return what there is to do about a stamp of another form."""
    if form < FORM:
        return "this stamp is of an older form, which wp8 no longer checks: run its command again"
    return (
        f"this stamp is of a newer form ({form}; this wp8 makes {FORM}): "
        "check it with the wp8 that made it, or run its command again"
    )


def checksum(columns: Iterable[Sequence[object]]) -> str:
    """Return eight digits that tell a table from another: CRC-32 of its columns as JSON."""
    found = 0
    for cells in columns:
        rest, begins = iter(cells), "["
        while block := [*islice(rest, _AT_ONCE)]:
            found = crc32(f"{begins}{_cells_text(block)[1:-1]}".encode(), found)
            begins = ", "
        found = crc32(b"[]" if begins == "[" else b"]", found)
    return f"{found:08x}"


def _cells_text(cells: Sequence[Any]) -> str:
    """Return cells as a list of JSON."""
    if are_plain(cells):
        whole = '", "'.join(cells)
        return f'["{whole}"]'
    kinds = {*map(type, cells)}
    # 1 and 1.0 are equal, but not written alike; None is equal to neither.
    if not (kinds <= {int, NoneType} or kinds <= {float, NoneType}):
        return json_text([*map(rounded, cells)])
    # Most figures of a long table are those of the row before, too.
    runs = ((repr(rounded(figure)), len([*run])) for figure, run in groupby(cells))
    whole = "".join([f"{_NAMED.get(text, text)}, " * number for text, number in runs])
    return f"[{whole[:-2]}]"


def are_plain(cells: Sequence[Any]) -> bool:
    """Return whether all cells are texts that JSON writes as they are, as it does most words."""
    try:
        whole = "".join(cells)
    except TypeError:
        return False
    return is_printable(whole) and '"' not in whole and "\\" not in whole


def json_text(
    value: object, indent: int | None = None, separators: tuple[str, str] | None = None
) -> str:
    """Return `value` as JSON with nothing in it that acts on a terminal."""
    import json  # which takes two milliseconds to load, and not every result is JSON

    dumped = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    # Most texts have nothing of the kind, and to compile the pattern takes milliseconds.
    if is_printable(dumped, but="\n"):
        return dumped
    return re.sub(_SPELT_OUT, lambda found: f"\\u{ord(found[0]):04x}", dumped)


def rounded(cell: object) -> object:
    """Return a cell as JSON and CSV have it: a figure to six places.

    Beyond them the logarithms of two machines differ, and so does the sign of nearly 0.
    """
    return round(cell, 6) + 0.0 if isinstance(cell, float) else cell


def changes(then: Stamp, now: Stamp) -> Iterator[str]:
    """Yield what is no more as `then` says: the corpus, the number of rows, the figures."""
    digest = now.digest.removeprefix("sha256:")
    if not digest.startswith(then.digest):
        is_same = then.rows is not None and then[2:] == now[2:]
        result = "; the result is the same" if is_same else ""
        yield f"the corpus is another: {then.digest[:_SHORT]} then, {digest[:_SHORT]} now{result}"
    if then.rows is None:
        return
    if then.rows != now.rows:
        yield f"the result has {now.rows or 0:,} rows now, {then.rows:,} then"
    elif then.checksum != now.checksum:
        yield "the result has as many rows, but other words or figures"
