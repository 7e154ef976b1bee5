"""The Whoosh engine: one positional field of terms, one of facets, and the records themselves.

Whoosh stores and finds postings. Its analyzers, query parser, scorers and highlighter are not
used: terms come from `text`, answers from `matching`, the order from `ranking`.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from whoosh.columns import VarBytesColumn
from whoosh.fields import STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence, Positions
from whoosh.index import FileIndex

from wp8.index.forms import Capitals, read_forms, write_forms
from wp8.index.page import Order, Page, page
from wp8.matching import match
from wp8.model import Record
from wp8.query.tree import Filter, Group, Or, Phrase, is_grounded
from wp8.ranking import Ranking
from wp8.record_view import TextView
from wp8.text import is_word_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from whoosh.matching import Matcher
    from whoosh.reading import IndexReader

    from wp8.index.forms import Lexemes
    from wp8.query.tree import Node, Slot

# Raise it when the fields below, or what is put into them, change.
SCHEMA_VERSION: Final = "8"

_RECORD_FIELDS: Final = tuple(field.name for field in fields(Record))
_TOTALS: Final = "totals"


class _Terms(FieldType):  # type: ignore[misc]
    """Terms with their positions, ready made: Whoosh analyzes nothing."""

    def __init__(self) -> None:
        self.format = Positions()

    def index(
        self, value: Mapping[str, Sequence[int]], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        encode = self.format.encode
        for term, positions in value.items():
            yield term.encode(), len(positions), 1.0, encode(positions)

    def clean(self) -> None:
        """There is no analyzer to clean."""


class _Facets(FieldType):  # type: ignore[misc]
    """What filters ask of a record."""

    def __init__(self) -> None:
        self.format = Existence()

    def index(self, value: Sequence[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for facet in value:
            yield facet.encode(), 1, 1.0, b""

    def clean(self) -> None:
        """There is no analyzer to clean."""


class _Head(FieldType):  # type: ignore[misc]
    """What ranking needs of every hit: id, kind and length, in a column."""

    def __init__(self) -> None:
        self.column_type = VarBytesColumn()

    indexed = False

    def clean(self) -> None:
        """There is no analyzer to clean."""


class WhooshEngine:
    """Makes and opens Whoosh indexes; `lexemes` gives a word's lexemes to a build."""

    def __init__(self, lexemes: Lexemes | None = None) -> None:
        self._lexemes = lexemes

    name = "whoosh"
    version = SCHEMA_VERSION

    def build(self, folder: str, records: Iterable[Record]) -> int:
        """Write an index of `records` into the empty `folder`; return their number."""
        from whoosh.codec.whoosh3 import W3Codec

        from wp8.lexemes import lexemes

        schema = Schema(terms=_Terms(), facets=_Facets(), head=_Head(), record=STORED())
        index = FileStorage(folder).create_index(schema)
        # Compressing blocks of a few postings costs a third of the build and saves little.
        writer = index.writer(codec=W3Codec(compression=0))
        number = tokens = 0
        capitals = Capitals()
        for record in records:
            view = TextView(record)
            length = len(view.tokens)
            writer.add_document(
                terms=view.terms,
                facets=(*view.facets, f"id:{record.id}"),
                head=f"{record.id}\t{record.kind}\t{length}",
                record=tuple(getattr(record, name) for name in _RECORD_FIELDS),
            )
            capitals.note(view.tokens)
            number += 1
            tokens += length
        writer.commit()
        write_forms(folder, capitals, self._lexemes or lexemes)
        with open(f"{folder}/{_TOTALS}", "w", encoding="ascii") as totals:
            totals.write(f"{number} {tokens}\n")
        return number

    def open(self, folder: str) -> WhooshBackend:
        """Return the backend over the files that `build` wrote."""
        return WhooshBackend(folder)


class WhooshVocabulary:
    """The tokens that a Whoosh index has."""

    def __init__(self, reader: IndexReader, folder: str) -> None:
        self._reader = reader
        self._forms = read_forms(folder, self.__contains__)

    def __contains__(self, token: str) -> bool:
        """Return whether `token` occurs."""
        return ("terms", token.encode()) in self._reader

    def __iter__(self) -> Iterator[str]:
        """Yield every token once, in code point order."""
        return filter(is_word_term, map(bytes.decode, self._reader.lexicon("terms")))

    def frequency(self, token: str) -> int:
        """Return the number of records that have `token`."""
        return int(self._reader.doc_frequency("terms", token.encode()))

    def forms(self, word: str) -> Sequence[str]:
        """Return the tokens that are forms of one word with `word`."""
        return self._forms.of(word)

    def is_name(self, token: str) -> bool:
        """Return whether `token` is a part of names and nothing else."""
        return self._forms.is_name(token)

    def lemma(self, token: str) -> str:
        """Return the dictionary form of a token of the corpus."""
        return self._forms.lemma(token)

    def facets(self) -> Sequence[str]:
        """Return every `field:value` that a record has, in code point order."""
        found = map(bytes.decode, self._reader.lexicon("facets"))
        return [facet for facet in found if not facet.startswith("id:")]


class WhooshBackend:
    """An opened Whoosh index."""

    def __init__(self, folder: str) -> None:
        with open(f"{folder}/{_TOTALS}", encoding="ascii") as totals:
            records, tokens = totals.read().split()
        self._mean_length = int(tokens) / max(1, int(records))
        self._reader = FileIndex(FileStorage(folder)).reader()
        self._size = int(records)
        self._heads = self._reader.column_reader("head") if self._size else ()
        self.vocabulary = WhooshVocabulary(self._reader, folder)

    def search(
        self, tree: Node, *, limit: int | None = None, offset: int = 0, order: Order = "relevance"
    ) -> Page:
        """Return the records that answer `tree`, `limit` of them from the `offset`-th on."""
        ranking = Ranking(self.vocabulary, records=self._size, mean_length=self._mean_length)
        postings = _Postings(self._reader)
        answers = []
        for number in sorted(postings.candidates(tree)):
            found = match(tree, _View(postings, number))
            if found is not None:
                id_, kind, length = self._head(number)
                answers.append((id_, ranking.score(found, kind=kind, length=length), found))
        return page(answers, limit=limit, offset=offset, order=order)

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the records with these ids, in that order; KeyError names one it lacks."""
        postings = _Postings(self._reader)
        found = []
        for id_ in ids:
            numbers = postings.numbers(f"id:{id_}")
            if not numbers:
                raise KeyError(id_)
            (number,) = numbers
            stored = self._reader.stored_fields(number)["record"]
            found.append(Record(**dict(zip(_RECORD_FIELDS, stored, strict=True))))
        return found

    def ids(self) -> Sequence[str]:
        """Return the ids of all records in reading order."""
        return [self._head(number)[0] for number in range(self._size)]

    def close(self) -> None:
        """Let go of the index's files."""
        self._reader.close()

    def _head(self, number: int) -> tuple[str, str, int]:
        id_, kind, length = self._heads[number].split("\t")
        return id_, kind, int(length)


class _Postings:
    """The postings that one query needs, each read once."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._positions: dict[str, dict[int, Sequence[int]]] = {}
        self._numbers: dict[str, frozenset[int]] = {}

    def positions(self, term: str) -> Mapping[int, Sequence[int]]:
        """Return the positions of `term` by record number."""
        if term not in self._positions:
            self._positions[term] = found = {}
            matcher = self._matcher("terms", term)
            while matcher is not None and matcher.is_active():
                found[matcher.id()] = matcher.value_as("positions")
                matcher.next()
        return self._positions[term]

    def numbers(self, facet: str) -> frozenset[int]:
        """Return the numbers of the records that have `facet`."""
        if facet not in self._numbers:
            matcher = self._matcher("facets", facet)
            self._numbers[facet] = frozenset(matcher.all_ids() if matcher is not None else ())
        return self._numbers[facet]

    def candidates(self, tree: Node) -> set[int]:
        """Return the numbers of the records that may match: all that do, and perhaps more."""
        if isinstance(tree, Phrase):
            return set.intersection(*map(self._slot_candidates, tree.slots))
        if isinstance(tree, Filter):
            return set().union(*map(self.numbers, tree.facets))
        if isinstance(tree, Group):
            # An exclusion narrows what its neighbours find; `match` sees to it.
            found = [self.candidates(child) for child in tree.children if is_grounded(child)]
            return set().union(*found) if isinstance(tree, Or) else set.intersection(*found)
        raise TypeError(f"a {type(tree).__name__} has no candidates")

    def _slot_candidates(self, slot: Slot) -> set[int]:
        alternatives = (
            set.intersection(*(set(self.positions(token)) for token in tokens)) for tokens in slot
        )
        return set().union(*alternatives)

    def _matcher(self, field: str, text: str) -> Matcher | None:
        key = text.encode()
        return self._reader.postings(field, key) if (field, key) in self._reader else None


class _View:
    """A record of the index as `matching` reads it."""

    def __init__(self, postings: _Postings, number: int) -> None:
        self._postings = postings
        self._number = number
        self.facets = self

    def positions(self, term: str) -> Sequence[int]:
        return self._postings.positions(term).get(self._number, ())

    def __contains__(self, facet: object) -> bool:
        return self._number in self._postings.numbers(str(facet))
