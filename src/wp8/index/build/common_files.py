"""The files that every index has which can be a segment: records, forms, capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wp8.index.build.record_writer import RecordWriter
from wp8.index.forms import AllCapitals, write_capitals, write_forms

if TYPE_CHECKING:
    from wp8.index.build.batch import Counted
    from wp8.index.forms import Numbers
    from wp8.words.lexemes import Lexemes


class CommonWriter:
    """Writes these files into `folder`; `numbers` are those of tokens, which others may know."""

    def __init__(self, folder: str, numbers: Numbers) -> None:
        self.number = 0
        self._folder = folder
        self._records = RecordWriter(folder)
        self._capitals = AllCapitals(numbers)

    def add(self, batch: Counted) -> None:
        """Take the next batch of records."""
        self._records.add(batch.stored, batch.lengths)
        self._capitals.join(batch.capitals)
        self.number += len(batch.lengths)

    def close(self, lexemes: Lexemes | None) -> int:
        """Write what is left; return the number of records."""
        from wp8.words.lexemes import Lexemes as Looked

        self._records.close()
        write_forms(self._folder, self._capitals, lexemes or Looked())
        write_capitals(self._folder, self._capitals)
        return self.number

    def abandon(self) -> None:
        """Let go of a file that cannot be written to its end."""
        self._records.abandon()
