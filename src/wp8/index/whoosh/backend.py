"""The Whoosh engine: a dictionary of terms with packed postings, and the records beside it.

Whoosh writes the index and finds a term. Its analyzers, query parser, scorers and highlighter are
not used: terms come from `text`, answers from `matching`, the order from `ranking`.
"""

from __future__ import annotations

import io
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import StructFile

from wp8.index.packed import HEAD, NONE, records_in, unpack
from wp8.index.record_file import RecordReader
from wp8.index.store.pages import LARGE, Files, Stream
from wp8.index.stored_backend import StoredBackend
from wp8.index.stored_vocabulary import StoredVocabulary, write_vocabulary
from wp8.index.whoosh.query import PostingsQuery
from wp8.index.whoosh.word_file import WordReader
from wp8.words.tokens import is_word_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.index.forms import Lexemes
    from wp8.index.packed import Postings
    from wp8.index.whoosh.runs import Runs
    from wp8.model import Record

# Raise it when the files below, or what is put into them, change.
SCHEMA_VERSION: Final = "16"

# The places of the fields among those of the index, in which a key begins.
_FACETS: Final = b"\0\0"
_TERMS: Final = b"\0\1"
_DICTIONARY: Final = "MAIN_wp8.trm"


class WhooshEngine:
    """Makes and opens Whoosh indexes.

    `lexemes` gives a word's lexemes to a build, `jobs` is how many processes it may use besides
    its own, if not as many as there are processors; with 1 it uses its own alone.
    """

    def __init__(self, lexemes: Lexemes | None = None, *, jobs: int | None = None) -> None:
        self._lexemes = lexemes
        self._jobs = jobs

    name = "whoosh"
    version = SCHEMA_VERSION

    def build(self, folder: str, records: Iterable[Record]) -> int:
        """Write an index of `records` into the empty `folder`; return their number."""
        from wp8.index.build.batch import batch, batches
        from wp8.index.build.common_files import CommonWriter
        from wp8.index.build.workers import processors
        from wp8.index.whoosh.runs import Runs
        from wp8.index.whoosh.word_file import WordWriter

        with ExitStack() as stack:
            common, words = CommonWriter(folder), WordWriter(folder)
            terms, facets = Runs(folder), Runs(folder)
            for part in (common, words, terms, facets):
                stack.callback(part.abandon)
            for made in batches(records, self._jobs or processors(), batch):
                terms.add(made.terms)
                facets.add(made.facets)
                words.add(made.words)
                common.add(made.counted)
            words.close()
            _write_terms(folder, terms, facets, common.number)
            return common.close(self._lexemes)

    def checks(self, _name: str, size: int) -> bool:
        """Return whether it checks a file of so many bytes itself, as it reads it."""
        return size > LARGE

    def open(self, folder: str) -> WhooshBackend:
        """Return the backend over the files that `build` wrote."""
        return WhooshBackend(folder)


def _write_terms(folder: str, terms: Runs, facets: Runs, records: int) -> None:
    """Write the dictionary of terms and facets, and the lists of them."""
    from wp8.index.whoosh.codec import write_segment

    names: list[str] = []
    tokens: list[str] = []
    fields = {"facets": _noted(facets.packed(), names), "terms": _noted(terms.packed(), tokens)}
    write_segment(folder, fields, records=records)
    write_vocabulary(folder, filter(is_word_term, tokens), names)


def _noted(terms: Iterable[tuple[str, bytes]], seen: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield terms with their postings; note the terms in `seen`."""
    for term, packed in terms:
        seen.append(term)
        yield term, packed


class WhooshBackend(StoredBackend):
    """An opened Whoosh index."""

    def __init__(self, folder: str) -> None:
        self._files = files = Files(folder)
        self.stored = RecordReader(files)
        self.stored_words = WordReader(files.read)
        try:
            self._dictionary = dictionary = _Dictionary(files)
            self.vocabulary = StoredVocabulary(files.read, dictionary.has, dictionary.frequency)
        except BaseException:
            files.close()
            raise

    def query(self) -> PostingsQuery:
        """Return what finds records for one query."""
        return PostingsQuery(self._dictionary)

    def having(self, term: str) -> Sequence[int]:
        """Return the numbers of the records that have `term`, ascending, perhaps repeated."""
        return self._dictionary.term(term).records

    def close(self) -> None:
        """Let go of the index's files."""
        self._dictionary.close()
        self._files.close()


class _Dictionary:
    """The terms and facets of an index, in the hash file that Whoosh wrote."""

    def __init__(self, files: Files) -> None:
        large = files.file(_DICTIONARY)
        if large:
            self._file = StructFile(io.BufferedReader(Stream(large)))
            self._file.get = large.get
        else:
            self._file = StructFile(files.mapped(_DICTIONARY))
        self._values = OrderedHashReader(self._file)

    def has(self, token: str) -> bool:
        """Return whether a text has `token`."""
        return _TERMS + token.encode() in self._values

    def frequency(self, token: str) -> int:
        """Return the number of records that have `token`."""
        for place, _ in self._values.ranges_for_key(_TERMS + token.encode()):
            return records_in(self._file.get(place, HEAD))
        return 0

    def term(self, term: str) -> Postings:
        """Return where `term` stands."""
        return self._postings(_TERMS, term)

    def facet(self, facet: str) -> Postings:
        """Return which records have `facet`."""
        return self._postings(_FACETS, facet)

    def _postings(self, field: bytes, name: str) -> Postings:
        packed = self._values.get(field + name.encode())
        return NONE if packed is None else unpack(packed)

    def close(self) -> None:
        """Close the file."""
        self._values.close()
