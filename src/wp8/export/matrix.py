"""How often each document has each form, as a sparse matrix for R, Python and Julia."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING

from wp8.export.whole_file import write_file
from wp8.model import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.analysis.counts.table import Table


def write_matrix(path: str, table: Table) -> None:
    """Write documents by forms to `path`, as MatrixMarket has it, and their names beside it.

    `table` is a list by document. The names are in `path` with `.rows` and `.columns` added, a line
    each: of the documents, in reading order, and of the forms, the most frequent first.

    Raises:
        ExportError: A file cannot be written.
    """
    whole: Counter[str] = Counter()
    for own in table.by_group.values():
        whole.update(own)
    forms = sorted(sorted(whole), key=whole.__getitem__, reverse=True)
    write_file(f"{path}.rows", _lines(table.by_group))
    write_file(f"{path}.columns", _lines(forms))
    write_file(path, _lines(_matrix(table, forms)))


def _matrix(table: Table, forms: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a coordinate matrix: its header, its size, and what is not 0."""
    place = dict(zip(forms, count(1)))
    entries = [
        f"{row} {place[form]} {number}"
        for row, own in enumerate(table.by_group.values(), start=1)
        for form, number in own.items()
    ]
    yield "%%MatrixMarket matrix coordinate integer general"
    yield f"% {' '.join(table.stamp.split())}"
    yield f"{len(table.by_group)} {len(forms)} {len(entries)}"
    yield from entries


def _lines(names: Iterable[str]) -> str:
    return "".join(f"{visible(name)}\n" for name in names)
