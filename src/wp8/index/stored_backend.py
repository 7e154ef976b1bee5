"""What every backend over files has in common: the records and their running words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.index.pages import Files
from wp8.index.record_file import RecordReader
from wp8.index.word_file import WordReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.model import Heads, Record, RunningWords


class StoredBackend:
    """The records and words of an index in files; an engine adds how it finds them."""

    def __init__(self, folder: str) -> None:
        self._files = Files(folder)
        self._records = RecordReader(self._files)
        self._words = WordReader(self._files.read)

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the records with these ids, in that order; KeyError names one it lacks."""
        return self._records.named(ids)

    def words(self, ids: Iterable[str]) -> Iterator[Sequence[str]]:
        """Yield the norms of the running words of the records with these ids, in that order."""
        return self._words.words(self._records.numbers[id_] for id_ in ids)

    def heads(self, ids: Iterable[str]) -> Heads:
        """Return what counting asks of the records with these ids, in that order."""
        return self._records.heads(ids)

    def running(self, ids: Iterable[str]) -> RunningWords:
        """Return the running words of the records with these ids, in that order."""
        return self._words.running(map(self._records.numbers.__getitem__, ids))

    def ids(self) -> Sequence[str]:
        """Return the ids of all records in reading order."""
        return self._records.ids

    def close(self) -> None:
        """Let go of the index's files."""
        self._files.close()
