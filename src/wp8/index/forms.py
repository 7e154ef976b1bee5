"""The forms of each lexeme of a corpus: a table made with the index, so that a search loads none.

Two files of lines, each a name, a tab and words with blanks between: `lexemes` has the lexemes of
each token, its lemma first, `forms` the tokens of each lexeme. What would only repeat the name is
left out.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wp8.text import Token

    Lexemes = Callable[[str], Iterable[str]]
    Table = Callable[[str], Iterable[str]]

_LEXEMES: Final = "lexemes"
_FORMS: Final = "forms"


def note_capitals(common: dict[str, bool], tokens: Iterable[Token]) -> None:
    """Note in `common` for each of `tokens` whether it ever stands without a capital."""
    for token in tokens:
        common[token.norm] = common.get(token.norm, False) or not token.capital


def grouped(
    tokens: Mapping[str, bool], lexemes: Lexemes
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the lexemes of each token, its lemma first, and the tokens of each lexeme.

    `tokens` says of each token whether it ever stands without a capital. One that never does is
    perhaps a name: it is no form of a word that it does not begin like (Sang, of `sing`).
    """
    from wp8.lexemes import is_regular

    of_token: dict[str, list[str]] = {}
    of_lexeme: dict[str, list[str]] = {}
    for token in sorted(tokens):
        lemma, *others = lexemes(token)
        kept = [x for x in (lemma, *others) if tokens[token] or is_regular(token, x)]
        first = lemma if lemma in kept else token
        of_token[token] = list(dict.fromkeys((first, *kept, token)))
        for lexeme in of_token[token]:
            of_lexeme.setdefault(lexeme, []).append(token)
    return of_token, of_lexeme


class Forms:
    """The forms of words among the tokens of a corpus."""

    def __init__(self, of_token: Table, of_lexeme: Table, is_token: Callable[[str], bool]) -> None:
        self._of_token = of_token
        self._of_lexeme = of_lexeme
        self._is_token = is_token

    def of(self, word: str) -> list[str]:
        """Return the tokens that are forms of one word with `word`, in code point order.

        A word that is no token of the corpus is looked up in simplemma.
        """
        if self._is_token(word):
            lexemes: Iterable[str] = self._of_token(word) or (word,)
        else:
            from wp8.lexemes import lexemes as looked_up

            lexemes = looked_up(word)
        return sorted({token for lexeme in lexemes for token in self._tokens(lexeme)})

    def lemma(self, token: str) -> str:
        """Return the dictionary form of a token of the corpus."""
        return next(iter(self._of_token(token)), token)

    def _tokens(self, lexeme: str) -> Iterable[str]:
        return self._of_lexeme(lexeme) or ((lexeme,) if self._is_token(lexeme) else ())


def write_forms(folder: str, tokens: Mapping[str, bool], lexemes: Lexemes) -> None:
    """Write the two tables of `tokens` into `folder`."""
    for name, table in zip((_LEXEMES, _FORMS), grouped(tokens, lexemes), strict=True):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.write("\n")
            file.writelines(
                f"{key}\t{' '.join(table[key])}\n" for key in sorted(table) if table[key] != [key]
            )


def read_forms(folder: str, is_token: Callable[[str], bool]) -> Forms:
    """Return the forms that `write_forms` wrote."""
    of_token, of_lexeme = (_Lines(os.path.join(folder, name)) for name in (_LEXEMES, _FORMS))
    return Forms(of_token, of_lexeme, is_token)


class _Lines:
    """A table in a file: to find a line in it is faster than to read it all into a dict."""

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:
            self._content = file.read()

    def __call__(self, name: str) -> list[str]:
        key = f"\n{name}\t".encode()
        start = self._content.find(key) + len(key)
        if start < len(key):
            return []
        return self._content[start : self._content.index(b"\n", start)].decode().split()
