"""The tantivy engine: tantivy finds records, token strings tell where in them.

tantivy indexes which characters the token strings have. Its analyzers, query parser
and scorers are not used: terms come from `text`, answers from `matching`, the order from `ranking`.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from itertools import count
from typing import TYPE_CHECKING, Final

import tantivy

from wp8.index.record_file import RecordReader
from wp8.index.store.pages import Files
from wp8.index.stored_backend import SegmentBackend
from wp8.index.stored_vocabulary import StoredVocabulary, write_vocabulary
from wp8.index.tantivy.search import NUMBER, REPEATED, TERMS, Search, Terms
from wp8.index.tantivy.token_strings import TokenStrings
from wp8.index.tantivy.token_words import TokenWords
from wp8.words.tokens import TIED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from wp8.model import Record
    from wp8.words.lexemes import Lexemes

# Raise it when the files, or what is put into them, change.
SCHEMA_VERSION: Final = "11"

# One thread: a second saves nothing, as the texts come from one, and makes two segments.
_HEAP: Final = 64_000_000


class TantivyEngine:
    """Makes and opens tantivy indexes.

    `lexemes` gives a word's lexemes to a build, `jobs` is how many processes may work on it, its
    own among them, if not as many as there are processors.
    """

    def __init__(self, lexemes: Lexemes | None = None, *, jobs: int | None = None) -> None:
        self._lexemes = lexemes
        self._jobs = jobs

    name = "tantivy"
    version = SCHEMA_VERSION
    keeps_segments = True

    def build(self, folder: str, records: Iterable[Record]) -> int:
        """Write an index of `records` into the empty `folder`; return their number.

        Raises:
            OSError: It cannot be written.
        """
        from wp8.index.build.batch import batches
        from wp8.index.build.common_files import CommonWriter
        from wp8.index.build.workers import processors
        from wp8.index.forms import Numbers
        from wp8.index.tantivy.token_batch import token_batch
        from wp8.index.tantivy.token_string_writer import TokenStringWriter

        with _written(folder):
            writer = _new_index(folder).writer(_HEAP, num_threads=1)
        with ExitStack() as stack:
            terms = Numbers()
            common, strings = CommonWriter(folder, terms), TokenStringWriter(folder, terms)
            for part in (common, strings):
                stack.callback(part.abandon)
            numbers = count()
            for made in batches(records, self._jobs or processors(), token_batch):
                with _written(folder):
                    for characters, repetitions in strings.add(made):
                        writer.add_document(_document(characters, repetitions, next(numbers)))
                common.add(made.counted)
                del made
            with _written(folder):
                writer.commit()
                writer.wait_merging_threads()
            del writer
            write_vocabulary(folder, *strings.close())
            return common.close(self._lexemes)

    def checks(self, name: str) -> bool:
        """Return whether it reads a file by `Files` alone, which checks what is read."""
        # tantivy's own files, which it reads itself, have names with a dot.
        return "." not in name

    def open(self, folder: str) -> TantivyBackend:
        """Return the backend over the files that `build` wrote.

        Raises:
            IndexDamagedError: If they are of another tantivy.
        """
        return TantivyBackend(folder)


@contextmanager
def _written(folder: str) -> Iterator[None]:
    """Let what tantivy cannot write be an OSError, as of any file; to tantivy it is a ValueError.

    Raises:
        OSError: A file in `folder` cannot be written.
    """
    try:
        yield
    except ValueError as error:
        import errno
        import os
        import re

        named = re.search(r"(?:os error|code:) (\d+)", str(error))
        number = int(named[1]) if named else errno.EIO
        raise OSError(number, os.strerror(number), folder) from error


def _document(characters: str, repetitions: str, number: int) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text(TERMS, characters)
    document.add_text(REPEATED, repetitions)
    document.add_unsigned(NUMBER, number)
    return document


def _new_index(folder: str) -> tantivy.Index:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field(TERMS, tokenizer_name="term", index_option="basic")
    schema.add_text_field(REPEATED, tokenizer_name="repetition", index_option="basic")
    schema.add_unsigned_field(NUMBER, fast=True)
    index = tantivy.Index(schema.build(), path=folder)
    # A reader that waits for commits would make a lock file in the folder at any time.
    index.config_reader("manual")
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    for name in ("term", "repetition"):
        index.register_tokenizer(name, analyzer)
    return index


class TantivyBackend(SegmentBackend):
    """An opened tantivy index."""

    def __init__(self, folder: str) -> None:
        self._files = files = Files(folder)
        self.stored = RecordReader(files)
        try:
            self._strings = TokenStrings(files.read)
            self.stored_words = TokenWords(self._strings, self.stored)
            self._terms = terms = Terms(folder, self._strings)
            self.vocabulary = StoredVocabulary(files.read, terms.has, terms.frequency)
        except BaseException:
            files.close()
            raise

    def query(self) -> Search:
        """Return what finds records for one query."""
        return Search(self._terms, self._strings)

    def spread(self, tokens: Collection[str]) -> int:
        """Return how many records have one of `tokens`."""
        is_asked = len(tokens) > 1 and TIED.isdisjoint(tokens)
        return self._terms.spread(tokens) if is_asked else super().spread(tokens)

    def having(self, term: str) -> Sequence[int]:
        """Return the numbers of the records that have `term`, ascending."""
        return self._terms.records(self._terms.any_of((term,)))

    def close(self) -> None:
        """Let go of the index's files."""
        self._files.close()
