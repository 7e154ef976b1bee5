"""The backend that scans: slow, plain, and the reference for every other."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wp8.index.forms import Capitals, Forms, FormsKnown, Tables, grouped
from wp8.index.text_backend import TextBackend, answers
from wp8.model import Named
from wp8.query.matching import match
from wp8.query.page import Order, Page, page
from wp8.query.ranking import Ranking
from wp8.query.record_view import TextView
from wp8.words.tokens import is_word_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.model import Record
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Node


class MemoryVocabulary(FormsKnown):
    """The tokens of the scanned records."""

    def __init__(self, views: Iterable[TextView]) -> None:
        self._frequencies: dict[str, int] = {}
        self._facets: dict[str, None] = {}
        self._capitals = Capitals()
        for view in views:
            for term in view.terms:
                self._frequencies[term] = self._frequencies.get(term, 0) + 1
            self._facets.update(dict.fromkeys(view.facets))
            self._capitals.note(view.tokens, view.language)
        self._forms = Forms(
            lambda token: self._tables.of_token.get(token, ()),
            lambda lexeme: self._tables.of_lexeme.get(lexeme, ()),
            lambda word: self._tables.of_others.get(word, ()),
            self.__contains__,
            self._capitals.names().get,
        )

    def __contains__(self, token: str) -> bool:
        """Return whether `token` occurs."""
        return token in self._frequencies

    def __iter__(self) -> Iterator[str]:
        """Yield every token once, in code point order."""
        return iter(sorted(filter(is_word_term, self._frequencies)))

    def starting(self, letters: str) -> Sequence[str]:
        """Return the tokens that begin with `letters`, in code point order."""
        return [token for token in self if token.startswith(letters)]

    def frequency(self, token: str) -> int:
        """Return the number of records that have `token`."""
        return self._frequencies.get(token, 0)

    @cached_property
    def _tables(self) -> Tables:
        from wp8.words.lexemes import Lexemes

        return grouped(self._capitals, Lexemes())

    def facets(self) -> Sequence[str]:
        """Return every `field:value` that a record has, in code point order."""
        return sorted(self._facets)


class MemoryBackend(TextBackend):
    """Records held and scanned in memory."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = {record.id: record for record in records}
        self._views = [TextView(record) for record in self._records.values()]
        self.vocabulary = MemoryVocabulary(self._views)

    def search(
        self, tree: Node, *, limit: int | None = None, offset: int = 0, order: Order = "relevance"
    ) -> Page:
        """Return the records that answer `tree`, `limit` of them from the `offset`-th on."""
        lengths = [len(view.tokens) for view in self._views]
        mean = sum(lengths) / len(lengths) if lengths else 0.0
        ranking = Ranking(self.vocabulary, records=len(lengths), mean_length=mean)
        texts = zip(self._records.values(), self._views, strict=True)
        return page(answers(tree, texts, ranking), limit=limit, offset=offset, order=order)

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the records with these ids, in that order; KeyError names one it lacks."""
        return [self._records[id_] for id_ in ids]

    def occurrences(self, tree: Node) -> Iterator[tuple[str, Sequence[Stretch]]]:
        """Yield the ids of the records in which `tree` has a place, with its stretches there."""
        for id_, view in zip(self._records, self._views, strict=True):
            found = match(tree, view)
            if found is not None and found.stretches:
                yield id_, found.stretches

    def ids(self) -> Named:
        """Return the ids of all records in reading order."""
        return Named(range(len(self._records)), [*self._records])

    def close(self) -> None:
        """Do nothing: there are no files."""
