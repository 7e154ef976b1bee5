"""A record as the words that are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wp8.words.tokens import HYPHEN, tokenize

if TYPE_CHECKING:
    from wp8.model import Record


class Tokenized(NamedTuple):
    """A record, the norms of its tokens, and their spans."""

    record: Record
    norms: list[str]
    spans: list[tuple[int, int]]


def tokenized(record: Record) -> Tokenized:
    """Return a record with its tokens; a number in a name (COVID-19) is a number."""
    tokens = list(tokenize(record.text))
    norms = [token.norm.lstrip(HYPHEN) for token in tokens]
    return Tokenized(record, norms, [(token.start, token.end) for token in tokens])
