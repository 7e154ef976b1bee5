"""Results for a pipe: one record a line, `id TAB text`, never wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.render.terminal import marked, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wp8.model import Hit, Record

_MATCH: Final = ("\x1b[1;31m", "\x1b[0m")
_ID: Final = ("\x1b[35m", "\x1b[0m")
NO_MARK: Final = ("", "")


def hit_lines(
    hits: Iterable[Hit], *, mark: tuple[str, str] = NO_MARK, color: bool = False
) -> Iterator[str]:
    """Yield a line for each hit; matches stand between the two strings of `mark`."""
    if color and mark == NO_MARK:
        mark = _MATCH
    for hit in hits:
        text = marked(printable(hit.record.text), hit.highlights, mark)
        yield f"{_colored(hit.record.id, color=color)}\t{text}\n"


def record_lines(records: Iterable[Record], *, color: bool = False) -> Iterator[str]:
    """Yield a line for each record."""
    for record in records:
        yield f"{_colored(record.id, color=color)}\t{printable(record.text)}\n"


def _colored(id_: str, *, color: bool) -> str:
    return f"{_ID[0]}{id_}{_ID[1]}" if color else id_
