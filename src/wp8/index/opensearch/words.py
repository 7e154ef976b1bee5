"""What an index on a cluster has of words: made of all records, read by `ClusterVocabulary`."""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from wp8.index.forms import grouped
from wp8.index.opensearch.bulk import Lines, item
from wp8.index.opensearch.schema import ENTRIES, FACETS, FIRST, WORDS
from wp8.index.opensearch.vocabulary import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wp8.index.opensearch.batch import Sums
    from wp8.words.lexemes import Lexemes

# Words in a block, and blocks that are sent at once.
_BLOCK: Final = 128
_BLOCKS: Final = 200
# A cluster sorts by no more than 32,766 bytes.
_LONGEST_FIRST: Final = 1000


def blocks(sums: Sums, lexemes: Lexemes) -> Iterator[Lines]:
    """Yield what the index of words holds: tokens, marks and lexemes, and facets, in blocks."""
    of_token, of_lexeme, of_others = grouped(sums.capitals, lexemes)
    names = sums.capitals.names()
    frequency, most = sums.frequency, sums.most
    words = sorted(frequency.keys() | of_token.keys() | of_lexeme.keys() | of_others.keys())
    entries = (
        Entry(
            word,
            frequency.get(word, 0),
            most.get(word, 1) if word in frequency else 0,
            of_token.get(word, ()),
            of_others.get(word, ()),
            of_lexeme.get(word, ()),
            word in names,
            names.get(word, False),
        )
        for word in words
    )
    yield from _in_lines(
        chain(_in_blocks(WORDS, entries), _in_blocks(FACETS, map(Entry, sorted(sums.facets))))
    )


def _in_lines(blocks: Iterator[str]) -> Iterator[Lines]:
    """Yield items, so many at once as are sent in a request."""
    first = 0
    while taken := list(islice(blocks, _BLOCKS)):
        yield Lines(first, len(taken), 0, "".join(taken).encode("utf-8", "replace"))
        first += len(taken)


def _in_blocks(kind: str, entries: Iterable[Entry]) -> Iterator[str]:
    block: list[Entry] = []
    number = 0
    for entry in entries:
        if len(block) >= _BLOCK and len(entry.word) <= _LONGEST_FIRST:
            yield _item(kind, number, block)
            block = []
            number += 1
        block.append(entry)
    if block:
        yield _item(kind, number, block)


def _item(kind: str, number: int, block: Sequence[Entry]) -> str:
    # The first of all may be long; there is nothing before it.
    first = block[0].word[:_LONGEST_FIRST]
    content = {"kind": kind, FIRST: first, ENTRIES: block}
    return item(f"{kind}:{number}", json.dumps(content, ensure_ascii=False))
