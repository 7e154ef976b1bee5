"""The seam between wp8 and an engine: the query tree and ids cross it, nothing of the engine's.

The types of the seam, for type checkers and readers; nothing imports this module when it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from wp8.model import Heads, Named, Record, RunningWords
    from wp8.query.page import Order, Page
    from wp8.query.record_view import Stretch
    from wp8.query.tree import Field, Node
    from wp8.words.tokens import Norms


class Vocabulary(Protocol):
    """The tokens of a corpus."""

    def __contains__(self, token: str) -> bool:
        """Return whether `token` occurs."""

    def __iter__(self) -> Iterator[str]:
        """Yield every token once, in code point order."""

    def starting(self, letters: str) -> Sequence[str]:
        """Return the tokens that begin with `letters`, in code point order."""

    def frequency(self, token: str) -> int:
        """Return the number of records that have `token`."""

    def forms(self, word: str) -> Sequence[str]:
        """Return the tokens that are forms of one word with `word`, in any language."""

    def forms_apart(self, word: str) -> Mapping[str, Sequence[str]]:
        """Return the forms of `word` by language, where they are not forms wherever they stand."""

    def is_name(self, token: str) -> bool:
        """Return whether `token` is a part of names and nothing else."""

    def is_capital(self, token: str) -> bool:
        """Return whether `token` always has a capital."""

    def is_noun(self, token: str) -> bool:
        """Return whether `token` is a noun of a language in which nouns have capitals."""

    def lemma(self, token: str) -> str:
        """Return the dictionary form of a token of the corpus."""

    def lemmas(self) -> Callable[[str], str]:
        """Return `lemma`, for who asks for many tokens."""

    def lemma_there(self, word: str) -> str:
        """Return the dictionary form of `word`; if no text has it, that of its forms there."""

    def facets(self) -> Sequence[str]:
        """Return every `field:value` that a record has, in code point order."""


class Catalogue(Protocol):
    """What is said of the documents of a corpus, which no index has."""

    @property
    def names(self) -> Sequence[str]:
        """The names of the fields that may be asked for."""

    def having(self, field: Field) -> Collection[str]:
        """Return the documents of which a field is true.

        Raises:
            QueryError: The field does not take such a value.
            UnknownNameError: The field asks for what the corpus does not have.
        """


class Backend(Protocol):
    """An opened index: it says which records answer a query, and in what order.

    `catalogue` gives what is said of its documents; who opens a corpus knows it. It is asked before
    a tree is: what comes over the seam has the names of documents.
    """

    catalogue: Callable[[], Catalogue] | None

    @property
    def vocabulary(self) -> Vocabulary:
        """The tokens and facets of the records."""

    def search(
        self, tree: Node, *, limit: int | None = None, offset: int = 0, order: Order = "relevance"
    ) -> Page:
        """Return the records that answer `tree`, `limit` of them from the `offset`-th on."""

    def records(self, ids: Iterable[str]) -> Sequence[Record]:
        """Return the records with these ids, in that order; KeyError names one it lacks.

        Many may be made whenever somebody goes over them, of what is read now.
        """

    def heads(self, ids: Iterable[str]) -> Heads:
        """Return what counting asks of the records with these ids, in that order."""

    def running(self, ids: Iterable[str], norms: Norms = "word") -> RunningWords:
        """Return the running words of records in the order of their ids, or what `norms` says."""

    def marked(self, ids: Iterable[str], mark: str) -> Sequence[int]:
        """Return where in the row of their tokens those with a mark stand, ascending."""

    def counts(self, tokens: Collection[str]) -> Mapping[int, int]:
        """Return how often one of `tokens` stands in each record that has one.

        Records are known by their places in reading order. What an apostrophe ties to a word, as
        the s of people's, does not count.
        """

    def spread(self, tokens: Collection[str]) -> int:
        """Return how many records have one of `tokens`, as `counts` counts them."""

    def occurrences(self, tree: Node) -> Iterator[tuple[str, Sequence[Stretch]]]:
        """Yield the ids of the records in which `tree` has a place, with its stretches there.

        They come in reading order.
        """

    def ids(self) -> Named:
        """Return the ids of all records in reading order."""

    def close(self) -> None:
        """Let go of the index's files."""
