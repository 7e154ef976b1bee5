"""The vocabulary of an index in files: tokens and facets as sorted lines, forms as tables."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Final

from wp8.index.forms import FormsKnown, read_forms
from wp8.words.sorted_lines import TOKENS, SortedLines, keys, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_FACETS: Final = "facets"


class StoredVocabulary(FormsKnown):
    """The tokens that an index has; the engine says whether a term is there, and how often."""

    def __init__(
        self,
        read: Callable[[str], bytes],
        has: Callable[[str], bool],
        frequency: Callable[[str], int],
    ) -> None:
        self._has = has
        self._frequency = frequency
        self._read = read
        self._forms = read_forms(read, has)

    @cached_property
    def _tokens(self) -> SortedLines:
        return SortedLines(self._read(TOKENS))

    def __contains__(self, token: str) -> bool:
        """Return whether `token` occurs."""
        return self._has(token)

    def __iter__(self) -> Iterator[str]:
        """Yield every token once, in code point order."""
        return iter(keys(self._tokens))

    def starting(self, letters: str) -> Sequence[str]:
        """Return the tokens that begin with `letters`, in code point order."""
        return self._tokens.starting(letters)

    def frequency(self, token: str) -> int:
        """Return the number of records that have `token`."""
        return self._frequency(token)

    def facets(self) -> Sequence[str]:
        """Return every `field:value` that a record has, in code point order."""
        return read_facets(self._read)


def read_facets(read: Callable[[str], bytes]) -> list[str]:
    """Return the facets that `write_vocabulary` wrote; `read` gives the content of a file."""
    return list(SortedLines(read(_FACETS)))


def write_vocabulary(folder: str, tokens: Iterable[str], facets: Iterable[str]) -> None:
    """Write the lines of `tokens`, and `facets`, both in code point order, into `folder`."""
    write_lines(os.path.join(folder, TOKENS), tokens)
    write_facets(folder, facets)


def write_facets(folder: str, facets: Iterable[str]) -> None:
    """Write `facets`, which are in code point order, into `folder`."""
    write_lines(os.path.join(folder, _FACETS), facets)
