"""How often each document has each form, as a sparse matrix for R, Python and Julia."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from wp8.export.whole_file import write_file
from wp8.model import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wp8.analysis.counts.table import FrequencyMatrix


def write_matrix(path: str, table: FrequencyMatrix) -> None:
    """Write documents by forms to `path`, as MatrixMarket has it, and their names beside it.

    The names are in `path` with `.rows` and `.columns` added, a line each: of the documents, in
    reading order, and of the forms, in the order of the table.

    Raises:
        ExportError: A file cannot be written.
    """
    write_file(f"{path}.rows", _lines(table.documents))
    write_file(f"{path}.columns", _lines(table.forms))
    write_file(path, _lines(_matrix(table)))


def _matrix(table: FrequencyMatrix) -> Iterator[str]:
    """Yield the lines of a coordinate matrix: its header, its size, and what is not 0."""
    place = dict(zip(table.forms, count(1)))
    entries = [
        f"{row} {place[form]} {number}"
        for row, own in enumerate(table.documents.values(), start=1)
        for form, number in own.items()
    ]
    yield "%%MatrixMarket matrix coordinate integer general"
    yield f"% {' '.join(table.stamp.split())}"
    yield f"{len(table.documents)} {len(table.forms)} {len(entries)}"
    yield from entries


def _lines(names: Iterable[str]) -> str:
    return "".join(f"{visible(name)}\n" for name in names)
