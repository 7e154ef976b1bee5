"""A record as the words that are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wp8.words.tokens import norms_within

if TYPE_CHECKING:
    from wp8.model import Record


class Tokenized(NamedTuple):
    """A record, the norms of its tokens, and their spans."""

    record: Record
    norms: list[str]
    spans: list[tuple[int, int]]


def tokenized(record: Record) -> Tokenized:
    """Return a record with its tokens; a number in a name (COVID-19) is a number."""
    found = [*norms_within(record.text, 0, len(record.text))]
    return Tokenized(record, [norm for norm, *_ in found], [(a, b) for _, a, b in found])
