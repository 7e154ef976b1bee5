"""Results as grep prints them, `file:line:column:text`, which editors read."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.corpus.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.analysis.counts.table import Concordance
    from wp8.corpus.document import Corpus
    from wp8.corpus.places import Place
    from wp8.model import Record
    from wp8.results import SearchResult

_SPAN: Final = "span"
# So many are held at a time.
_AT_ONCE: Final = 1 << 14


class Found(NamedTuple):
    """What a line tells of: a record, where in its text, the text to show, and spans to mark."""

    record: Record
    offset: int
    text: str
    marked: Sequence[tuple[int, int]]


class Line(NamedTuple):
    """A line: where it leads, and what it tells of."""

    place: Place
    found: Found

    @property
    def path(self) -> str:
        """The file."""
        return _from_here(self.place.path)

    @property
    def where(self) -> str:
        """The line and the column; where it has none, the id of the record, and the page."""
        if self.place.line:
            return f":{self.place.line}:{self.place.column}:"
        page = f", page {self.place.page}" if self.place.page else ""
        return f": {self.found.record.id}{page}\t"


def lines(found: Iterable[Found], corpus: Corpus) -> Iterator[Line]:
    """Yield a line for each of what is `found` in the documents of a corpus."""
    places, rest = Places(corpus), iter(found)
    while some := [*islice(rest, _AT_ONCE)]:
        # The best first may be of any file, and each of theirs is to be read once.
        in_order = sorted(range(len(some)), key=lambda number: some[number].record.document)
        told = {number: places.of(some[number].record, some[number].offset) for number in in_order}
        yield from (Line(told[number], each) for number, each in enumerate(some))


def without_line(layouts: Sequence[str], number: int) -> str:
    """Return in words which of a number of lines name no line of their file, and why.

    `layouts` has the layout of the file of each such line. Nothing is said if there is none.
    """
    if not layouts:
        return ""
    which = f"{len(layouts):,} of {number:,} without a line"
    files = ", ".join(dict.fromkeys(layouts))
    return f"{which}: {files} files have none; wp8 open ID opens them"


def of_hits(result: SearchResult) -> Iterator[Found]:
    """Yield each hit at its first match."""
    for hit in result.hits:
        offset = hit.highlights[0][0] if hit.highlights else 0
        yield Found(hit.record, offset, hit.record.text, hit.highlights)


def of_concordance(table: Concordance) -> Iterator[Found]:
    """Yield each line of a concordance at its node."""
    place = table.columns.index(_SPAN)
    for id_, left, node, right, *rest in table.cells:
        start, _ = rest[place - 4]
        span = (len(left), len(left) + len(node))
        yield Found(table.records[id_], start, f"{left}{node}{right}", [span])


def _from_here(path: Path) -> str:
    """Return a path as one types it in the folder that this runs in, if it is below that."""
    with suppress(OSError, ValueError):
        return str(path.relative_to(Path.cwd()))
    return str(path)
