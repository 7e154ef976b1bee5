"""The vocabulary of a Whoosh index: its terms, and the table of their forms beside it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from wp8.index.forms import FormsKnown, read_forms
from wp8.words.tokens import is_word_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wp8.index.whoosh.terms import Terms

# The fields that filters ask for, in code point order.
FACETS: Final = ("document", "kind", "language", "note", "section", "section_id", "speaker")


def field_of(term: str) -> str:
    """Return the field of an index that has a term of texts."""
    return "text" if not term or is_word_term(term) else "marks"


class WhooshVocabulary(FormsKnown):
    """The tokens that an index has; `read` gives the content of a file of the table of forms."""

    def __init__(self, terms: Terms, read: Callable[[str], bytes]) -> None:
        self._terms = terms
        self._forms = read_forms(read, self.__contains__)

    def __contains__(self, token: str) -> bool:
        """Return whether `token` occurs."""
        return self._terms.has(field_of(token), token)

    def __iter__(self) -> Iterator[str]:
        """Yield every token once, in code point order."""
        return self._terms.starting("text")

    def starting(self, letters: str) -> Sequence[str]:
        """Return the tokens that begin with `letters`, in code point order."""
        return list(self._terms.starting("text", letters)) if letters else self._tokens

    @cached_property
    def _tokens(self) -> Sequence[str]:
        """The tokens: to read them again takes longer than to look them through."""
        return tuple(self._terms.starting("text"))

    def frequency(self, token: str) -> int:
        """Return the number of records that have `token`."""
        return self._terms.records(field_of(token), token)

    def facets(self) -> Sequence[str]:
        """Return every `field:value` that a record has, in code point order."""
        return [f"{field}:{value}" for field in FACETS for value in self._terms.starting(field)]
