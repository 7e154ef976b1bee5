"""The Whoosh engine: an index that every Whoosh opens, searched by wp8's own rules.

Whoosh's parser, scorers and highlighter are not used: terms come from `text`, answers from
`matching`, the order from `ranking`.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from wp8.index.store.pages import Files
from wp8.index.stored_backend import StoredBackend
from wp8.index.whoosh.reader import Segment
from wp8.index.whoosh.records import WhooshRecords
from wp8.index.whoosh.search import Search
from wp8.index.whoosh.terms import Terms
from wp8.index.whoosh.vocabulary import WhooshVocabulary
from wp8.model import CELL_SEPARATOR
from wp8.words.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wp8.model import Record, RunningWords
    from wp8.words.lexemes import Lexemes
    from wp8.words.tokens import Norms

# Raise it when the files, or what is put into them, change.
SCHEMA_VERSION: Final = "20"


class WhooshEngine:
    """Makes and opens Whoosh indexes, in one process; `lexemes` gives a word's to a build."""

    def __init__(self, lexemes: Lexemes | None = None, *, jobs: int | None = None) -> None:
        self._lexemes = lexemes

    name = "whoosh"
    version = SCHEMA_VERSION
    keeps_segments = False

    def build(self, folder: str, records: Iterable[Record]) -> int:
        """Write an index of `records` into the empty `folder`; return their number."""
        from wp8.index.forms import write_forms
        from wp8.index.whoosh.writer import write_index
        from wp8.words.lexemes import Lexemes

        number, capitals = write_index(folder, records)
        write_forms(folder, capitals, self._lexemes or Lexemes())
        return number

    def checks(self, _name: str) -> bool:
        """Return that it reads each file by `Files` alone, which checks what is read."""
        return True

    def open(self, folder: str) -> WhooshBackend:
        """Return the backend over the files that `build` wrote."""
        return WhooshBackend(folder)


class WhooshBackend(StoredBackend):
    """An opened Whoosh index."""

    stored: WhooshRecords

    def __init__(self, folder: str) -> None:
        self._files = files = Files(folder)
        try:
            self._terms = terms = Terms(files)
            self.stored = WhooshRecords(Segment(files), terms)
            self.vocabulary = WhooshVocabulary(terms, files.read)
        except BaseException:
            files.close()
            raise

    def query(self) -> Search:
        """Return what finds records for one query."""
        return Search(self._terms)

    def running(self, ids: Iterable[str], norms: Norms = "word") -> RunningWords:
        """Return the running words of records in the order of their ids, or what `norms` says."""
        return self.stored.running(ids, norms)

    def marked(self, ids: Iterable[str], mark: str) -> array[int]:
        """Return where in the row of their tokens those with a mark stand, ascending."""
        postings = self.query().postings(mark)
        found = array("I")
        done = 0
        for number in self.stored.numbers_of(ids):
            positions = postings.positions(number)
            if positions and CELL_SEPARATOR in (text := self.stored.record(number).text):
                standing = [token.position for token in tokenize(text)]
                positions = [*map(standing.index, positions)]
            found.extend(map(done.__add__, positions))
            done += self.stored.lengths[number]
        return found

    def close(self) -> None:
        """Let go of the index's files."""
        self._terms.close()
        self._files.close()
