"""The records of a Whoosh index, from its stored fields and columns."""

from __future__ import annotations

from array import array
from functools import cached_property, partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from whoosh.columns import RefBytesColumn, VarBytesColumn

from wp8.index.stored_records import StoredRecords
from wp8.model import Quote, Record, RunningWords
from wp8.words.tokens import norms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from whoosh.columns import ColumnReader

    from wp8.index.whoosh.reader import Segment
    from wp8.index.whoosh.terms import Terms
    from wp8.words.tokens import Norms


class WhooshRecords(StoredRecords):
    """The records of a segment; one that was read is kept."""

    def __init__(self, segment: Segment, terms: Terms) -> None:
        super().__init__()
        self._segment = segment
        self._terms = terms
        self._known: dict[int, Record] = {}

    @cached_property
    def _ids(self) -> ColumnReader:
        return self._segment.column("id", VarBytesColumn())

    @cached_property
    def ids(self) -> list[str]:
        """The ids in reading order."""
        return [id_.decode() for id_ in self._ids]

    @cached_property
    def kinds(self) -> Kinds:
        """The kind of each record."""
        return Kinds(self._segment.column("kind", RefBytesColumn()))

    @cached_property
    def lengths(self) -> array[int]:
        """The number of tokens of each record."""
        if not self._segment.size:
            return array("I")
        file = self._segment.file("length")
        known: array[int] = file.get_array(0, "I", file.size // array("I").itemsize)
        # Whoosh leaves out what is the default at the end.
        known.extend((0,) * (self._segment.size - len(known)))
        return known

    @cached_property
    def documents(self) -> tuple[list[int], list[str]]:
        """Where records of another document than before begin, and the documents' names."""
        column = self._segment.column("document", VarBytesColumn())
        stretches = groupby(enumerate(column), key=itemgetter(1))
        first = [(next(stretch)[0], name.decode()) for name, stretch in stretches]
        return [number for number, _ in first], [name for _, name in first]

    def ids_of(self, numbers: Sequence[int]) -> list[str]:
        """Return the ids of records."""
        return [self._ids[number].decode() for number in numbers]

    def number(self, id_: str) -> int:
        """Return the number of a record, found without a table of all; KeyError if it lacks it."""
        number = self._terms.first("id", id_)
        if number is None:
            raise KeyError(id_)
        return number

    def record(self, number: int) -> Record:
        """Return a record by its number."""
        if number not in self._known:
            self._known[number] = _record(self._segment.stored(number))
        return self._known[number]

    def running(self, ids: Iterable[str], norms: Norms = "word") -> RunningWords:
        """Return the running words of records in the order of their ids, or what `norms` says."""
        from wp8.index.build.chunk_words import ChunkWords

        words = ChunkWords(partial(norms_of, norms=norms))
        numbers, counts = array("I"), array("I")
        for record in self.named(ids):
            row = words.row(record.text)
            numbers += row
            counts.append(len(row))
        return RunningWords(words.forms, numbers, counts)


class Kinds:
    """The kinds of records in a column; most are never asked for."""

    def __init__(self, column: ColumnReader) -> None:
        self._column = column

    def __getitem__(self, number: int) -> str:
        """Return the kind of a record."""
        kind: str = self._column[number].decode()
        return kind


def _record(fields: dict[str, Any]) -> Record:
    """Return the record that has these stored fields."""
    fields.setdefault("number_in_section")
    if quotes := fields.get("quotes"):
        fields["quotes"] = tuple(Quote(*quote) for quote in quotes)
    return Record(**fields)
