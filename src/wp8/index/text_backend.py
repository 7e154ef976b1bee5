"""What a backend tells of running words that has nothing but the texts of records."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from wp8.model import Heads, RunningWords
from wp8.query.matching import match
from wp8.query.tree import as_typed
from wp8.words.tokens import QUOTE_BEGINS, QUOTED, index_terms, norms_of, tokenize, untied

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from wp8.model import Named, Record
    from wp8.query.backend import Catalogue
    from wp8.query.matching import Match
    from wp8.query.ranking import Ranking
    from wp8.query.record_view import IndexedView, TextView
    from wp8.query.tree import Node
    from wp8.words.tokens import Norms


def answers(
    tree: Node, texts: Iterable[tuple[Record, TextView | IndexedView]], ranking: Ranking
) -> list[tuple[str, float, Match]]:
    """Return those of `texts` that answer `tree`: the id of each, its score, where it matches."""
    typed = as_typed(tree)
    found = []
    for record, view in texts:
        if (matched := match(tree, view)) is not None:
            is_typed = typed is not tree and match(typed, view) is not None
            score = ranking.score(matched, kind=record.kind, length=view.length, is_typed=is_typed)
            found.append((record.id, score, matched))
    return found


class TextBackend(ABC):
    """A backend that reads texts to count; what gives its records is its own."""

    catalogue: Callable[[], Catalogue] | None = None

    @abstractmethod
    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the records with these ids, in that order; KeyError names one it lacks."""

    @abstractmethod
    def ids(self) -> Named:
        """Return the ids of all records in reading order."""

    def heads(self, ids: Iterable[str]) -> Heads:
        """Return what counting asks of the records with these ids, in that order."""
        return Heads.of(self.records(ids))

    def running(self, ids: Iterable[str], norms: Norms = "word") -> RunningWords:
        """Return the running words of records in the order of their ids, or what `norms` says."""
        return _in_a_row(norms_of(tokenize(record.text), norms) for record in self.records(ids))

    def marked(self, ids: Iterable[str], mark: str) -> array[int]:
        """Return where in the row of their tokens those with a mark stand, ascending."""
        found = array("I")
        done = 0
        for record in self.records(ids):
            tokens = [*tokenize(record.text)]
            if record.quotes or mark not in {QUOTED, QUOTE_BEGINS}:
                place_of = {token.position: place for place, token in enumerate(tokens, done)}
                terms = index_terms(tokens, record.quoted)
                found.extend(place_of[position] for term, position in terms if term == mark)
            done += len(tokens)
        return found

    def counts(self, tokens: Collection[str]) -> Mapping[int, int]:
        """Return how often one of `tokens` stands in each record that has one, by its place."""
        found: Counter[int] = Counter()
        for token in tokens:
            found.update(self._standing.get(token, {}))
        return found

    def spread(self, tokens: Collection[str]) -> int:
        """Return how many records have one of `tokens`."""
        return len(self.counts(tokens))

    @cached_property
    def _standing(self) -> dict[str, dict[int, int]]:
        """How often each token that is not tied to a word stands in each record."""
        counts: dict[str, dict[int, int]] = {}
        for place, record in enumerate(self.records(self.ids())):
            for norm, number in Counter(untied(tokenize(record.text))).items():
                counts.setdefault(norm, {})[place] = number
        return counts


def _in_a_row(rows: Iterable[Sequence[str]]) -> RunningWords:
    """Return the words of some texts, one after the other, by numbers."""
    forms: dict[str, int] = {}
    numbers, counts = array("I"), array("I")
    for norms in rows:
        numbers.extend([forms.setdefault(norm, len(forms)) for norm in norms])
        counts.append(len(norms))
    return RunningWords(list(forms), numbers, counts)
