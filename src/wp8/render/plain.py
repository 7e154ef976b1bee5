"""Results for a pipe: one record a line, `id TAB text`, never wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wp8.render.terminal import marked, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wp8.contents import Entry
    from wp8.explain import Explanation
    from wp8.model import InContext, Record

_MATCH: Final = ("\x1b[1;31m", "\x1b[0m")
_ID: Final = ("\x1b[35m", "\x1b[0m")
_NO_MARK: Final = ("", "")
_BREAK: Final = "--\n"


def hit_lines(
    hits: Iterable[InContext], *, mark: tuple[str, str] | None = None, color: bool = False
) -> Iterator[str]:
    """Yield a line for each hit, its matches between the two strings of `mark`.

    Hits that have neighbours stand among them, apart from the next by a line `--`, as grep does.
    """
    mark = mark or (_MATCH if color else _NO_MARK)
    apart = False
    for before, hit, after in hits:
        if apart:
            yield _BREAK
        yield from record_lines(before, color=color)
        text = marked(printable(hit.record.text), hit.highlights, mark)
        yield f"{_colored(hit.record.id, color=color)}\t{text}\n"
        yield from record_lines(after, color=color)
        apart = bool(before or after)


def record_lines(records: Iterable[Record], *, color: bool = False) -> Iterator[str]:
    """Yield a line for each record."""
    for record in records:
        yield f"{_colored(record.id, color=color)}\t{printable(record.text)}\n"


def contents_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield a line for each entry of the contents: address, ids, label."""
    for entry in entries:
        yield f"{entry.address}\t{entry.ids}\t{printable(entry.label)}\n"


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """Yield how a query was read: the whole, then each part with what it finds alone."""
    yield f"query     {printable(explanation.parsed)}\n"
    yield f"resolved  {printable(explanation.resolved)}\n"
    for part in explanation.parts:
        found = f"{part.hits} paragraphs, {part.occurrences} occurrences"
        yield f"  {printable(part.typed)}  {printable(part.resolved)}  {found}\n"


def _colored(id_: str, *, color: bool) -> str:
    return f"{_ID[0]}{id_}{_ID[1]}" if color else id_
