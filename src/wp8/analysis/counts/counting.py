"""Whose words are counted, and as what: the rules that every counting command has."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.analysis.counts.population import form, lemma_by
from wp8.analysis.counts.running import counted_words
from wp8.analysis.counts.table import ADJACENT, AS_WRITTEN, FOLDED
from wp8.errors import QueryError
from wp8.query.language.parser import BLANKED, has_token, parse, shortened
from wp8.query.search import Question, resolve, selected
from wp8.query.tree import Run, Typed, within
from wp8.words.characters import has_no_blanks
from wp8.words.tokens import tokenize, unit_norms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.analysis.counts.population import Item, Occurrences, Population
    from wp8.query.backend import Backend
    from wp8.query.record_view import Stretch
    from wp8.query.search import Scope
    from wp8.query.tree import Node
    from wp8.words.tokens import Unit

# What counts as running text unless kinds are named.
BODY: Final = ("paragraph",)
_BETWEEN_BLANKS: Final = "what stands between blanks, also of scripts that have none"
# The names of more documents are read by nobody.
_MOST_DOCUMENTS: Final = 20


def body(scope: Scope) -> Scope:
    """Return `scope`, of running text alone unless it names kinds."""
    return scope if scope.kinds else scope._replace(kinds=BODY)


def typed_item(item: str) -> Typed:
    """Return what is typed to be counted: one word or pattern, or else a phrase of its words.

    Operators and fields say nothing here: they are of queries.

    Raises:
        QueryError: If there is nothing in it that a text could have.
    """
    with suppress(QueryError):
        typed = parse(item)
        if isinstance(typed, Typed):
            return typed
    words = " ".join(item.translate(BLANKED).split())
    if has_token(words):
        return Typed("phrase", words)
    raise QueryError(f"there is no letter or digit to count in {shortened(item)}")


def has_operators(item: str) -> bool:
    """Return whether what is typed to be counted would say more as a query than its words do."""
    with suppress(QueryError):
        tree = parse(item)
        parts = tree.children if isinstance(tree, Run) else (tree,)
        return not all(isinstance(part, Typed) for part in parts)
    return False


class Counting:
    """The running words that `scope` sees, of running text alone unless it names kinds.

    A running word is a `unit`: a word, or a token. They count as they are or, with `lemma`, as
    lemmas.

    Raises:
        UnknownNameError: If the scope names what the corpus does not have.
    """

    def __init__(
        self, backend: Backend, scope: Scope, *, lemma: bool = False, unit: Unit = "word"
    ) -> None:
        self.backend = backend
        self.lemma = lemma
        self.unit = unit
        self._ids = selected(body(scope), backend)
        self._scope = scope

    @cached_property
    def words(self) -> Population:
        """The running words that are counted."""
        return counted_words(self._ids, self._item, self._scope.quotes, self.backend, self.unit)

    def parameters(self, part: Population | None = None) -> dict[str, object]:
        """Return what every table says: what was counted, the whole or a `part` of it."""
        counted = self.words if part is None else part
        heads = self.words.heads
        between = f", {_BETWEEN_BLANKS}" if self._is_between_blanks(counted) else ""
        return {
            "counted": "lemmas" if self.lemma else "words",
            "unit": f"{self.unit}{between}",
            "folded": FOLDED,
            **({"lemmatizer": self._lemmatizer()} if self.lemma else {}),
            "kinds": ", ".join(dict.fromkeys(heads.kinds)),
            "documents": _named(list(dict.fromkeys(heads.documents))),
            "records": len(heads.ids),
            "size": counted.size,
            **({"quotes": counted.layer} if counted.layer else {}),
            **({"where": " and ".join(self._scope.where)} if self._scope.where else {}),
        }

    def tree(self, query: str, *, exact: bool = False) -> Node:
        """Return the tree of a query, resolved over the corpus's vocabulary."""
        return self._resolved(parse(query), exact=exact)

    def part(self, query: str) -> Population:
        """Return the part of the words that stands in the records which answer `query`."""
        return self.words.of(self.backend.search(self.tree(query), order="document").ids)

    def rest(self, part: Population) -> Population:
        """Return the part of the words that stands in no record of another part."""
        return self.words.without(part)

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
        return [*map(self._typed_item, unit_norms(text, self.unit))]

    def item_occurrences(self, item: str) -> Occurrences:
        """Return where an item occurs as it is typed.

        An item is a word, a phrase of words with blanks between, or a pattern of one word.

        Raises:
            QueryError: If there is nothing in it that a text could have.
        """
        typed = typed_item(item)
        row = self._row(typed)
        if row is None:
            return self.words.occurrences_at(self._found(self._resolved(typed, exact=True)))
        return self.words.occurrences_of(row)

    def item_frequencies(self, item: str) -> Sequence[int]:
        """Return how often an item occurs in each record; errors are as of `item_occurrences`."""
        typed = typed_item(item)
        row = self._row(typed)
        if row is None:
            return self.words.numbers_at(self._found(self._resolved(typed, exact=True)))
        return self.words.numbers_by_record(self.words.occurrences_of(row))

    def item_stretches(self, item: str) -> Iterator[tuple[str, Sequence[Stretch]]]:
        """Yield the records that have an item, by id, with the stretches of positions there.

        Errors are those of `item_occurrences`.
        """
        typed = typed_item(item)
        row = self._row(typed)
        if row is not None:
            return self.words.stretches(self.words.occurrences_of(row))
        found = self.words.counted(self._found(self._resolved(typed, exact=True)))
        return ((self.words.heads.ids[record], own) for record, own in found)

    def query_occurrences(self, query: str, *, exact: bool = False) -> Occurrences:
        """Return where a query occurs as search reads it.

        Raises:
            QueryError: If it cannot be read as a query.
        """
        return self.words.occurrences_at(self._found(self.tree(query, exact=exact)))

    def query_frequencies(self, query: str, *, exact: bool = False) -> Sequence[int]:
        """Return how often a query occurs in each record; errors as of `query_occurrences`."""
        return self.words.numbers_at(self._found(self.tree(query, exact=exact)))

    def joined_otherwise(self, item: str) -> dict[str, int]:
        """Return how often the words of an item stand there joined or apart otherwise."""
        typed = typed_item(item)
        own = self._row(typed)
        if own is None:
            return {}
        tokens = [token.norm for token in tokenize(typed.text, shouted=False)]
        joined = (word for word in self.words.items if _are_tokens_of(word, tokens))
        rows = [[word] for word in sorted(joined)]
        rows.append(unit_norms(" ".join(tokens), self.unit))
        sums = {" ".join(r): len(self.words.occurrences_of(r).starts) for r in rows if r != own}
        return {joined: number for joined, number in sums.items() if number}

    def _found(self, tree: Node) -> Iterable[tuple[str, Sequence[Stretch]]]:
        """Return the stretches of positions that `tree` matches, by record id."""
        layer = self.words.layer
        return self.backend.occurrences(within(tree, layer) if layer else tree)

    def _row(self, typed: Typed) -> list[str] | None:
        """Return what the running words of an item count as; None if it is none of words alone."""
        if typed.is_pattern or typed.distance is not None:
            return None
        norms = unit_norms(typed.text, self.unit)
        # In a phrase all of capitals, US may be us.
        if _is_shouted(typed.text) and norms != unit_norms(typed.text.lower(), self.unit):
            return None
        return self.items(typed.text)

    def _resolved(self, typed: Node, *, exact: bool) -> Node:
        return resolve(typed, Question(str(typed), exact=exact), self.backend)

    def _is_between_blanks(self, words: Population) -> bool:
        return self.unit == "word" and _have_no_blanks(words)

    @cached_property
    def _item(self) -> Item:
        """What gives the item that a running word counts as."""
        return lemma_by(self.backend.vocabulary.lemmas()) if self.lemma else form

    @cached_property
    def _typed_item(self) -> Item:
        """What gives the item that a typed word counts as, which the texts may have in no form."""
        return lemma_by(self.backend.vocabulary.lemma_there) if self.lemma else form

    def _lemmatizer(self) -> str:
        """Return what gives the lemmas of the corpus, and its version."""
        from wp8.words.lexemes import lemmatizer

        facets = (facet.partition(":") for facet in self.backend.vocabulary.facets())
        return lemmatizer({value for name, _, value in facets if name == "language"})


class Asked(NamedTuple):
    """How what is counted is read: as words or, if they are `queries`, as search reads it."""

    queries: bool = False
    exact: bool = False

    def parameters(self) -> dict[str, object]:
        """Return what a table says of that."""
        if not self.queries:
            return {}
        forms = AS_WRITTEN if self.exact else "other forms of the words count too"
        return {"queries": forms, "occurrences": ADJACENT}

    def occurrences(self, item: str, counting: Counting) -> Occurrences:
        """Return where an item or query occurs."""
        if self.queries:
            return counting.query_occurrences(item, exact=self.exact)
        return counting.item_occurrences(item)

    def frequencies(self, item: str, counting: Counting) -> Sequence[int]:
        """Return how often an item or query occurs in each record."""
        if self.queries:
            return counting.query_frequencies(item, exact=self.exact)
        return counting.item_frequencies(item)


def _is_shouted(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and all(map(str.isupper, words))


def _are_tokens_of(word: str, tokens: Sequence[str]) -> bool:
    """Return whether a running word consists of these tokens."""
    return word.startswith(tokens[0]) and tokens == [
        token.norm for token in tokenize(word, shouted=False)
    ]


def _have_no_blanks(words: Population) -> bool:
    """Return whether some of the words are of a script that has no blanks between them."""
    items = words.items
    return has_no_blanks("".join(items)) and has_no_blanks("".join(words.types()))


def _named(documents: Sequence[str]) -> str:
    """Return the names of documents, of very many the first and the last."""
    if len(documents) <= _MOST_DOCUMENTS:
        return ", ".join(documents)
    return f"{len(documents):,}: {documents[0]} … {documents[-1]}"
