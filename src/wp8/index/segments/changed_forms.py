"""The vocabulary of a corpus that has changed: what stays as it was is copied, not read."""

from __future__ import annotations

import os
import re
import zlib
from typing import TYPE_CHECKING, Final

from wp8.index.forms import (
    CAPITALS,
    FORMS,
    LEXEMES,
    NAMES,
    Capitals,
    lexemes_of,
    packed_counts,
    told,
)
from wp8.words.sorted_lines import TOKENS, SortedLines, spliced

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterator

    from wp8.index.forms import Lexemes

# The bytes of a count.
_SIZE: Final = 4


def write_changed_forms(
    folder: str, read: Callable[[str], bytes], lost: Capitals, lexemes: Lexemes
) -> None:
    """Write the tokens and the tables of a corpus that has changed since `read` has its own.

    `lost` is what `Capitals` counts no more, less what it counts now.
    """
    tokens = _Tokens(read, {*lost.tokens, *lost.capital, *lost.joined})
    now = tokens.capitals()
    were = {token: now.is_common(token) for token in now.tokens}
    now.leave(lost)
    are = {token: now.is_common(token) for token in now.tokens}
    of_token, of_lexeme = _Table(read(LEXEMES)), _Table(read(FORMS))
    for token in (token for token in tokens.lines if were.get(token) != are.get(token)):
        old = of_token.get(token, [token]) if token in were else []
        new = lexemes_of(token, now, lexemes) if token in are else []
        of_token.put(token, new)
        for lexeme in {*old, *new}:
            alone = [lexeme] if tokens.all.has(lexeme) else []
            forms = {*of_lexeme.get(lexeme, alone)} - {token}
            of_lexeme.put(lexeme, sorted({*forms, token} if lexeme in new else forms))
    for name, content in (
        (TOKENS, tokens.kept(tokens.all, now.tokens)),
        (NAMES, tokens.kept(SortedLines(read(NAMES)), now.names())),
        (LEXEMES, of_token.content()),
        (FORMS, of_lexeme.content()),
        (CAPITALS, packed_counts(tokens.counts(now))),
    ):
        with open(os.path.join(folder, name), "xb") as file:
            file.write(content)


class _Tokens:
    """The tokens of a corpus before a change: all as lines, and those that change.

    `lines` has where these stand, or would: the number of a line, and how many lines there are.
    """

    def __init__(self, read: Callable[[str], bytes], changing: Collection[str]) -> None:
        # What else an engine has in a line is of one segment.
        content = re.sub(rb"\t.*", b"", read(TOKENS))
        self._counts = zlib.decompress(read(CAPITALS))
        self._number = content.count(b"\n")
        self.all = SortedLines(content)
        self.lines = dict(_lines(content, changing))

    def capitals(self) -> Capitals:
        """Return what `Capitals` counted of those that change."""
        capitals = Capitals()
        for column, counter in enumerate(capitals.counters):
            for token, (start, end) in self._spans(column):
                if count := int.from_bytes(self._counts[start:end], "little"):
                    counter[token] = count
        return capitals

    def kept(self, lines: SortedLines, kept: Container[str]) -> bytes:
        """Return lines that have of the tokens that change those that are `kept`."""
        return lines.changed({token: token if token in kept else None for token in self.lines})

    def counts(self, now: Capitals) -> bytes:
        """Return the counts of all tokens, of those that change as they are now."""
        return spliced(
            self._counts,
            (
                (start, end, counter[token].to_bytes(_SIZE, "little") * (token in now.tokens))
                for column, counter in enumerate(now.counters)
                for token, (start, end) in self._spans(column)
            ),
        )

    def _spans(self, column: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield from where to where the count of each token stands."""
        for token, (line, number) in self.lines.items():
            start = _SIZE * (column * self._number + line)
            yield token, (start, start + _SIZE * number)


def _lines(content: bytes, tokens: Collection[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield `tokens` in order, each with the number of its line, and how many lines it has."""
    lines = SortedLines(content)
    line = reached = 0
    for token in sorted(tokens):
        start, end = lines.span(token)
        line += content.count(b"\n", reached, start)
        reached = start
        yield token, (line, int(end > start))


class _Table:
    """A table of words by their keys, of which some rows change."""

    def __init__(self, content: bytes) -> None:
        self._lines = SortedLines(content)
        self._changed: dict[str, list[str]] = {}

    def get(self, key: str, default: list[str]) -> list[str]:
        """Return the words of a key, or `default` where there is no row."""
        if key in self._changed:
            return self._changed[key]
        row = self._lines.get(key)
        return default if row is None else row.split(" ")

    def put(self, key: str, words: list[str]) -> None:
        """Let these be the words of a key."""
        self._changed[key] = words

    def content(self) -> bytes:
        """Return the lines of the table as it is now."""
        return self._lines.changed({key: told(key, row) for key, row in self._changed.items()})
