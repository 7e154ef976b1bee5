"""Whose words are counted, and as what: the rules that every counting command has."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from wp8.analysis.counts.frequency import MOST_DOCUMENTS
from wp8.analysis.counts.population import form, lemma_by
from wp8.analysis.counts.running import counted_words
from wp8.query.language.parser import parse
from wp8.query.search import Question, resolve, selected
from wp8.query.tree import Typed, within
from wp8.words.characters import has_no_blanks
from wp8.words.tokens import tokenize, word_norms

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from wp8.analysis.counts.population import Item, Population
    from wp8.query.backend import Backend
    from wp8.query.record_view import Stretch
    from wp8.query.search import Scope
    from wp8.query.tree import Node

# What counts as running text unless kinds are named.
BODY: Final = ("paragraph",)
_BETWEEN_BLANKS: Final = "what stands between blanks, also of scripts that have none"


def body(scope: Scope) -> Scope:
    """Return `scope`, of running text alone unless it names kinds."""
    return scope if scope.kinds else scope._replace(kinds=BODY)


class Counting:
    """The running words that `scope` sees, of running text alone unless it names kinds.

    They count as words or, with `lemma`, as lemmas.

    Raises:
        UnknownNameError: If the scope names what the corpus does not have.
    """

    def __init__(self, backend: Backend, scope: Scope, *, lemma: bool) -> None:
        self.backend = backend
        self.lemma = lemma
        self._ids = selected(body(scope), backend)
        self._scope = scope

    @cached_property
    def words(self) -> Population:
        """The running words that are counted."""
        return counted_words(self._ids, self._item, self._scope.quotes, self.backend)

    def parameters(self, part: Population | None = None) -> dict[str, object]:
        """Return what every table says: what was counted, the whole or a `part` of it."""
        counted = self.words if part is None else part
        heads = self.words.heads
        return {
            "counted": "lemmas" if self.lemma else "words",
            "kinds": ", ".join(dict.fromkeys(heads.kinds)),
            "documents": _named(list(dict.fromkeys(heads.documents))),
            "records": len(heads.ids),
            "size": counted.size,
            **({"quotes": counted.layer} if counted.layer else {}),
            **({"unit": _BETWEEN_BLANKS} if _have_no_blanks(counted) else {}),
        }

    def tree(self, query: str, *, exact: bool = False) -> Node:
        """Return the tree of a query, resolved over the corpus's vocabulary."""
        return resolve(parse(query), Question(query, exact=exact), self.backend)

    def stretches(self, tree: Node) -> Mapping[str, Sequence[Stretch]]:
        """Return the stretches of positions that `tree` matches, by record id."""
        words, own = self.words, set(self.words.heads.ids)
        if not words.layer:
            return {id_: each for id_, each in self.backend.occurrences(tree) if id_ in own}
        found = self.backend.occurrences(within(tree, words.layer))
        counted = ((i, words.arrangement(i).counted(each)) for i, each in found if i in own)
        return {id_: each for id_, each in counted if each}

    def part(self, query: str) -> Population:
        """Return the part of the words that stands in the records which answer `query`."""
        answers = self.backend.search(self.tree(query), order="document").ids
        return self.words.of(set(answers))

    def rest(self, part: Population) -> Population:
        """Return the part of the words that stands in no record of another part."""
        return self.words.of(set(self.words.heads.ids).difference(part.heads.ids))

    def document_called(self, query: str) -> str | None:
        """Return the document with words that count whose name a query is, if there is one."""
        documents = dict.fromkeys(self.words.heads.documents)
        return next((name for name in documents if name.lower() == query.strip().lower()), None)

    def why_none(self, query: str) -> str | None:
        """Return why no record that counts answers a query, if that can be said."""
        from wp8.query.advice import advise

        advices = advise(Question(query, body(self._scope)), backend=self.backend)
        return next((advice.reason for advice in advices), None)

    def items(self, text: str) -> list[str]:
        """Return what the running words of a text count as."""
        return list(map(self._item, word_norms(tokenize(text, shouted=False))))

    def item_stretches(self, item: str) -> Mapping[str, Sequence[Stretch]]:
        """Return the stretches of positions of an item, by record id.

        Counted as words, `item` is a word or a phrase as written; as lemmas, all words of its
        lemma.
        """
        counted_as = self._counted_as(item)
        if counted_as is not None:
            return self.words.stretches_of(counted_as)
        return self.stretches(self.tree(item, exact=True))

    def item_frequencies(self, item: str) -> Mapping[str, int]:
        """Return how often an item occurs, by record id; `item` is as in `item_stretches`."""
        counted_as = self._counted_as(item)
        if counted_as is not None:
            return self.words.frequencies_of(counted_as)
        return {id_: len(own) for id_, own in self.item_stretches(item).items()}

    def _counted_as(self, item: str) -> Container[str] | None:
        """Return what the running words count as that are occurrences of `item`.

        None, if it is not a word but a phrase or another query.
        """
        if self.lemma:
            return set(self.items(item))
        typed = parse(item)
        if not isinstance(typed, Typed) or typed.form != "word":
            return None
        norms = word_norms(tokenize(typed.text, shouted=False))
        return norms if len(norms) == 1 else None

    @cached_property
    def _item(self) -> Item:
        """What gives the item that a running word counts as."""
        return lemma_by(self.backend.vocabulary.lemma) if self.lemma else form


def _have_no_blanks(words: Population) -> bool:
    """Return whether some of the words are of a script that has no blanks between them."""
    items = words.items
    return has_no_blanks("".join(items)) and has_no_blanks(
        "".join(items[item] for item in words.frequencies)
    )


def _named(documents: Sequence[str]) -> str:
    """Return the names of documents, of very many the first and the last."""
    if len(documents) <= MOST_DOCUMENTS:
        return ", ".join(documents)
    return f"{len(documents):,}: {documents[0]} … {documents[-1]}"
