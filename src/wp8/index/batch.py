"""What a batch of records gives to an index: made in one pass over their tokens, in any process."""

from __future__ import annotations

from array import array
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from wp8.index.forms import Capitals
from wp8.index.packed import Collector
from wp8.record_view import facets
from wp8.text import index_terms, tokenize, word_norms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.index.packed import Postings
    from wp8.model import Record

# Records in a batch, a multiple of those in a block of a file.
SIZE: Final = 4096


class Batch(NamedTuple):
    """Of a batch of records: postings of terms and facets, lengths, running words, capitals.

    The postings know a record by its place in the batch, `words` know a form by its place in
    `forms`; `counts` has how many words each record has, `lengths` how many tokens.
    """

    terms: dict[str, Postings]
    facets: dict[str, Postings]
    lengths: array[int]
    forms: list[str]
    words: array[int]
    counts: array[int]
    capitals: Capitals


def batch(records: Sequence[Record]) -> Batch:
    """Return what `records` give to an index."""
    terms, found, capitals = Collector(), Collector(), Capitals()
    lengths, running, counts = array("I"), array("I"), array("I")
    forms: dict[str, int] = {}
    for number, record in enumerate(records):
        tokens = list(tokenize(record.text))
        terms.add(number, index_terms(tokens, record.quoted))
        found.add(number, ((facet, 0) for facet in facets(record)))
        capitals.note(tokens)
        lengths.append(len(tokens))
        before = len(running)
        running.extend([forms.setdefault(norm, len(forms)) for norm in word_norms(tokens)])
        counts.append(len(running) - before)
    return Batch(terms.postings, found.postings, lengths, list(forms), running, counts, capitals)


def batches(records: Iterable[Record], jobs: int) -> Iterator[tuple[Sequence[Record], Batch]]:
    """Yield `records` in batches with what they give, worked on by at most so many processes.

    What is less than two batches is worked on in this process.
    """
    remaining = iter(records)
    taken = [list(islice(remaining, SIZE)) for _ in range(2)]
    chunks = _chunks(taken, remaining)
    if jobs == 1 or not taken[1]:
        yield from ((chunk, batch(chunk)) for chunk in chunks)
        return
    from wp8.index.workers import worked

    yield from worked(batch, chunks, jobs)


def _chunks(
    taken: Sequence[list[Record]], remaining: Iterator[Record]
) -> Iterator[Sequence[Record]]:
    yield from filter(None, taken)
    while more := list(islice(remaining, SIZE)):
        yield more
