"""The forms of each lexeme of a corpus: a table made with the index, so that a search loads none.

Files of lines, each a name, a tab and words with blanks between: `lexemes` has the lexemes of each
token, its lemma first, `forms` the tokens of each lexeme; what would only repeat the name is left
out. `names` has the tokens that are parts of names and nothing else. An index that can be a segment
has `capitals` too, compressed: the three numbers of `Capitals` for each token, in their order.
"""

from __future__ import annotations

import os
import zlib
from array import array
from bisect import insort
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from wp8.index.packed import from_little, to_little
from wp8.words.sorted_lines import TOKENS, SortedLines, keys, write_lines
from wp8.words.tokens import COMMA, HYPHEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wp8.words.tokens import Token

    # A raised token: its norm, whether it has a capital itself, and whether the token before it is
    # raised and at most one character away, or a comma with a blank: Smith, John.
    Raised = tuple[str, bool, bool]
    Lexemes = Callable[[str], Iterable[str]]
    Table = Callable[[str], Iterable[str]]

LEXEMES: Final = "lexemes"
FORMS: Final = "forms"
NAMES: Final = "names"
CAPITALS: Final = "capitals"
# A higher one takes four times as long to make it a tenth smaller.
_LEVEL: Final = 4
_ENDINGS: Final = frozenset(
    ("", "s", "es", "d", "ed", "ing", "e", "y", "ies", "ied", "ning", "ned")
)


class Capitals:
    """What capitals tell of the tokens of a corpus, in numbers of records.

    `tokens` has in how many records a token is, `capital` in how many it always has a capital,
    `joined` in how many it always stands beside another capital: what is always both is a part
    of names.
    """

    def __init__(self) -> None:
        self.tokens: Counter[str] = Counter()
        self.capital: Counter[str] = Counter()
        self.joined: Counter[str] = Counter()

    def note(self, tokens: Sequence[Token]) -> None:
        """Take account of the tokens of one record."""
        self.take({token.norm for token in tokens if not is_raised(token)}, raised(tokens))

    def take(self, common: set[str], raised: Sequence[Raised]) -> None:
        """Take account of one record: the norms of tokens that are not raised, and what is.

        Man-gon is all of capitals here.
        """
        norms = {norm for norm, _, _ in raised}
        self.tokens.update(common | norms)
        small: set[str] = set()
        free: set[str] = set()
        # Of the raised token before: its norm, whether it is a capital, and beside another.
        before, was_capital, was_joined = "", False, False
        for norm, has_capital, is_beside in raised:
            is_joined = is_beside and was_capital
            if was_capital and not (was_joined or is_joined):
                free.add(before)
            is_capital = has_capital or is_joined
            if not is_capital:
                small.add(norm)
            before, was_capital, was_joined = norm, is_capital, is_joined
        if was_capital and not was_joined:
            free.add(before)
        if always := norms - common - small:
            self.capital.update(always)
            self.joined.update(always - free)

    def join(self, other: Capitals) -> None:
        """Take account of what `other` has seen."""
        for counter, joined in self._beside(other):
            counter.update(joined)

    def leave(self, other: Capitals) -> None:
        """Take no more account of what `other` has seen, and this too."""
        for counter, left in self._beside(other):
            counter.subtract(left)
            for token in left:
                if not counter[token]:
                    del counter[token]

    @property
    def counters(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """The three of them."""
        return self.tokens, self.capital, self.joined

    def is_common(self, token: str) -> bool:
        """Return whether `token` stands somewhere without a capital."""
        return self.capital[token] < self.tokens[token]

    def names(self) -> set[str]:
        """Return the tokens that are parts of names and nothing else."""
        return {
            token
            for token, number in self.capital.items()
            if number == self.joined[token] == self.tokens[token]
        }

    def _beside(self, other: Capitals) -> Iterable[tuple[Counter[str], Counter[str]]]:
        return zip(self.counters, other.counters, strict=True)


def is_raised(token: Token) -> bool:
    """Return whether a token has a capital, or may have that of the token it is tied to."""
    return token.capital or token.joint == HYPHEN


def raised(tokens: Sequence[Token]) -> list[Raised]:
    """Return what is raised among the tokens of a text."""
    found = []
    reached = -2
    for token, was_raised in zip(tokens, [False, *map(is_raised, tokens)], strict=False):
        if is_raised(token):
            reach = 2 if token.sign == COMMA else 1
            found.append((token.norm, token.capital, was_raised and token.start - reached <= reach))
        reached = token.end
    return found


def grouped(
    capitals: Capitals, lexemes: Lexemes
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the lexemes of each token, its lemma first, and the tokens of each lexeme.

    A token that is the only one of a lexeme that is its own is left out.
    """
    of_token: dict[str, list[str]] = {}
    of_lexeme: dict[str, list[str]] = {}
    alone: set[str] = set()
    for token in sorted(capitals.tokens):
        if tuple(lexemes(token)) == (token,):
            alone.add(token)
            continue
        of_token[token] = lexemes_of(token, capitals, lexemes)
        for lexeme in of_token[token]:
            of_lexeme.setdefault(lexeme, []).append(token)
    for lexeme in alone & of_lexeme.keys():
        insort(of_lexeme[lexeme], lexeme)
    return of_token, of_lexeme


def lexemes_of(token: str, capitals: Capitals, lexemes: Lexemes) -> list[str]:
    """Return the lexemes of a token of a corpus, its lemma first.

    A token that always has a capital is perhaps a name: it is no form of a word that it does not
    begin like (Sang, of `sing`).
    """
    from wp8.words.lexemes import is_regular

    lemma, *others = lexemes(token)
    common = capitals.is_common(token)
    kept = [x for x in (lemma, *others) if common or is_regular(token, x)]
    return list(dict.fromkeys((lemma if lemma in kept else token, *kept, token)))


class Forms:
    """The forms of words among the tokens of a corpus."""

    def __init__(
        self,
        of_token: Table,
        of_lexeme: Table,
        is_token: Callable[[str], bool],
        is_name: Callable[[str], bool],
    ) -> None:
        self._of_token = of_token
        self._of_lexeme = of_lexeme
        self._is_token = is_token
        self.is_name = is_name

    def of(self, word: str) -> list[str]:
        """Return the tokens that are forms of one word with `word`, in code point order.

        A word that is no token of the corpus is looked up in simplemma.
        """
        if self._is_token(word):
            lexemes: Iterable[str] = self._of_token(word) or (word,)
        else:
            from wp8.words.lexemes import lexemes as looked_up

            lexemes = looked_up(word)
        found = {token for lexeme in lexemes for token in self._tokens(lexeme)}
        # Man-gon is not of `men`, but Auditing is of `audit`.
        return sorted(t for t in found if not self.is_name(t) or _is_ending_alone(word, t))

    def lemma(self, token: str) -> str:
        """Return the dictionary form of a token of the corpus."""
        return next(iter(self._of_token(token)), token)

    def _tokens(self, lexeme: str) -> Iterable[str]:
        return self._of_lexeme(lexeme) or ((lexeme,) if self._is_token(lexeme) else ())


class FormsKnown:
    """What of a vocabulary is told by its forms alone."""

    _forms: Forms

    def forms(self, word: str) -> Sequence[str]:
        """Return the tokens that are forms of one word with `word`."""
        return self._forms.of(word)

    def is_name(self, token: str) -> bool:
        """Return whether `token` is a part of names and nothing else."""
        return self._forms.is_name(token)

    def lemma(self, token: str) -> str:
        """Return the dictionary form of a token of the corpus."""
        return self._forms.lemma(token)


def write_forms(folder: str, capitals: Capitals, lexemes: Lexemes) -> None:
    """Write the tables of the tokens that `capitals` has seen into `folder`."""
    of_token, of_lexeme = grouped(capitals, lexemes)
    write_lines(os.path.join(folder, LEXEMES), _lines(of_token))
    write_lines(os.path.join(folder, FORMS), _lines(of_lexeme))
    write_lines(os.path.join(folder, NAMES), sorted(capitals.names()))


def write_capitals(folder: str, capitals: Capitals) -> None:
    """Write what a later index may be built upon: `capitals` of each token."""
    tokens = sorted(capitals.tokens)
    counts = (to_little(array("I", map(c.__getitem__, tokens))) for c in capitals.counters)
    with open(os.path.join(folder, CAPITALS), "xb") as file:
        file.write(packed_counts(b"".join(counts)))


def packed_counts(counts: bytes) -> bytes:
    """Return the content of a file of the counts of `Capitals`."""
    return zlib.compress(counts, _LEVEL)


def told(key: str, values: list[str]) -> str | None:
    """Return the line of `key` in a table; None if it would say nothing, or repeat the key."""
    return None if values in ([key], []) else f"{key}\t{' '.join(values)}"


def _lines(table: dict[str, list[str]]) -> Iterable[str]:
    """Yield the lines of a table."""
    return filter(None, (told(key, table[key]) for key in sorted(table)))


def read_capitals(read: Callable[[str], bytes]) -> Capitals:
    """Return what capitals tell of the tokens of an index; `read` gives the content of a file."""
    tokens = keys(SortedLines(read(TOKENS)))
    counts = from_little("I", zlib.decompress(read(CAPITALS)))
    number = len(tokens)
    capitals = Capitals()
    for place, counter in enumerate(capitals.counters):
        own = counts[place * number : (place + 1) * number]
        counter.update({t: n for t, n in zip(tokens, own, strict=True) if n})
    return capitals


def read_forms(read: Callable[[str], bytes], is_token: Callable[[str], bool]) -> Forms:
    """Return the forms that `write_forms` wrote; `read` gives the content of a file."""
    of_token, of_lexeme, names = (SortedLines(read(name)) for name in (LEXEMES, FORMS, NAMES))
    return Forms(
        lambda token: (of_token.get(token) or "").split(),
        lambda lexeme: (of_lexeme.get(lexeme) or "").split(),
        is_token,
        names.has,
    )


def _is_ending_alone(one: str, other: str) -> bool:
    """Return whether two words differ in a regular ending or in their spelling only."""
    from wp8.words.lexemes import american

    one, other = american(one), american(other)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return {one[same:], other[same:]} <= _ENDINGS
