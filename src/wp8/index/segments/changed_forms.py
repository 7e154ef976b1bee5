"""The vocabulary of a corpus that has changed: what stays as it was is copied, not read."""

from __future__ import annotations

import os
import re
import zlib
from typing import TYPE_CHECKING, Final

from wp8.index.forms import (
    CAPITALS,
    FORMS,
    LANGUAGES,
    LEXEMES,
    NAMES,
    OTHERS,
    SPOKEN,
    Capitals,
    base_of,
    forms_of,
    is_alone,
    lines_of,
    name_lines,
    others_of,
    packed_counts,
    rows_of,
    told,
)
from wp8.words.lexeme import ENGLISH, languages_in, parts, row_of
from wp8.words.sorted_lines import TOKENS, SortedLines, keys, spliced

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from wp8.words.lexemes import Lexemes

# The bytes of a count.
_SIZE: Final = 4


def write_changed_forms(
    folder: str, read: Callable[[str], bytes], lost: Capitals, lexemes: Lexemes
) -> None:
    """Write the tokens and the tables of a corpus that has changed since `read` has its own.

    `lost` is what `Capitals` counts no more, less what it counts now.
    """
    tokens = _Tokens(read, lost)
    now = tokens.capitals()
    now.leave(lost)
    of_token, of_lexeme = _Table(read(LEXEMES)), _Table(read(FORMS))
    rows = rows_of(now.tokens, now, lexemes)
    touched: set[str] = set()
    moved: set[str] = set()
    for token in tokens.lines:
        old, new = of_token.get(token), rows.get(token, [])
        moved |= languages_in(old) ^ languages_in(new)
        of_token.put(token, new)
        for lexeme, form in forms_of(token, old):
            of_lexeme.drop(lexeme, form)
            touched.add(lexeme)
        for lexeme, form in forms_of(token, new):
            of_lexeme.add(lexeme, form)
            touched.add(lexeme)
    alone = {
        base for base in map(base_of, touched) if tokens.stays(base) and not of_token.get(base)
    }
    for base, (lemma, *own) in lexemes.of(ENGLISH, alone).items():
        if [base_of(lexeme) for lexeme in own] == [base]:
            of_token.put(base, row_of(lemma, own))
            for lexeme, form in forms_of(base, own):
                of_lexeme.add(lexeme, form)
    for lexeme in touched:
        if is_alone(lexeme, of_lexeme.get(lexeme), of_token.get):
            of_lexeme.put(lexeme, [])
            of_token.put(base_of(lexeme), [])
    kept = tokens.kept(tokens.all, {token: token for token in now.tokens})
    forms = of_lexeme.content()
    moved.update(_language(lexeme) for lexeme in of_lexeme.moved())
    # Of English there are none.
    moved.discard(ENGLISH)
    there = [lexeme for lexeme in keys(SortedLines(forms)) if _language(lexeme) in moved]
    others = others_of(there, of_token.get, lexemes)
    languages, counts = tokens.counts(now)
    spoken = {*of_token.get(SPOKEN), *filter(lexemes.knows, tokens.new_languages)}
    of_token.put(SPOKEN, [language for language in languages if language in spoken])
    for name, content in (
        (TOKENS, kept),
        (NAMES, tokens.kept(SortedLines(read(NAMES)), name_lines(now))),
        (LEXEMES, of_token.content()),
        (FORMS, forms),
        (OTHERS, _others(read(OTHERS), others, moved) if moved else read(OTHERS)),
        (LANGUAGES, _joined(languages)),
        (CAPITALS, packed_counts(counts)),
    ):
        with open(os.path.join(folder, name), "xb") as file:
            file.write(content)


def _others(before: bytes, others: Mapping[str, Sequence[str]], moved: Collection[str]) -> bytes:
    """Return the table of what texts lack; `others` has the rows of the languages `moved`."""
    table = {word: list(row) for word, row in others.items()}
    for line in SortedLines(before):
        word, _, row = line.partition("\t")
        if kept := [lexeme for lexeme in row.split() if _language(lexeme) not in moved]:
            table[word] = sorted([*kept, *table.get(word, ())], key=_language)
    return _joined(lines_of(table))


def _language(lexeme: str) -> str:
    return parts(lexeme)[0]


def _joined(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


class _Tokens:
    """The tokens of a corpus before a change: all as lines, and those that change with `lost`.

    `lines` has where these stand, or would: the number of a line, and how many lines there are.
    `new_languages` are those of texts that no text was in.
    """

    def __init__(self, read: Callable[[str], bytes], lost: Capitals) -> None:
        # What else an engine has in a line is of one segment.
        content = re.sub(rb"\t.*", b"", read(TOKENS))
        self._size = _SIZE * content.count(b"\n")
        before = list(SortedLines(read(LANGUAGES)))
        self.new_languages = sorted(lost.languages.keys() - set(before))
        self._languages = [*before, *self.new_languages]
        missing = bytes(self._size * len(self.new_languages))
        self._counts = zlib.decompress(read(CAPITALS)) + missing
        self.all = SortedLines(content)
        counters = lost.counters(self._languages)
        self.lines = dict(_lines(content, set().union(*counters)))

    def capitals(self) -> Capitals:
        """Return what `Capitals` counted of those that change."""
        capitals = Capitals()
        for column, counter in enumerate(capitals.counters(self._languages)):
            for token, (start, end) in self._spans(column):
                if count := int.from_bytes(self._counts[start:end], "little"):
                    counter[token] = count
        return capitals

    def stays(self, token: str) -> bool:
        """Return whether it is a token that does not change."""
        return token not in self.lines and self.all.has(token)

    def kept(self, lines: SortedLines, kept: Mapping[str, str]) -> bytes:
        """Return lines that have of the tokens that change those that are `kept`."""
        return lines.changed({token: kept.get(token) for token in self.lines})

    def counts(self, now: Capitals) -> tuple[list[str], bytes]:
        """Return the languages and the counts of all tokens, of those that change as they are now.

        A language that no token has any more is left out.
        """
        columns = []
        for column, counter in enumerate(now.counters(self._languages)):
            first = column * self._size
            changes = (
                (
                    start - first,
                    end - first,
                    counter[t].to_bytes(_SIZE, "little") * (t in now.tokens),
                )
                for t, (start, end) in self._spans(column)
            )
            columns.append(spliced(self._counts[first : first + self._size], changes))
        basic = len(columns) - len(self._languages)
        spoken = {
            language: column
            for language, column in zip(self._languages, columns[basic:], strict=True)
            if column.strip(b"\0")
        }
        return sorted(spoken), b"".join((*columns[:basic], *(spoken[x] for x in sorted(spoken))))

    def _spans(self, column: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield from where to where the count of each token stands."""
        for token, (line, number) in self.lines.items():
            start = column * self._size + _SIZE * line
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

    def get(self, key: str) -> list[str]:
        """Return the words of a key."""
        if key in self._changed:
            return self._changed[key]
        return (self._lines.get(key) or "").split()

    def put(self, key: str, words: list[str]) -> None:
        """Let these be the words of a key."""
        self._changed[key] = words

    def add(self, name: str, form: str) -> None:
        """Let a form be in the row of a lexeme, in its place."""
        self.put(name, sorted({*self.get(name), form}, key=base_of))

    def drop(self, name: str, form: str) -> None:
        """Let a form be no more in the row of a lexeme."""
        self.put(name, [each for each in self.get(name) if each != form])

    def moved(self) -> Iterator[str]:
        """Yield the keys that have come or gone."""
        for key, row in self._changed.items():
            if bool(row) != (self._lines.line(key) is not None):
                yield key

    def content(self) -> bytes:
        """Return the lines of the table as it is now."""
        return self._lines.changed({key: told(key, row) for key, row in self._changed.items()})
